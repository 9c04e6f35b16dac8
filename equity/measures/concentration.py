"""Concentration indices: how far an outcome gathers at one end of an order.

Positive means higher among the advantaged, whatever the direction of the outcome: the sign is never turned.
Standard errors are by the delta method from the groups' own (HEAT technical notes), with the order and the
populations taken as known.
"""

from __future__ import annotations

import numpy as np

from equity.measures.groups import Array, Groups


def _position(groups: Groups) -> Array:
    """Each group's place in the order, from −1 to 1, times its share of the population."""
    return groups.weights * (2 * groups.ranks - 1)


def absolute_concentration_index(estimates: Array, groups: Groups) -> Array:
    """Twice the covariance of outcome and rank, in the unit of the outcome: (..., J) -> (...)."""
    return estimates @ _position(groups)


def absolute_concentration_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of the absolute concentration index."""
    return np.sqrt(errors**2 @ _position(groups) ** 2)


def relative_concentration_index(estimates: Array, groups: Groups) -> Array:
    """The absolute index divided by the mean, a fraction from −1 to 1: (..., J) -> (...)."""
    return absolute_concentration_index(estimates, groups) / (estimates @ groups.weights)


def relative_concentration_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of the relative concentration index."""
    index = relative_concentration_index(estimates, groups)[..., None]
    gradient = groups.weights * (2 * groups.ranks - 1 - index)
    return np.sqrt((gradient**2 * errors**2).sum(-1)) / (estimates @ groups.weights)


def erreygers_index(estimates: Array, groups: Groups) -> Array:
    """Erreygers (2009) for an outcome between 0 and `scale`: the same size for coverage and for non-coverage."""
    return 4 * absolute_concentration_index(estimates, groups) / groups.scale


def erreygers_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of Erreygers' index."""
    return 4 * absolute_concentration_error(estimates, errors, groups) / groups.scale


def wagstaff_index(estimates: Array, groups: Groups) -> Array:
    """Wagstaff (2005) for an outcome between 0 and `scale`: the relative index over the share not covered."""
    return absolute_concentration_index(estimates, groups) / _room(estimates, groups)


def wagstaff_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of Wagstaff's index."""
    index = wagstaff_index(estimates, groups)[..., None]
    slope = 1 - 2 * (estimates @ groups.weights)[..., None] / groups.scale
    gradient = groups.weights * (2 * groups.ranks - 1 - index * slope)
    return np.sqrt((gradient**2 * errors**2).sum(-1)) / _room(estimates, groups)


def _room(estimates: Array, groups: Groups) -> Array:
    mean = estimates @ groups.weights
    return mean * (1 - mean / groups.scale)
