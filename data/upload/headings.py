"""What readers call their columns, compared with what the project calls them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping


def bare(heading: object) -> str:
    """A heading without case, spaces, signs, width and what stands in brackets, to be compared."""
    text = unicodedata.normalize("NFKC", str(heading)).casefold()
    return re.sub(r"[\W_]+", "", re.sub(r"\(.*?\)|\[.*?\]", "", text)) or re.sub(r"[\W_]+", "", text)


def matched(headings: Iterable[str], names: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Known name → the heading that says it. The first way of saying it goes first; no heading is taken twice.

    A heading of two rows (`Funds / Raised`) is compared as a whole, then by its last and its first row.
    """
    headings = list(headings)
    ways = [{bare(each): each for each in reversed(headings)}]
    for part in (-1, 0):
        ways.append({bare(each.split(" / ")[part]): each for each in reversed(headings) if " / " in each})
    found: dict[str, str] = {}
    for written in ways:
        for name, said in names.items():
            taken = set(found.values())
            heading = next(
                (written[key] for key in map(bare, said) if written.get(key, "") not in taken | {""}), ""
            )
            if heading and name not in found:
                found[name] = heading
    return found
