"""Intervals: where they come from, what is said beside them, and when there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from equity.measures import REGISTRY, compute, groups_of
from equity.measures.dispersion import between_group_variance

NAN = float("nan")


def test_without_standard_errors_there_is_a_value_and_no_interval(provinces):
    frame = provinces.drop(columns="se").assign(subgroup_order=range(1, 13))
    for code in REGISTRY:
        measured = compute(code, frame, favourable=True, ordered=True, bounded=True)
        assert measured.estimate is not None, code
        assert measured.interval is None
        assert measured.se is None
        assert "no_interval" in measured.note


def test_one_missing_error_takes_away_the_interval_unless_it_is_not_needed(fifths):
    frame = fifths.assign(se=[5, 7, NAN, 12, 14])
    measured = compute("aci", frame, favourable=True, ordered=True)
    assert measured.interval is None
    assert "errors_missing" in measured.note
    assert compute("d", frame, favourable=True, ordered=True).interval is not None


def test_an_error_is_recovered_from_a_published_interval(fifths):
    reach = 1.959963984540054 * fifths.se
    frame = fifths.drop(columns="se").assign(ci_low=fifths.estimate - reach, ci_high=fifths.estimate + reach)
    whole = compute("aci", fifths, favourable=True, ordered=True)
    recovered = compute("aci", frame, favourable=True, ordered=True)
    assert recovered.interval == pytest.approx(whole.interval, rel=1e-12)
    assert "errors_from_intervals" in recovered.note
    assert "errors_from_intervals" not in whole.note


@pytest.mark.parametrize("code", REGISTRY)
def test_a_higher_level_widens_every_interval(code, provinces):
    frame = provinces.assign(subgroup_order=range(1, 13))
    options = {"favourable": True, "ordered": True, "bounded": True}
    low, high = compute(code, frame, level=0.8, **options).interval
    wider = compute(code, frame, level=0.99, **options)
    assert wider.level == 0.99
    assert wider.ci_low <= low <= high <= wider.ci_high
    assert wider.ci_low < low or wider.ci_high > high


@pytest.mark.parametrize("code", REGISTRY)
def test_the_same_seed_gives_the_same_interval_and_another_nearly_the_same(code, provinces):
    options = {"favourable": True, "bounded": True, "ordered": REGISTRY[code].dimension == "ordered"}
    frame = provinces.assign(subgroup_order=range(1, 13))
    first, again, other = (compute(code, frame, seed=seed, **options) for seed in (1, 1, 2))
    assert first == again
    width = first.ci_high - first.ci_low
    assert abs(other.ci_low - first.ci_low) < 0.1 * width
    assert abs(other.ci_high - first.ci_high) < 0.1 * width


def test_a_simulated_interval_is_mirrored_and_not_below_the_floor(provinces):
    # Plain percentiles of the noisy simulation lie almost wholly above the estimate.
    measured = compute("mdmw", provinces, favourable=True)
    assert measured.method == "simulation"
    assert 0 <= measured.ci_low < measured.estimate < measured.ci_high
    noisy = compute("mdmw", provinces.assign(se=30.0), favourable=True)
    assert noisy.ci_low == 0


def test_the_interval_of_a_variance_is_cleared_of_noise(provinces):
    groups = groups_of(provinces, favourable=True)
    measured = compute("bgv", groups)
    # Of variance 42 about 19 is what errors alone would be expected to show: sum p (1 - p) s².
    shares = groups.weights
    assert measured.noise_floor == pytest.approx(float((shares * (1 - shares)) @ groups.standard_errors**2))
    assert measured.excess == pytest.approx(measured.estimate - measured.noise_floor)
    assert measured.ci_low < measured.excess < measured.ci_high
    deviation = compute("bgsd", groups)
    assert (deviation.ci_low**2, deviation.ci_high**2) == pytest.approx(measured.interval)


def test_the_noise_floor_of_a_variance_is_what_simulation_finds(provinces):
    groups = groups_of(provinces, favourable=True)
    noise = np.random.default_rng(3).standard_normal((20_000, len(groups))) * groups.standard_errors
    found = between_group_variance(70 + noise, groups).mean()
    assert compute("bgv", groups).noise_floor == pytest.approx(found, rel=0.02)


@pytest.mark.parametrize("code", [code for code, each in REGISTRY.items() if each.noisy])
def test_measures_of_spread_show_their_noise_floor(code, provinces):
    measured = compute(code, provinces, favourable=True)
    assert measured.noise_floor > REGISTRY[code].when_equal
    assert (measured.excess is not None) == (code == "bgv")


def test_without_errors_nothing_is_said_of_noise(provinces):
    assert compute("bgv", provinces.assign(se=0.0), favourable=True).noise_floor == 0


def test_the_distance_from_the_best_says_that_the_best_is_chosen_by_chance(provinces):
    for code in ("mdbu", "mdbw", "par", "paf"):
        assert "best_chosen_by_chance" in compute(code, provinces, favourable=True).note
    fixed = compute("par", provinces.assign(subgroup_order=range(1, 13)), favourable=True, ordered=True)
    assert "best_chosen_by_chance" not in fixed.note


def test_highest_against_lowest_says_that_both_are_chosen_by_chance(provinces, fifths):
    free = provinces.drop(columns="reference_subgroup")
    assert "highest_against_lowest" in compute("d", free, favourable=True).note
    assert "highest_against_lowest" not in compute("d", provinces, favourable=True).note
    assert "highest_against_lowest" not in compute("d", fifths, favourable=True, ordered=True).note


@pytest.mark.parametrize(
    ("favourable", "ordered", "reference", "compared"),
    [
        (True, True, None, ("q5", "q1")),
        (False, True, None, ("q1", "q5")),
        (None, True, None, ("q5", "q1")),
        (True, False, "q3", ("q3", "q1")),
        (False, False, "q3", ("q5", "q3")),
        (True, False, None, ("q5", "q1")),
        (False, False, None, ("q5", "q1")),
    ],
)
def test_the_two_groups_compared_follow_order_direction_and_reference(
    favourable, ordered, reference, compared, fifths
):
    frame = fifths.assign(reference_subgroup=fifths.subgroup == reference)
    for code in ("d", "r"):
        measured = compute(code, frame, favourable=favourable, ordered=ordered)
        assert measured.compared == compared


def test_attributable_risk_does_not_depend_on_how_people_are_counted(fifths):
    options = {"favourable": True, "ordered": True, "bounded": True}
    once = compute("paf", fifths, **options)
    thousands = compute("paf", fifths.assign(population=fifths.population * 1000), **options)
    assert thousands.interval == pytest.approx(once.interval, rel=1e-9)
    asked = compute("paf", fifths.assign(n=fifths.population), **options)
    assert (once.method, asked.method) == ("delta", "counts")


def test_a_target_that_is_not_better_is_shown_as_zero_and_said_to_be(fifths):
    frame = fifths.assign(estimate=fifths.estimate.to_numpy()[::-1])
    for favourable, estimates in ((True, frame), (False, fifths)):
        for code in ("par", "paf"):
            measured = compute(code, estimates, favourable=favourable, ordered=True)
            assert measured.estimate == 0
            assert "shown_as_zero" in measured.note
            assert measured.ci_low <= 0 <= measured.ci_high
            assert (measured.ci_low == 0) if favourable else (measured.ci_high == 0)


def test_a_zero_in_an_entropy_is_noted(provinces):
    frame = provinces.assign(estimate=[0.0, *provinces.estimate[1:]])
    assert "zero_replaced" in compute("mld", frame, favourable=True).note
    assert "zero_replaced" not in compute("mld", provinces, favourable=True).note


def test_a_slope_names_its_model_and_from_where_its_interval_comes(fifths):
    options = {"favourable": True, "ordered": True, "bounded": True}
    by_scatter = compute("sii", fifths, model="logit", **options)
    assert by_scatter.method == "scatter"
    assert {"logit_model", "covers_less"} <= set(by_scatter.note)
    by_groups = compute("sii", fifths, model="logit", slope_errors="groups", **options)
    assert by_groups.method == "delta"
    assert "covers_less" not in by_groups.note
    assert by_groups.estimate == by_scatter.estimate
    assert by_groups.se > by_scatter.se  # the five lie closer to a line than their errors would have them


@pytest.mark.parametrize("model", ["linear", "logit", "log"])
@pytest.mark.parametrize("code", ["sii", "rii"])
def test_the_error_of_a_slope_is_that_of_simulated_slopes(code, model, fifths):
    groups = groups_of(fifths.assign(se=0.5), favourable=True, ordered=True, bounded=True, model=model)
    draws = groups.estimates + groups.standard_errors * np.random.default_rng(5).standard_normal((20_000, 5))
    simulated = REGISTRY[code].kernel(draws, groups)
    expected = np.log(simulated).std() if code == "rii" else simulated.std()
    assert compute(code, groups, slope_errors="groups").se == pytest.approx(expected, rel=0.02)


def test_an_error_too_large_for_an_interval_gives_none_and_says_so(provinces):
    frame = provinces.assign(estimate=[0.2] * 6 + [60.0] * 6, se=5.0)
    measured = compute("s80s20", frame, favourable=True, bounded=True)
    assert measured.estimate > 100
    assert measured.interval is None
    assert "too_uncertain" in measured.note


def test_simulation_stays_within_the_bounds_of_the_outcome(fifths):
    frame = fifths.assign(estimate=[90.0, 92, 94, 96, 98], se=10.0)
    bounded = compute("mdmu", frame, favourable=True, bounded=True)
    free = compute("mdmu", frame, favourable=True)
    assert bounded.se < free.se


def test_equal_weights_replace_populations(fifths):
    alike = compute("aci", fifths, favourable=True, ordered=True, equal_weights=True)
    # Ranks 0.1, 0.3, 0.5, 0.7, 0.9: (−0.8×20 − 0.4×30 + 0.4×50 + 0.8×60) / 5 = 8.
    assert alike.estimate == pytest.approx(8.0, rel=1e-12)
    without = compute(
        "aci", fifths.drop(columns="population"), favourable=True, ordered=True, equal_weights=True
    )
    assert without == alike


@pytest.mark.parametrize("code", [code for code, each in REGISTRY.items() if each.noisy])
def test_groups_that_look_more_alike_than_their_errors_allow_get_no_certainty(code, provinces):
    alike = provinces.assign(estimate=[60.0, 60.1] * 6)
    measured = compute(code, alike, favourable=True, bounded=True)
    assert "may_be_equal" in measured.note
    assert measured.ci_low == REGISTRY[code].floor
    assert measured.ci_high > measured.noise_floor > measured.estimate


OF_CHANCE = [*(code for code, each in REGISTRY.items() if each.noisy), "d", "r", "par", "paf"]
"""Measures that noise enlarges, of groups without an order and without a reference."""


@pytest.mark.parametrize("favourable", [True, False])
@pytest.mark.parametrize("code", [code for code in OF_CHANCE if not code.startswith("mdr")])
def test_equal_groups_seen_through_noise_are_seldom_told_to_differ(code, favourable, provinces):
    generator = np.random.default_rng(11)
    alike = provinces.assign(estimate=60.0).drop(columns="reference_subgroup")
    groups = groups_of(alike, favourable=favourable, bounded=True)
    told = 0
    for _ in range(100):
        seen = groups.estimates + groups.standard_errors * generator.standard_normal(len(groups))
        measured = compute(code, replace(groups, estimates=seen), draws=400)
        told += not measured.ci_low <= REGISTRY[code].when_equal <= measured.ci_high
    assert told <= 8  # 2 or 3 expected of an interval of 95%, whose risk lies on one side here
