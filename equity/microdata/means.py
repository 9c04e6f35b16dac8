"""Means and shares of groups, with standard errors by design."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from equity.microdata.cases import EACH_ONCE, Design, Expression, described, selected, weighted
from equity.microdata.result import REACH
from equity.microdata.variance import by_stratum, moments

ENOUGH = 1e-6
"""The part of the squares that deviations must leave of a variance for its digits to be trusted."""


def group_means(
    cases: Expression, outcome: str, groups: Sequence[str] = (), design: Design = EACH_ONCE
) -> pd.DataFrame:
    """The mean of an outcome in each group; a share, when the outcome is 0 or 1.

    The error is linearised: a group's mean is a ratio of two totals, both of which chance moves. Groups are parts
    of one sample, so that sampling units without a case in a group count in its error.

    Returns
    -------
    One row a group, sorted: the columns named in `groups`, `estimate`, `se`, `ci_low`, `ci_high`, `n` (cases
    with an outcome), `population` (what they weigh together) and `missing` (cases left out, because the outcome,
    the weight or the place in the design is not known, or the weight is 0).

    Raises MeasureError where a column is absent or holds no numbers, or a weight is negative.
    """
    rows = selected(cases, design, groups, outcome=outcome)
    by = group_columns(groups)
    found = means(rows, rows.outcome, 0.0, design, by)
    if (found.pop("digits") < ENOUGH).any():
        middle = described(rows, design, "outcome").spreads["outcome"].mean
        found = means(rows, rows.outcome - middle, middle, design, by).drop(columns="digits")
    return named(found, groups)


def means(
    rows: Expression, deviation: Expression, middle: float, design: Design, by: Sequence[str]
) -> pd.DataFrame:
    """The means of groups, by the deviations of cases from a value that is added again.

    As `group_means`, with `digits`: the part of its variance's largest term that is left when the terms are added.
    """
    rows = rows.mutate(u=weighted(rows, deviation), **({"v": rows.weight} if design.weight else {}))
    counts = {"n": rows.u.count(), "cases": rows.count()}
    if design.weight:
        counts["negative"] = (rows.weight < 0).sum()
    sums = moments(rows, design, by, **counts)
    if design.weight and sums["negative"].sum():
        described(rows, design, "u")  # which refuses them
    group = sums.groupby([*by], dropna=False, sort=False).ngroup() if by else pd.Series(0, sums.index)
    totals = sums[["u", "v", "n", "cases"]].groupby(group).sum()
    distance = totals["u"] / totals["v"].where(totals["n"] > 0)
    a, b = (each.loc[group].to_numpy() for each in (1 / totals["v"], -distance / totals["v"]))
    parts = pd.Series(by_stratum(sums, a, b), sums.index)
    variance = parts.groupby(group).agg(lambda each: each.sum(skipna=False))
    se = variance**0.5
    found = sums[[*by]].groupby(group).nth(0).reset_index(drop=True)
    return found.assign(
        **interval(middle + distance, se),
        digits=variance / (a**2 * sums["uu"]).groupby(group).sum().replace(0, np.nan),
        n=totals["n"].astype(int),
        population=totals["v"],
        missing=(totals["cases"] - totals["n"]).astype(int),
    )


def interval(estimate: pd.Series, se: pd.Series) -> dict[str, pd.Series]:
    """The columns of estimates with their normal intervals."""
    ends = {"ci_low": estimate - REACH * se, "ci_high": estimate + REACH * se}
    return {"estimate": estimate, "se": se, **ends}


def group_columns(groups: Sequence[str]) -> list[str]:
    """What the columns of groups are called by `selected`."""
    return [f"group_{place}" for place in range(len(groups))]


def named(frame: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """A frame sorted by its groups, which are called again as in the cases."""
    by = group_columns(groups)
    ordered = frame.sort_values(by) if by else frame
    return ordered.rename(columns=dict(zip(by, groups, strict=True))).reset_index(drop=True)
