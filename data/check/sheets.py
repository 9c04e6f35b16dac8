"""What is checked of the files in facts/: their columns, the bibliography, tables without figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from data.problems import Problem, nearest
from data.reviewed import Reviewed, Sheet
from data.schema import REQUIRED, ROW_GRADES, SOURCE_COLUMNS, SOURCES, fact_columns


def sheet_problems(reviewed: Reviewed) -> Iterator[Problem]:
    """Everything wrong in the headers of facts/, in sources.csv and in the small tables."""
    if SOURCES not in reviewed.sheets:
        yield Problem(f"facts/{SOURCES}.csv", None, "", "", "missing_file")
    for name, sheet in reviewed.sheets.items():
        if name in reviewed.datasets:
            yield from _header_problems(
                sheet, fact_columns(reviewed.datasets[name].written_columns), REQUIRED
            )
        elif name == SOURCES:
            yield from _header_problems(sheet, SOURCE_COLUMNS, SOURCE_COLUMNS)
            yield from _source_problems(sheet)
        else:
            yield from _header_problems(sheet, sheet.columns, ())
            yield from _small_table_problems(reviewed, sheet)


def _header_problems(sheet: Sheet, allowed: tuple[str, ...], required: tuple[str, ...]) -> Iterator[Problem]:
    counts = Counter(sheet.columns)
    for column, count in counts.items():
        if column not in allowed:
            values = {"nearest": nearest(column, allowed)}
            yield Problem(sheet.file, None, column, "", "unknown_column", values)
        if count > 1:
            yield Problem(sheet.file, None, column, "", "duplicate_column")
    for column in required:
        if column not in counts:
            yield Problem(sheet.file, None, column, "", "missing_column")


def _small_table_problems(reviewed: Reviewed, sheet: Sheet) -> Iterator[Problem]:
    """A table without figures holds texts; the sources it names are known."""
    known = reviewed.source_grades
    for index, row in enumerate(sheet.rows):
        source = row.get("source_id", "")
        if source and source not in known:
            yield sheet.problem(index, "source_id", "unknown_source", nearest=nearest(source, known))


def _source_problems(sheet: Sheet) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, row in enumerate(sheet.rows):
        source = row.get("source_id", "")
        if source in seen:
            yield sheet.problem(index, "source_id", "duplicate_source", other=seen[source])
        seen.setdefault(source, index + 1)
        if row.get("grade", "") not in ROW_GRADES:
            yield sheet.problem(
                index, "grade", "unknown_grade", nearest=nearest(row.get("grade", ""), ROW_GRADES)
            )
        if row.get("url") and not re.match(r"https?://\S+$", row["url"]):
            yield sheet.problem(index, "url", "not_a_link")
