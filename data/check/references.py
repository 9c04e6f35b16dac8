"""What definition files name of each other, and pairs of numbers that stand in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from data.check.shapes import name_of
from data.reviewed import Reviewed, listed, part
from data.schema import DERIVED, FAVOURABLE, FORMS, fact_columns
from equity.vocabulary import CORE_FILTERS, TOTAL

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
    for position, view in enumerate(views(declared), start=1):
        keys = ("views", name_of(view, position))
        yield from _of_view(reviewed, stem, keys, view)
        yield from _of_defaults(reviewed, stem, keys, view)


def _of_view(reviewed: Reviewed, stem: str, keys: Keys, view: Mapping[str, Any]) -> Iterator[Reference]:
    dataset = reviewed.datasets[stem]
    columns = (*fact_columns(dataset.own_columns), *DERIVED)
    places = {*reviewed.codes("regions"), *reviewed.codes("settings")}
    yield from _each(keys, view, "form", "unknown_form", FORMS)
    yield from _each(keys, view, "indicators", "unknown_indicator", dataset.indicators)
    yield from _each(keys, view, "joined", "unknown_indicator", listed(view, "indicators"))
    yield from _each(keys, view, "dimensions", "unknown_dimension", set(reviewed.groups) - {TOTAL})
    yield from _each(keys, view, "filters", "unknown_column", (*CORE_FILTERS, *dataset.own_columns))
    yield from _each(keys, view, "panels", "unknown_column", columns)
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
