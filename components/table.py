"""The frame as a table to read: labels instead of codes, values as text with their qualifiers."""

from __future__ import annotations

import pandas as pd

from equity.language import Language
from equity.view import View
from equity.vocabulary import REGION

COLUMNS = (
    "indicator_label",
    "place_label",
    "group_label",
    "period_label",
    "value_label",
    "interval_label",
    "n",
    "grade_label",
    "source_label",
    "source_url",
)


def table(marks: pd.DataFrame, view: View, language: Language) -> pd.DataFrame:
    """The drawn figures in reading order; provinces stand in the order of their codes, with the code."""
    rows = marks[marks.drawn]
    shown = rows[
        [column for column in COLUMNS if not (column == "group_label" and view.dimension == REGION)]
    ].copy()
    if (shown.interval_label == "").all():
        shown = shown.drop(columns="interval_label")
    if shown.n.isna().all():
        shown = shown.drop(columns="n")
    if view.dimension == REGION:
        shown.insert(0, "region_code", rows.region_code)
        shown = shown.sort_values("region_code", kind="stable")
    return shown.rename(columns={column: language(f"column.{column}") for column in shown.columns})
