"""The ways out of the house as a file: every format of a view, made when its button is pressed."""

from __future__ import annotations

from itertools import groupby
from typing import TypeAlias

import streamlit as st

from components import link
from components.address import file_address
from components.export.formats import FORMATS
from components.export.names import file_name
from components.failure import tell_why_no_file
from components.files import QUEUE, BusyError, file_of, waiting
from components.order import Order
from data.catalog import Catalog, catalog
from data.upload.brought import is_own
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition

ICONS = {"picture": ":material/image:", "document": ":material/slideshow:", "data": ":material/table_view:"}

Failed: TypeAlias = dict[str, Exception]
"""Why a file was not made, by format."""

LOOKS_EVERY = 2
"""Seconds after which an open list of files says anew what is being made."""

FOR_PROGRAMS = ("json", "csv", "png")
"""Formats whose address over the API stands beneath the buttons."""


def downloads(view: View, definition: ViewDefinition, language: Language) -> None:
    """What is being made and what could not be, then a button for each format, by kind of file."""
    where = catalog()
    failed: Failed = st.session_state.setdefault(f"not-made-{view.id}", {})
    _state(failed, language)
    address, version = link.pinned(view, definition), catalog().release["version"]
    for kind, formats in groupby(FORMATS.values(), key=lambda each: each.kind):
        st.markdown(f"**{language(f'files.{kind}')}**")
        with st.container(horizontal=True, gap="small"):
            for each in formats:
                order = Order.of(view, address, each.code)
                st.download_button(
                    language(f"file.{each.code}"),
                    data=lambda order=order: _made(order, where, failed),
                    file_name=file_name(view, version, each.extension),
                    mime=each.mime,
                    icon=ICONS[kind],
                    on_click="ignore",
                    key=f"file-{each.code}-{view.id}",
                )
    if is_own(view.id):
        return
    links = [f"[{code.upper()}]({file_address(view, definition, code)})" for code in FOR_PROGRAMS]
    st.caption(
        language(
            "download.programs",
            links=language("separator").join(links),
            api=f"methods?lang={language.code}#api",
        )
    )


@st.fragment(run_every=LOOKS_EVERY)
def _state(failed: Failed, language: Language) -> None:
    """How many files are being made, and in words what went wrong: the button itself can say only that it did."""
    for error in list(failed.values()):
        tell_why_no_file(error, language)
    if waiting() >= QUEUE:
        tell_why_no_file(BusyError(), language)
    elif waiting():
        st.caption(language.plural("download.waiting", waiting()))


def _made(order: Order, where: Catalog, failed: Failed) -> bytes:
    """The file of an order; what fails is kept for `_state`, because this runs where nothing can be drawn."""
    failed.pop(order.format, None)
    try:
        return file_of(order, where)
    except Exception as error:
        failed[order.format] = error
        raise
