"""Which interval a measure gets from what is known of its groups, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from equity.measures import attributable, intervals
from equity.measures.difference import pair
from equity.measures.groups import Array, Groups
from equity.measures.intervals import Simulation
from equity.measures.measure import Measure
from equity.measures.registry import BEST_BY_CHANCE, COVERS_LESS, PAIR, MeasureDefinition
from equity.measures.regression import scatter


def held(value: float, groups: Groups) -> float:
    """A value of attributable risk that makes nothing worse: not below 0 where more is better, nor above."""
    return min(value, 0.0) if groups.favourable is False else max(value, 0.0)


def chosen_by_chance(definition: MeasureDefinition, groups: Groups) -> bool:
    """Whether the group it starts from is the highest, lowest or best as it came out, named by nothing else."""
    if definition.family == "difference":
        return not groups.ordered and groups.reference is None and len(groups) > PAIR
    return definition.never_adverse and not groups.ordered


def with_interval(
    measure: Measure,
    definition: MeasureDefinition,
    groups: Groups,
    simulation: Simulation,
    slope_errors: str,
) -> Measure:
    """A measure with its standard error, interval, noise floor and notes; with a note where there is no interval."""
    if definition.interval == "counts" and groups.bounded and (groups.sample_sizes > 0).all():
        return _counted(measure, definition, groups)
    known = np.isfinite(_errors_needed(definition, groups))
    if not known.all():
        missing = "errors_missing" if known.any() else "no_interval"
        return replace(measure, note=(*measure.note, missing))
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        done = _by_errors(measure, definition, groups, simulation, slope_errors)
    ends = (done.se, done.ci_low, done.ci_high)
    if not np.isfinite(np.array(ends, dtype=float)).all():
        return replace(measure, note=(*measure.note, "too_uncertain"))
    return replace(done, note=(*done.note, *definition.notes))


def _by_errors(
    measure: Measure,
    definition: MeasureDefinition,
    groups: Groups,
    simulation: Simulation,
    slope_errors: str,
) -> Measure:
    """The interval from standard errors; its ends are not finite where the errors are too large for one."""
    if definition.interval in ("delta", "log") or (definition.never_adverse and groups.ordered):
        done = _analytic(measure, definition, groups, slope_errors)
    elif definition.interval == "inversion" and measure.estimate:
        done = _inverted(measure, definition, groups, simulation)
    else:
        done = _simulated(measure, definition, groups, simulation)
    if (definition.noisy or chosen_by_chance(definition, groups)) and np.isfinite(
        groups.standard_errors
    ).all():
        done = _with_noise(done, definition, groups, simulation)
    return done


def _errors_needed(definition: MeasureDefinition, groups: Groups) -> Array:
    if definition.family != "difference":
        return groups.standard_errors
    return groups.standard_errors[[int(place) for place in pair(groups.estimates, groups)]]


def _kept_sign(measure: Measure, definition: MeasureDefinition, groups: Groups) -> float:
    """The estimate before a result against the favourable direction is shown as 0."""
    if definition.never_adverse:
        return float(definition.kernel(groups.estimates, groups))
    assert measure.estimate is not None
    return measure.estimate


def _analytic(measure: Measure, definition: MeasureDefinition, groups: Groups, slope_errors: str) -> Measure:
    assert definition.error is not None
    by_scatter = definition.family == "regression" and slope_errors == "scatter"
    errors = scatter(groups.estimates, groups) if by_scatter else groups.standard_errors
    se = float(definition.error(groups.estimates, errors, groups))
    estimate = _kept_sign(measure, definition, groups)
    interval = intervals.logarithmic if definition.interval == "log" else intervals.normal
    low, high = interval(estimate, se, measure.level)
    if definition.floor is not None and definition.interval == "delta":
        low, high = max(definition.floor, low), max(definition.floor, high)
    if definition.never_adverse:
        low, high = held(low, groups), held(high, groups)
    method = ("log_" if definition.interval == "log" else "") + ("scatter" if by_scatter else "delta")
    notes = (*measure.note, COVERS_LESS) if by_scatter else measure.note
    return replace(measure, se=se, ci_low=low, ci_high=high, method=method, note=notes)


def _counted(measure: Measure, definition: MeasureDefinition, groups: Groups) -> Measure:
    error = attributable.counted_fraction_error if definition.relative else attributable.counted_risk_error
    se = error(groups.estimates, groups)
    low, high = intervals.normal(_kept_sign(measure, definition, groups), se, measure.level)
    low, high = held(low, groups), held(high, groups)
    return replace(measure, se=se, ci_low=low, ci_high=high, method="counts")


def _inverted(
    measure: Measure, definition: MeasureDefinition, groups: Groups, simulation: Simulation
) -> Measure:
    """The interval of the variance; of the standard deviation, whose square it is."""
    low, high = intervals.variance_interval(groups, simulation, measure.level)
    if definition.error is not None:
        se = float(definition.error(groups.estimates, groups.standard_errors, groups))
    else:
        low, high = float(np.sqrt(low)), float(np.sqrt(high))
        se = float(definition.kernel(intervals.simulate(groups, simulation), groups).std())
    return replace(measure, se=se, ci_low=low, ci_high=high, method="inversion")


def _simulated(
    measure: Measure, definition: MeasureDefinition, groups: Groups, simulation: Simulation
) -> Measure:
    simulated = definition.kernel(intervals.simulate(groups, simulation), groups)
    simulated = intervals.mostly_defined(simulated)
    estimate = _kept_sign(measure, definition, groups)
    low, high = intervals.reflected(estimate, simulated, measure.level, definition.floor)
    notes = measure.note
    if definition.never_adverse:
        low, high = held(low, groups), held(high, groups)
        notes = (*notes, *BEST_BY_CHANCE)
    se = float(simulated.std())
    return replace(measure, se=se, ci_low=low, ci_high=high, method="simulation", note=notes)


def _with_noise(
    measure: Measure, definition: MeasureDefinition, groups: Groups, simulation: Simulation
) -> Measure:
    """The noise floor; and where equality is not excluded, an interval that holds it and all that it would show.

    Equal groups look unequal by chance, and a mirrored interval alone would leave equality out too often. Groups can
    also look more alike than their errors allow: their interval would shrink to nothing.
    """
    estimate, low, high = measure.estimate, measure.ci_low, measure.ci_high
    assert estimate is not None
    assert low is not None
    assert high is not None
    values = intervals.noise(definition.kernel, groups, simulation)
    floor = float(values.mean())
    excess = None
    if definition.unit == "squared":
        floor = intervals.noise_of_variance(groups)
        excess = max(0.0, estimate - floor)
    measure = replace(measure, noise_floor=floor if np.isfinite(floor) else None, excess=excess)
    equal = definition.when_equal
    reach = float(np.quantile(np.abs(values - equal), (1 + measure.level) / 2))
    if abs(estimate - equal) > reach or not groups.standard_errors.any():
        return measure
    adverse = floor < equal  # less is better, so that the measure is negative
    low, high = (min(low, equal - reach), equal) if adverse else (equal, max(high, equal + reach))
    return replace(measure, ci_low=low, ci_high=high, note=(*measure.note, "may_be_equal"))
