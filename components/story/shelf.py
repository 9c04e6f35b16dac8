"""The reader's story in the memory of their browser: it outlives a reload, a lost connection and a closed window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from components import link
from components.story import visit
from equity.story_format import decode, encode

# What this visit has not read is never overwritten: another window may have written it, or an earlier visit of
# this one, before the server was started anew. The visit is told of it, and decides. `seen` is what this window
# last read or wrote for this visit.
SHELF = """
const KEY = "care-gap-story"

const listening = () => {
  const shelf = { visit: 0, step: 0, seen: null, look: () => {} }
  addEventListener("storage", (event) => { if (event.key === KEY) shelf.look() })
  return shelf
}

export default ({ data, setTriggerValue }) => {
  const shelf = (window.careGapShelf ??= listening())
  if (data.visit > shelf.visit) Object.assign(shelf, { visit: data.visit, seen: null })
  if (data.step < shelf.step) return
  shelf.step = data.step
  const look = () => {
    if (data.held) return
    try {
      const kept = localStorage.getItem(KEY)
      if (kept === data.story) {
        shelf.seen = kept
      } else if (kept !== null && (kept !== shelf.seen || data.story === null)) {
        const before = shelf.seen
        shelf.seen = kept
        setTriggerValue("found", { story: kept, before })
      } else if (data.story !== null) {
        localStorage.setItem(KEY, data.story)
        shelf.seen = data.story
      }
    } catch {
      setTriggerValue("refused", true)
    }
  }
  if (data.listens) shelf.look = look
  look()
}
"""
KEY = "story-shelf"
TOLD = "story-told"
REFUSED = "story-refused"


@st.fragment
def shelf() -> None:
    """Keep the story, and hear what the browser remembers or another window of it has changed."""
    if st.session_state.pop(TOLD, False) and link.current_page() == visit.PAGE:
        st.rerun()
    keep(KEY, listens=True)


def keep(key: str, *, listens: bool = False) -> None:
    """Write the story into the browser's memory, unless something is there that this visit has not read."""
    _shelf(
        data={
            "story": encode(visit.present()) if visit.known() else None,
            "visit": visit.begun_at(),
            "step": visit.changed_at(),
            "held": visit.held(),
            "listens": listens,
        },
        key=key,
        on_found_change=lambda: _found(st.session_state[key].found),
        on_refused_change=_refused,
    )


def refused() -> bool:
    """Whether this browser remembers nothing."""
    return st.session_state.get(REFUSED, False)


def _found(told: Mapping[str, Any] | None) -> None:
    """Follow what another window did to the same story; ask where it is another story.

    `told` has the `story` that was found and the one this window had seen `before`.
    """
    if not told:
        return
    reading = decode(str(told["story"]))
    known = decode(str(told["before"])).outline if told["before"] is not None else None
    visit.found(reading, known)
    st.session_state[TOLD] = True


def _refused() -> None:
    st.session_state[REFUSED] = True
    st.session_state[TOLD] = True


_shelf = component("story_shelf", js=SHELF)
