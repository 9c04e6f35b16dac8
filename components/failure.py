"""When drawing fails: the reader is told in their language what to do, and the log is told why."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from components.export.fonts import MissingCharactersError
from components.files import BusyError
from components.own_data import visit
from components.own_data.opening import place_of
from equity.language import Language

LOG = logging.getLogger("caregap")


@contextmanager
def told_to_the_reader(language: Language) -> Iterator[None]:
    """Whatever fails inside is logged, and leaves a sentence in its place.

    The log has the traceback; where messages may hold cells of a reader's file, only the kind and the place.

    Streamlit stops and restarts a script by exceptions of its own, which are no `Exception` and pass through.
    """
    try:
        yield
    except Exception as error:
        if visit.on_show():
            kind, place = type(error).__name__, place_of(error)
            LOG.error("a part of the page could not be drawn: %s at %s", kind, place)
        else:
            LOG.exception("a part of the page could not be drawn")
        st.error(language("notice.error"), icon=":material/error:")


def tell_why_no_file(error: Exception, language: Language) -> None:
    """Why a file could not be made, and what to do."""
    if isinstance(error, BusyError):
        st.warning(language("download.busy"), icon=":material/hourglass:")
    elif isinstance(error, TimeoutError):
        st.error(language("download.too_slow"), icon=":material/timer_off:")
    elif isinstance(error, MissingCharactersError):
        characters = language.list(tuple(error.characters))
        st.error(language("download.missing_characters", characters=characters), icon=":material/translate:")
    else:
        st.error(language("download.not_made"), icon=":material/error:")
