"""Forms to fill in: for each kind of file a table with its columns, rows of example, and what each column holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data.catalog import Catalog, catalog
from data.schema import LEADING, MARKS, TRAILING, fact_columns
from data.upload.figures import declared_in
from data.upload.recognition import CASES, DATASET, TEMPLATE
from equity.vocabulary import Label

EXAMPLES = 3
"""How many rows of example a form has."""
LEFT_BLANK = ("same_as", "founding", "also_source_ids")
"""Columns that tie a row to others of the project."""


@dataclass(frozen=True)
class Form:
    """A table to fill in."""

    kind: str
    """`template`, `dataset:<id>` or `cases`."""
    example: pd.DataFrame
    """All columns, and rows that say that they are examples; the doctor sets them aside should they be left in."""
    columns: Mapping[str, Label]
    """Column → what it holds."""


def templates(where: Catalog | None = None) -> dict[str, Form]:
    """The forms by kind of file: the field's template, each dataset, and cases."""
    where = where or catalog()
    forms = [_declared_form(kind, where) for kind in (TEMPLATE, CASES)]
    forms[1:1] = [_dataset_form(name, where) for name in where.vocabulary.datasets]
    return {form.kind: form for form in forms}


def _declared_form(kind: str, where: Catalog) -> Form:
    """The form of columns that `headings.toml` declares, those that are described there."""
    entries = {name: entry for name, entry in where.headings[kind].items() if "label" in entry}
    example = pd.DataFrame({name: entry["example"] for name, entry in entries.items()}, dtype=object)
    names = {name: entry["names"][0] for name, entry in entries.items()}
    return Form(
        kind, example.rename(columns=names), {names[name]: entries[name]["label"] for name in entries}
    )


def _dataset_form(name: str, where: Catalog) -> Form:
    """The form of a dataset: its first figures, as they are published, are the examples."""
    dataset = where.vocabulary.datasets[name]
    written = declared_in(where).datasets[name].written_columns
    columns = fact_columns(written)
    rows = where.held.dataset(name).head(EXAMPLES, columns=list(columns)).to_pandas().astype(object)
    rows = rows.where(rows.notna(), None)
    for mark in MARKS:
        rows[mark] = rows[mark].map({True: 1})
    rows[list(LEFT_BLANK)] = None
    footnote = where.headings["examples"]["footnote"]
    rows = rows.assign(footnote_en=footnote["en"], footnote_zh=footnote["zh"])
    told = where.columns.get("columns", {})
    own = {column: where.vocabulary.dimensions[column].label for column in dataset.own_columns}
    labels = {each: told.get(each, {}) for each in (*LEADING, *TRAILING)} | own
    return Form(DATASET + name, rows, {column: labels[column] for column in columns})
