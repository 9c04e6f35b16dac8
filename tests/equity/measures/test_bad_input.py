"""What cannot be read is refused, all of it at once, with column, rule, values and cure."""

from __future__ import annotations

import pandas as pd
import pytest

from data.catalog import LANGUAGES
from data.catalog import language as language_of
from equity.measures import MeasureError, compute
from equity.measures.bad_input import CURES


def refused(frame, **options):
    with pytest.raises(MeasureError) as raised:
        compute(options.pop("code", "d"), frame, favourable=True, **options)
    return raised.value


SPOILT = {
    "missing_column": ("estimate", lambda frame: frame.drop(columns="estimate"), ()),
    "no_rows": ("subgroup", lambda frame: frame.iloc[:0], ()),
    "all_missing": ("estimate", lambda frame: frame.assign(estimate=None), ()),
    "not_a_number": (
        "estimate",
        lambda frame: frame.assign(estimate=[20, 30, "12,4", 50, 60]),
        ("q3: 12,4",),
    ),
    "infinite": (
        "estimate",
        lambda frame: frame.assign(estimate=[20, float("inf"), 1, 50, 60]),
        ("q2: inf",),
    ),
    "negative": (
        "population",
        lambda frame: frame.assign(population=[-5, 1, 1, 1, -2]),
        ("q1: -5", "q5: -2"),
    ),
    "duplicate": ("subgroup", lambda frame: frame.assign(subgroup=["a", "b", "a", "b", "c"]), ("a", "b")),
    "blank": ("subgroup", lambda frame: frame.assign(subgroup=["a", " ", None, "d", "e"]), ("2", "3")),
    "not_whole": (
        "subgroup_order",
        lambda frame: frame.assign(subgroup_order=[0, 1.5, 3, 4, 5]),
        ("q1: 0.0", "q2: 1.5"),
    ),
    "not_true_or_false": (
        "reference_subgroup",
        lambda frame: frame.assign(reference_subgroup=["yes", 0, 0, 0, 0]),
        ("q1: yes",),
    ),
    "several_references": (
        "reference_subgroup",
        lambda frame: frame.assign(reference_subgroup=[True, False, True, False, False]),
        ("q1: True", "q3: True"),
    ),
    "total_is_zero": ("population", lambda frame: frame.assign(population=0), ()),
    "upside_down": (
        "ci_low",
        lambda frame: frame.assign(ci_low=[1, 2, 3, 4, 5], ci_high=[2, 3, 4, 5, 4]),
        ("q5: 5",),
    ),
}


@pytest.mark.parametrize("rule", SPOILT)
def test_a_spoilt_frame_is_refused_by_column_and_rule(rule, fifths):
    column, spoil, values = SPOILT[rule]
    (problem,) = refused(spoil(fifths)).problems
    assert (problem.column, problem.rule, problem.values) == (column, rule, values)


@pytest.mark.parametrize(
    ("option", "rule", "value"),
    [
        ({"code": "gap"}, "unknown", "gap"),
        ({"model": "probit"}, "unknown", "probit"),
        ({"slope_errors": "hc3"}, "unknown", "hc3"),
        ({"level": 95}, "out_of_range", "95"),
        ({"draws": 10}, "out_of_range", "10"),
        ({"scale": 0}, "out_of_range", "0"),
    ],
)
def test_an_option_that_means_nothing_is_refused(option, rule, value, fifths):
    (problem,) = refused(fifths, **option).problems
    assert (problem.column, problem.rule, problem.values) == (next(iter(option)), rule, (value,))


@pytest.mark.parametrize("figure", [-1.0, 100.1])
def test_a_figure_beyond_either_bound_is_refused(figure, fifths):
    frame = fifths.assign(estimate=[20.0, 30, 40, 50, figure])
    (problem,) = refused(frame, bounded=True).problems
    assert (problem.rule, problem.values) == ("out_of_bounds", (f"q5: {figure}",))
    assert compute("d", frame, favourable=True).estimate is not None


def test_two_groups_cannot_have_one_place_in_an_order(fifths):
    (problem,) = refused(fifths.assign(subgroup_order=[1, 2, 2, 4, 5])).problems
    assert (problem.column, problem.rule) == ("subgroup_order", "duplicate")


@pytest.mark.parametrize("column", ["se", "population", "n"])
def test_errors_and_counts_are_not_negative(column, fifths):
    (problem,) = refused(fifths.assign(**{column: [-1.0, 1, 1, 1, 1]})).problems
    assert (problem.column, problem.rule) == (column, "negative")


def test_everything_wrong_is_named_at_once(fifths):
    frame = fifths.assign(
        subgroup=["a", "a", "c", "d", "e"], estimate=["x", 1, 2, 3, 4], population=[-1, 1, 1, 1, 1]
    )
    error = refused(frame, level=2, scale=-1)
    assert [each.rule for each in error.problems] == [
        "out_of_range",
        "out_of_range",
        "duplicate",
        "not_a_number",
        "negative",
    ]


def test_the_error_reads_as_plain_english_in_a_notebook(fifths):
    error = refused(fifths.assign(population=[-5, 1, 1, 1, -2]))
    assert isinstance(error, ValueError)
    assert str(error) == "population: negative (q1: -5, q5: -2); write zero or more"


def test_every_rule_is_tried():
    assert set(SPOILT) | {"unknown", "out_of_range", "out_of_bounds"} == set(CURES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_rule_is_told_with_its_column_and_values(code, fifths):
    language = language_of(code)
    for _, spoil, values in SPOILT.values():
        for problem in refused(spoil(fifths)).problems:
            sentence = problem.sentence(language)
            assert problem.column in sentence
            assert all(value in sentence for value in values)


def test_rows_may_have_any_index(fifths):
    frame = fifths.set_index(pd.Index([7, 7, 3, 3, 1]))
    assert compute("d", frame, favourable=True, ordered=True).estimate == 40
    assert "q1: -5" in str(refused(frame.assign(population=[-5, 1, 1, 1, 1])))
