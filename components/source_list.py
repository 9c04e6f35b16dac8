"""The list of all sources with its search, and the figures of the one chosen.

What is searched for stands in the address beside the shared filters, and the widgets are seeded from there.
"""

from __future__ import annotations

from dataclasses import asdict, replace

import pandas as pd
import streamlit as st

from components import link
from components.bibliography import COUNTS, Search, bibliography, found, search_of
from components.evidence import citation
from components.figure_list import download, show
from components.record import figures_of
from data.catalog import catalog
from equity.language import Language
from equity.view import Link
from equity.vocabulary import DEFAULT_GRADES

LONGEST_SEARCH = 80
NAME = "bibliography"
"""What the file of the list is called."""


def source_list(search: Search, reading: Link, language: Language) -> None:
    """The search, the sources it leaves, and every figure of one of them."""
    _search(search, reading, language)
    listed = found(search, reading.filters.grades, catalog())
    everything = language.number(len(bibliography(catalog())))
    st.caption(language.plural("sources_page.found", len(listed), all=everything))
    told = _told_sources(listed, language)
    show(told, language, wide="source_label")
    download(told, NAME, language)
    _chosen(search, listed, language)


def _search(search: Search, reading: Link, language: Language) -> None:
    vocabulary = catalog().vocabulary
    titles = {code: language.of(each.title) for code, each in vocabulary.datasets.items()}
    for name, value in (("text", search.text), ("dataset", search.dataset or None)):
        st.session_state[f"sources.{name}"] = value
    kept = [grade for grade in DEFAULT_GRADES if grade in reading.filters.grades]
    st.session_state["sources.grades"] = [] if len(kept) == len(DEFAULT_GRADES) else kept
    st.text_input(
        language("sources_page.search"),
        key="sources.text",
        max_chars=LONGEST_SEARCH,
        placeholder=language("sources_page.search_placeholder"),
        icon=":material/search:",
        on_change=_take_search,
    )
    by_grade, by_dataset = st.columns(2)
    with by_grade:
        st.pills(
            language("filters.grades"),
            DEFAULT_GRADES,
            format_func=lambda code: language.of(vocabulary.grades[code]),
            selection_mode="multi",
            key="sources.grades",
            on_change=_take_search,
        )
    with by_dataset:
        st.pills(
            language("sources_page.dataset"),
            list(titles),
            format_func=titles.__getitem__,
            key="sources.dataset",
            on_change=_take_search,
        )


def _take_search() -> None:
    """Put what was searched for into the address. A source chosen before stays chosen."""
    search, reading = search_of(link.current_link(catalog().vocabulary))
    chosen = st.session_state["sources.grades"]
    weak = tuple(grade for grade in reading.filters.grades if grade not in DEFAULT_GRADES)
    grades = (*(grade for grade in DEFAULT_GRADES if grade in (chosen or DEFAULT_GRADES)), *weak)
    asked = replace(
        search, text=st.session_state["sources.text"] or "", dataset=st.session_state["sources.dataset"] or ""
    )
    link.share_with(replace(reading.filters, grades=grades), asdict(asked))


def _told_sources(listed: pd.DataFrame, language: Language) -> pd.DataFrame:
    vocabulary = catalog().vocabulary
    numbers = [*COUNTS, *vocabulary.datasets, "texts_count"]
    told = {
        "source_label": listed.title,
        "grade_label": [language.of(vocabulary.grades[grade]) for grade in listed.grade],
        "published": listed.year,
        "source_url": listed.url,
        **{name: listed[name].astype(int) for name in numbers},
        "authors": listed.authors,
        "publisher": listed.publisher,
        "source_id": listed.index,
    }
    return pd.DataFrame(told)


def _chosen(search: Search, listed: pd.DataFrame, language: Language) -> None:
    """One source: how to cite it, and every figure that rests on it with the view that shows it."""
    titles = bibliography(catalog()).title
    options = list(listed.index)
    if search.source and search.source not in options:
        options.insert(0, search.source)
    st.session_state["sources.source"] = search.source or None
    st.selectbox(
        language("sources_page.choose"),
        options,
        format_func=lambda code: f"{titles[code]} ({code})",
        key="sources.source",
        placeholder=language("sources_page.choose_placeholder"),
        on_change=_take_source,
    )
    if search.source:
        entry = bibliography(catalog()).loc[search.source]
        st.markdown(citation(entry, language))
        st.caption(language("sources_page.licence", licence=entry.licence))
        _figures_of(search.source, language)


def _take_source() -> None:
    search, reading = search_of(link.current_link(catalog().vocabulary))
    asked = replace(search, source=st.session_state["sources.source"] or "")
    link.share_with(reading.filters, asdict(asked))


def _figures_of(source_id: str, language: Language) -> None:
    told = figures_of(catalog(), source_id, language.code)
    if told.empty:
        st.info(language("sources_page.no_figures"))
        return
    show(told, language)
    download(told, source_id, language)
