"""A text in lines: Chinese breaks after any character, other writing between words; closing signs begin no line."""

from __future__ import annotations

import re
from collections.abc import Callable

CLOSING = r"\uff0c\u3002\u3001\uff1b\uff1a\uff09\u300b\u201d"
"""Full-width signs that begin no line."""

WORD = re.compile(rf"[\u2e80-\uffef][{CLOSING}]*|[^\s\u2e80-\uffef]+[{CLOSING}]*\s*|\s+")


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
