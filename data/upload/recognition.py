"""What kind of file a reader brings, told by its headings and cells, and which column plays which part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

import pandas as pd

from data.catalog import Catalog, catalog
from data.schema import DERIVED, REQUIRED, fact_columns
from data.upload.headings import matched
from data.upload.personal import personal_columns
from data.upload.places import places
from data.upload.sheets import Sheet
from data.upload.values import dates, numbers
from equity.vocabulary import Dataset

TEMPLATE = "template"
CASES = "cases"
TABLE = "table"
DATASET = "dataset:"
"""Kinds of files; the last is followed by the id of a dataset."""

DISTINCTIVE = (
    "indicator_abbr", "indicator_name", "favourable_indicator", "indicator_scale", "ordered_dimension",
    "subgroup_order", "reference_subgroup",
)  # fmt: skip
"""Columns that no table but one made after the template has."""
ENOUGH = 2
"""Of the distinctive columns, how many must be there for a file to be told by them."""

SAMPLE = 2_000
"""How many cells of a column are read to guess what it holds."""
MOSTLY = 0.8
"""The share of its cells that a column is named for."""
SOME = 0.3
"""The share that is enough for a column whose heading says what it holds."""
CAMPAIGNS = ("goal", "raised", "donors")
"""Columns that tell a list of campaigns, whose days and last dates say how long each had run. In any other file they
may be anything, such as the days of a stay in hospital."""
FEW = 50
"""The most groups that a column divides rows into; columns of more are taken for names."""
LOOKED_AT = 20_000
"""The first rows, which tell whether groups come again."""
SELDOM = 0.05
"""The share of rows up to which a group that comes again is a mistake."""
SEVERAL_ROWS, MANY_ROWS = 30, 200
"""Of more rows than these, those whose groups come again are taken for cases, and those of no group at all."""
OFTEN = 5
"""How often groups come on average for the rows to be cases, however few these are."""
LEAST_CODE = 100_000
"""The least number of six digits."""
YEAR, YEAR_AND_MONTH = 4, 7
"""How long dates are that say no more."""


@dataclass(frozen=True)
class Roles:
    """Which column plays which part in a table of cases or groups: headings, empty where none does."""

    outcome: str = ""
    group: str = ""
    order: str = ""
    """What cases are ranked by, the most disadvantaged first."""
    weight: str = ""
    region: str = ""
    period: str = ""
    cluster: str = ""
    stratum: str = ""


ROLES = tuple(each.name for each in fields(Roles))


@dataclass(frozen=True)
class Recognition:
    """What a table was recognised as."""

    kind: str
    """`template`, `dataset:<id>`, `cases` or `table`."""
    roles: Roles = Roles()
    """Guessed for cases and tables; the reader may change them."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """The name that the project has for a column → the reader's heading."""
    unknown: tuple[str, ...] = ()
    """Headings that nothing is known of: kept, and not used."""
    unit: str = ""
    """The unit of the outcome in the reader's words; empty where the file may say it."""

    @property
    def dataset(self) -> str:
        """The id of the dataset whose columns the table has; empty for any other kind."""
        return self.kind.removeprefix(DATASET) if self.kind.startswith(DATASET) else ""

    @property
    def has_schema(self) -> bool:
        """Whether its columns have names of their own, rather than parts that a reader gives them."""
        return self.kind == TEMPLATE or bool(self.dataset)


def recognise(sheet: Sheet, where: Catalog | None = None) -> Recognition:
    """The kind of a table, with a guess of every column's part. What is nothing else is a table."""
    where = where or catalog()
    headings = [str(each) for each in sheet.cells.columns]
    found = matched(headings, {name: (name,) for name in _columns_of_datasets(where)})
    if dataset := _dataset(sheet, found, where):
        known = {*fact_columns(dataset.own_columns), *DERIVED}
        return _recognition(
            DATASET + dataset.id, {name: found[name] for name in found if name in known}, headings
        )
    found = matched(headings, names_of(where, "template"))
    if "estimate" in found and sum(name in found for name in DISTINCTIVE) >= ENOUGH:
        return _recognition(TEMPLATE, found, headings)
    found = _without_other_days(matched(headings, names_of(where, "cases")), sheet)
    roles = _guess(sheet, found, where)
    parts = {getattr(roles, name) for name in ROLES}
    unknown = tuple(each for each in headings if each not in parts and each not in found.values())
    return Recognition(_cases_or_table(sheet, found, roles), roles, found, unknown)


