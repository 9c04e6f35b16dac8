"""The rows that can be computed with, under names of our own, and the design by which they were drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeAlias

import ibis
import numpy as np

from equity.measures import InputProblem, MeasureError

Expression: TypeAlias = Any
"""An Ibis table or column. Its columns exist at run time only, so a type checker can say nothing of them."""

LARGEST = 1e150
"""A number beyond this cannot be squared and is taken as missing, as one that is infinite or none at all."""

LIGHTEST, HEAVIEST = 1e-60, 1e60
"""Errors multiply weights and their sums four times. A weight beyond these would not stand that and is missing."""

DIVISION, GROUP = " division", " group"
"""What `divided` calls its columns. No heading of a file begins with a space."""

QUESTION = " question"
_questions = count()
"""What `cached` tells its tables apart by."""


@dataclass(frozen=True)
class Design:
    """How cases were drawn: the columns that say so, or "" where there is none.

    Without weights every case counts once; without clusters every case was drawn by itself. Clusters are told
    apart within their stratum.
    """

    weight: str = ""
    cluster: str = ""
    stratum: str = ""
    sample: str = ""
    """Where cases of several samples lie in one table: which of them a case is of. Groups are then parts of a sample
    each and name it among their columns; measures that rank cases know of one sample only."""

    @property
    def simple(self) -> bool:
        """Whether every case is a sampling unit by itself, and all are of one stratum."""
        return not (self.cluster or self.stratum)


EACH_ONCE = Design()
"""Every case counts once and was drawn by itself."""


@dataclass(frozen=True)
class Spread:
    """What must be known of a column before its values are set in order."""

    low: float
    high: float
    mean: float
    """Of the cases, unweighted."""


@dataclass(frozen=True)
class Described:
    """How many cases there are, what they weigh, and the spread of their numbers."""

    n: int
    missing: int
    """Cases of which something is not known, where these are among the rows."""
    weight: float
    spreads: Mapping[str, Spread]


def selected(cases: Expression, design: Design, groups: Sequence[str] = (), **numbers: str) -> Expression:
    """The columns of an analysis: each of `numbers` as a float under its name here, `weight` and what says where
    a case was drawn, as far as the design has them, and `group_0`, `group_1`… Numbers are null in a case in which any
    of them or any column of the design is missing, or the weight is 0 or cannot be computed with.

    Raises MeasureError where a column is absent or holds no numbers.
    """
    there = known(cases, design, groups, *numbers.values())
    floats, others = _columns(cases, design, groups, numbers)
    nothing = ibis.null("float64")
    return cases.select(**{name: there.ifelse(each, nothing) for name, each in floats.items()}, **others)


def divided(cases: Expression, columns: Sequence[str]) -> Expression:
    """The cases once for each column that divides them, and for "" undivided: one query answers for all groups.

    Two columns more: `DIVISION`, the name of the column, and `GROUP`, what it says, as a text. With
    `Design(sample=DIVISION)` each division is a sample by itself.
    """
    copies = cases.cross_join(ibis.memtable({DIVISION: list(columns)}))
    groups = [(copies[DIVISION] == column, copies[column].cast("string")) for column in columns if column]
    nothing = ibis.null("string")
    return copies.mutate(**{GROUP: ibis.cases(*groups, else_=nothing) if groups else nothing})


def complete(cases: Expression, design: Design, groups: Sequence[str] = (), **numbers: str) -> Expression:
    """As `selected`, without the cases in which something is missing."""
    return columns_of(
        cases.filter(known(cases, design, groups, *numbers.values())), design, groups, **numbers
    )


def columns_of(cases: Expression, design: Design, groups: Sequence[str] = (), **numbers: str) -> Expression:
    """As `selected`, of cases in which nothing is missing."""
    floats, others = _columns(cases, design, groups, numbers)
    return cases.select(**floats, **others)


def known(cases: Expression, design: Design, groups: Sequence[str], *columns: str) -> Expression:
    """Whether a case can be computed with: these columns and those of the design are there. Null counts as no.

    Raises MeasureError where a column is absent or holds no numbers.
    """
    problems = list(_problems(cases, design, groups, columns))
    if problems:
        raise MeasureError(*problems)
    there = [cases[column].cast("float64").abs() <= LARGEST for column in columns]
    units = [cases[column].notnull() for column in _units(design).values()]
    weights = [cases[design.weight].cast("float64")] if design.weight else []
    # A negative one is no missing one: who describes the cases refuses it.
    heavy = [(each < 0) | each.between(LIGHTEST, HEAVIEST) for each in weights]
    return ibis.and_(*there, *units, *heavy)


def weighted(rows: Expression, values: Expression) -> Expression:
    """Values times the weight of their case."""
    return rows.weight * values if "weight" in rows.columns else values


def weight(rows: Expression) -> Expression:
    """What the cases weigh together."""
    return rows.weight.sum() if "weight" in rows.columns else rows.count().cast("float64")


def cached(rows: Expression) -> Expression:
    """The rows in a table that the engine keeps till the end of a `with`."""
    # For two equal questions Ibis would keep one table, whatever has become of the rows since: so none is equal.
    return rows.mutate(**{QUESTION: ibis.literal(next(_questions))}).cache()


def described(rows: Expression, design: Design, *columns: str) -> Described:
    """What the cases with these columns are like, in one pass. Raises MeasureError where a weight is negative."""
    n = rows[columns[0]].count()
    asked = {"n": n, "missing": rows.count() - n, "weight": n.cast("float64")}
    if design.weight:
        asked |= {"weight": rows.weight.sum(), "lightest": rows.weight.min()}
    for name in columns:
        asked |= {
            f"{name}_low": rows[name].min(),
            f"{name}_high": rows[name].max(),
            f"{name}_mean": rows[name].mean(),
        }
    found = one_row(rows.aggregate(**asked))
    if not found["n"]:
        return Described(0, found["missing"], 0.0, {})
    if design.weight and found["lightest"] < 0:
        raise MeasureError(InputProblem(design.weight, "negative", (f"{found['lightest']:g}",)))
    spreads = {
        name: Spread(*(found[f"{name}_{part}"] for part in ("low", "high", "mean"))) for name in columns
    }
    return Described(found["n"], found["missing"], found["weight"], spreads)


def one_row(question: Expression) -> dict[str, Any]:
    """The answer of one row, by column. Its floats are numpy's, which overflow to infinity rather than fail."""
    row = question.to_pyarrow().to_pylist()[0]
    return {name: np.float64(value) if isinstance(value, float) else value for name, value in row.items()}


