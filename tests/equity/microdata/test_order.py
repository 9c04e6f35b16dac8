"""Groups of equal weight, top shares and Palma's ratio."""

from __future__ import annotations

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity.microdata import Design, order, palma, quantile_groups, rank, top_share
from equity.microdata.cases import EACH_ONCE
from tests.equity.microdata import plain
from tests.equity.microdata.conftest import DESIGNED, table


def groups(cases, count, design=EACH_ONCE):
    return quantile_groups(rank(cases, "r", design=design), count).execute()["quantile_group"]


def test_tenths_of_twenty_cases_are_pairs():
    assert groups(table(r=np.arange(20)), 10).tolist() == [1 + place // 2 for place in range(20)]


def test_ties_stay_together_where_their_middle_falls():
    # Six zeros of ten have the mid-rank 0.3, so that they are the second of five groups.
    found = groups(table(r=[0, 0, 0, 0, 0, 0, 1, 2, 3, 4]), 5)
    assert found.tolist() == [2] * 6 + [4, 4, 5, 5]


def test_the_lowest_have_the_first_group_and_the_unknown_none():
    found = groups(table(r=[5.0, None, -3, np.nan, 2, 1]), 2)
    assert found.tolist()[2] == 1
    assert found.tolist()[0] == 2
    assert found.isna().tolist() == [False, True, False, True, False, False]


def test_cases_without_the_outcome_are_in_no_group_of_the_ranked():
    cases = table(r=[4.0, 3, 2, 1, 0], y=[1.0, None, 3, 4, 5])
    found = quantile_groups(rank(cases, "y", "r"), 2).execute()["quantile_group"]
    assert found.isna().tolist() == [False, True, False, False, False]
    assert found.dropna().tolist() == [2, 2, 1, 1]


@pytest.mark.parametrize("exact_rows", [order.EXACT_ROWS, 0])
@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 5)), min_size=1, max_size=30), st.integers(1, 10)
)
def test_groups_are_those_of_the_mid_ranks(exact_rows, cases, count):
    r, w = np.array(cases, dtype=float).T
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(order, "EXACT_ROWS", exact_rows)
        patched.setattr("equity.microdata.ranked.COARSE_BINS", 4)
        found = groups(table(r=r, w=w), count, Design(weight="w")).to_numpy(dtype=float)
    known = w > 0
    assert np.isnan(found[~known]).all()
    if known.any():
        middles = plain.mid_ranks(r[known], w[known])
        expected = np.minimum(np.floor(middles * count + 1e-9), count - 1) + 1
        assert found[known].tolist() == expected.tolist()


@pytest.mark.parametrize("design", [Design(), Design(weight="weight")])
def test_groups_of_many_cases_are_exact(binned, design):
    generator = np.random.default_rng(8)
    r = np.r_[generator.pareto(1, 20_000), np.repeat(0.25, 3000)]
    frame = pd.DataFrame(
        {"r": r, "weight": generator.uniform(0.5, 2, len(r)), "y": generator.normal(size=len(r))}
    )
    middles = plain.mid_ranks(r, frame["weight"].to_numpy() if design.weight else np.ones(len(r)))
    cases, expected = ibis.memtable(frame), (np.floor(middles * 10).astype(int) + 1).tolist()
    assert groups(cases, 10, design).tolist() == expected
    by_another = quantile_groups(rank(cases, "y", "r", design), 10).execute()["quantile_group"]
    assert by_another.tolist() == expected


def test_top_share_and_palma_worked_by_hand():
    # 1..10, total 55: the top has 10, the bottom four 1 + 2 + 3 + 4.
    cases = table(y=np.arange(1.0, 11))
    assert top_share(rank(cases, "y")).estimate == pytest.approx(10 / 55)
    assert top_share(rank(cases, "y"), share=0.25).estimate == pytest.approx((10 + 9 + 4) / 55)
    assert palma(rank(cases, "y")).estimate == pytest.approx(1.0)


def test_shares_without_a_value_say_why():
    assert palma(rank(table(y=[0.0, 0, 0, 0, 5]), "y")).undefined_reason == "bottom_has_nothing"
    assert top_share(rank(table(y=[0.0, 0]), "y")).undefined_reason == "zero_mean"
    assert top_share(rank(table(y=[-1.0, 2]), "y")).undefined_reason == "negative_values"
    assert palma(rank(table(y=pd.Series([], dtype=float)), "y")).undefined_reason == "no_cases"


def _shares(y, w):
    """The share of the top tenth, and Palma's ratio."""
    places = np.argsort(y, kind="stable")
    people, held = (np.r_[0, np.cumsum(each[places])] for each in (w, w * y))
    low, high = np.interp([0.4, 0.9], people / people[-1], held / held[-1])
    return np.array([1 - high, (1 - high) / low])


@pytest.fixture(scope="module")
def clustered():
    """Cases in clusters, their shares, and the errors of these by a bootstrap."""
    generator = np.random.default_rng(2)
    cluster = generator.integers(0, 80, 3000)
    frame = pd.DataFrame(
        {
            "y": generator.gamma(1.2, 1, 3000) * generator.gamma(8, 1, 80)[cluster],
            "weight": generator.uniform(1, 3, 3000),
            "cluster": cluster,
            "stratum": cluster % 2,
        }
    )
    y = frame["y"].to_numpy()
    errors = plain.bootstrap(frame, lambda weights: _shares(y, weights), rounds=300, seed=1)
    return frame, _shares(y, frame["weight"].to_numpy()), errors


@pytest.mark.parametrize("exact_rows", [order.EXACT_ROWS, 0])
def test_shares_and_their_errors_are_those_of_a_bootstrap_of_clusters(monkeypatch, clustered, exact_rows):
    monkeypatch.setattr(order, "EXACT_ROWS", exact_rows)
    frame, shares, errors = clustered
    ranked = rank(ibis.memtable(frame), "y", design=DESIGNED)
    found = [top_share(ranked), palma(ranked)]
    assert [each.estimate for each in found] == pytest.approx(shares, rel=1e-9)
    assert [each.se for each in found] == pytest.approx(errors, rel=0.12)
    assert [(each.method, each.bound, each.n) for each in found] == [("exact", 0, 3000)] * 2
