"""What is checked in the definition files: their shape, their codes, and what they name of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from data.catalog import SHARED_FILES
from data.check.references import Keys, ordered_pairs, references, views
from data.check.shapes import departures, is_number
from data.problems import Problem, nearest
from data.reviewed import Reviewed, listed, part
from data.schema import (
    CODE,
    DATASET_SHAPE,
    DERIVED,
    FREE_CODES,
    RELEASE_SHAPE,
    SHAPES,
    fact_columns,
)
from equity.view import ALL

NEEDED = ("shared", "regions")
"""Definition files that must be there."""

MERGED = ("caveats", "grades", "settings", "dimensions", "regions", "nbs_regions", "dataset")
"""Tables whose codes mean the same in every file."""


def definition_problems(reviewed: Reviewed) -> Iterator[Problem]:
    """Everything wrong in release.toml and definitions/."""
    for each in departures(RELEASE_SHAPE, reviewed.release):
        yield Problem("release.toml", None, ".".join(each.keys), each.value, each.rule, each.values)
    if "released" in reviewed.release and not reviewed.released:
        yield Problem("release.toml", None, "released", str(reviewed.release["released"]), "bad_date")
    for stem in NEEDED:
        if stem not in reviewed.definitions:
            yield Problem(_file(stem), None, "", "", "missing_file")
    for stem, declared in reviewed.definitions.items():
        yield from _shape_problems(reviewed, stem, declared)
        yield from _value_problems(reviewed, stem, declared)
        if stem not in SHARED_FILES:
            yield from _head_problems(reviewed, stem, part(declared, "dataset"))
    yield from _declared_twice(reviewed)


def _file(stem: str) -> str:
    return f"definitions/{stem}.toml"


def _shape_problems(reviewed: Reviewed, stem: str, declared: Mapping[str, Any]) -> Iterator[Problem]:
    """Keys and types. An indicator that no reader meets may have its texts in one language."""
    unseen = set(part(declared, "indicators")) - _indicators_seen(reviewed, stem)
    for keys, value, rule, values in departures(SHAPES.get(stem, DATASET_SHAPE), declared):
        excused = rule == "missing_language" and keys[0] == "indicators" and keys[1] in unseen
        if not (excused and any(part(part(declared["indicators"], keys[1]), keys[2]).values())):
            yield Problem(_file(stem), None, ".".join(keys), value, rule, values)


def _indicators_seen(reviewed: Reviewed, stem: str) -> set[str]:
    """The indicators of a view, and those of a founding row."""
    shown = {str(code) for view in views(reviewed.definitions[stem]) for code in listed(view, "indicators")}
    rows = reviewed.sheets[stem].rows if stem in reviewed.sheets else []
    return shown | {row.get("indicator", "") for row in rows if row.get("founding")}


def _value_problems(reviewed: Reviewed, stem: str, declared: Mapping[str, Any]) -> Iterator[Problem]:
    """Codes that a link can carry, codes that are known, numbers in order."""
    for keys in _codes(declared):
        if not re.fullmatch(CODE, keys[-1]) or keys[-1] == ALL:
            yield Problem(_file(stem), None, ".".join(keys), keys[-1], "bad_code")
    for keys, value, rule, known in references(reviewed, stem, declared):
        if value not in known:
            values = {"nearest": nearest(value, known)}
            yield Problem(_file(stem), None, ".".join(keys), value, rule, values)
    for keys, first, second in ordered_pairs(declared):
        if is_number(first) and is_number(second) and first > second:
            yield Problem(_file(stem), None, ".".join(keys), f"{first}, {second}", "reversed")


def _codes(declared: Mapping[str, Any]) -> Iterator[Keys]:
    """Where codes are declared that links may carry; the last key is the code."""
    for table, entries in declared.items():
        if isinstance(entries, Mapping) and table not in ("dataset", *FREE_CODES):
            for code, entry in entries.items():
                yield table, code
                yield from ((table, code, "subgroups", each) for each in part(entry, "subgroups"))
    yield from (("views", str(view["id"])) for view in views(declared) if "id" in view)
    if "page" in part(declared, "dataset"):
        yield "dataset", "page", str(part(declared, "dataset")["page"])


def _head_problems(reviewed: Reviewed, stem: str, head: Mapping[str, Any]) -> Iterator[Problem]:
    if head.get("id", stem) != stem:
        yield Problem(_file(stem), None, "dataset.id", str(head["id"]), "not_file_name", {"expected": stem})
    for column in reviewed.datasets[stem].own_columns:
        if column in (*fact_columns(()), *DERIVED):
            yield Problem(_file(stem), None, "dataset.own_columns", column, "column_taken")
    if stem not in reviewed.sheets:
        yield Problem(f"facts/{stem}.csv", None, "", "", "missing_file")


def _declared_twice(reviewed: Reviewed) -> Iterator[Problem]:
    """What two places declare: the later would silently hide the first."""
    first: dict[Keys, str] = {}
    for stem, declared in reviewed.definitions.items():
        names = [keys for keys in _codes(declared) if keys[0] in MERGED and "subgroups" not in keys]
        names += [(table, code) for table in FREE_CODES for code in part(declared, table)]
        names += [("views", str(view["id"])) for view in views(declared) if "id" in view]
        for keys in names:
            if keys in first:
                values = {"other": _file(first[keys])}
                yield Problem(_file(stem), None, ".".join(keys[:-1]), keys[-1], "declared_twice", values)
            first.setdefault(keys, stem)
