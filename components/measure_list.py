"""The measures of inequality as lists to read: what each means, how it is computed, and when there is none."""

from __future__ import annotations

from functools import lru_cache

from data.catalog import Catalog
from data.catalog import language as language_of
from equity.language import Language
from equity.measures import REGISTRY
from equity.measures.advisor import MODEL_REFUSALS, REFUSALS
from equity.measures.definedness import REASONS
from equity.measures.registry import BEST_BY_CHANCE, MeasureDefinition
from equity.measures.words import (
    method_sentence,
    note_sentence,
    refused_sentence,
    undefined_sentence,
    unit_label,
)
from equity.vocabulary import MeasureWords

GROUPS = {
    "pair": ("difference",),
    "order": ("concentration", "regression"),
    "spread": ("dispersion", "mean_difference", "disparity", "entropy", "percentile"),
    "total": ("lorenz",),
    "change": ("attributable",),
}
"""Families of the registry by the question they answer, in the order of the page."""

INTERVALS = ("errors", "slopes", "inversion", "simulation", "chance", "counts", "study")
"""What is said of intervals, in this order."""

REFUSED, UNDEFINED = "refused", "undefined"
AGAINST = (REFUSED, UNDEFINED)
"""Lists of reasons for which a measure is not shown."""

_SOMETIMES = {
    "difference": ("highest_against_lowest", "may_be_equal"),
    "regression": ("linear_model", "logit_model", "log_model"),
    "entropy": ("zero_replaced",),
    "attributable": ("shown_as_zero", *BEST_BY_CHANCE, "may_be_equal"),
}
"""What is said of a family only where it is so."""


def measures_of(group: str) -> list[MeasureDefinition]:
    """The measures of a group, in the order of the registry."""
    return [each for each in REGISTRY.values() if each.family in GROUPS[group]]


@lru_cache(maxsize=16)
def measure_lines(where: Catalog, group: str, code: str) -> str:
    """Every measure of a group as Markdown: label, code, meaning, formula, value of equality, interval, source."""
    language = language_of(code)
    return "\n\n".join(
        _measure(each, where.vocabulary.measures[each.code], language) for each in measures_of(group)
    )


def _measure(measure: MeasureDefinition, words: MeasureWords, language: Language) -> str:
    told = [
        language("methods.measure.relative" if measure.relative else "methods.measure.absolute"),
        language("methods.measure.by_people" if measure.weighted else "methods.measure.each_alike"),
        language("methods.measure.unit", unit=unit_label(measure.unit, language)),
        language("methods.measure.least_groups", count=measure.least_groups),
    ]
    always, sometimes = (
        [note_sentence(note, language) for note in notes] for notes in (measure.notes, _sometimes(measure))
    )
    made = language("inequality.interval_made", method=_method(measure, language))
    lines = [
        f"**{language.of(words.label)}** `{measure.code}`",
        language.of(words.meaning),
        f"`{words.formula}`",
        language("separator").join(told),
        language.sentences(language.of(words.equal), language.of(words.sign)),
        language("methods.measure.applies", told=language.of(words.applies)),
        language.sentences(made, *always),
        language("methods.measure.sometimes", told=language.sentences(*sometimes)) if sometimes else "",
        language("methods.measure.source", told=words.source),
    ]
    return "  \n".join(line for line in lines if line)


def _method(measure: MeasureDefinition, language: Language) -> str:
    """How the interval is made here, where slopes take the errors of their groups."""
    if measure.interval == "counts":
        return language("methods.measure.counts", method=method_sentence("counts", language))
    return method_sentence("log_delta" if measure.interval == "log" else measure.interval, language)


def _sometimes(measure: MeasureDefinition) -> list[str]:
    notes = [*_SOMETIMES.get(measure.family, ())]
    if measure.noisy:
        notes.append("may_be_equal")
    return [note for note in notes if note not in measure.notes]


def reasons(kind: str) -> tuple[str, ...]:
    """Codes of the reasons of one kind: against a measure that could be computed, or for having no value."""
    return (*REFUSALS, *MODEL_REFUSALS) if kind == REFUSED else tuple(REASONS)


@lru_cache(maxsize=8)
def reason_lines(where: Catalog, kind: str, code: str) -> str:
    """The reasons of one kind as a list in Markdown."""
    del where
    sentence = refused_sentence if kind == REFUSED else undefined_sentence
    return "\n".join(f"- {sentence(each, language_of(code))}" for each in reasons(kind))
