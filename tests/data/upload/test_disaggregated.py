"""A reader's figures as a dataset: what is drawn of them, what a link to them says, when they end."""

import gc
import pickle
import weakref
from dataclasses import replace

import pandas as pd
import pytest

from components.content import content_of
from components.figure import charts_of, finding_of, gaps_of, marks_of
from components.notes import notes, trust_line
from data.catalog import catalog, language, published, using
from data.store import store
from data.upload.brought import ReadersCatalog, is_own
from data.upload.disaggregated import brought_of
from equity.view import Filters, View, decode
from equity.vocabulary import NATION, OWN, REGION, TOTAL

WEALTH = ("Poorest", "Poorer", "Middle", "Richer", "Richest")


def rows(**changed):
    """Antenatal visits by wealth and by province, at three dates, as the template has them."""
    context = {
        "setting": "China",
        "source": "A survey",
        "indicator_abbr": "anc4",
        "indicator_name": "Four antenatal visits",
        "favourable_indicator": 1,
        "indicator_scale": 100,
        "setting_average": 42.0,
    }
    told = []
    for year in ("2010", "2014", "2018"):
        for place, group in enumerate(WEALTH, 1):
            told.append(
                {
                    **context,
                    "date": year,
                    "dimension": "Economic status",
                    "subgroup": group,
                    "estimate": 10.0 * place + int(year) % 10,
                    "se": 1.5,
                    "population": 1000.0 * place,
                    "ordered_dimension": 1,
                    "subgroup_order": place,
                    "reference_subgroup": 0,
                }
            )
        for province, estimate in (("甘肃", 33.0), ("Shanghai", 71.0), ("beijing", 66.0)):
            told.append(
                {
                    **context,
                    "date": year,
                    "dimension": "Province",
                    "subgroup": province,
                    "estimate": estimate,
                    "ordered_dimension": 0,
                    "subgroup_order": 0,
                    "reference_subgroup": 0,
                }
            )
    return pd.DataFrame(told).assign(**changed)


@pytest.fixture(scope="module")
def where():
    return ReadersCatalog.of(brought_of(rows(), "anc.csv", "abc123def456"))


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("form", ["groups", "places", "years"])
def test_every_view_of_a_file_is_told_and_drawn(where, form, code):
    definition = where.vocabulary.definition(f"own-abc123def456-{form}")
    view = View.default(definition, Filters(language=code))
    with using(where):
        assert "Four antenatal visits" in finding_of(view)
        assert charts_of(view, "light")
        assert set(marks_of(view).grade) == {OWN}
        assert "anc4" not in finding_of(view)


def test_groups_keep_their_order_and_their_gap_is_measured(where):
    definition = where.vocabulary.definition("own-abc123def456-groups")
    view = View.default(definition, Filters())
    with using(where):
        marks = marks_of(view)
        newest = marks[marks.year == 2018]
        assert newest.sort_values("subgroup_order").group_label.tolist() == list(WEALTH)
        assert newest.ci_low.tolist() == pytest.approx((newest.estimate - 1.96 * 1.5).tolist())
        gap = gaps_of(view)[0][0]
        assert gap.comparison.figures.estimate.tolist() == [18, 28, 38, 48, 58]


def test_groups_that_are_provinces_become_places(where):
    with using(where):
        figures = store().rows(where.brought.dataset.id)
    assert set(figures.region_code) == {NATION, "110000", "310000", "620000"}
    assert set(figures[figures.region_code == "620000"].dimension) == {TOTAL}
    assert REGION in where.vocabulary.definition("own-abc123def456-places").dimensions


def test_a_figure_of_a_province_is_not_one_of_the_whole_file_as_well():
    parts = pd.DataFrame(
        {
            "setting": "all cases",
            "region_code": ["", "620000", "310000"] * 3,
            "date": [year for year in ("2010", "2014", "2018") for _ in range(3)],
            "indicator_abbr": "raised",
            "estimate": range(9),
        }
    )
    where = ReadersCatalog.of(brought_of(parts, "cases.csv", "dddddddddddd"))
    with using(where):
        marks = marks_of(View.default(where.vocabulary.definition("own-dddddddddddd-years"), Filters()))
    assert marks.estimate.tolist() == [0, 3, 6]


def test_the_average_of_the_file_is_a_figure_once_a_date(where):
    with using(where):
        figures = store().rows(where.brought.dataset.id)
    averages = figures[(figures.region_code == NATION) & (figures.dimension == TOTAL)]
    assert averages.estimate.tolist() == [42, 42, 42]
    assert averages.year.tolist() == [2010, 2014, 2018]


def test_figures_of_two_sources_never_share_a_panel():
    two = pd.concat([rows(), rows(source="Another survey")], ignore_index=True)
    where = ReadersCatalog.of(brought_of(two, "two.csv", "0123456789ab"))
    view = View.default(where.vocabulary.definition("own-0123456789ab-groups"), Filters())
    with using(where):
        marks = marks_of(view)
    assert marks.groupby("panel").source_id.nunique().tolist() == [1, 1]
    assert set(marks.file_source_label) == {"A survey", "Another survey"}


def test_a_link_opens_where_the_same_file_is_and_nowhere_else(where):
    definition = where.vocabulary.definition("own-abc123def456-groups")
    parameters = View.default(definition, Filters()).encode(definition)
    assert decode(parameters, where.vocabulary).focused.id == definition.id
    elsewhere = decode(parameters, published().vocabulary)
    assert elsewhere.focused is None
    assert is_own(next(each.value for each in elsewhere.dropped if each.parameter == "view"))
    assert is_own(where.brought.dataset and where.vocabulary.datasets[where.brought.dataset.id].comparing.id)
    assert not any(is_own(each) for each in published().vocabulary.view_ids)


