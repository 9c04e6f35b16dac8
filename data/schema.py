"""What is allowed in the data folder: columns, their types, codes, and the keys of a definition file."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from equity.vocabulary import DEFAULT_GRADES

LEADING = (
    "indicator", "estimate", "qualifier", "unit", "statistic", "preliminary", "se", "ci_low", "ci_high", "n",
    "population", "setting", "region_code", "period_start", "period_end", "dimension", "subgroup",
    "attribute_dimension", "attribute",
)  # fmt: skip
"""Columns of a fact file that stand before the dataset's own."""

TRAILING = (
    "source_id", "locator", "also_source_ids", "grade", "flags", "caveats", "footnote_en", "footnote_zh",
    "same_as", "founding", "printed_estimate", "printed_unit",
)  # fmt: skip
"""Columns of a fact file that stand after the dataset's own."""

REQUIRED = ("indicator", "estimate", "source_id")
"""The least a fact file holds; `Reviewed.complete` says what any other column is when left out."""

IDENTITY = (
    "indicator", "unit", "statistic", "setting", "region_code", "period_start", "period_end", "dimension",
    "subgroup", "attribute_dimension", "attribute",
)  # fmt: skip
"""With the own columns and the source, what makes a figure itself: no two rows share all of it."""

NUMBERS = ("estimate", "se", "ci_low", "ci_high", "population", "n")
PLAIN = r"-?[0-9]+(\.[0-9]+)?"
"""How a number is written: no separators, no exponent."""

MARKS = ("preliminary", "founding")
LISTS = ("also_source_ids", "flags", "caveats")
"""Columns of several codes, joined by `;`."""

DERIVED = {
    "residence": pa.string(),
    "subgroup_order": pa.int64(),
    "reference_subgroup": pa.bool_(),
    "year_start": pa.int64(),
    "year": pa.int64(),
    "draw_rank": pa.int64(),
    "disagrees": pa.bool_(),
}
"""Columns that the build adds. `draw_rank` 0 is the row to draw of its `same_as` group."""

SOURCES = "sources"
SOURCE_COLUMNS = (
    "source_id", "title", "authors", "publisher", "year", "url", "licence", "kind", "grade",
)  # fmt: skip

FIRST_YEAR = "1949"
PROJECTION = "projection"
"""The one statistic whose period may lie after the release."""

FLAGS = ("weak", "conflict", "derived")
DOUBTFUL = frozenset(("weak", "conflict"))
"""Flags of a row whose reading is doubtful or contradicted: drawn last, and no evidence against others."""

ROW_GRADES = DEFAULT_GRADES
"""`weak` is a flag of a row, never its grade."""

FORMS = ("timeline", "groups", "bars", "explorer")
FAVOURABLE = ("high", "low", "none")
CODE = r"[A-Za-z0-9_+-]+"
FREE_CODES = ("units", "qualifiers", "statistics")
"""Tables of a definition file whose codes are words, never part of a link."""


