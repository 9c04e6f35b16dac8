"""Rows that state one quantity: which of them is drawn, and which of them disagree with it.

A `same_as` group ties the rows. One is drawn, chosen by rule; the others are listed under it, as
corroboration or as disagreement, and never averaged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from data.schema import PLAIN, ROW_GRADES

QUALIFIED_TOLERANCE = Decimal("0.02")
"""How far two figures may lie apart, relative to the larger, when one is given as "about" or "more than"."""

ROUNDED_ZEROS = 3

RULES = ("not_weak", "not_in_conflict", "final", "grade", "digits", "order")
"""By what one row goes before another, in this order; the last is their order in the file."""

Row = Mapping[str, str]
RowType = TypeVar("RowType", bound=Row)


def draw_ranks(rows: Sequence[Row]) -> list[int]:
    """For each row its place in its group, from 0 = the one to draw; 0 for a row that stands alone.

    Best first: not weak, not in conflict, final, stronger grade, more digits printed, earlier in the file.
    """
    ranks = [0] * len(rows)
    for members in _groups(rows):
        best_first = sorted(members, key=lambda index: (*_preference(rows[index]), index))
        for rank, index in enumerate(best_first):
            ranks[index] = rank
    return ranks


def drawn_of(rows: Sequence[RowType]) -> list[RowType]:
    """The rows that are drawn: of each group one, and every row that stands alone."""
    return [row for row, rank in zip(rows, draw_ranks(rows), strict=True) if rank == 0]


def disagreements(rows: Sequence[Row], ranks: Sequence[int]) -> list[bool]:
    """For each row whether it differs from the one drawn for its group."""
    different = [False] * len(rows)
    for members in _groups(rows):
        drawn = next(index for index in members if ranks[index] == 0)
        for index in members:
            different[index] = disagree(rows[index], rows[drawn])
    return different


def decided_by(drawn: Row, other: Row) -> str:
    """The first of `RULES` that put one row before another of its group.

    >>> final = {"estimate": "4", "grade": "news", "flags": "", "preliminary": ""}
    >>> decided_by(final, final | {"grade": "official", "preliminary": "1"})
    'final'
    """
    pairs = zip(_preference(drawn), _preference(other), strict=True)
    return next((rule for rule, (one, two) in zip(RULES, pairs, strict=False) if one != two), RULES[-1])


def disagree(one: Row, other: Row) -> bool:
    """Whether two figures of one quantity are apart by more than their printing explains.

    >>> exact = {"estimate": "946470000", "printed_estimate": "94647"}
    >>> disagree(exact, {"estimate": "946000000", "printed_estimate": "9.46"})
    False
    >>> disagree(exact, {"estimate": "950000000", "printed_estimate": "9.50"})
    True
    """
    first, second = Decimal(one["estimate"]), Decimal(other["estimate"])
    distance = abs(first - second)
    if distance <= max(_printed_step(one), _printed_step(other)) / 2:
        return False
    qualified = one.get("qualifier") or other.get("qualifier")
    return not (qualified and distance <= QUALIFIED_TOLERANCE * max(abs(first), abs(second)))


def _groups(rows: Sequence[Row]) -> list[list[int]]:
    members: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row["same_as"]:
            members[row["same_as"]].append(index)
    return list(members.values())


def _preference(row: Row) -> tuple[bool, bool, bool, int, int]:
    flags = row["flags"].split(";")
    printed = _printed(row)
    digits = len(re.sub(r"\D", "", printed).lstrip("0")) - max(0, _last_place(printed))
    return (
        "weak" in flags,
        "conflict" in flags,
        row["preliminary"] == "1",
        ROW_GRADES.index(row["grade"]),
        -digits,
    )


def _printed(row: Row) -> str:
    """The figure as printed when that is a number, else as stored."""
    printed = row.get("printed_estimate", "").replace(",", "")
    return printed if re.fullmatch(PLAIN, printed) else row["estimate"]


def _last_place(printed: str) -> int:
    """The power of ten of the last digit that counts: -1 for 84.8, 0 for 90, 3 for 633000.

    A whole number that ends in three zeros or more was rounded to them; one or two may be as counted.
    """
    if "." in printed:
        return -len(printed.partition(".")[2])
    zeros = len(printed) - len(printed.rstrip("0"))
    return zeros if zeros >= ROUNDED_ZEROS else 0


def _printed_step(row: Row) -> Decimal:
    """One unit of the last digit that counts, as stored: 1,000,000 for 9.46 printed in hundred millions."""
    printed = _printed(row)
    factor = Decimal(row["estimate"]) / Decimal(printed) if Decimal(printed) else Decimal(1)
    return Decimal(1).scaleb(_last_place(printed)) * abs(factor)
