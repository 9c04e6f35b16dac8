"""Which figures stand side by side, what they are weighted by, and what is known of their errors."""

from __future__ import annotations

import numpy as np
import pytest

from equity.comparison import UNDATED, Comparison, comparisons, groups_by_moment, newest, places_of
from equity.measures import MeasureError
from equity.view import Filters, View
from equity.vocabulary import INDICATOR, NATION, REGION, TOTAL
from tests.equity.frames import DIMENSIONS, INDICATORS, NAN, VOCABULARY, comparison, frame, row

INCOME, SCHEME = DIMENSIONS["income"], DIMENSIONS["scheme"]


def told(sets):
    """The moment of each set and its groups, in their order."""
    return [(rows.row_label.iloc[0], *rows.group) for rows in sets]


def compared(*rows, dimension="scheme", indicators=("share",)):
    return comparisons(frame(*rows), View(Filters(), "v", "d", indicators, dimension), VOCABULARY)


# Which groups stand side by side


def test_groups_of_one_year_stand_in_their_declared_order_the_newest_year_first():
    rows = [
        row(group, 1, year, group_position=place)
        for year in (2018, 2020, 2019)
        for place, group in ((2, "b"), (1, "a"))
    ]
    sets = groups_by_moment(frame(*rows), SCHEME)
    assert told(sets) == [("2020", "a", "b"), ("2019", "a", "b"), ("2018", "a", "b")]


def test_totals_and_groups_that_contain_others_are_not_compared():
    rows = [row(TOTAL, 50), row("everybody", 50), row("a", 40), row("b", 60)]
    assert told(groups_by_moment(frame(*rows), SCHEME)) == [("2020", "a", "b")]
    assert groups_by_moment(frame(row(TOTAL, 50), row("everybody", 50), row("a", 40)), SCHEME) == []


def test_one_group_alone_and_groups_of_two_years_are_no_set():
    assert groups_by_moment(frame(row("a", 40)), SCHEME) == []
    assert groups_by_moment(frame(row("a", 40, 2019), row("b", 60, 2020)), SCHEME) == []


def test_a_group_with_two_figures_at_one_moment_is_left_out():
    twice = [row("a", 40), row("a", 41), row("b", 60)]
    assert groups_by_moment(frame(*twice), SCHEME) == []
    assert told(groups_by_moment(frame(*twice, row("c", 70)), SCHEME)) == [("2020", "b", "c")]


def test_undated_figures_stand_together_only_in_one_source():
    apart = [row("a", 40, NAN, source_id="S1"), row("b", 60, NAN, source_id="S2")]
    assert groups_by_moment(frame(*apart), SCHEME) == []
    (together,) = groups_by_moment(frame(*apart, row("b", 70, NAN, source_id="S1")), SCHEME)
    assert list(together.estimate) == [40, 70]
    assert together.year.isna().all()


def test_dated_figures_of_two_sources_stand_together():
    rows = [row("a", 40, source_id="S1"), row("b", 60, source_id="S2")]
    assert told(groups_by_moment(frame(*rows), SCHEME)) == [("2020", "a", "b")]


def test_undated_figures_come_after_every_dated_one():
    rows = [row(group, 1, year) for year in (NAN, 1990) for group in ("a", "b")]
    assert told(groups_by_moment(frame(*rows), SCHEME)) == [("1990", "a", "b"), ("?", "a", "b")]


def test_the_newest_sets_are_all_rows_of_the_newest_period():
    rows = [
        row(group, 1, year, row_label=label, row_position=place)
        for year in (2019, 2020)
        for place, label in enumerate(("before", "after"))
        for group in ("a", "b")
    ]
    sets = groups_by_moment(frame(*rows), SCHEME)
    assert len(sets) == 4
    assert told(newest(sets)) == [("before", "a", "b"), ("after", "a", "b")]
    assert set(newest(sets)[0].year) == {2020}


def test_the_months_of_a_year_follow_each_other():
    rows = [
        row(group, 1, 2024, row_label=label, period_end=month)
        for label, month in (("April", "2024-04"), ("January", "2024-01"), ("December", "2024-12"))
        for group in ("a", "b")
    ]
    moments = [rows.row_label.iloc[0] for rows in newest(groups_by_moment(frame(*rows), SCHEME))]
    assert moments == ["January", "April", "December"]


def test_the_newest_of_undated_sets_are_those_of_one_source():
    rows = [
        row(group, 1, NAN, row_label=label, source_id=source)
        for source in ("S1", "S2")
        for label in ("before", "after")
        for group in ("a", "b")
    ]
    sets = groups_by_moment(frame(*rows), SCHEME)
    assert [set(rows.source_id) for rows in newest(sets)] == [{"S2"}, {"S2"}]


