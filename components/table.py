"""The frame as a table to read: labels instead of codes, values as text with their qualifiers."""

from __future__ import annotations

import pandas as pd

from components.charts.suppressed import listed, suppressed_in
from data.catalog import catalog
from equity.language import Language
from equity.view import View
from equity.vocabulary import REGION, TOTAL

COLUMNS = (
    "indicator_label",
    "place_label",
    "panel_context",
    "row_label",
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
    """The drawn figures in the order of the panels and of the groups; provinces by their codes, with the code.

    What tells panels, rows or figures of one group apart has a column of its own wherever it varies. The index is
    that of `marks`; a province without a figure has its code there, as has a row of what is hidden.
    """
    rows = marks[marks.drawn].assign(panel_place=pd.factorize(marks[marks.drawn].panel)[0])
    order = ["region_code", "panel_place"] if view.dimension == REGION else ["panel_place", "row_position"]
    rows = rows.sort_values([*order, "group_position", "year"], kind="stable", na_position="first")
    columns = [column for column in COLUMNS if not (column == "group_label" and view.dimension == REGION)]
    for column in ("panel_context", "row_label"):
        if (rows[column] == "").all() or (rows[column] == rows.period_label).all():
            columns.remove(column)
    for column in ("interval_label", "n"):
        if rows[column].replace("", pd.NA).isna().all():
            columns.remove(column)
    shown = rows[columns].rename(columns={column: language(f"column.{column}") for column in columns})
    for code in _telling(rows, view):
        heading = language.of(catalog().vocabulary.dimensions[code].label)
        shown.insert(
            list(shown.columns).index(language("column.period_label")), heading, rows[f"{code}_label"]
        )
    if view.dimension == REGION:
        shown.insert(0, language("column.region_code"), rows.region_code)
    if shown.empty:
        return shown
    vocabulary = catalog().vocabulary
    hidden = suppressed_in(view, vocabulary.definition(view.id), vocabulary, language)
    if view.dimension == REGION:
        return _every_province(shown, set(hidden.group), view, language)
    return _with_hidden(shown, hidden, view, language) if len(hidden) else shown


def _every_province(shown: pd.DataFrame, hidden: set[str], view: View, language: Language) -> pd.DataFrame:
    """The table with a row for each province that is hidden, and for each without a figure where none are chosen."""
    vocabulary, code = catalog().vocabulary, language("column.region_code")
    asked = () if view.filters.regions else vocabulary.provinces_of(view.dataset)
    missing = sorted({*asked, *hidden} - set(shown[code]))
    told = {
        code: missing,
        language("column.place_label"): [language.of(vocabulary.regions[each].label) for each in missing],
        language("column.value_label"): [
            language("suppressed.group" if each in hidden else "grid.no_figure") for each in missing
        ],
    }
    return _joined(shown, pd.DataFrame(told, index=missing)).sort_values(code, kind="stable")


def _with_hidden(shown: pd.DataFrame, hidden: pd.DataFrame, view: View, language: Language) -> pd.DataFrame:
    """The table with a row below that names the groups that are hidden, or the years."""
    divided = language("column.period_label" if view.dimension == TOTAL else "column.group_label")
    rows = [
        {
            language("column.indicator_label"): language.of(
                catalog().vocabulary.indicator(view.dataset, str(indicator)).label
            ),
            divided: listed(groups, language),
            language("column.value_label"): language("suppressed.group"),
        }
        for indicator, groups in hidden.groupby("indicator", sort=False)
    ]
    return _joined(shown, pd.DataFrame(rows, index=[f"hidden-{place}" for place in range(len(rows))]))


def _joined(shown: pd.DataFrame, further: pd.DataFrame) -> pd.DataFrame:
    """Rows below others, blank where they have no text."""
    whole = pd.concat([shown, further]) if len(further) else shown
    words = whole.select_dtypes(exclude="number").columns
    return whole.fillna(dict.fromkeys(words, ""))


def _telling(rows: pd.DataFrame, view: View) -> list[str]:
    """The dataset's own columns that tell figures of one group of one panel apart."""
    own = [code for code in catalog().vocabulary.datasets[view.dataset].own_columns if code != view.dimension]
    groups = rows.groupby(["panel", "group"], sort=False)
    return [code for code in own if len(rows) and groups[code].nunique().max() > 1]
