"""The story's ways out of the house and back: slides, brief and data; a link; a file that opens again."""

from __future__ import annotations

import logging

import streamlit as st

from components.export.formats import FORMATS, STORIES
from components.export.names import story_file_name
from components.failure import tell_why_no_file
from components.files import file_of
from components.order import Order
from components.story import visit
from components.story.open_file import open_file
from data.catalog import catalog
from equity.language import Language
from equity.story import Outline
from equity.story_format import LONGEST_LINK, encode, to_json

LOG = logging.getLogger("caregap")
PIN = "story-pin"
ICONS = {"pptx": ":material/slideshow:", "brief": ":material/picture_as_pdf:", "zip": ":material/folder_zip:"}


def exports(outline: Outline, language: Language) -> None:
    """The story as slides, as a brief, and as data; each made when its button is pressed."""
    key = f"story-exports-{language.code}"
    popover = st.popover(
        language("story.export"),
        icon=":material/download:",
        key=key,
        on_change="rerun",
        disabled=not visit.chapters(outline, language),
    )
    if popover.open:
        with popover:
            st.caption(language("download.note"))
            for code in STORIES:
                _export(code, outline, language)


def _export(code: str, outline: Outline, language: Language) -> None:
    label, key = language(f"story.file.{code}"), f"story-{code}"
    if st.button(label, key=key, icon=ICONS[code], type="tertiary"):
        chapters = visit.chapters(outline, language)
        order = Order(code, chapters, outline.title, visit.address(outline, language))
        made = file_made(order, language("story.making"), language)
        if made is not None:
            kind = FORMATS[code]
            st.download_button(
                language("story.save", size=language.number(max(1, round(len(made) / 1000)))),
                data=made,
                file_name=story_file_name(language.code, catalog().release["version"], kind.extension),
                mime=kind.mime,
                icon=":material/save:",
                on_click="ignore",
                key=f"{key}-save",
            )


def file_made(order: Order, meanwhile: str, language: Language) -> bytes | None:
    """The file of an order, under a line that says what is being made; or else the reader is told why."""
    try:
        with st.spinner(meanwhile):
            return file_of(order)
    except Exception as error:
        LOG.exception("a story could not be written as %s", order.format)
        tell_why_no_file(error, language)
    return None


def handing_on(outline: Outline, language: Language) -> None:
    """A link that opens the story, a file of it that opens again, and which data it rests on."""
    key = f"story-hand-on-{language.code}"
    popover = st.popover(language("story.hand_on"), icon=":material/ios_share:", key=key, on_change="rerun")
    if popover.open:
        with popover:
            _link(outline, language)
            _save(outline, language)
            open_file(language)


def _link(outline: Outline, language: Language) -> None:
    st.session_state[PIN] = bool(outline.data)
    st.toggle(language("story.pin"), key=PIN, help=language("story.pin_note"), on_change=_pin)
    address = visit.address(outline, language)
    if address:
        st.caption(language("story.link_note"))
        st.code(address, language=None, wrap_lines=True)
    else:
        size, most = len(encode(outline)), LONGEST_LINK
        st.info(
            language("story.too_long_for_a_link", size=language.number(size), most=language.number(most)),
            icon=":material/link_off:",
        )


def _pin() -> None:
    version = catalog().release["version"] if st.session_state[PIN] else ""
    visit.change(visit.present().resting_on(version))


def _save(outline: Outline, language: Language) -> None:
    st.caption(language("story.file_note"))
    st.download_button(
        language("story.file"),
        data=to_json(outline),
        file_name=story_file_name(language.code, catalog().release["version"], "json"),
        mime=FORMATS["json"].mime,
        icon=":material/save:",
        on_click="ignore",
        key="story-file",
    )
