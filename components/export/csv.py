"""The figures of a view as CSV that Excel and WPS open with Chinese intact."""

from __future__ import annotations

import pandas as pd

from components.export.table import table_bytes
from equity.language import Language

LABELS = ("indicator_label", "place_label", "group_label", "period_label", "value_label", "source_label")
LEFT_OUT = (
    "told",
    "pinyin",
    "number_label",
    "segment",
    "certainty",
    "panel",
    "panel_label",
    "panel_title",
    "bar_label",
    "row_label",
    "symbol_label",
    "when",
    "panel_context",
    "told_on_phone",
    "unit_label",
    "interval_label",
    "grade_label",
    "summed",
)


def columns_of(marks: pd.DataFrame) -> list[str]:
    """The columns of a labelled frame that a file holds: labels first, then codes; not what only a chart needs."""
    further = [name for name in marks.columns if name not in (*LABELS, *LEFT_OUT)]
    return [*LABELS, *(name for name in further if not name.endswith("_position"))]


def csv_bytes(marks: pd.DataFrame, language: Language) -> bytes:
    """Every figure of the view, drawn or listed beneath, with its codes, labels and source.

    UTF-8 with a byte order mark. Labels come first and in the reader's language; codes keep their names. A cell
    that a spreadsheet would run as a formula is preceded by an apostrophe.
    """
    shown = marks[columns_of(marks)].rename(columns={name: language(f"column.{name}") for name in LABELS})
    return table_bytes(shown)
