"""The template, cases or any other table as rows of disaggregated figures, which `data.upload.disaggregated` takes.

Cases are summed up where they are; a group of too few cases leaves no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations
from typing import Any

import ibis
import numpy as np
import pandas as pd

from data.catalog import language, published
from data.engine import in_memory
from data.upload.doctor import Report
from data.upload.elapsed import days_since_launch, interval_labels, intervals, told_by
from data.upload.order import places_of_groups
from data.upload.recognition import CASES, ROLES, TEMPLATE, Recognition, Roles
from data.upload.small_groups import FEWEST, told_by_each_other, too_small
from data.upload.units import without_unit
from equity.microdata import (
    DIVISION,
    GROUP,
    Design,
    Expression,
    divided,
    group_means,
    group_medians,
    group_shares,
    quantile_groups,
    rank,
)
from equity.microdata.cases import complete
from equity.vocabulary import TOTAL, Label

TENTHS, FIFTHS = 10, 5
LEAST_PER_TENTH = 30
"""Cases a tenth needs on average; below, cases are ranked into fifths, or into fewer groups still."""

SUMS = {"mean": group_means, "median": group_medians, "share": group_shares}
"""How cases are summed up, by statistic."""

UNSTATED = dict.fromkeys(("estimate", "se", "ci_lb", "ci_ub", "n", "population"), np.nan)
"""What is not said of a group that is hidden."""

YEAR, MONTH = 4, 7
"""How long a date is that says a year, and one that says a month as well."""

MONTHS_IN_A_QUARTER = 3

BY_MONTH = 24
"""The most months, from the first to the last, that cases stand by. So few hold three calendar years at most, the
least that makes a series; over more months years tell as much, and of more cases each."""

RANKED, PERIOD, ELAPSED, COMPLETION, REACHED = " rank", " period", " elapsed", " completion", " reached"
"""Columns made here. No heading of a file begins with a space."""


@dataclass(frozen=True)
class Hidden:
    """A group that is not shown, because few cases are in it or because it would tell what another one is."""

    indicator: str
    """What is measured of its cases, as `indicator_abbr` of the rows."""
    dimension: str
    subgroup: str
    """Its name in the file, a year or a month, or the code of a province."""


def note_of(hidden: Collection[object], fewest: int, *, made_up: bool = False) -> Label:
    """What every card says of why groups are not shown and of rows that were made up; empty if there is neither."""
    own = published().own
    told = [own["synthetic_note"]] if made_up else []
    if hidden:
        told.append({code: text.format(fewest=fewest) for code, text in own["hidden"].items()})
    codes = own["hidden"] if told else ()
    return {code: language(code).sentences(*(each[code] for each in told)) for code in codes}


@dataclass(frozen=True)
class Summary:
    """Rows in the columns of `disaggregated.COLUMNS`, the words of the app in them, and the groups left out."""

    rows: pd.DataFrame
    words: Mapping[str, Label] = field(default_factory=dict)
    hidden: tuple[Hidden, ...] = ()


def summary_of(report: Report, recognition: Recognition, unit: str = "", fewest: int = FEWEST) -> Summary:
    """The figures in a file's usable rows; `unit` is that of the outcome, where one is known."""
    if recognition.kind == TEMPLATE:
        return Summary(_with_lacking(report))
    if recognition.kind == CASES:
        return _of_cases(report.used, recognition, unit, fewest)
    return _of_table(_with_lacking(report), recognition.roles, unit)


def _with_lacking(report: Report) -> pd.DataFrame:
    """The rows that can be used, and those of groups without a figure, so that these can be counted as missing."""
    return pd.concat([report.used, report.lacking]) if len(report.lacking) else report.used


def named(heading: str) -> str:
    """What a column of groups is called; the word for what is not divided at all is written otherwise."""
    return heading.capitalize() if heading == TOTAL else heading


