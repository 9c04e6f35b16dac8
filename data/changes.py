"""What is new and what was corrected: the change log of the data, release by release.

A line of the log is `- ` and English; an indented line right below it says the same in Chinese, where words need it.
A line with an arrow corrects a figure and is read by machine; it needs no Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.schema import PLAIN
from equity.vocabulary import Label

ARROW = "→"
"""Stands between the old value and the new one in every line that corrects a figure."""

CORRECTION = re.compile(
    r"(?P<table>\w+), (?P<row>\w+=\S+(?: \w+=\S+)*): "
    rf"(?P<old>{PLAIN}) {ARROW} (?P<new>{PLAIN}), (?P<source>\S+)"
)
HEADING = re.compile(r"^## (?P<version>\S+) \((?P<released>\d{4}-\d{2}-\d{2})\)$")


@dataclass(frozen=True)
class Correction:
    """One figure that was put right, its estimates as texts in the unit of its indicator."""

    table: str
    row: Mapping[str, str]
    """Column to value: what tells the row of the figure from all others of its table."""
    old: str
    new: str
    source_id: str

    def is_of(self, row: Mapping[Any, object]) -> bool:
        """Whether a row of the table, all of its columns filled, is the one that was corrected."""
        return all(row.get(column) == value for column, value in self.row.items())


def correction(line: str) -> Correction | None:
    """What a line of the change log corrects; `None` when it is not written as a correction is.

    >>> correction("fees, indicator=fee period_end=2020: 12 → 14, yearbook").row
    {'indicator': 'fee', 'period_end': '2020'}
    """
    match = CORRECTION.fullmatch(line)
    if not match:
        return None
    row = dict(part.split("=", 1) for part in match["row"].split())
    return Correction(match["table"], row, match["old"], match["new"], match["source"])


@dataclass(frozen=True)
class Release:
    """One release of the data, and its lines as written."""

    version: str
    released: str
    lines: tuple[Label, ...]

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What the lines that give an old value and a new one say."""
        return tuple(filter(None, (correction(line["en"]) for line in self.lines)))

    @property
    def news(self) -> tuple[Label, ...]:
        """The lines that say what was added."""
        return tuple(line for line in self.lines if ARROW not in line["en"])


def releases(text: str) -> list[Release]:
    """The releases of a change log, in the order of the file: the newest first.

    >>> [(each.version, each.news) for each in releases("## 2026.11.2 (2026-12-01)\\n\\n- Fees: 12 figures")]
    [('2026.11.2', ({'en': 'Fees: 12 figures'},))]
    """
    found: list[tuple[re.Match[str], list[dict[str, str]]]] = []
    for line in text.splitlines():
        heading = HEADING.match(line)
        if heading:
            found.append((heading, []))
        elif line.startswith("- ") and found:
            found[-1][1].append({"en": line.removeprefix("- ")})
        elif line.startswith("  ") and found and found[-1][1]:
            found[-1][1][-1]["zh"] = line.strip()
    return [Release(heading["version"], heading["released"], tuple(lines)) for heading, lines in found]
