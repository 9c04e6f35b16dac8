"""A View drawn: finding, controls, chart, table, sources, how to read, trust line, link and download."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components import link
from components.charts.axes import Specification
from components.charts.suppressed import suppressed_in, told_hidden
from components.cite import citations
from components.compare_places import places_tab
from components.controls import controls
from components.corrections import corrected_figures
from components.credit import credit
from components.download import downloads
from components.evidence import error_report, escaped, how_to_read, sources_tab
from components.failure import told_to_the_reader
from components.figure import charts_of, explorer_of, finding_of, marks_of, places_with_figures
from components.inequality import gap_text, inequality_tab
from components.notes import notes, trust_line
from components.region_picker import theme_of_reader, view_tiles
from components.sensitivity import sensitivity_tab
from components.share import share
from components.story.pin import pin, pin_button
from components.table import table
from data.catalog import catalog
from data.upload.brought import is_own
from equity.language import Language
from equity.view import View
from equity.vocabulary import EXPLORER, GRADES, REGION, ViewDefinition

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PLACES_NAMED = 3
EXPLORER_BAR = {"displaylogo": False, "modeBarButtonsToRemove": ["toImage"], "responsive": True}
TABS = ("chart", "inequality", "table", "sources", "reading")
COMPARING_TABS = ("chart", "inequality", "sensitivity", "places", "table", "sources", "reading")
WAYS = {
    "share": ":material/share:",
    "cite": ":material/format_quote:",
    "report": ":material/flag:",
    "download": ":material/download:",
}
"""The ways out of the house, each with its icon."""

OWN_WAYS = ("share", "download")
"""Of a reader's own figure: it is theirs to cite, and its errors are theirs to mend."""


@st.fragment
def card(definition: ViewDefinition) -> None:
    """One view of the page. A control reruns this card alone, so all that depends on it stands here.

    Alone in a frame of another site, it ends with its sources and the way to the whole page.
    """
    reading = link.current_link(catalog().vocabulary)
    language, view = link.current_language(reading), reading.view(definition)
    with st.container(border=True, key=f"card-{definition.id}"), told_to_the_reader(language):
        alone = link.alone(reading) is not None
        _draw(view, definition, language, alone)
        if alone:
            credit(view, definition, language)


def _draw(view: View, definition: ViewDefinition, language: Language, alone: bool) -> None:
    with st.spinner(language("loading")):
        marks, sentence = marks_of(view), finding_of(view)
        chart = None if marks.empty else _figure(view, definition)
    st.caption(language.of(definition.question))
    if definition.comparator:
        icon = ":material/science:" if is_own(view.id) else ":material/public:"
        st.badge(language.of(definition.comparator), icon=icon, color="gray")
    st.header(escaped(sentence or language.of(definition.question)), anchor=definition.id)
    if corrected := corrected_figures(marks, view, language):
        head = language("corrected_since", version=view.filters.data_version)
        st.info("\n".join([head, "", *(f"- {line}" for line in corrected)]), icon=":material/history:")
    controls(view, definition, language)
    if chart is None:
        _empty(view, definition, language)
        return
    alt = sentence or language.of(definition.question)
    drawn = {
        "chart": lambda: _chart(chart, marks, view, definition, alt, language),
        "inequality": lambda: inequality_tab(view, definition, language),
        "sensitivity": lambda: sensitivity_tab(view, language),
        "places": lambda: places_tab(view, language),
        "table": lambda: _table(marks, view, language),
        "sources": lambda: sources_tab(marks, language),
        "reading": lambda: how_to_read(marks, view, definition, language),
    }
    # One row of choices rather than tabs, of which each is an element that the browser draws anew at every rerun.
    shown = st.segmented_control(
        language("tabs"),
        COMPARING_TABS if catalog().vocabulary.compares(definition) else TABS,
        format_func=lambda name: language(f"tab.{name}"),
        default=TABS[0],
        required=True,
        label_visibility="collapsed",
        key=f"tabs-{definition.id}-{language.code}",
    )
    drawn[shown or TABS[0]]()
    if gap := gap_text(view, language):
        st.markdown(gap)
    st.caption(escaped(trust_line(view, language)))
    if not alone:
        _leave(marks, view, definition, language)


