"""What is wrong with a frame of groups: everything at once, each with its column, values and cure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from equity.language import Language

MODELS = ("linear", "logit", "log")
"""Lines through groups by rank: see `regression`."""

NUMBERS = ("estimate", "se", "ci_low", "ci_high", "population", "n", "subgroup_order")
REFERENCE = "reference_subgroup"
NOT_NEGATIVE = ("se", "population", "n")
CURES: Mapping[str, str] = {
    "missing_column": "add_it",
    "no_rows": "give_one_row_a_group",
    "all_missing": "give_at_least_one_number",
    "not_a_number": "write_plain_numbers",
    "infinite": "write_a_finite_number_or_leave_it_blank",
    "negative": "write_zero_or_more",
    "duplicate": "give_each_group_one_row",
    "blank": "name_every_group",
    "not_whole": "number_groups_from_1",
    "not_true_or_false": "write_true_or_false",
    "several_references": "mark_one_group",
    "total_is_zero": "give_the_people_in_each_group",
    "upside_down": "write_the_lower_end_first",
    "out_of_bounds": "correct_the_scale_or_the_figure",
    "unknown": "choose_a_known_one",
    "out_of_range": "choose_a_value_within_its_range",
}
"""Rule to cure, both in words that read as English once the underscores are gone."""


@dataclass(frozen=True)
class InputProblem:
    """One thing wrong with what was given: where, which rule, and the values that break it."""

    column: str
    """A column of the frame, or an argument of `compute`."""
    rule: str
    values: tuple[str, ...] = ()

    @property
    def cure(self) -> str:
        """How to put it right, as a code."""
        return CURES[self.rule]

    def __str__(self) -> str:
        found = f" ({', '.join(self.values)})" if self.values else ""
        return f"{self.column}: {_words(self.rule)}{found}; {_words(self.cure)}"

    def sentence(self, language: Language) -> str:
        """The problem and its cure for a reader."""
        values = language.list(self.values)
        return language(f"measure.input.{self.rule}", column=self.column, values=values)


class MeasureError(ValueError):
    """What was given cannot be measured. `problems` holds everything that is wrong, not only the first."""

    def __init__(self, *problems: InputProblem) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


def problems(
    frame: pd.DataFrame, scale: float, *, bounded: bool, model: str, equal_weights: bool
) -> list[InputProblem]:
    """Everything wrong with a frame whose index counts its rows from 0, and with how it is to be measured."""
    return [
        *_wrong_options(scale, model),
        *_wrong_columns(frame),
        *_wrong_numbers(frame),
        *_wrong_populations(frame, equal_weights),
        *_wrong_references(frame),
        *(_out_of_bounds(frame, scale) if bounded else ()),
    ]


def numbers(frame: pd.DataFrame, column: str) -> pd.Series:
    """A column as floats; NaN where it is blank, absent or no number."""
    if column not in frame:
        return pd.Series(np.nan, index=frame.index)
    values = frame[column]
    if values.dtype == np.float64:
        return values
    truths = values.map(lambda value: isinstance(value, bool | np.bool_))
    return pd.to_numeric(values.mask(truths.astype(bool)), errors="coerce").astype(float)


def reference_marks(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which rows are marked as the reference; none when the column is absent."""
    if REFERENCE not in frame:
        return np.zeros(len(frame), dtype=bool)
    return np.array([not pd.isna(mark) and bool(mark) for mark in frame[REFERENCE]], dtype=bool)


def _wrong_options(scale: float, model: str) -> Iterator[InputProblem]:
    if not 0 < scale < np.inf:
        yield InputProblem("scale", "out_of_range", (str(scale),))
    if model not in MODELS:
        yield InputProblem("model", "unknown", (str(model),))


def _wrong_columns(frame: pd.DataFrame) -> Iterator[InputProblem]:
    """Columns that are missing or hold nothing, and groups that have no name of their own."""
    for column in ("subgroup", "estimate"):
        if column not in frame:
            yield InputProblem(column, "missing_column")
    if frame.empty:
        yield InputProblem("subgroup", "no_rows")
    elif "estimate" in frame and frame["estimate"].isna().all():
        yield InputProblem("estimate", "all_missing")
    if "subgroup" in frame:
        names = frame["subgroup"]
        blank = names.isna() | (names.astype(str).str.strip() == "")
        if blank.any():
            yield InputProblem("subgroup", "blank", tuple(str(row + 1) for row in np.flatnonzero(blank)))
        twice = names[~blank & names.duplicated()]
        if len(twice):
            yield InputProblem("subgroup", "duplicate", tuple(map(str, twice.unique())))


def _wrong_numbers(frame: pd.DataFrame) -> Iterator[InputProblem]:
    for column in (each for each in NUMBERS if each in frame):
        read = numbers(frame, column)
        yield from _found(frame, column, "not_a_number", frame[column].notna() & read.isna())
        yield from _found(frame, column, "infinite", read.abs() == np.inf)
        if column in NOT_NEGATIVE:
            yield from _found(frame, column, "negative", read < 0)
    orders = numbers(frame, "subgroup_order")
    whole = (orders >= 1) & ((orders % 1 == 0) | (orders == np.inf))
    yield from _found(frame, "subgroup_order", "not_whole", orders.notna() & ~whole)
    yield from _found(frame, "subgroup_order", "duplicate", whole & orders.duplicated(keep=False))
    upside_down = numbers(frame, "ci_low") > numbers(frame, "ci_high")
    yield from _found(frame, "ci_low", "upside_down", upside_down)


def _wrong_populations(frame: pd.DataFrame, equal_weights: bool) -> Iterator[InputProblem]:
    people = numbers(frame, "population")
    if len(frame) and not equal_weights and people.notna().all() and not people.any():
        yield InputProblem("population", "total_is_zero")


def _wrong_references(frame: pd.DataFrame) -> Iterator[InputProblem]:
    if REFERENCE not in frame:
        return
    odd = frame[REFERENCE].map(lambda mark: not (pd.isna(mark) or mark in (0, 1))).astype(bool)
    yield from _found(frame, REFERENCE, "not_true_or_false", odd)
    marked = pd.Series(reference_marks(frame), index=frame.index)
    if marked.sum() > 1 and not odd.any():
        yield from _found(frame, REFERENCE, "several_references", marked)


def _out_of_bounds(frame: pd.DataFrame, scale: float) -> Iterator[InputProblem]:
    estimates = numbers(frame, "estimate")
    outside = ((estimates < 0) | (estimates > scale)) & (estimates.abs() != np.inf)
    yield from _found(frame, "estimate", "out_of_bounds", outside)


def _found(frame: pd.DataFrame, column: str, rule: str, rows: pd.Series) -> Iterator[InputProblem]:
    """One problem for all rows that break a rule, each told by its group and value."""
    if rows.any():
        places = np.flatnonzero(rows)
        names = frame["subgroup"] if "subgroup" in frame else pd.Series(places + 1, index=places)
        told = tuple(f"{names[place]}: {frame[column][place]}" for place in places)
        yield InputProblem(column, rule, told)


def _words(code: str) -> str:
    return code.replace("_", " ")
