"""The rules of the field's template of disaggregated data (HEAT Plus, HIDR): one group of one indicator a row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.upload.cells import example_rows, read_dates, read_marks, read_numbers, read_texts, within
from data.upload.findings import Findings, first_alike
from data.upload.problems import LISTED
from data.upload.recognition import Recognition

CONTEXT = ("setting", "date", "source", "indicator_abbr")
"""What names one indicator in one place, at one date, from one source."""
GROUPS = (*CONTEXT, "dimension")
"""What the groups have in common that are compared with each other."""
IDENTITY = (*GROUPS, "subgroup")

CONSTANT = ("setting_average", "favourable_indicator", "indicator_scale")
"""Columns that say the same of all groups of an indicator in one place, at one date, from one source."""

ENOUGH = 0.85
"""The share of its groups that must have an estimate for a dimension without order to be measured."""


def examine_template(findings: Findings, recognition: Recognition, where: Catalog) -> pd.DataFrame:
    """The table with its columns typed and named as the template names them, row by row as in the sheet."""
    typed = _typed(findings, recognition, where)
    _single_cells(findings, recognition, typed, where)
    _agreement(findings, recognition, typed)
    _twice(findings, recognition, typed)
    _orders(findings, recognition, typed)
    _references(findings, recognition, typed)
    _coverage(findings, recognition, typed)
    return typed


def _typed(findings: Findings, recognition: Recognition, where: Catalog) -> pd.DataFrame:
    """Every column of the template; those that the sheet lacks are empty."""
    rows = len(findings.sheet.cells)
    columns: dict[str, np.ndarray] = {}
    for name, entry in where.headings["template"].items():
        heading, kind = recognition.columns.get(name), entry.get("kind", "")
        if heading is None:
            columns[name] = np.full(rows, np.nan) if kind else np.full(rows, None, dtype=object)
            if entry["need"] != "optional":
                must = entry["need"] == "must"
                findings.say("missing_column" if must else "column_would_help", name, serious=must)
        elif kind == "number":
            columns[name] = read_numbers(findings, heading)
        elif kind == "mark":
            columns[name] = read_marks(findings, heading, where)
        elif name == "date":
            columns[name] = read_dates(findings, heading, free=True)
        else:
            columns[name] = read_texts(findings, heading)
        if heading is not None and entry["need"] == "must":
            findings.add("missing_value", pd.isna(columns[name]) & ~findings.told(heading), heading)
    return pd.DataFrame(columns)


def _single_cells(findings: Findings, recognition: Recognition, typed: pd.DataFrame, where: Catalog) -> None:
    """What can be told of a row by itself."""
    heading = recognition.columns.get
    estimate = typed["estimate"].to_numpy()
    findings.add(
        "scale_not_positive", typed["indicator_scale"].to_numpy() <= 0, heading("indicator_scale", "")
    )
    for name in ("population", "se"):
        findings.add("negative", typed[name].to_numpy() < 0, heading(name, ""))
    _bounds(findings, heading("estimate", ""), typed, where)
    findings.add(
        "above_estimate", typed["ci_lb"].to_numpy() > estimate, heading("ci_lb", ""), estimate=estimate
    )
    findings.add(
        "below_estimate", typed["ci_ub"].to_numpy() < estimate, heading("ci_ub", ""), estimate=estimate
    )
    for name in ("source", "note"):
        if heading(name):
            findings.add("example_row", example_rows(typed[name], where), heading(name, ""))


def _bounds(findings: Findings, column: str, typed: pd.DataFrame, where: Catalog) -> None:
    """The least and the most that each estimate can be: as declared of an indicator known here, else by its scale.

    A scale of 1 says that the indicator is no share of anything, so a price may fall; any other holds 0 to itself.
    """
    estimate, scale = typed["estimate"].to_numpy(), typed["indicator_scale"].to_numpy()
    known = np.zeros(len(typed), dtype=bool)
    declared = {
        code: each for one in where.vocabulary.datasets.values() for code, each in one.indicators.items()
    }
    for code in set(typed["indicator_abbr"].dropna().unique()) & set(declared):
        here = (typed["indicator_abbr"] == code).to_numpy()
        within(findings, column, estimate, here, declared[code].minimum, declared[code].maximum)
        known |= here
    share = (scale > 1) & ~known
    findings.add("below_scale", share & (estimate < 0), column, high=scale)
    findings.add("above_scale", share & (estimate > scale), column, high=scale)


def _agreement(findings: Findings, recognition: Recognition, typed: pd.DataFrame) -> None:
    """Columns that must say the same: those rows are set aside that differ from most, or all where none are most."""
    for name in CONSTANT:
        _set_aside(findings, "not_constant", recognition, name, minority(typed, CONTEXT, name))
    _set_aside(
        findings,
        "order_flag_differs",
        recognition,
        "ordered_dimension",
        minority(typed, ("dimension",), "ordered_dimension"),
    )
    names = minority(typed, ("indicator_abbr",), "indicator_name") | minority(
        typed, ("indicator_name",), "indicator_abbr"
    )
    _set_aside(findings, "not_one_to_one", recognition, "indicator_name", names)
    _set_aside(findings, "two_countries", recognition, "iso3", minority(typed, ("setting",), "iso3"))


def _set_aside(findings: Findings, rule: str, recognition: Recognition, name: str, rows: np.ndarray) -> None:
    if name in recognition.columns:
        findings.add(rule, rows, recognition.columns[name])


def minority(typed: pd.DataFrame, keys: Sequence[str], name: str) -> np.ndarray:
    """Rows whose value of `name` isn't the most frequent one among rows with the same keys.

    Where two values are equally frequent, nobody can say which is right: all those rows. Empty cells are no value.
    """
    stated = typed[[*keys, name]].dropna()
    counts = stated.value_counts(sort=False).rename("count").reset_index()
    most = counts.groupby(list(keys))["count"].transform("max")
    top = counts[counts["count"] == most].drop_duplicates(list(keys), keep=False)
    several = counts[counts.duplicated(list(keys), keep=False)]
    wrong = several.merge(top[[*keys, name]], how="left", on=[*keys, name], indicator=True)
    wrong = wrong[wrong["_merge"] == "left_only"][[*keys, name]]
    if wrong.empty:
        return np.zeros(len(typed), dtype=bool)
    return (typed[[*keys, name]].merge(wrong, how="left", indicator=True)["_merge"] == "both").to_numpy()


def _twice(findings: Findings, recognition: Recognition, typed: pd.DataFrame) -> None:
    """Of equal rows the first is used; of rows that state one group differently none."""
    whole = typed[list(IDENTITY)].notna().all(axis=1).to_numpy()
    content = [str(name) for name in typed if name != "note"]
    again, other = first_alike(typed, content, findings.sheet.cells.index)
    repeated = again & whole
    findings.add("repeated_row", repeated, "", other=other)
    differing = np.zeros(len(typed), dtype=bool)
    differing[~repeated] = typed[~repeated].duplicated(subset=list(IDENTITY), keep=False)
    column = recognition.columns.get("subgroup", "")
    findings.add("stated_twice", differing & whole, column)


def _orders(findings: Findings, recognition: Recognition, typed: pd.DataFrame) -> None:
    """1, 2, 3 … without gaps where the dimension has an order; else 0."""
    column = recognition.columns.get("subgroup_order")
    if column is None or "ordered_dimension" not in recognition.columns:
        return
    order, ordered = typed["subgroup_order"], typed["ordered_dimension"] == 1
    findings.add(
        "no_order", (ordered & ~((order >= 1) & (order % 1 == 0)) & order.notna()).to_numpy(), column
    )
    unordered = ((typed["ordered_dimension"] == 0) & (order != 0) & order.notna()).to_numpy()
    findings.mend("order_unneeded", unordered, column, np.zeros(len(typed)))
    placed = typed[ordered & (order >= 1) & (order % 1 == 0)]
    distinct = placed.drop_duplicates([*IDENTITY, "subgroup_order"])
    shared = distinct[distinct.duplicated([*GROUPS, "subgroup_order"], keep=False)]
    rows = _rows_of(typed, shared, [*GROUPS, "subgroup_order"]) & ordered.to_numpy()
    findings.add("order_shared", rows, column)
    ranks = np.full(len(typed), np.nan)
    ranks[placed.index] = placed.groupby(list(GROUPS), dropna=False)["subgroup_order"].rank(method="dense")
    gaps = ~np.isnan(ranks) & (ranks != order.to_numpy())
    missing, named = _missing_groups(placed, gaps)
    findings.mend("order_gap_named", gaps & named, column, ranks, missing=missing)
    findings.mend("order_gap", gaps & ~named, column, ranks, missing=missing)
    typed["subgroup_order"] = np.where(unordered, 0, np.where(gaps, ranks, order))


def _missing_groups(placed: pd.DataFrame, gaps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For rows with a gap in their order what is missing there, and whether it is named; else it is told by place.

    A group is known by name where the file has it, and no other, at that place of the dimension elsewhere.
    """
    missing, named = np.full(len(gaps), None, dtype=object), np.zeros(len(gaps), dtype=bool)
    there = placed.groupby(["dimension", "subgroup_order"])["subgroup"].agg(["first", "nunique"])
    names = there["first"][there["nunique"] == 1].to_dict()
    contexts = placed.groupby(list(GROUPS), dropna=False, sort=False).ngroup()
    affected = placed[contexts.isin(contexts[gaps[placed.index]])]
    for _, rows in affected.groupby(contexts):
        orders = set(rows["subgroup_order"])
        last = int(min(max(orders), len(orders) + LISTED + 2))  # an order may be any number: so many are told
        places = tuple(each for each in range(1, last) if each not in orders)
        known = tuple(names.get((rows["dimension"].iloc[0], place)) for place in places)
        here = all(known) and set(known).isdisjoint(rows["subgroup"])
        named[rows.index] = here
        for at in rows.index:
            missing[at] = known if here else places
    return missing, named


