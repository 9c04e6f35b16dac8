"""Quotation marks of a text table: whether each that opens a cell is closed, and which lines to blame where not."""

from __future__ import annotations

import csv

import numpy as np

QUOTE = ord('"')
PIECE = 1 << 22
LINES = 200
"""The most lines a cell may span, where the quotes of a file are in doubt."""

ODD_LINES = 50_000
"""The most lines with an odd number of quotes that are looked at one by one."""


class QuotesError(Exception):
    """Too many lines have an odd number of quotes to say which are wrong."""


def repaired(text: bytes, separator: str) -> tuple[bytes, dict[int, str]]:
    """The text without the quotes of lines that never close them, and these lines as found, by their row from 1.

    A sound text is given back as it is.

    Raises
    ------
    QuotesError
        If more than `ODD_LINES` lines have an odd number of quotes.
    """
    if b'"' not in text or _are_sound(text, separator):
        return text, {}
    lines = text.split(b"\n")
    odd = [number for number, line in enumerate(lines) if line.count(b'"') % 2]
    if len(odd) > ODD_LINES:
        raise QuotesError
    found: dict[int, str] = {}
    joined = position = 0
    while position < len(odd):
        first = odd[position]
        last = odd[position + 1] if position + 1 < len(odd) else first
        if _is_one_row(lines[first : first + 1], separator):
            position += 1
        elif first < last <= first + LINES and _is_one_row(lines[first : last + 1], separator):
            position, joined = position + 2, joined + last - first
        else:
            found[first + 1 - joined] = lines[first].decode("utf-8", "replace")
            lines[first] = lines[first].replace(b'"', b"")
            position += 1
    return b"\n".join(lines), found


def _are_sound(text: bytes, separator: str) -> bool:
    """Whether quotes open at the start of a cell, close at its end, and all are closed."""
    beside = np.zeros(256, bool)
    beside[[ord(separator), *b'\r\n"']] = True
    inside = 0
    for start in range(0, len(text), PIECE):
        piece = np.frombuffer(text, np.uint8, min(PIECE, len(text) - start), start)
        quotes = np.flatnonzero(piece == QUOTE) + start
        opening = quotes[inside::2]
        closing = quotes[1 - inside :: 2]
        whole = np.frombuffer(text, np.uint8)
        before = opening[opening > 0] - 1
        after = closing[closing < len(text) - 1] + 1
        if not (beside[whole[before]].all() and beside[whole[after]].all()):
            return False
        inside = (inside + len(quotes)) % 2
    return not inside


def _is_one_row(lines: list[bytes], separator: str) -> bool:
    told = [line.decode("utf-8", "replace") + "\n" for line in lines]
    try:
        return len(list(csv.reader(told, delimiter=separator, strict=True))) == 1
    except csv.Error:
        return False
