"""What is worked out of cases says the same on a Spark cluster and on DuckDB."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

from equity.microdata import (
    Design,
    Estimate,
    Expression,
    concentration_curve,
    concentration_index,
    gini,
    group_means,
    group_medians,
    group_shares,
    lorenz_curve,
    order,
    palma,
    quantile_groups,
    rank,
    top_share,
)

pytestmark = [pytest.mark.cluster, pytest.mark.timeout(300)]  # the first waits for the cluster

SAME = 1e-9
"""The greatest difference, as a part of the larger number."""

WEIGHTED = Design(weight="weight")
DESIGNED = Design(weight="weight", cluster="cluster", stratum="stratum")
DESIGNS = {"simple": Design(), "weighted": WEIGHTED, "designed": DESIGNED}


def means(cases, design):
    return group_means(cases, "raised", ["channel", "reached"], design)


def shares(cases, design):
    return group_shares(cases, "reached", ["region_code"], design)


def medians(cases, design):
    return group_medians(cases, "raised", ["channel"], design)


def fifths(cases, design):
    ranked = quantile_groups(rank(cases, "status", design=design), 5)
    return group_means(ranked, "raised", ["quantile_group"], design)


def index(kind):
    return lambda cases, design: concentration_index(
        rank(cases, "reached" if kind in ("erreygers", "wagstaff") else "raised", "status", design), kind=kind
    )


RESULTS = {
    "means of two columns": means,
    "shares": shares,
    "medians": medians,
    "means of fifths": fifths,
    "gini": lambda cases, design: gini(rank(cases, "raised", design=design)),
    "lorenz curve": lambda cases, design: lorenz_curve(rank(cases, "raised", design=design)),
    "concentration curve": lambda cases, design: concentration_curve(rank(cases, "raised", "status", design)),
    **{f"{kind} index": index(kind) for kind in ("plain", "absolute", "erreygers", "wagstaff")},
    "top share": lambda cases, design: top_share(rank(cases, "raised", design=design)),
    "palma": lambda cases, design: palma(rank(cases, "raised", design=design)),
}


@pytest.fixture(scope="module")
def asked(cluster, partitioned):
    engines = cluster(partitioned, partitioned)
    return engines.duckdb.table("cases"), engines.spark.table("cases")


@pytest.mark.parametrize("exact_rows", [order.EXACT_ROWS, 0], ids=["exact", "binned"])
@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_a_result_over_cases_is_the_same(asked, monkeypatch, result, design, exact_rows):
    monkeypatch.setattr(order, "EXACT_ROWS", exact_rows)
    here, there = (result(cases, design) for cases in asked)
    assert difference(here, there) <= SAME


def test_cases_that_are_kept_say_the_same(asked):
    def kept_gini(cases: Expression) -> Estimate:
        with cases.filter(cases.status > 0).select("raised").cache() as kept:
            return gini(rank(kept, "raised"))

    here, there = map(kept_gini, asked)
    assert difference(here, there) <= SAME
    assert difference(here, gini(rank(asked[0].filter(asked[0].status > 0), "raised"))) <= SAME


def test_cases_fall_into_the_same_groups_one_by_one(asked):
    keys = ["cluster", "stratum", "channel", "region_code", "raised", "status", "weight", "reached"]
    here, there = (
        quantile_groups(rank(cases, "raised", design=DESIGNED), 10)
        .execute()
        .sort_values(keys, ignore_index=True)[[*keys, "quantile_group"]]
        for cases in asked
    )
    assert len(here) == 4_000
    pd.testing.assert_frame_equal(here.convert_dtypes(), there.convert_dtypes())


def difference(here: object, there: object) -> float:
    """The greatest difference of two results, as a part of the larger number; infinite unless all else is equal."""
    if isinstance(here, pd.DataFrame) and isinstance(there, pd.DataFrame):
        if here.shape != there.shape or list(here.columns) != list(there.columns):
            return math.inf
        pairs = zip(here.to_numpy().ravel(), there.to_numpy().ravel(), strict=True)
    else:
        pairs = zip(dataclasses.astuple(here), dataclasses.astuple(there), strict=True)
    return max(apart(*pair) for pair in pairs)


def apart(one: object, other: object) -> float:
    if pd.isna(one) and pd.isna(other):
        return 0.0
    if not (isinstance(one, (int, float)) and isinstance(other, (int, float))):
        return 0.0 if one == other else math.inf
    return abs(one - other) / max(abs(one), abs(other)) if one != other else 0.0
