"""What the definition files declare: labels in both languages, 34 places on a grid, views with figures."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from data.catalog import LANGUAGES
from data.catalog import language as language_of
from equity.view import Filters, View
from equity.vocabulary import CORE_FILTERS, GRADES, NATION, RESIDENCES, TOTAL

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="session")
def rows(where):
    """Every row of every dataset, by dataset."""
    return {name: pd.read_parquet(where.table(name)) for name in where.vocabulary.datasets}


def lacking(labels):
    """The codes whose label lacks a language, or has the wrong script in English."""
    return [
        code
        for code, label in labels.items()
        if not (label.get("en", "").strip() and label.get("zh", "").strip()) or HAN.search(label["en"])
    ]


def test_indicators_in_views_or_founding_are_named_and_defined_in_both_languages(vocabulary, rows):
    for name, dataset in vocabulary.datasets.items():
        founding = set(rows[name][rows[name].founding].indicator)
        shown = {code for view in dataset.views.values() for code in view.indicators} | founding
        assert lacking({code: dataset.indicators[code].label for code in shown}) == []
        assert lacking({code: dataset.indicators[code].definition for code in shown}) == []


@pytest.mark.parametrize(
    "table", ["settings", "units", "statistics", "caveats", "qualifiers", "grades", "nbs_regions"]
)
def test_every_code_of_a_shared_table_has_a_label_in_both_languages(vocabulary, table):
    labels = getattr(vocabulary, table)
    assert labels
    assert lacking(labels) == []


def test_every_dimension_and_group_has_a_label_in_both_languages(vocabulary):
    dimensions = vocabulary.dimensions
    assert lacking({code: each.label for code, each in dimensions.items()}) == []
    assert {
        code: lacking(each.subgroups) for code, each in dimensions.items() if lacking(each.subgroups)
    } == {}


@pytest.mark.parametrize("dimension", ["scheme", "platform", "residence"])
def test_schemes_platforms_and_residence_are_declared(vocabulary, dimension):
    assert len(vocabulary.dimensions[dimension].subgroups) >= 2


def test_every_dataset_and_view_speaks_both_languages(vocabulary):
    for dataset in vocabulary.datasets.values():
        assert lacking({"title": dataset.title, "lead": dataset.lead}) == []
        for view in dataset.views.values():
            texts = {"question": view.question, "how_to_read": view.how_to_read}
            texts |= {str(each.after): each.reason for each in view.breaks}
            texts |= {"missing": view.missing} if view.missing else {}
            assert lacking(texts) == []


def test_texts_that_are_sentences_have_chinese_in_chinese(vocabulary):
    texts = [view.question for view in vocabulary.views()] + [
        each.lead for each in vocabulary.datasets.values()
    ]
    texts += [each.label for each in vocabulary.regions.values()] + list(vocabulary.caveats.values())
    assert [label for label in texts if not HAN.search(label["zh"])] == []


def test_every_group_in_the_rows_is_declared(vocabulary, rows):
    for name, dataset in vocabulary.datasets.items():
        for column in dataset.own_columns:
            codes = set(rows[name][column].dropna()) - {TOTAL}
            assert codes <= set(vocabulary.dimensions[column].subgroups), (name, column)


# Places -------------------------------------------------------------------------------------------------------

MUNICIPALITIES_FIRST = ("110000", "120000", "130000")


def test_there_are_34_provinces_in_ascending_order_of_their_codes(vocabulary):
    provinces = vocabulary.provinces()
    assert len(provinces) == len(set(provinces)) == 34
    assert list(provinces) == sorted(provinces)
    assert provinces[:3] == MUNICIPALITIES_FIRST
    assert next(iter(vocabulary.regions)) == NATION


def test_every_region_is_named_in_both_languages_and_found_by_pinyin(vocabulary):
    regions = vocabulary.regions
    assert lacking({code: each.label for code, each in regions.items()}) == []
    assert lacking({code: each.full for code, each in regions.items()}) == []
    assert [code for code, each in regions.items() if not re.fullmatch(r"[a-z]+", each.pinyin)] == []
    assert max(Counter(each.pinyin for each in regions.values()).values()) == 1


def test_the_nbs_regions_hold_31_provinces(vocabulary):
    sizes = [len(vocabulary.nbs_region_members(code)) for code in vocabulary.nbs_regions]
    # The bureau's own division: 10 in the east, 6 in the centre, 12 in the west, 3 in the north-east.
    assert dict(zip(vocabulary.nbs_regions, sizes, strict=True)) == {
        "east": 10,
        "central": 6,
        "west": 12,
        "northeast": 3,
    }
    without = [code for code in vocabulary.provinces() if not vocabulary.regions[code].nbs_region]
    assert without == ["710000", "810000", "820000"]


@pytest.mark.parametrize(
    ("province", "nbs_region"),
    [
        ("130000", "east"),
        ("460000", "east"),
        ("140000", "central"),
        ("150000", "west"),
        ("450000", "west"),
        ("210000", "northeast"),
    ],
)
def test_provinces_belong_to_the_regions_the_bureau_puts_them_in(vocabulary, province, nbs_region):
    assert vocabulary.regions[province].nbs_region == nbs_region


def test_every_province_has_a_cell_and_a_sign_of_its_own(vocabulary):
    provinces = [vocabulary.regions[code] for code in vocabulary.provinces()]
    assert len({(each.row, each.column) for each in provinces}) == 34
    assert min(each.row for each in provinces) == min(each.column for each in provinces) == 1
    assert len({each.letters for each in provinces}) == len({each.initial_zh for each in provinces}) == 34
    assert all(re.fullmatch("[A-Z]{2}", each.letters) for each in provinces)
    assert all(HAN.fullmatch(each.initial_zh) for each in provinces)


# By the letters of GB/T 2260, north to south: who lies above whom in any atlas.
NORTH_TO_SOUTH = """
HL-JL JL-LN LN-SD NM-BJ NM-SX BJ-HE BJ-TJ HE-HA HE-SD SX-HA SD-JS HA-HB HB-HN HN-GD HN-GX AH-JX JS-ZJ SH-ZJ ZJ-FJ
JX-GD FJ-HK GD-HK GD-MO GD-HI GX-HI NX-SN SN-CQ CQ-GZ GZ-GX GS-SC QH-XZ XJ-XZ SC-YN SN-SC
"""
WEST_TO_EAST = """
XJ-QH XJ-GS XJ-NM XZ-SC QH-GS GS-NX GS-SN NX-SX SN-SX SN-HA SX-HE HE-TJ HA-SD SC-CQ CQ-HB HB-AH HA-AH AH-JS JS-SH
YN-GZ GZ-HN HN-JX JX-ZJ JX-FJ GX-GD GD-FJ FJ-TW MO-HK HK-TW NM-JL BJ-LN
"""


def cell(vocabulary, letters):
    (region,) = [each for each in vocabulary.regions.values() if each.letters == letters]
    return region


@pytest.mark.parametrize("pair", NORTH_TO_SOUTH.split())
def test_a_northern_neighbour_stands_above_its_southern_one(vocabulary, pair):
    north, south = (cell(vocabulary, letters) for letters in pair.split("-"))
    assert north.row < south.row


@pytest.mark.parametrize("pair", WEST_TO_EAST.split())
def test_a_western_neighbour_stands_left_of_its_eastern_one(vocabulary, pair):
    west, east = (cell(vocabulary, letters) for letters in pair.split("-"))
    assert west.column < east.column


# Sources and views --------------------------------------------------------------------------------------------


def test_every_source_of_a_row_is_in_the_bibliography(store, rows):
    known = set(store.sources().index)
    for name, table in rows.items():
        also = {code for codes in table.also_source_ids.dropna() for code in codes.split(";")}
        assert set(table.source_id) | also <= known, name


def test_every_source_says_what_it_is(store, vocabulary):
    sources = store.sources()
    assert sources.index.is_unique
    assert [code for code, title in sources.title.items() if not title.strip()] == []
    assert set(sources.grade) <= set(vocabulary.grades)


def figures(definition, store, dimension, **changes):
    """All rows of a view by one dimension, without any choice that narrows them."""
    filters = Filters(
        regions=changes.pop("regions", ()), residence=changes.pop("residence", ()), grades=GRADES
    )
    view = replace(View.default(definition, filters), dimension=dimension, indicators=definition.indicators)
    empty = tuple((column, ()) for column in definition.columns)
    return store.query(replace(view, **{"groups": (), "choices": empty, "period": (1949, 2100)} | changes))


def test_a_view_has_figures_before_anything_is_chosen(definition, store):
    frame = store.query(View.default(definition, Filters()))
    assert frame.drawn.any()


def test_every_dimension_of_a_view_divides_some_of_its_figures(definition, store, vocabulary):
    for dimension in definition.dimensions:
        regions = vocabulary.provinces() if definition.honours("regions") else ()
        in_provinces = figures(definition, store, dimension, regions=regions)
        assert len(figures(definition, store, dimension)) + len(in_provinces), dimension


def test_every_indicator_of_a_view_has_figures_in_it(definition, store):
    shown = {
        code
        for dimension in definition.dimensions
        for code in figures(definition, store, dimension).indicator
    }
    assert set(definition.indicators) - shown == set()


def test_every_group_and_choice_a_view_starts_with_has_figures(definition, store):
    for dimension, groups in definition.default_groups.items():
        assert set(groups) <= set(figures(definition, store, dimension).group), dimension
    for column, codes in definition.default_choices.items():
        present = {
            code for each in definition.dimensions for code in figures(definition, store, each)[column]
        }
        assert set(codes) <= present, column
    if definition.default_period:
        first, last = definition.default_period
        years = store.query(View.default(definition, Filters())).year.dropna()
        assert years.between(first, last).any()


def test_every_filter_that_a_view_honours_has_something_to_filter(definition, store, vocabulary):
    for name in definition.filters:
        kept = [
            figures(definition, store, dimension, **narrowing)
            for dimension in definition.dimensions
            for narrowing in [{"regions": vocabulary.provinces()} if name == "regions" else {}]
        ]
        frame = pd.concat(kept)
        found = {
            "regions": frame.region_code.isin(vocabulary.provinces()),
            "residence": frame.residence.isin(RESIDENCES),
            "grades": frame.grade.isin(GRADES),
            "period": frame.year.notna(),
        }
        applies = found[name] if name in CORE_FILTERS else frame[name] != ""
        assert applies.any(), name


def test_views_have_ids_of_their_own_and_a_known_form(vocabulary):
    views = list(vocabulary.views())
    assert len({each.id for each in views}) == len(views)
    assert len({each.page for each in vocabulary.datasets.values()}) == len(vocabulary.datasets)


def test_the_data_version_and_the_release_agree(where, vocabulary):
    assert vocabulary.data_version == where.release["version"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", where.release["released"])
    for code in LANGUAGES:
        assert where.release["released"][:4] in language_of(code).period(where.release["released"], None)
