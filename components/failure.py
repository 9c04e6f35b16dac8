"""When drawing fails: the reader is told in their language what to do, and the log is told why."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from equity.language import Language

LOG = logging.getLogger("caregap")


@contextmanager
def told_to_the_reader(language: Language) -> Iterator[None]:
    """Whatever fails inside is logged with its traceback, and leaves a sentence in its place.

    Streamlit stops and restarts a script by exceptions of its own, which are no `Exception` and pass through.
    """
    try:
        yield
    except Exception:
        LOG.exception("a part of the page could not be drawn")
        st.error(language("notice.error"), icon=":material/error:")
