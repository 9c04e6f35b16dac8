"""What the codes of a measure say to a reader: notes, methods, units, and why there is no value."""

from __future__ import annotations

from equity.language import Language

NOTES = (
    "errors_from_intervals",
    "groups_missing",
    "linear_model",
    "logit_model",
    "log_model",
    "zero_replaced",
    "shown_as_zero",
    "highest_against_lowest",
    "best_chosen_by_chance",
    "covers_less",
    "may_be_equal",
    "errors_missing",
    "too_uncertain",
    "no_interval",
)
METHODS = ("delta", "log_delta", "scatter", "log_scatter", "simulation", "inversion", "counts")
UNITS = ("outcome", "squared", "fraction", "percent", "thousandths", "ratio")


def note_sentence(code: str, language: Language) -> str:
    """What must be said beside a value."""
    return language(f"measure.note.{code}")


def method_sentence(code: str, language: Language) -> str:
    """How an interval was made."""
    return language(f"measure.method.{code}")


def unit_label(code: str, language: Language) -> str:
    """In what a measure is told."""
    return language(f"measure.unit.{code}")


def undefined_sentence(reason: str, language: Language) -> str:
    """Why a measure has no value for these groups."""
    return language(f"measure.undefined.{reason}")


def refused_sentence(reason: str, language: Language) -> str:
    """Why a measure would not be meaningful for an indicator, whatever its figures."""
    return language(f"measure.refused.{reason}")
