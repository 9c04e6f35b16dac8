"""What is new and what was corrected: the change log of the data, release by release.

A line of the log is `- ` and English; an indented line right below it says the same in Chinese, where words need it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from equity.vocabulary import Label

ARROW = "→"
"""Stands between the old value and the new one in every line that corrects a figure."""

HEADING = re.compile(r"^## (?P<version>\S+) \((?P<released>\d{4}-\d{2}-\d{2})\)$")


@dataclass(frozen=True)
class Release:
    """One release of the data, and its lines as written."""

    version: str
    released: str
    lines: tuple[Label, ...]

    @property
    def corrections(self) -> tuple[Label, ...]:
        """The lines that give an old value and a new one."""
        return tuple(line for line in self.lines if ARROW in line["en"])

    @property
    def news(self) -> tuple[Label, ...]:
        """The lines that say what was added."""
        return tuple(line for line in self.lines if ARROW not in line["en"])


def releases(text: str) -> list[Release]:
    """The releases of a change log, in the order of the file.

    >>> [each.corrections for each in releases("## 2026.11.2 (2026-12-01)\\n\\n- x, row 4: 12 → 14, Yearbook 2025")]
    [({'en': 'x, row 4: 12 → 14, Yearbook 2025'},)]
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
