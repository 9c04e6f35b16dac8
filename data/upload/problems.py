"""What is wrong in a reader's file: where, what, and how to put it right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from equity.language import Language

SHOWN = 60
"""The most characters of a cell that a problem repeats."""

LISTED = 10
"""The most items of a list that a sentence names."""

APART = 200
"""From how many rows on the same problem is told once, of all of them."""

FEW = 20
"""Rows of which a thing worth knowing is told each, where more than `APART` have it; the log of changes has all."""

BY_VALUE, VALUES = frozenset(("place_within",)), 500
"""What is told once for each value, because each may mean another place: up to so many (333 are prefectures)."""

WORTH_KNOWING = frozenset(
    ("free_is_zero", "not_offered", "spreadsheet_error", "excel_serial", "place_within")
)
"""Reasons given with a value that leave a row that can be used."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a reader's file. `rule` names the sentence `upload.<rule>` and its cure."""

    rule: str
    sheet: str = ""
    row: int | None = None
    """As in the index of `Sheet.cells`; `None` where it is about the sheet or the file."""
    column: str = ""
    value: str = ""
    """As found, shortened."""
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
    """What the sentences mention beyond sheet, row, column and value: texts, numbers, or tuples of them."""
    suggestion: str = ""
    """The value that would be right; empty where only a person can know."""
    count: int = 1
    """How many rows have the very same problem, where they are folded into one."""
    serious: bool = True
    """Whether the row or file cannot be used as it is; otherwise the problem is worth knowing, no more."""

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row that it stands for."""
        folded = self.values.get("rows")
        if isinstance(folded, tuple):
            return folded
        return () if self.row is None else (self.row,)

    @property
    def mendable(self) -> bool:
        """Whether the right value is known."""
        return bool(self.suggestion)

    def sentence(self, language: Language) -> str:
        """What is wrong."""
        return language(f"upload.{self.rule}", **self._told(language))

    def cure(self, language: Language) -> str:
        """How to put it right."""
        return language(f"upload.{self.rule}.cure", **self._told(language))

    def place(self, language: Language) -> str:
        """Where: sheet, row and column, as far as it has any."""
        parts = [language("upload.place.sheet", sheet=self.sheet)] if self.sheet else []
        if self.row is not None:
            parts.append(language("upload.place.row", row=self.row))
        if self.column:
            parts.append(language("upload.place.column", column=self.column))
        return language("separator").join(parts)

    def _told(self, language: Language) -> dict[str, str]:
        own = {
            name: getattr(self, name) for name in ("sheet", "row", "column", "value", "suggestion", "count")
        }
        return {name: _said(value, language) for name, value in {**own, **self.values}.items()}


def numbered(
    rule: str,
    sheet: str,
    found: Mapping[int, str],
    column: str = "",
    *,
    serious: bool = True,
    **values: object,
) -> list[Problem]:
    """One problem of many rows: row number to the value found there. All beyond the first `APART` are told in one."""
    rows = sorted(found)
    apart, folded = rows[:APART], tuple(rows[APART:])
    problems = [Problem(rule, sheet, row, column, found[row], values, serious=serious) for row in apart]
    if folded:
        told = {**values, "rows": folded}
        count = len(folded)
        problems.append(Problem(rule, sheet, folded[0], column, found[folded[0]], told, "", count, serious))
    return problems


def shortened(value: object) -> str:
    """A cell as a problem repeats it: on one line, its end left out where it is long."""
    line = " ".join(str(value).split()) if value is not None else ""
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def _said(value: object, language: Language) -> str:
    if isinstance(value, (tuple, list)):
        more = ("…",) if len(value) > LISTED else ()
        return language.list([_said(each, language) for each in (*value[:LISTED], *more)])
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return language.exact(value)
    return str(value)
