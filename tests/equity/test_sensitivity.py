"""One question asked in several ways: which answers differ, and what is not asked at all."""

from __future__ import annotations

from equity.comparison import Comparison
from equity.sensitivity import NOT_SHOWN, comparable_in_time, larger_or_smaller, which_end_is_higher
from equity.vocabulary import REGION
from tests.equity.frames import DIMENSIONS, INDICATORS, comparison, frame, row

FIFTHS = dict(zip(("q1", "q2", "q3", "q4", "q5"), (70.0, 72.0, 75.0, 80.0, 82.0), strict=True))


def fifths(values, **cells):
    return comparison(dict(zip(FIFTHS, values, strict=True)), by="income", **cells)


def conclusions(answers):
    return {(each.code, each.variant): each.conclusion for each in answers}


def test_an_order_that_rises_throughout_gives_one_answer():
    answers = which_end_is_higher(fifths(FIFTHS.values()), {})
    assert {each.code for each in answers} == {"d", "sii", "aci"}
    assert set(conclusions(answers).values()) == {"higher"}
    assert not any(each.differs for each in answers)


def test_ends_and_slope_that_disagree_are_marked():
    # The ends fall by 1 while the three between them rise: the slope, which sees all five, rises.
    answers = which_end_is_higher(fifths((50.0, 40.0, 55.0, 70.0, 49.0)), {})
    told = conclusions(answers)
    assert told["d", "advised"] == "lower"
    assert told["sii", "linear"] == "higher"
    assert {each.code for each in answers if each.differs} == {"sii", "aci"}


def test_where_lower_is_better_the_difference_is_read_from_the_same_end():
    answers = which_end_is_higher(fifths(FIFTHS.values(), of="unpaid"), {})
    assert set(conclusions(answers).values()) == {"higher"}


def test_an_interval_that_holds_equality_shows_nothing():
    answers = which_end_is_higher(fifths((50.0, 50.5, 50.2, 50.4, 50.6), se=8.0), {})
    assert set(conclusions(answers).values()) == {NOT_SHOWN}


def test_groups_without_an_order_have_no_ends():
    assert which_end_is_higher(comparison({"a": 50.0, "b": 40.0, "c": 20.0}), {}) == []


def test_a_bound_is_not_varied():
    bound = fifths(FIFTHS.values(), qualifier="at least")
    assert which_end_is_higher(bound, {}) == []
    assert larger_or_smaller(bound, bound, {}) == []


def test_absolute_and_relative_answers_over_time_are_told_apart():
    # 20 against 10, then 80 against 60: the difference doubles, the ratio falls from 2 to 1.33.
    earlier = comparison({"a": 20.0, "b": 10.0}, year=2010)
    later = comparison({"a": 80.0, "b": 60.0}, year=2020)
    answers = larger_or_smaller(earlier, later, {})
    assert conclusions(answers) == {("d", "advised"): "larger", ("r", "advised"): "smaller"}
    assert [each.differs for each in answers] == [False, True]
    assert [round(value.estimate, 2) for value in answers[1].values] == [2.0, 1.33]


def test_the_oldest_date_with_the_same_groups_is_taken():
    newest, *older = (comparison({"a": 2.0, "b": 1.0}, year=year) for year in (2020, 2015, 2010))
    other = comparison({"a": 2.0, "c": 1.0}, year=2000)
    chosen = comparable_in_time(newest, [*older, other])
    assert chosen is older[-1]
    assert comparable_in_time(newest, [other, newest]) is None


def test_places_are_compared_over_time_where_nine_in_ten_are_the_same():
    def places(count, year):
        rows = [row(f"p{place}", place + 1.0, year) for place in range(count)]
        return Comparison(INDICATORS["share"], DIMENSIONS[REGION], frame(*rows))

    newest, most, fewer = places(20, 2020), places(18, 2000), places(10, 1990)
    assert comparable_in_time(newest, [most, fewer]) is most


def test_each_group_is_a_reference_in_turn_where_groups_have_no_order():
    earlier = comparison({"a": 60.0, "b": 50.0, "c": 20.0}, year=2010)
    later = comparison({"a": 60.0, "b": 30.0, "c": 20.0}, year=2020)
    answers = [each for each in larger_or_smaller(earlier, later, {}) if each.variant == "reference"]
    # From a: (10 + 40)/3 and (30 + 40)/3; from b: (10 + 30)/3 and (30 + 10)/3; from c: (40 + 30)/3 and (40 + 10)/3
    assert [(each.reference, each.conclusion) for each in answers] == [
        ("A", "larger"),
        ("B", NOT_SHOWN),
        ("C", "smaller"),
    ]
    assert [round(value.estimate, 2) for value in answers[0].values] == [16.67, 23.33]


def test_an_order_has_no_other_reference():
    answers = larger_or_smaller(fifths(FIFTHS.values()), fifths(FIFTHS.values()), {})
    assert not [each for each in answers if each.variant == "reference"]


def test_a_change_within_its_interval_is_not_shown():
    # 5.6 ± 4.2 and 0.8 ± 2.8: the change, −4.8, is within ± 5.0.
    earlier = comparison({"a": 13.2, "b": 7.6}, 2002, of="people_share", se=1.515)
    later = comparison({"a": 96.2, "b": 95.4}, 2007, of="people_share", se=1.01)
    told = conclusions(larger_or_smaller(earlier, later, {}))
    assert told["d", "advised"] == NOT_SHOWN
    assert told["r", "advised"] == "smaller"


def test_values_that_read_the_same_are_not_larger_or_smaller():
    earlier = comparison({"a": 103.0, "b": 10.0}, 2021, of="money")
    later = comparison({"a": 103.2, "b": 10.0}, 2023, of="money")
    assert set(conclusions(larger_or_smaller(earlier, later, {})).values()) == {NOT_SHOWN}
