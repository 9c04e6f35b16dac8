"""What a ZIP archive holds, asked before anything of it is read: which workbook it is, and whether it is a bomb."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np

from data.upload.layout import letters
from data.upload.limits import MEGABYTE, Limits
from data.upload.problems import Problem, shortened

PIECE = 1 << 22
LOCAL_HEADER = 30
"""Bytes before the name of an entry where it stands."""

WORKBOOKS = {"xl/workbook.xml": "XLSX", "content.xml": "ODS"}
OTHERS = {
    "xl/workbook.bin": "XLSB",
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
    "Index/Document.iwa": "Numbers",
}
SPREADSHEET = b"opendocument.spreadsheet"
MACROS = re.compile(r"(?:^|/)(?:vbaProject\.bin$|Basic/)")
ENCRYPTED = b"encryption-data"
LOCKED = 1
"""The flag of an archive's entry that needs a password."""

CELLS = (b"<c ", b"<c>", b":c ", b":c>")
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3}\d{1,7})["'](?:[^<>]*[^<>/])?>""")
"""Where a cell stands that is not empty."""

PLACE_LENGTH = 10

UNCOMPUTED = re.compile(
    rb"""<c r=["']([A-Z]{1,3})(\d{1,7})["'][^<>]*><f(?:\s[^<>]*)?>[^<>]*</f>(?:<v\s*/>|<v></v>)?</c>"""
)
FAILED = re.compile(
    rb"""<c r=["']([A-Z]{1,3})(\d{1,7})["'][^<>]*\st=["']e["'][^<>]*>(?:<f[^<>]*(?:/>|>[^<>]*</f>))?<v>([^<>]*)</v>"""
)
ERROR = re.compile(rb"""\st=["']e["']""")
SHEET_ID = re.compile(rb"""<(?:\w+:)?sheet\s[^<>]*?\sr:id=["']([^"']+)["']""")
RELATION = re.compile(rb"<Relationship\s[^<>]*>")
ODS_ROW = re.compile(rb"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(/?)>")
ROWS_REPEATED = re.compile(rb'number-rows-repeated="(\d+)"')
COLUMNS_REPEATED = re.compile(rb'number-columns-repeated="(\d+)"')


