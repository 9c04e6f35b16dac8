"""The value of one measure over cases, with all that must be told beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

LEVEL = 0.95
REACH = NormalDist().inv_cdf((1 + LEVEL) / 2)
"""Standard errors from the estimate to each end of its interval."""

REASONS = (
    "no_cases",
    "negative_values",
    "zero_mean",
    "outside_bounds",
    "mean_at_bound",
    "bottom_has_nothing",
)
"""Why a measure may have no value; `measure.undefined.<reason>` says it to a reader."""


@dataclass(frozen=True)
class Estimate:
    """One measure over cases, or the reason why there is none."""

    n: int
    """Cases it rests on."""
    estimate: float | None = None
    se: float | None = None
    """By the design; `None` with a single sampling unit, which tells nothing of chance."""
    ci_low: float | None = None
    ci_high: float | None = None
    """Both ends at 95%, by the standard error alone."""
    method: Literal["exact", "binned"] = "exact"
    bound: float = 0.0
    """How far the estimate can be from the exact one, at most, because cases were ranked in bins."""
    undefined_reason: str | None = None


class UndefinedError(ValueError):
    """A curve cannot be drawn; `reason` is one of `REASONS`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason.replace("_", " "))


def estimated(value: float, variance: float, n: int, bound: float = 0.0) -> Estimate:
    """An estimate with its interval. A variance that is not a number is not known."""
    value, bound = float(value), float(bound)
    method = "binned" if bound > 0 else "exact"
    if math.isnan(variance):
        return Estimate(n, value, method=method, bound=bound)
    error = math.sqrt(variance)
    return Estimate(n, value, error, value - REACH * error, value + REACH * error, method, bound)
