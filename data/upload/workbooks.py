"""Tables of a workbook: values as last worked out, no macro run, no link followed."""

from __future__ import annotations

import io
from zipfile import BadZipFile

import pandas as pd
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from data.upload.archives import Archive, RefusedError, examined, formulas_without_value
from data.upload.layout import LOOKED_AT, heading_of, is_blank, sheet_of
from data.upload.limits import Limits
from data.upload.problems import Problem, numbered
from data.upload.sheets import Opened, Sheet

LOCKED = "EncryptedPackage".encode("utf-16-le")
STREAMS = {"WordDocument": "Word", "PowerPoint Document": "PowerPoint"}
SHEETS = ("Workbook", "Book")
OLD_SIZE = 64
"""How many megabytes an XLS file may have: its cells are not packed, and it holds 65,536 rows at most."""


def opened_archive(content: bytes, limits: Limits) -> Opened:
    """The sheets of an XLSX, XLSM or ODS file."""
    try:
        archive = examined(content, limits)
        return _opened(content, archive, limits)
    except RefusedError as refused:
        return Opened((), (refused.problem,))
    except (BadZipFile, CalamineError, EOFError, OSError, NotImplementedError, ValueError):
        return Opened((), (Problem("damaged_workbook"),))


def opened_old(content: bytes, limits: Limits) -> Opened:
    """The sheets of an XLS file."""
    if LOCKED in content:
        return Opened((), (Problem("locked"),))
    if not any(name.encode("utf-16-le") in content for name in SHEETS):
        kind = next((kind for name, kind in STREAMS.items() if name.encode("utf-16-le") in content), "OLE")
        return Opened((), (Problem("other_kind", values={"kind": kind}),))
    if len(content) > OLD_SIZE * 10**6:
        return Opened(
            (), (Problem("too_large", values={"megabytes": len(content) // 10**6, "limit": OLD_SIZE}),)
        )
    try:
        return _opened(content, Archive("XLS", ()), limits)
    except PasswordError:
        return Opened((), (Problem("locked"),))
    except (CalamineError, OSError, ValueError):
        return Opened((), (Problem("damaged_workbook"),))


def _opened(content: bytes, archive: Archive, limits: Limits) -> Opened:
    sheets: list[Sheet] = []
    found = list(archive.problems)
    with load_workbook(io.BytesIO(content)) as workbook:
        for number, about in enumerate(workbook.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            if about.visible != SheetVisibleEnum.Visible:
                found.append(Problem("hidden_sheet", about.name, serious=False))
                continue
            sheet, more = _read(workbook, number, about.name, limits)
            sheets += [sheet] if sheet else []
            found += more
            if sheet and archive.kind == "XLSX":
                unknown = formulas_without_value(content, number + 1)
                found += numbered("formula_without_value", about.name, unknown, serious=False)
    if not sheets:
        found.append(Problem("no_table"))
    return Opened(tuple(sheets), tuple(found))


def _read(
    workbook: CalamineWorkbook, number: int, name: str, limits: Limits
) -> tuple[Sheet | None, list[Problem]]:
    cells = workbook.get_sheet_by_index(number)
    if not cells.height or not cells.width:
        return None, [Problem("empty_sheet", name, serious=False)]
    if cells.total_width > limits.columns:
        values = {"number": cells.total_width, "limit": limits.columns}
        return None, [Problem("too_many_columns", name, values=values)]
    rows = cells.to_python(skip_empty_area=False)
    heading = heading_of(rows[:LOOKED_AT], _merged(cells))
    if not heading.names:
        return None, [Problem("empty_sheet", name, serious=False)]
    body = pd.DataFrame(rows[heading.first :], dtype=object)
    body.index = pd.RangeIndex(heading.first + 1, len(rows) + 1)
    body = body.mask(body.map(is_blank), None) if body.size else body
    sheet, found = sheet_of(name, heading, body)
    return Sheet(sheet.name, sheet.cells.infer_objects(), sheet.above, sheet.below), found


def _merged(cells: CalamineSheet) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return cells.merged_cell_ranges or []
