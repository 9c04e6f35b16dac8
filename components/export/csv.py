"""The figures of a view as CSV that Excel and WPS open with Chinese intact."""

from __future__ import annotations

import pandas as pd

from components.export.content import Content
from components.export.table import table_bytes
from equity.language import Language
from equity.vocabulary import NATION, REGION

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


def heading(column: str, language: Language) -> str:
    """What a file calls a column: labels in the reader's language, codes by their names."""
    return language(f"column.{column}") if column in LABELS else column


def csv_bytes(content: Content) -> bytes:
    """Every figure of the view, drawn or listed beneath, with its codes, labels and source; a row without a figure
    for each group that is not shown.

    UTF-8 with a byte order mark. Labels come first and in the reader's language; codes keep their names. A cell
    that a spreadsheet would run as a formula is preceded by an apostrophe. Provinces are `CN-11`, which no
    spreadsheet takes for a number.
    """
    rows, language = content.rows, content.language
    shown = rows[columns_of(rows)].rename(columns=lambda name: heading(name, language))
    shown["region_code"] = shown.region_code.map(region)
    if content.view.dimension == REGION:
        shown["group"] = shown.group.map(region)
    return table_bytes(shown.assign(**stamp_columns(content)))


def stamp_columns(content: Content) -> dict[str, str]:
    """What the file says of itself, as columns that are the same in every row: a line above the header would
    stop most programs from reading it.
    """
    stamp, language = content.stamp, content.language
    choices = "; ".join(": ".join(each) for each in stamp.filters)
    return {
        language("stamp.finding"): stamp.title,
        language("stamp.choices"): choices,
        language("stamp.data"): stamp.data(language),
        language("stamp.licence"): stamp.licence,
        language("stamp.link"): stamp.link,
    }


def region(code: str) -> str:
    """A place as ISO 3166-2 had it by number: `CN-11` for 110000, `CN` for the nation; other texts unchanged.

    >>> region("110000"), region("000000"), region("")
    ('CN-11', 'CN', '')
    """
    if code == NATION:
        return "CN"
    return f"CN-{code[:2]}" if len(code) == 6 and code.isdecimal() else code
