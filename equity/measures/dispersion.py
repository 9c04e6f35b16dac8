"""Spread of groups around their weighted mean: variance, standard deviation, coefficient of variation."""

from __future__ import annotations

import numpy as np

from equity.measures.groups import Array, Groups


def between_group_variance(estimates: Array, groups: Groups) -> Array:
    """Weighted mean of squared distances from the mean, in the squared unit: (..., J) -> (...)."""
    deviations = estimates - (estimates @ groups.weights)[..., None]
    return deviations**2 @ groups.weights


def between_group_variance_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of the variance of independent normal estimates (HEAT technical notes)."""
    weights = groups.weights
    deviations = estimates - (estimates @ weights)[..., None]
    own = weights**2 * errors**2
    linear = 4 * (own * deviations**2).sum(-1)
    squared = own.sum(-1) ** 2 - (own**2).sum(-1) + (own * (1 - weights) ** 2 * errors**2).sum(-1)
    return np.sqrt(linear + 2 * squared)


def noise_variance(errors: Array, groups: Groups) -> float:
    """The variance that the estimates' own errors alone would be expected to show."""
    return float((groups.weights * (1 - groups.weights)) @ errors**2)


def between_group_standard_deviation(estimates: Array, groups: Groups) -> Array:
    """Square root of the variance, in the unit of the outcome: (..., J) -> (...)."""
    return np.sqrt(between_group_variance(estimates, groups))


def coefficient_of_variation(estimates: Array, groups: Groups) -> Array:
    """Standard deviation as a percentage of the mean: (..., J) -> (...)."""
    return 100 * between_group_standard_deviation(estimates, groups) / (estimates @ groups.weights)