def place(code, estimate, year=2020, **cells):
    return row(code, estimate, year, region_code=code, **cells)


def test_provinces_stand_side_by_side_without_the_nation_and_groups_of_provinces():
    rows = [
        *(place(code, 1, year) for year in (2019, 2020) for code in ("110000", "620000", NATION)),
        row("east", 1, region_code=""),
        place("310000", 1, NAN),
    ]
    assert told(places_of(frame(*rows))) == [("2020", "110000", "620000"), ("2019", "110000", "620000")]


def test_a_province_with_two_figures_in_a_year_is_left_out_and_one_alone_is_no_set():
    twice = [place("110000", 1), place("110000", 2), place("620000", 3)]
    assert places_of(frame(*twice)) == []
    assert told(places_of(frame(*twice, place("310000", 4)))) == [("2020", "620000", "310000")]


def test_panels_are_compared_apart_each_with_its_own_indicator():
    rows = [row(group, 1) for group in ("a", "b")]
    other = {"indicator": "money", "panel": "money"}
    every = compared(*rows, *(each | other for each in rows), indicators=("share", "money"))
    assert [(each.indicator.code, list(each.figures.group)) for each in every] == [
        ("share", ["a", "b"]),
        ("money", ["a", "b"]),
    ]
    split = [rows[0], rows[1] | {"panel": "other"}]
    assert compared(*split) == []


@pytest.mark.parametrize("dimension", [INDICATOR, TOTAL])
def test_indicators_and_totals_are_no_groups(dimension):
    assert compared(row("a", 1), row("b", 2), dimension=dimension) == []


def test_places_are_compared_as_groups_without_an_order():
    (every,) = compared(place("110000", 1), place("620000", 2), dimension=REGION)
    assert every.dimension.code == REGION
    assert not every.dimension.ordered
    assert list(every.figures.group) == ["110000", "620000"]


def test_a_comparison_knows_its_moment():
    dated, undated = comparison({"a": 1, "b": 2}, 2020), comparison({"a": 1, "b": 2}, NAN)
    assert (dated.year, dated.moment) == (2020, "2020")
    assert (undated.year, undated.moment) == (UNDATED, "?")


@pytest.mark.parametrize(
    ("qualifier", "bound"),
    [("more than", True), ("at least", True), ("less than", True), ("up to", True), ("about", False)],
)
def test_one_floor_or_ceiling_leaves_only_bounds(qualifier, bound):
    rows = [row("a", 40, qualifier=qualifier), row("b", 60)]
    assert Comparison(INDICATORS["share"], SCHEME, frame(*rows)).only_bounds is bound


# What the groups are weighted by

RESIDENTS = {
    ("110000", 2020, "total"): 21.0,
    ("110000", 2020, "urban"): 19.0,
    ("110000", 2020, "rural"): 2.0,
    ("110000", 2019, "total"): 22.0,
    ("620000", 2020, "total"): 25.0,
}


def population(rows, dimension=REGION):
    return list(
        Comparison(INDICATORS["share"], DIMENSIONS[dimension], frame(*rows)).groups(RESIDENTS).population
    )


def test_places_are_weighted_by_the_residents_of_their_year():
    assert population([place("110000", 1), place("620000", 2)]) == [21, 25]
    assert population([place("110000", 1, 2019)]) == [22]


def test_city_and_countryside_are_weighted_by_those_who_live_there():
    rows = [place("110000", 1, residence="urban"), place("110000", 2, residence="rural")]
    assert population(rows) == [19, 2]


def test_a_population_printed_with_the_figure_comes_first():
    assert population([place("110000", 1, population=7.0), place("620000", 2)]) == [7, 25]


def test_a_place_whose_residents_are_not_known_has_no_weight():
    assert np.isnan(population([place("110000", 1, 2019), place("620000", 2, 2019)])[1])
    assert np.isnan(population([place("650000", 1, NAN), place("620000", 2)])[0])


def test_groups_of_people_are_never_weighted_by_those_of_their_place():
    rows = [row("a", 1, region_code="110000"), row("b", 2, region_code="110000")]
    assert np.isnan(population(rows, "scheme")).all()


# What is known of their errors


def errors(of, **cells):
    found = comparison({"a": 40, "b": 50}, of=of, **cells)
    return list(found.groups({}).se), found.errors_from_sample_sizes(["A", "B"])


