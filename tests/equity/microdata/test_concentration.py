"""Gini and concentration indices over cases: worked by hand, against plain numpy, a bootstrap, and in bins."""

from __future__ import annotations

import itertools

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity.microdata import (
    Design,
    UndefinedError,
    concentration_curve,
    concentration_index,
    gini,
    lorenz_curve,
    order,
    rank,
)
from tests.equity.microdata import plain
from tests.equity.microdata.conftest import DESIGNED, table

CLOSE = 1e-10
QUICK = settings(max_examples=6, deadline=None)
FOUR = {"y": [1.0, 2, 3, 4], "r": [1, 2, 3, 4]}


def test_indices_of_four_cases_worked_by_hand():
    # Ranks 1/8, 3/8, 5/8, 7/8, mean 2.5: 2/2.5 · (1/8 + 6/8 + 15/8 + 28/8)/4 - 1 = 0.25; absolute 0.625.
    cases = table(**FOUR)
    assert gini(rank(cases, "y")).estimate == pytest.approx(0.25, abs=CLOSE)
    assert concentration_index(rank(cases, "y", "r")).estimate == pytest.approx(0.25, abs=CLOSE)
    assert concentration_index(rank(cases, "y", "r"), kind="absolute").estimate == pytest.approx(
        0.625, abs=CLOSE
    )


def test_an_order_turned_round_turns_the_sign():
    cases = table(y=[1.0, 2, 3, 4], r=[4, 3, 2, 1])
    assert concentration_index(rank(cases, "y", "r")).estimate == pytest.approx(-0.25, abs=CLOSE)


def test_ties_share_the_middle_rank():
    # Ranks 1/4, 1/4, 3/4, 3/4: 2/2.5 · (3/4 + 21/4)/4 - 1 = 0.2, whatever the order within the pairs.
    for y in ([1.0, 2, 3, 4], [2.0, 1, 4, 3]):
        found = concentration_index(rank(table(y=y, r=[0, 0, 9, 9]), "y", "r"))
        assert found.estimate == pytest.approx(0.2, abs=CLOSE)


def test_bounded_indices_of_a_share_worked_by_hand():
    # Reached by the upper two of five: mean 0.4, absolute index 2 · (0.7 + 0.9)/5 - 0.4 = 0.24.
    cases = table(y=[0, 0, 0, 1, 1], r=[1, 2, 3, 4, 5])
    found = {
        kind: concentration_index(rank(cases, "y", "r"), kind=kind).estimate
        for kind in ("absolute", "plain", "erreygers", "wagstaff")
    }
    assert found == pytest.approx({"absolute": 0.24, "plain": 0.6, "erreygers": 0.96, "wagstaff": 1.0})
    # On a scale of 100 and for its mirror image, those who were not reached.
    percent = table(y=[0, 0, 0, 100, 100], r=[1, 2, 3, 4, 5])
    assert concentration_index(
        rank(percent, "y", "r"), kind="erreygers", upper=100
    ).estimate == pytest.approx(0.96)
    mirror = table(y=[1, 1, 1, 0, 0], r=[1, 2, 3, 4, 5])
    assert concentration_index(rank(mirror, "y", "r"), kind="erreygers").estimate == pytest.approx(-0.96)
    assert concentration_index(rank(mirror, "y", "r"), kind="wagstaff").estimate == pytest.approx(-1.0)


def test_a_weight_of_three_is_three_cases():
    weighted = table(y=[1.0, 4, 2], r=[1, 2, 3], w=[1, 3, 2])
    spread_out = table(y=[1.0, 4, 4, 4, 2, 2], r=[1, 2, 2, 2, 3, 3])
    assert gini(rank(weighted, "y", design=Design(weight="w"))).estimate == pytest.approx(
        gini(rank(spread_out, "y")).estimate
    )
    assert concentration_index(rank(weighted, "y", "r", Design(weight="w"))).estimate == pytest.approx(
        concentration_index(rank(spread_out, "y", "r")).estimate
    )


