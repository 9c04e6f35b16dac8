"""What has changed in the data since a link was made: told at the top of the page, and on the cards it touches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import streamlit as st

from components import link
from components.evidence import escaped
from components.figure_list import figure_list
from data.catalog import catalog
from data.changes import Correction, Release
from data.store import store
from equity.language import Language
from equity.view import Link, View, is_later


def changes_since(reading: Link, language: Language) -> None:
    """Of a link pinned to other data than these: which data, and what has changed; nothing for any other link."""
    if tell_changes(reading.filters.data_version, language):
        st.button(
            language("notice.current_data"),
            key="current-data",
            on_click=link.share_filters,
            args=(replace(reading.filters, data_version=""), reading, catalog().vocabulary),
        )


def tell_changes(pinned: str, language: Language) -> bool:
    """Which data a figure or a story was made with, and what has changed; `False` where it is these or none."""
    vocabulary = catalog().vocabulary
    if pinned in vocabulary.older_versions:
        lines = "\n".join(
            f"- {line}" for each in catalog().releases_since(pinned) for line in told(each, language)
        )
        head = language("notice.older_data", version=pinned, current=vocabulary.data_version)
        st.info(f"{head}\n\n{lines}", icon=":material/history:")
    elif is_later(pinned, vocabulary.data_version):
        newer = language("notice.newer_data", version=pinned, current=vocabulary.data_version)
        st.warning(newer, icon=":material/history:")
    else:
        return False
    return True


def told(release: Release, language: Language) -> Iterator[str]:
    """What a release brought, line by line as Markdown: what is new, then every figure corrected."""
    yield from (escaped(language.of(line)) for line in release.news)
    yield from (correction_text(each, language) for each in release.corrections)


def correction_text(correction: Correction, language: Language) -> str:
    """What was corrected, for whom, where and when: old value → new value, and the source, as Markdown."""
    rows = store().rows(correction.table)
    rows = rows[_corrected(rows, correction)]
    return _line(rows, correction.table, float(correction.old), float(correction.new), language)


def corrected_figures(marks: pd.DataFrame, view: View, language: Language) -> list[str]:
    """Each figure of a view that was corrected since the data its link is pinned to: its value then and now."""
    old: dict[int, float] = {}
    for release in catalog().releases_since(view.filters.data_version):
        for each in release.corrections:
            if each.table == view.dataset:
                # From the newest release back, so that the last to speak is the one that knew the value of the link.
                old |= {place: float(each.old) for place, hit in enumerate(_corrected(marks, each)) if hit}
    return [
        _line(marks.iloc[[place]], view.dataset, value, float(marks.estimate.iloc[place]), language)
        for place, value in old.items()
    ]


def _corrected(rows: pd.DataFrame, correction: Correction) -> pd.Series:
    return pd.Series([correction.is_of(row) for row in rows.to_dict("records")], rows.index, dtype=bool)


def _line(rows: pd.DataFrame, table: str, old: float, new: float, language: Language) -> str:
    dataset = catalog().vocabulary.datasets[table]
    before, after = (
        figure_list(rows.assign(estimate=value), dataset, language).iloc[0] for value in (old, new)
    )
    what = (after.indicator_label, after.group_label, after.place_label, after.period_label)
    return escaped(
        language(
            "correction",
            what=language("separator").join(part for part in what if part),
            old=before.value_label,
            new=after.value_label,
            source=after.source_label,
        )
    )
