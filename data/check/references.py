"""What definition files name of each other, and pairs of numbers that stand in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from data.check.shapes import name_of
from data.reviewed import Reviewed, listed, part
from data.schema import DERIVED, FAVOURABLE, FORMS, fact_columns
from equity.formulas import FORMULAS
from equity.vocabulary import CORE_FILTERS, INDICATOR, TOTAL

Keys = tuple[str, ...]


class Reference(NamedTuple):
    """A value, at `keys`, that must be one of the known codes."""

    keys: Keys
    value: str
    rule: str
    known: Iterable[str]


def references(reviewed: Reviewed, stem: str, declared: Mapping[str, Any]) -> Iterator[Reference]:
    """Everything in one definition file that names something declared elsewhere."""
    any_group = {TOTAL}.union(*reviewed.groups.values())
    for code, entry in part(declared, "indicators").items():
        keys = ("indicators", code)
        yield from _each(keys, entry, "unit", "unknown_unit", reviewed.codes("units"))
        yield from _each(keys, entry, "units", "unknown_unit", reviewed.codes("units"))
        yield from _each(keys, entry, "favourable", "unknown_direction", FAVOURABLE)
        yield from _each(keys, entry, "caveats", "unknown_caveat", reviewed.codes("caveats"))
        yield from _each(keys, entry, "ordered_subgroups", "unknown_subgroup", any_group)
    for code, entry in part(declared, "dimensions").items():
        keys, groups = ("dimensions", code), part(entry, "subgroups")
        yield from _each(keys, entry, "reference", "unknown_subgroup", groups)
        yield from _each(keys, entry, "wholes", "unknown_subgroup", groups)
    for code, entry in part(declared, "regions").items():
        keys, groups = ("regions", code), part(declared, "nbs_regions")
        yield from _each(keys, entry, "nbs_region", "unknown_nbs_region", groups)
    own = part(declared, "dataset")
    yield from _each(("dataset",), own, "own_columns", "unknown_dimension", reviewed.groups)
    for column, brought in part(own, "brought").items():
        keys = ("dataset", "brought", column)
        table = reviewed.sheets.get(str(brought.get("table"))) if isinstance(brought, Mapping) else None
        yield from _each(keys, brought, "table", "unknown_table", reviewed.sheets)
        yield from _each(keys, brought, "columns", "unknown_column", table.columns if table else ())
    for position, benchmark in enumerate(listed(declared, "benchmarks"), start=1):
        for key in ("indicator", "weights", "share"):
            keys = ("benchmarks", str(position))
            yield from _each(keys, benchmark, key, "unknown_indicator", reviewed.datasets[stem].indicators)
    for position, derived in enumerate(listed(declared, "derived"), start=1):
        yield from _of_derived(reviewed, stem, ("derived", str(position)), derived)
    for position, view in enumerate(views(declared), start=1):
        keys = ("views", name_of(view, position))
        yield from _of_view(reviewed, stem, keys, view)
        yield from _of_defaults(reviewed, stem, keys, view)


def _of_derived(reviewed: Reviewed, stem: str, keys: Keys, derived: Mapping[str, Any]) -> Iterator[Reference]:
    own = reviewed.datasets[stem]
    yield from _each(keys, derived, "indicator", "unknown_indicator", own.indicators)
    yield from _each(
        keys, derived, "formula", "unknown_formula", set(FORMULAS) & set(reviewed.codes("formulas"))
    )
    yield from _each(keys, derived, "take", "unknown_part", ("of", "per"))
    for side in ("of", "per"):
        figures = part(derived, side)
        yield from _each((*keys, side), figures, "dataset", "unknown_dataset", reviewed.datasets)
        dataset = reviewed.datasets.get(str(figures.get("dataset", stem)), own)
        yield from _each((*keys, side), figures, "indicator", "unknown_indicator", dataset.indicators)
        columns = (*fact_columns(dataset.own_columns), "year", "dataset")
        for column in (*figures, *listed(derived, "match")):
            yield Reference((*keys, side), str(column), "unknown_column", columns)


def _of_view(reviewed: Reviewed, stem: str, keys: Keys, view: Mapping[str, Any]) -> Iterator[Reference]:
    dataset = reviewed.datasets[stem]
    columns = (*fact_columns(dataset.own_columns), *DERIVED)
    compared_by = {*reviewed.groups, INDICATOR}
    places = {*reviewed.codes("regions"), *reviewed.codes("settings")}
    yield from _each(keys, view, "form", "unknown_form", FORMS)
    yield from _each(keys, view, "indicators", "unknown_indicator", dataset.indicators)
    yield from _each(keys, view, "joined", "unknown_indicator", listed(view, "indicators"))
    yield from _each(keys, view, "dimensions", "unknown_dimension", compared_by)
    yield from _each(keys, view, "filters", "unknown_column", (*CORE_FILTERS, *dataset.own_columns))
    yield from _each(keys, view, "panels", "unknown_column", columns)
    yield from _each(keys, view, "rows", "unknown_column", columns)
    yield from _each(keys, view, "symbols", "unknown_column", columns)
    yield from _each(keys, view, "statistics", "unknown_statistic", reviewed.codes("statistics"))
    happened = reviewed.sheets["policy_events"].rows if "policy_events" in reviewed.sheets else []
    yield from _each(keys, view, "events", "unknown_event", {row.get("event", "") for row in happened})
    yield from _each(keys, view, "places", "unknown_place", places)
    compared = (*map(str, listed(view, "dimensions")), *dataset.own_columns)
    groups = {TOTAL}.union(*(reviewed.groups.get(dimension, ()) for dimension in compared))
    for position, each in enumerate(listed(view, "breaks"), start=1):
        yield from _each((*keys, "breaks", str(position)), each, "group", "unknown_subgroup", groups)


def _of_defaults(reviewed: Reviewed, stem: str, keys: Keys, view: Mapping[str, Any]) -> Iterator[Reference]:
    keys, defaults = (*keys, "defaults"), part(view, "defaults")
    yield from _each(keys, defaults, "indicators", "unknown_indicator", listed(view, "indicators"))
    for table, rule, known in (
        ("choices", "unknown_column", reviewed.datasets[stem].own_columns),
        ("groups", "unknown_dimension", listed(view, "dimensions")),
    ):
        for code in part(defaults, table):
            yield Reference((*keys, table, code), code, rule, known)
            groups = {TOTAL, *reviewed.groups.get(code, ())}
            yield from _each((*keys, table), part(defaults, table), code, "unknown_subgroup", groups)


def _each(keys: Keys, entry: object, key: str, rule: str, known: Iterable[str]) -> Iterator[Reference]:
    """The value or values at `key`; none when it is left out. A wrong type is reported by its shape."""
    value = entry.get(key) if isinstance(entry, Mapping) else None
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield Reference((*keys, key), each, rule, known)


def ordered_pairs(declared: Mapping[str, Any]) -> Iterator[tuple[Keys, object, object]]:
    """Pairs of numbers of which the first must not be the larger."""
    for code in part(declared, "indicators"):
        entry = part(part(declared, "indicators"), code)
        yield ("indicators", code), entry.get("minimum"), entry.get("maximum")
    for position, view in enumerate(views(declared), start=1):
        keys = ("views", name_of(view, position))
        for each in listed(view, "breaks"):
            if isinstance(each, Mapping):
                yield (*keys, "breaks"), each.get("after"), each.get("before")
        for first, last in pairwise(listed(part(view, "defaults"), "period")):
            yield (*keys, "defaults", "period"), first, last


def views(declared: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The views of a definition file."""
    return [view for view in listed(declared, "views") if isinstance(view, Mapping)]