@pytest.mark.parametrize("design", [Design(), Design(weight="weight"), DESIGNED])
@pytest.mark.parametrize("ranking", ["amount", "status"])
@pytest.mark.parametrize("kind", ["plain", "absolute", "erreygers", "wagstaff"])
def test_estimates_and_errors_are_those_of_the_formulas(survey, design, ranking, kind):
    upper = 60.0
    y, r = (survey[name].to_numpy(dtype=float) for name in ("amount", ranking))
    w = survey["weight"].to_numpy() if design.weight else np.ones(len(y))
    shares = w / w.sum()
    mean, value, influence = (shares * y).sum(), plain.index(y, r, w), plain.influence(y, r, w)
    absolute = mean * influence + value * (y - mean)
    m, h = mean / upper, y / upper
    expected, linearised = {
        "plain": (value, influence),
        "absolute": (mean * value, absolute),
        "erreygers": (4 * mean * value / upper, 4 / upper * absolute),
        "wagstaff": (value / (1 - m), influence / (1 - m) + value * (h - m) / (1 - m) ** 2),
    }[kind]
    units = (survey["cluster"].to_numpy(), survey["stratum"].to_numpy()) if design.cluster else ()
    found = concentration_index(
        rank(ibis.memtable(survey), "amount", ranking, design), kind=kind, upper=upper
    )
    assert found.estimate == pytest.approx(expected, rel=CLOSE)
    assert found.se == pytest.approx(np.sqrt(plain.variance(shares * linearised, *units)), rel=1e-8)
    assert found.ci_high - found.estimate == pytest.approx(1.959964 * found.se, rel=1e-6)
    assert (found.n, found.method, found.bound) == (600, "exact", 0)


@pytest.mark.parametrize("ranking", ["amount", "status"])
def test_errors_are_those_of_a_bootstrap_of_clusters(survey, ranking):
    y, r = (survey[name].to_numpy(dtype=float) for name in ("amount", ranking))
    expected = plain.bootstrap(survey, lambda weights: plain.index(y, r, weights), rounds=400, seed=7)
    found = concentration_index(rank(ibis.memtable(survey), "amount", ranking, DESIGNED))
    assert found.se == pytest.approx(expected, rel=0.12)  # of 400 rounds, whose own error is 3.5%
    ignored = concentration_index(rank(ibis.memtable(survey), "amount", ranking, Design(weight="weight")))
    assert abs(ignored.se - expected) > abs(found.se - expected)


def test_a_lonely_cluster_counts_from_the_grand_mean(survey):
    lonely = survey.assign(stratum=survey["stratum"].where(survey["cluster"] != 11, 99))
    y, w = survey["amount"].to_numpy(), survey["weight"].to_numpy()
    expected = plain.variance(
        w / w.sum() * plain.influence(y, y, w), lonely["cluster"].to_numpy(), lonely["stratum"].to_numpy()
    )
    assert gini(rank(ibis.memtable(lonely), "amount", design=DESIGNED)).se == pytest.approx(
        np.sqrt(expected), rel=1e-8
    )


def test_one_sampling_unit_tells_nothing_of_chance():
    found = gini(rank(table(**FOUR, c=[1, 1, 1, 1]), "y", design=Design(cluster="c")))
    assert found.estimate == pytest.approx(0.25)
    assert found.se is found.ci_low is found.ci_high is None


@pytest.mark.parametrize(
    ("y", "kind", "reason"),
    [
        ([], "plain", "no_cases"),
        ([None, None], "plain", "no_cases"),
        ([-1.0, 2, 3], "plain", "negative_values"),
        ([0.0, 0, 0], "plain", "zero_mean"),
        ([0.5, 1.5, 0], "erreygers", "outside_bounds"),
        ([-0.5, 1, 0], "wagstaff", "outside_bounds"),
        ([1.0, 1, 1], "wagstaff", "mean_at_bound"),
        ([0.0, 0, 0], "wagstaff", "zero_mean"),
    ],
)
def test_what_has_no_value_says_why(y, kind, reason):
    cases = table(y=pd.Series(y, dtype=float), r=range(len(y)))
    found = concentration_index(rank(cases, "y", "r"), kind=kind)
    assert (found.estimate, found.se, found.undefined_reason) == (None, None, reason)
    if kind == "plain":
        with pytest.raises(UndefinedError) as refused:
            concentration_curve(rank(cases, "y", "r"))
        assert refused.value.reason == reason


def test_negative_outcomes_have_an_absolute_index():
    # 2 · (-1/8 + 6/8 + 15/8 + 28/8)/4 - 2 = 1
    found = concentration_index(rank(table(y=[-1.0, 2, 3, 4], r=[1, 2, 3, 4]), "y", "r"), kind="absolute")
    assert found.estimate == pytest.approx(1.0, abs=CLOSE)


@pytest.mark.parametrize("kind", ["plain", "absolute", "erreygers", "wagstaff"])
def test_all_equal_is_zero_without_error(kind):
    found = concentration_index(rank(table(y=[0.7] * 5, r=range(5)), "y", "r"), kind=kind)
    assert (found.estimate, found.se) == (0, 0)


@pytest.mark.parametrize("kind", ["plain", "wagstaff"])
def test_outcomes_too_small_to_be_squared_do_not_fail(kind):
    with np.errstate(all="ignore"):
        found = concentration_index(
            rank(table(y=[1e-300, 5e-324, 0, 1e-200], r=[1, 0, 1, 0]), "y", "r"), kind=kind
        )
    assert found.n == 4


