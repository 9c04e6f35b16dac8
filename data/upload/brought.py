"""What a reader brought as a dataset like the others: its words, its table, its sources, and a catalog that has it.

A file is named by a digest of its content, in the codes of its views and so in links: whoever has the same file opens
the same link, and nobody else can.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa

from data.catalog import Catalog, comparing, places_abroad, published
from data.schema import SOURCE_COLUMNS, table_schema
from equity.vocabulary import (
    NATION,
    OWN,
    TOTAL,
    Dataset,
    Dimension,
    Indicator,
    Label,
    Suppressed,
    ViewDefinition,
    Vocabulary,
)

PAGE = "your_data"
PREFIX = "own-"
"""How the id of every view of a reader's file begins, and of nothing published."""

NO_WORDS: Mapping[str, Any] = MappingProxyType({})

MADE_UP = "SYNTHETIC"
"""Stands before the source of rows that were generated, in every language."""

DIGITS = 12
"""How much of a file's digest its codes carry: enough that no two files a reader meets share it."""


@dataclass(frozen=True)
class Brought:
    """A reader's figures. Codes mean something beside the words declared here only, and the published ones."""

    dataset: Dataset
    dimensions: Mapping[str, Dimension]
    settings: Mapping[str, Label]
    units: Mapping[str, Label]
    table: pa.Table
    """As `data.schema.table_schema` says."""
    sources: pd.DataFrame
    """The columns of the bibliography, indexed by `source_id`."""
    places: tuple[str, ...]
    """What its figures are of: the nation and other wholes, or the provinces where there is no whole."""
    note: Label
    """What must be known to read any of its figures."""
    synthetic: bool = False
    measures: tuple[str, ...] = ()
    """Indicators that are measures over single cases, so that there are no groups to compare."""
    suppressed: tuple[Suppressed, ...] = ()
    """Groups of which there are figures that are not shown."""
    unshown: tuple[Label, ...] = ()
    """What divides the cases into groups of which none is shown, in words."""


@dataclass(frozen=True, eq=False)
class ReadersCatalog(Catalog):
    """The published catalog of a data folder with what one reader brought. Equal to itself alone."""

    brought: Brought = field(kw_only=True)

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    @classmethod
    def of(cls, brought: Brought) -> ReadersCatalog:
        """What a reader brought, beside what is published here."""
        return cls(published().folder, published().prefix, brought=brought)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.folder, self.prefix, self.brought)  # what was worked out of it stays behind

    @property
    def brought_tables(self) -> Mapping[str, pa.Table]:
        return {self.brought.dataset.id: self.brought.table}

    @property
    def brought_sources(self) -> pd.DataFrame:
        return self.brought.sources

    @cached_property
    def vocabulary(self) -> Vocabulary:
        known, own, words = published().vocabulary, self.brought, published().own
        abroad = set() if own.synthetic else places_abroad(own.dataset)
        compared = comparing(own.dataset, own.dimensions, own.settings, published().compare)
        if compared:
            compared = replace(
                compared,
                id=f"compare-{own.dataset.id}",
                comparator=words["synthetic_mark"] if own.synthetic else None,
                indicators=tuple(each for each in compared.indicators if each not in own.measures),
                note=own.note or None,
                places=tuple(place for place in own.places if place not in abroad),
                suppressed=own.suppressed,
            )
        dataset = replace(own.dataset, comparing=compared)
        return replace(
            known,
            datasets={**known.datasets, dataset.id: dataset},
            dimensions={**known.dimensions, **own.dimensions},
            settings={**known.settings, **own.settings},
            units={**known.units, **own.units},
            grades={**known.grades, OWN: words["grade"]["label"]},
        )


def _again(folder: Any, prefix: str, brought: Brought) -> ReadersCatalog:
    return ReadersCatalog(folder, prefix, brought=brought)


def is_own(view_id: str) -> bool:
    """Whether a link's view is of a file that somebody brought."""
    return view_id.startswith(PREFIX) or view_id.startswith(f"compare-{PREFIX}")


def own_id(digest: str, name: str = "") -> str:
    """The id of the dataset that a file is, or of its view `name`."""
    return f"{PREFIX}{digest}-{name}" if name else f"{PREFIX}{digest}"


def dataset_of(
    digest: str,
    indicators: Mapping[str, Indicator],
    views: Iterable[ViewDefinition],
    own_columns: tuple[str, ...] = (),
    regions: Collection[str] = (),
    lacking: Mapping[tuple[str, ...], Mapping[str, float]] | None = None,
) -> Dataset:
    """The dataset that a file with this digest is: its indicators, its views, and the regions that it has."""
    words = published().own
    return Dataset(
        id=own_id(digest),
        page=PAGE,
        title=words["title"],
        lead=words["lead"],
        own_columns=own_columns,
        indicators=indicators,
        views={each.id: each for each in views},
        order=1000,
        provinces=tuple(sorted(set(regions) - {"", NATION})),
        lacking=lacking or {},
    )


def view_of(digest: str, form: str, name: str, **declared: Any) -> ViewDefinition:
    """A view of a file, in one of the forms that `data/definitions/own.toml` words."""
    words = published().own["forms"][name]
    return ViewDefinition(
        id=own_id(digest, name),
        dataset=own_id(digest),
        question=words["question"],
        how_to_read=words["how_to_read"],
        form=form,
        **declared,
    )


def sources_of(names: Mapping[str, str]) -> pd.DataFrame:
    """Sources of a file, name → code, as the bibliography lists any other."""
    rows = [
        {"source_id": code, "title": name, "kind": "file", "grade": OWN, "licence": "", "url": ""}
        for name, code in names.items()
    ]
    blank = dict.fromkeys(("source_id", "authors", "publisher", "year"), "")
    return pd.DataFrame([blank | row for row in rows], columns=list(SOURCE_COLUMNS)).set_index("source_id")


def places_of(regions: Collection[str], settings: Iterable[str]) -> tuple[str, ...]:
    """Of the places that figures are of, the wholes; the provinces where there is no whole."""
    wholes = (*([NATION] if NATION in regions else []), *settings)
    return wholes or tuple(sorted(regions))


def made_up(source: str) -> str:
    """What a source of rows that were generated is called."""
    return f"{MADE_UP}: {source}"


def table_of(figures: pd.DataFrame, own: tuple[str, ...]) -> pa.Table:
    """Figures in the columns of every dataset, those that only a build knows as they are of a figure by itself."""
    year, year_start = (
        figures[name].str.extract(r"^(\d{4})")[0].astype(float).astype("Int64")
        for name in ("period_end", "period_start")
    )
    order = pd.to_numeric(figures["subgroup_order"]).astype(float)
    usual = {
        "flags": "",
        "same_as": "",
        "residence": TOTAL,
        "draw_rank": 0,
        "disagrees": False,
        "preliminary": False,
    }
    filled = figures.assign(
        **{name: value for name, value in usual.items() if name not in figures},
        subgroup_order=order.where(order > 0).astype("Int64"),
        n=figures["n"].round().astype("Int64"),
        grade=OWN,
        founding=False,
        year=year.fillna(year_start),
        year_start=year_start.fillna(year),
    )
    schema = table_schema(own)
    columns = {}
    for entry in schema:
        column = filled[entry.name] if entry.name in filled else pd.Series(None, filled.index, dtype=object)
        if pa.types.is_string(entry.type):
            column = column.astype(object).where(column.notna() & (column != ""), None)
        columns[entry.name] = pa.Array.from_pandas(column, type=entry.type)
    return pa.table(columns, schema=schema)
