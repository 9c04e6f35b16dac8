"""Difference and ratio: two groups set side by side.

The two are the ends of an order, else the reference and its opposite, else the highest and the lowest. They are
chosen by the rules of the WHO Health Equity Assessment Toolkit, so that the favoured group's figure comes first
where more is better and second where less is.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from equity.measures.groups import Array, Groups


def pair(estimates: Array, groups: Groups) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Positions of the group whose figure comes first and of the one it is compared with, each of shape (...)."""
    shape = estimates.shape[:-1]
    if groups.ordered:
        first, second = np.full(shape, len(groups) - 1), np.zeros(shape, dtype=np.intp)
        return (second, first) if groups.favourable is False else (first, second)
    if groups.reference is None:
        # Of equal figures the first is the highest and the last the lowest, so that the two are never one group.
        return estimates.argmax(-1), len(groups) - 1 - estimates[..., ::-1].argmin(-1)
    reference = np.full(shape, groups.reference)
    others = estimates.copy()
    if groups.favourable is False:
        others[..., groups.reference] = -np.inf
        return others.argmax(-1), reference
    others[..., groups.reference] = np.inf
    return reference, others.argmin(-1)


def _of_pair(values: Array, estimates: Array, groups: Groups) -> tuple[Array, Array]:
    first, second = pair(estimates, groups)
    whole = np.broadcast_to(values, estimates.shape)
    return (
        np.take_along_axis(whole, first[..., None], -1)[..., 0],
        np.take_along_axis(whole, second[..., None], -1)[..., 0],
    )


def difference(estimates: Array, groups: Groups) -> Array:
    """One group's figure less another's, in the unit of the outcome: (..., J) -> (...)."""
    first, second = _of_pair(estimates, estimates, groups)
    return first - second


def difference_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of the difference of two independent figures."""
    first, second = _of_pair(errors, estimates, groups)
    return np.hypot(first, second)


def ratio(estimates: Array, groups: Groups) -> Array:
    """One group's figure divided by another's: (..., J) -> (...)."""
    first, second = _of_pair(estimates, estimates, groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        return first / second


def ratio_log_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of the logarithm of the ratio, by the delta method."""
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = _of_pair(errors / estimates, estimates, groups)
    return np.hypot(first, second)
