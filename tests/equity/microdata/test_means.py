"""Means, shares and medians of groups over cases, with errors by design."""

from __future__ import annotations

from dataclasses import replace

import ibis
import numpy as np
import pandas as pd
import pytest

from equity.measures import MeasureError
from equity.microdata import (
    DIVISION,
    GROUP,
    Design,
    divided,
    group_means,
    group_medians,
    group_shares,
)
from tests.equity.microdata import plain
from tests.equity.microdata.conftest import DESIGNED, table


def test_means_worked_by_hand():
    # Group a: 1, 3: mean 2. z = (y - 2)/2 = -1/2, 1/2 for a and 0 for the two of b: 4/3 · (1/4 + 1/4) = 2/3.
    found = group_means(table(y=[1.0, 3, 10, 10, None], g=["a", "a", "b", "b", "b"]), "y", ["g"])
    assert list(found.columns) == ["g", "estimate", "se", "ci_low", "ci_high", "n", "population", "missing"]
    assert found["estimate"].tolist() == [2, 10]
    assert found["se"].tolist() == pytest.approx([np.sqrt(2 / 3), 0], abs=1e-7)
    assert found[["n", "population", "missing"]].to_numpy().tolist() == [[2, 2, 0], [2, 2, 1]]


def test_a_mean_of_everything_has_the_textbook_error():
    y = [2.0, 4, 4, 5, 9]
    found = group_means(table(y=y), "y")
    assert len(found) == 1
    assert found["estimate"][0] == pytest.approx(4.8)
    assert found["se"][0] == pytest.approx(np.std(y, ddof=1) / np.sqrt(5))


def test_a_share_is_the_mean_of_yes_and_no():
    found = group_shares(table(y=[True, False, True, True]), "y")
    assert found["estimate"][0] == 0.75
    assert found["se"][0] == pytest.approx(np.sqrt(0.75 * 0.25 / 3))


def test_wilsons_interval_is_the_published_one_without_a_design():
    # Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    counts = {"81/263": (81, 263), "15/148": (15, 148), "0/20": (0, 20), "1/29": (1, 29)}
    published = {
        "81/263": (0.2553, 0.3662),
        "15/148": (0.0624, 0.1605),
        "0/20": (0.0, 0.1611),
        "1/29": (0.0061, 0.1718),
    }
    for name, (yes, n) in counts.items():
        found = group_shares(table(y=[1] * yes + [0] * (n - yes)), "y").iloc[0]
        assert found[["ci_low", "ci_high"]].tolist() == pytest.approx(published[name], abs=5e-5)


