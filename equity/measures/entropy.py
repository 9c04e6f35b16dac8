"""Theil's index and the mean log deviation, in thousandths.

A zero has no logarithm: it counts as a millionth. In the mean log deviation that choice decides the result, so a
zero is noted.
"""

from __future__ import annotations

import numpy as np

from equity.measures.groups import Array, Groups

IN_PLACE_OF_ZERO = 1e-6
THOUSANDTHS = 1000


def _relative(estimates: Array, groups: Groups) -> tuple[Array, Array]:
    """Estimates as multiples of their mean, and the mean."""
    positive = np.maximum(estimates, IN_PLACE_OF_ZERO)
    mean = positive @ groups.weights
    return positive / mean[..., None], mean


def theil_index(estimates: Array, groups: Groups) -> Array:
    """Theil's index: (..., J) -> (...)."""
    multiples, _ = _relative(estimates, groups)
    return THOUSANDTHS * ((multiples * np.log(multiples)) @ groups.weights)


def theil_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of Theil's index by the delta method, in thousandths as the index."""
    multiples, mean = _relative(estimates, groups)
    surprise = 1 + np.log(multiples)
    gradient = groups.weights * (surprise - ((multiples * surprise) @ groups.weights)[..., None])
    return THOUSANDTHS * np.sqrt((gradient**2 * errors**2).sum(-1)) / mean


def mean_log_deviation(estimates: Array, groups: Groups) -> Array:
    """Mean log deviation: (..., J) -> (...)."""
    multiples, _ = _relative(estimates, groups)
    return -THOUSANDTHS * (np.log(multiples) @ groups.weights)


def mean_log_deviation_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of the mean log deviation by the delta method, in thousandths as the index."""
    multiples, mean = _relative(estimates, groups)
    gradient = groups.weights * (1 - 1 / multiples)
    return THOUSANDTHS * np.sqrt((gradient**2 * errors**2).sum(-1)) / mean
