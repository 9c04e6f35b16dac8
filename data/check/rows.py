"""What is checked in each row of a fact file: codes, groups, numbers and periods."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from data.check.shapes import is_number
from data.problems import Problem, nearest
from data.reviewed import DeclaredDataset, Reviewed, Sheet, is_period, listed, part
from data.schema import (
    FIRST_YEAR,
    FLAGS,
    LISTS,
    MARKS,
    NUMBERS,
    PLAIN,
    PROJECTION,
    REQUIRED,
    ROW_GRADES,
)
from equity.vocabulary import TOTAL


class Facts(NamedTuple):
    """One fact file with what is declared for it; `rows` are completed, in the order of the file."""

    reviewed: Reviewed
    dataset: DeclaredDataset
    sheet: Sheet
    rows: list[dict[str, str]]


def row_problems(facts: Facts) -> Iterator[Problem]:
    """Everything wrong in single rows."""
    for rule in RULES:
        yield from rule(facts)


def _codes_known(facts: Facts) -> Iterator[Problem]:
    """Every code is declared; columns of several codes are judged code by code."""
    known = known_codes(facts)
    for index, row in enumerate(facts.rows):
        for column, (rule, codes) in known.items():
            for code in row[column].split(";") if column in LISTS else [row[column]]:
                if code and code not in codes:
                    yield facts.sheet.problem(index, column, rule, code, nearest=nearest(code, codes))


def known_codes(facts: Facts) -> Mapping[str, tuple[str, Iterable[str]]]:
    """Column to the rule that an unknown code breaks, and the codes that are known."""
    declared, groups = facts.reviewed, facts.reviewed.groups
    own = {name: ("unknown_subgroup", {TOTAL, *groups.get(name, ())}) for name in facts.dataset.own_columns}
    return own | {
        "indicator": ("unknown_indicator", facts.dataset.indicators),
        "unit": ("unknown_unit", declared.codes("units")),
        "qualifier": ("unknown_qualifier", declared.codes("qualifiers")),
        "statistic": ("unknown_statistic", declared.codes("statistics")),
        "setting": ("unknown_setting", declared.codes("settings")),
        "region_code": ("unknown_region", declared.codes("regions")),
        "dimension": ("unknown_dimension", groups),
        "attribute_dimension": ("unknown_dimension", groups),
        "source_id": ("unknown_source", declared.source_grades),
        "also_source_ids": ("unknown_source", declared.source_grades),
        "grade": ("unknown_grade", ROW_GRADES),
        "flags": ("unknown_flag", FLAGS),
        "caveats": ("unknown_caveat", declared.codes("caveats")),
    }


def values_stated(facts: Facts) -> Iterator[Problem]:
    """Required cells are filled, marks are 1 or blank, a footnote is in both languages."""
    for index, row in enumerate(facts.rows):
        yield from (
            facts.sheet.problem(index, each, "missing_value", "") for each in REQUIRED if not row[each]
        )
        for column in MARKS:
            if row[column] not in ("", "1"):
                yield facts.sheet.problem(index, column, "not_a_mark")
        if bool(row["footnote_en"]) != bool(row["footnote_zh"]):
            column = "footnote_zh" if row["footnote_en"] else "footnote_en"
            yield facts.sheet.problem(index, column, "missing_language", "", key=column)


def groups_known(facts: Facts) -> Iterator[Problem]:
    """A subgroup belongs to its dimension, and a dimension never repeats a column."""
    for index, row in enumerate(facts.rows):
        for column, group in (("dimension", "subgroup"), ("attribute_dimension", "attribute")):
            dimension, subgroups = row[column], facts.reviewed.groups.get(row[column], {})
            if dimension in facts.dataset.own_columns:
                yield facts.sheet.problem(index, column, "repeats_column")
            stands_alone = bool(row[group]) and not dimension
            if stands_alone or (dimension in facts.reviewed.groups and row[group] not in (*subgroups, TOTAL)):
                values = {"dimension": dimension, "nearest": nearest(row[group], subgroups)}
                yield facts.sheet.problem(index, group, "unknown_group", row[group], **values)
        if row["region_code"] and row["setting"]:
            yield facts.sheet.problem(index, "setting", "two_places", region=row["region_code"])


def _numbers_plain(facts: Facts) -> Iterator[Problem]:
    """Numbers are plain decimals, sample sizes whole, and the unit is the indicator's."""
    for index, row in enumerate(facts.rows):
        for column in NUMBERS:
            if row[column] and not re.fullmatch(PLAIN, row[column]):
                yield facts.sheet.problem(index, column, "not_a_number")
            elif column == "n" and row["n"] and not row["n"].isdecimal():
                yield facts.sheet.problem(index, column, "not_whole")
        entry = part(facts.dataset.indicators, row["indicator"])
        units = (entry.get("unit"), *listed(entry, "units"))
        if entry and row["unit"] not in units:
            yield facts.sheet.problem(index, "unit", "other_unit", unit=units[0])


def _numbers_possible(facts: Facts) -> Iterator[Problem]:
    """Estimates and intervals lie within the indicator's bounds, and the interval holds the estimate."""
    for index, row in enumerate(facts.rows):
        columns = [each for each in ("ci_low", "estimate", "ci_high") if re.fullmatch(PLAIN, row[each])]
        numbers = {each: Decimal(row[each]) for each in columns}
        entry = part(facts.dataset.indicators, row["indicator"])
        for column, number in numbers.items():
            for bound, sign in (("minimum", 1), ("maximum", -1)):
                limit = entry.get(bound)
                if is_number(limit) and sign * (number - Decimal(str(limit))) < 0:
                    yield facts.sheet.problem(index, column, f"{bound}_passed", limit=limit)
        for low, high in (("ci_low", "estimate"), ("estimate", "ci_high")):
            if low in numbers and high in numbers and numbers[low] > numbers[high]:
                column = low if low == "ci_low" else high
                yield facts.sheet.problem(index, column, "outside_interval", estimate=row["estimate"])


def periods_possible(facts: Facts) -> Iterator[Problem]:
    """Periods exist, in order, from 1949 to the release; only projections lie later."""
    released = facts.reviewed.released
    for index, row in enumerate(facts.rows):
        stated = {each: row[each] for each in ("period_start", "period_end") if row[each]}
        for column, text in stated.items():
            if not is_period(text):
                yield facts.sheet.problem(index, column, "bad_period")
            elif text < FIRST_YEAR:
                yield facts.sheet.problem(index, column, "period_too_early")
            elif released and text > released[: len(text)] and row["statistic"] != PROJECTION:
                yield facts.sheet.problem(index, column, "period_too_late", released=released)
        if len(stated) == 2 and all(is_period(text) for text in stated.values()):
            start, end = stated.values()
            shorter = min(len(start), len(end))  # 2020-09 to 2020 is in order: both name 2020
            if start[:shorter] > end[:shorter]:
                yield facts.sheet.problem(index, "period_start", "reversed_period", end=end)


RULES: tuple[Callable[[Facts], Iterator[Problem]], ...] = (
    _codes_known,
    values_stated,
    groups_known,
    _numbers_plain,
    _numbers_possible,
    periods_possible,
)
