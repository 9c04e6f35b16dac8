"""What the codes mean, as lists and tables to read: pure functions of a data folder and of a language.

Callers do not change what they are given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from components.charts.marks import certainty
from data.catalog import Catalog, read_toml
from data.catalog import language as language_of
from data.store import store
from equity.language import Language
from equity.vocabulary import GRADES, Dataset, Dimension, Indicator

SIGNS = {"exact": "●", "approximate": "○", "floor": "△", "ceiling": "▽"}
"""How what a qualifier leaves open is drawn; the same as in the legend of charts."""

INCOME = ("regional_context", "disposable_income_per_person", 2019, 2023)
"""Figures that rest on one copy of an official series, and the years in which most of them do."""


# Counts ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _every_row(where: Catalog) -> pd.DataFrame:
    """The figures of all datasets, with the columns that every dataset has."""
    parts = {table: store().rows(table) for table in where.vocabulary.datasets}
    shared = ["indicator", "qualifier", "grade", "flags", "caveats", "year"]
    return pd.concat([rows[shared].assign(dataset=table) for table, rows in parts.items()])


@lru_cache(maxsize=4)
def grade_lines(where: Catalog, code: str) -> list[str]:
    """The grades from the strongest, what each means, and how many figures have it; weak figures count as weak."""
    language, rows = language_of(code), _every_row(where)
    counts = Counter(rows.grade.mask(rows["flags"].str.contains("weak"), "weak"))
    declared = where.shared["grades"]
    return [
        language(
            "methods.grade",
            grade=language.of(where.vocabulary.grades[grade]),
            meaning=language.of(declared[grade].get("meaning", {})),
            figures=language.plural("trust.figures", counts[grade]),
        )
        for grade in GRADES
        if grade in declared
    ]


@lru_cache(maxsize=4)
def qualifier_lines(where: Catalog, code: str) -> list[str]:
    """Each qualifier with the mark it is drawn with, and how many figures have it."""
    language, counts = language_of(code), Counter(_every_row(where).qualifier)
    return [
        language(
            "methods.qualifier",
            sign=SIGNS[certainty(qualifier)],
            qualifier=language.of(label),
            figures=language.plural("trust.figures", counts[qualifier]),
        )
        for qualifier, label in where.vocabulary.qualifiers.items()
    ]


@lru_cache(maxsize=4)
def caveat_counts(where: Catalog, code: str) -> pd.DataFrame:
    """Each caveat with how many indicators and single figures bear it, the most common first."""
    language = language_of(code)
    of_figures = Counter(each for codes in _every_row(where).caveats for each in codes.split(";"))
    declared = [indicator for dataset in where.vocabulary.datasets.values() for indicator in _all(dataset)]
    of_indicators = Counter(each for indicator in declared for each in indicator.caveats)
    told = pd.DataFrame(
        {"caveat": language.of(text), "figures": of_figures[each], "indicators": of_indicators[each]}
        for each, text in where.vocabulary.caveats.items()
    )
    return told.sort_values(["figures", "indicators"], ascending=False, kind="stable")


def one_copy(where: Catalog, code: str) -> str:
    """How much of income rests on one copy of the official series; nothing where there is no such figure."""
    table, indicator, first, last = INCOME
    rows = _every_row(where)
    rows = rows[(rows.dataset == table) & (rows.indicator == indicator) & rows.year.between(first, last)]
    single = int(rows.caveats.str.contains("single_copy").sum())
    if not single:
        return ""
    language = language_of(code)
    label = language.of(where.vocabulary.indicator(table, indicator).label)
    counts = {"single": language.number(single), "count": language.number(len(rows))}
    return language("methods.one_copy", indicator=label, first=first, last=last, **counts)


# Indicators and dimensions -----------------------------------------------------------------------------------


def _all(dataset: Dataset) -> list[Indicator]:
    return list(dataset.indicators.values())


@lru_cache(maxsize=16)
def indicator_lines(where: Catalog, table: str, code: str) -> str:
    """Every indicator of a dataset as Markdown: label, code, unit, bounds, direction; definition; caveats."""
    language = language_of(code)
    counts = Counter(store().rows(table).indicator)
    return "\n\n".join(
        _indicator(each, counts[each.code], where, language)
        for each in _all(where.vocabulary.datasets[table])
    )


def _indicator(indicator: Indicator, count: int, where: Catalog, language: Language) -> str:
    told = [
        language("methods.unit", unit=language.of(where.vocabulary.units[indicator.unit])),
        _bounds(indicator, language),
        _direction(indicator, language),
        language.plural("trust.figures", count),
    ]
    lines = [f"**{language.of(indicator.label)}** `{indicator.code}`", language.of(indicator.definition)]
    lines.append(language("separator").join(each for each in told if each))
    lines += [f"– {language.of(where.vocabulary.caveats[each])}" for each in indicator.caveats]
    return "  \n".join(line for line in lines if line)


def _bounds(indicator: Indicator, language: Language) -> str:
    low, high = indicator.minimum, indicator.maximum
    numbers = {
        name: language.number(each) for name, each in (("low", low), ("high", high)) if each is not None
    }
    if len(numbers) == 2:
        return language("methods.bounds", **numbers)
    if low is not None:
        return language("methods.bounds.low", **numbers)
    return language("methods.bounds.high", **numbers) if numbers else ""


def _direction(indicator: Indicator, language: Language) -> str:
    if indicator.favourable == "none":
        return ""
    return language("methods.favourable.high" if indicator.favourable == "high" else "methods.favourable.low")


def codebook(where: Catalog) -> pd.DataFrame:
    """Every indicator of every dataset in both languages, for a file; headings are the keys of the definitions."""
    return pd.DataFrame(
        {
            "dataset": dataset.id,
            "indicator": each.code,
            "label_en": each.label.get("en", ""),
            "label_zh": each.label.get("zh", ""),
            "definition_en": each.definition.get("en", ""),
            "definition_zh": each.definition.get("zh", ""),
            "unit": each.unit,
            "kind": each.kind,
            "minimum": each.minimum,
            "maximum": each.maximum,
            "favourable": each.favourable,
            "caveats": ";".join(each.caveats),
        }
        for dataset in where.vocabulary.datasets.values()
        for each in _all(dataset)
    )


@lru_cache(maxsize=8)
def dimension_lines(where: Catalog, ordered: bool, code: str) -> str:
    """The dimensions with or without an order as Markdown: label, code, note, reference, groups."""
    language = language_of(code)
    held = [each for each in where.vocabulary.dimensions.values() if each.ordered == ordered]
    return "\n\n".join(_dimension(each, language) for each in held)


def _dimension(dimension: Dimension, language: Language) -> str:
    lines = [f"**{language.of(dimension.label)}** `{dimension.code}`"]
    if dimension.note:
        lines.append(language.of(dimension.note))
    groups = [language.of(label) for label in dimension.subgroups.values()]
    lines.append(language("separator").join(groups))
    if dimension.reference:
        reference = language.of(dimension.subgroups[dimension.reference])
        lines.append(language("methods.reference", group=reference))
    return "  \n".join(lines)


# Formulas ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def derived_figures(where: Catalog, code: str) -> Mapping[str, list[str]]:
    """Formula to the indicators computed by it: each with the figures it is made of and how many rows there are."""
    language = language_of(code)
    parts: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for file in where.dataset_files:
        for each in read_toml(file).get("derived", []):
            per = _labels(each["per"], file.stem, where, language)
            made = (each["formula"], file.stem, each["indicator"], language.list(per))
            parts[made] += _labels(each["of"], file.stem, where, language)
    told: dict[str, list[str]] = defaultdict(list)
    for (formula, table, indicator, per), of in parts.items():
        count = int((store().rows(table).indicator == indicator).sum())
        line = language(
            "methods.derived",
            made=language.of(where.vocabulary.indicator(table, indicator).label),
            of=language.list(list(dict.fromkeys(of))),
            per=per,
            figures=language.plural("trust.figures", count),
        )
        told[formula].append(line)
    return told


def _labels(part: Mapping[str, Any], table: str, where: Catalog, language: Language) -> list[str]:
    codes = part["indicator"] if isinstance(part["indicator"], list) else [part["indicator"]]
    dataset = part.get("dataset", table)
    return [language.of(where.vocabulary.indicator(dataset, each).label) for each in codes]