def names_of(where: Catalog, part: str) -> dict[str, list[str]]:
    """Column → what readers call it, of the `template` or of `cases`."""
    return {name: entry["names"] for name, entry in where.headings[part].items()}


def _recognition(kind: str, found: Mapping[str, str], headings: list[str]) -> Recognition:
    return Recognition(kind, Roles(), found, tuple(each for each in headings if each not in found.values()))


def _columns_of_datasets(where: Catalog) -> list[str]:
    own = [fact_columns(each.own_columns) for each in where.vocabulary.datasets.values()]
    return list(dict.fromkeys(name for columns in (*own, DERIVED) for name in columns))


def _dataset(sheet: Sheet, found: Mapping[str, str], where: Catalog) -> Dataset | None:
    """The dataset whose columns a table has: that with most of its indicators, else with most of its columns."""
    if not set(REQUIRED[:2]) <= set(found) or not set(found) & {"source_id", "region_code", "period_start"}:
        return None
    told = sheet.cells[found["indicator"]].dropna().astype(str).str.strip()

    def likeness(dataset: Dataset) -> tuple[int, int]:
        return int(told.isin(list(dataset.indicators)).sum()), sum(
            name in found for name in dataset.own_columns
        )

    best = max(where.vocabulary.datasets.values(), key=likeness)
    return best if any(likeness(best)) else None


def _without_other_days(found: Mapping[str, str], sheet: Sheet) -> dict[str, str]:
    """What was found by name, without days and last dates that do not tell how long a campaign had run."""
    campaigns = not set(CAMPAIGNS).isdisjoint(found)
    content = {name: _content(sheet.cells[found[name]]) for name in ("days", "ended") if name in found}
    tell = {
        "days": campaigns and "days" in content and content["days"].may_be("number"),
        "ended": campaigns and "ended" in content and content["ended"].as_date >= SOME,
    }
    return {name: heading for name, heading in found.items() if tell.get(name, True)}


def _guess(sheet: Sheet, found: Mapping[str, str], where: Catalog) -> Roles:
    """Parts by name first, then by what the cells hold."""
    entries = where.headings["cases"]
    content = {heading: _content(sheet.cells[heading]) for heading in map(str, sheet.cells.columns)}
    roles = Roles()
    for name, heading in found.items():
        role, kind = entries[name].get("role", ""), entries[name].get("kind", "")
        if role and not getattr(roles, role) and content[heading].may_be(kind):
            roles = replace(roles, **{role: heading})
    taken = {getattr(roles, name) for name in ROLES} | set(personal_columns(sheet, where))
    taken |= {heading for name, heading in found.items() if "role" not in entries[name]}
    free = [each for each in content if each not in taken]
    for role in ("region", "period", "outcome", "group"):
        fitting = [each for each in free if content[each].suits(role, len(sheet.cells))]
        if fitting and not getattr(roles, role):
            chosen = (
                max(fitting, key=lambda each: content[each].distinct) if role == "outcome" else fitting[0]
            )
            roles = replace(roles, **{role: chosen})
            free.remove(chosen)
    return roles


