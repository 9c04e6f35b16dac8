"""Mean distance of groups from their mean, the best or a reference group, and the index of disparity.

In the unweighted ones every group counts alike; the mean they start from is weighted all the same, because it
stands for the people.
"""

from __future__ import annotations

import numpy as np

from equity.measures.groups import Array, Groups


def _mean(estimates: Array, groups: Groups) -> Array:
    return (estimates @ groups.weights)[..., None]


def _best(estimates: Array, groups: Groups) -> Array:
    return (
        estimates.min(-1, keepdims=True) if groups.favourable is False else estimates.max(-1, keepdims=True)
    )


def _reference(estimates: Array, groups: Groups) -> Array:
    return estimates[..., groups.reference, None]


def from_mean_unweighted(estimates: Array, groups: Groups) -> Array:
    """Mean distance from the mean, each group alike, in the unit of the outcome: (..., J) -> (...)."""
    return np.abs(estimates - _mean(estimates, groups)).mean(-1)


def from_mean_weighted(estimates: Array, groups: Groups) -> Array:
    """Mean distance from the mean, each person alike, in the unit of the outcome: (..., J) -> (...)."""
    return np.abs(estimates - _mean(estimates, groups)) @ groups.weights


def from_best_unweighted(estimates: Array, groups: Groups) -> Array:
    """Mean distance from the best group, each group alike: (..., J) -> (...)."""
    return np.abs(estimates - _best(estimates, groups)).mean(-1)


def from_best_weighted(estimates: Array, groups: Groups) -> Array:
    """Mean distance from the best group, each person alike: (..., J) -> (...)."""
    return np.abs(estimates - _best(estimates, groups)) @ groups.weights


def from_reference_unweighted(estimates: Array, groups: Groups) -> Array:
    """Mean distance from the reference, each group alike and the reference itself counted: (..., J) -> (...)."""
    return np.abs(estimates - _reference(estimates, groups)).mean(-1)


def from_reference_weighted(estimates: Array, groups: Groups) -> Array:
    """Mean distance from the reference, each person alike: (..., J) -> (...)."""
    return np.abs(estimates - _reference(estimates, groups)) @ groups.weights


def disparity_unweighted(estimates: Array, groups: Groups) -> Array:
    """Index of disparity: mean distance from the mean in % of it, each group alike: (..., J) -> (...)."""
    return 100 * from_mean_unweighted(estimates, groups) / (estimates @ groups.weights)


def disparity_weighted(estimates: Array, groups: Groups) -> Array:
    """Index of disparity, each person alike: (..., J) -> (...)."""
    return 100 * from_mean_weighted(estimates, groups) / (estimates @ groups.weights)
