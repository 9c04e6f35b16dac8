"""The figures of a story, one under the other: title, chart, words, link, and what changes them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components.evidence import escaped
from components.figure import charts_of, finding_of, marks_of, tiles_of
from components.frame import notices, way_to
from components.notes import trust_line
from components.region_picker import theme_of_reader
from components.story import visit
from components.story.text import html_of
from data.catalog import catalog
from equity.language import Language
from equity.story import LONGEST_TEXT, LONGEST_TITLE, Item, Outline
from equity.view import Link, View
from equity.vocabulary import REGION


def items(outline: Outline, language: Language) -> None:
    """Every figure of the story, in its order."""
    for position, item in enumerate(outline.items):
        with st.container(border=True, key=f"card-item-{position}"):
            _item(position, item, outline, language)


def title_of_view(view: View, language: Language) -> str:
    """What a figure is called unless its teller says otherwise: its finding, else its question."""
    return finding_of(view) or language.of(catalog().vocabulary.definition(view.id).question)


def _item(position: int, item: Item, outline: Outline, language: Language) -> None:
    read = visit.read(item, outline, language)
    view = read.focused
    number = language("story.number", place=position + 1, count=len(outline.items))
    title = item.title or (
        title_of_view(view, language) if view else dict(item.parameters).get("view", number)
    )
    st.caption(number)
    st.header(escaped(title), anchor=False)
    unknown = tuple(each for each in read.dropped if each.parameter != "data")
    notices(Link(replace(read.filters, data_version=""), dropped=unknown), (), language)
    if view is None:
        st.info(language("story.unknown_figure"), icon=":material/question_mark:")
        _words(item)
    else:
        chart, words = st.columns([7, 5], gap="medium")
        with chart:
            _chart(view, title, language)
        with words:
            _words(item)
            st.caption(escaped(trust_line(view, language)))
            way_to(view, language)
    _changes(position, item, view, len(outline.items) - 1, language)


def _chart(view: View, alt: str, language: Language) -> None:
    """The first panel of a figure, or its provinces on the tile grid."""
    if marks_of(view).empty:
        st.caption(language("empty.card"))
        return
    definition = catalog().vocabulary.definition(view.id)
    if definition.form_of(view.dimension) == "bars" and view.dimension == REGION:
        caption, grid = tiles_of(view, theme_of_reader())
        st.caption(caption)
        st.vega_lite_chart(grid, width="stretch", theme=None, alt=alt)
        return
    panels = charts_of(view, theme_of_reader())
    st.vega_lite_chart(panels[0], width="stretch", theme=None, alt=alt)
    if len(panels) > 1:
        st.caption(language.plural("story.more_panels", len(panels) - 1))


def _words(item: Item) -> None:
    if item.text:
        st.html(html_of(item.text))


def _changes(position: int, item: Item, view: View | None, last: int, language: Language) -> None:
    with st.container(horizontal=True, key=f"story-changes-{position}"):
        key = f"story-edit-{position}-{language.code}"
        edit = st.popover(language("story.edit"), icon=":material/edit:", key=key, on_change="rerun")
        _move(position, -1, "up", ":material/arrow_upward:", position == 0, language)
        _move(position, 1, "down", ":material/arrow_downward:", position == last, language)
        st.button(
            language("story.remove"),
            key=f"story-remove-{position}",
            icon=":material/close:",
            type="tertiary",
            on_click=lambda: visit.change(visit.present().removed(position)),
        )
    if edit.open:
        with edit:
            _edit(position, item, view, language)


def _move(position: int, by: int, name: str, icon: str, at_the_end: bool, language: Language) -> None:
    st.button(
        language(f"story.{name}"),
        key=f"story-{name}-{position}",
        icon=icon,
        type="tertiary",
        disabled=at_the_end,
        on_click=lambda: visit.change(visit.present().moved(position, by)),
    )


def _edit(position: int, item: Item, view: View | None, language: Language) -> None:
    title, text = f"story-title-{position}", f"story-text-{position}"
    st.session_state[title], st.session_state[text] = item.title, item.text
    st.text_input(
        language("story.item_title"),
        key=title,
        placeholder=title_of_view(view, language) if view else None,
        max_chars=LONGEST_TITLE,
        on_change=lambda: visit.change(visit.present().reworded(position, title=st.session_state[title])),
    )
    st.text_area(
        language("story.item_text"),
        key=text,
        height=180,
        max_chars=LONGEST_TEXT,
        help=language("story.markdown"),
        on_change=lambda: visit.change(visit.present().reworded(position, text=st.session_state[text])),
    )
