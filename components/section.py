"""A part of a page that is no view: a card with a title, a lead, and an anchor that links can point at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st

from components.failure import told_to_the_reader
from equity.language import Language


@contextmanager
def section(anchor: str, title: str, lead: str, language: Language) -> Iterator[None]:
    """The card of a section; what fails inside leaves a sentence there and the rest of the page as it is."""
    with st.container(border=True, key=f"card-{anchor}"), told_to_the_reader(language):
        st.header(title, anchor=anchor)
        st.markdown(lead)
        yield


def contents(titles: Iterable[tuple[str, str]], language: Language) -> None:
    """Pairs of anchor and title as a line of links."""
    st.markdown(language("separator").join(f"[{title}](#{anchor})" for anchor, title in titles))