@pytest.mark.parametrize("share", [0, 1])
@pytest.mark.parametrize("design", [Design(), Design(weight="w"), Design(weight="w", cluster="c")])
def test_a_share_of_all_or_none_has_an_error_and_an_interval(share, design):
    weights = np.tile([1.0, 3.0], 10)
    frame = pd.DataFrame({"y": share, "w": weights, "c": np.arange(20) // 4, "g": "alike"})
    others = frame.assign(y=np.tile([0, 1], 10), g="unlike")
    found = group_shares(ibis.memtable(pd.concat([frame, others])), "y", ["g"], design).set_index("g")
    # Kish: (10 · 1 + 10 · 3)² / (10 · 1 + 10 · 9) = 16 of 20; Wilson's other end is z² / (n + z²).
    n = 16 if design.weight else 20
    width = 1.959964**2 / (n + 1.959964**2)
    row = found.loc["alike"]
    assert row["estimate"] == share
    assert row[["ci_low", "ci_high"]].tolist() == pytest.approx(
        [share - width * share, width + share * (1 - width)]
    )
    assert row["se"] == pytest.approx(width / (2 * 1.959964))


@pytest.mark.parametrize("design", [Design(weight="weight"), DESIGNED])
def test_the_interval_of_a_share_widens_with_the_design_effect(survey, design):
    cases = ibis.memtable(survey)
    means, shares = (each(cases, "reached", ["channel"], design) for each in (group_means, group_shares))
    p, n = shares["estimate"], shares["n"]
    pd.testing.assert_series_equal(p, means["estimate"])
    pd.testing.assert_series_equal(shares["se"], means["se"])
    effective = np.minimum(n, n / (n - 1) * p * (1 - p) / means["se"] ** 2)
    assert (effective < n).any()
    z = 1.959964
    for side, column in ((-1, "ci_low"), (1, "ci_high")):
        # Wilson's ends are where the score is z: (p - end)² = z² end (1 - end) / n.
        end = shares[column]
        assert np.allclose((p - end) ** 2, z**2 * end * (1 - end) / effective, rtol=1e-5)
        assert (side * (end - p) > 0).all()


def test_shares_of_no_case_and_of_one_unit_have_no_interval():
    found = group_shares(
        table(y=pd.Series([None, 1.0, 0.0]), g=["a", "b", "b"], c=1), "y", ["g"], Design(cluster="c")
    )
    assert found["n"].tolist() == [0, 2]
    assert found[["se", "ci_low", "ci_high"]].isna().all(axis=None)


@pytest.mark.parametrize("design", [Design(), Design(weight="weight"), Design(stratum="stratum"), DESIGNED])
@pytest.mark.parametrize("outcome", ["amount", "reached"])
def test_means_and_errors_are_those_of_the_formulas(survey, design, outcome):
    y = survey[outcome].to_numpy(dtype=float)
    w = survey["weight"].to_numpy() if design.weight else np.ones(len(y))
    units = {
        f"{each}s".replace("stratums", "strata"): survey[each].to_numpy()
        for each in ("cluster", "stratum")
        if getattr(design, each)
    }
    found = group_means(ibis.memtable(survey), outcome, ["channel"], design).set_index("channel")
    for channel, row in found.iterrows():
        held = w * (survey["channel"] == channel).to_numpy()
        mean = (held * y).sum() / held.sum()
        assert row["estimate"] == pytest.approx(mean, rel=1e-12)
        assert row["population"] == pytest.approx(held.sum())
        expected = plain.variance(held * (y - mean) / held.sum(), **units)
        assert row["se"] == pytest.approx(np.sqrt(expected), rel=1e-9)


@pytest.mark.parametrize("measure", [group_means, group_medians, group_shares])
@pytest.mark.parametrize("design", [Design(), DESIGNED, Design(cluster="stratum")])
def test_groups_of_several_divisions_at_once_are_those_of_each_by_itself(survey, measure, design):
    outcome = "reached" if measure is group_shares else "amount"
    cases = ibis.memtable(survey)
    columns = ["", "channel", "reached"]
    at_once = measure(divided(cases, columns), outcome, [DIVISION, GROUP], replace(design, sample=DIVISION))
    for column in columns:
        found = at_once[at_once[DIVISION] == column].set_index(GROUP).drop(columns=DIVISION)
        alone = measure(cases, outcome, [column] if column else [], design)
        alone = alone.set_index(alone.pop(column).astype("string")) if column else alone
        np.testing.assert_allclose(found.loc[alone.index] if column else found, alone, rtol=1e-9, atol=1e-12)


def test_a_sample_of_one_unit_tells_nothing_of_chance_whatever_other_samples_do():
    found = group_means(
        table(y=[1.0, 2, 3, 4], c=[1, 1, 1, 2], s=["one", "one", "two", "two"]),
        "y",
        ["s"],
        Design(cluster="c", sample="s"),
    )
    assert found["se"].isna().tolist() == [True, False]


def test_errors_are_those_of_a_bootstrap_of_clusters(survey):
    friends = (survey["channel"] == "friends").to_numpy()
    y = survey["amount"].to_numpy()
    expected = plain.bootstrap(
        survey, lambda weights: np.average(y[friends], weights=weights[friends]), rounds=400, seed=3
    )
    found = group_means(ibis.memtable(survey), "amount", ["channel"], DESIGNED).set_index("channel")
    assert found.loc["friends", "se"] == pytest.approx(expected, rel=0.12)


def test_groups_of_two_columns_and_of_no_name(survey):
    named = survey.assign(channel=survey["channel"].where(survey["channel"] != "feed"))
    found = group_means(ibis.memtable(named), "amount", ["channel", "reached"], DESIGNED)
    assert len(found) == 6
    assert found["channel"].isna().sum() == 2
    assert found["n"].sum() == 600


def test_a_large_number_keeps_the_digits_of_its_spread():
    y = np.arange(50.0)
    near, far = (group_means(table(y=base + y), "y")["se"][0] for base in (0, 1e9))
    assert far == pytest.approx(near, rel=1e-6)


def test_all_missing_and_no_rows_at_all():
    found = group_means(table(y=pd.Series([None, 2.0]), g=["a", "b"]), "y", ["g"])
    assert found.loc[0, ["estimate", "se"]].isna().all()
    assert found.loc[0, ["n", "missing"]].tolist() == [0, 1]
    assert group_means(table(y=pd.Series([], dtype=float), g=pd.Series([], dtype=str)), "y", ["g"]).empty


def test_everything_wrong_with_the_columns_is_said_at_once():
    with pytest.raises(MeasureError) as refused:
        group_means(table(y=["a", "b"], w=[1, 2]), "y", ["province"], Design(weight="mass"))
    assert [(each.column, each.rule) for each in refused.value.problems] == [
        ("mass", "missing_column"),
        ("province", "missing_column"),
        ("y", "not_a_number"),
    ]
    for negative in (-2, -1e-70, -1e70):
        with pytest.raises(MeasureError, match="w: negative"):
            group_means(table(y=[1.0, 2], w=[1, negative]), "y", (), Design(weight="w"))


def test_cases_of_no_known_group_have_a_median():
    found = group_medians(table(y=[1.0, 2, 3], g=[None] * 3), "y", ["g"])
    assert found[["estimate", "n"]].to_numpy().tolist() == [[2, 3]]


def test_medians_worked_by_hand():
    found = group_medians(table(y=[3.0, 1, 2, 8, 2, 4], g=["odd"] * 3 + ["even"] * 2 + ["one"]), "y", ["g"])
    assert found.set_index("g")["estimate"].to_dict() == {"odd": 2, "even": 5, "one": 4}
    # Weights 1, 1, 4 of 1, 2, 3: half of the weight is reached within the third.
    weighted = group_medians(table(y=[1.0, 2, 3], w=[1, 1, 4]), "y", (), Design(weight="w"))
    assert weighted["estimate"][0] == 3


@pytest.mark.parametrize(
    ("columns", "design", "missing"),
    [
        ({"y": pd.Series([None, None], dtype=float), "g": ["a", "b"]}, Design(), [1, 1]),
        ({"y": [1.0, 2], "g": ["a", "b"], "w": [0, 0]}, Design(weight="w"), [1, 1]),
        ({"y": pd.Series([], dtype=float), "g": pd.Series([], dtype=str)}, Design(), []),
    ],
)
def test_medians_of_no_case_are_as_empty_as_means(columns, design, missing):
    found, means = (each(table(**columns), "y", ["g"], design) for each in (group_medians, group_means))
    assert list(found.columns) == list(means.columns)
    assert found["missing"].tolist() == missing
    assert found[["estimate", "se", "ci_low", "ci_high"]].isna().all(axis=None)


def test_woodruffs_interval_worked_by_hand():
    # 100 cases 1..100: the share up to the median 50.5 is a half, its error 0.5/√99 = 0.05025, ± 1.96 of it is
    # 0.4015 and 0.5985, reached at the 41st and the 60th case.
    found = group_medians(table(y=np.arange(1.0, 101)), "y").iloc[0]
    assert found[["estimate", "ci_low", "ci_high"]].tolist() == [50.5, 41, 60]
    assert found["se"] == pytest.approx(19 / (2 * 1.959964), rel=1e-6)


def test_the_error_of_a_median_is_near_that_of_a_bootstrap_of_clusters():
    generator = np.random.default_rng(2)
    cluster = generator.integers(0, 80, 4000)
    frame = pd.DataFrame(
        {
            "y": np.exp(generator.normal(0, 0.5, 80)[cluster] + generator.normal(0, 1, 4000)),
            "weight": generator.uniform(1, 3, 4000),
            "cluster": cluster,
            "stratum": cluster % 2,
        }
    )
    order = np.argsort(frame["y"].to_numpy())
    ordered = frame["y"].to_numpy()[order]

    def median(weights):
        held = np.cumsum(weights[order])
        return ordered[np.searchsorted(held, held[-1] / 2)]

    expected = plain.bootstrap(frame, median, rounds=300, seed=4)
    found = group_medians(ibis.memtable(frame), "y", (), DESIGNED).iloc[0]
    assert found["estimate"] == pytest.approx(median(frame["weight"].to_numpy()))
    assert found["se"] == pytest.approx(expected, rel=0.2)


def test_medians_of_many_cases_are_exact(binned, survey):
    found = group_medians(ibis.memtable(survey), "amount", ["channel"]).set_index("channel")
    assert found["estimate"].to_dict() == survey.groupby("channel")["amount"].median().to_dict()
    far = table(y=np.r_[-1e12, np.random.default_rng(0).normal(0, 1, 999), 1e12])
    assert group_medians(far, "y")["estimate"][0] == pytest.approx(np.median(far.execute()["y"]))