def test_one_rank_for_all_is_zero_without_error():
    found = concentration_index(rank(table(y=[1.0, 2, 6], r=[5, 5, 5]), "y", "r"))
    assert (found.estimate, found.se) == pytest.approx((0, 0), abs=CLOSE)


def test_a_small_spread_around_a_large_number_keeps_its_digits():
    y = 1e9 + np.arange(200.0)
    found = gini(rank(table(y=y), "y"))
    w = np.ones(200)
    exact = plain.index(np.arange(200.0), y, w) * 99.5 / y.mean()  # the absolute index does not move
    assert found.estimate == pytest.approx(exact, rel=1e-9)
    moved = gini(rank(table(y=1e6 + np.arange(200.0)), "y"))
    assert found.se * 1e3 == pytest.approx(moved.se, rel=1e-3)


def test_missing_cases_are_left_out():
    holes = table(y=[1.0, 2, None, 3, np.inf, 4, 9], r=[1, 2, 3, 3, 4, 4, None], w=[1.0, 1, 1, 1, 1, 1, 1])
    found = concentration_index(rank(holes, "y", "r", Design(weight="w")))
    assert (found.n, found.estimate) == (4, pytest.approx(0.25))


@pytest.mark.parametrize("scale", [1e-59, 1e-20, 1e20, 1e58])
def test_errors_do_not_depend_on_how_large_weights_are(survey, scale):
    expected = gini(rank(ibis.memtable(survey), "amount", design=Design(weight="weight")))
    scaled = ibis.memtable(survey.assign(weight=survey["weight"] * scale))
    found = gini(rank(scaled, "amount", design=Design(weight="weight")))
    assert (found.estimate, found.se) == pytest.approx((expected.estimate, expected.se))


def test_a_weight_that_cannot_be_computed_with_is_missing():
    found = gini(rank(table(**FOUR, w=[1e-300, 1, 1, 1e300]), "y", design=Design(weight="w")))
    assert (found.n, found.estimate) == (2, pytest.approx(0.1))


amounts = st.floats(0, 1e6).map(lambda value: round(value, 2))
rows = st.lists(st.tuples(amounts, st.integers(-5, 5), st.integers(1, 9)), min_size=3, max_size=25)


@QUICK
@given(rows, st.floats(0.01, 1e3), st.randoms(use_true_random=False))
def test_neither_scale_nor_row_order_nor_a_split_weight_changes_an_index(cases, factor, random):
    frame = pd.DataFrame(cases, columns=["y", "r", "w"]).astype(float)
    if not frame["y"].any():
        return
    design = Design(weight="w")

    def indices(changed, design=design):
        given = ibis.memtable(changed)
        return [
            gini(rank(given, "y", design=design)).estimate,
            concentration_index(rank(given, "y", "r", design)).estimate,
        ]

    expected = pytest.approx(indices(frame), abs=1e-9)
    assert indices(frame.assign(y=frame["y"] * factor)) == expected
    assert indices(frame.assign(w=frame["w"] * factor)) == expected
    shuffled = frame.sample(frac=1, random_state=random.randrange(100))
    assert indices(shuffled) == expected
    halves = pd.concat([frame.assign(w=frame["w"] * 0.25), frame.assign(w=frame["w"] * 0.75)])
    assert indices(halves) == expected
    single = frame.loc[frame.index.repeat(frame["w"].astype(int))]
    assert indices(single, Design()) == expected


