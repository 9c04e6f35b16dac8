"""Measures over the rank of every case: the Gini index, concentration indices and their curves.

**In absolute terms.** With s the weights divided by their sum, R the mid-rank (cases of one value share that of
their block), d the outcome less a constant, δ the mean of d and G the sum of s·d before a case and half of its
block's own:

    A = 2 · sum s d R - δ            the absolute index, whatever the constant
    J = d (2R - 1) + δ - 2G - 2A     the influence of a case on A; sum s J = 0

A constant near the mean keeps the digits that a small difference between large numbers loses. Each index is A
times a factor, and its influence is (J - slope · (d - δ)) times that factor: see `_KINDS`.

**In bins.** Cases are gathered by the value that ranks them, or by a bin of it (`order`), and a gathered block
enters as if its cases were tied. Then sum s R over a block is what it is with every case ranked by itself, so that
A is off by 2 · sum s (d - mean of d in the block)(R - mean of R in the block). By Cauchy and Schwarz a block of
weight W adds at most 2 W · sd(d) · sd(R), where sd is taken within the block. Ranks that fill a stretch of length
W have a variance of at most W² / 12, less where cases are heavy or tied. So

    |A binned - A exact| <= sum over blocks of W² sd(d) / √3

over the blocks that hold more than one value; a block of true ties adds nothing. The mean is exact, so that every
index is off by at most its factor times this, but for the rounding of the sums.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import mul
from typing import Literal, TypeAlias

import pandas as pd

from equity.microdata.cases import one_row, weighted
from equity.microdata.order import EQUAL
from equity.microdata.ranked import BY_SQUARED_WEIGHTS, Ranked
from equity.microdata.result import Estimate, UndefinedError, estimated
from equity.microdata.variance import by_stratum, moments

Kind: TypeAlias = Literal["plain", "absolute", "erreygers", "wagstaff"]

POINTS = 100
"""Points of a curve, unless more are asked for."""


def gini(ranked: Ranked) -> Estimate:
    """The Gini index of an outcome from zero up: 0 when all have the same, near 1 when one case has everything.

    It is of the cases that are ranked, whatever by. Without the factor n / (n - 1) for small samples.
    """
    return concentration_index(ranked.by_outcome)


def concentration_index(
    ranked: Ranked, *, kind: Kind = "plain", lower: float = 0.0, upper: float = 1.0
) -> Estimate:
    """How far an outcome gathers at one end of the order; positive means among those who rank high.

    Parameters
    ----------
    kind : `plain`, relative to the mean, from -1 to 1; `absolute`, in the unit of the outcome, also for negative
        ones; for an outcome between `lower` and `upper`, `erreygers` (the same size for coverage and for
        non-coverage) or `wagstaff` (the plain index over the share not reached).

    The error is that of the influence of each case, by design (Kakwani, Wagstaff and van Doorslaer 1997).
    """
    reason = _undefined(ranked, kind, lower, upper)
    if reason:
        return Estimate(ranked.n, undefined_reason=reason)
    spread = ranked.outcome
    if spread.low == spread.high:
        return estimated(0.0, 0.0, ranked.n)
    whole = _Whole.of(ranked)
    factor, slope = _KINDS[kind](whole.absolute, spread.mean + whole.mean, lower, upper)
    by_unit = whole.moments(ranked.n) if ranked.design.simple else _moments(ranked, whole)
    variance = by_stratum(by_unit, factor / whole.weight, -factor * slope / whole.weight).sum()
    return estimated(factor * whole.absolute, variance, ranked.n, factor * whole.bound)


def _relative(absolute: float, mean: float, lower: float, upper: float) -> tuple[float, float]:
    return 1 / mean, absolute / mean


def _wagstaff(absolute: float, mean: float, lower: float, upper: float) -> tuple[float, float]:
    reached = (mean - lower) / (upper - lower)
    factor = 1 / ((upper - lower) * reached * (1 - reached))
    return factor, factor * absolute * (1 - 2 * reached)


_KINDS: Mapping[str, Callable[[float, float, float, float], tuple[float, float]]] = {
    "plain": _relative,
    "absolute": lambda absolute, mean, lower, upper: (1.0, 0.0),
    "erreygers": lambda absolute, mean, lower, upper: (4 / (upper - lower), 0.0),
    "wagstaff": _wagstaff,
}
"""Kind to the factor and the slope of the module's text, by A, the mean and the bounds."""


def lorenz_curve(ranked: Ranked, *, points: int = POINTS) -> pd.DataFrame:
    """The share of the total that those with least have together; as `concentration_curve`, ranked by the outcome."""
    return concentration_curve(ranked.by_outcome, points=points)


