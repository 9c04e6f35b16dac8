"""One call for every measure: a frame of groups in, a value with its interval out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from equity.measures.bad_input import InputProblem, MeasureError
from equity.measures.definedness import undefined_reason
from equity.measures.difference import pair
from equity.measures.groups import Groups, groups_of
from equity.measures.intervals import Simulation
from equity.measures.measure import Measure
from equity.measures.registry import REGISTRY, MeasureDefinition
from equity.measures.uncertainty import chosen_by_chance, held, with_interval

DRAWS = 5_000
SEED = 20_261_122
LEAST_DRAWS = 100
SLOPE_ERRORS = ("scatter", "groups")


def compute(
    code: str,
    groups: pd.DataFrame | Groups,
    *,
    favourable: bool | None = None,
    ordered: bool = False,
    scale: float = 100.0,
    bounded: bool = False,
    model: str = "linear",
    equal_weights: bool = False,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
    slope_errors: str = "scatter",
) -> Measure:
    """One measure of inequality between groups.

    Parameters
    ----------
    code : a key of `REGISTRY`.
    groups : one row a group, as `groups_of` describes; or what `groups_of` gave, to read a frame once for
        several measures, which then already holds the options up to `equal_weights`.
    favourable : whether higher is better; `None` where neither direction is.
    ordered : whether `subgroup_order` counts from the most disadvantaged (1) to the most advantaged.
    scale : the value of the outcome that stands for all: 100 for percentages.
    bounded : whether the outcome lies between 0 and `scale`.
    model : the line of the slope and relative index: `linear`, `logit` (bounded outcomes) or `log`.
    level : of the interval.
    slope_errors : whether the interval of a slope comes from the scatter of the groups around the line (`scatter`, a
        heteroscedasticity-consistent sandwich) or from the groups' own standard errors (`groups`).

    Raises
    ------
    MeasureError : what was given cannot be read; the error holds every problem with its cure.

    >>> halves = pd.DataFrame({"subgroup": ["rural", "urban"], "estimate": [40.0, 60.0], "se": [3.0, 4.0]})
    >>> gap = compute("d", halves, favourable=True)
    >>> gap.estimate, gap.se, gap.compared
    (20.0, 5.0, ('urban', 'rural'))
    >>> compute("sii", halves, favourable=True).undefined_reason
    'too_few_groups'
    """
    wrong = list(_wrong_options(code, level, draws, slope_errors))
    if isinstance(groups, pd.DataFrame):
        try:
            groups = groups_of(
                groups,
                favourable=favourable,
                ordered=ordered,
                scale=scale,
                bounded=bounded,
                model=model,
                equal_weights=equal_weights,
            )
        except MeasureError as error:
            wrong += error.problems
    if wrong or isinstance(groups, pd.DataFrame):
        raise MeasureError(*wrong)
    definition = REGISTRY[code]
    reason = undefined_reason(definition, groups)
    known = groups.complete()
    empty = Measure(code, n_groups=len(known), level=level, note=known.notes)
    if reason:
        return replace(empty, undefined_reason=reason)
    measured = _with_estimate(empty, definition, known)
    return with_interval(measured, definition, known, Simulation(draws, seed), slope_errors)


def _wrong_options(code: str, level: float, draws: int, slope_errors: str) -> Iterator[InputProblem]:
    if code not in REGISTRY:
        yield InputProblem("code", "unknown", (str(code),))
    if not 0 < level < 1:
        yield InputProblem("level", "out_of_range", (str(level),))
    if draws < LEAST_DRAWS:
        yield InputProblem("draws", "out_of_range", (str(draws),))
    if slope_errors not in SLOPE_ERRORS:
        yield InputProblem("slope_errors", "unknown", (str(slope_errors),))


def _with_estimate(empty: Measure, definition: MeasureDefinition, groups: Groups) -> Measure:
    equal = bool(np.ptp(groups.estimates) == 0)
    # Equal groups have no inequality: exactly none, where arithmetic would leave a remainder.
    estimate = definition.when_equal if equal else float(definition.kernel(groups.estimates, groups))
    notes = [*empty.note]
    if definition.family == "regression":
        notes.append(f"{groups.model}_model")
    if definition.family == "entropy" and (groups.estimates == 0).any():
        notes.append("zero_replaced")
    if definition.never_adverse and held(estimate, groups) != estimate:
        estimate = 0.0
        notes.append("shown_as_zero")
    compared = None
    if definition.family == "difference":
        compared = _names_of_pair(groups)
        if chosen_by_chance(definition, groups):
            notes.append("highest_against_lowest")
    return replace(empty, estimate=estimate, compared=compared, note=tuple(notes))


def _names_of_pair(groups: Groups) -> tuple[str, str]:
    first, second = pair(groups.estimates, groups)
    return groups.names[int(first)], groups.names[int(second)]
