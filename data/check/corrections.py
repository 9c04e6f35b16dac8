"""What is checked of the change log: each correction names one figure, and leads to the value it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from data.changes import ARROW, Correction, correction
from data.problems import Problem, nearest
from data.reviewed import Reviewed
from data.schema import MARKS, NUMBERS, PLAIN

FILE = "CHANGELOG.md"
NOT_TEXT = frozenset((*NUMBERS, *MARKS))
"""Columns that cannot name the row of a correction: a table holds them as numbers and marks, a line as text."""


def correction_problems(reviewed: Reviewed) -> Iterator[Problem]:
    """Everything wrong in the lines that correct a figure.

    From the newest release back: what a figure was corrected to is what it is, or what the next one corrected.
    """
    values: dict[tuple[str, int], str] = {}
    for release in reviewed.releases:
        for line in (each["en"] for each in release.lines if ARROW in each["en"]):
            read = correction(line)
            if read is None or not NOT_TEXT.isdisjoint(read.row):
                yield Problem(FILE, None, release.version, line, "not_a_correction")
                continue
            if read.source_id not in reviewed.source_grades:
                near = nearest(read.source_id, reviewed.source_grades)
                yield Problem(FILE, None, release.version, line, "unknown_source", {"nearest": near})
            rows = _rows(reviewed, read)
            if len(rows) != 1:
                yield Problem(FILE, None, release.version, line, "not_one_row", {"count": len(rows)})
                continue
            ((position, estimate),) = rows.items()
            value = values.get((read.table, position), estimate)
            if re.fullmatch(PLAIN, value) and Decimal(value) != Decimal(read.new):
                yield Problem(FILE, None, release.version, line, "other_value", {"figure": value})
            values[read.table, position] = read.old


def _rows(reviewed: Reviewed, read: Correction) -> dict[int, str]:
    """Position to estimate of the rows that a correction names."""
    dataset = reviewed.datasets.get(read.table)
    if dataset is None or read.table not in reviewed.sheets:
        return {}
    rows = enumerate(reviewed.complete(row, dataset) for row in reviewed.sheets[read.table].rows)
    return {position: row["estimate"] for position, row in rows if read.is_of(row)}
