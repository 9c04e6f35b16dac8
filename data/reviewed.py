"""The reviewed files as they stand: texts, read without judging, and the problems met while reading.

The check must name every problem at once, so nothing here stops at the first one: whatever cannot be read is
noted as a `Problem`, and what is left of the file is used.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from data.catalog import SHARED_FILES, Catalog
from data.changes import Release
from data.problems import Problem
from data.schema import SOURCES, fact_columns
from equity.vocabulary import NATION, REGION, TOTAL


@dataclass(frozen=True)
class Sheet:
    """One CSV file: its header and its rows as texts, with the line on which each row starts."""

    file: str
    columns: tuple[str, ...]
    rows: list[dict[str, str]]
    lines: list[int]

    def problem(
        self, index: int, column: str, rule: str, value: str | None = None, **values: object
    ) -> Problem:
        """A problem in the row at `index`, counted from 0; the value is the cell's unless given."""
        shown = self.rows[index].get(column, "") if value is None else value
        return Problem(self.file, index + 1, column, shown, rule, values, self.lines[index])


@dataclass(frozen=True)
class DeclaredDataset:
    """What one definition file declares for the rows of its fact file."""

    id: str
    own_columns: tuple[str, ...]
    indicators: Mapping[str, Mapping[str, Any]]
    brought: Mapping[str, Mapping[str, Any]]
    """Own column to the small table that it is a key of, and the own columns that table brings."""

    @cached_property
    def written_columns(self) -> tuple[str, ...]:
        """The own columns that stand in the fact file itself."""
        brought = {str(column) for each in self.brought.values() for column in listed(each, "columns")}
        return tuple(column for column in self.own_columns if column not in brought)


@dataclass(frozen=True)
class Reviewed:
    """Every file of a data folder, by name without its ending."""

    release: Mapping[str, Any]
    definitions: Mapping[str, Mapping[str, Any]]
    sheets: Mapping[str, Sheet]
    unread: tuple[Problem, ...]
    """What could not be read."""
    releases: tuple[Release, ...]
    """What the change log tells, the newest release first."""

    @cached_property
    def released(self) -> str:
        """The ISO date of the release, or nothing when it is not one."""
        text = str(self.release.get("released", ""))
        return text if is_period(text) and len(text) == len("2026-11-22") else ""

    def codes(self, table: str) -> dict[str, Any]:
        """Code to entry of a table such as `units`, over all definition files."""
        merged: dict[str, Any] = {}
        for declared in self.definitions.values():
            merged |= part(declared, table)
        return merged

    @cached_property
    def groups(self) -> dict[str, Mapping[str, Any]]:
        """Dimension to its subgroups; regions are the groups of the dimension `region`."""
        declared = {code: part(entry, "subgroups") for code, entry in self.codes("dimensions").items()}
        return {TOTAL: {}, REGION: self.codes("regions")} | declared

    @cached_property
    def datasets(self) -> dict[str, DeclaredDataset]:
        """The datasets by file name, in alphabetical order."""
        files = {stem: declared for stem, declared in self.definitions.items() if stem not in SHARED_FILES}
        return {
            stem: DeclaredDataset(
                id=stem,
                own_columns=tuple(str(each) for each in listed(part(declared, "dataset"), "own_columns")),
                indicators=part(declared, "indicators"),
                brought=part(part(declared, "dataset"), "brought"),
            )
            for stem, declared in files.items()
        }

    @cached_property
    def source_grades(self) -> dict[str, str]:
        """Source to the grade it has unless a row says otherwise."""
        rows = self.sheets[SOURCES].rows if SOURCES in self.sheets else []
        return {row["source_id"]: row.get("grade", "") for row in rows if "source_id" in row}

    def complete(self, row: Mapping[str, str], dataset: DeclaredDataset) -> dict[str, str]:
        """A row with all columns: what it leaves blank has the value that the definitions imply.

        The unit is the indicator's, the grade the source's, the place China, the group everybody; brought
        columns are looked up.
        """
        whole = {**dict.fromkeys(fact_columns(dataset.own_columns), ""), **row}
        whole["unit"] = whole["unit"] or str(part(dataset.indicators, whole["indicator"]).get("unit", ""))
        whole["grade"] = whole["grade"] or self.source_grades.get(whole["source_id"], "")
        whole["region_code"] = whole["region_code"] or ("" if whole["setting"] else NATION)
        whole["dimension"] = whole["dimension"] or TOTAL
        whole["subgroup"] = whole["subgroup"] or TOTAL
        for key, brought in dataset.brought.items():
            entry = self._entries(str(brought.get("table")), key).get(whole[key], {})
            whole |= {str(column): entry.get(column, "") for column in listed(brought, "columns")}
        return whole

    def _entries(self, table: str, key: str) -> Mapping[str, Mapping[str, str]]:
        """The rows of a small table by the code in their column `key`."""
        if (table, key) not in self._indexed:
            rows = self.sheets[table].rows if table in self.sheets else []
            self._indexed[table, key] = {row.get(key, ""): row for row in rows}
        return self._indexed[table, key]

    @cached_property
    def _indexed(self) -> dict[tuple[str, str], Mapping[str, Mapping[str, str]]]:
        return {}


def is_period(text: str) -> bool:
    """Whether a text is a year, a month or a day that exists: `2020`, `2020-09`, `2020-09-15`."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def part(declared: object, key: str) -> Mapping[str, Any]:
    """The table `key` of a declared table; empty where something else stands, which the check reports."""
    found = declared.get(key, {}) if isinstance(declared, Mapping) else {}
    return found if isinstance(found, Mapping) else {}


def listed(declared: object, key: str) -> list[Any]:
    """The list at `key` of a declared table; empty where something else stands."""
    found = declared.get(key, []) if isinstance(declared, Mapping) else []
    return found if isinstance(found, list) else []


def read(where: Catalog) -> Reviewed:
    """All reviewed files of a data folder."""
    unread: list[Problem] = []
    definitions = {}
    for path in sorted(where.definitions.glob("*.toml")):
        definitions[path.stem] = _toml(path.read_bytes(), f"definitions/{path.name}", unread)
    release = where.folder / "release.toml"
    text = release.read_bytes() if release.exists() else b""
    sheets = {
        path.stem: _sheet(path.read_bytes(), f"facts/{path.name}", unread)
        for path in sorted(where.facts.glob("*.csv"))
    }
    return Reviewed(_toml(text, "release.toml", unread), definitions, sheets, tuple(unread), where.releases)


def _toml(content: bytes, file: str, unread: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        unread.append(Problem(file, None, "", "", "not_toml", {"reason": error}))
        return {}


def _sheet(content: bytes, file: str, unread: list[Problem]) -> Sheet:
    try:
        text = content.decode("utf-8-sig")  # Excel writes a mark before the first column name
    except UnicodeDecodeError as error:
        unread.append(Problem(file, None, "", "", "not_utf8", {"reason": error}))
        return Sheet(file, (), [], [])
    reader = csv.reader(io.StringIO(text, newline=""))
    sheet = Sheet(file, tuple(next(reader, ())), [], [])
    start = reader.line_num + 1
    for cells in reader:
        if cells:
            sheet.rows.append(dict(zip(sheet.columns, cells, strict=False)))
            sheet.lines.append(start)
            if len(cells) != len(sheet.columns):
                counts = {"cells": len(cells), "columns": len(sheet.columns)}
                unread.append(sheet.problem(len(sheet.rows) - 1, "", "row_length", "", **counts))
        start = reader.line_num + 1
    return sheet
