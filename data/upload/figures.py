"""The rules of the project's own datasets, asked of a reader's table that has their columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.catalog import Catalog
from data.check.figures import subgroups_out_of_order
from data.check.rows import Facts, groups_known, known_codes, periods_possible, values_stated
from data.problems import Problem as Checked
from data.problems import nearest
from data.reviewed import DeclaredDataset, Reviewed, Sheet, listed, part, read
from data.schema import IDENTITY, LISTS, MARKS, NUMBERS, REQUIRED, SOURCES, fact_columns
from data.upload.cells import example_rows, read_marks, read_numbers, read_places, read_texts, within
from data.upload.distinct import kernels
from data.upload.findings import Findings, first_alike
from data.upload.recognition import Recognition

NAMED = {
    "not_a_mark": "not_a_mark",
    "missing_value": "missing_value",
    "missing_language": "one_language",
    "repeats_column": "repeats_column",
    "unknown_group": "unknown_group",
    "two_places": "two_places",
    "bad_period": "not_a_period",
    "period_too_early": "too_early",
    "period_too_late": "too_late",
    "reversed_period": "reversed_period",
    "out_of_order": "out_of_order",
}
"""The rules of the check by the names under which a reader is told of them: other cures, for other people."""

MERELY_TOLD = ("missing_language",)
"""Rules whose rows are used all the same."""

ASKED = {
    values_stated: (*REQUIRED, *MARKS, "footnote_en", "footnote_zh"),
    groups_known: ("dimension", "subgroup", "attribute_dimension", "attribute", "region_code", "setting"),
    periods_possible: ("period_start", "period_end", "statistic"),
}
"""Rules of single rows, with the columns they read: rows alike in these are asked about once. Numbers are many and
are judged here, all at once."""
FILLED = ("estimate", "footnote_en", "footnote_zh", "source_id")
"""Columns of which a rule asks no more than whether they are filled."""


def examine_figures(findings: Findings, recognition: Recognition, where: Catalog) -> pd.DataFrame:
    """The table with the dataset's columns typed, blanks filled with what the definitions imply."""
    texts = _texts(findings, recognition, where)
    declared = declared_in(where)
    sources = [{"source_id": each, "grade": ""} for each in texts["source_id"].unique() if each]
    known = declared.sheets.get(SOURCES, Sheet("", (), [], []))
    cited = replace(known, rows=[*sources, *known.rows])  # a source known here keeps its grade
    today = {"released": date.today().isoformat()}
    reviewed = replace(declared, release=today, sheets={**declared.sheets, SOURCES: cited})
    dataset = reviewed.datasets[recognition.dataset]
    complete = _complete(texts, reviewed, dataset)
    _rows(findings, recognition, complete, reviewed, dataset, where.vocabulary.settings)
    _stand_together(findings, recognition, complete, reviewed, dataset)
    return typed(complete)


@cache
def declared_in(where: Catalog) -> Reviewed:
    """What the definition files declare of datasets, codes and sources."""
    return read(where)


def _texts(findings: Findings, recognition: Recognition, where: Catalog) -> pd.DataFrame:
    """The columns of the fact file as plain texts; empty where the sheet has none."""
    own = where.vocabulary.datasets[recognition.dataset].own_columns
    columns: dict[str, np.ndarray] = {}
    for name in fact_columns(own):
        heading = recognition.columns.get(name)
        if heading is None:
            columns[name] = np.full(len(findings.sheet.cells), "", dtype=object)
            if name in REQUIRED:
                findings.say("missing_column", name)
            continue
        if name in NUMBERS:
            cells = read_numbers(findings, heading)
        elif name in MARKS:
            marks = read_marks(findings, heading, where)
            cells = np.where(marks == 1, "1", "")
        elif name == "region_code":
            cells = read_places(findings, heading, where)
        else:
            cells = read_texts(findings, heading)
        columns[name] = _as_text(cells)
        if name in ("footnote_en", "footnote_zh"):
            findings.add("example_row", example_rows(pd.Series(cells), where), heading)
    return pd.DataFrame(columns)


def _as_text(cells: np.ndarray) -> np.ndarray:
    if cells.dtype == float:
        texts = kernels.cast(pa.array(cells, from_pandas=True), pa.string())
        return texts.fill_null("").to_numpy(zero_copy_only=False)
    return np.where(pd.isna(cells), "", cells)


def _complete(texts: pd.DataFrame, reviewed: Reviewed, dataset: DeclaredDataset) -> pd.DataFrame:
    """Rows with what they leave blank. Only rows that differ in what is filled are looked up."""
    keys = ["indicator", "source_id", "unit", "grade", "region_code", "setting", "dimension", "subgroup"]
    keys += [each for each in dataset.own_columns if each not in keys]
    distinct = texts[keys].drop_duplicates()
    filled = pd.DataFrame(
        [reviewed.complete(row, dataset) for row in _sheet(distinct).rows], index=distinct.index
    )
    groups = texts.groupby(keys, sort=False).ngroup().to_numpy()
    spread = filled[[*keys]].iloc[groups].reset_index(drop=True) if len(texts) else texts[keys]
    return texts.assign(**{name: spread[name] for name in keys})


