"""Intervals: by a standard error, on a logarithm, by simulation, and for a variance by inversion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from equity.measures.dispersion import noise_variance
from equity.measures.groups import Array, Groups

Kernel = Callable[[Array, Groups], Array]
CACHED_DRAWS = 4
LEAST_DEFINED = 0.99


@dataclass(frozen=True)
class Simulation:
    """How many times estimates are drawn, and from which seed."""

    draws: int
    seed: int


def normal(estimate: float, error: float, level: float) -> tuple[float, float]:
    """The estimate and its error to both sides.

    >>> low, high = normal(20.0, 5.0, 0.95)
    >>> round(low, 2), round(high, 2)
    (10.2, 29.8)
    """
    reach = NormalDist().inv_cdf((1 + level) / 2) * error
    return estimate - reach, estimate + reach


def logarithmic(estimate: float, log_error: float, level: float) -> tuple[float, float]:
    """As `normal`, on the logarithm: for ratios, whose errors are proportional."""
    low, high = normal(float(np.log(estimate)), log_error, level)
    return float(np.exp(low)), float(np.exp(high))


def reflected(estimate: float, simulated: Array, level: float, floor: float | None) -> tuple[float, float]:
    """Quantiles of the simulation mirrored at the estimate, never below `floor`.

    Noise enlarges every measure of spread once in the estimate and again in the simulation. Plain quantiles
    would lie too high for that reason; mirrored, the second enlargement takes away the first.
    """
    tail = (1 - level) / 2
    low, high = np.quantile(simulated, (tail, 1 - tail))
    ends = 2 * estimate - float(high), 2 * estimate - float(low)
    return ends if floor is None else (max(floor, ends[0]), max(floor, ends[1]))


def mostly_defined(simulated: Array) -> Array:
    """The simulated values that are numbers; all as they are when more than one in a hundred is none."""
    numbers = simulated[np.isfinite(simulated)]
    return numbers if len(numbers) >= LEAST_DEFINED * len(simulated) else simulated


def simulate(groups: Groups, simulation: Simulation) -> Array:
    """Estimates as they might have come out, of shape (draws, J), independent and normal.

    They are held within the bounds of the outcome by moving what lies beyond to the bound: drawing anew would
    pull every group near a bound away from it. The same draws serve all measures, so that these can be compared.
    """
    values = groups.estimates + groups.standard_errors * _standard_normal(simulation, len(groups))
    return np.clip(values, 0, groups.scale, out=values) if groups.bounded else values


def noise(kernel: Kernel, groups: Groups, simulation: Simulation) -> Array:
    """What a measure would show if all groups were equal and only their errors told them apart: (draws,)."""
    mean = groups.mean if np.isfinite(groups.weights).all() else groups.estimates.mean()
    values = mean + groups.standard_errors * _standard_normal(simulation, len(groups))
    return mostly_defined(kernel(np.clip(values, 0, groups.scale) if groups.bounded else values, groups))


def variance_interval(groups: Groups, simulation: Simulation, level: float) -> tuple[float, float]:
    """Interval of the between-group variance: the true variances under which the one seen is not unlikely.

    Let the true groups lie as those seen, but `stretch` times as far from the mean. With errors e the variance
    seen is stretch² A + 2 stretch B + C, a quadratic in `stretch` with A the variance of the estimates, B their
    covariance with e and C the variance of e. Each draw of e therefore has one stretch (0 if none) that gives
    the variance seen, and the quantiles of these stretches bound the true variance from both sides.
    """
    weights = groups.weights
    deviations = groups.estimates - groups.mean
    errors = groups.standard_errors * _standard_normal(simulation, len(groups))
    errors = errors - (errors @ weights)[:, None]
    seen = float(deviations**2 @ weights)
    both = errors @ (deviations * weights)
    alone = errors**2 @ weights
    beneath = both**2 - seen * (alone - seen)
    stretches = np.where(beneath > 0, np.sqrt(np.maximum(beneath, 0)) - both, 0) / seen
    tail = (1 - level) / 2
    low, high = np.quantile(np.maximum(stretches, 0), (tail, 1 - tail))
    return seen * float(low) ** 2, seen * float(high) ** 2


def noise_of_variance(groups: Groups) -> float:
    """The noise floor of the variance, which needs no simulation."""
    return noise_variance(groups.standard_errors, groups)


@lru_cache(maxsize=CACHED_DRAWS)
def _standard_normal(simulation: Simulation, groups: int) -> Array:
    values = np.random.default_rng(simulation.seed).standard_normal((simulation.draws, groups))
    values.flags.writeable = False
    return values
