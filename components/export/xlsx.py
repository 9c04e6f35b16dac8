"""A view as a workbook: its figures, charts that can be edited, notes and choices, sources, and what columns mean."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pandas as pd
import xlsxwriter

from components.charts.theme import LIGHT
from components.export.content import MADE, Content, Stamp
from components.export.csv import columns_of, heading
from equity.language import Language

SHEETS = ("data", "charts", "notes", "sources", "codebook")
SOURCE_COLUMNS = ("title", "authors", "publisher", "year", "grade", "url")
WIDTHS = {"data": 18, "charts": 24, "notes": 90, "sources": 40, "codebook": 60}
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}
"""Text stays text: no cell of a source is ever run as a formula or turned into a link."""

CHART_SIZE = {"width": 720, "height_of_row": 22, "least_height": 260, "column": "H"}


def xlsx_bytes(content: Content) -> bytes:
    """The workbook of a view."""
    language = content.language
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": content.title, "comments": content.stamp.link, "created": MADE})
        formats = {
            "head": book.add_format({"bold": True, "bg_color": LIGHT.grid, "text_wrap": True}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "text": book.add_format({"num_format": "@"}),
        }
        data, charts, notes, origins, meanings = (
            book.add_worksheet(language(f"sheet.{name}")) for name in SHEETS
        )
        columns = columns_of(content.rows)
        shown = content.rows[columns].rename(columns=lambda name: heading(name, language))
        _table(data, shown, formats)
        _charts(book, charts, content, formats)
        _notes(notes, content.stamp, formats, language)
        _table(origins, content.sources.reset_index()[["source_id", *SOURCE_COLUMNS]], formats)
        known = [(name, content.codebook[name]) for name in columns]
        _table(meanings, pd.DataFrame(known, columns=["column", "meaning"]), formats)
        for name, sheet in zip(SHEETS, (data, charts, notes, origins, meanings), strict=True):
            sheet.set_column(0, 30, WIDTHS[name])
    return file.getvalue()


def workbook_bytes(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Tables as they are, a sheet each, under the names of the sheets."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"created": MADE})
        formats = {
            "head": book.add_format({"bold": True, "bg_color": LIGHT.grid, "text_wrap": True}),
            "text": book.add_format({"num_format": "@"}),
        }
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            _table(sheet, table, formats)
            sheet.set_column(0, len(table.columns), WIDTHS["data"])
    return file.getvalue()


def _table(sheet: Any, rows: pd.DataFrame, formats: Mapping[str, Any], top: int = 0) -> None:
    """A table with its header frozen; codes and labels as text, numbers as numbers, what is not known blank."""
    for column, name in enumerate(rows.columns):
        sheet.write_string(top, column, str(name), formats["head"])
        for row, value in enumerate(rows[name].tolist(), start=top + 1):
            if isinstance(value, bool):
                sheet.write_boolean(row, column, value)
            elif isinstance(value, int | float):
                if not pd.isna(value):
                    sheet.write_number(row, column, value)
            elif value is not None and not pd.isna(value):
                sheet.write_string(row, column, str(value), formats["text"])
    if top == 0:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(rows.columns) - 1)


def _notes(sheet: Any, stamp: Stamp, formats: Mapping[str, Any], language: Language) -> None:
    for row, (label, value) in enumerate(stamp.lines(language)):
        sheet.write_string(row, 0, label, formats["head"])
        sheet.write_string(row, 1, value, formats["wrap"])


def _charts(book: Any, sheet: Any, content: Content, formats: Mapping[str, Any]) -> None:
    """A small table and a chart of its own for every panel, one below the other; what is hidden, as on slides."""
    top, form = 0, content.form
    for _, panel in content.drawn.groupby("panel", sort=False):
        in_place = form == "bars"
        rows = panel_table(pd.concat([panel, content.hidden_in(panel)]) if in_place else panel, form)
        told = "" if in_place else content.told_hidden(panel)
        title = "\n".join(filter(None, (str(panel.panel_label.iloc[0]), told)))
        sheet.write_string(top, 0, title, formats["head"])
        _table(sheet, rows, formats, top + 1)
        chart = _chart(book, sheet.get_name(), rows, form, top + 1, panel, title)
        rows_high = len(rows) * CHART_SIZE["height_of_row"] * (len(rows.columns) - 1)
        height = max(CHART_SIZE["least_height"], rows_high if form == "bars" else 0)
        chart.set_size({"width": CHART_SIZE["width"], "height": height})
        sheet.insert_chart(
            f"{CHART_SIZE['column']}{top + 1}",
            chart,
            {"description": title, "object_position": 3},
        )
        top += max(len(rows) + 4, height // 20 + 2)


def panel_table(panel: pd.DataFrame, form: str) -> pd.DataFrame:
    """The figures of one panel as its chart needs them: a column a group; rows are bars, periods, or years."""
    if form == "bars":
        return panel[["bar_label", "estimate"]].rename(
            columns={"bar_label": "", "estimate": panel.unit_label.iloc[0]}
        )
    key = "when" if form == "timeline" else "row_label"
    figures = panel[panel[key].notna()].drop_duplicates([key, "group"])
    order = list(dict.fromkeys(figures.sort_values("group_position").group_label))
    figures = figures.sort_values(
        ["when", "row_position"] if form == "timeline" else ["row_position", "year"]
    )
    rows = list(dict.fromkeys(figures[key]))
    table = figures.pivot_table(index=key, columns="group_label", values="estimate", aggfunc="first")
    return table.reindex(index=rows, columns=order).reset_index().rename_axis(columns=None)


def _chart(
    book: Any, sheet: str, rows: pd.DataFrame, form: str, top: int, panel: pd.DataFrame, title: str
) -> Any:
    kind = {"bars": {"type": "bar"}, "timeline": {"type": "scatter", "subtype": "marker_only"}}
    chart = book.add_chart(kind.get(form, {"type": "column"}))
    last = top + len(rows)
    for column in range(1, len(rows.columns)):
        colour = {"color": LIGHT.categories[(column - 1) % len(LIGHT.categories)]}
        look = {"marker": {"type": "circle", "size": 7, "fill": colour, "border": colour}}
        chart.add_series(
            {
                "name": [sheet, top, column],
                "categories": [sheet, top + 1, 0, last, 0],
                "values": [sheet, top + 1, column, last, column],
                **(look if form == "timeline" else {"fill": colour}),
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 12}})
    value_axis = {"name": str(panel.unit_label.iloc[0]), "major_gridlines": {"visible": True}}
    if form == "bars":
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis(value_axis)
        chart.set_legend({"none": True})
    else:
        chart.set_y_axis(value_axis)
    return chart
