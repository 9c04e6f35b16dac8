"""The parts of the page of comparisons: what can be compared, and of which subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from components import link
from components.charts.marks import rows_of
from components.figure import marks_of, places_with_figures
from data.catalog import catalog
from data.store import store
from equity.language import Language
from equity.view import Link, View
from equity.vocabulary import REGION, ViewDefinition

ROWS_SHOWN = 8
ROW_HEIGHT = 35
SELECTION = "compare-contents"


def contents(views: Mapping[str, ViewDefinition], reading: Link, language: Language) -> None:
    """Every figure with groups to compare, and how many; a row opens its comparison."""
    every = contents_of(views)
    st.header(language("compare.contents"), anchor="contents")
    st.caption(language("compare.contents_lead", count=language.number(len(every))))
    key = f"{SELECTION}-{language.code}"
    st.dataframe(
        contents_table(every, language),
        hide_index=True,
        width="stretch",
        height=ROW_HEIGHT * (ROWS_SHOWN + 1),
        key=key,
        on_select=lambda: _open(every, key, reading),
        selection_mode="single-row",
    )


def _open(every: pd.DataFrame, key: str, reading: Link) -> None:
    selected = st.session_state[key].selection.rows
    if selected:
        row = every.iloc[selected[0]]
        definition = catalog().vocabulary.definition(row.view)
        view = View.default(definition, replace(reading.filters, regions=()))
        view = replace(view, indicators=(row.indicator,), dimension=row.dimension, groups=())
        link.show(view if len(marks_of(view)) else view.of_regions(places_with_figures(view)), definition)


def contents_of(views: Mapping[str, ViewDefinition]) -> pd.DataFrame:
    """What `Store.contents` says of every comparing view, with the `view`; most groups first within a subject."""
    parts = [
        store().contents(definition).assign(view=name, place=place)
        for place, (name, definition) in enumerate(views.items())
    ]
    every = pd.concat(parts, ignore_index=True)
    return every.sort_values(
        ["place", "groups", "figures"], ascending=[True, False, False], ignore_index=True
    )


def contents_table(every: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The contents with labels for codes."""
    vocabulary = catalog().vocabulary
    rows = []
    for row in rows_of(every):
        dataset = vocabulary.datasets[vocabulary.definition(row.view).dataset]
        groups = (
            language(f"dimension.{REGION}")
            if row.dimension == REGION
            else language.of(vocabulary.dimensions[row.dimension].label)
        )
        first, last = ("" if pd.isna(year) else f"{year:.0f}" for year in (row.first, row.last))
        rows.append(
            {
                language("compare.subject"): language.of(dataset.title),
                language("controls.indicators"): language.of(dataset.indicators[row.indicator].label),
                language("compare.groups_by"): groups,
                language("compare.groups"): row.groups,
                language("compare.places"): row.places,
                language("compare.years"): language.period(first, last) if first else "",
                language("compare.figures"): row.figures,
            }
        )
    return pd.DataFrame(rows)


def subject(views: Mapping[str, ViewDefinition], reading: Link, language: Language) -> ViewDefinition:
    """The comparing view in use: that of the link, else the first; a choice of another stands beside it."""
    datasets = catalog().vocabulary.datasets
    focused = reading.focused.id if reading.focused and reading.focused.id in views else next(iter(views))
    st.session_state["compare-subject"] = focused
    st.pills(
        language("compare.subject"),
        list(views),
        format_func=lambda code: language.of(datasets[views[code].dataset].title),
        key="compare-subject",
        required=True,
        on_change=lambda: _take_subject(reading),
    )
    return views[focused]


def _take_subject(reading: Link) -> None:
    chosen = st.session_state["compare-subject"]
    if chosen:
        definition = catalog().vocabulary.definition(chosen)
        link.show(View.default(definition, reading.filters), definition)
