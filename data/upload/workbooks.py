"""Tables of a workbook: values as last worked out, no macro run, no link followed."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from zipfile import BadZipFile

import numpy as np
import pandas as pd
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from data.upload.archives import Archive, Formulas, RefusedError, examined, formulas_of
from data.upload.layout import LOOKED_AT, heading_of, sheet_of
from data.upload.limits import Limits
from data.upload.problems import Problem, numbered
from data.upload.sheets import Opened, Sheet

LOCKED = "EncryptedPackage".encode("utf-16-le")
CIPHERED = re.compile(rb"\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""An XLS file whose first record is followed by one that says how the rest is encrypted."""

STREAMS = {"WordDocument": "Word", "PowerPoint Document": "PowerPoint"}
SHEETS = ("Workbook", "Book")
DAMAGES = (BadZipFile, CalamineError, EOFError, OSError)
"""What a damaged workbook makes its readers raise. ValueError is not among them: it would hide mistakes of ours."""

PANIC = "PanicException"
OLD_SIZE = 64
"""How many megabytes an XLS file may have: its cells are not packed, and it holds 65,536 rows at most."""


def opened_archive(content: bytes, limits: Limits) -> Opened:
    """The sheets of an XLSX, XLSM or ODS file."""
    try:
        return _opened(content, examined(content, limits))
    except RefusedError as refused:
        return Opened((), (refused.problem,))
    except BaseException as error:
        return _damaged(error)


def opened_old(content: bytes) -> Opened:
    """The sheets of an XLS file."""
    if LOCKED in content or CIPHERED.search(content):
        return Opened((), (Problem("locked"),))
    if not any(name.encode("utf-16-le") in content for name in SHEETS):
        kind = next((kind for name, kind in STREAMS.items() if name.encode("utf-16-le") in content), "OLE")
        return Opened((), (Problem("other_kind", values={"kind": kind}),))
    if len(content) > OLD_SIZE * 10**6:
        return Opened(
            (), (Problem("too_large", values={"megabytes": len(content) // 10**6, "limit": OLD_SIZE}),)
        )
    try:
        return _opened(content, Archive("XLS", ()))
    except BaseException as error:
        return _damaged(error)


def _damaged(error: BaseException) -> Opened:
    """What is said of a workbook that its reader fails on; anything else that went wrong is raised."""
    # A panic of the reader, which is written in Rust, is no Exception and of a class that cannot be imported.
    if isinstance(error, PasswordError):
        return Opened((), (Problem("locked"),))
    if isinstance(error, DAMAGES) or type(error).__name__ == PANIC:
        return Opened((), (Problem("damaged_workbook"),))
    raise error


def _opened(content: bytes, archive: Archive) -> Opened:
    sheets: list[Sheet] = []
    found = list(archive.problems)
    with load_workbook(io.BytesIO(content)) as workbook:
        for number, about in enumerate(workbook.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            if about.visible != SheetVisibleEnum.Visible:
                found.append(Problem("hidden_sheet", about.name, serious=False))
                continue
            formulas = formulas_of(content, number) if archive.kind == "XLSX" else Formulas({}, {})
            sheet, more = _read(workbook, number, about.name, formulas)
            sheets += [sheet] if sheet else []
            found += more
    if not sheets:
        found.append(Problem("no_table"))
    return Opened(tuple(sheets), tuple(found))


def _read(
    workbook: CalamineWorkbook, number: int, name: str, formulas: Formulas
) -> tuple[Sheet | None, list[Problem]]:
    cells = workbook.get_sheet_by_index(number)
    rows = cells.to_python(skip_empty_area=False)
    heading = heading_of(rows[:LOOKED_AT], cells.merged_cell_ranges or ())
    if not heading.names:
        return None, [Problem("empty_sheet", name, serious=False)]
    columns = zip(*rows[heading.first :], strict=True)
    body = pd.DataFrame({place: _column(column) for place, column in enumerate(columns)})
    body.index = pd.RangeIndex(heading.first + 1, heading.first + 1 + len(body))
    sheet, found = sheet_of(name, heading, body)
    for rule, there in (
        ("formula_without_value", formulas.uncomputed),
        ("spreadsheet_error", formulas.failed),
    ):
        for place, cell in there.items():
            found += numbered(rule, name, cell, heading.name(place), serious=False)
    return sheet, found


def _column(cells: Sequence[object]) -> pd.Series:
    """Cells with the types that they have; those of nothing but spaces hold nothing."""
    column = pd.Series(list(cells), dtype=object).infer_objects()
    if column.dtype == "str":
        return column.mask(column.str.strip() == "")
    if column.dtype == object:
        blank = np.array([isinstance(cell, str) and not cell.strip() for cell in cells])
        return column.mask(blank, None).infer_objects()
    return column
