"""Tables written as text: the encoding, the separator and the rows, also of files that keep to no rule."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from data.upload.distinct import kernels
from data.upload.encodings import BROKEN, WESTERN, as_utf8
from data.upload.layout import LOOKED_AT, SURPLUS, heading_of, sheet_of
from data.upload.limits import Limits
from data.upload.problems import Problem, numbered, shortened
from data.upload.quotes import QuotesError, repaired
from data.upload.sheets import Opened, Sheet

SEPARATORS = ",\t;|"
HEAD = 1 << 20
"""Bytes that tell separator and heading."""

DECLARED = re.compile(rb"sep=([,;|\t])\r?\n", re.IGNORECASE)
"""How a file tells spreadsheet programs its separator."""

QUOTED = re.compile(r'"[^"]*"')


class RaggedError(Exception):
    """Too many rows have another number of cells than the heading for it to be the rows' fault."""


def opened_text(content: bytes, limits: Limits) -> Opened:
    """A table of text, read: every cell a text, empty where nothing stands."""
    text, encoding = as_utf8(content)
    found: list[Problem] = []
    if encoding == WESTERN:
        found.append(Problem("encoding_guessed", values={"encoding": encoding}, serious=False))
    if b"\0" in text:
        row = text.count(b"\n", 0, text.index(b"\0")) + 1
        found.append(Problem("nul_characters", row=row, values={"number": text.count(b"\0")}, serious=False))
        text = text.replace(b"\0", b"")
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    declared = DECLARED.match(text)
    text = text[declared.end() :] if declared else text
    separator = declared[1].decode() if declared else separator_of(_head(text))
    if refused := _too_much(text, separator, limits):
        return Opened((), (refused,), encoding)
    try:
        text, unclosed = repaired(text, separator)
        sheet, more = _sheet(text, separator, unclosed, limits)
    except QuotesError:
        return Opened((), (*found, Problem("quotes_in_doubt")), encoding)
    except RaggedError:
        return Opened((), (*found, Problem("too_many_ragged", values={"limit": limits.ragged})), encoding)
    except pa.ArrowInvalid:
        return Opened((), (*found, Problem("unreadable_rows")), encoding)
    return Opened((sheet,) if sheet else (), (*found, *more), encoding)


def separator_of(head: str) -> str:
    """What stands between the cells: the sign that most lines have equally often.

    >>> separator_of("a;b\\n1,5;2,5\\n")
    ';'
    """
    lines = [line for line in QUOTED.sub("", head).splitlines() if line.strip()][:LOOKED_AT]
    best, fit = SEPARATORS[0], (0.0, 0)
    for sign in SEPARATORS:
        counts = Counter(count for line in lines if (count := line.count(sign)))
        usual = max(counts, key=lambda each: (counts[each], each), default=0)
        if (counts[usual] / len(lines) if lines else 0, usual) > fit:
            best, fit = sign, (counts[usual] / len(lines), usual)
    return best


def _head(text: bytes) -> str:
    """The first lines, none of them cut."""
    cut = text[:HEAD]
    if len(text) > HEAD and b"\n" in cut:
        cut = cut[: cut.rindex(b"\n") + 1]
    elif len(text) > HEAD:
        cut = text[: text.find(b"\n") + 1 or len(text)]
    return cut.decode("utf-8", "replace")


