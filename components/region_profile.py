"""The parts of the page of regions: a few places side by side, then the views that know provinces."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.address import REGION_FORMATS, region_address
from components.card import card
from components.profile import places_beside, profile
from data.catalog import catalog
from equity.language import Language
from equity.view import Filters
from equity.vocabulary import NATION, ViewDefinition

PLACES_SHOWN = 6
"""A province and up to five peers; more columns than this cannot be compared by eye."""


def region_profile(filters: Filters, language: Language) -> None:
    """The table of the chosen provinces beside their NBS regions and the nation, and the files of each."""
    vocabulary = catalog().vocabulary
    chosen = [code for code in filters.regions if code != NATION]
    st.header(language("regions.profile"), anchor="profile")
    if not chosen:
        st.info(language("regions.choose"), icon=":material/touch_app:")
    places = places_beside(chosen[:PLACES_SHOWN])
    with st.container(key="wide-profile"):
        st.table(profile(tuple(places), language))
    told = [language("regions.profile_note")]
    if len(chosen) > PLACES_SHOWN:
        names = [language.of(vocabulary.regions[code].label) for code in chosen[PLACES_SHOWN:]]
        told.append(language("regions.more_chosen", count=PLACES_SHOWN, places=language.list(names)))
    told += [_files(code, filters, language) for code in chosen[:PLACES_SHOWN]]
    st.caption("  \n".join(told))


def _files(code: str, filters: Filters, language: Language) -> str:
    """Links to a province as a document, as slides and for programs."""
    place = language.of(catalog().vocabulary.regions[code].label)
    links = [f"[{each.upper()}]({region_address(code, filters, each)})" for each in REGION_FORMATS]
    return language("regions.files", place=place, links=language("separator").join(links))


def cards_by_section(views: Mapping[str, ViewDefinition], language: Language) -> None:
    """A heading for each section, and a card for each of its views."""
    for section in catalog().sections:
        st.header(language.of(section["heading"]))
        for code in section["views"]:
            card(views[code])
