"""Shares of a total: what the top has, and how it compares with the bottom."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from equity.microdata.cases import EACH_ONCE, Design, Expression, complete, described, weighted
from equity.microdata.order import dividing
from equity.microdata.result import Estimate, estimated
from equity.microdata.variance import by_stratum, moments

TOP, BOTTOM = 0.1, 0.4
"""The shares of cases that Palma's ratio compares."""


def top_share(cases: Expression, outcome: str, design: Design = EACH_ONCE, *, share: float = TOP) -> Estimate:
    """The share of the total that goes to the `share` of cases with most: a fraction, exact at any size.

    The Lorenz curve is straight within cases of one value, so that the cut may fall among them.
    """
    curve = _Curve.of(cases, outcome, design, 1 - share)
    if curve.undefined_reason:
        return Estimate(curve.n, undefined_reason=curve.undefined_reason)
    return curve.estimate(1 - curve.heights[0], -1.0)


def palma(cases: Expression, outcome: str, design: Design = EACH_ONCE) -> Estimate:
    """What the tenth with most has in all, divided by what the 40% with least have: a ratio of totals, not of means.

    With groups of equal size the ratio of means is four times this.
    """
    curve = _Curve.of(cases, outcome, design, BOTTOM, 1 - TOP)
    if curve.undefined_reason:
        return Estimate(curve.n, undefined_reason=curve.undefined_reason)
    low, high = curve.heights
    if low <= 0:
        return Estimate(curve.n, undefined_reason="bottom_has_nothing")
    return curve.estimate((1 - high) / low, -(1 - high) / low**2, -1 / low)


@dataclass(frozen=True)
class _Curve:
    """The Lorenz curve at some places, each by the value y* that stands there.

    The influence of a case on the height L(p) is (min(y - y*, 0) + p y* - mL - L (y - m)) / m with m the mean.
    """

    rows: Expression
    design: Design
    n: int
    weight: float = 0.0
    mean: float = 0.0
    places: tuple[float, ...] = ()
    values: tuple[float, ...] = ()
    heights: tuple[float, ...] = ()
    undefined_reason: str | None = None

    @classmethod
    def of(cls, cases: Expression, outcome: str, design: Design, *places: float) -> _Curve:
        rows = complete(cases, design, value=outcome)
        about = described(rows, design, "value")
        if not about.n:
            return cls(rows, design, 0, undefined_reason="no_cases")
        spread = about.spreads["value"]
        if spread.low < 0 or spread.high == 0:
            reason = "negative_values" if spread.low < 0 else "zero_mean"
            return cls(rows, design, about.n, undefined_reason=reason)
        goals = pd.DataFrame({"goal": [about.weight * place for place in (*places, 1.0)]})
        found = dividing(rows, goals, about)
        total = float(found["total_upto"].iloc[-1])
        heights = (found["total_upto"] - (found["upto"] - found["goal"]) * found["value"]) / total
        return cls(
            rows,
            design,
            about.n,
            about.weight,
            total / about.weight,
            places,
            tuple(found["value"].iloc[:-1]),
            tuple(heights.iloc[:-1]),
        )

    def estimate(self, value: float, *gradient: float) -> Estimate:
        """An estimate that changes with the heights by `gradient`."""
        outcome = self.rows.value
        influence = 0.0
        for slope, place, cut, height in zip(gradient, self.places, self.values, self.heights, strict=True):
            below = (outcome < cut).ifelse(outcome - cut, 0.0)
            influence += slope * (below + (place * cut - height * outcome)) / self.mean
        rows = self.rows.mutate(u=weighted(self.rows, influence))
        variance = by_stratum(moments(rows, self.design), 1 / self.weight, 0.0).sum()
        return estimated(value, variance, self.n)