def _too_much(text: bytes, separator: str, limits: Limits) -> Problem | None:
    rows = text.count(b"\n")
    if rows > limits.rows:
        return Problem("too_many_rows", values={"number": rows, "limit": limits.rows})
    columns = max((line.count(separator) + 1 for line in _head(text).splitlines()[:LOOKED_AT]), default=0)
    if columns > limits.columns:
        return Problem("too_many_columns", values={"number": columns, "limit": limits.columns})
    cells = rows + text.count(separator.encode())
    if cells > limits.cells:
        return Problem("too_many_cells", values={"number": cells, "limit": limits.cells})
    longest = _long_line(text, limits.line)
    return Problem("long_line", row=longest, values={"limit": limits.line // 10**6}) if longest else None


def _long_line(text: bytes, limit: int) -> int | None:
    """The number of the first line that is longer than the limit, from 1."""
    start = 0
    while len(text) - start > limit:
        end = text.rfind(b"\n", start, start + limit)
        if end < 0:
            return text.count(b"\n", 0, start) + 1
        start = end + 1
    return None


def _sheet(
    text: bytes, separator: str, unclosed: Mapping[int, str], limits: Limits
) -> tuple[Sheet | None, list[Problem]]:
    lines = list(io.StringIO(_head(text), newline=""))
    reader = csv.reader(lines, delimiter=separator)
    csv.field_size_limit(limits.line)
    rows, ends = [], []
    for row in reader:
        rows.append(row)
        ends.append(reader.line_num)
        if len(rows) == LOOKED_AT:
            break
    heading = heading_of(rows)
    if heading.first >= len(rows) and not heading.names:
        return None, [Problem("no_table")]
    begin = sum(len(line.encode()) for line in lines[: ends[heading.first - 1]]) if heading.first else 0
    widths = Counter(len(row) for row in rows[heading.first :] if row)
    usual, often = max(widths.items(), key=lambda each: each[1], default=(1, 0))
    width = max(len(heading.names), usual if 2 * often > widths.total() else 1)
    body, ragged = _rows(text[begin:], separator, width, limits)
    body.index += heading.first + 1
    if width in body.columns and body[width].notna().any():
        heading = replace(heading, names=(*heading.names, *[""] * (width - len(heading.names)), SURPLUS))
    sheet, found = sheet_of("", heading, body)
    wrong = {
        row + heading.first: counts
        for row, counts in ragged.items()
        if row + heading.first in sheet.cells.index
    }
    broken = _broken(sheet.cells) if BROKEN.encode() in text else []
    return sheet, [*found, *_of_rows(wrong, unclosed), *broken]


def _rows(
    text: bytes, separator: str, width: int, limits: Limits
) -> tuple[pd.DataFrame, dict[int, tuple[int, int, str]]]:
    """The rows below the heading, from 0, a column a position; and, from 1, those with another number of cells."""
    ragged: dict[int, tuple[int, int, str]] = {}

    def kept(row: arrow_csv.InvalidRow) -> str:
        if row.number is None or len(ragged) >= limits.ragged:
            return "error"
        ragged[row.number] = (row.expected_columns, row.actual_columns, row.text)
        return "skip"

    if not text.strip():
        return pd.DataFrame(columns=range(width)), {}
    try:
        table = _parsed(text, separator, width, limits, kept, in_order=False)
    except pa.ArrowInvalid:  # row numbers are known only where rows are read in order
        try:
            table = _parsed(text, separator, width, limits, kept, in_order=True)
        except pa.ArrowInvalid:
            if len(ragged) >= limits.ragged:
                raise RaggedError from None
            raise
    body = pd.DataFrame({place: column.to_pandas() for place, column in enumerate(table.columns)})
    total = len(body) + len(ragged)
    others = [row - 1 for row in ragged]
    body.index = pd.Index(np.delete(np.arange(total), others))
    if ragged:
        cut = [_fitted(cells, separator, width) for _, _, cells in ragged.values()]
        body = pd.concat([body, pd.DataFrame(cut, index=others, dtype="str")]).sort_index()
    return body, ragged


def _parsed(
    text: bytes,
    separator: str,
    width: int,
    limits: Limits,
    kept: Callable[[arrow_csv.InvalidRow], str],
    *,
    in_order: bool,
) -> pa.Table:
    names = [str(place) for place in range(width)]
    table = arrow_csv.read_csv(
        pa.BufferReader(text),
        read_options=arrow_csv.ReadOptions(
            column_names=names, use_threads=not in_order, block_size=min(limits.line, len(text)) + 1
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=separator,
            newlines_in_values=b'"' in text,
            ignore_empty_lines=False,
            invalid_row_handler=kept,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
        ),
    )
    return pa.table([_without_blanks(column) for column in table.columns], names=names)


def _without_blanks(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells of nothing but spaces hold nothing."""
    blank = kernels.equal(kernels.utf8_trim_whitespace(column), "")
    return (
        kernels.if_else(blank, pa.scalar(None, pa.string()), column) if kernels.any(blank).as_py() else column
    )


def _fitted(cells: str, separator: str, width: int) -> list[str | None]:
    """A row with too few or too many cells, as found: what is beyond the last heading stands in one further cell."""
    row = next(csv.reader([cells], delimiter=separator), [])
    filled = [*row[:width], *[""] * (width - len(row)), separator.join(row[width:])]
    return [each if each.strip() else None for each in filled]


def _of_rows(ragged: Mapping[int, tuple[int, int, str]], unclosed: Mapping[int, str]) -> list[Problem]:
    """What is wrong with single rows; each waits aside."""
    short = {row: shortened(text) for row, (due, there, text) in ragged.items() if there < due}
    long = {row: shortened(text) for row, (due, there, text) in ragged.items() if there > due}
    return [
        *numbered("short_row", "", short),
        *numbered("long_row", "", long),
        *numbered("unclosed_quote", "", {row: shortened(text) for row, text in unclosed.items()}),
    ]


def _broken(cells: pd.DataFrame) -> list[Problem]:
    """Cells with signs that could not be read."""
    found: list[Problem] = []
    for column in cells.columns:
        broken = cells[column].str.contains(BROKEN, regex=False, na=False).to_numpy()
        there = dict(
            zip(cells.index[broken].tolist(), map(shortened, cells.loc[broken, column]), strict=True)
        )
        found += numbered("broken_characters", "", there, str(column))
    return found