def _rows(
    findings: Findings,
    recognition: Recognition,
    complete: pd.DataFrame,
    reviewed: Reviewed,
    dataset: DeclaredDataset,
    settings: Collection[str],
) -> None:
    """Everything wrong in single rows, asked once of all that are alike in the columns a rule reads."""
    known = known_codes(Facts(reviewed, dataset, _sheet(complete.head(0)), []))
    _codes(findings, recognition, complete, {**known, "setting": ("", settings)})
    for rule, columns in ASKED.items():
        asked = complete[list(columns)].copy()
        for name in set(columns) & set(FILLED):
            asked[name] = np.where(asked[name] == "", "", name)
        groups = asked.groupby(list(columns), sort=False).ngroup().to_numpy()
        sheet = _sheet(asked.drop_duplicates())
        for problem in rule(Facts(reviewed, dataset, sheet, sheet.rows)):
            if problem.rule != "missing_value" or problem.column in recognition.columns:
                _tell(findings, recognition, problem, groups == (problem.row or 0) - 1)
    _numbers(findings, recognition, complete, dataset)


def _numbers(
    findings: Findings, recognition: Recognition, complete: pd.DataFrame, dataset: DeclaredDataset
) -> None:
    """Sample sizes are whole; units are the indicator's; figures lie within its bounds and their intervals."""
    heading = recognition.columns.get
    values = {name: pd.to_numeric(complete[name]).to_numpy(dtype=float) for name in NUMBERS}
    findings.add("not_whole", (values["n"] < 0) | (values["n"] % 1 > 0), heading("n", ""))
    for name in ("se", "population"):
        findings.add("negative", values[name] < 0, heading(name, ""))
    estimate = values["estimate"]
    findings.add("above_estimate", values["ci_low"] > estimate, heading("ci_low", ""), estimate=estimate)
    findings.add("below_estimate", values["ci_high"] < estimate, heading("ci_high", ""), estimate=estimate)
    for code in complete["indicator"].unique():
        entry, here = part(dataset.indicators, code), (complete["indicator"] == code).to_numpy()
        units = (entry.get("unit"), *listed(entry, "units"))
        unit = here & ~complete["unit"].isin(units).to_numpy() if entry else np.zeros(len(here), dtype=bool)
        findings.add("other_unit", unit, heading("unit", ""), unit=units[0])
        for name in ("ci_low", "estimate", "ci_high"):
            within(
                findings, heading(name, ""), values[name], here, entry.get("minimum"), entry.get("maximum")
            )


def _codes(
    findings: Findings, recognition: Recognition, complete: pd.DataFrame, known: Mapping[str, tuple[str, Any]]
) -> None:
    """Codes that are not declared. Sources are the reader's own."""
    for name, (_, codes) in known.items():
        if name in recognition.columns and not name.endswith(("source_id", "source_ids")):
            distinct = complete[name].unique()
            wrong = {}
            for each in distinct:
                parts = each.split(";") if name in LISTS else [each]
                unknown = [part for part in parts if part and part not in codes]
                if unknown:
                    wrong[each] = nearest(unknown[0], codes)
            for cell, alike in wrong.items():
                here = (complete[name] == cell).to_numpy()
                rule = "unknown_code_near" if alike else "unknown_code"
                findings.add(rule, here, recognition.columns[name], nearest=alike)


def _tell(findings: Findings, recognition: Recognition, problem: Checked, here: np.ndarray) -> None:
    column = recognition.columns.get(problem.column, problem.column)
    if problem.rule == "missing_value":  # a cell that could not be read is not empty
        here = here & ~findings.told(column)
    told = findings.note if problem.rule in MERELY_TOLD else findings.add
    told(NAMED[problem.rule], here, column, **problem.values)


def _stand_together(
    findings: Findings,
    recognition: Recognition,
    complete: pd.DataFrame,
    reviewed: Reviewed,
    dataset: DeclaredDataset,
) -> None:
    """Which rows may stand side by side: no figure twice, none out of a declared order."""
    identity = [*IDENTITY, *dataset.own_columns, "source_id"]
    rows = findings.sheet.cells.index
    again, other = first_alike(complete, identity, rows)
    findings.add("figure_twice", again, "", other=other)
    ordered = [code for code, each in dataset.indicators.items() if each.get("ordered_subgroups")]
    chosen = complete[complete["indicator"].isin(ordered)]
    sheet = _sheet(chosen)
    for problem in subgroups_out_of_order(Facts(reviewed, dataset, sheet, sheet.rows)):
        here = np.zeros(len(complete), dtype=bool)
        here[chosen.index[(problem.row or 1) - 1]] = True
        before = chosen.index[int(str(problem.values["other"])) - 1]
        values = {**problem.values, "other": rows.tolist()[before]}
        _tell(findings, recognition, replace(problem, values=values), here)


def _sheet(frame: pd.DataFrame) -> Sheet:
    names = [str(each) for each in frame]
    rows = [dict(zip(names, cells, strict=True)) for cells in frame.itertuples(index=False, name=None)]
    return Sheet("", tuple(names), rows, list(range(1, len(rows) + 1)))


def typed(complete: pd.DataFrame) -> pd.DataFrame:
    """Rows of a fact file, all texts: numbers and marks as such; blanks as `None`."""
    numbers = {name: pd.to_numeric(complete[name], errors="coerce") for name in NUMBERS}
    marks = {name: complete[name] == "1" for name in MARKS}
    texts = {
        name: complete[name].where(complete[name] != "", None)
        for name in complete
        if name not in (*NUMBERS, *MARKS)
    }
    return pd.DataFrame({**texts, **numbers, **marks})[list(complete)]