def _columns(
    cases: Expression, design: Design, groups: Sequence[str], numbers: Mapping[str, str]
) -> tuple[dict[str, Expression], dict[str, Expression]]:
    """The numbers as floats, the weight among them, and the units and groups, by the names used here."""
    measured = {**numbers, **({"weight": design.weight} if design.weight else {})}
    labels = {**_units(design), **{f"group_{place}": column for place, column in enumerate(groups)}}
    floats = {name: cases[column].cast("float64") for name, column in measured.items()}
    return floats, {name: _label(cases[column]) for name, column in labels.items()}


def _label(column: Expression) -> Expression:
    """A column that tells cases apart. One that says nothing at all has no type, and no engine keeps such a one."""
    return column.cast("string") if column.type().is_null() else column


def _units(design: Design) -> dict[str, str]:
    """The columns that say where a case was drawn, by the names used here."""
    named = {name: getattr(design, name) for name in ("cluster", "stratum", "sample")}
    return {name: column for name, column in named.items() if column}


def _problems(
    cases: Expression, design: Design, groups: Sequence[str], numbers: Sequence[str]
) -> Iterator[InputProblem]:
    measured = {*numbers, design.weight} - {""}
    for column in sorted({*measured, *groups, *_units(design).values()}):
        if column not in cases.columns:
            yield InputProblem(column, "missing_column")
        elif column in measured and not (
            cases[column].type().is_numeric() or cases[column].type().is_boolean()
        ):
            yield InputProblem(column, "not_a_number")
