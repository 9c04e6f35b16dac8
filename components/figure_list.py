"""Figures of any table as a list to read: labels instead of codes, and where each can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urljoin

import pandas as pd
import streamlit as st

from components.charts.marks import place_label, rows_of, value_label
from components.export.formats import FORMATS
from components.export.table import table_bytes
from data.catalog import catalog
from data.founding import Whereabouts, where_to_see
from data.store import store
from equity.language import Language
from equity.view import Filters, View
from equity.vocabulary import Dataset

LABELS = ("dataset", "indicator_label", "group_label", "place_label", "period_label", "value_label")
PRINTED = ("printed", "locator", "grade_label", "source_label", "footnote")
SEEN = ("seen_in", "figure_link")
HEADINGS = (
    *LABELS,
    *PRINTED,
    *SEEN,
    *("authors", "publisher", "published", "drawn_count", "listed_count", "named_count", "texts_count"),
    *("source_url", "source_id", "role", "platform", "text_of", "text", "reason"),
    *("drawn_value", "drawn_source", "rule", "other_value", "other_source"),
)
"""The columns a list may have, beside one a dataset. Each has the heading `column.<name>`."""

LONG = ("group_label", "source_label", "seen_in", "drawn_source", "other_source", "publisher", "authors")
"""Columns whose cells are cut on the page, and whole in a file or when a reader opens them."""


def figure_list(rows: pd.DataFrame, dataset: Dataset, language: Language) -> pd.DataFrame:
    """Rows of a dataset's table, labelled: what, whom, where, when, how much, as printed, and by whom.

    The index is that of `rows`. Columns are the keys of their headings without `column.`.
    """
    vocabulary = catalog().vocabulary
    titles = store().sources().title
    told = [
        {
            "dataset": language.of(dataset.title),
            "indicator_label": language.of(dataset.indicators[row.indicator].label),
            "group_label": whom(row._asdict(), dataset, language),
            "place_label": place_label(row, vocabulary, language),
            "period_label": language.period(row.period_start, row.period_end),
            "value_label": value_label(row, vocabulary, language),
            "printed": f"{row.printed_estimate} {row.printed_unit}".strip(),
            "locator": row.locator,
            "grade_label": language.of(vocabulary.grades[_grade(row.grade, row.flags)]),
            "source_label": titles.get(row.source_id, row.source_id),
            "footnote": getattr(row, f"footnote_{language.code}"),
        }
        for row in rows_of(rows)
    ]
    return pd.DataFrame(told, index=rows.index, columns=[*LABELS, *PRINTED])


def whom(row: Mapping[Any, Any], dataset: Dataset, language: Language) -> str:
    """Whom or what a figure is about: the dataset's own columns, then its groups; all when it is not divided."""
    dimensions = catalog().vocabulary.dimensions
    pairs = [(column, row[column]) for column in dataset.own_columns]
    pairs += [(row["dimension"], row["subgroup"]), (row["attribute_dimension"], row["attribute"])]
    named = [
        language.of(dimensions[code].subgroups[group])
        for code, group in pairs
        if code in dimensions and group in dimensions[code].subgroups
    ]
    return language.list(list(dict.fromkeys(named))) or language("group.total")


def seen_in(rows: pd.DataFrame, table: str, language: Language) -> pd.DataFrame:
    """Where each row can be seen, in words, and the link that opens it there; both empty where no list holds it.

    The link is relative to the address of any page: lists are kept for all readers, who may come by several names.
    """
    filters = Filters(language=language.code)
    found = [where_to_see(table, row, store(), filters) for row in rows.to_dict("records")]
    told = [(_named(each, language), _link(each, language)) for each in found]
    return pd.DataFrame(told, index=rows.index, columns=[*SEEN])


def headed(told: pd.DataFrame, language: Language) -> pd.DataFrame:
    """A list with its headings in the reader's language and its links in full.

    A column named by a dataset has the dataset's title.
    """
    if "figure_link" in told:
        here = st.context.url or ""
        whole = [urljoin(here, link) if link else "" for link in told.figure_link]
        told = told.assign(figure_link=whole)
    titles = {code: language.of(each.title) for code, each in catalog().vocabulary.datasets.items()}
    return told.rename(
        columns={name: titles.get(name) or language(f"column.{name}") for name in told.columns}
    )


def show(told: pd.DataFrame, language: Language, wide: str = "") -> None:
    """A list as a table on the page, one column of it `wide`.

    Links stand first, where a phone shows them, and open in a new window.
    """
    links = [column for column in ("figure_link", "source_url") if column in told]
    opened = st.column_config.LinkColumn(display_text=language("table.open"), width="small")
    long = st.column_config.Column(width="medium")
    configured = dict.fromkeys(links, opened) | dict.fromkeys(LONG, long)
    if wide:
        configured[wide] = st.column_config.Column(width="large")
    shown = headed(told[[*links, *(column for column in told if column not in links)]], language)
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        column_config={language(f"column.{name}"): each for name, each in configured.items()},
    )


def download(told: pd.DataFrame, name: str, language: Language) -> None:
    """The button that saves a list as CSV."""
    version = catalog().release["version"]
    st.download_button(
        language("download.csv"),
        data=lambda: table_bytes(headed(told, language)),
        file_name=f"care-gap_{name}_{language.code}_{version}.csv",
        mime=FORMATS["csv"].mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"csv-{name}",
    )


def link_of(view: View) -> str:
    """The link that opens a view on its own page, relative to any page."""
    dataset = catalog().vocabulary.datasets[view.dataset]
    return f"{dataset.page}?{urlencode(view.encode(dataset.views[view.id]))}"


def _grade(grade: str, flags: str) -> str:
    return "weak" if "weak" in flags.split(";") else grade


def _named(found: Whereabouts, language: Language) -> str:
    if found.view:
        definition = catalog().vocabulary.definition(found.view.id)
        return language.of(definition.question)
    return language(f"section.{found.section}") if found.section else ""


def _link(found: Whereabouts, language: Language) -> str:
    if found.view:
        return link_of(found.view)
    return f"sources?lang={language.code}#{found.section}" if found.section else ""