class RefusedError(Exception):
    """A file that is not read; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.rule)
        self.problem = problem


def _refuse(rule: str, **values: object) -> NoReturn:
    raise RefusedError(Problem(rule, values=values))


@dataclass(frozen=True)
class Archive:
    """A workbook that may be read: its kind, and what is odd about it."""

    kind: str
    problems: tuple[Problem, ...]


def examined(content: bytes, limits: Limits) -> Archive:
    """Which workbook it is, and what is odd about it. Each part that will be read is unpacked once, piece by piece.

    Raises
    ------
    RefusedError
        If it is no workbook, needs a password, or holds more than the limits allow.
    BadZipFile
        If it is damaged.
    """
    with ZipFile(io.BytesIO(content)) as archive:
        entries = {each.filename: each for each in archive.infolist()}
        read = [each for each in archive.infolist() if not each.filename.endswith("/")]
    kind = next((kind for name, kind in WORKBOOKS.items() if name in entries), "")
    if not kind:
        other = next((other for name, other in OTHERS.items() if name in entries), "ZIP")
        _refuse("other_kind", kind=other)
    if any(each.flag_bits & LOCKED for each in read):
        _refuse("locked")
    _refuse_a_bomb(read, len(content), limits)
    found = [Problem("macros_left_out", serious=False)] if any(map(MACROS.search, entries)) else []
    if kind == "ODS":
        _refuse_other_documents(content, entries)
        _refuse_repeats(b"".join(_pieces(content, entries["content.xml"])), limits)
        return Archive(kind, tuple(found))
    left = limits.sheet_cells
    for each in read:
        left -= _counted(_pieces(content, each), left, limits)
    return Archive(kind, tuple(found))


@dataclass(frozen=True)
class Formulas:
    """Formulas of a sheet that have no value: column, from 0, to row to what the cell says."""

    uncomputed: dict[int, dict[int, str]]
    failed: dict[int, dict[int, str]]


def formulas_of(content: bytes, number: int) -> Formulas:
    """What is wrong with the formulas of a sheet of an XLSX file, by its position from 0."""
    found = Formulas({}, {})
    with ZipFile(io.BytesIO(content)) as archive:
        entry = archive.NameToInfo.get(_part_of(archive, number))
    for piece in _pieces(content, entry) if entry else ():
        for column, row in UNCOMPUTED.findall(piece) if b"<f" in piece else ():
            found.uncomputed.setdefault(_column(column), {})[int(row)] = ""
        for column, row, error in FAILED.findall(piece) if ERROR.search(piece) else ():
            found.failed.setdefault(_column(column), {})[int(row)] = shortened(error.decode())
    return found


def _part_of(archive: ZipFile, number: int) -> str:
    """Where in the archive a sheet stands."""
    ids = SHEET_ID.findall(archive.read("xl/workbook.xml"))
    for relation in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        told = dict(re.findall(rb"""(\w+)=["']([^"']*)["']""", relation))
        if number < len(ids) and told.get(b"Id") == ids[number]:
            target = told.get(b"Target", b"").decode()
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _refuse_a_bomb(read: Sequence[ZipInfo], size: int, limits: Limits) -> None:
    """By what the archive says of itself; `_pieces` sees to it that it is true."""
    unpacked = sum(each.file_size for each in read)
    if unpacked > limits.unpacked or unpacked > max(limits.small, limits.ratio * size):
        megabytes = round(unpacked / MEGABYTE)
        _refuse("unpacks_too_large", megabytes=megabytes, limit=limits.unpacked // MEGABYTE)


def _pieces(content: bytes, entry: ZipInfo) -> Iterator[bytes]:
    """An entry unpacked, each piece cut where a cell or a tag begins.

    Raises
    ------
    BadZipFile
        If it is damaged, or another size than the archive says.
    """
    name, extra = content[entry.header_offset + 26 :][:2], content[entry.header_offset + 28 :][:2]
    start = (
        entry.header_offset + LOCAL_HEADER + int.from_bytes(name, "little") + int.from_bytes(extra, "little")
    )
    packed = memoryview(content)[start : start + entry.compress_size]
    size, rest = 0, b""
    for piece in _unpacked(packed, entry.compress_type):
        size += len(piece)
        if size > entry.file_size:
            raise BadZipFile
        whole = rest + piece
        cut = max(whole.rfind(b"<c "), 0) or max(whole.rfind(b"<"), 0) or len(whole)
        yield whole[:cut]
        rest = whole[cut:]
    if size != entry.file_size:
        raise BadZipFile
    yield rest


def _unpacked(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == ZIP_STORED:
        yield bytes(packed)
        return
    if method != ZIP_DEFLATED:
        raise BadZipFile
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), PIECE):
            yield unpacker.decompress(packed[start : start + PIECE], PIECE)
            while unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, PIECE)
        yield unpacker.flush()
    except zlib.error:
        raise BadZipFile from None


def _counted(pieces: Iterator[bytes], left: int, limits: Limits) -> int:
    """How many cells a sheet holds. A few far from each other would make the reader hold room for all between."""
    cells = rows = width = 0
    for piece in pieces:
        cells += sum(map(piece.count, CELLS))
        if cells > left:
            _refuse("too_many_sheet_cells", limit=limits.sheet_cells)
        last, wide = _farthest(PLACE.findall(piece))
        rows, width = max(rows, last), max(width, wide)
    _refuse_width(width, limits)
    _refuse_area(rows, width, limits)
    return cells


def _farthest(places: list[bytes]) -> tuple[int, int]:
    """The last row and the last column of cells such as `AB12`, from 1."""
    signs = np.array(places or [b""], dtype=f"S{PLACE_LENGTH}").view(np.uint8).reshape(-1, PLACE_LENGTH)
    rows = np.zeros(len(signs), np.int64)
    columns = np.zeros(len(signs), np.int64)
    for sign in signs.T.astype(np.int64):
        columns = np.where(sign >= ord("A"), columns * 26 + sign - ord("A") + 1, columns)
        rows = np.where((sign >= ord("0")) & (sign <= ord("9")), rows * 10 + sign - ord("0"), rows)
    return int(rows.max()), int(columns.max())


def _column(letters: bytes) -> int:
    """A column's place from 0 by its letters."""
    return _farthest([letters])[1] - 1


def _refuse_width(width: int, limits: Limits) -> None:
    if width > limits.columns:
        _refuse("too_many_columns", number=width, limit=limits.columns)


def _refuse_area(rows: int, width: int, limits: Limits) -> None:
    if rows * width > limits.area:
        _refuse("scattered_cells", column=letters(width - 1), row=rows, limit=limits.area)


def _refuse_other_documents(content: bytes, entries: dict[str, ZipInfo]) -> None:
    """Texts and presentations of the same family, and workbooks with a password."""
    kind = b"".join(_pieces(content, entries["mimetype"])) if "mimetype" in entries else SPREADSHEET
    if SPREADSHEET not in kind:
        _refuse("other_kind", kind="OpenDocument")
    manifest = entries.get("META-INF/manifest.xml")
    if manifest and ENCRYPTED in b"".join(_pieces(content, manifest)):
        _refuse("locked")


def _refuse_repeats(text: bytes, limits: Limits) -> None:
    """In an ODS file a cell and a row say how often they are repeated, which a few bytes can say of millions."""
    rows = last = width = cells = 0
    for row in ODS_ROW.finditer(text):
        place = filled = there = 0
        for attributes, closed in ODS_CELL.findall(row[2] or b""):
            times = _times(COLUMNS_REPEATED, attributes)
            place += times
            if not closed:
                filled, there = place, there + times
        times = _times(ROWS_REPEATED, row[1])
        rows += times
        if there:
            last, width, cells = rows, max(width, filled), cells + there * times
    if cells > limits.sheet_cells:
        _refuse("too_many_sheet_cells", limit=limits.sheet_cells)
    _refuse_width(width, limits)
    _refuse_area(last, width, limits)


def _times(repeated: re.Pattern[bytes], attributes: bytes) -> int:
    found = repeated.search(attributes)
    return int(found[1]) if found else 1
