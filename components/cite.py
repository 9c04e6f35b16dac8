"""What a reader copies to quote or cite a figure: the kit, and the citations of the figure and of its sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from components import link
from components.charts.marks import Row, rows_of, sources_of
from components.content import stamp_of
from components.export.citation import cite_source, cite_view, quote_kit
from components.figure import finding_of
from data.catalog import LANGUAGES
from data.store import store
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition

FORMS = ("text", "bibtex", "gbt7714")


def citations(marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language) -> None:
    """Blocks of text, each with a button that copies it; links are pinned to the data they were made of."""
    today = date.today().isoformat()
    address = link.pinned(view, definition)
    stamp = stamp_of(marks, view, definition, address, language)
    drawn = marks[marks.drawn]
    sources = store().sources().loc[sources_of(drawn)]
    st.markdown(f"**{language('cite.quote')}**")
    st.code(
        quote_kit(
            tuple(filter(None, (_finding(view, code) for code in LANGUAGES))),
            tuple(_number(row, language) for row in rows_of(drawn)),
            tuple(sources.title),
            address,
            language,
        ),
        language=None,
        wrap_lines=True,
    )
    st.markdown(f"**{language('cite.figure')}**")
    cited = cite_view(view.id, stamp, today)
    for form in FORMS:
        st.code(getattr(cited, form), language=None, wrap_lines=True)
    st.markdown(f"**{language('cite.sources')}**")
    each = [cite_source(str(row.Index), row, today) for row in rows_of(sources)]
    for form in FORMS:
        st.code("\n".join(getattr(one, form) for one in each), language=None, wrap_lines=True)


def _finding(view: View, code: str) -> str:
    return finding_of(replace(view, filters=replace(view.filters, language=code)))


def _number(row: Row, language: Language) -> str:
    parts = (row.panel_label, row.group_label, row.period_label, row.value_label)
    return language("separator").join(dict.fromkeys(part for part in parts if part))
