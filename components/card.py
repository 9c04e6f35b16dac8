"""A View drawn: finding, controls, chart, table, sources, how to read, trust line, link and download."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from components import link
from components.controls import controls
from components.evidence import error_report, escaped, how_to_read, sources_tab, trust_line
from components.export.csv import csv_bytes
from components.export.names import file_name
from components.failure import told_to_the_reader
from components.figure import charts_of, explorer_of, finding_of, marks_of
from components.notes import notes
from components.region_picker import theme_of_reader, view_tiles
from components.table import table
from data.catalog import catalog
from equity.language import Language
from equity.view import View
from equity.vocabulary import EXPLORER, GRADES, REGION, ViewDefinition

PLACES_NAMED = 3
EXPLORER_BAR = {"displaylogo": False, "modeBarButtonsToRemove": ["toImage"], "responsive": True}
TABS = ("chart", "table", "sources", "reading")


@st.fragment
def card(definition: ViewDefinition) -> None:
    """One view of the page. A control reruns this card alone, so all that depends on it stands here."""
    reading = link.current_link(catalog().vocabulary)
    language, view = link.current_language(reading), reading.view(definition)
    with st.container(border=True, key=f"card-{definition.id}"), told_to_the_reader(language):
        _draw(view, definition, language)


def _draw(view: View, definition: ViewDefinition, language: Language) -> None:
    with st.spinner(language("loading")):
        marks = marks_of(view)
    st.caption(language.of(definition.question))
    if definition.comparator:
        st.badge(language.of(definition.comparator), icon=":material/public:", color="gray")
    sentence = finding_of(view)
    st.header(escaped(sentence or language.of(definition.question)), anchor=definition.id)
    controls(view, definition, language)
    if marks.empty:
        _empty(view, definition, language)
        return
    _tabs(marks, view, definition, sentence, language)
    st.caption(escaped(trust_line(marks, view, language)))
    _leave(marks, view, definition, language)


def _tabs(
    marks: pd.DataFrame, view: View, definition: ViewDefinition, sentence: str, language: Language
) -> None:
    key = f"tabs-{definition.id}-{language.code}"
    chart, rows, sources, reading = st.tabs(
        [language(f"tab.{tab}") for tab in TABS], key=key, on_change="rerun"
    )
    with chart:
        if chart.open:
            _chart(marks, view, definition, sentence, language)
    with rows:
        if rows.open:
            link_column = st.column_config.LinkColumn(display_text=language("table.open"))
            st.dataframe(
                table(marks, view, language),
                hide_index=True,
                width="stretch",
                column_config={language("column.source_url"): link_column},
            )
    with sources:
        if sources.open:
            sources_tab(marks, language)
    with reading:
        if reading.open:
            how_to_read(marks, view, definition, language)


def _chart(
    marks: pd.DataFrame, view: View, definition: ViewDefinition, sentence: str, language: Language
) -> None:
    theme = theme_of_reader()
    place = st.container()
    if definition.form_of(view.dimension) == "bars" and view.dimension == REGION:
        grid, place = st.columns([5, 7], gap="medium")
        with grid:
            view_tiles(view, language, theme)
    with place, st.spinner(language("loading")):
        if definition.form_of(view.dimension) == EXPLORER:
            st.plotly_chart(
                explorer_of(view, theme), theme=None, config=EXPLORER_BAR, key=f"explorer-{view.id}"
            )
        else:
            for panel in charts_of(view, theme):
                st.vega_lite_chart(
                    panel, width="stretch", theme=None, alt=sentence or language.of(definition.question)
                )
    st.caption("  \n".join(escaped(note) for note in notes(marks, view, definition, language)))


def _empty(view: View, definition: ViewDefinition, language: Language) -> None:
    """Nothing matches: say what there is, and offer the ways to it."""
    st.info(language("empty.card"), icon=":material/search_off:")
    if definition.missing:
        st.caption(language.of(definition.missing))
    vocabulary = catalog().vocabulary
    with st.container(horizontal=True):
        weak = replace(view, filters=replace(view.filters, grades=GRADES))
        if not marks_of(weak).empty:
            st.button(
                language("empty.weak"),
                key=f"weak-{definition.id}",
                on_click=link.show,
                args=(weak, definition),
            )
        everywhere = tuple(vocabulary.regions) if definition.honours("regions") else ()
        held = set(marks_of(view.of_regions(everywhere)).region_code)
        codes = [code for code in everywhere if code in held]
        if codes:
            names = [language.of(vocabulary.regions[code].label) for code in codes]
            few = language("empty.elsewhere", places=language.list(names))
            st.button(
                few if len(codes) <= PLACES_NAMED else language("empty.all_places"),
                key=f"elsewhere-{definition.id}",
                on_click=link.show,
                args=(view.of_regions(tuple(codes)), definition),
            )
        st.button(
            language("empty.reset"),
            key=f"reset-{definition.id}",
            on_click=link.reset,
            args=(view, definition),
        )


def _leave(marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language) -> None:
    """The ways out of the house: the link that reopens this figure, and the figures as a file."""
    with st.container(horizontal=True):
        with st.popover(language("share"), icon=":material/link:"):
            st.caption(language("share.note"))
            st.code(link.address(view, definition), language=None, wrap_lines=True)
        key = f"report-{definition.id}-{language.code}"
        report = st.popover(language("report"), icon=":material/flag:", key=key, on_change="rerun")
        if report.open:
            report.caption(language("report.note"))
            report.code(
                error_report(marks, link.address(view, definition), language), language=None, wrap_lines=True
            )
        st.download_button(
            language("download.csv"),
            data=lambda: csv_bytes(marks, language),
            file_name=file_name(view, catalog().release["version"], "csv"),
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"csv-{definition.id}",
        )
