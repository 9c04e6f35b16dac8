"""What is found while a table is examined: problems by row, rows set aside, and changes that mend cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

import numpy as np
import pandas as pd

from data.upload.problems import APART, BY_VALUE, FEW, VALUES, Problem, shortened
from data.upload.sheets import Sheet

TEXTS = ("untidy", "written_date", "written_place", "excel_serial", "place_within")
"""Rules that mend a text; all others mend a number."""

LONGEST = 1e12
"""From here on numbers are told as they are written, without separators."""


@dataclass(frozen=True)
class Found:
    """Rows with the same thing wrong. Whatever differs by row is an array as long as `rows`."""

    rule: str
    rows: np.ndarray
    """Positions, from 0, in the order of the sheet."""
    column: str
    written: np.ndarray
    suggestion: np.ndarray | None
    serious: bool
    values: Mapping[str, object]


@dataclass
class Findings:
    """Everything found in one table so far. Positions count from 0; problems name the row that a reader sees."""

    sheet: Sheet
    found: list[Found] = field(default_factory=list)
    general: list[Problem] = field(default_factory=list)
    """About a column or the whole sheet."""
    changed: list[pd.DataFrame] = field(default_factory=list)
    unit: str = ""
    """Of the outcome, once it is known."""
    units: dict[str, str] = field(default_factory=dict)
    """Of each amount the unit that its cells are read in, as a heading would state it; empty where none is known."""
    reasons: np.ndarray = field(init=False)
    """For each row the rule it is set aside for, empty where it is used."""
    beyond: np.ndarray = field(init=False)
    """Whether a row is set aside for something that only a person can put right."""

    def __post_init__(self) -> None:
        self.reasons = np.full(len(self.sheet.cells), "", dtype=object)
        self.beyond = np.zeros(len(self.reasons), dtype=bool)

    def add(self, rule: str, where: np.ndarray, column: str = "", /, **values: object) -> None:
        """Note `rule` of the rows where a mask is true, and set these aside.

        An array in `values` is given for every row of the sheet; anything else is the same for all.
        """
        self._note(rule, np.flatnonzero(where), column, None, True, values)

    def note(self, rule: str, where: np.ndarray, column: str = "", /, **values: object) -> None:
        """Note `rule` as worth knowing of rows that are used all the same."""
        self._note(rule, np.flatnonzero(where), column, None, False, values)

    def mend(
        self,
        rule: str,
        where: np.ndarray,
        column: str,
        new: np.ndarray,
        /,
        serious: bool = False,
        **values: object,
    ) -> None:
        """Note cells that are written otherwise than they should be and can be rewritten.

        They are read all the same, unless it is `serious` and the reader must say so first.
        """
        rows = np.flatnonzero(where)
        if len(rows):
            texts = by_value(pd.Series(new[rows]), lambda cells: cells.map(written)).to_numpy(dtype=object)
            self._note(rule, rows, column, texts, serious, values)
            frame = {"row": rows, "column": column, "old": self.found[-1].written, "new": texts, "rule": rule}
            self.changed.append(pd.DataFrame(frame))

    def _note(
        self,
        rule: str,
        rows: np.ndarray,
        column: str,
        suggestion: np.ndarray | None,
        serious: bool,
        values: Mapping[str, object],
    ) -> None:
        if not len(rows):
            return
        cells = self.sheet.cells
        there = cells[column].to_numpy(dtype=object)[rows] if column in cells else np.full(len(rows), "")
        told = {name: each[rows] if isinstance(each, np.ndarray) else each for name, each in values.items()}
        self.found.append(Found(rule, rows, column, there, suggestion, serious, told))
        if serious:
            self.reasons[rows[self.reasons[rows] == ""]] = rule
            self.beyond[rows] |= suggestion is None

    def say(
        self, rule: str, column: str = "", /, suggestion: str = "", serious: bool = True, **values: object
    ) -> None:
        """Note something about a column or the whole sheet; a serious one sets every row aside."""
        self.general.append(
            Problem(rule, self.sheet.name, None, column, "", values, suggestion, serious=serious)
        )
        if serious:
            self.beyond[:] = True
            self.reasons[self.reasons == ""] = rule

    def told(self, column: str) -> np.ndarray:
        """Whether anything has been said of a row's cell in this column, beyond how it is written."""
        mask = np.zeros(len(self.reasons), dtype=bool)
        for each in self.found:
            if each.column == column and each.suggestion is None:
                mask[each.rows] = True
        return mask

    @property
    def used(self) -> np.ndarray:
        """Whether each row is used."""
        return self.reasons == ""

    def problems(self) -> tuple[Problem, ...]:
        """All of it: what is about the sheet first, then row by row.

        What breaks one rule in one column again and again is told in one line from some row on, with a count.
        """
        by_kind: dict[tuple[str, str], list[Found]] = {}
        for each in self.found:
            by_kind.setdefault((each.rule, each.column), []).append(each)
        lines = [line for kind in by_kind.values() for line in self._lines(kind)]
        return (*self.general, *(line for _, line in sorted(lines, key=lambda each: each[0])))

    def _lines(self, kind: list[Found]) -> list[tuple[int, Problem]]:
        """The problems of one rule in one column, each with the position of its row."""
        by_value = [line for each in kind if each.rule in BY_VALUE for line in self._by_value(each)]
        if 0 < len(by_value) <= VALUES:
            return by_value
        every = sum(len(each.rows) for each in kind)
        told = APART if every <= APART or any(each.serious for each in kind) else FEW
        lines = [(each, place) for each in kind for place in range(min(len(each.rows), told + 1))]
        lines.sort(key=lambda line: line[0].rows[line[1]])
        apart = [self._line(*line) for line in lines[:told]]
        return [*apart, self._line(*lines[told], every - told)] if every > told else apart

    def _by_value(self, each: Found) -> Iterator[tuple[int, Problem]]:
        """Cells of one value as one line, at the first of them."""
        codes, _ = pd.factorize(each.written)
        _, places, counts = np.unique(codes, return_index=True, return_counts=True)
        return (self._line(each, int(place), int(count)) for place, count in zip(places, counts, strict=True))

    def _line(self, each: Found, place: int, count: int = 1) -> tuple[int, Problem]:
        position = int(each.rows[place])
        values = {name: _told(one, place) for name, one in each.values.items()}
        problem = Problem(
            each.rule,
            self.sheet.name,
            int(self.sheet.cells.index[position]),
            each.column,
            shortened(written(each.written[place])),
            values,
            str(each.suggestion[place]) if each.suggestion is not None else "",
            count,
            each.serious,
        )
        return position, problem

    def changes(self) -> pd.DataFrame:
        """Every cell that can be rewritten: row (as in the index of the cells), column, old, new, rule."""
        if not self.changed:
            return pd.DataFrame(columns=pd.Index(("row", "column", "old", "new", "rule")))
        every = pd.concat(self.changed, ignore_index=True)
        return every.assign(row=self.sheet.cells.index.to_numpy()[every["row"].to_numpy(dtype=int)])


