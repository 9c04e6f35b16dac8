"""What a card says of itself where it stands alone in another site: its sources, and the way to the whole page."""

from __future__ import annotations

import streamlit as st

from components import link
from components.charts.marks import sources_of
from components.evidence import escaped
from components.figure import marks_of
from data.store import store
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition

SOURCES_NAMED = 3


def credit(view: View, definition: ViewDefinition, language: Language) -> None:
    """The first sources of a view by title and how many there are beside, then the link to the whole page."""
    marks = marks_of(view)
    titles = list(store().sources().title.loc[sources_of(marks[marks.drawn])])
    named = [escaped(title) for title in titles[:SOURCES_NAMED]]
    if len(titles) > SOURCES_NAMED:
        named.append(language.plural("picture.more_sources", len(titles) - SOURCES_NAMED))
    if named:
        st.caption(language("cite.source_line", sources=language.list(named)))
    st.markdown(f"[{language('credit.whole_page')}]({link.address(view, definition)})")