def test_a_share_of_people_asked_has_the_error_of_a_simple_random_sample():
    # √(40 · 60 / 600) = 2; √(50 · 50 / 600) = 2.0412
    found, worked_out = errors("people_share", n=600.0)
    assert found == pytest.approx([2, 2.0412], abs=1e-4)
    assert worked_out


@pytest.mark.parametrize("share", [0, 100])
def test_none_or_all_of_those_asked_is_no_figure_without_error(share):
    found = comparison({"a": share, "b": 50}, of="people_share", n=600.0)
    assert list(found.groups({}).se.isna()) == [True, False]
    (difference,) = found.measured({}, ("d",))
    assert difference.measure.interval is None


def test_a_share_of_money_or_of_products_has_no_error_from_counts():
    found, worked_out = errors("share", n=600.0)
    assert np.isnan(found).all()
    assert not worked_out


def test_a_published_error_is_kept():
    assert errors("people_share", n=600.0, se=1.5) == ([1.5, 1.5], False)


def test_a_published_interval_is_used_rather_than_the_number_asked():
    found = comparison({"a": 40, "b": 50}, of="people_share", n=600.0, ci_low=30.2, ci_high=59.6)
    assert found.groups({}).se.isna().all()
    assert not found.errors_from_sample_sizes(["A", "B"])
    # Both errors are (59.6 − 30.2) / 2 / 1.95996 = 7.5001, that of the difference is √2 times it.
    (difference,) = found.measured({}, ("d",))
    assert difference.measure.se == pytest.approx(7.5001 * 2**0.5, abs=1e-3)
    assert "errors_from_intervals" in difference.measure.note


def test_without_error_interval_or_number_asked_there_is_no_interval():
    (difference,) = comparison({"a": 40, "b": 50}, of="people_share").measured({}, ("d",))
    assert difference.measure.estimate == 10
    assert difference.measure.interval is None
    assert difference.measure.note == ("no_interval",)


# What is measured


def test_an_order_counts_only_where_it_is_declared():
    ordered = comparison({"q1": 10, "q5": 20}, by="income").groups({})
    assert list(ordered.subgroup_order) == [1, 5]
    assert comparison({"a": 10, "b": 20}).groups({}).subgroup_order.isna().all()


def test_the_declared_reference_is_marked():
    marked = comparison({"urban": 10, "rural": 20}, by="residence").groups({})
    assert list(marked.reference_subgroup) == [True, False]
    assert not comparison({"a": 10, "b": 20}).groups({}).reference_subgroup.any()


def test_a_refused_measure_is_not_computed_and_says_why():
    difference, ratio = comparison({"a": 40, "b": 50}, of="change").measured({}, ("d", "r"))
    assert difference.measure.estimate == 10
    assert (ratio.measure, ratio.advice.refused) == (None, "no_true_zero")
    for kind, by, reason in (
        ("members", "scheme", "size"),
        ("part", "scheme", "part_of_whole"),
        ("share", "round", "sequence"),
    ):
        values = dict.fromkeys(list(DIMENSIONS[by].subgroups)[:2], 40)
        every = comparison(values, of=kind, by=by).measured({})
        assert {each.advice.refused for each in every} == {reason}
        assert all(each.measure is None for each in every)


def test_what_is_declared_can_be_overridden():
    fifths = comparison({"q1": 10, "q2": 10, "q3": 10, "q4": 60, "q5": 10}, by="income")
    fifths.figures["population"] = [1.0, 1, 1, 1, 16]
    (declared,) = fifths.measured({}, ("aci",))
    (weighted,) = fifths.measured({}, ("aci",), equal_weights=False)
    # Σ 2 w y (R − ½): 2 · 0.2 · 0.2 · 50 = 4; 2 · 0.05 · (0.175 − 0.5) · 50 = −1.625
    assert declared.measure.estimate == pytest.approx(4)
    assert weighted.measure.estimate == pytest.approx(-1.625)
    (narrow,) = comparison({"a": 40, "b": 50}, se=1.0).measured({}, ("d",), level=0.9)
    # √2 · 1.64485 = 2.3262
    assert narrow.measure.interval == pytest.approx((10 - 2.3262, 10 + 2.3262), abs=1e-3)


def test_figures_beyond_their_bounds_are_refused_by_name():
    with pytest.raises(MeasureError, match="estimate"):
        comparison({"a": 40, "b": 140}).measured({}, ("d",))


def test_an_order_without_its_middle_has_ends_but_no_slope():
    told = {each.advice.code: each for each in comparison({"q1": 10, "q5": 20}, by="income").measured({})}
    assert INCOME.ordered
    assert told["d"].measure.estimate == 10
    assert told["sii"].measure is None
