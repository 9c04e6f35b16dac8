"""The doctor: every problem of a reader's table at once, which rows can be used, and which wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.catalog import Catalog, catalog
from data.schema import DERIVED
from data.upload.cases import examine_cases
from data.upload.figures import examine_figures
from data.upload.findings import Findings, by_value, written
from data.upload.problems import APART, Problem
from data.upload.recognition import TEMPLATE, Recognition
from data.upload.sheets import Sheet
from data.upload.template import examine_template

NO_GROUP = ("empty_row", "example_row", "total_row")
"""Rules by which a row is of no group at all."""

REASON = "reason"
"""The column of rows set aside that says by which rule."""


@dataclass(frozen=True)
class Report:
    """What the doctor found in one table. `rows == len(used) + len(aside)`, always."""

    kind: str
    """`template`, `dataset:<id>`, `cases` or `table`."""
    problems: tuple[Problem, ...]
    used: pd.DataFrame
    """Typed rows that can be computed with; the index is the row number that a spreadsheet program shows."""
    aside: pd.DataFrame
    """Rows set aside, as found, with a column `reason`: the first rule that each breaks."""
    lacking: pd.DataFrame
    """Those of them that are of a group, typed and without their figure: that group is there and has none."""
    rows: int
    """How many rows the table has."""
    mendable: pd.Index
    """Rows set aside whose every fault can be mended, once the reader takes the suggestions."""
    headings: Mapping[str, str]
    """Heading → what the column is called, where it is called otherwise. Free tables keep their own headings."""
    changes: pd.DataFrame
    """Cells to write otherwise: `row` as in the index, `column`, `old`, `new` and `rule`."""
    unit: str = ""
    """Of the outcome, as the reader or the file says it; empty where neither does."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Heading of an amount → the unit that its cells are read in, as a heading would state it; empty where none is
    known. The typed rows are in plain units."""


def examine(sheet: Sheet, recognition: Recognition, where: Catalog | None = None) -> Report:
    """Everything wrong in a table of a known kind, row by row.

    What breaks a row sets that row aside; what breaks a group says so and sets aside the least. Cells that are
    written otherwise than they should be, and can be read all the same, are read.
    """
    where = where or catalog()
    findings = Findings(sheet)
    headings = _headings(recognition)
    _whole(findings, recognition, headings)
    examined = _examination(recognition)(findings, recognition, where)
    examined.index = sheet.cells.index
    used = findings.used
    return Report(
        kind=recognition.kind,
        problems=findings.problems(),
        used=_with_others(examined[used], sheet.cells[used], recognition),
        aside=sheet.cells[~used].assign(**{_free(REASON, sheet.cells): findings.reasons[~used]}),
        lacking=_lacking(examined[~used], findings.reasons[~used], recognition),
        rows=len(sheet.cells),
        mendable=sheet.cells.index[~used & ~findings.beyond],
        headings=headings,
        changes=findings.changes(),
        unit=findings.unit,
        units=findings.units,
    )


def _lacking(aside: pd.DataFrame, reasons: np.ndarray, recognition: Recognition) -> pd.DataFrame:
    outcome = "estimate" if recognition.kind == TEMPLATE else recognition.roles.outcome
    return aside[~np.isin(reasons, NO_GROUP)].assign(**{outcome: np.nan})


def _examination(recognition: Recognition) -> Callable[[Findings, Recognition, Catalog], pd.DataFrame]:
    if recognition.kind == TEMPLATE:
        return examine_template
    return examine_figures if recognition.dataset else examine_cases


def _whole(findings: Findings, recognition: Recognition, headings: Mapping[str, str]) -> None:
    """What concerns no column that has rules: rows and tables without anything, columns that are only kept."""
    cells = findings.sheet.cells
    if cells.empty:
        findings.say("no_rows")
    findings.add("empty_row", cells.isna().all(axis=1).to_numpy())
    if recognition.has_schema:
        for heading in recognition.unknown[:APART]:
            findings.say("unknown_column", heading, serious=False)
        for name in sorted(set(DERIVED) & set(recognition.columns)) if recognition.dataset else ():
            findings.say("column_made_anew", recognition.columns[name], serious=False)
    for heading, name in headings.items():
        findings.say("other_heading", heading, suggestion=name, serious=False)


def _headings(recognition: Recognition) -> Mapping[str, str]:
    """Heading → what the column is called, where the reader calls it otherwise."""
    if not recognition.has_schema:
        return {}
    return {heading: name for name, heading in recognition.columns.items() if heading != name}


def _with_others(examined: pd.DataFrame, cells: pd.DataFrame, recognition: Recognition) -> pd.DataFrame:
    """The typed columns, and after them those that nothing is known of, as numbers where they hold nothing else."""
    known = set(examined) | set(recognition.columns.values())
    others = [name for name in cells if name not in known]
    kept = {_free(str(name), examined): _kept(cells[name]) for name in others}
    return pd.concat([examined, pd.DataFrame(kept, index=examined.index)], axis=1)


def _kept(column: pd.Series) -> pd.Series:
    plain = column.infer_objects()
    if pd.api.types.is_numeric_dtype(plain):
        return plain
    return by_value(column, lambda cells: cells.map(written).where(lambda texts: texts != "", None))


def _free(name: str, frame: pd.DataFrame) -> str:
    """A name that no column of the frame has."""
    return name if name not in frame else _free(name + "_", frame)
