"""The story told full screen: one figure a slide, in large type, moved by keys, buttons or a swipe."""

from __future__ import annotations

import json

import streamlit as st

from components.charts.theme import LIGHT
from components.export.formats import SLIDE
from components.order import Order
from components.story import visit
from components.story.items import title_of_view
from components.story.leave import file_made
from components.story.stage import stage
from components.story.text import html_of
from equity.language import Language
from equity.story import Outline

PRESENTING = "story-presenting"
KEY = "story-slides"
BUTTONS = ("back", "on", "wide", "leave")


def present() -> None:
    """Begin to tell the story."""
    st.session_state[PRESENTING] = visit.now()


def presenting(outline: Outline, language: Language) -> None:
    """Tell the story full screen, once the reader has asked for it, until they leave it."""
    begun = st.session_state.get(PRESENTING)
    if begun is None:
        return
    slides = _slides(outline, language)
    if not slides:
        _left()
        return
    stage(
        data={
            "begun": begun,
            "slides": slides,
            "words": {
                "story": outline.title or language("page.story"),
                **{name: language(f"story.slide.{name}") for name in BUTTONS},
            },
            "look": {
                "paper": LIGHT.background,
                "ink": LIGHT.ink,
                "muted": LIGHT.muted,
                "accent": LIGHT.accent,
            },
        },
        key=KEY,
        on_left_change=_left,
    )


def _left() -> None:
    st.session_state.pop(PRESENTING, None)


def _slides(outline: Outline, language: Language) -> list[dict[str, str]]:
    """Each figure that is known and can be drawn: its picture, wide and narrow, and its words."""
    chapters = visit.chapters(outline, language)
    slides = []
    for place, chapter in enumerate(chapters, start=1):
        title = chapter.title or title_of_view(chapter.view, language)
        number = language("story.number", place=place, count=len(chapters))
        meanwhile = language("story.slide.drawing", number=number)
        made = file_made(Order(SLIDE, (chapter,)), meanwhile, language)
        if made is None:
            return []
        slides.append(
            {
                **json.loads(made),
                "title": title,
                "text": html_of(chapter.text) if chapter.text else "",
                "place": number,
                "said": language("story.slide.said", number=number, title=title),
            }
        )
    return slides
