"""Where a table stands among the lines of a sheet: titles above, one or more rows of headings, footnotes below."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

import pandas as pd

from data.catalog import catalog
from data.upload.headings import matched
from data.upload.problems import Problem, numbered, shortened
from data.upload.sheets import Sheet
from data.upload.units import says_no_unit, stated_unit, with_unit

Row = Sequence[object]
Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last row and column, from 0, of cells merged into one."""

LOOKED_AT = 200
"""The first rows of a sheet, which tell where its table begins."""

FOOT = 60
"""The last rows of a table, among which its footnotes stand."""

HEADINGS = 3
"""The most rows that headings take."""

JOINT = " / "
SURPLUS = "…"
"""The heading of what rows hold beyond the last heading."""

NUMBER = re.compile(r"[-+(]?\W?\d[\d,.\s]*\S{0,2}")
YEAR = re.compile(r"(19|20)\d\d\D?")
COLON = ":"


@dataclass(frozen=True)
class Heading:
    """Where the table begins and what its columns are called; a column without a heading is called nothing."""

    names: tuple[str, ...]
    first: int
    """The first row of the table, from 0."""
    above: tuple[str, ...] = ()
    rows: tuple[int, ...] = field(default=())
    """The rows that the headings stand in, from 0; none where the table begins at once."""

    def printed(self, place: int) -> str:
        """What stands over a column, by its position from 0."""
        return self.names[place] if place < len(self.names) else ""

    def name(self, place: int) -> str:
        """What a column is called: what stands over it, or its letters."""
        return self.printed(place) or letters(place)


def heading_of(rows: Sequence[Row], merged: Sequence[Range] = ()) -> Heading:
    """The heading of a table, from the first rows of its sheet and the cells merged there.

    Where the headings of the field's template stand in a row, the table begins with that row, whatever is above it.
    """
    filled = [_filled(row) for row in rows]
    typical = _typical(filled)
    top = 0
    while top < len(rows) and _is_title(rows, filled, top, typical):
        top += 1
    of_template = _template_row(rows[top : top + HEADINGS])
    top += of_template or 0
    above = tuple(_line(row) for row, each in zip(rows[:top], filled[:top], strict=True) if each)
    if top >= len(rows):
        return Heading((), len(rows), above)
    if _is_data(rows[top], filled[top]):
        return Heading(("",) * len(rows[top]), top, above)
    last, lines = top, [rows[top]]
    while of_template is None and last - top < HEADINGS - 1 and _goes_on(rows, filled, last):
        last += 1
        if _states_units(rows, filled, last):
            lines.append([cell if stated_unit(_plain(cell)) else None for cell in rows[last]])
            break
        lines.append(rows[last])
    return Heading(_names(lines, top, merged), last + 1, above, tuple(range(top, last + 1)))


def sheet_of(name: str, heading: Heading, body: pd.DataFrame) -> tuple[Sheet, list[Problem]]:
    """A sheet of the rows below a heading, and what is odd about it.

    `body` has a column a position and the row number from 1 as its index. Rows and columns without a cell are
    left out, which changes no row's number.
    """
    found: list[Problem] = []
    body = body.dropna(how="all")
    body, below = _without_footnotes(body)
    there = body.notna().any().to_numpy()
    kept = [place for place in range(body.shape[1]) if heading.printed(place) or there[place]]
    body = body.iloc[:, kept]
    if not heading.rows and kept:
        found.append(Problem("no_heading", name, heading.first + 1, serious=False))
    names: list[str] = []
    taken: set[str] = set()
    for place in kept:
        printed = heading.name(place)
        if heading.rows and not heading.printed(place):
            found.append(Problem("missing_heading", name, heading.rows[-1] + 1, printed, serious=False))
        unique = unlike(printed, taken)
        if unique != printed:
            values = {"heading": printed}
            found.append(
                Problem("repeated_column", name, heading.rows[-1] + 1, unique, values=values, serious=False)
            )
        names.append(unique)
        taken.add(unique.casefold())
    body.columns = pd.Index(names, dtype=object)
    again = _heading_again(heading, kept, body)
    found += numbered("repeated_heading", name, again)
    if body.empty:
        found.append(Problem("no_rows", name))
    elif len(names) == 1:
        found.append(Problem("one_column", name, column=names[0], serious=False))
    return Sheet(name, body, heading.above, below), found


