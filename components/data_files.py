"""The tables as files: what their columns hold, and what is needed to fetch and check them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from components.export.formats import FORMATS
from data.catalog import Catalog
from data.catalog import language as language_of
from equity.language import Language

COLUMN_TYPES = ("string", "double", "int64", "bool")
"""What the manifest calls the types of columns."""

CODEBOOK_COLUMNS = (
    *("caveat", "figures", "indicators", "column", "type", "meaning", "file", "rows", "size", "sha256"),
)
"""The columns of the tables made here. Each has the heading `codebook.<name>`."""

KINDS = {".parquet": ("Parquet", FORMATS["parquet"].mime), ".csv": ("CSV", FORMATS["csv"].mime)}


def table_title(where: Catalog, name: str, language: Language) -> str:
    """What a table is called: the title of its dataset, or what the definition of its columns says."""
    if name in where.vocabulary.datasets:
        return language.of(where.vocabulary.datasets[name].title)
    return language.of(where.columns.get("tables", {}).get(name, {}).get("label", {})) or name


@lru_cache(maxsize=32)
def dictionary(where: Catalog, name: str, code: str) -> pd.DataFrame:
    """The columns of a table, in order: name, type, meaning."""
    language = language_of(code)
    return pd.DataFrame(
        {
            "column": column,
            "type": language(f"methods.type.{kind}"),
            "meaning": language.of(meaning_of(where, name, column)),
        }
        for column, kind in where.tables[name]["columns"].items()
    )


def meaning_of(where: Catalog, name: str, column: str) -> Mapping[str, str]:
    """What a column of a table holds: said of the table, of all tables, or of the dimension it is named after."""
    of_table = where.columns.get("tables", {}).get(name, {}).get("columns", {})
    of_all = where.columns.get("columns", {})
    dimension = where.vocabulary.dimensions.get(column)
    return of_table.get(column) or of_all.get(column) or (dimension.label if dimension else {})


@lru_cache(maxsize=4)
def files(where: Catalog) -> pd.DataFrame:
    """The Parquet and the reviewed CSV of every table: path, kind, rows, size in bytes, sha256.

    A table in parts or in an object store is no file to hand out, and rows brought from elsewhere were not reviewed.
    """
    held = []
    for name, table in where.tables.items():
        parquet, facts = where.held.file(name), where.facts_of(name)
        if parquet:
            held.append(_file(name, parquet, table["rows"], table["sha256"]))
        if facts.exists() and not where.prefix:
            held.append(_file(name, facts, _rows_of(facts), hashlib.sha256(facts.read_bytes()).hexdigest()))
    return pd.DataFrame(held, columns=["table", "file", "path", "kind", "mime", "rows", "size", "sha256"])


def _file(table: str, path: Path, rows: int, sha256: str) -> dict[str, Any]:
    kind, mime = KINDS[path.suffix]
    size = path.stat().st_size
    told = {"table": table, "file": path.name, "path": path, "kind": kind, "mime": mime}
    return told | {"rows": rows, "size": size, "sha256": sha256}


def _rows_of(facts: Path) -> int:
    with facts.open(encoding="utf-8-sig", newline="") as opened:
        return max(0, sum(1 for cells in csv.reader(opened) if cells) - 1)
