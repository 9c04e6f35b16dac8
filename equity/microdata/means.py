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

ALIKE = 1e-12
"""A share closer to 0 or 1 than this is of cases that are all alike."""


def group_means(
    cases: Expression, outcome: str, groups: Sequence[str] = (), design: Design = EACH_ONCE
) -> pd.DataFrame:
    """The mean of an outcome in each group.

    The error is linearised: a group's mean is a ratio of two totals, both of which chance moves. Groups are parts
    of one sample, so that sampling units without a case in a group count in its error.

    Returns
    -------
    One row a group, sorted: the columns named in `groups`, `estimate`, `se`, `ci_low`, `ci_high`, `n` (cases
    with an outcome), `population` (what they weigh together) and `missing` (cases left out, because the outcome,
    the weight or the place in the design is not known, or the weight is 0).

    Raises MeasureError where a column is absent or holds no numbers, or a weight is negative.
    """
    return named(_exact_means(cases, outcome, groups, design).drop(columns="effective"), groups)


def group_shares(
    cases: Expression, outcome: str, groups: Sequence[str] = (), design: Design = EACH_ONCE
) -> pd.DataFrame:
    """The share of each group whose outcome is 1, and not 0, with Wilson's interval.

    The interval is that of Wilson (1927), which stays between 0 and 1 and has a width where all cases are alike. The
    size of the sample is the effective one (Korn and Graubard 1998): n divided by the design effect, which is the
    variance by design beside p (1 - p) / (n - 1), and no more than n. Where all cases are alike that cannot be known,
    and it is Kish's: the square of the summed weights divided by the sum of their squares. There `se` is the width
    divided by twice 1.96, because the linearised error would be 0; elsewhere it is that of `group_means`.

    Returns and raises as `group_means`; an outcome that is neither 0 nor 1 is not looked for.
    """
    found = _exact_means(cases, outcome, groups, design)
    share, n = found["estimate"].clip(0, 1), found["n"]
    alike = share.where(share < 0.5, 1 - share) < ALIKE
    share = share.mask(alike, share.round())
    with np.errstate(divide="ignore", invalid="ignore"):
        by_design = (n / (n - 1) * share * (1 - share) / found["se"] ** 2).clip(upper=n)
    size = by_design.mask(alike & found["se"].notna(), found["effective"])
    low, high = wilson(share, size)
    se = found["se"].mask(alike, (high - low) / (2 * REACH))
    found = found.assign(estimate=share, se=se, ci_low=low, ci_high=high)
    return named(found.drop(columns="effective"), groups)


def wilson(share: pd.Series, size: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Both ends of Wilson's interval of shares that were seen in samples of some effective size.

    >>> low, high = wilson(pd.Series([0.0, 0.5]), pd.Series([10.0, 10.0]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.2366], [0.2775, 0.7634])
    """
    square = REACH**2 / size
    middle = (share + square / 2) / (1 + square)
    reach = (share * (1 - share) * square + square**2 / 4) ** 0.5 / (1 + square)
    return (middle - reach).clip(lower=0), (middle + reach).clip(upper=1)


def _exact_means(cases: Expression, outcome: str, groups: Sequence[str], design: Design) -> pd.DataFrame:
    """As `means`, around a middle value where digits would be lost without."""
    rows = selected(cases, design, groups, outcome=outcome)
    by = group_columns(groups)
    found = means(rows, rows.outcome, 0.0, design, by)
    if (found["digits"] < ENOUGH).any():
        middle = described(rows, design, "outcome").spreads["outcome"].mean
        found = means(rows, rows.outcome - middle, middle, design, by)
    return found.drop(columns="digits")


def means(
    rows: Expression, deviation: Expression, middle: float, design: Design, by: Sequence[str]
) -> pd.DataFrame:
    """The means of groups, by the deviations of cases from a value that is added again.

    As `group_means`, with `digits`: the part of its variance's largest term that is left when the terms are added;
    and `effective`: Kish's size of the sample.
    """
    rows = rows.mutate(u=weighted(rows, deviation), **({"v": rows.weight} if design.weight else {}))
    counts = {"n": rows.u.count(), "cases": rows.count()}
    if design.weight:
        counts["negative"] = (rows.weight < 0).sum()
        counts["squares"] = (rows.weight * rows.weight).sum()
    sums = moments(rows, design, by, **counts)
    if design.weight and sums["negative"].sum():
        described(rows, design, "u")  # which refuses them
    group = sums.groupby([*by], dropna=False, sort=False).ngroup() if by else pd.Series(0, sums.index)
    sums = sums if design.weight else sums.assign(squares=sums["n"])
    totals = sums[["u", "v", "n", "cases", "squares"]].groupby(group).sum()
    distance = totals["u"] / totals["v"].where(totals["n"] > 0)
    a, b = (each.loc[group].to_numpy() for each in (1 / totals["v"], -distance / totals["v"]))
    parts = pd.Series(by_stratum(sums, a, b), sums.index)
    variance = parts.groupby(group).sum(skipna=False)
    se = variance**0.5
    found = sums[[*by]].groupby(group).nth(0).reset_index(drop=True)
    return found.assign(
        **interval(middle + distance, se),
        digits=variance / (a**2 * sums["uu"]).groupby(group).sum().replace(0, np.nan),
        n=totals["n"].astype(int),
        population=totals["v"],
        effective=totals["v"] ** 2 / totals["squares"].replace(0, np.nan),
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
