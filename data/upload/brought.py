"""What a reader brought as a dataset like the others: its words, its table, its sources, and a catalog that has it.

A file is named by a digest of its content, in the codes of its views and so in links: whoever has the same file opens
the same link, and nobody else can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd
import pyarrow as pa

from data.catalog import Catalog, comparing, published
from equity.vocabulary import OWN, Dataset, Dimension, Indicator, Label, ViewDefinition, Vocabulary

PAGE = "your_data"
PREFIX = "own-"
"""How the id of every view of a reader's file begins, and of nothing published."""

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
    synthetic: bool = False


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
        plain = replace(
            own.dataset,
            views={code: replace(view, comparator=None) for code, view in own.dataset.views.items()},
        )
        compared = comparing(plain, own.dimensions, own.settings, published().compare)
        if compared:
            first = next(iter(own.dataset.views.values()))
            compared = replace(
                compared,
                id=f"compare-{own.dataset.id}",
                comparator=first.comparator,
                note=first.note,
                places=first.places,
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


def dataset_of(
    digest: str,
    indicators: Mapping[str, Indicator],
    views: Iterable[ViewDefinition],
    own_columns: tuple[str, ...] = (),
) -> Dataset:
    """The dataset that a file with this digest is: its indicators and its views."""
    words = published().own
    return Dataset(
        id=f"{PREFIX}{digest}",
        page=PAGE,
        title=words["title"],
        lead=words["lead"],
        own_columns=own_columns,
        indicators=indicators,
        views={each.id: each for each in views},
        order=1000,
    )


def view_of(digest: str, form: str, name: str, **declared: Any) -> ViewDefinition:
    """A view of a file, in one of the forms that `data/definitions/own.toml` words."""
    words = published().own["forms"][name]
    return ViewDefinition(
        id=f"{PREFIX}{digest}-{name}",
        dataset=f"{PREFIX}{digest}",
        question=words["question"],
        how_to_read=words["how_to_read"],
        form=form,
        **declared,
    )
