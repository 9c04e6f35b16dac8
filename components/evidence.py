"""What stands behind a figure: its sources one by one, and how to read it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts.marks import Row, rows_of
from components.reading import reading
from data.catalog import catalog
from data.store import store
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition

FIGURES_REPORTED = 12


def sources_tab(marks: pd.DataFrame, language: Language) -> None:
    """Every source of the figures shown, then the figures each prints, then what sources disagree on.

    A figure stands under every source that prints it or that it was computed from.
    """
    bibliography = store().sources()
    named = marks.assign(named=marks.source_id + ";" + marks.also_source_ids)
    named = named.assign(named=named.named.str.strip(";").str.split(";")).explode("named")
    for source_id, figures in named.groupby("named", sort=False):
        entry = bibliography.loc[source_id]
        with st.expander(_source_title(entry, len(figures), language)):
            st.markdown(citation(entry, language))
            st.dataframe(_figures(figures, language), hide_index=True, width="stretch")
    contested = marks[marks.same_as.isin(marks[marks.disagrees].same_as)]
    if len(contested):
        st.markdown("**" + language("sources.disagreements") + "**")
        st.caption(language("sources.disagreements_note"))
        st.dataframe(_ledger(contested, language), hide_index=True, width="stretch")


def error_report(marks: pd.DataFrame, address: str, language: Language) -> str:
    """A text to copy and send: every figure shown, its source and place in it, and the link. Nothing is sent."""
    lines = [
        language(
            "report.figure",
            what=row.panel_label,
            group=row.group_label,
            period=row.period_label,
            value=row.value_label,
            source=row.source_label,
            locator=row.locator,
        )
        for row in rows_of(marks[marks.drawn].head(FIGURES_REPORTED))
    ]
    release = catalog().release["version"]
    return "\n".join([language("report.head", version=release), address, "", *lines])


def _source_title(entry: Row, count: int, language: Language) -> str:
    grade = language.of(catalog().vocabulary.grades[entry.grade])
    return language(
        "sources.title",
        title=escaped(entry.title),
        grade=grade,
        figures=language.plural("trust.figures", count),
    )


def citation(entry: Row, language: Language) -> str:
    """Authors, title, publisher and year of a source, with its link when there is one, as Markdown."""
    parts = [entry.authors, entry.title, entry.publisher, entry.year]
    text = escaped(language("citation.separator").join(part for part in parts if part))
    return f"{text}  \n<{entry.url}>" if entry.url else f"{text}  \n{language('sources.no_link')}"


def _figures(figures: pd.DataFrame, language: Language) -> pd.DataFrame:
    footnotes = figures[f"footnote_{language.code}"]
    caveats = [_caveat_texts(codes, language) for codes in figures.caveats]
    return pd.DataFrame(
        {
            language("column.indicator_label"): figures.indicator_label,
            language("column.group_label"): figures.group_label,
            language("column.place_label"): figures.place_label,
            language("column.period_label"): figures.period_label,
            language("column.value_label"): figures.value_label,
            language("column.printed"): figures.printed_estimate + " " + figures.printed_unit,
            language("column.locator"): figures.locator,
            language("column.footnote"): footnotes,
            language("column.caveats"): caveats,
        }
    )


def _caveat_texts(codes: str, language: Language) -> str:
    texts = catalog().vocabulary.caveats
    told = ""
    for code in codes.split(";"):
        told = language.sentences(told, language.of(texts[code])) if code else told
    return told


def _ledger(contested: pd.DataFrame, language: Language) -> pd.DataFrame:
    rows = contested.sort_values(["same_as", "draw_rank"])
    return pd.DataFrame(
        {
            language("column.indicator_label"): rows.indicator_label,
            language("column.group_label"): rows.group_label,
            language("column.period_label"): rows.period_label,
            language("column.value_label"): rows.value_label,
            language("column.printed"): rows.printed_estimate + " " + rows.printed_unit,
            language("column.drawn"): [language("yes" if drawn else "no") for drawn in rows.drawn],
            language("column.source_label"): rows.source_label,
        }
    )


def how_to_read(marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language) -> None:
    """How to read the form, what each indicator means, what to bear in mind, what is not published."""
    for passage in reading(marks, view, definition, language):
        head = f"**{passage.head}**" if passage.head else ""
        st.markdown(language("separator").join(part for part in (head, passage.text) if part))
        for point in passage.points:
            st.markdown(f"- {point}")


def escaped(text: str) -> str:
    """Text from a source, safe inside Markdown."""
    for mark in "\\`*_[]<>#$~|":
        text = text.replace(mark, "\\" + mark)
    return text
