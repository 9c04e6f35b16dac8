"""Other software's numbers, defects included: healthequal 1.0.1, as its own tests expect them.

Only tests use this. It shows that the same inputs lead to what others publish, and by how much that differs from what
the measures here say.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist

import numpy as np

from equity.measures import REGISTRY, Groups, Measure
from equity.measures.dispersion import between_group_variance_error
from equity.measures.regression import relative_log_error, scatter, slope_error


def as_published(measure: Measure, groups: Groups) -> Measure:
    """What healthequal gives for a measure that `compute` has made of the same groups."""
    switch = {
        "aci": _scatter_of_concentration,
        "rci": _scatter_of_concentration,
        "sii": _squared_weights,
        "rii": _squared_weights,
        "bgv": _around_the_noisy_variance,
        "ti": _error_not_in_thousandths,
        "mld": _error_not_in_thousandths,
        "paf": _error_not_in_percent,
    }
    return switch[measure.code](measure, groups) if measure.code in switch else measure


def _around(measure: Measure, error: float) -> Measure:
    reach = NormalDist().inv_cdf((1 + measure.level) / 2) * error
    return replace(measure, se=error, ci_low=measure.estimate - reach, ci_high=measure.estimate + reach)


def _error_not_in_thousandths(measure: Measure, groups: Groups) -> Measure:
    return _around(measure, measure.se / 1000)


def _error_not_in_percent(measure: Measure, groups: Groups) -> Measure:
    return _around(measure, measure.se / 100)


def _around_the_noisy_variance(measure: Measure, groups: Groups) -> Measure:
    """The interval around the variance seen, noise and all."""
    return _around(
        measure, float(between_group_variance_error(groups.estimates, groups.standard_errors, groups))
    )


def _scatter_of_concentration(measure: Measure, groups: Groups) -> Measure:
    """The error of the slope in a regression on rank: it measures departure from a line, not the groups' errors."""
    weights, ranks = groups.weights, groups.ranks
    outcome = groups.estimates / (groups.mean if measure.code == "rci" else 1)
    centred = ranks - ranks @ weights
    spread = weights @ (ranks - 0.5) ** 2
    response = 2 * spread * outcome
    slope = (weights * centred) @ response / (weights @ centred**2)
    residuals = response - weights @ response - slope * centred
    variance = weights @ residuals**2 / (len(groups) - 2) / (weights @ centred**2)
    return _around(measure, float(np.sqrt(variance)))


def _squared_weights(measure: Measure, groups: Groups) -> Measure:
    """Each group weighs the square of its population; the slope's error is left on the scale of shares."""
    # Squared by hand after the counts are made whole, which uses the population itself.
    squared = replace(groups, populations=groups.populations**2)
    squared.__dict__["ranks"] = groups.ranks
    estimate = float(REGISTRY[measure.code].kernel(groups.estimates, squared))
    errors = scatter(groups.estimates, squared)
    if measure.code == "sii":
        error = float(slope_error(groups.estimates, errors, squared))
        return replace(_around(replace(measure, estimate=estimate), error), se=error / groups.scale)
    error = float(relative_log_error(groups.estimates, errors, squared))
    reach = NormalDist().inv_cdf((1 + measure.level) / 2) * error
    ends = estimate * np.exp([-reach, reach])
    return replace(measure, estimate=estimate, se=error, ci_low=float(ends[0]), ci_high=float(ends[1]))
