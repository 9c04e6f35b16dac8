"""A card's way into the story: the view as it stands is added at the end."""

from __future__ import annotations

import streamlit as st

from components.frame import story_page
from components.story import visit
from components.story.shelf import keep
from equity.language import Language
from equity.story import MOST_ITEMS
from equity.view import View


def pin_button(view: View, language: Language) -> bool:
    """The button that asks for it; whether it was pressed."""
    return st.button(language("story.add"), key=f"story-{view.id}", icon=":material/playlist_add:")


def pin(view: View, language: Language) -> None:
    """Add a view to the story, and say so; or say why not."""
    item, outline = visit.item_of(view), visit.present()
    if outline.holds(item):
        said = language.plural("story.already_there", len(outline.items))
    elif len(outline.items) >= MOST_ITEMS:
        said = language("story.full", most=MOST_ITEMS)
    else:
        visit.change(outline.added(item))
        said = language.plural("story.added", len(outline.items) + 1)
    keep(f"story-kept-{view.id}")
    with st.container(horizontal=True, vertical_alignment="center", key=f"story-said-{view.id}"):
        st.markdown(said, width="content")
        st.page_link(
            story_page(language),
            label=language("story.open"),
            icon=":material/auto_stories:",
            query_params=view.filters.encode(),
        )