def _of_table(used: pd.DataFrame, roles: Roles, unit: str) -> Summary:
    """One group a row: the outcome is its figure, whatever orders the groups is their order."""
    rows = _named_outcome(used, roles.outcome).assign(unit=unit)
    if roles.group:
        within = [name for name in (roles.region, roles.period) if name]
        order = places_of_groups(used, roles.group, roles.order, within) if roles.order else None
        rows = rows.assign(
            dimension=named(roles.group),
            subgroup=used[roles.group].fillna(TOTAL).map(str),
            ordered_dimension=0 if order is None else 1,
            subgroup_order=0 if order is None else order,
        )
    if roles.region:
        rows["region_code"] = used[roles.region]
    if roles.period:
        rows["date"] = used[roles.period].map(_date)
    if roles.weight:
        rows["population"] = used[roles.weight]
    return Summary(rows.assign(setting=rows["region_code"] if roles.region else ""))


# Cases -------------------------------------------------------------------------------------------------------


def _of_cases(used: pd.DataFrame, recognition: Recognition, unit: str, fewest: int) -> Summary:
    """Means, medians and shares of the outcome by every part that divides cases, small groups left out."""
    roles, design = recognition.roles, design_of(recognition.roles)
    days = days_since_launch(used, recognition.columns)
    cases = used.assign(
        **{
            PERIOD: _periods(used[roles.period], fewest) if roles.period else None,
            ELAPSED: None if days is None else intervals(days),
        }
    )
    table, count = case_table(cases, recognition), _count_of_groups(used, roles, fewest)
    if count > 1:
        table = quantile_groups(rank(table, roles.order, design=design), count, name=RANKED)
    parts: list[pd.DataFrame] = []
    hidden: list[Hidden] = []
    named: dict[str, Label] = {}

    def told(label: Label) -> str:
        named[label["en"]] = label
        return label["en"]

    told(everybody())
    context = context_of(used, roles, fewest)
    divisions = list(_divisions(table, recognition, count, days is not None, told))
    for outcome in _outcomes(table, recognition, unit):
        found = _found(outcome, divisions, design)
        small = _small(outcome, divisions, found, design, fewest)
        for division in divisions:
            shown, left = _without(small[division.column], _groups(outcome, division, found))
            dated = division.column == PERIOD
            parts.append(shown.assign(**({"setting": context["setting"]} if dated else context)))
            hidden += left
    rows = pd.concat(parts, ignore_index=True)
    return Summary(rows, named, tuple(dict.fromkeys(hidden)))


