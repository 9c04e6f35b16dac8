"""A button that opens the file of a story, read in the browser: in the reader's language, and nothing is uploaded."""

from __future__ import annotations

import streamlit as st
from streamlit.components.v2 import component

from components.story import visit
from equity.language import Language
from equity.story_format import LARGEST, from_json

HTML = """
<label><span></span>
<input type="file" accept=".json,application/json"></label>
"""

CSS = """
label { display: inline-flex; align-items: center; min-height: 2.5rem; padding: 0 .75rem; cursor: pointer;
  font: 400 .875rem var(--st-font); color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); }
label:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
label:focus-within { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
input { position: absolute; width: 1px; height: 1px; opacity: 0; }
"""

# A file that is too large is told by nothing but its size.
OPEN = """
export default ({ data, parentElement, setTriggerValue }) => {
  parentElement.querySelector("span").textContent = data.label
  const input = parentElement.querySelector("input")
  input.onchange = async () => {
    const [file] = input.files
    if (file) setTriggerValue("opened", { text: file.size > data.most ? null : await file.text() })
    input.value = ""
  }
}
"""
KEY = "story-open"


def open_file(language: Language) -> None:
    """The way back to a story that was kept as a file."""
    _button(data={"label": language("story.open_file"), "most": LARGEST}, key=KEY, on_opened_change=_opened)


def _opened() -> None:
    opened = st.session_state[KEY].opened
    if opened is not None:
        visit.arrived("file", from_json(opened["text"]))


_button = component("story_open", html=HTML, css=CSS, js=OPEN)