HOSTILE = {
    "spread out": lambda g, n: (g.gamma(0.5, 1e4, n), g.uniform(0, 100, n)),
    "a long tail": lambda g, n: (g.pareto(1.1, n), g.pareto(1.1, n)),
    "alternating with the rank": lambda g, n: (np.tile([0.0, 1e6], n // 2), np.arange(n) + 0.0),
    "sorted within every bin": lambda g, n: (np.arange(n) % 97 + 0.0, np.arange(n) + 0.0),
    "one far away": lambda g, n: (g.gamma(1, 1, n), np.r_[g.normal(0, 1, n - 1), 1e12]),
    "two far away": lambda g, n: (g.gamma(1, 1, n), np.r_[-1e12, g.normal(0, 1, n - 2), 1e12]),
    "dates": lambda g, n: (g.gamma(1, 1, n), 1.6e9 + g.uniform(0, 3e7, n)),
    "a tail below": lambda g, n: (g.gamma(1, 1, n), -g.pareto(0.5, n)),
    "nearly all zero": lambda g, n: ((g.uniform(0, 1, n) > 0.99) * 5.0, g.normal(0, 1, n)),
    "heavy weights at one end": lambda g, n: (g.gamma(1, 1, n), np.sort(g.gamma(2, 1, n))),
}


@pytest.mark.parametrize(("shape", "bins"), list(zip(HOSTILE, itertools.cycle([8, 200]), strict=False)))
def test_the_error_of_bins_is_within_its_bound(monkeypatch, shape, bins):
    generator = np.random.default_rng(3)
    y, r = HOSTILE[shape](generator, 4000)
    w = np.linspace(0.1, 40, 4000) if "weights" in shape else generator.uniform(0.2, 5, 4000)
    cases = table(y=y, r=r, w=w)
    asked = [
        lambda: gini(rank(cases, "y", design=Design(weight="w"))),
        lambda: concentration_index(rank(cases, "y", "r")),
        lambda: concentration_index(rank(cases, "y", "r", Design(weight="w"))),
        lambda: concentration_index(rank(cases, "y", "r"), kind="wagstaff", upper=1e12),
    ]
    exact = [each() for each in asked]
    monkeypatch.setattr(order, "EXACT_ROWS", 0)
    monkeypatch.setattr(order, "BINS_PER_ROOT", bins / np.sqrt(4000))
    monkeypatch.setattr("equity.microdata.ranked.COARSE_BINS", bins)
    for whole, each in zip(exact, asked, strict=True):
        found = each()
        assert abs(found.estimate - whole.estimate) <= found.bound + 1e-12
        assert (found.method == "binned") == (found.bound > 0)


def test_many_cases_are_ranked_in_bins_with_a_small_bound(binned, survey):
    generator = np.random.default_rng(5)
    n = 50_000
    status = generator.uniform(0, 100, n)
    frame = pd.DataFrame(
        {
            "raised": generator.gamma(0.6, 1 + status / 50),
            "status": status,
            "weight": generator.uniform(1, 2, n),
            "cluster": generator.integers(0, 50, n),
            "stratum": 1,
        }
    )
    for design in (Design(), DESIGNED):
        w = frame["weight"].to_numpy() if design.weight else np.ones(n)
        unit = frame["cluster"].to_numpy() if design.cluster else None
        for ranking in ("raised", "status"):
            y, r = frame["raised"].to_numpy(), frame[ranking].to_numpy()
            found = concentration_index(rank(ibis.memtable(frame), "raised", ranking, design))
            assert found.method == "binned"
            assert abs(found.estimate - plain.index(y, r, w)) <= found.bound < found.se / 3
            linearised = w / w.sum() * plain.influence(y, r, w)
            every = (linearised**2).sum() * n / (n - 1)
            expected = every if unit is None else plain.variance(linearised, unit)
            assert found.se == pytest.approx(np.sqrt(expected), rel=1e-4)


def test_values_that_are_few_are_ranked_exactly_at_any_size(binned, survey):
    w = np.ones(600)
    found = concentration_index(rank(ibis.memtable(survey), "amount", "status"))
    assert (found.method, found.bound) == ("exact", 0)
    assert found.estimate == pytest.approx(plain.index(survey["amount"], survey["status"], w), rel=CLOSE)


def test_curves_go_through_the_corners_and_bend_as_they_must(survey):
    cases = ibis.memtable(survey)
    for curve in (
        lorenz_curve(rank(cases, "amount", design=DESIGNED)),
        concentration_curve(rank(cases, "amount", "status", DESIGNED), points=8),
    ):
        assert curve.iloc[0].tolist() == [0, 0]
        assert curve.iloc[-1].tolist() == pytest.approx([1, 1])
        assert (curve.diff().dropna() >= 0).all(axis=None)
    lorenz = lorenz_curve(rank(cases, "amount", design=DESIGNED))
    assert len(lorenz) <= 101
    slopes = lorenz["outcome_share"].diff() / lorenz["population_share"].diff()
    assert (slopes.dropna().diff().dropna() >= -1e-9).all()
    assert concentration_curve(rank(cases, "amount", "status"), points=8).shape == (9, 2)


def test_a_lorenz_curve_worked_by_hand():
    curve = lorenz_curve(rank(table(**FOUR), "y"))
    assert curve["population_share"].tolist() == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert curve["outcome_share"].tolist() == pytest.approx([0, 0.1, 0.3, 0.6, 1])


def test_points_of_a_curve_in_bins_lie_on_the_curve_of_all_cases(binned):
    y = np.random.default_rng(1).gamma(0.7, 1, 20_000)
    found = lorenz_curve(rank(table(y=y), "y"), points=20)
    people = np.arange(20_001) / 20_000
    held = np.r_[0, np.cumsum(np.sort(y)) / y.sum()]
    assert len(found) == 21
    assert found["outcome_share"].to_numpy() == pytest.approx(
        np.interp(found["population_share"], people, held), abs=1e-12
    )
