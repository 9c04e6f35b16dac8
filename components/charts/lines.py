"""A text in lines: Chinese breaks after any character, other writing between words; closing signs begin no line."""

from __future__ import annotations

import re
from collections.abc import Callable

CLOSING = r"\uff0c\u3002\u3001\uff1b\uff1a\uff1f\uff01\uff09\u300b\u300d\u300f\u3011\u201d"
OPENING = r"\uff08\u300a\u300c\u300e\u3010\u201c"
"""Full-width signs that begin no line, and those that end none."""

WORD = re.compile(
    rf"[{OPENING}]*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef{OPENING}{CLOSING}]+)[{CLOSING}]*\s*|\S|\s+"
)


def in_lines(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """The text in lines of at most `room`, as `width` measures them; a word that is wider has a line of its own.

    >>> in_lines("a course of treatment", 8, len)
    ['a course', 'of', 'treatment']
    """
    lines = [""]
    for word in WORD.findall(text):
        if lines[-1] and width(lines[-1] + word.rstrip()) > room:
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines]


def letters(text: str) -> int:
    """How many Latin letters a text is as wide as, about; a Chinese character counts as two."""
    return sum(2 if character > "\u2e80" else 1 for character in text)