def _count_of_groups(used: pd.DataFrame, roles: Roles, fewest: int) -> int:
    """Into how many groups cases are ranked: tenths, fifths, or as many as have `fewest` cases on average; else 0."""
    if not roles.order:
        return 0
    known = int((used[roles.outcome].notna() & used[roles.order].notna()).sum())
    if known >= TENTHS * max(LEAST_PER_TENTH, fewest):
        return TENTHS
    return min(FIFTHS, known // fewest)


def everybody() -> Label:
    """What all cases of a file are called."""
    return published().own["cases"]["everybody"]


def context_of(used: pd.DataFrame, roles: Roles, fewest: int) -> dict[str, str]:
    """Where and when cases are of: the file, and its first to its last year or month where it has any."""
    there = _periods(used[roles.period], fewest).dropna() if roles.period else pd.Series(dtype=str)
    dated = {"date_from": there.min(), "date": there.max()} if len(there) else {}
    return {"setting": everybody()["en"], **dated}


def case_table(used: pd.DataFrame, recognition: Recognition) -> Expression:
    """The columns of cases that play a part, in an engine of their own that ends with the last use of it."""
    parts = [getattr(recognition.roles, name) for name in ROLES]
    parts += [recognition.columns.get(name, "") for name in ("goal", "raised")]
    names = [name for name in dict.fromkeys((*parts, PERIOD, ELAPSED)) if name in used]
    database = in_memory(may_spill=False)
    database.from_df(used[names]).create("cases")
    return ibis.duckdb.from_connection(database).table("cases")


def design_of(roles: Roles) -> Design:
    """How the cases were drawn, as far as their columns say."""
    return Design(roles.weight, roles.cluster, roles.stratum)


@dataclass(frozen=True)
class _Outcome:
    cases: Expression
    column: str
    name: str
    unit: str
    statistics: tuple[str, ...]


def _outcomes(table: Expression, recognition: Recognition, unit: str) -> Iterator[_Outcome]:
    """What is measured of each case: the outcome, and of campaigns how far they came towards their goal."""
    outcome, columns = recognition.roles.outcome, recognition.columns
    share = bool(table.aggregate(only=table[outcome].isin((0, 1)).all()).execute()["only"][0])
    statistics = ("share",) if share else ("mean", "median")
    yield _Outcome(table, outcome, without_unit(outcome), "%" if share else unit, statistics)
    goal, raised = (columns.get(name, "") for name in ("goal", "raised"))
    if goal in table.columns and raised in table.columns:
        words = published().vocabulary.datasets["crowdfunding_outcomes"].indicators
        stated = table.filter(table[goal] > 0)
        reached = (stated[raised] >= stated[goal]).cast("float64")
        completed = stated.mutate(**{COMPLETION: 100 * stated[raised] / stated[goal], REACHED: reached})
        yield _Outcome(completed, COMPLETION, words["goal_completion"].label["en"], "%", ("mean",))
        yield _Outcome(completed, REACHED, words["full_goal_reached_share"].label["en"], "%", ("share",))


@dataclass(frozen=True)
class _Division:
    """A column that divides cases, none where all are taken together, and the dimension that it makes."""

    column: str = ""
    dimension: str = TOTAL
    groups: Mapping[int, str] = field(default_factory=dict)
    """Where groups have an order, their names by the value of the column, the first one first."""
    sequence: bool = False
    """Whether they follow each other in time, rather than from disadvantaged to advantaged."""


def _divisions(
    table: Expression, recognition: Recognition, count: int, timed: bool, told: Callable[[Label], str]
) -> Iterator[_Division]:
    """All that divides cases; the first is of all cases, undivided."""
    roles = recognition.roles
    yield _Division(PERIOD if roles.period else "")
    ranks = _ranks(table) if count > 1 else []
    if len(ranks) > 1:
        labels = {group: told(_rank(place, len(ranks))) for place, group in enumerate(ranks, 1)}
        yield _Division(RANKED, told(_ranking(roles.order, len(ranks), count)), labels)
    if roles.group:
        yield _Division(roles.group, named(roles.group))
    if timed and recognition.columns.get("days") != roles.outcome:
        labels = {place: told(label) for place, label in interval_labels().items()}
        yield _Division(ELAPSED, told(told_by(recognition.columns)), labels, sequence=True)
    if roles.region:
        yield _Division(roles.region)


def _found(outcome: _Outcome, divisions: Sequence[_Division], design: Design) -> pd.DataFrame:
    """What the outcome is in every group of every division, a row a group and statistic."""
    copies = divided(outcome.cases, [each.column for each in divisions])
    apart = replace(design, sample=DIVISION)
    found = [
        SUMS[each](copies, outcome.column, [DIVISION, GROUP], apart).assign(statistic=each)
        for each in outcome.statistics
    ]
    return pd.concat(found, ignore_index=True)


def _groups(outcome: _Outcome, division: _Division, found: pd.DataFrame) -> pd.DataFrame:
    """What was found of the groups of one division, in the columns of the template, with `n`."""
    column, dimension = division.column, division.dimension
    scale = 100 if outcome.statistics == ("share",) else 1
    every = found[(found[DIVISION] == column) & (found["n"] > 0)]
    group = every[GROUP]
    rows = pd.DataFrame(
        {
            GROUP: group if column else TOTAL,
            "indicator_abbr": outcome.column,
            "indicator_name": outcome.name,
            "estimate": scale * every["estimate"],
            "se": scale * every["se"],
            "ci_lb": scale * every["ci_low"],
            "ci_ub": scale * every["ci_high"],
            "n": every["n"],
            "population": every["population"],
            "unit": outcome.unit,
            "statistic": every["statistic"],
            "dimension": dimension,
            "subgroup": TOTAL,
            "ordered_dimension": int(bool(division.groups) and not division.sequence),
            "sequence_dimension": int(division.sequence),
        }
    )
    if column == PERIOD:
        return rows.assign(date=group)
    if dimension == TOTAL:
        return rows.assign(region_code=group) if column else rows
    if division.groups:
        value = pd.to_numeric(group)
        places = {value: place for place, value in enumerate(division.groups, 1)}
        return rows.assign(subgroup=value.map(division.groups), subgroup_order=value.map(places))
    return rows.assign(subgroup=group)


def _ranks(table: Expression) -> list[int]:
    """The groups by rank that there are: fewer than asked for where many cases of one value stay together."""
    return sorted(int(each) for each in table.select(RANKED).distinct()[RANKED].execute().dropna())


def _ranking(column: str, there: int, count: int) -> Label:
    """What groups by rank are called: tenths and fifths only where there are as many."""
    key = {TENTHS: "tenths", FIFTHS: "fifths"}.get(count, "ranked") if there == count else "ranked"
    words = published().own["cases"][key]
    return {code: text.format(column=column, count=there) for code, text in words.items()}


def _rank(place: int, count: int) -> Label:
    """What a group by rank is called: the lowest, the highest, or its number."""
    words = published().own["cases"]
    key = {1: "lowest", count: "highest"}.get(place, "between")
    return {code: text.format(place=place, count=count) for code, text in words[key].items()}


def _small(
    outcome: _Outcome, divisions: Sequence[_Division], found: pd.DataFrame, design: Design, fewest: int
) -> dict[str, set[str]]:
    """The groups to hide of each division, by its column: what is too small, and what would tell of that.

    Divisions are held against each other two by two, as far as anything is hidden in either.
    """
    sizes: dict[str, pd.Series] = {}
    for each in divisions:
        of_one = found[(found[DIVISION] == each.column) & (found["n"] > 0)]
        groups = of_one[GROUP].fillna("" if each.column else TOTAL)
        sizes[each.column] = of_one["n"].groupby(groups, sort=False).min()
    small = {column: set(n.index[n < fewest]) - {""} for column, n in sizes.items()}
    pairs = list(combinations([column for column in sizes if column], 2))
    common = cache(lambda *pair: _common(outcome, pair, design))
    before = None
    while before != small:
        before = dict(small)
        for first, second in pairs:
            if small[first] or small[second]:
                off = small[first], small[second]
                small[first], small[second] = told_by_each_other(common(first, second), off, fewest)
        for column, n in sizes.items():
            off = n.index.isin([*small[column], ""])
            small[column] = small[column].union(too_small(n[~off], fewest, float(n[off].sum())))
    return small


def _common(outcome: _Outcome, pair: tuple[str, ...], design: Design) -> pd.DataFrame:
    """How many cases each two groups of a pair of divisions have in common, as `n`."""
    there = complete(outcome.cases, design, pair, outcome=outcome.column)
    groups = {f"group_{place}": there[f"group_{place}"].cast("string") for place in range(len(pair))}
    return there.aggregate(by=groups, n=there.count()).execute()


def _without(small: Collection[str], rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Hidden]]:
    """The rows without those of no known group; of groups to hide without their figures, and what these groups are.

    So these count as missing where a measure needs all groups.
    """
    rows = rows[rows[GROUP].notna()]
    left = rows[GROUP].isin(small)
    if not left.any():
        return rows, []
    key = next((name for name in ("region_code", "date") if name in rows), "subgroup")
    indicator, dimension = rows[["indicator_abbr", "dimension"]].iloc[0]
    hidden = [Hidden(indicator, dimension, str(each)) for each in rows.loc[left, key].unique()]
    return pd.concat([rows[~left], rows[left].assign(**UNSTATED)]), hidden


def _named_outcome(used: pd.DataFrame, outcome: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_abbr": outcome,
            "indicator_name": without_unit(outcome),
            "estimate": used[outcome],
        },
        index=used.index,
    )


def _date(value: Any) -> str:
    """A date as the tables of the project hold it: a year, a month or a day."""
    return "" if value is None or pd.isna(value) else str(value)[:10]


def _periods(dates: pd.Series, fewest: int) -> pd.Series:
    """The month of each date where all say theirs, lie within `BY_MONTH` months and come to `fewest` a month on
    average, else its year; as ISO texts. A quarter is known by its last month, which is not all of it."""
    texts = dates.astype("string")
    known = texts.dropna()
    months = pd.PeriodIndex(known.str[:MONTH].unique(), freq="M")
    by_month = (
        bool((known.str.len() >= MONTH).all())
        and len(known) >= fewest * len(months)
        and bool((months.month % MONTHS_IN_A_QUARTER).any())
        and (months.max() - months.min()).n < BY_MONTH
    )
    return texts.str[: MONTH if by_month else YEAR]
