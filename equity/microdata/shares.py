"""Shares of a total: what the top has, and how it compares with the bottom."""

from __future__ import annotations

from dataclasses import dataclass

from equity.microdata.cases import Expression, one_row, weighted
from equity.microdata.ranked import Ranked
from equity.microdata.result import Estimate, estimated
from equity.microdata.variance import by_stratum, moments

TOP, BOTTOM = 0.1, 0.4
"""The shares of cases that Palma's ratio compares."""


def top_share(ranked: Ranked, *, share: float = TOP) -> Estimate:
    """The share of the total that goes to the `share` of cases with most, above 0 and below 1: exact at any size.

    It is of the cases that are ranked, whatever by. The Lorenz curve is straight within cases of one value, so that
    the cut may fall among them.
    """
    if ranked.without_shares:
        return Estimate(ranked.n, undefined_reason=ranked.without_shares)
    curve = _Curve.of(ranked, 1 - share)
    return curve.estimate(1 - curve.heights[0], -1.0)


def palma(ranked: Ranked) -> Estimate:
    """What the tenth with most has in all, divided by what the 40% with least have: a ratio of totals, not of means.

    It is of the cases that are ranked, whatever by. With groups of equal size the ratio of means is four times this.
    """
    if ranked.without_shares:
        return Estimate(ranked.n, undefined_reason=ranked.without_shares)
    curve = _Curve.of(ranked, BOTTOM, 1 - TOP)
    low, high = curve.heights
    if low <= 0:
        return Estimate(ranked.n, undefined_reason="bottom_has_nothing")
    return curve.estimate((1 - high) / low, -(1 - high) / low**2, -1 / low)


@dataclass(frozen=True)
class _Curve:
    """The Lorenz curve at some places p, each by the value y* that stands there.

    The total of the cases up to p is W p y* less what those below y* fall short of it, W the weight of all. The
    influence of a case on the height L(p) is (min(y - y*, 0) + p y* - mL - L (y - m)) / m with m the mean.
    """

    ranked: Ranked
    mean: float
    places: tuple[float, ...]
    values: tuple[float, ...]
    heights: tuple[float, ...]

    @classmethod
    def of(cls, ranked: Ranked, *places: float) -> _Curve:
        values = tuple(ranked.by_outcome.dividing(*places)["value"])
        rows, weight = ranked.rows, ranked.about.weight
        short = {f"below_{number}": _below(rows, cut) for number, cut in enumerate(values)}
        sums = rows.aggregate(
            total=weighted(rows, rows.outcome).sum(),
            **{name: weighted(rows, each).sum() for name, each in short.items()},
        )
        total, *below = one_row(sums).values()
        heights = tuple(
            (weight * place * cut + less) / total
            for place, cut, less in zip(places, values, below, strict=True)
        )
        return cls(ranked, total / weight, places, values, heights)

    def estimate(self, value: float, *gradient: float) -> Estimate:
        """An estimate that changes with the heights by `gradient`."""
        rows, influence = self.ranked.rows, 0.0
        for slope, place, cut, height in zip(gradient, self.places, self.values, self.heights, strict=True):
            influence += slope * (_below(rows, cut) + (place * cut - height * rows.outcome)) / self.mean
        rows = rows.mutate(u=weighted(rows, influence))
        parts = by_stratum(moments(rows, self.ranked.design), 1 / self.ranked.about.weight, 0.0)
        return estimated(value, parts.sum(), self.ranked.n)


def _below(rows: Expression, cut: float) -> Expression:
    """What a case falls short of a value, as a negative number."""
    return (rows.outcome < cut).ifelse(rows.outcome - cut, 0.0)
