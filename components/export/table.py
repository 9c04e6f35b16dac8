"""Any table as CSV that Excel and WPS open with Chinese intact."""

from __future__ import annotations

import pandas as pd

FORMULA_MARKS = ("=", "+", "-", "@", "\t")


def table_bytes(table: pd.DataFrame) -> bytes:
    """The rows of a table, its index left out. UTF-8 with a byte order mark; no cell is run as a formula."""
    text = table.select_dtypes(include=["object", "string"]).columns
    shown = table.copy()
    shown[text] = shown[text].map(neutralised)
    # Fifteen digits are all that a binary number holds of a decimal: 68.6 stays 68.6, and a year has no point.
    return shown.to_csv(index=False, lineterminator="\n", float_format="%.15g").encode("utf-8-sig")


def neutralised(cell: object) -> object:
    """A text cell on one line that no spreadsheet runs as a formula; anything else unchanged."""
    if not isinstance(cell, str):
        return cell
    line = cell.replace("\r", " ")
    return "'" + line if line.startswith(FORMULA_MARKS) else line
