"""Between the browser's address and the View: the only place that reads and writes query parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

import streamlit as st

from components.address import address_on, with_data_of_today
from data import catalog
from equity.language import Language
from equity.view import Filters, Link, View, decode
from equity.vocabulary import ViewDefinition, Vocabulary

FILTERS_OF_LAST_RUN = "filters of last run"
PAGE_OF_LAST_RUN = "page of last run"


def current_link(vocabulary: Vocabulary) -> Link:
    """What the address says."""
    return decode(st.query_params.to_dict(), vocabulary, _preferred_language(vocabulary))


def current_language(link: Link) -> Language:
    """The language the address, or else the browser, asks for."""
    return catalog.language(link.filters.language)


def keep_filters_across_pages(page: str, vocabulary: Vocabulary) -> None:
    """After a menu click the address is bare: write the shared filters back before anything reads it.

    Any address that has parameters of its own wins, so links, back and forward are never overruled.
    """
    if page != st.session_state.get(PAGE_OF_LAST_RUN) and not st.query_params:
        kept: Filters | None = st.session_state.get(FILTERS_OF_LAST_RUN)
        if kept:
            st.query_params.from_dict(kept.encode())
    st.session_state[PAGE_OF_LAST_RUN] = page
    st.session_state[FILTERS_OF_LAST_RUN] = current_link(vocabulary).filters


def current_page() -> str:
    """The URL path of the page being drawn; empty for the first page."""
    return st.session_state[PAGE_OF_LAST_RUN]


def show(view: View, definition: ViewDefinition) -> None:
    """Put a view into the address: its card becomes the focused one."""
    st.query_params.from_dict(view.encode(definition))
    st.session_state[FILTERS_OF_LAST_RUN] = view.filters


def share_filters(filters: Filters, reading: Link, vocabulary: Vocabulary) -> None:
    """Put shared filters into the address; the focused card, if any, stays focused under them."""
    if reading.focused:
        focused = replace(reading.focused, filters=filters)
        show(focused, vocabulary.definition(focused.id))
    else:
        st.query_params.from_dict(filters.encode())
        st.session_state[FILTERS_OF_LAST_RUN] = filters


def share_with(filters: Filters, own: Mapping[str, str]) -> None:
    """Put shared filters into the address, and beside them what one page alone knows; blank texts are left out."""
    st.query_params.from_dict(filters.encode() | {name: value for name, value in own.items() if value})
    st.session_state[FILTERS_OF_LAST_RUN] = filters


def share_filters_alone() -> None:
    """Take whatever else stands in the address out of it: no card is focused any more."""
    filters: Filters | None = st.session_state.get(FILTERS_OF_LAST_RUN)
    st.query_params.from_dict(filters.encode() if filters else {})


def address(view: View, definition: ViewDefinition) -> str:
    """The full link that reopens a view, on the address this reader uses."""
    return address_on(page_address(current_page()), view, definition)


def page_address(page: str) -> str:
    """The address of a page of this site, by its URL path, as this reader reaches it; empty where it is not known."""
    here = urlsplit(st.context.url or "")
    root = here.path.removesuffix(current_page())
    return f"{here.scheme}://{here.netloc}{root}{page}" if here.netloc else ""


def pinned(view: View, definition: ViewDefinition) -> str:
    """The full link that reopens a view as it is with the data of today."""
    return address(with_data_of_today(view), definition)


def live(view: View, definition: ViewDefinition) -> str:
    """The full link that reopens a view with whatever the data are then."""
    return address(replace(view, filters=replace(view.filters, data_version="")), definition)


def alone(reading: Link) -> View | None:
    """The view that a page inside another site shows and nothing else; `None` on any other page."""
    return reading.focused if st.context.is_embedded else None


def _preferred_language(vocabulary: Vocabulary) -> str:
    preferred = (st.context.locale or "en").split("-")[0].lower()
    return preferred if preferred in vocabulary.languages else "en"


def reset(view: View, definition: ViewDefinition) -> None:
    """Bring one card back to its default and lift the filters that can empty it."""
    show(View.default(definition, replace(view.filters, regions=(), residence=())), definition)
