"""Which measures are meaningful for an indicator, and for each of the others why not.

First what is declared is asked (unit and bounds, kind, direction, order), then what is known of the groups. A
measure that can be computed is not thereby meaningful: the ratio of two price cuts says nothing of prices.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from equity.language import Language
from equity.measures.bad_input import MODELS
from equity.measures.definedness import undefined_reason
from equity.measures.groups import Groups, groups_of
from equity.measures.registry import REGISTRY, MeasureDefinition
from equity.measures.words import refused_sentence, undefined_sentence
from equity.vocabulary import DERIVED, Dimension, Indicator

SIZES = ("count", "total", "sample_size")
OF_AMOUNTS = ("gini", "palma", "s80s20")
"""Measures of how a total is shared out: of things that can be added up."""
SEES_ORDER = ("difference", "concentration", "regression", "attributable")
"""Families that use an order where there is one."""


@dataclass(frozen=True)
class Advice:
    """Whether one measure is meaningful here."""

    code: str
    refused: str | None = None
    """Code of the reason against it: of `REFUSALS`, or one for which it has no value."""
    headline: bool = False
    """Whether it is among the few to show first."""
    models: tuple[str, ...] = ()
    """For a slope, the models of its line that suit the indicator, the one to use first."""
    refused_models: Mapping[str, str] = field(default_factory=dict)
    """For a slope, each other model with the reason against it."""

    def sentence(self, language: Language) -> str:
        """Why the measure is refused, for a reader; nothing when it is not."""
        if not self.refused:
            return ""
        declared = self.refused in REFUSALS
        return (refused_sentence if declared else undefined_sentence)(self.refused, language)


def options_for(indicator: Indicator, dimension: Dimension) -> dict[str, Any]:
    """What `compute` and `groups_of` need to know, as the definition files declare it."""
    bounded = _bounded(indicator)
    return {
        "favourable": {"high": True, "low": False}.get(indicator.favourable),
        "ordered": dimension.ordered,
        "scale": float(indicator.maximum) if bounded and indicator.maximum else 100.0,
        "bounded": bounded,
        "equal_weights": dimension.equal_weights,
    }


def advise(
    indicator: Indicator,
    dimension: Dimension,
    groups: pd.DataFrame | Groups | None = None,
    codes: Collection[str] = REGISTRY,
) -> tuple[Advice, ...]:
    """Advice on every measure, or on those with these codes, in the order of the registry.

    Parameters
    ----------
    groups : the groups to be compared, where they are known; without them only what is declared is judged.

    Raises
    ------
    MeasureError : the frame of groups cannot be read.
    """
    framed = isinstance(groups, pd.DataFrame)
    known = groups_of(groups, **options_for(indicator, dimension)) if framed else groups
    asked = [each for code, each in REGISTRY.items() if code in codes]
    return tuple(_advice(each, indicator, dimension, known) for each in asked)


def _advice(
    definition: MeasureDefinition, indicator: Indicator, dimension: Dimension, groups: Groups | None
) -> Advice:
    refused_models = _refused_models(indicator, groups) if definition.family == "regression" else {}
    models = _models(indicator, refused_models) if definition.family == "regression" else ()
    facts = (definition, indicator, dimension)
    refused = next((reason for reason, holds in REFUSALS.items() if holds(*facts)), None)
    refused = refused or _undeclared(definition, dimension)
    if refused is None and groups is not None:
        asked = replace(groups, model=models[0]) if models else groups
        refused = undefined_reason(definition, asked)
    headline = refused is None and definition.headline and not _second_to_erreygers(definition, indicator)
    return Advice(definition.code, refused, headline, models, refused_models)


def _second_to_erreygers(definition: MeasureDefinition, indicator: Indicator) -> bool:
    """The relative index of a share depends on how large the share is, so Erreygers' is shown first."""
    return definition.code == "rci" and _bounded(indicator)


def _undeclared(definition: MeasureDefinition, dimension: Dimension) -> str | None:
    """A reason for having no value that follows from the declarations alone."""
    if definition.dimension == "ordered" and not dimension.ordered:
        return "no_order"
    if "no_reference" in definition.undefined and dimension.reference is None:
        return "no_reference"
    groups = len(set(dimension.subgroups) - set(dimension.wholes))
    return "too_few_groups" if 0 < groups < definition.least_groups else None


def _bounded(indicator: Indicator) -> bool:
    return indicator.minimum == 0 and indicator.maximum is not None


def _models(indicator: Indicator, refused: Mapping[str, str]) -> tuple[str, ...]:
    """Log-odds for shares, the logarithm for money, a straight line for what is left."""
    first = "logit" if _bounded(indicator) else "log" if indicator.kind in ("money", "price") else "linear"
    order = (first, *(model for model in MODELS if model != first))
    return tuple(model for model in order if model not in refused)


def _refused_models(indicator: Indicator, groups: Groups | None) -> Mapping[str, str]:
    refused = {}
    if not _bounded(indicator):
        refused["logit"] = "logit_needs_bounds"
    zero = groups is not None and bool((groups.estimates[np.isfinite(groups.estimates)] <= 0).any())
    if zero or indicator.minimum is None or indicator.minimum < 0:
        refused["log"] = "log_needs_positive"
    return refused


Refusal = Callable[[MeasureDefinition, Indicator, Dimension], bool]

REFUSALS: Mapping[str, Refusal] = {
    "sequence": lambda _, indicator, dimension: dimension.sequence,
    "size": lambda _, indicator, dimension: indicator.kind in SIZES,
    "part_of_whole": lambda _, indicator, dimension: indicator.kind == "composition",
    "model_result": lambda _, indicator, dimension: indicator.kind == "model_result",
    "fixed_ratio": lambda definition, indicator, _: definition.relative and indicator.kind == DERIVED,
    "no_true_zero": lambda definition, indicator, _: (
        definition.relative and (indicator.minimum is None or indicator.minimum < 0)
    ),
    "no_direction": lambda definition, indicator, _: (
        "no_direction" in definition.undefined and indicator.favourable not in ("high", "low")
    ),
    "not_of_people": lambda definition, indicator, _: (
        definition.code == "paf" and not indicator.share_of_people
    ),
    "nothing_to_gain": lambda definition, indicator, _: (
        definition.code == "par"
        and not indicator.share_of_people
        and indicator.kind not in ("money", "price")
    ),
    "not_an_amount": lambda definition, indicator, _: definition.code in OF_AMOUNTS and indicator.unit == "%",
    "needs_bounds": lambda definition, indicator, _: (
        "not_bounded" in definition.undefined
        and definition.family != "regression"
        and not _bounded(indicator)
    ),
    "ignores_order": lambda definition, _, dimension: (
        dimension.ordered and definition.family not in SEES_ORDER
    ),
}
"""Reason to test, on what is declared alone."""
MODEL_REFUSALS = ("logit_needs_bounds", "log_needs_positive")
"""Reasons against a model of a slope, told as refusals are."""
