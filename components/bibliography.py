"""Every source with the figures that rest on it, and the search in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from data.catalog import Catalog, catalog
from data.schema import SOURCES
from data.store import store
from equity.view import Link
from equity.vocabulary import DEFAULT_GRADES

DERIVED = "derived"
"""The statistic of figures computed here, which no source prints."""

COUNTS = ("drawn_count", "listed_count", "named_count")
"""Figures of a source that are drawn, those listed beneath another, those it prints too by another's row."""

SEARCHED = ["title", "authors", "publisher", "year"]

SEARCH_PARAMETERS = ("text", "dataset", "source")
"""What a link to the sources holds beside the shared filters: the fields of `Search`."""


@dataclass(frozen=True)
class Search:
    """What the list of sources is narrowed to; blank means all. `source` is the one whose figures are shown."""

    text: str = ""
    dataset: str = ""
    source: str = ""


def search_of(reading: Link) -> tuple[Search, Link]:
    """The search that an address asks for, and the address without what is known here."""
    vocabulary = catalog().vocabulary
    known = {"dataset": vocabulary.datasets, "source": bibliography(catalog()).index}
    asked: dict[str, str] = {}
    unknown = []
    for each in reading.dropped:
        name = vocabulary.current(each.parameter, SEARCH_PARAMETERS)
        code = vocabulary.current(each.value, known.get(name, ()), name)
        if name == "text" or code in known.get(name, ()):
            asked[name] = code
        else:
            unknown.append(each)
    return Search(**asked), replace(reading, dropped=tuple(unknown))


@lru_cache(maxsize=4)
def bibliography(where: Catalog) -> pd.DataFrame:
    """The sources by id, each with how many figures rest on it: `COUNTS`, a column a dataset, and `texts_count`.

    Figures computed here are left out: they rest on the sources of their parts, which are counted there.
    """
    sources = store().sources()
    used = pd.concat([uses(table).assign(table=table) for table in where.vocabulary.datasets])
    by_role, by_table = (pd.crosstab(used.source_id, used[name]) for name in ("role", "table"))
    counts = by_role.join(by_table).reindex(
        index=sources.index, columns=[*COUNTS, *where.vocabulary.datasets, "texts_count"], fill_value=0
    )
    for table in _tables_of_texts(where):
        rows = store().rows(table)
        for column in rows.columns[rows.columns.str.endswith("source_id")]:
            named = rows[column].value_counts().reindex(counts.index, fill_value=0)
            counts["texts_count"] += named
    return sources.join(counts)


def uses(table: str) -> pd.DataFrame:
    """Which sources the rows of a table name and how: `row` (its position), `source_id`, `role` (of `COUNTS`)."""
    rows = store().rows(table)
    rows = rows[rows.statistic != DERIVED]
    role = (rows.draw_rank == 0).map({True: COUNTS[0], False: COUNTS[1]})
    first = pd.DataFrame({"row": rows.index, "source_id": rows.source_id, "role": role})
    named = rows.also_source_ids.str.split(";").explode()
    named = named[named != ""]
    also = pd.DataFrame({"row": named.index, "source_id": named, "role": COUNTS[2]})
    return pd.concat([first, also], ignore_index=True)


def found(search: Search, grades: tuple[str, ...], where: Catalog) -> pd.DataFrame:
    """The sources that a search leaves, those with the most figures first; every word must stand somewhere."""
    listed = bibliography(where)
    asked = [grade for grade in DEFAULT_GRADES if grade in grades] or DEFAULT_GRADES
    kept = listed.grade.isin(asked)
    if search.dataset:
        kept &= listed[search.dataset] > 0
    written = (listed[SEARCHED].agg(" ".join, axis=1) + " " + listed.index).str.casefold()
    for word in search.text.casefold().split():
        kept &= written.str.contains(word, regex=False)
    figures = listed[list(COUNTS)].sum(axis=1)
    return listed[kept].loc[figures[kept].sort_values(ascending=False, kind="stable").index]


def _tables_of_texts(where: Catalog) -> list[str]:
    """The tables without figures, in alphabetical order."""
    return sorted({*where.tables} - {SOURCES, *where.vocabulary.datasets})
