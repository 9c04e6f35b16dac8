"""The ways out of the house as a file: every format of a view, made when its button is pressed."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from components import link
from components.address import file_address
from components.export.formats import FORMATS
from components.export.names import file_name
from components.files import QUEUE, Order, file_of, waiting
from data.catalog import catalog
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition

ICONS = {"picture": ":material/image:", "document": ":material/slideshow:", "data": ":material/table_view:"}

FOR_PROGRAMS = ("json", "csv", "png")
"""Formats whose address over the API stands beneath the buttons."""


def downloads(view: View, definition: ViewDefinition, language: Language) -> None:
    """A button for each format, by kind of file."""
    if waiting() >= QUEUE:
        st.warning(language("download.busy"), icon=":material/hourglass:")
    address, version = link.pinned(view, definition), catalog().release["version"]
    for kind, formats in groupby(FORMATS.values(), key=lambda each: each.kind):
        st.markdown(f"**{language(f'files.{kind}')}**")
        with st.container(horizontal=True, gap="small"):
            for each in formats:
                order = Order.of(view, address, each.code)
                st.download_button(
                    language(f"file.{each.code}"),
                    data=lambda order=order: file_of(order),
                    file_name=file_name(view, version, each.extension),
                    mime=each.mime,
                    icon=ICONS[kind],
                    on_click="ignore",
                    key=f"file-{each.code}-{view.id}",
                )
    links = [f"[{code.upper()}]({file_address(view, definition, code)})" for code in FOR_PROGRAMS]
    st.caption(
        language(
            "download.programs",
            links=language("separator").join(links),
            api=f"methods?lang={language.code}#api",
        )
    )