def fact_columns(own: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a fact file, in order, for a dataset with these own columns."""
    return (*LEADING, *own, *TRAILING)


def table_schema(own: tuple[str, ...]) -> pa.Schema:
    """Names and types of the Parquet table of a dataset with these own columns."""
    types: dict[str, pa.DataType] = dict.fromkeys(fact_columns(own), pa.string())
    types |= dict.fromkeys(NUMBERS, pa.float64()) | {"n": pa.int64()} | dict.fromkeys(MARKS, pa.bool_())
    return pa.schema(list((types | DERIVED).items()))


# The shape of the definition files. A key ending in `?` may be left out; `*` stands for any code; `[str]` is
# a list of texts, `[str, ...]` one that must not be empty, `[int, int]` a pair.
NUMBER = (int, float)
LABEL: dict[str, Any] = {"en": str, "zh": str}
SUBGROUP = LABEL | {"full_en?": str, "full_zh?": str}
DIMENSION = {
    "label": LABEL,
    "note?": LABEL,
    "ordered?": bool,
    "equal_weights?": bool,
    "sequence?": bool,
    "reference?": str,
    "wholes?": [str],
    "subgroups?": {"*": SUBGROUP},
}
INDICATOR = {
    "label": LABEL,
    "definition?": LABEL,
    "unit": str,
    "units?": [str],  # what its rows may be in, where the unit is part of the figure
    "kind?": str,
    "favourable?": str,
    "minimum?": NUMBER,
    "maximum?": NUMBER,
    "caveats?": [str],
    "founding?": bool,
    "share_of_people?": bool,  # of people, households, births or campaigns, each counted once
    "complete_count?": bool,  # of every case there is: all pilot medicines, all bills of an administration
    "ordered_subgroups?": [str],  # in every place and period, none is below the one before it
}
DEFAULTS = {
    "indicators?": [str, ...],
    "choices?": {"*": [str]},
    "groups?": {"*": [str]},
    "period?": [int, int],
}
VIEW = {
    "id": str,
    "question": LABEL,
    "how_to_read": LABEL,
    "form": str,
    "indicators": [str, ...],
    "dimensions": [str, ...],
    "filters?": [str],
    "defaults?": DEFAULTS,
    "several_indicators?": bool,
    "places?": [str],
    "panels?": [str],
    "rows?": str,
    "symbols?": str,
    "months?": bool,
    "events?": [str],
    "places_over_time?": bool,
    "statistics?": [str],
    "comparator?": LABEL,
    "note?": LABEL,
    "joined?": [str],
    "scales?": [str, ...],
    "breaks?": [{"after": int, "before": int, "reason": LABEL, "group?": str}],
    "missing?": LABEL,
}
FIGURES = {"indicator": object, "dataset?": str, "*": object}  # a column and the value or values it must have
DERIVED_FIGURE = {
    "indicator": str,
    "formula": str,
    "of": FIGURES,
    "per": FIGURES,
    "match": [str, ...],
    "take": str,
    "attribute?": {"*": str},
    "year_of?": {"indicator": str, "match": [str, ...]},
}
BENCHMARK = {"indicator": str, "weights": str, "share": str}
BROUGHT = {"table": str, "columns": [str, ...]}
SHARED_TABLES = {
    "units?": {"*": {"label": LABEL}},
    "caveats?": {"*": {"text": LABEL}},
    "grades?": {"*": {"label": LABEL, "meaning?": LABEL}},
    "qualifiers?": {"*": {"label": LABEL, "direction?": str}},
    "statistics?": {"*": {"label": LABEL}},
    "settings?": {"*": {"label": LABEL, "full?": LABEL, "kind?": str}},
    "formulas?": {"*": {"label": LABEL}},
    "dimensions?": {"*": DIMENSION},
}
DATASET = {
    "id": str,
    "page": str,
    "title": LABEL,
    "lead": LABEL,
    "own_columns?": [str],
    "brought?": {"*": BROUGHT},
    "order?": int,
}
REGION_KEYS = {
    "label": LABEL,
    "full?": LABEL,
    "letters?": str,
    "pinyin?": str,
    "initial_zh?": str,
    "area?": str,
    "nbs_region?": str,
    "row?": int,
    "column?": int,
}
FINDING = {
    "id": str,
    "title?": LABEL,
    "text": LABEL,
    "note?": LABEL,
    **dict.fromkeys(("page?", "view?", "figures?", "derived?", "gaps?", "differences?", "ratios?"), object),
}
UNKNOWN = {
    "id": str,
    "dataset": str,
    "title": LABEL,
    "why": LABEL,
    "publisher": LABEL,
    "by_province?": bool,
    "provinces?": [str, ...],
}
MEASURE = {
    "label": LABEL,
    "meaning": LABEL,
    "formula": str,
    "equal": LABEL,
    "sign": LABEL,
    "applies": LABEL,
    "source": str,
}
HEADING = {
    "names": [str, ...],
    "label?": LABEL,
    "need?": str,
    "kind?": str,
    "role?": str,
    "example?": [str, ...],
}
TABLE = {"label": LABEL, "columns?": {"*": LABEL}, "attributes?": {"*": LABEL}}
SHAPES: dict[str, dict[str, Any]] = {
    "shared": SHARED_TABLES,
    "regions": {
        "regions": {"*": REGION_KEYS},
        "nbs_regions?": {"*": {"label": LABEL}},
        "profile?": [{"figures": FIGURES, "label?": LABEL}],
        "sections?": [{"heading": LABEL, "views": [str, ...]}],
    },
    "home": {"findings?": [FINDING], "*": object},
    "unknown": {"unknown": [UNKNOWN]},
    "listed": {"listed?": [{"dataset": str, "indicators": [str, ...], "reason": LABEL}]},
    "columns": {"columns": {"*": LABEL}, "tables": {"*": TABLE}},
    "measures": {"measures": {"*": MEASURE}},
    "headings": {
        "template": {"*": HEADING},
        "cases": {"*": HEADING},
        "personal": {"*": [str, ...]},
        "signs": {"*": object},
        "cells": {"*": [str, ...]},
        "examples": {"footnote": LABEL},
    },
    "compare": {"question": LABEL, "how_to_read": LABEL},
    "own": {
        **dict.fromkeys(("title", "lead", "synthetic_mark", "synthetic_note", "hidden"), LABEL),
        "grade": {"label": LABEL, "meaning": LABEL},
        "columns": {"*": LABEL},
        "value": {"label": LABEL},
        "per_scale": {"label": LABEL},
        "examples": {"*": LABEL},
        "cases": {"elapsed": {"last_days": [int, ...], "*": LABEL}, "*": LABEL},
        "measures": {"*": {"label": LABEL, "meaning": LABEL}},
        "forms": {"*": {"question": LABEL, "how_to_read": LABEL}},
        "how_to_read": {"*": LABEL},
    },
    "reading": {"*": {"*": object}},
    "prefectures": {"*": [[str, ...], ...]},
    "renamed": {"renamed": [{"old": str, "new": str, "since": str, "parameter?": str}]},
}
"""File name to shape; any other definition file describes a dataset."""

DATASET_SHAPE = SHARED_TABLES | {
    "dataset": DATASET,
    "indicators": {"*": INDICATOR},
    "derived?": [DERIVED_FIGURE],
    "benchmarks?": [BENCHMARK],
    "views?": [VIEW],
}
RELEASE_SHAPE = {"version": str, "released": object}
