"""A figure handed on: its link as text, as a QR code, and as a frame in another site."""

from __future__ import annotations

from html import escape

import streamlit as st

from components import link
from components.export.formats import FORMATS
from components.export.names import file_name
from components.export.qr import qr_png, qr_svg
from data.catalog import catalog
from data.upload.brought import is_own
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition

ADDRESSES = {"live": link.live, "pinned": link.pinned}
"""A link follows the data, or says of which data it was made, so that changes since are told."""

QR_WIDTH = 240
FRAME = (
    '<iframe src="{address}&amp;embed=true" title="{title}"'
    ' width="100%" height="{height}" style="border: 0" loading="lazy"></iframe>'
)
FRAME_HEIGHT = 900


def share(view: View, definition: ViewDefinition, language: Language) -> None:
    """The link of a view in every form that it can be handed on in."""
    version = catalog().release["version"]
    kind = st.segmented_control(
        language("share.data"),
        list(ADDRESSES),
        format_func=lambda code: language(f"share.{code}", version=version),
        default="live",
        required=True,
        key=f"share-data-{view.id}-{language.code}",
    )
    address = ADDRESSES[kind](view, definition)
    st.code(address, language=None, wrap_lines=True)
    if is_own(view.id):
        st.info(language("own.link_note"), icon=":material/link_off:")
    if kind == "pinned":
        st.caption(language("share.pinned_note", version=version))
    title = language.of(definition.question)
    _code(address, title, view, language)
    st.markdown(f"**{language('share.frame')}**")
    frame = FRAME.format(address=escape(address), title=escape(title), height=FRAME_HEIGHT)
    st.code(frame, language=None, wrap_lines=True)
    st.caption(language("share.frame_note"))


def _code(address: str, title: str, view: View, language: Language) -> None:
    st.markdown(f"**{language('share.qr')}**")
    picture = qr_svg(address)
    if not picture:
        st.caption(language("share.too_long"))
        return
    st.image(picture, width=QR_WIDTH, alt=language("share.qr_alt", title=title))
    st.download_button(
        language("share.qr_png"),
        data=lambda: qr_png(address),
        file_name=file_name(view, catalog().release["version"], "qr.png"),
        mime=FORMATS["png"].mime,
        icon=":material/qr_code_2:",
        on_click="ignore",
        key=f"qr-{view.id}",
    )
