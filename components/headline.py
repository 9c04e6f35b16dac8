"""The findings of the first page: declared sentences whose every number is a figure of the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.charts.marks import value_label
from data.catalog import Catalog
from data.store import Store
from equity.findings import difference, gap
from equity.formulas import FORMULAS
from equity.language import Language
from equity.vocabulary import Label, Vocabulary


@dataclass(frozen=True)
class Headline:
    """One finding told in one language, with the rows its numbers come from."""

    id: str
    title: str
    sentence: str
    note: str
    figures: Mapping[str, pd.Series]
    view: Mapping[str, str] | None


def headlines(catalog: Catalog, store: Store, language: Language) -> list[Headline]:
    """The findings of `home.toml`, their numbers looked up or computed. LookupError if a figure is not one row."""
    return [_headline(declared, catalog, store, language) for declared in catalog.home["findings"]]


def _headline(declared: Mapping[str, Any], catalog: Catalog, store: Store, language: Language) -> Headline:
    columns = {name: select.get("column") for name, select in declared["figures"].items()}
    rows = {
        name: store.figure(**{key: value for key, value in select.items() if key != "column"})
        for name, select in declared["figures"].items()
    }
    values = {name: float(row[columns[name] or "estimate"]) for name, row in rows.items()}
    told = {
        name: language.number(values[name])
        if columns[name]
        else value_label(row, catalog.vocabulary, language)
        for name, row in rows.items()
    }
    for name, derived in declared.get("derived", {}).items():
        formula = FORMULAS[derived["formula"]]
        values[name] = formula(*(values[part] for part in derived["of"]))
        label = language.of(catalog.vocabulary.units[derived["unit"]])
        told[name] = language.quantity(round(values[name], 1), derived["unit"], label)
    told |= _distances(declared, rows, values, catalog.vocabulary, language)
    return Headline(
        id=declared["id"],
        title=language.of(declared["title"]),
        sentence=_filled(declared["text"], told, language),
        note=_filled(declared["note"], told, language),
        figures=rows,
        view=declared.get("view"),
    )


def _unit(row: pd.Series, vocabulary: Vocabulary, language: Language) -> tuple[str, str]:
    return row.unit, language.of(vocabulary.units[row.unit])


def _distances(
    declared: Mapping[str, Any],
    rows: Mapping[str, pd.Series],
    values: Mapping[str, float],
    vocabulary: Vocabulary,
    language: Language,
) -> dict[str, str]:
    told = {}
    for name, (first, second) in declared.get("gaps", {}).items():
        told[name] = gap(values[first], values[second], *_unit(rows[first], vocabulary, language), language)
    for name, (first, second) in declared.get("differences", {}).items():
        told[name] = difference(
            values[first], values[second], *_unit(rows[first], vocabulary, language), language
        )
    for name, (first, second) in declared.get("ratios", {}).items():
        told[name] = language.number(round(values[first] / values[second], 1))
    return told


def _filled(text: Label, told: Mapping[str, str], language: Language) -> str:
    sentence = language.of(text).format(**told)
    return sentence[0].upper() + sentence[1:]
