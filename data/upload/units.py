"""The unit that a file states for its numbers: in cells, in or below a heading, or beside the table.

A number that states a multiple or a unit is read by what it states; any other is in the unit of its column. So no
number is multiplied twice, and none is read otherwise because of the cells around it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import pandas as pd

from data.catalog import catalog
from data.upload.distinct import kernels, strings
from data.upload.sheets import Sheet
from data.upload.values import numbers

MOSTLY = 0.8
"""The share of its numbers that must carry a unit for it to be that of a column."""

LEAST_POWER = 3
"""From here on a power of ten in digits is part of a unit: `10,000 yuan` is one, `10 years` is a number."""

PLAINLY = r"^[\d\s.,'()+-]*$"
"""A cell that says nothing beside its number."""

CELL = re.compile(r"[(\[]?\s*([^()\[\]]*?)\s*[)\]]?")
"""A cell that may be all in brackets."""

KEPT = 256
"""How many texts are remembered with the unit that they are: few, because they are a reader's."""

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
    """The unit of a column, in which those of its numbers are that state none.

    What a reader has `said` goes first, then what the heading says, then what the sheet says; unless nearly all cells
    say that they are in another.
    """
    if said:
        return plain_unit(said) or Unit(said, said)
    around = _in_heading(heading) or _of_sheet(sheet) or UNKNOWN
    in_cells = _in_cells(sheet.cells[heading])
    return in_cells if in_cells and in_cells.name != around.name else around


def is_other(word: str, unit: Unit) -> bool:
    """Whether what stands beside a number is known to be another unit than this one, whatever their multiples."""
    known = _known()
    return unit.name in known.values() and known.get(word, unit.name) != unit.name


def without_unit(heading: str) -> str:
    """A heading without the brackets that hold its unit.

    >>> without_unit("Amount (yuan)"), without_unit("Amount (raised)")
    ('Amount', 'Amount (raised)')
    """
    for whole, text in _brackets(heading):
        if plain_unit(text):
            return heading.replace(whole, "").strip() or heading
    return heading


def with_unit(heading: str, unit: str) -> str:
    """A heading that states this unit and no other; none where it is empty.

    >>> with_unit("Amount", "yuan"), with_unit("Amount (yuan)", "万元"), with_unit("Amount (yuan)", "")
    ('Amount (yuan)', 'Amount (万元)', 'Amount')
    """
    if _in_heading(heading) == plain_unit(unit):
        return heading
    return f"{without_unit(heading)} ({unit})" if unit else without_unit(heading)


def stated_unit(text: str) -> str:
    """The unit that a cell states and nothing else: bare, in brackets, or behind a word that introduces it.

    >>> stated_unit("万元"), stated_unit("（单位：万元）"), stated_unit("yuan raised")
    ('万元', '万元', '')
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = CELL.fullmatch(plain)
    if not found or not any(word in plain.casefold() for word in _beside_numbers()):
        return ""
    unit = re.sub(rf"^(?:{_introduced()})\s*:\s*", "", found[1], flags=re.IGNORECASE)
    return unit if plain_unit(unit) else ""


def says_no_unit(text: str) -> bool:
    """Whether a cell among units says that its column has none, or what the others are."""
    words = catalog().reading
    return text.casefold() in {
        *words["units"]["none"],
        *words["units"]["introduced"],
        *words["numbers"]["missing"],
    }


@lru_cache(KEPT)
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


def _in_cells(column: pd.Series) -> Unit | None:
    """The unit that nearly all numbers of a column carry."""
    texts = strings(column)
    if texts is None or kernels.all(kernels.match_substring_regex(texts, PLAINLY), min_count=0).as_py():
        return None
    read = numbers(column)
    units = read.units[read.values.notna() & (read.reasons == "")]
    found = units[units != ""]
    known = _known().get(found.iloc[0]) if found.nunique() == 1 else None
    return Unit(found.iloc[0], known) if known and len(found) >= MOSTLY * len(units) else None


def _brackets(heading: str) -> Iterator[tuple[str, str]]:
    """What stands in brackets, from the last, with and without them."""
    # Brackets of full width become others of the same length, so that places stay.
    found = [*BRACKETS.finditer("".join(unicodedata.normalize("NFKC", sign)[:1] for sign in heading))]
    for each in reversed(found):
        yield heading[each.start() : each.end()], heading[each.start() + 1 : each.end() - 1]


def _in_heading(heading: str) -> Unit | None:
    return next(filter(None, (plain_unit(text) for _, text in _brackets(heading))), None)


@cache
def _beside_numbers() -> tuple[str, ...]:
    """One of these is in every unit."""
    words = catalog().reading["numbers"]
    return (*words["currencies"], *words["units"], *words["per"])


def _introduced() -> str:
    return "|".join(catalog().reading["units"]["introduced"])


def _of_sheet(sheet: Sheet) -> Unit | None:
    """The one unit that the lines above and under the table state."""
    found = set()
    for line in (*sheet.above, *sheet.below):
        for text in re.findall(
            rf"(?:{_introduced()})\s*:\s*([^():;]+)", unicodedata.normalize("NFKC", line).casefold()
        ):
            found.add(plain_unit(text) or plain_unit(text.split()[0]) if text.strip() else None)
    return found.pop() if len(found) == 1 else None
