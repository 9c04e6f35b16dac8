"""Any table as CSV that Excel and WPS open with Chinese intact."""

from __future__ import annotations

import pandas as pd

from components.export.csv import neutralised


def table_bytes(table: pd.DataFrame) -> bytes:
    """The rows of a table, its index left out. UTF-8 with a byte order mark; no cell is run as a formula."""
    text = table.select_dtypes(include=["object", "string"]).columns
    shown = table.copy()
    shown[text] = shown[text].map(neutralised)
    return shown.to_csv(index=False, lineterminator="\n", float_format="%.15g").encode("utf-8-sig")
