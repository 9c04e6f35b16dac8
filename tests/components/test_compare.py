"""The page of comparisons: what can be compared, places beside places, and answers beside answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.benchmarks import benchmarks_of, incomes
from components.charts.quadrants import LEAST_PLACES, quadrants
from components.charts.theme import LIGHT
from components.compare_page import contents_of, contents_table
from components.compare_places import places_by_gap
from components.figure import charts_of, finding_of, gaps_of, marks_of, moments_of, residents
from components.inequality import gap_text
from components.sensitivity import answers_table
from data.catalog import LANGUAGES, catalog
from data.catalog import language as language_of
from equity.sensitivity import larger_or_smaller
from equity.view import Filters, View, decode
from equity.vocabulary import NATION, REGION

VOCABULARY = catalog().vocabulary
VIEWS = {view.id: view for view in VOCABULARY.comparing_views()}


def view_of(name, code="en", regions=(), **changed):
    return replace(
        View.default(VOCABULARY.definition(name), Filters(language=code, regions=regions)), **changed
    )


def test_every_subject_has_a_view_that_a_link_reopens():
    assert len(VIEWS) == len([each for each in VOCABULARY.datasets.values() if each.views])
    for definition in VIEWS.values():
        view = view_of(definition.id, scale="log", axis="own", order="value")
        link = decode(view.encode(definition), VOCABULARY)
        assert link.focused == view
        assert not link.dropped


def test_contents_count_groups_that_stand_side_by_side():
    every = contents_of(VIEWS)
    assert (every.groups > 1).all()
    assert not every.duplicated(["view", "indicator", "dimension"]).any()
    by = every.set_index(["view", "indicator", "dimension"])
    fifths = by.loc[("compare-insurance", "insurance_coverage_survey", "expenditure_quintile")]
    assert fifths.groups == 5
    provinces = by.loc[("compare-regions", "disposable_income_per_person", REGION)]
    assert provinces.groups == 31
    assert provinces.places == 31


def test_a_comparator_abroad_is_left_to_the_view_that_says_so():
    every = contents_of(VIEWS)
    assert "area_deprivation" not in set(every.dimension)
    assert "united_states" not in VIEWS["compare-crowdfunding"].places


@pytest.mark.parametrize("code", LANGUAGES)
def test_contents_are_told_in_words(code):
    language = language_of(code)
    shown = contents_table(contents_of(VIEWS), language)
    assert len(shown) == len(contents_of(VIEWS))
    assert not shown.isna().any().any()
    assert language.of(VOCABULARY.dimensions["expenditure_quintile"].label) in set(
        shown[language("compare.groups_by")]
    )


EVERY = contents_of(VIEWS).drop_duplicates(["view", "dimension"])


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("name", "indicator", "dimension"),
    list(EVERY[["view", "indicator", "dimension"]].itertuples(index=False, name=None)),
)
def test_every_kind_of_groups_is_drawn_and_told(name, indicator, dimension):
    asked = view_of(name, indicators=(indicator,), dimension=dimension)
    if marks_of(asked).empty:
        asked = asked.of_regions(VOCABULARY.provinces())
    assert not marks_of(asked).empty
    assert charts_of(asked, "light")
    finding_of(asked)
    for gaps in gaps_of(asked):
        assert gaps[0].comparison.figures.group.nunique() >= 2
    gap_text(asked, language_of("en"))


def test_like_alone_stands_beside_like():
    marks = marks_of(view_of("compare-consultations"))
    for _, panel in marks.groupby("panel"):
        for column in ("indicator", "unit", "statistic", "residence", "service", "region_code"):
            assert panel[column].nunique() == 1, column


@pytest.mark.parametrize("code", LANGUAGES)
def test_provinces_are_set_by_average_and_gap(code):
    language = language_of(code)
    places = places_by_gap(view_of("compare-regions", code, dimension="residence"), language)
    assert len(places) == 31
    assert places.place_label.is_unique
    gansu = places[places.place_label == language.of(VOCABULARY.regions["620000"].label)].iloc[0]
    # 2023: 39,833 yuan in cities and 13,131 in the countryside
    assert gansu.gap == pytest.approx(39833 - 13131, abs=1)
    assert gansu.average == pytest.approx((39833 + 13131) / 2, abs=1)
    chart = quadrants(places, language, LIGHT).specification(LIGHT)
    assert len(chart["datasets"]["places"]) == 31
    assert chart["datasets"]["medians"] == [{"average": places.average.median(), "gap": places.gap.median()}]


def test_too_few_places_are_no_quadrants():
    view = view_of("compare-crowdfunding")
    assert len(places_by_gap(view, language_of("en"))) < LEAST_PLACES


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_province_stands_beside_nation_region_and_peers(code):
    language = language_of(code)
    rural = gaps_of(view_of("compare-regions", code))[1][0].comparison
    rows = benchmarks_of(rural, "620000", 21691.0, language)
    assert len(rows) == 7
    nation, region, *peers = rows.index
    assert nation == language.of(VOCABULARY.regions[NATION].label)
    assert language.of(VOCABULARY.nbs_regions["west"]) in region
    assert len({*peers}) == 5
    below = language(
        "gap.below", size=language.quantity(21691 - 13131, "yuan", rural.figures.unit_label.iloc[0])
    )
    assert rows.loc[nation, language("benchmark.difference")] == below


def test_a_region_has_no_level_where_a_province_of_it_is_absent(en):
    money = gaps_of(view_of("compare-insurance", indicators=("funding_per_member",), dimension=REGION))
    money = money[0][0].comparison
    assert "Tianjin" in money.absent
    rows = benchmarks_of(money, "110000", None, en)
    assert len(rows) == 7
    assert rows[en("benchmark.value")].iloc[1] == en("grid.no_figure")


def test_a_place_without_a_figure_has_no_benchmarks():
    rural = gaps_of(view_of("compare-regions"))[1][0].comparison
    assert benchmarks_of(rural, "710000", None, language_of("en")).empty


def test_incomes_are_those_of_the_nearest_full_year():
    assert incomes(2023) == incomes(2050)
    assert len(incomes(2011)) >= 28


@pytest.mark.parametrize("code", LANGUAGES)
def test_answers_stand_in_a_table_with_the_value_at_each_date(code):
    language = language_of(code)
    newest, oldest = moments_of(view_of("compare-regions", code))[0]
    assert (oldest.year, newest.year) == (2013, 2023)
    answers = larger_or_smaller(oldest, newest, residents())
    told = {(each.code, each.variant): each.conclusion for each in answers}
    # Highest against lowest city income: 25,005 yuan and 2.26 times in 2013, 52,985 yuan and 2.45 times in 2023
    assert told["d", "advised"] == told["r", "advised"] == "larger"
    moments = [oldest.moment, newest.moment]
    shown = answers_table(answers, newest, moments, language)
    ratio = language.of(VOCABULARY.measures["r"].label)
    assert list(shown.loc[ratio, moments]) == [
        language("gap.times", number=each) for each in ("2.26", "2.45")
    ]
    marked = [replace(answers[0], differs=True, conclusion="smaller"), *answers[1:]]
    first = answers_table(marked, newest, moments, language)[language("sensitivity.says")].iloc[0]
    assert first == language("sensitivity.flips", conclusion=language("conclusion.smaller"))


def test_one_chosen_place_asks_how_all_places_differ():
    moments = moments_of(view_of("compare-regions", regions=("620000",)))
    assert [len(newest.figures) for newest, _ in moments] == [31, 31]  # cities, then the countryside
