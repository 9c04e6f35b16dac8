"""The parts of the page of the story: what arrived, how to begin, and what can be done with the whole."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components.corrections import tell_changes
from components.evidence import escaped
from components.frame import datasets_with_views, page_of
from components.story import visit
from components.story.leave import exports, handing_on
from components.story.open_file import open_file
from components.story.shelf import refused
from components.story.slides import present, presenting
from data.catalog import catalog
from equity.language import Language
from equity.story import LONGEST_TITLE, MOST_ITEMS, Outline
from equity.story_format import Problem
from equity.view import Link

TITLE = "story-title"


def without_story(reading: Link) -> Link:
    """What the address says beside the story."""
    dropped = tuple(each for each in reading.dropped if each.parameter != visit.PARAMETER)
    return replace(reading, dropped=dropped)


def arrival(language: Language) -> None:
    """A story out of a link, a file or the browser's memory: shown where there is none, else the reader chooses."""
    came = visit.arrival()
    if came is None:
        return
    outline, here = came.reading.outline, visit.present()
    if came.reading.problems:
        told = [f"- {_told(each, language)}" for each in came.reading.problems]
        heading = language(f"story.unread.{came.origin}")
        st.warning("\n".join((heading, "", *told)), icon=":material/rule:")
    if not came.waits():
        return
    if not here.items:
        visit.put(visit.history().changed(outline))
        return
    with st.container(border=True, key="story-arrival"):
        st.markdown(language(f"story.arrived.{came.origin}"))
        for key, each in (("here", here), ("there", outline)):
            st.caption(language(f"story.arrived.{key}", story=escaped(_named(each, language))))
        with st.container(horizontal=True):
            st.button(language("story.keep"), key="story-keep", on_click=visit.settle)
            st.button(language("story.take"), key="story-take", on_click=visit.take, args=(outline,))
            if len(here.added(*outline.items).items) <= MOST_ITEMS:
                st.button(language("story.join"), key="story-join", on_click=visit.join, args=(outline,))


def _named(outline: Outline, language: Language) -> str:
    titles = [outline.title, *(each.title for each in outline.items)]
    figures = language.plural("story.figures", len(outline.items))
    return language("separator").join(filter(None, (next(filter(None, titles), ""), figures)))


def _told(problem: Problem, language: Language) -> str:
    values = {
        name: language.number(value) if isinstance(value, int) else escaped(value)
        for name, value in problem.values
    }
    sentence = language(f"story.problem.{problem.code}", **values)
    place = dict(problem.values).get("place")
    return language("story.problem_at", place=place, problem=sentence) if place else sentence


def beginning(reading: Link, language: Language) -> None:
    """What a story is, how to begin one, and the way back to one that was kept as a file."""
    st.markdown(language("story.beginning"))
    with st.container(horizontal=True):
        for dataset in datasets_with_views(catalog().vocabulary):
            st.page_link(
                page_of(dataset, language),
                label=language("home.open_page", page=language.of(dataset.title)),
                icon=":material/arrow_forward:",
                query_params=reading.filters.encode(),
            )
    open_file(language)
    if visit.history().past:
        with st.container(horizontal=True):
            _steps(language)


def bar(outline: Outline, language: Language) -> None:
    """The title of the story, its steps, and what can be done with the whole of it."""
    st.session_state[TITLE] = outline.title
    st.text_input(
        language("story.title"),
        key=TITLE,
        placeholder=language("story.title_placeholder"),
        max_chars=LONGEST_TITLE,
        on_change=lambda: visit.change(visit.present().retitled(st.session_state[TITLE])),
    )
    with st.container(horizontal=True, key="story-bar"):
        st.button(
            language("story.present"),
            key="story-present",
            icon=":material/slideshow:",
            on_click=present,
            disabled=not visit.chapters(outline, language),
        )
        exports(outline, language)
        handing_on(outline, language)
        _steps(language)
        st.button(
            language("story.empty"),
            key="story-empty",
            icon=":material/delete_sweep:",
            type="tertiary",
            on_click=lambda: visit.change(Outline()),
        )
    kept = language("story.refused" if refused() else "story.kept")
    st.caption(language.sentences(kept, language("story.own_figures") if visit.shows_own(outline) else ""))
    _other_data(outline, language)
    presenting(outline, language)


def _other_data(outline: Outline, language: Language) -> None:
    """Of a story pinned to other data than these: which, what has changed, and how to let go of them."""
    version = catalog().release["version"]
    if outline.data in ("", version):
        return
    if not tell_changes(outline.data, language):
        told = language("story.other_data", pinned=escaped(outline.data), version=version)
        st.info(told, icon=":material/history:")
    st.button(
        language("notice.current_data"),
        key="story-current-data",
        on_click=lambda: visit.change(visit.present().resting_on("")),
    )


def _steps(language: Language) -> None:
    steps = visit.history()
    for name, icon, step, possible in (
        ("undo", ":material/undo:", visit.undo, steps.past),
        ("redo", ":material/redo:", visit.redo, steps.future),
    ):
        st.button(
            language(f"story.{name}"),
            key=f"story-{name}",
            icon=icon,
            disabled=not possible,
            type="tertiary",
            on_click=step,
        )
