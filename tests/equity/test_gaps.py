"""What is said of a gap, and what must not be: each guard once where it refuses and once where it lets pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from equity.comparison import Comparison
from equity.gaps import VERDICTS, Gap, amount, change_lines, gap_lines, told, verdict
from equity.measures import Measure
from equity.measures.words import note_sentence, refused_sentence, undefined_sentence
from equity.vocabulary import SeriesBreak
from tests.equity.frames import DIMENSIONS, INDICATORS, LABEL, NAN, comparison, frame, row


def gap(*args, level=0.95, **cells):
    return Gap(comparison(*args, **cells), {}, level)


def points(language, number):
    return language("gap.points", number=number)


def times(language, number):
    return language("gap.times", number=number)


def absolute(language, value, first, second):
    return language("gap.absolute", value=value, first=first, second=second)


def relative(language, value, first, second):
    return language("gap.relative", value=value, first=first, second=second)


# One moment


def test_a_gap_is_told_absolutely_and_relatively_with_both_groups(language):
    # 84.8 − 68.6 = 16.2; 84.8 / 68.6 = 1.236
    lines = gap_lines(gap({"a": 84.8, "b": 68.6}), language)
    assert lines == [
        absolute(language, points(language, "16.2"), "A", "B"),
        relative(language, times(language, "1.24"), "A", "B"),
        language.sentences(language("gap.favourable.high"), note_sentence("no_interval", language)),
    ]


def test_the_group_named_first_is_the_one_whose_figure_comes_first_in_the_formula(language):
    lower_is_better = gap({"urban": 36, "rural": 50}, of="unpaid", by="residence")
    higher_is_better = gap({"urban": 36, "rural": 50}, of="share", by="residence")
    assert absolute(language, points(language, "14"), "RURAL", "URBAN") in gap_lines(
        lower_is_better, language
    )
    assert absolute(language, points(language, "−14"), "URBAN", "RURAL") in gap_lines(
        higher_is_better, language
    )


def test_intervals_stand_behind_both(language):
    # √(2² + 2²) · 1.96 = 5.54 around 10; exp(ln 1.25 ± 1.96 · √((2/50)² + (2/40)²)) = 1.1025 … 1.4172
    lines = gap_lines(gap({"a": 50, "b": 40}, se=2.0), language)
    spans = [("4.5", "15.5"), ("1.1", "1.42")]
    for line, (low, high) in zip(lines, spans, strict=False):
        assert language("interval", low=low, high=high) in line
    assert note_sentence("no_interval", language) not in lines[-1]


def test_the_level_of_the_interval_can_be_chosen(language):
    # √(2² + 2²) · 1.645 = 4.65
    narrow = gap({"a": 50, "b": 40}, se=2.0, level=0.9)
    assert language("interval", low="5.3", high="14.7") in gap_lines(narrow, language)[0]


@pytest.mark.parametrize("qualifier", ["more than", "at least", "less than", "up to"])
def test_a_floor_or_a_ceiling_has_no_gap(language, qualifier):
    rows = [row("a", 40, qualifier=qualifier), row("b", 20)]
    bound = Gap(Comparison(INDICATORS["share"], DIMENSIONS["scheme"], frame(*rows)), {})
    assert gap_lines(bound, language) == [language("gap.only_bounds")]


@pytest.mark.parametrize("qualifier", ["", "about", "nearly"])
def test_an_approximate_figure_has_a_gap(language, qualifier):
    assert len(gap_lines(gap({"a": 40, "b": 20}, qualifier=qualifier), language)) == 3


def test_a_derived_figure_has_no_ratio_but_the_reason(language):
    lines = gap_lines(gap({"a": 4, "b": 2}, of="days"), language)
    assert lines[1] == language("gap.no_relative", reason=refused_sentence("fixed_ratio", language))
    # A measured amount of the same size has one.
    assert relative(language, times(language, "2"), "A", "B") in gap_lines(
        gap({"a": 4, "b": 2}, of="money"), language
    )


def test_figures_that_can_be_negative_have_no_ratio_but_the_reason(language):
    lines = gap_lines(gap({"a": -9.8, "b": -54.8}, of="change"), language)
    assert lines[:2] == [
        absolute(language, points(language, "45"), "A", "B"),
        language("gap.no_relative", reason=refused_sentence("no_true_zero", language)),
    ]


def test_a_zero_has_no_ratio_but_the_reason(language):
    lines = gap_lines(gap({"a": 5, "b": 0}), language)
    assert lines[1] == language("gap.no_relative", reason=undefined_sentence("zero_in_ratio", language))


def test_equal_groups_have_no_gap(language):
    equal = gap_lines(gap({"a": 25, "b": 25}), language)
    assert equal == [language("gap.equal", groups=language.list(["A", "B"]))]
    nearly = gap_lines(gap({"a": 25, "b": 25.1}), language)
    assert nearly[0] == absolute(language, points(language, "0.1"), "B", "A")


def test_equal_ends_of_an_order_are_no_equal_groups(language):
    lines = gap_lines(gap({"q1": 25, "q3": 30, "q5": 25}, by="income"), language)
    assert lines[0] == absolute(language, points(language, "0"), "Q5", "Q1")


@pytest.mark.parametrize(("of", "key"), [("share", "high"), ("unpaid", "low")])
def test_the_favourable_direction_is_said(language, of, key):
    said = gap_lines(gap({"a": 50, "b": 40}, of=of), language)[-1]
    other = {"high": "low", "low": "high"}[key]
    assert language(f"gap.favourable.{key}") in said
    assert language(f"gap.favourable.{other}") not in said


def test_no_direction_is_said_where_there_is_none(language):
    said = gap_lines(gap({"a": 50, "b": 40}, of="neither"), language)[-1]
    assert not any(language(f"gap.favourable.{key}") in said for key in ("high", "low"))


def test_the_highest_against_the_lowest_is_said_of_three_groups_not_of_two(language):
    chosen = note_sentence("highest_against_lowest", language)
    assert chosen in gap_lines(gap({"a": 50, "b": 45, "c": 40}), language)[-1]
    assert chosen not in gap_lines(gap({"a": 50, "b": 40}), language)[-1]
    assert chosen not in gap_lines(gap({"q1": 5, "q2": 4, "q5": 6}, by="income"), language)[-1]


def test_an_interval_from_sample_sizes_says_so(language):
    said = language("gap.simple_random")
    assert said in gap_lines(gap({"a": 50, "b": 40}, of="people_share", n=400.0), language)[-1]
    assert said not in gap_lines(gap({"a": 50, "b": 40}, of="people_share", n=400.0, se=2.0), language)[-1]
    assert said not in gap_lines(gap({"a": 50, "b": 40}, of="people_share"), language)[-1]
    half = comparison({"a": 50, "b": 40}, of="people_share")
    half.figures["n"] = [400.0, NAN]
    assert half.errors_from_sample_sizes(["A"])
    assert not half.errors_from_sample_sizes(["B"])
    assert gap_lines(Gap(half, {}), language)[-1].endswith(note_sentence("errors_missing", language))


@pytest.mark.parametrize("of", ["members", "part"])
def test_sizes_and_parts_of_a_whole_have_no_gap(language, of):
    (line,) = gap_lines(gap({"a": 50, "b": 40}, of=of), language)
    reason = {"members": "size", "part": "part_of_whole"}[of]
    assert line == language("gap.refused", reason=refused_sentence(reason, language))
    assert gap_lines(gap({"a": 50, "b": 40}, of="share"), language) != []


# Amounts in words


@pytest.mark.parametrize(
    ("code", "value", "unit", "expected"),
    [
        ("d", 16.199999999999996, "%", ("gap.points", "16.2")),
        ("d", 0.05, "%", ("gap.points", "0.05")),
        ("r", 1.23615, "%", ("gap.times", "1.24")),
        ("ti", 12.5, "%", ("gap.thousandths", "12.5")),
    ],
)
def test_an_amount_has_the_unit_of_its_measure(language, code, value, unit, expected):
    key, number = expected
    assert amount(code, value, unit, "x", language) == language(key, number=number)


def test_an_amount_of_money_has_the_unit_of_the_figures(language):
    # 246.2 − 232.9 = 13.3
    assert amount("d", 246.2 - 232.9, "yuan", "coins", language) == language.quantity(13.3, "yuan", "coins")
    assert amount("cov", 12.0, "yuan", "coins", language) == "12%"


def test_a_measure_without_a_value_is_told_as_nothing(language):
    assert told(Measure("d", 0, 0.95), "%", "%", language) == ""


# Two moments


def change(language, *gaps, breaks=()):
    """What is said of gaps, given from the newest to the oldest."""
    return change_lines(gaps, breaks, language)


def said(language, *gaps, breaks=()):
    """The verdict among the lines of a change."""
    sentences = {language(f"gap.verdict.{each}"): each for each in VERDICTS}
    lines = change(language, *gaps, breaks=breaks)
    assert sum(line in sentences for line in lines) == 1
    return sentences[lines[-1]]


def test_both_gaps_stand_side_by_side_with_their_dates(language):
    lines = change(language, gap({"a": 60, "b": 40}, 2020), gap({"a": 50, "b": 40}, 2010))
    for kind, say, values in (
        ("absolute", points, ("10", "20")),
        ("relative", times, ("1.25", "1.5")),
    ):
        earlier, later = (say(language, value) for value in values)
        expected = language(
            f"gap.change.{kind}", earlier=earlier, earlier_moment="2010", later=later, later_moment="2020"
        )
        assert expected in lines


def test_without_an_interval_no_change_is_named(language):
    newer, older = gap({"a": 60, "b": 40}, 2020), gap({"a": 50, "b": 40}, 2010)
    assert said(language, newer, older) == "no_interval"
    one_sided = gap({"a": 60, "b": 40}, 2020, se=1.0)
    assert said(language, one_sided, older) == "no_interval"
    assert said(language, one_sided, gap({"a": 50, "b": 40}, 2010, se=1.0)) == "wider"


def test_what_is_counted_completely_needs_no_interval(language):
    small, large = {"a": 50, "b": 40}, {"a": 60, "b": 40}
    assert said(language, gap(large, 2020, of="counted"), gap(small, 2010, of="counted")) == "wider"
    assert said(language, gap(small, 2020, of="counted"), gap(large, 2010, of="counted")) == "narrower"
    assert said(language, gap(small, 2020, of="counted"), gap(small, 2010, of="counted")) == "not_shown"


@pytest.mark.parametrize(("error", "expected"), [(1.0, "wider"), (10.0, "not_shown")])
def test_a_change_within_its_interval_is_not_named(language, error, expected):
    newer, older = ({"q1": 40, "q5": 70}, 2020), ({"q1": 40, "q5": 50}, 2010)
    found = said(language, gap(*newer, by="income", se=error), gap(*older, by="income", se=error))
    assert found == expected
    back = said(
        language, gap(*older[:1], 2020, by="income", se=error), gap(*newer[:1], 2010, by="income", se=error)
    )
    assert back == {"wider": "narrower"}.get(expected, expected)


@pytest.mark.parametrize(("distance", "shown"), [(13.9, False), (14.0, True)])
def test_the_interval_of_a_change_has_the_errors_of_all_four_figures(distance, shown):
    # Errors of 1 give √4 = 2, so a change from 10 must be more than 1.96 · 2 = 3.92.
    older = gap({"a": 10, "b": 0}, 2010, of="change", se=1.0)
    newer = gap({"a": distance, "b": 0}, 2020, of="change", se=1.0)
    assert verdict(older, newer) == ("only_absolute_wider" if shown else "only_absolute_not_shown")


def test_a_change_of_one_kind_alone_is_said_of_that_kind(language):
    # 80 − 78 is twice 40 − 39, and both ratios are 1.026.
    older, newer = gap({"a": 40, "b": 39}, 2010, se=0.1), gap({"a": 80, "b": 78}, 2020, se=0.1)
    assert said(language, newer, older) == "absolute_wider_alone"


def test_where_distance_and_ratio_disagree_both_are_said(language):
    # 20 − 10 = 10 and 2; 45 − 30 = 15 and 1.5
    low, high = {"a": 20, "b": 10}, {"a": 45, "b": 30}
    assert said(language, gap(high, 2020, of="counted"), gap(low, 2010, of="counted")) == "absolute_wider"
    assert said(language, gap(low, 2020, of="counted"), gap(high, 2010, of="counted")) == "relative_wider"
    assert said(language, gap(high, 2020, se=0.5), gap(low, 2010, se=0.5)) == "absolute_wider"
    assert said(language, gap(high, 2020, se=5.0), gap(low, 2010, se=5.0)) == "not_shown"


SERIES_BREAK = SeriesBreak(2016, 2018, LABEL)


def test_nothing_is_compared_across_a_change_of_definition(language):
    refused = [language("gap.change.break", after=2016, before=2018)]
    for older, newer in ((2010, 2020), (2016, 2018), (2017, 2020), (2015, 2017)):
        gaps = [gap({"a": 60, "b": 40}, newer, of="counted"), gap({"a": 50, "b": 40}, older, of="counted")]
        assert change(language, *gaps, breaks=[SERIES_BREAK]) == refused, (older, newer)


@pytest.mark.parametrize(("older", "newer"), [(2010, 2016), (2018, 2020)])
def test_what_lies_on_one_side_of_a_break_is_compared(language, older, newer):
    gaps = [gap({"a": 60, "b": 40}, newer, of="counted"), gap({"a": 50, "b": 40}, older, of="counted")]
    assert said(language, *gaps, breaks=[SERIES_BREAK]) == "wider"


def test_a_break_of_another_group_breaks_nothing(language):
    gaps = [gap({"a": 60, "b": 40}, 2020, of="counted"), gap({"a": 50, "b": 40}, 2010, of="counted")]
    assert said(language, *gaps, breaks=[replace(SERIES_BREAK, group="c")]) == "wider"
    assert change(language, *gaps, breaks=[replace(SERIES_BREAK, group="b")]) == [
        language("gap.change.break", after=2016, before=2018)
    ]


def test_gaps_of_different_groups_are_not_compared(language):
    newest, other = gap({"a": 60, "b": 40}, 2020, of="counted"), gap({"a": 60, "c": 40}, 2015, of="counted")
    assert change(language, newest, other) == []
    # A year further back with the same two groups is told instead.
    assert said(language, newest, other, gap({"a": 50, "b": 40}, 2010, of="counted")) == "wider"


def test_the_oldest_year_of_the_same_groups_is_told(language):
    gaps = [
        gap({"a": 40 + distance, "b": 40}, year, of="counted")
        for year, distance in ((2020, 5), (2015, 9), (2010, 2))
    ]
    assert said(language, *gaps) == "wider"
    assert "2015" not in " ".join(change(language, *gaps))


def test_one_moment_has_no_change(language):
    assert change(language) == []
    assert change(language, gap({"a": 60, "b": 40})) == []
    assert (
        change(language, gap({"a": 60, "b": 40}, of="members"), gap({"a": 50, "b": 40}, of="members")) == []
    )


def test_a_floor_or_a_ceiling_has_no_change(language):
    bound, exact = gap({"a": 60, "b": 40}, 2020, qualifier="at least"), gap({"a": 50, "b": 40}, 2010)
    assert change(language, bound, exact) == []
    assert change(language, replace_moment(exact, 2020), replace_moment(bound, 2010)) == []


def replace_moment(one, year):
    figures = one.comparison.figures.assign(year=float(year), row_label=str(year))
    return replace(one, comparison=replace(one.comparison, figures=figures))


@pytest.mark.parametrize("of", ["counted", "people_share"])
@pytest.mark.parametrize(
    ("by", "older", "newer"),
    [
        ("income", {"q1": 40, "q5": 50}, {"q1": 70, "q5": 40}),
        ("residence", {"urban": 50, "rural": 40}, {"urban": 40, "rural": 70}),
        ("scheme", {"a": 50, "b": 40}, {"a": 40, "b": 70}),
    ],
    ids=["ordered", "reference", "neither"],
)
def test_groups_that_have_changed_places_are_neither_wider_nor_narrower(language, of, by, older, newer):
    errors = {} if of == "counted" else {"se": 0.5}
    assert (
        said(language, gap(newer, 2020, of, by, **errors), gap(older, 2010, of, by, **errors))
        == "changed_places"
    )
    first, second = newer
    kept = {first: newer[second], second: newer[first]}
    assert said(language, gap(kept, 2020, of, by, **errors), gap(older, 2010, of, by, **errors)) == "wider"


def by_rows(*values, of="counted", by="residence"):
    """Gaps of one period in several rows, in their order, as a view with rows has them."""
    gaps = []
    for label, figures in values:
        one = comparison(figures, NAN, of=of, by=by)
        gaps.append(Gap(replace(one, figures=one.figures.assign(row_label=label, together="S")), {}))
    return gaps


def test_rows_of_one_period_are_told_from_the_first_to_the_last(language):
    gaps = by_rows(("BEFORE", {"urban": 54, "rural": 13}), ("AFTER", {"urban": 71, "rural": 58}))
    lines = change(language, *gaps)
    assert said(language, *gaps) == "narrower"
    earlier, later = points(language, "41"), points(language, "13")
    moments = {"earlier_moment": "BEFORE", "later_moment": "AFTER"}
    assert lines[0] == language("gap.change.absolute", earlier=earlier, later=later, **moments)


def test_undated_figures_cross_no_break(language):
    gaps = by_rows(("BEFORE", {"urban": 54, "rural": 13}), ("AFTER", {"urban": 71, "rural": 58}))
    assert said(language, *gaps, breaks=[SERIES_BREAK]) == "narrower"


def test_a_gap_without_a_ratio_is_compared_by_its_distance(language):
    lines = change(language, gap({"a": 4, "b": 2}, 2020, of="days"), gap({"a": 3, "b": 2}, 2010, of="days"))
    assert len(lines) == 2  # one distance each and the verdict
    assert lines[-1] == language("gap.verdict.no_interval")


def test_nothing_is_said_of_a_relative_gap_that_there_is_not(language):
    near, far = {"a": -5, "b": -30}, {"a": -5, "b": -50}
    counted = {"of": "counted_change"}
    assert said(language, gap(far, 2020, **counted), gap(near, 2010, **counted)) == "only_absolute_wider"
    assert said(language, gap(near, 2020, **counted), gap(far, 2010, **counted)) == "only_absolute_narrower"
    assert said(language, gap(near, 2020, **counted), gap(near, 2010, **counted)) == "only_absolute_not_shown"
    assert said(language, gap(far, 2020, of="change"), gap(near, 2010, of="change")) == "no_interval"


def test_a_change_smaller_than_rounding_is_not_named(language):
    # 15.7 / 5.9 = 2.66 and 5.3 / 2.0 = 2.65, which may be anything from 2.56 to 2.72.
    rounded = by_rows(("BEFORE", {"urban": 5.9, "rural": 15.7}), ("AFTER", {"urban": 2.0, "rural": 5.3}))
    assert said(language, *rounded) == "absolute_narrower_alone"


def test_figures_that_cannot_be_measured_are_refused_in_words(language):
    beyond = gap({"a": 140, "b": 40})
    (line,) = gap_lines(beyond, language)
    (problem,) = beyond.problems
    assert problem.rule == "out_of_bounds"
    assert line == language("gap.refused", reason=problem.sentence(language))
    assert "140" in line
    assert change_lines([beyond, gap({"a": 50, "b": 40}, year=2010)], (), language) == []
