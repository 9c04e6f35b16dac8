"""The mended copy of a reader's table: every cell written as it should be, with a log of each change."""

from __future__ import annotations

import pandas as pd

from data.upload.doctor import Report
from data.upload.findings import rewritten, written
from data.upload.layout import unlike
from data.upload.sheets import Sheet
from data.upload.units import with_unit

LOG = ("sheet", "row", "column", "old", "new", "rule")
HEADING = "other_heading"
"""The rule of a heading that was written otherwise."""


def mended(sheet: Sheet, report: Report) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that can be used, with cells and headings as they should be, and the log of all changes.

    What cannot be mended is left out: `left_out`, for a second sheet. The copy passes the doctor: none of its rows is
    set aside. It has no lines beside the table, and its cells are plain numbers, so that headings state the units
    that these are in: brought back, it comes to the same figures. The log has the columns `LOG`; `row` is empty for a
    heading.
    """
    rows = report.used.index.union(report.mendable)
    changes = report.changes[report.changes["row"].isin(rows)]
    copy = rewritten(sheet.cells[sheet.cells.index.isin(rows)], changes)
    renamed = {**report.headings, **_stating_units(sheet, report)}
    old, new = list(renamed), list(renamed.values())
    headings = pd.DataFrame(
        {"row": None, "column": old, "old": old, "new": new, "rule": HEADING}, dtype=object
    )
    cells = changes.assign(old=changes["old"].map(written)).astype(object)
    log = pd.concat([headings, cells], ignore_index=True).assign(sheet=sheet.name)
    return copy.rename(columns=renamed), log[list(LOG)]


def _stating_units(sheet: Sheet, report: Report) -> dict[str, str]:
    """Headings of amounts that do not say, or say otherwise, what their cells are read in → headings that do."""
    stating = {heading: with_unit(heading, unit) for heading, unit in report.units.items()}
    taken = {str(heading).casefold() for heading in sheet.cells}
    return {heading: unlike(new, taken) for heading, new in stating.items() if new != heading}


def left_out(report: Report) -> pd.DataFrame:
    """The rows that the mended copy does not hold, as found, each with the reason."""
    return report.aside.drop(index=report.mendable)
