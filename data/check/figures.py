"""What is checked in the fact files: each row (see `rows`), and which rows may stand together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from data.check.rows import Facts, row_problems
from data.problems import Problem
from data.reviewed import Reviewed, listed, part
from data.schema import DOUBTFUL, IDENTITY, PLAIN, REQUIRED


def figure_problems(reviewed: Reviewed) -> Iterator[Problem]:
    """Everything wrong in the rows of the fact files whose header can be read."""
    readable = []
    for stem, dataset in reviewed.datasets.items():
        sheet = reviewed.sheets.get(stem)
        if sheet is not None and set(REQUIRED) <= set(sheet.columns):
            rows = [reviewed.complete(row, dataset) for row in sheet.rows]
            readable.append(Facts(reviewed, dataset, sheet, rows))
    for facts in readable:
        yield from row_problems(facts)
        yield from _figures_twice(facts)
        yield from subgroups_out_of_order(facts)
    yield from _same_as_problems(readable)


def _figures_twice(facts: Facts) -> Iterator[Problem]:
    """No two rows share everything that identifies a figure."""
    columns = (*IDENTITY, *facts.dataset.own_columns, "source_id")
    first: dict[tuple[str, ...], int] = {}
    for index, row in enumerate(facts.rows):
        identity = tuple(row[column] for column in columns)
        if identity in first:
            yield facts.sheet.problem(index, "", "duplicate_figure", "", other=first[identity] + 1)
        first.setdefault(identity, index)


def subgroups_out_of_order(facts: Facts) -> Iterator[Problem]:
    """Where an indicator declares `ordered_subgroups`, no figure is below one that stands before it."""
    shared = [column for column in IDENTITY if column not in ("dimension", "subgroup")]
    compared: dict[tuple[str, ...], list[tuple[int, Decimal, int]]] = defaultdict(list)
    for index, row in enumerate(facts.rows):
        order = listed(part(facts.dataset.indicators, row["indicator"]), "ordered_subgroups")
        certain = re.fullmatch(PLAIN, row["estimate"]) and not DOUBTFUL & set(row["flags"].split(";"))
        if row["subgroup"] in order and certain:
            identity = tuple(row[column] for column in (*shared, *facts.dataset.own_columns))
            compared[identity].append((order.index(row["subgroup"]), Decimal(row["estimate"]), index))
    for figures in compared.values():
        for position, estimate, index in figures:
            larger = [each for each in figures if each[0] < position and each[1] > estimate]
            if larger:
                values = {"subgroup": facts.rows[index]["subgroup"], "other": larger[0][2] + 1}
                yield facts.sheet.problem(index, "estimate", "out_of_order", **values)


def _same_as_problems(readable: list[Facts]) -> Iterator[Problem]:
    """A `same_as` group ties two or more rows of one indicator."""
    groups: dict[str, list[tuple[Facts, int]]] = defaultdict(list)
    for facts in readable:
        for index, row in enumerate(facts.rows):
            if row["same_as"]:
                groups[row["same_as"]].append((facts, index))
    for members in groups.values():
        facts, index = members[0]
        indicator = facts.rows[index]["indicator"]
        if len(members) == 1:
            yield facts.sheet.problem(index, "same_as", "same_as_alone")
        for other, position in members[1:]:
            if (other.dataset.id, other.rows[position]["indicator"]) != (facts.dataset.id, indicator):
                values = {"file": facts.sheet.file, "other": index + 1, "indicator": indicator}
                yield other.sheet.problem(position, "same_as", "same_as_across", **values)
