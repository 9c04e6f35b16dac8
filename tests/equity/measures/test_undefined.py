"""A measure without a value says why: each reason, in groups that have it."""

from __future__ import annotations

import pytest

from equity.measures import REGISTRY, compute
from equity.measures.definedness import OF_EVERY_MEASURE, REASONS

ORDERED = {"ordered": True}
BOUNDED = {"ordered": True, "bounded": True}
NAN = float("nan")

CASES = {
    "too_few_groups": ("sii", lambda frame: frame.iloc[:2], ORDERED),
    "no_order": ("aci", lambda frame: frame, {}),
    "incomplete_order": ("rci", lambda frame: frame.assign(estimate=[20, 30, NAN, 50, 60]), ORDERED),
    "missing_end": ("d", lambda frame: frame.assign(estimate=[NAN, 30, 40, 50, 60]), ORDERED),
    "no_reference": ("mdru", lambda frame: frame, {}),
    "missing_reference": (
        "r",
        lambda frame: frame.assign(reference_subgroup=[0, 0, 1, 0, 0], estimate=[20, 30, NAN, 50, 60]),
        {},
    ),
    "too_few_estimates": ("bgsd", lambda frame: frame.assign(estimate=[20, 30, NAN, 50, 60]), {}),
    "no_direction": ("mdbu", lambda frame: frame, {"favourable": None}),
    "not_bounded": ("erreygers", lambda frame: frame, ORDERED),
    "no_population": ("mdmw", lambda frame: frame.drop(columns="population"), {}),
    "all_zero": ("d", lambda frame: frame.assign(estimate=0.0), ORDERED),
    "negative_values": ("rci", lambda frame: frame.assign(estimate=[-1, 30, 40, 50, 60]), ORDERED),
    "zero_mean": (
        "cov",
        lambda frame: frame.assign(estimate=[0, 0, 0, 0, 5], population=[1, 1, 1, 1, 0]),
        {},
    ),
    "mean_at_bound": ("wagstaff", lambda frame: frame.assign(estimate=100.0), BOUNDED),
    "zero_in_ratio": ("r", lambda frame: frame.assign(estimate=[0, 30, 40, 50, 60]), ORDERED),
    "zero_in_logarithm": (
        "sii",
        lambda frame: frame.assign(estimate=[0, 30, 40, 50, 60]),
        ORDERED | {"model": "log"},
    ),
    "no_fit": (
        "sii",
        lambda frame: frame.assign(estimate=[0, 0, 0, 100, 100]),
        BOUNDED | {"model": "logit"},
    ),
    "line_below_zero": ("rii", lambda frame: frame.assign(estimate=[1, 2, 3, 50, 90]), ORDERED),
    "bottom_has_nothing": ("palma", lambda frame: frame.assign(estimate=[0, 0, 0, 0, 60]), {}),
}


@pytest.mark.parametrize("reason", CASES)
def test_a_measure_that_has_no_value_says_why(reason, fifths):
    code, spoil, options = CASES[reason]
    measured = compute(code, spoil(fifths), **{"favourable": True} | options)
    assert measured.undefined_reason == reason
    assert measured.estimate is None
    assert measured.interval is None
    assert measured.se is None


def test_every_reason_is_tried_and_belongs_to_a_measure():
    assert set(CASES) == set(REASONS)
    declared = {reason for definition in REGISTRY.values() for reason in definition.undefined}
    assert declared | set(OF_EVERY_MEASURE) == set(REASONS)


def test_logit_of_money_has_no_value(fifths):
    assert compute("sii", fifths, ordered=True, model="logit").undefined_reason == "not_bounded"


@pytest.mark.parametrize("code", REGISTRY)
def test_one_group_has_no_inequality_to_measure(code, fifths):
    measured = compute(code, fifths.iloc[:1], favourable=True, ordered=True, bounded=True)
    assert measured.undefined_reason == "too_few_groups"


@pytest.mark.parametrize("code", REGISTRY)
def test_nothing_but_zeros_has_no_value_in_any_measure(code, provinces):
    frame = provinces.assign(estimate=0.0, subgroup_order=range(1, 13))
    measured = compute(code, frame, favourable=True, ordered=True, bounded=True)
    assert measured.undefined_reason == "all_zero"


def test_of_seven_groups_one_may_be_missing_and_two_may_not(provinces):
    seven = provinces.iloc[:7].copy()
    seven.loc[0, "estimate"] = NAN
    measured = compute("bgsd", seven, favourable=True)  # 6 of 7 are 86%
    assert measured.n_groups == 6
    assert "groups_missing" in measured.note
    seven.loc[1, "estimate"] = NAN
    assert compute("bgsd", seven, favourable=True).undefined_reason == "too_few_estimates"


def test_what_is_missing_is_left_out_of_the_weights_too(provinces):
    seven = provinces.iloc[:7].copy()
    seven.loc[0, "estimate"] = NAN
    left = compute("mdmw", seven, favourable=True)
    alone = compute("mdmw", seven.iloc[1:], favourable=True)
    assert left.estimate == pytest.approx(alone.estimate, rel=1e-12)
    assert left.interval == pytest.approx(alone.interval, rel=1e-12)
