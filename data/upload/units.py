"""The unit that a file states for its numbers: in cells, in the brackets of a heading, or in a line of its own."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pandas as pd

from data.catalog import catalog
from data.upload.cells import strings
from data.upload.distinct import kernels
from data.upload.sheets import Sheet
from data.upload.values import numbers

MOSTLY = 0.8
"""The share of its numbers that must carry a unit for it to be that of a column."""

LEAST_POWER = 3
"""From here on a power of ten in digits is part of a unit: `10,000 yuan` is one, `10 years` is a number."""

PLAINLY = r"^[\d\s.,'()+-]*$"
"""A cell that says nothing beside its number."""

BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Unit:
    """A unit, and what numbers in it are multiplied by."""

    written: str = ""
    """As the file or the reader says it."""
    name: str = ""
    """The code of a unit known here, else a word of the reader's; empty where none is known."""
    factor: float = 1


UNKNOWN = Unit()


def unit_of(sheet: Sheet, heading: str, said: str = "") -> Unit:
    """The unit of a column: what a reader has `said`, what its cells say, what its heading says, what the sheet says.

    Nothing is multiplied where cells state a unit or a multiple themselves.
    """
    in_cells, speaking = _in_cells(sheet.cells[heading])
    if said:
        stated = plain_unit(said) or Unit(said, said)
        return stated if stated.factor == 1 or not speaking else Unit(said, said)
    stated = in_cells or _in_heading(heading) or _of_sheet(sheet) or UNKNOWN
    return stated if stated.factor == 1 or not speaking else UNKNOWN


def without_unit(heading: str) -> str:
    """A heading without the brackets that hold its unit.

    >>> without_unit("Amount (yuan)"), without_unit("Amount (raised)")
    ('Amount', 'Amount (raised)')
    """
    for whole, text in _brackets(heading):
        if plain_unit(text):
            return heading.replace(whole, "").strip() or heading
    return heading


@cache
def plain_unit(text: str) -> Unit | None:
    """The unit that a text is, and nothing else; `None` of any other text.

    >>> plain_unit("100 million yuan")
    Unit(written='100 million yuan', name='yuan', factor=100000000.0)
    >>> plain_unit("per month")
    Unit(written='per month', name='per month', factor=1.0)
    """
    written = text.strip()
    in_digits = written[:1].isdigit()
    read = numbers(pd.Series([written if in_digits else f"1{written}"], dtype=object))
    factor, unit = float(read.values.iloc[0]), str(read.units.iloc[0])
    if not unit or not factor >= 1:
        return None
    power = round(math.log10(factor))
    if factor != 10.0**power or (in_digits and power < LEAST_POWER):
        return None
    name = _known().get(unit) or (written if factor == 1 else unit if unit in written else "")
    return Unit(written, name, factor) if name else None


@cache
def _known() -> dict[str, str]:
    """What files call the units that are known here."""
    return {word: code for code, words in catalog().reading["units"]["known"].items() for word in words}


def _in_cells(column: pd.Series) -> tuple[Unit | None, bool]:
    """The unit that nearly all numbers of a column carry, and whether any of them says more than a number."""
    texts = strings(column)
    if texts is None:
        return None, False
    wordy = kernels.invert(kernels.match_substring_regex(texts, PLAINLY)).fill_null(False)
    speaking = wordy.to_numpy(zero_copy_only=False)
    if not speaking.any():
        return None, False
    read = numbers(column)
    stated = (read.values.notna() & (read.reasons == "")).to_numpy()
    units = read.units[stated]
    found = units[units != ""]
    known = _known().get(found.iloc[0]) if found.nunique() == 1 else None
    own = Unit(found.iloc[0], known) if known and len(found) >= MOSTLY * len(units) else None
    return own, bool((stated & speaking).any())


def _brackets(heading: str) -> Iterator[tuple[str, str]]:
    """What stands in brackets, from the last, with and without them."""
    # Brackets of full width become others of the same length, so that places stay.
    found = [*BRACKETS.finditer("".join(unicodedata.normalize("NFKC", sign)[:1] for sign in heading))]
    for each in reversed(found):
        yield heading[each.start() : each.end()], heading[each.start() + 1 : each.end() - 1]


def _in_heading(heading: str) -> Unit | None:
    return next(filter(None, (plain_unit(text) for _, text in _brackets(heading))), None)


def _of_sheet(sheet: Sheet) -> Unit | None:
    """The one unit that the lines above and under the table state."""
    words = "|".join(catalog().reading["units"]["introduced"])
    found = set()
    for line in (*sheet.above, *sheet.below):
        for text in re.findall(
            rf"(?:{words})\s*:\s*([^():;]+)", unicodedata.normalize("NFKC", line).casefold()
        ):
            found.add(plain_unit(text) or plain_unit(text.split()[0]) if text.strip() else None)
    return found.pop() if len(found) == 1 else None
