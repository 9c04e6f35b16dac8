"""The reader's story while they read: kept while they visit, changed in steps that can be undone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from components import link
from components.address import address_on, path_of
from components.order import Chapter
from data.catalog import catalog
from data.upload.brought import is_own
from equity.language import Language
from equity.story import MOST_ITEMS, History, Item, Outline, view_of
from equity.story_format import LONGEST_LINK, Reading, decode, encode
from equity.view import Link, View

PAGE = "story"
PARAMETER = "story"
"""The parameter of a link that holds a story."""

HISTORY = "story-history"
ARRIVAL = "story-arrival"
BEGUN, CHANGED = "story-begun", "story-changed"


@dataclass(frozen=True)
class Arrival:
    """A story that came while the reader may have one already: out of a link, a file, or this browser's memory."""

    origin: Literal["link", "file", "browser"]
    reading: Reading

    def waits(self) -> bool:
        """Whether the reader has to choose between it and the present story."""
        return bool(self.reading.outline.items) and self.reading.outline != present()


def history() -> History:
    """The story of this visit, with its steps."""
    return st.session_state.get(HISTORY, History())


def known() -> bool:
    """Whether this visit has a story, be it an empty one; else what the browser remembers is not read yet."""
    return HISTORY in st.session_state


def present() -> Outline:
    """The story as it is."""
    return history().present


def change(outline: Outline) -> None:
    """One step on."""
    _go(history().changed(outline))


def undo() -> None:
    _go(history().undone())


def redo() -> None:
    _go(history().redone())


def _go(steps: History) -> None:
    """Change the story. What came and was taken is then no longer what is shown, so it leaves the address."""
    came = arrival()
    if came and not came.waits():
        settle()
    put(steps)


def put(steps: History) -> None:
    """Take a story with its steps for that of this visit."""
    st.session_state[HISTORY] = steps
    st.session_state[CHANGED] = now()


def now() -> int:
    """The time in ms, by which the browser knows what is newer."""
    return time.time_ns() // 10**6


def begun_at() -> int:
    """When this visit was first asked for its story, in ms."""
    return st.session_state.setdefault(BEGUN, now())


def changed_at() -> int:
    """When this visit last changed its story, in ms."""
    return st.session_state.get(CHANGED, begun_at())


def arrival() -> Arrival | None:
    """The story that came last and that the reader has neither taken nor left: the link's first."""
    text = st.query_params.get(PARAMETER)
    return Arrival("link", decode(text)) if text else st.session_state.get(ARRIVAL)


def arrived(origin: Literal["file", "browser"], reading: Reading) -> None:
    """A story waits to be taken or left."""
    st.session_state[ARRIVAL] = Arrival(origin, reading)


def held() -> bool:
    """Whether a story found or opened here waits for the reader's answer, so that none may be written over it."""
    waiting: Arrival | None = st.session_state.get(ARRIVAL)
    return waiting is not None and waiting.waits()


def settle() -> None:
    """What came has been taken or left."""
    if PARAMETER in st.query_params:
        del st.query_params[PARAMETER]
    else:
        st.session_state.pop(ARRIVAL, None)


def take(outline: Outline) -> None:
    """The story that came in place of the present one, which undoing brings back."""
    settle()
    put(history().changed(outline))


def join(outline: Outline) -> None:
    """The figures of the story that came after those of the present one."""
    settle()
    put(history().changed(present().added(*outline.items)))


def found(reading: Reading, before: Outline | None) -> None:
    """The browser remembers a story that this visit has not read; `before` is what it had read last, if anything.

    It is followed where it is what another window made of the present one, taken where the visit has none or only
    the one of its link, and completed where figures were added before it could be read. Else the reader is asked.
    """
    waiting, outline = arrival(), reading.outline
    of_the_link = waiting is not None and waiting.origin == "link" and not waiting.waits()
    if before == present():
        put(history().changed(outline))
    elif outline.items and of_the_link:
        put(History(outline))
    elif outline.items and before is None:
        whole = outline.added(*present().items)
        if len(whole.items) <= MOST_ITEMS:
            put(History(whole))
    if reading.problems or Arrival("browser", reading).waits():
        arrived("browser", reading)


def item_of(view: View) -> Item:
    """A view as a story keeps it."""
    return Item.of(view.encode(catalog().vocabulary.definition(view.id)))


def read(item: Item, outline: Outline, language: Language) -> Link:
    """The view of an item in a language, and what of it is not known."""
    return view_of(item, outline, catalog().vocabulary, language.code)


def shows_own(outline: Outline) -> bool:
    """Whether a figure of the story is of a reader's own file, which goes with their visit."""
    return any(is_own(dict(each.parameters).get("view", "")) for each in outline.items)


def chapters(outline: Outline, language: Language) -> tuple[Chapter, ...]:
    """The figures of a story that are known here, ready for a file."""
    read_items = [(each, read(each, outline, language).focused) for each in outline.items]
    return tuple(Chapter(view, address_of(view), each.title, each.text) for each, view in read_items if view)


def address_of(view: View) -> str:
    """The full link that opens a view on its own page."""
    definition = catalog().vocabulary.definition(view.id)
    return address_on(link.page_address(path_of(definition)), view, definition)


def address(outline: Outline, language: Language) -> str:
    """The full link that opens a story; empty where it would be longer than links may be."""
    told = urlencode({"lang": language.code, PARAMETER: encode(outline)})
    whole = f"{link.page_address(PAGE)}?{told}"
    return whole if len(whole) <= LONGEST_LINK else ""
