"""The rules of tables with parts chosen for their columns: one case a row, or one group a row."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.upload.cells import (
    example_rows,
    read_dates,
    read_numbers,
    read_places,
    read_texts,
)
from data.upload.elapsed import days_since_launch
from data.upload.findings import Findings, first_alike, rewritten
from data.upload.headings import bare
from data.upload.order import places_of_groups, ranked
from data.upload.personal import personal_columns
from data.upload.recognition import CASES, MOSTLY, ROLES, Recognition, numbers_not_used
from data.upload.units import UNKNOWN, Unit, plain_unit, unit_of

NUMBERED = ("outcome", "order", "weight")
"""Parts that are numbers."""
DESIGN = ("weight", "cluster", "stratum")
"""Parts that say how cases were drawn: no case can be without them."""
OPTIONAL = ("order", "group")
"""Parts that a row may lack and still be counted elsewhere."""

READ_AS = dict.fromkeys(NUMBERED, "number") | {"period": "date", "region": "place", "group": "text"}
"""How a part is read, which a column can be in one way only. Units of a design are told apart however read."""

BEYOND = 10
"""How many times its goal a campaign may raise before it is worth a look."""


def examine_cases(findings: Findings, recognition: Recognition, where: Catalog) -> pd.DataFrame:
    """The table under the reader's own headings, columns with a part typed for it."""
    roles = {name: getattr(recognition.roles, name) for name in ROLES}
    chosen = {name: heading for name, heading in roles.items() if heading}
    if not roles["outcome"]:
        findings.say("no_outcome")
    elif others := numbers_not_used(findings.sheet, recognition, where):
        findings.say("numbers_not_used", roles["outcome"], serious=False, others=others)
    for heading in sorted(set(chosen.values()) - set(findings.sheet.cells.columns)):
        findings.say("missing_column", heading)
    chosen = {name: heading for name, heading in chosen.items() if heading in findings.sheet.cells}
    cases = recognition.kind == CASES
    chosen = _read_one_way(findings, recognition, chosen)
    for name in ("region", "group"):
        if name in chosen:
            findings.add("total_row", _totals(findings, chosen[name], where), chosen[name])
    units = _units(findings, recognition, chosen.get("outcome", ""))
    typed: dict[str, np.ndarray] = {}
    for name, heading in chosen.items():
        if heading not in typed:
            typed[heading] = _read(findings, name, heading, cases, where, units.get(heading, UNKNOWN))
        empty = pd.isna(typed[heading]) & ~findings.told(heading)
        if name in DESIGN or not (cases or name in OPTIONAL):
            findings.add("missing_value", empty, heading)
        elif name != "group":
            findings.note("empty_cell", empty, heading)
    if "weight" in chosen:
        findings.add("negative", typed[chosen["weight"]] < 0, chosen["weight"])
    _further(findings, recognition, typed, where, units)
    _goals(findings, recognition, typed)
    _elapsed(findings, recognition.columns, typed)
    _repeated(findings, recognition, cases)
    frame = pd.DataFrame(typed, index=range(len(findings.sheet.cells)))
    (_some_case if cases else _groups_apart)(findings, chosen, frame)
    return frame


def _read_one_way(findings: Findings, recognition: Recognition, chosen: Mapping[str, str]) -> dict[str, str]:
    """The parts without those of columns that two parts would read differently, which are said."""
    parts: dict[str, list[str]] = {}
    for name, heading in chosen.items():
        parts.setdefault(heading, []).append(name)
    amounts = {recognition.columns.get(name) for name in ("goal", "raised")}
    torn = {
        heading
        for heading, names in parts.items()
        if len({READ_AS[name] for name in names if name in READ_AS}) > 1
        or (heading in amounts and names[0] not in NUMBERED)
    }
    for heading in sorted(torn):
        findings.say("two_parts", heading)
    return {name: heading for name, heading in chosen.items() if heading not in torn}


def _some_case(findings: Findings, chosen: Mapping[str, str], typed: pd.DataFrame) -> None:
    """Whether there is a case to compute with: one that has an outcome and weighs something."""
    left = ~findings.beyond
    if "outcome" not in chosen or not left.any():
        return
    stated = typed[chosen["outcome"]].notna()
    if "weight" in chosen:
        stated &= typed[chosen["weight"]] > 0
    if not (stated & left).any():
        findings.say("no_case", chosen["outcome"])


def _groups_apart(findings: Findings, chosen: Mapping[str, str], typed: pd.DataFrame) -> None:
    """Of rows that state one group differently none is used, nor of groups of which neither comes first.

    Where nearly all rows do, they may as well be cases: that is asked, rather than told row by row.
    """
    identity = [chosen[name] for name in ("group", "region", "period") if name in chosen]
    if not identity:
        return
    left = typed[~findings.beyond]
    again = left.duplicated(identity, keep=False)
    if again.mean() >= MOSTLY:
        groups = len(left.drop_duplicates(identity))
        findings.say("groups_not_apart", identity[0], rows=int(again.sum()), groups=groups)
        return
    findings.add("group_twice", again.reindex(typed.index, fill_value=False).to_numpy(), identity[0])
    if "group" in chosen and "order" in chosen:
        order, others = chosen["order"], identity[1:]
        placed = typed[~findings.beyond].dropna(subset=[order])
        shared = placed.duplicated([*others, order], keep=False)
        findings.add("order_shared", shared.reindex(typed.index, fill_value=False).to_numpy(), order)
        _one_order(findings, chosen["group"], order, others, placed[~shared])


