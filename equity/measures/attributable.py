"""Population attributable risk and fraction: what would change if all were as one group is.

The group is the most advantaged of an order, else the best. The kernels keep their sign; a result that would
make things worse is shown as 0 with a note, because the question has then no answer.
"""

from __future__ import annotations

import numpy as np

from equity.measures.groups import Array, Groups


def _target(estimates: Array, groups: Groups) -> Array:
    if groups.ordered:
        return estimates[..., -1]
    return estimates.min(-1) if groups.favourable is False else estimates.max(-1)


def attributable_risk(estimates: Array, groups: Groups) -> Array:
    """The target group's figure less the mean, in the unit of the outcome: (..., J) -> (...)."""
    return _target(estimates, groups) - estimates @ groups.weights


def attributable_fraction(estimates: Array, groups: Groups) -> Array:
    """The attributable risk in % of the mean: (..., J) -> (...)."""
    return 100 * attributable_risk(estimates, groups) / (estimates @ groups.weights)


def attributable_risk_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of the attributable risk from the groups' own; for a target that the order names."""
    gradient = _last(groups) - groups.weights
    return np.sqrt(errors**2 @ gradient**2)


def attributable_fraction_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of the attributable fraction, in %, as that of the risk."""
    mean = (estimates @ groups.weights)[..., None]
    gradient = 100 * (_last(groups) - groups.weights * estimates[..., -1:] / mean) / mean
    return np.sqrt((gradient**2 * errors**2).sum(-1))


def _last(groups: Groups) -> Array:
    return np.eye(len(groups))[-1]


def counted_fraction_error(estimates: Array, groups: Groups) -> float:
    """Standard error of the attributable fraction, in %, from how many were asked in each group.

    The delta method on the four cells of a table, in or out of the target group by with or without the outcome
    (HEAT technical notes). It needs sample sizes: numbers of residents would make it smaller without reason.
    """
    sizes = groups.sample_sizes
    place = len(groups) - 1 if groups.ordered else int(np.argmax(estimates == _target(estimates, groups)))
    total = sizes.sum()
    target_with = estimates[place] / groups.scale * sizes[place]
    target_without = sizes[place] - target_with
    others_with = estimates @ sizes / groups.scale - target_with
    others_without = total - others_with - sizes[place]
    spread = others_with * target_without * (total - target_with) + others_without * target_with**2
    with_outcome, in_target = others_with + target_with, target_with + target_without
    return float(100 * np.sqrt(target_with * total * spread / (with_outcome**3 * in_target**3)))


def counted_risk_error(estimates: Array, groups: Groups) -> float:
    """Standard error of the attributable risk from how many were asked in each group."""
    return counted_fraction_error(estimates, groups) / 100 * groups.mean
