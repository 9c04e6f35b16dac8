"""When a measure has no value, and why: each reason with the test that finds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from equity.measures.difference import pair
from equity.measures.groups import Groups
from equity.measures.lorenz import lorenz_curve
from equity.measures.registry import MeasureDefinition
from equity.measures.regression import fit

LEAST_SHARE_PRESENT = 0.85
"""The share of groups without an order that must have an estimate (HEAT)."""

BOTTOM_SHARES = {"palma": 0.4, "s80s20": 0.2}

OF_EVERY_MEASURE = ("too_few_groups", "too_few_estimates", "all_zero")
"""Reasons for which any measure may have no value; the others stand in the registry."""


def undefined_reason(definition: MeasureDefinition, groups: Groups) -> str | None:
    """The first reason why a measure has no value for these groups, or `None` when it has one."""
    reasons = (*OF_EVERY_MEASURE, *definition.undefined)
    with np.errstate(all="ignore"):
        return next(
            (reason for reason in REASONS if reason in reasons and REASONS[reason](definition, groups)), None
        )


def _no_order(definition: MeasureDefinition, groups: Groups) -> bool:
    unplaced = not np.isfinite(groups.orders).all()
    return unplaced if groups.ordered else definition.dimension == "ordered"


def _incomplete_order(definition: MeasureDefinition, groups: Groups) -> bool:
    whole = np.array_equal(groups.orders, np.arange(1, len(groups) + 1))
    return groups.ordered and not (groups.present.all() and whole)


def _missing_end(definition: MeasureDefinition, groups: Groups) -> bool:
    return groups.ordered and not (groups.present[0] and groups.present[-1] and groups.orders[0] == 1)


def _no_reference(definition: MeasureDefinition, groups: Groups) -> bool:
    return groups.reference is None or _missing_reference(definition, groups)


def _missing_reference(definition: MeasureDefinition, groups: Groups) -> bool:
    return not groups.ordered and groups.reference is not None and not groups.present[groups.reference]


def _zero_in_ratio(definition: MeasureDefinition, groups: Groups) -> bool:
    known = groups.complete()
    return any(known.estimates[place] == 0 for place in pair(known.estimates, known))


def _mean_at_bound(definition: MeasureDefinition, groups: Groups) -> bool:
    return groups.complete().mean >= groups.scale


def _bottom_has_nothing(definition: MeasureDefinition, groups: Groups) -> bool:
    people, totals = lorenz_curve(groups.complete())
    return bool(np.interp(BOTTOM_SHARES[definition.code], people, totals) <= 0)


def _no_fit(definition: MeasureDefinition, groups: Groups) -> bool:
    line = fit(groups.estimates, groups)
    return not (np.isfinite(line.top) and np.isfinite(line.bottom))


def _line_below_zero(definition: MeasureDefinition, groups: Groups) -> bool:
    line = fit(groups.estimates, groups)
    return bool(line.top <= 0 or line.bottom <= 0)


REASONS: Mapping[str, Callable[[MeasureDefinition, Groups], bool]] = {
    "too_few_groups": lambda definition, groups: groups.present.sum() < definition.least_groups,
    "no_order": _no_order,
    "incomplete_order": _incomplete_order,
    "missing_end": _missing_end,
    "no_reference": _no_reference,
    "missing_reference": _missing_reference,
    "too_few_estimates": lambda _, groups: not groups.ordered and groups.present.mean() < LEAST_SHARE_PRESENT,
    "no_direction": lambda _, groups: groups.favourable is None,
    "not_bounded": lambda definition, groups: (
        not groups.bounded and (definition.family != "regression" or groups.model == "logit")
    ),
    "no_population": lambda _, groups: bool(np.isnan(groups.populations[groups.present]).any()),
    "all_zero": lambda _, groups: not groups.estimates[groups.present].any(),
    "negative_values": lambda _, groups: bool((groups.estimates[groups.present] < 0).any()),
    "zero_mean": lambda _, groups: groups.complete().mean <= 0,
    "mean_at_bound": _mean_at_bound,
    "zero_in_ratio": _zero_in_ratio,
    "zero_in_logarithm": lambda _, groups: groups.model == "log" and bool((groups.estimates <= 0).any()),
    "no_fit": _no_fit,
    "line_below_zero": _line_below_zero,
    "bottom_has_nothing": _bottom_has_nothing,
}
"""Reason to test, in the order in which a reader would want to hear them; later tests rely on earlier ones."""