def text_of(value: object) -> str:
    """A cell as text on one line, as a spreadsheet program shows it.

    >>> text_of(2019.0), text_of("a\\nb"), text_of(None)
    ('2019', 'a b', '')
    """
    if is_blank(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return re.sub(r"\s*[\r\n\t]\s*", " ", str(value)).strip()


def is_blank(value: object) -> bool:
    """Whether a cell holds nothing, or nothing but spaces."""
    return (
        value is None
        or value is pd.NA
        or (isinstance(value, float) and math.isnan(value))
        or (isinstance(value, str) and not value.strip())
    )


def letters(place: int) -> str:
    """What a spreadsheet program calls a column, by its position from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def unlike(printed: str, taken: Collection[str]) -> str:
    """A heading as printed, or numbered where `taken`, in small letters, holds it, as engines compare names."""
    number, unique = 2, printed
    while unique.casefold() in taken:
        unique, number = f"{printed} ({number})", number + 1
    return unique


def _filled(row: Row) -> list[int]:
    return [place for place, value in enumerate(row) if not is_blank(value)]


def _template_row(rows: Sequence[Row]) -> int | None:
    """Which of these rows has the headings of the field's template that no file of it is without."""
    declared = catalog().headings["template"].items()
    needed = {name: entry["names"] for name, entry in declared if entry["need"] == "must"}
    found = (len(matched(map(text_of, row), needed)) == len(needed) for row in rows)
    return next((at for at, there in enumerate(found) if there), None)


def _typical(filled: Sequence[Sequence[int]]) -> int:
    """How many cells most rows have; lines of one cell count only where hardly any row has more."""
    counts = Counter(len(each) for each in filled if each)
    several = counts.total() - counts[1]
    if 5 * several >= counts.total():
        del counts[1]
    return max(counts, key=lambda count: (counts[count], count), default=0)


def _line(row: Row) -> str:
    return " ".join(text_of(value) for value in row if not is_blank(value))


def _plain(value: object) -> str:
    return unicodedata.normalize("NFKC", text_of(value)).strip()


def _is_number(value: object) -> bool:
    """Whether a cell holds a number that is no year."""
    if isinstance(value, bool | date):
        return False
    return bool(NUMBER.fullmatch(_plain(value))) and not _is_year(value)


def _is_year(value: object) -> bool:
    return bool(YEAR.fullmatch(_plain(value)))


def _is_title(rows: Sequence[Row], filled: list[list[int]], at: int, typical: int) -> bool:
    """A line above the headings: one cell where tables have more, or two that say a name and a unit."""
    here = filled[at]
    if not here:
        return True
    if typical < 2 or at + 1 >= len(rows):
        return False
    if len(here) == 1:
        spans = at + 1 < len(rows) and _is_group(rows, filled, at)
        return not spans
    return len(here) == 2 and typical >= 5 and any(COLON in _plain(rows[at][place]) for place in here)


def _is_group(rows: Sequence[Row], filled: list[list[int]], at: int) -> bool:
    """Whether a single cell is the heading of several columns: it stands over the headings, not over the first."""
    place, below = filled[at][0], filled[at + 1]
    inside = bool(below) and below[0] < place < below[-1]
    return (
        inside
        and COLON not in _plain(rows[at][place])
        and not any(_is_number(rows[at + 1][each]) for each in below)
    )


def _is_data(row: Row, filled: list[int]) -> bool:
    """Whether what should be the heading is a row of the table: half of it is numbers."""
    return 2 * sum(_is_number(row[place]) for place in filled) >= max(len(filled), 1)


def _goes_on(rows: Sequence[Row], filled: list[list[int]], top: int) -> bool:
    """Whether the row after `top` is one of headings too: it fills gaps, or says units over numbers."""
    if top + 2 >= len(rows) or not filled[top + 1]:
        return False
    if _states_units(rows, filled, top + 1):
        return True
    here, below = filled[top], filled[top + 1]
    if any(_is_number(rows[top + 1][place]) or isinstance(rows[top + 1][place], date) for place in below):
        return False
    first = min(here[0], below[0])
    gaps = set(below) - set(here)
    if gaps and (first not in below or first not in here):
        return True
    return first not in below and _over_numbers(below, rows[top + 2])


def _states_units(rows: Sequence[Row], filled: list[list[int]], at: int) -> bool:
    """Whether a row holds units and nothing else, over columns of numbers: no row of a table does.

    What begins with four digits and no comma is an amount: `10000元`, not `10,000 yuan`.
    """
    units = []
    for place in filled[at]:
        text = _plain(rows[at][place])
        if stated_unit(text) and not text[:4].isdigit():
            units.append(place)
        elif not says_no_unit(text):
            return False
    return any(_over_numbers(units, row) for row in rows[at + 1 :])


def _over_numbers(places: Sequence[int], row: Row) -> bool:
    """Whether numbers or years stand in most of these places of a row."""
    there = [row[place] for place in places if place < len(row)]
    return 2 * sum(_is_number(cell) or _is_year(cell) for cell in there) > len(places)


def _names(rows: Sequence[Row], top: int, merged: Sequence[Range]) -> tuple[str, ...]:
    """The headings of each column, those of several rows joined; a heading over several columns is said in each.

    A unit that stands below a heading is put in brackets behind it, as other files have it.
    """
    width = max(map(len, rows))
    levels: list[list[str]] = []
    for number, row in enumerate(rows):
        texts = [text_of(row[place]) if place < len(row) else "" for place in range(width)]
        ranges = [each for each in merged if each[0][0] == top + number and each[1][1] > each[0][1]]
        if ranges:
            for (_, begin), (_, end) in ranges:
                texts[begin : end + 1] = [texts[begin]] * (min(end, width - 1) + 1 - begin)
        elif number < len(rows) - 1:
            texts = _carried(texts, rows[number + 1])
        levels.append(texts)
    return tuple(_joined([*dict.fromkeys(filter(None, texts))]) for texts in zip(*levels, strict=True))


def _joined(texts: Sequence[str]) -> str:
    unit = stated_unit(texts[-1]) if len(texts) > 1 else ""
    return with_unit(JOINT.join(texts[:-1]), unit) if unit else JOINT.join(texts)


def _carried(texts: list[str], below: Row) -> list[str]:
    """Headings carried to the right as long as something stands under the gap."""
    carried, last = list(texts), ""
    for place, text in enumerate(texts):
        under = place < len(below) and not is_blank(below[place])
        last = text or (last if under else "")
        carried[place] = last
    return carried


def _without_footnotes(body: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The table without the lines under it: from the first that says it is one, or that follows an empty row."""
    if body.shape[1] < 2 or body.empty:
        return body, ()
    foot = body.iloc[-FOOT:]
    typical = int(body.iloc[:LOOKED_AT].notna().sum(axis=1).median())
    lines = [_filled(row) for row in foot.itertuples(index=False, name=None)]
    numbers = list(foot.index)
    begin = len(lines)
    while begin and (
        len(lines[begin - 1]) == 1 < typical or _says_note(foot.iloc[begin - 1], lines[begin - 1])
    ):
        begin -= 1
    for at in range(begin, len(lines)):
        apart = at > 0 and numbers[at] - numbers[at - 1] > 1
        if apart or _says_note(foot.iloc[at], lines[at]):
            kept = len(body) - len(lines) + at
            return body.iloc[:kept], tuple(_line(tuple(row)) for _, row in foot.iloc[at:].iterrows())
    return body, ()


def _says_note(row: pd.Series, filled: list[int]) -> bool:
    if not filled or filled[0] or 2 * len(filled) > max(len(row), 3):
        return False
    words = tuple(catalog().reading.get("layout", {}).get("footnotes", ()))
    return isinstance(row.iloc[0], str) and _plain(row.iloc[0]).casefold().startswith(words)


def _heading_again(heading: Heading, kept: Sequence[int], body: pd.DataFrame) -> Mapping[int, str]:
    """Rows that repeat the headings, as tables of several printed pages do."""
    named = [at for at, place in enumerate(kept) if heading.printed(place)]
    if len(heading.rows) != 1 or len(named) < 2 or body.empty:
        return {}
    same = pd.Series(True, index=body.index)
    for at in named:
        same &= (body.iloc[:, at] == heading.printed(kept[at])).fillna(False).astype(bool)
        if not same.any():
            return {}
    return {int(row): shortened(heading.printed(kept[named[0]])) for row in body.index[same]}
