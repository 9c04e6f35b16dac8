"""The filters that all cards of a page share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from components import link
from components.region_picker import region_groups, region_list
from data.catalog import catalog
from equity.language import Language
from equity.view import Link
from equity.vocabulary import DEFAULT_GRADES, GRADES, RESIDENCES, ViewDefinition


def filters(reading: Link, views: Iterable[ViewDefinition], language: Language) -> None:
    """Those of regions, residence and evidence that at least one of the page's views can honour."""
    honoured = {name for view in views for name in view.filters}
    with st.container(key="filters"):
        places, residence, evidence = st.columns([5, 2, 5])
        with places:
            if "regions" in honoured:
                region_list(reading.filters, language)
        with residence:
            if "residence" in honoured:
                _residence(reading, language)
        with evidence:
            if "grades" in honoured:
                _grades(reading, language)
        if "regions" in honoured:
            with st.container(horizontal=True, key="region-groups"):
                region_groups(language)


def _residence(reading: Link, language: Language) -> None:
    labels = catalog().vocabulary.dimensions["residence"].subgroups
    st.session_state["residence"] = list(reading.filters.residence)
    st.pills(
        language("filters.residence"),
        RESIDENCES,
        format_func=lambda code: language.of(labels[code]),
        selection_mode="multi",
        key="residence",
        on_change=_share,
        args=("residence", RESIDENCES, ()),
    )


def _grades(reading: Link, language: Language) -> None:
    labels = catalog().vocabulary.grades
    st.session_state["grades"] = list(reading.filters.grades)
    st.pills(
        language("filters.grades"),
        GRADES,
        format_func=lambda code: language.of(labels[code]),
        selection_mode="multi",
        key="grades",
        help=language("filters.grades_help"),
        on_change=_share,
        args=("grades", GRADES, DEFAULT_GRADES),
    )


def _share(name: str, known: tuple[str, ...], default: tuple[str, ...]) -> None:
    vocabulary = catalog().vocabulary
    reading = link.current_link(vocabulary)
    codes = tuple(code for code in known if code in st.session_state[name])
    link.share_filters(replace(reading.filters, **{name: codes or default}), reading, vocabulary)
