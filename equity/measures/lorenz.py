"""Lorenz and concentration curves, the Gini index and ratios of shares.

The Lorenz curve sorts groups by the outcome itself, the concentration curve by their declared order. Between
two groups both are straight, so that of groups' means only the inequality between groups is seen.
"""

from __future__ import annotations

import numpy as np

from equity.measures.groups import Array, Groups


def lorenz_curve(groups: Groups) -> tuple[Array, Array]:
    """Shares of people and of the total they have, from (0, 0) to (1, 1), those with least first."""
    return _lorenz(groups.estimates, groups.weights)


def concentration_curve(groups: Groups) -> tuple[Array, Array]:
    """Shares of people and of the total they have, the most disadvantaged first."""
    return _cumulate(groups.weights), _cumulate(groups.weights * groups.estimates / groups.mean)


def gini_index(estimates: Array, groups: Groups) -> Array:
    """The Gini index between groups, a fraction, without a small-sample factor: (..., J) -> (...)."""
    people, totals = _lorenz(estimates, groups.weights)
    return 1 - (np.diff(people) * (totals[..., 1:] + totals[..., :-1])).sum(-1)


def palma_ratio(estimates: Array, groups: Groups) -> Array:
    """Total of the top tenth divided by that of the bottom 40%: a ratio of shares, not of means."""
    return share_ratio(estimates, groups, top=0.1, bottom=0.4)


def s80_s20_ratio(estimates: Array, groups: Groups) -> Array:
    """Total of the top fifth divided by that of the bottom fifth: (..., J) -> (...)."""
    return share_ratio(estimates, groups, top=0.2, bottom=0.2)


def share_ratio(estimates: Array, groups: Groups, *, top: float, bottom: float) -> Array:
    """Total of the share `top` of people who have most divided by that of the `bottom` who have least.

    Shares of people are fractions; the curve is straight within a group.
    """
    people, totals = _lorenz(estimates, groups.weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (1 - _at(1 - top, people, totals)) / _at(bottom, people, totals)


def _lorenz(estimates: Array, weights: Array) -> tuple[Array, Array]:
    order = np.argsort(estimates, axis=-1, kind="stable")
    people = weights[order]
    held = people * np.take_along_axis(estimates, order, -1)
    return _cumulate(people), _cumulate(held / held.sum(-1, keepdims=True))


def _cumulate(shares: Array) -> Array:
    return np.concatenate([np.zeros((*shares.shape[:-1], 1)), np.cumsum(shares, -1)], axis=-1)


def _at(share: float, people: Array, totals: Array) -> Array:
    """The height of curves of shape (..., J + 1) over one share of people."""
    right = np.clip((people < share).sum(-1, keepdims=True), 1, people.shape[-1] - 1)
    left = right - 1
    x0, x1 = (np.take_along_axis(people, place, -1)[..., 0] for place in (left, right))
    y0, y1 = (np.take_along_axis(totals, place, -1)[..., 0] for place in (left, right))
    return y0 + (y1 - y0) * (share - x0) / (x1 - x0)
