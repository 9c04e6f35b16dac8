"""The filters that all cards of a page share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from components import link
from components.region_picker import region_groups, region_list
from data.catalog import catalog
from data.store import store
from data.upload.brought import is_own
from equity.language import Language
from equity.view import Link
from equity.vocabulary import DEFAULT_GRADES, GRADES, RESIDENCES, ViewDefinition


def filters(reading: Link, views: Iterable[ViewDefinition], language: Language) -> None:
    """Those of regions, residence and evidence that at least one of the page's views can honour."""
    views = tuple(views)
    honoured = {name for view in views for name in view.filters}
    grades = _grades_in(views)
    with st.container(key="filters"):
        places, residence, evidence = st.columns([5, 2, 5])
        with places:
            if "regions" in honoured:
                region_list(reading.filters, language)
        with residence:
            if "residence" in honoured:
                _residence(reading, language)
        with evidence:
            if grades:
                _grades(reading, grades, language)
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


def _grades_in(views: Iterable[ViewDefinition]) -> tuple[str, ...]:
    """The grades to choose from: all, or of a reader's own file those that it has."""
    graded = [view for view in views if view.honours("grades")]
    if not all(is_own(view.id) for view in graded):
        return GRADES
    there = {grade for view in graded for grade in store().grades(view)}
    return tuple(grade for grade in GRADES if grade in there)


def _grades(reading: Link, offered: tuple[str, ...], language: Language) -> None:
    labels = catalog().vocabulary.grades
    st.session_state["grades"] = [grade for grade in offered if grade in reading.filters.grades]
    st.pills(
        language("filters.grades"),
        offered,
        format_func=lambda code: language.of(labels[code]),
        selection_mode="multi",
        key="grades",
        help=language("filters.grades_help"),
        on_change=_share,
        args=("grades", offered, DEFAULT_GRADES),
    )


def _share(name: str, offered: tuple[str, ...], default: tuple[str, ...]) -> None:
    """Write a choice into the address; what is not offered on this page stays as it was chosen on another."""
    vocabulary = catalog().vocabulary
    reading = link.current_link(vocabulary)
    elsewhere = [code for code in getattr(reading.filters, name) if code not in offered]
    codes = (*elsewhere, *(code for code in offered if code in st.session_state[name]))
    link.share_filters(replace(reading.filters, **{name: codes or default}), reading, vocabulary)