def _one_order(findings: Findings, group: str, order: str, within: list[str], placed: pd.DataFrame) -> None:
    """Groups have one order throughout: it is told where a place or date has them in another."""
    places = placed.assign(**{order: places_of_groups(placed, group, order, within)})
    moved = ranked(places, order, within) != ranked(placed, order, within)
    findings.note("order_moved", moved.reindex(range(len(findings.used)), fill_value=False).to_numpy(), order)


def _units(findings: Findings, recognition: Recognition, outcome: str) -> dict[str, Unit]:
    """The units of amounts, by heading."""
    amounts = (outcome, *(recognition.columns.get(name, "") for name in ("goal", "raised")))
    units = {
        heading: unit_of(findings.sheet, heading, recognition.unit if heading == outcome else "")
        for heading in dict.fromkeys(amounts)
        if heading in findings.sheet.cells
    }
    for heading, unit in units.items():
        findings.units[heading] = unit.written if plain_unit(unit.written) == unit else ""
    findings.unit = units.get(outcome, UNKNOWN).name
    return units


def _read(findings: Findings, name: str, heading: str, cases: bool, where: Catalog, unit: Unit) -> np.ndarray:
    """A column by its part. Without outcome or design a case is set aside, without any part but an order a group."""
    if name in NUMBERED:
        return read_numbers(findings, heading, serious=name != "order", unit=unit)
    if name == "period":
        return read_dates(findings, heading, serious=not cases)
    if name == "region":
        return read_places(findings, heading, where, serious=not cases, but=_totals(findings, heading, where))
    return read_texts(findings, heading)


def _totals(findings: Findings, heading: str, where: Catalog) -> np.ndarray:
    """Rows that sum up others, which no group may contain as well."""
    words = {bare(each) for each in where.headings["cells"]["totals"]}
    codes, distinct = pd.factorize(findings.sheet.cells[heading])
    said = np.array([isinstance(each, str) and bare(each) in words for each in distinct], dtype=bool)
    return np.append(said, False)[codes]


def _further(
    findings: Findings,
    recognition: Recognition,
    typed: dict[str, np.ndarray],
    where: Catalog,
    units: Mapping[str, Unit],
) -> None:
    """Columns that are known by name and have no part: goals, dates, codes of cases."""
    for name, entry in where.headings["cases"].items():
        heading = recognition.columns.get(name)
        if heading is None or heading not in findings.sheet.cells:
            continue
        if entry.get("kind") == "number" and heading not in typed:
            unit = units.get(heading, UNKNOWN)
            typed[heading] = read_numbers(findings, heading, serious=False, unit=unit)
        if name == "case":
            findings.add("example_row", example_rows(findings.sheet.cells[heading], where), heading)


def _goals(findings: Findings, recognition: Recognition, typed: dict[str, np.ndarray]) -> None:
    """Campaigns that raised far more than they asked for."""
    goal, raised = (recognition.columns.get(name, "") for name in ("goal", "raised"))
    if goal in typed and raised in typed and typed[raised].dtype == float:
        far = (typed[raised] / BEYOND > typed[goal]) & (typed[goal] > 0)
        findings.note("far_beyond_goal", far, raised, goal=typed[goal])


def _elapsed(findings: Findings, columns: Mapping[str, str], typed: dict[str, np.ndarray]) -> None:
    """Days since launch that cannot be; where dates tell them, these are read."""
    if "ended" in columns and "days" not in columns:
        for heading in (columns[name] for name in ("launched", "ended") if name in columns):
            if heading not in typed:
                typed[heading] = read_dates(findings, heading, serious=False)
    days = days_since_launch(pd.DataFrame(typed), columns)
    if days is None:
        return
    below = (days < 0).to_numpy()
    if "days" in columns:
        findings.note("days_below_zero", below, columns["days"])
    else:
        findings.note("ends_before_launch", below, columns["ended"], launched=typed[columns["launched"]])


def _repeated(findings: Findings, recognition: Recognition, cases: bool) -> None:
    """Rows that say the same as one before, however written. Of cases without a code two may well be alike."""
    cells = findings.sheet.cells
    links = [name for name, reason in personal_columns(findings.sheet).items() if reason == "link"]
    content = [str(name) for name in cells if name not in links]
    if not cases or recognition.columns.get("case", "") in content:
        alike = rewritten(cells, findings.changes()) if findings.changed else cells
        again, other = first_alike(alike, content, cells.index)
        findings.add("repeated_row", again, other=other)
    else:
        again, other = first_alike(cells, content, cells.index)
        findings.note("repeated_case", again, other=other)
