"""The button that takes a file, in the reader's language."""

from __future__ import annotations

import streamlit as st

from components.own_data import visit
from equity.language import Language

UPLOAD = "own-upload"

# Streamlit's uploader speaks English only: its two texts give way to ours, and so does its tooltip over a file that
# is refused. Any type is taken, so that its size or a broken upload is all there can be to say of it.
STYLE = """
.st-key-own-bring [data-testid=stFileUploaderDropzoneInstructions] {{ display: none; }}
.st-key-own-bring [data-testid=stFileUploaderDropzone] button p {{ font-size: 0; }}
.st-key-own-bring [data-testid=stFileUploaderDropzone] button p::after {{ font-size: .875rem; content: "{choose}"; }}
.st-key-own-bring [data-testid=stFileUploaderDropzone]::after {{ align-self: center; content: "{drop}"; }}
.st-key-own-bring .stTooltipErrorHoverTarget {{ align-items: center; gap: .75rem; pointer-events: none; }}
.st-key-own-bring .stTooltipErrorHoverTarget button {{ pointer-events: auto; }}
.st-key-own-bring .stTooltipErrorHoverTarget::after {{ content: "{refused}"; }}
"""


def uploader(language: Language) -> None:
    """Where a file is chosen or dropped, and what becomes of it."""
    style = STYLE.format(
        choose=language("own.choose"), drop=language("own.drop"), refused=language("own.refused")
    )
    st.html(f"<style>{style}</style>")
    with st.container(key="own-bring"):
        st.file_uploader(language("own.upload"), key=UPLOAD, on_change=_uploaded)
    st.caption(language("own.private"))


def _uploaded() -> None:
    uploaded = st.session_state[UPLOAD]
    if uploaded is None:
        visit.let_go_of_upload()
    else:
        visit.bring(uploaded.name, uploaded.getvalue())