def concentration_curve(ranked: Ranked, *, points: int = POINTS) -> pd.DataFrame:
    """The share of the total that the cases lowest in the order have together.

    Returns
    -------
    `population_share` and `outcome_share` from (0, 0) to (1, 1), at most `points` steps between them. Every point
    lies on the curve of all cases, at any size: it stands between two values and never within ties.

    Raises UndefinedError where the outcome is negative or all zero, and where there is no case.
    """
    if ranked.without_shares:
        raise UndefinedError(ranked.without_shares)
    blocks = ranked.blocks
    people = blocks.upto / ranked.about.weight
    held = blocks.total_upto + ranked.outcome.mean * blocks.upto
    steps = blocks.aggregate(
        by=[(people * points * (1 - EQUAL)).ceil().cast("int64").name("step")],
        population_share=people.max(),
        outcome_share=held.max(),
    )
    curve = steps.order_by("step").drop("step").execute()
    curve["outcome_share"] = (curve["outcome_share"] / curve["outcome_share"].iloc[-1]).clip(0, 1)
    start = pd.DataFrame({"population_share": [0.0], "outcome_share": [0.0]})
    return pd.concat([start, curve], ignore_index=True)


def _undefined(ranked: Ranked, kind: Kind, lower: float, upper: float) -> str | None:
    """Why an index has no value."""
    if kind == "plain" or not ranked.n:
        return ranked.without_shares
    if kind == "absolute":
        return None
    low, high = ranked.outcome.low, ranked.outcome.high
    if low < lower or high > upper:
        return "outside_bounds"
    if kind == "wagstaff" and low == high:
        return {lower: "zero_mean", upper: "mean_at_bound"}.get(low)
    return None


_PRODUCTS = {
    "dd_mm": ("wwdd", "middle", "middle"),
    "dd_m": ("wwdd", "middle"),
    "dd": ("wwdd",),
    "d_mg": ("wwd", "middle", "total_middle"),
    "d_m": ("wwd", "middle"),
    "d_g": ("wwd", "total_middle"),
    "d": ("wwd",),
    "gg": ("ww", "total_middle", "total_middle"),
    "g": ("ww", "total_middle"),
    "one": ("ww",),
}
"""Sums over blocks from which the squares of all cases' influence follow: their name and the columns multiplied."""


@dataclass(frozen=True)
class _Whole:
    """All blocks together: the weight, the mean deviation δ, the absolute index A and its bound."""

    weight: float
    mean: float
    absolute: float
    bound: float
    sums: Mapping[str, float]
    """Those of `_PRODUCTS`, where every case is a sampling unit."""

    @classmethod
    def of(cls, ranked: Ranked) -> _Whole:
        """One query, one row."""
        blocks = ranked.blocks
        asked = {
            "weight": blocks.weight.sum(),
            "total": blocks.total.sum(),
            "crossed": (blocks.total * blocks.middle).sum(),
            "spread": blocks.spread.sum(),
        }
        if ranked.design.simple:
            once = {} if ranked.design.weight else BY_SQUARED_WEIGHTS
            for name, product in _PRODUCTS.items():
                asked[name] = reduce(mul, (blocks[once.get(each, each)] for each in product)).sum()
        sums = one_row(blocks.aggregate(**asked))
        weight, mean = sums["weight"], sums["total"] / sums["weight"]
        absolute = 2 * sums["crossed"] / weight**2 - mean
        return cls(weight, mean, absolute, sums["spread"] / weight**2 / math.sqrt(3), sums)

    @property
    def line(self) -> tuple[float, float, float, float]:
        """J = d (k m - 1) - k g + l for a case whose block has its middle at m, with the deviations g up to it."""
        k = 2 / self.weight
        return k, -1.0, -k, self.mean - 2 * self.absolute

    def moments(self, n: int) -> pd.DataFrame:
        """As `variance.moments` of w J and w (d - δ), every case a unit."""
        s, mean = self.sums, self.mean
        k, one, q, level = self.line
        square = k * k * s["dd_mm"] + 2 * k * one * s["dd_m"] + one * one * s["dd"]
        both = k * q * s["d_mg"] + k * level * s["d_m"] + one * q * s["d_g"] + one * level * s["d"]
        rest = q * q * s["gg"] + 2 * q * level * s["g"] + level * level * s["one"]
        sloped = k * s["dd_m"] + one * s["dd"] + q * s["d_g"] + level * s["d"]
        flat = k * s["d_m"] + one * s["d"] + q * s["g"] + level * s["one"]
        return pd.DataFrame(
            {
                "u": [0.0],
                "v": [0.0],
                "uu": [square + 2 * both + rest],
                "uv": [sloped - mean * flat],
                "vv": [s["dd"] - 2 * mean * s["d"] + mean * mean * s["one"]],
                "units": [n],
            }
        )


def _moments(ranked: Ranked, whole: _Whole) -> pd.DataFrame:
    """As `variance.moments` of w J and w (d - δ): every case gets the rank of its block first."""
    placed = ranked.keyed.inner_join(ranked.blocks.select("key", "middle", "total_middle"), "key")
    deviation = placed.outcome - ranked.outcome.mean
    k, one, q, level = whole.line
    influence = deviation * (k * placed.middle + one) + q * placed.total_middle + level
    placed = placed.mutate(u=weighted(placed, influence), v=weighted(placed, deviation - whole.mean))
    return moments(placed, ranked.design)