def _rows_of(typed: pd.DataFrame, chosen: pd.DataFrame, keys: list[str]) -> np.ndarray:
    """The rows that have the keys of any of the chosen ones."""
    if chosen.empty:
        return np.zeros(len(typed), dtype=bool)
    return (
        typed[keys].merge(chosen[keys].drop_duplicates(), how="left", indicator=True)["_merge"] == "both"
    ).to_numpy()


def _references(findings: Findings, recognition: Recognition, typed: pd.DataFrame) -> None:
    """At most one group that others are compared with, and none where the groups have an order."""
    column = recognition.columns.get("reference_subgroup")
    if column is None:
        return
    marked = (typed["reference_subgroup"] == 1) & findings.used
    needless = (marked & (typed["ordered_dimension"] == 1)).to_numpy()
    findings.mend("reference_unneeded", needless, column, np.zeros(len(typed)))
    left = marked.to_numpy() & ~needless
    several = (
        left
        & (
            pd.Series(left).groupby([typed[name] for name in GROUPS], dropna=False).transform("sum") > 1
        ).to_numpy()
    )
    findings.note("several_references", several, column)
    typed["reference_subgroup"] = np.where(needless | several, 0, typed["reference_subgroup"])


def _coverage(findings: Findings, recognition: Recognition, typed: pd.DataFrame) -> None:
    """Whether the groups that can be used are enough for measures; a dimension of two groups has no order."""
    groups = typed.groupby(list(GROUPS), dropna=False, sort=False).ngroup()
    total = typed["subgroup"].groupby(groups).transform("nunique")
    have = typed["subgroup"].where(findings.used).groupby(groups).transform("nunique")
    first = ~typed.duplicated(list(GROUPS)) & typed[list(GROUPS)].notna().all(axis=1)
    ordered = typed["ordered_dimension"] == 1
    column = recognition.columns.get("dimension", "")
    told = {"have": have.to_numpy(), "total": total.to_numpy()}
    incomplete = (first & ordered & (have > 0) & (have < total)).to_numpy()
    findings.note("ordered_incomplete", incomplete, column, **told)
    few = (first & ~ordered & (have > 0) & (have < ENOUGH * total)).to_numpy()
    findings.note("too_few_groups", few, column, **told)
    sizes = typed.groupby("dimension")["subgroup"].transform("nunique")
    pair = (ordered & (sizes == 2) & ~typed.duplicated("dimension")).to_numpy()
    findings.note("ordered_pair", pair, column)