def rewritten(cells: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Cells with these changes made."""
    copy = cells.astype(object)
    for (column, rule), group in changes.groupby(["column", "rule"], sort=False):
        new = group["new"] if rule in TEXTS else pd.to_numeric(group["new"])
        copy.loc[group["row"], column] = new.to_numpy(dtype=object)
    return copy


def first_alike(frame: pd.DataFrame, names: list[str], rows: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """Which rows repeat one before them in the columns `names`, and for each row the number of the first alike."""
    nothing = np.zeros(len(frame), dtype=bool), rows.to_numpy()
    if not names or any(frame[name].is_unique for name in names):
        return nothing
    several = frame.duplicated(names, keep=False).to_numpy()
    if not several.any():
        return nothing
    alike = frame.loc[several, names].groupby(names, dropna=False, sort=False).ngroup()
    positions = np.flatnonzero(several)
    first = pd.Series(positions).groupby(alike.to_numpy()).transform("first").to_numpy()
    numbers = rows.to_numpy().copy()
    numbers[positions] = rows.to_numpy()[first]
    again = np.zeros(len(frame), dtype=bool)
    again[positions] = first != positions
    return again, numbers


def _told(value: object, place: int) -> object:
    """What a sentence mentions, of one row. Numbers too long to be read with all their digits are texts."""
    one = value[place : place + 1].tolist()[0] if isinstance(value, np.ndarray) else value
    return written(one) if isinstance(one, float) and not abs(one) < LONGEST else one


def by_value(column: pd.Series, read: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """What `read` makes of a column, asked once for each distinct cell; empty cells stay empty."""
    codes, distinct = pd.factorize(column)
    answers = read(pd.Series(distinct, dtype=object)).to_numpy(dtype=object)
    answers = np.append(answers, np.array([None], dtype=object))
    return pd.Series(answers[codes], index=column.index, dtype=object)


def written(value: object) -> str:
    """A cell as text, as one would type it: whole numbers without a point, days without a time."""
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        return (
            format(Decimal(repr(float(value))), "f").removesuffix(".0") if np.isfinite(value) else str(value)
        )
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)