@dataclass(frozen=True)
class _Content:
    """What a column holds, by a sample of its cells: the shares of them that can be read as something."""

    sample: pd.Series

    @cached_property
    def distinct(self) -> int:
        return self.sample.astype(str).nunique()

    @cached_property
    def as_number(self) -> float:
        read = numbers(self.sample)
        stated = (
            read.values.notna() | (read.reasons != "")
        ).sum()  # signs such as … say that nothing is known
        return float(read.values.notna().sum() / stated) if stated else 0

    @cached_property
    def as_date(self) -> float:
        return float(dates(self.sample).start.notna().mean())

    @cached_property
    def as_place(self) -> float:
        return float(places(self.sample).codes.notna().mean())

    @property
    def named_or_coded(self) -> bool:
        """Whether places are told by name or by a code of six digits: one of two may as well be a share."""
        return self.as_number < MOSTLY or bool(numbers(self.sample).values.min() >= LEAST_CODE)

    @property
    def counting(self) -> bool:
        """Whether it numbers the rows."""
        steps = numbers(self.sample).values.diff().dropna()
        return len(steps) > 1 and bool((steps == steps.iloc[0]).all()) and steps.iloc[0] > 0

    def may_be(self, kind: str) -> bool:
        """Whether a column that is called so can be what it is called; an empty one can be anything."""
        if self.sample.empty or kind not in ("number", "date", "place"):
            return True
        if kind == "number":
            return self.as_number >= SOME
        if kind == "date":
            return max(self.as_date, self.as_number) >= SOME
        return self.as_place >= SOME

    def suits(self, role: str, rows: int) -> bool:
        """Whether a column of an unknown name can play a part by what it holds alone."""
        if self.sample.empty:
            return False
        if role == "region":
            return self.as_place >= MOSTLY and self.named_or_coded
        if role == "period":
            return self.as_date >= MOSTLY and self.as_number < MOSTLY
        if role == "outcome":
            return self.as_number >= MOSTLY and not self.counting
        few = 1 < self.distinct <= FEW and self.distinct <= max(rows / 2, 2)
        return self.as_number < MOSTLY and few


def _content(column: pd.Series) -> _Content:
    filled = column.dropna()
    return _Content(filled.iloc[:: max(1, len(filled) // SAMPLE)].head(SAMPLE))


def _cases_or_table(sheet: Sheet, found: Mapping[str, str], roles: Roles) -> str:
    """Cases: their design or their own code is told, or their groups come again.

    A table states a group once at a place and date, or has further columns that divide it. In doubt rows are cases,
    because what is one person's must not be drawn as if it were a group's.
    """
    if roles.cluster or roles.stratum or roles.weight or {"raised", "goal"} <= set(found):
        return CASES
    groups = [each for each in (roles.group, roles.region, roles.period) if each]
    rows = sheet.cells[groups].head(LOOKED_AT)
    if roles.period:
        rows = rows.assign(**{roles.period: _years_of_days(rows[roles.period])})
    again = rows.duplicated().mean() > SELDOM if groups else len(sheet.cells) > MANY_ROWS
    if not again or not groups or "case" in found:
        return CASES if again else TABLE
    often = len(rows) >= OFTEN * len(rows.drop_duplicates())
    if not often and len(sheet.cells) <= SEVERAL_ROWS:
        return TABLE
    others = sheet.cells.drop(columns=[each for each in (*groups, roles.outcome) if each])
    return TABLE if len(others) <= SAMPLE and _crossed(rows, others) else CASES


def _crossed(groups: pd.DataFrame, others: pd.DataFrame) -> bool:
    """Whether further columns divide groups as a table does: every combination of their values in one row."""
    crossed, count = groups, len(groups.drop_duplicates())
    for name in others:
        wider = crossed.assign(**{str(name): others[name]})
        combinations = len(wider.drop_duplicates())
        if count < combinations == count * others[name].nunique():
            crossed, count = wider, combinations
    return count == len(groups)


def numbers_not_used(sheet: Sheet, recognition: Recognition, where: Catalog) -> tuple[str, ...]:
    """Columns of numbers that play no part, though each could be what is measured."""
    entries, found = where.headings["cases"], recognition.columns
    known = {heading for name, heading in found.items() if "role" not in entries[name]}
    if "goal" in found:
        known.add(found.get("raised", ""))
    known |= {getattr(recognition.roles, name) for name in ROLES}
    others = [str(each) for each in sheet.cells if each not in known]
    return tuple(each for each in others if _content(sheet.cells[each]).suits("outcome", len(sheet.cells)))


def _years_of_days(column: pd.Series) -> pd.Series:
    """Dates, of days their years alone: groups are not counted day by day."""
    start = dates(column).start.map(str, na_action="ignore").astype(object)
    lengths = start.dropna().map(len)
    of_days = len(lengths) > 0 and (lengths > YEAR_AND_MONTH).mean() >= MOSTLY
    return start.map(lambda each: each[:YEAR], na_action="ignore") if of_days else start