def test_no_filter_of_evidence_hides_a_readers_own_figures(where):
    definition = where.vocabulary.definition("own-abc123def456-groups")
    with using(where):
        assert len(store().query(View.default(definition, Filters(grades=("journal",))))) == 15


def test_a_file_is_made_of_it_in_another_process(where):
    again = pickle.loads(pickle.dumps(where))
    view = View.default(again.vocabulary.definition("own-abc123def456-groups"), Filters())
    with using(again):
        content = content_of(view, "")
    assert content.sources.title.tolist() == ["A survey"]
    assert len(content.table) == 15


def test_what_a_reader_brought_ends_with_its_catalog():
    where = ReadersCatalog.of(brought_of(rows(), "mine.csv", "ffffffffffff"))
    view = View.default(where.vocabulary.definition("own-ffffffffffff-groups"), Filters())
    with using(where):
        marks_of(view)
        charts_of(view, "light")
        content_of(view, "")
    assert catalog() is published()
    gone = weakref.ref(where.brought)
    del where
    gc.collect()
    assert gone() is None


def test_a_file_without_dates_or_groups_is_still_shown():
    plain = pd.DataFrame(
        {"indicator_abbr": ["beds", "doctors"], "indicator_name": ["Beds", "Doctors"], "estimate": [3.0, 4.0]}
    )
    where = ReadersCatalog.of(brought_of(plain, "plain.csv", "eeeeeeeeeeee"))
    definition = next(iter(where.vocabulary.datasets[where.brought.dataset.id].views.values()))
    with using(where):
        assert len(marks_of(View.default(definition, Filters(language=language("en").code)))) == 1


@pytest.mark.parametrize("months", [range(1, 13), (12, 1, 4, 9)])
def test_months_of_one_year_stand_one_after_the_other(months):
    told = [
        {
            "date": f"2024-{month:02d}",
            "indicator_abbr": "rate",
            "dimension": "sex",
            "subgroup": group,
            "estimate": 30 - month + distance,
        }
        for month in months
        for group, distance in (("women", 0), ("men", 40))
    ]
    where = ReadersCatalog.of(brought_of(pd.DataFrame(told), "months.csv", "dddddddddddd"))
    views = where.brought.dataset.views
    with using(where):
        view = View.default(views["own-dddddddddddd-years"], Filters())
        marks = marks_of(view)
        (chart,) = charts_of(view, "light")
        told_first_and_last = finding_of(View.default(views["own-dddddddddddd-groups"], Filters()))
    assert len(set(marks.when)) == len(months)
    assert marks[marks.group_label == "men"].when.is_monotonic_increasing
    x = chart["layer"][0]["encoding"]["x"]
    assert (x["scale"]["domain"], x["axis"]["values"]) == ([2024, 2025], [2024, 2025])
    assert told_first_and_last.index("January 2024") < told_first_and_last.index("December 2024")


def test_dates_of_which_some_are_years_stand_at_their_years():
    mixed = rows(date=[each for each in ("2010-05", "2014", "2018") for _ in range(8)])
    where = ReadersCatalog.of(brought_of(mixed, "mixed.csv", "dddddddddddd"))
    assert not any(each.months for each in where.brought.dataset.views.values())


def provinces_alone():
    """The provinces of the file without its other groups."""
    return rows()[lambda each: each.dimension == "Province"]


def test_the_average_of_a_country_is_kept_where_its_groups_are_provinces():
    where = ReadersCatalog.of(brought_of(provinces_alone(), "anc.csv", "dddddddddddd"))
    with using(where):
        figures = store().rows(where.brought.dataset.id)
        marks = marks_of(View.default(where.vocabulary.definition("own-dddddddddddd-places"), Filters()))
    assert figures[figures.region_code == NATION].estimate.tolist() == [42, 42, 42]
    assert marks[marks.region_code == NATION].estimate.tolist() == [42]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_of_provinces_that_are_not_in_the_file_nothing_is_said(code):
    where = ReadersCatalog.of(brought_of(provinces_alone()[:-1], "anc.csv", "dddddddddddd"))
    definition, say = where.vocabulary.definition("own-dddddddddddd-places"), language(code)
    view = View.default(definition, Filters(language=code))
    with using(where):
        newest, before = view, replace(view, period=(2014, 2014))
        told = {each: notes(marks_of(each), each, definition, say) for each in (newest, before)}
        lines = trust_line(before, say)
        shown = content_of(before, "")
        # two of three provinces are less than 85%, and three are all there are
        measured = {each: gaps_of(each)[0][0].absolute for each in (newest, before)}
    lacking = say("note.no_figure_for", places=say.of(where.vocabulary.regions["110000"].label))
    assert (lacking in told[newest], told[before]) == (True, [])
    assert say("trust.provinces_of_file", count=3, total=3) in lines
    assert len(shown.table) == 4
    assert measured[newest] is None or measured[newest].estimate is None
    assert measured[before].estimate == 71 - 33


def test_a_file_says_of_a_readers_figures_no_filter_that_they_do_not_have():
    for held in (rows(), rows()[lambda each: each.dimension != "Province"]):
        where = ReadersCatalog.of(brought_of(held, "anc.csv", "dddddddddddd"))
        view = View.default(where.vocabulary.definition("own-dddddddddddd-groups"), Filters())
        with using(where):
            said = {label for label, _ in content_of(view, "").stamp.filters}
        say = language("en")
        assert not said & {say("filters.grades"), say("filters.residence")}
        assert (say("filters.regions") in said) == (len(held) > 15)