def _figure(view: View, definition: ViewDefinition) -> Figure | tuple[Specification, ...]:
    explorer = definition.form_of(view.dimension) == EXPLORER
    return (explorer_of if explorer else charts_of)(view, theme_of_reader())


def _table(marks: pd.DataFrame, view: View, language: Language) -> None:
    link_column = st.column_config.LinkColumn(display_text=language("table.open"))
    st.dataframe(
        table(marks, view, language),
        hide_index=True,
        width="stretch",
        column_config={language("column.source_url"): link_column},
    )


def _chart(
    figure: Figure | tuple[Specification, ...],
    marks: pd.DataFrame,
    view: View,
    definition: ViewDefinition,
    alt: str,
    language: Language,
) -> None:
    if not isinstance(figure, tuple):
        st.plotly_chart(figure, theme=None, config=EXPLORER_BAR, key=f"explorer-{view.id}")
    elif definition.form_of(view.dimension) == "bars" and view.dimension == REGION:
        grid, bars = st.columns([5, 7], gap="medium")
        with grid:
            view_tiles(view, language, theme_of_reader())
        with bars:
            _panels(figure, alt)
    else:
        _panels(figure, alt)
    st.caption("  \n".join(escaped(note) for note in notes(marks, view, definition, language)))


def _panels(panels: tuple[Specification, ...], alt: str) -> None:
    for panel in panels:
        st.vega_lite_chart(panel, width="stretch", theme=None, alt=alt)


def _empty(view: View, definition: ViewDefinition, language: Language) -> None:
    """Nothing matches, or all that does is hidden: say so, say what there is, and offer the ways to it."""
    hidden = suppressed_in(view, definition, catalog().vocabulary, language)
    if len(hidden):
        st.info(escaped(told_hidden(hidden, language)), icon=":material/visibility_off:")
        st.caption(escaped(language.of(definition.note or {})))
    else:
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
        codes = places_with_figures(view) if definition.honours("regions") else ()
        if codes:
            names = [language.of(vocabulary.regions[code].label) for code in codes]
            few = language("empty.elsewhere", places=language.list(names))
            st.button(
                few if len(codes) <= PLACES_NAMED else language("empty.all_places"),
                key=f"elsewhere-{definition.id}",
                on_click=link.show,
                args=(view.of_regions(codes), definition),
            )
        st.button(
            language("empty.reset"),
            key=f"reset-{definition.id}",
            on_click=link.reset,
            args=(view, definition),
        )


def _leave(marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language) -> None:
    """The ways out of the house: the link that reopens this figure, what quotes it, its files, and the story.

    One row of choices rather than a popover each: every element costs the browser at each rerun of the page.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        way = st.pills(
            language("ways"),
            OWN_WAYS if is_own(view.id) else tuple(WAYS),
            format_func=lambda name: f"{WAYS[name]} {language(name)}",
            label_visibility="collapsed",
            key=f"ways-{definition.id}-{language.code}",
            width="content",
        )
        pinned = not st.context.is_embedded and pin_button(view, language)
    if pinned:
        pin(view, language)
    if way:
        with st.container(key=f"way-{definition.id}"):
            st.caption(language(f"{way}.note"))
            _way(way, marks, view, definition, language)


def _way(way: str, marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language) -> None:
    match way:
        case "share":
            share(view, definition, language)
        case "cite":
            citations(marks, view, definition, language)
        case "report":
            report = error_report(marks, link.address(view, definition), language)
            st.code(report, language=None, wrap_lines=True)
        case "download":
            downloads(view, definition, language)
