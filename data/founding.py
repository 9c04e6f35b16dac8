"""Where a figure can be seen: the view that holds it with the fewest changes, or a list of the sources page.

The figures the project was founded on must each be a click away, so a test asks this of every one of them. What a
row must satisfy to belong to a view is said in `data.store`; here it is read the other way round.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from data.store import Store
from equity.view import Filters, View
from equity.vocabulary import GRADES, INDICATOR, NATION, REGION, RESIDENCE, TOTAL, ViewDefinition

DISAGREEMENTS = "disagreements"
LISTED = "listed"
PROFILES = "platform_profiles"
EVENTS = "policy_events"
SECTIONS = (DISAGREEMENTS, LISTED, PROFILES, EVENTS)
"""Lists of the sources page that hold figures or texts themselves."""

TEXTS = (PROFILES, EVENTS)
"""Tables whose rows are no figures; the list that holds each has its name."""

Row: TypeAlias = Mapping[Any, Any]
"""A row of a table as the store gives it: missing text is empty, a missing number is NaN."""


@dataclass(frozen=True)
class Whereabouts:
    """A view that holds a row, with what was changed from its default; else a section; else nowhere."""

    view: View | None = None
    changes: tuple[str, ...] = ()
    section: str = ""

    @property
    def near(self) -> bool:
        """Whether a reader needs at most one change on the card."""
        return self.view is not None and len(self.changes) <= 1


def where_to_see(table: str, row: Row, store: Store, filters: Filters | None = None) -> Whereabouts:
    """Where a row of a table can be seen.

    Parameters
    ----------
    table : the name of the table that holds the row.
    filters : the shared filters to start from; what the row needs beyond them is added and counted as a change.
    """
    if table in TEXTS:
        return Whereabouts(section=table)
    where = store.catalog
    ways = [
        way
        for definition in _views_of(table, row, store)
        for way in _ways(row, definition, store, filters or Filters())
    ]
    nearest = min(ways, key=lambda each: len(each.changes), default=Whereabouts())
    if nearest.near:
        return nearest
    if is_contested(row):
        return Whereabouts(section=DISAGREEMENTS)
    if any(each["dataset"] == table and row["indicator"] in each["indicators"] for each in where.listed):
        return Whereabouts(section=LISTED)
    return nearest


def is_shown(table: str, row: Row, store: Store) -> bool:
    """Whether a view can hold the row, however many changes that takes."""
    return any(any(_dimensions(row, each, store)) for each in _views_of(table, row, store))


def _views_of(table: str, row: Row, store: Store) -> Iterator[ViewDefinition]:
    for definition in store.catalog.vocabulary.datasets[table].views.values():
        told = not definition.statistics or row["statistic"] in definition.statistics
        if told and row["indicator"] in definition.indicators:
            yield definition


def is_contested(row: Row) -> bool:
    """Whether a row stands in the ledger of disagreements by itself: it is in conflict, or differs from one drawn."""
    flags = row["flags"].split(";")
    return bool(row["disagrees"]) or ("conflict" in flags and "derived" not in flags)


def _ways(row: Row, definition: ViewDefinition, store: Store, filters: Filters) -> Iterator[Whereabouts]:
    """Each dimension by which the view can hold the row."""
    default = View.default(definition, filters)
    for dimension, group in _dimensions(row, definition, store):
        groups = definition.default_groups.get(dimension, ())
        view = replace(default, dimension=dimension, groups=groups)
        view = _asked_for(view, row, definition, group)
        view = _placed(view, row, definition, store)
        yield Whereabouts(view, _chosen(_changes(view, default), view, default, definition, store))


def _dimensions(row: Row, definition: ViewDefinition, store: Store) -> Iterator[tuple[str, str]]:
    """The dimensions by which a view can hold the row at its place, each with the row's group."""
    for dimension in definition.dimensions:
        group = _group(row, dimension, definition)
        if group and _has_place(row, dimension, definition, store):
            yield dimension, group


def _has_place(row: Row, dimension: str, definition: ViewDefinition, store: Store) -> bool:
    """Whether the view can be shown at the row's place. Places side by side share a year, and include a province."""
    code, setting = row["region_code"], row["setting"]
    if dimension == REGION and definition.places_over_time:
        return bool(code) or setting in store.catalog.vocabulary.nbs_regions
    if dimension == REGION:
        return code not in ("", NATION) and not math.isnan(row["year"])
    return bool({code, setting} & {*definition.places}) or bool(code and definition.honours("regions"))


def _group(row: Row, dimension: str, definition: ViewDefinition) -> str:
    """The group of the row when it is divided by this dimension alone; nothing when it is not."""
    if dimension not in (REGION, *row):
        return row["subgroup"] if row["dimension"] == dimension else ""
    apart = RESIDENCE in (dimension, *definition.panels)
    if row["dimension"] not in ((TOTAL, RESIDENCE) if apart else (TOTAL,)):
        return ""
    return (row["region_code"] or row["setting"]) if dimension == REGION else row[dimension]


def _asked_for(view: View, row: Row, definition: ViewDefinition, group: str) -> View:
    """The view with whatever of its choices leaves the row out put aside."""
    if row["indicator"] not in view.indicators:
        kept = (*view.indicators, row["indicator"]) if view.dimension == INDICATOR else (row["indicator"],)
        view = replace(view, indicators=tuple(each for each in definition.indicators if each in kept))
    if view.groups and group not in view.groups:
        view = replace(view, groups=())
    choices = tuple(
        (column, codes if not codes or column == view.dimension or row[column] in codes else ())
        for column, codes in view.choices
    )
    if view.period and not _within(row, view.period):
        view = replace(view, period=None)
    return replace(view, choices=choices, filters=_evident(view.filters, row))


def _within(row: Row, period: tuple[int, int]) -> bool:
    return math.isnan(row["year"]) or (row["year"] >= period[0] and row["year_start"] <= period[1])


def _evident(filters: Filters, row: Row) -> Filters:
    needed = "weak" if "weak" in row["flags"].split(";") else row["grade"]
    if needed in filters.grades:
        return filters
    return replace(filters, grades=tuple(each for each in GRADES if each in (*filters.grades, needed)))


def _placed(view: View, row: Row, definition: ViewDefinition, store: Store) -> View:
    """The view at the row's place. Where places stand side by side, the year is named: another may be the newest."""
    code, year = row["region_code"], row["year"]
    if view.dimension == REGION and not definition.places_over_time:
        within = view.period and _within(row, view.period)
        return view if within else replace(view, period=(int(year), int(year)))
    places = definition.places
    if view.dimension == REGION:
        places = (NATION, *store.catalog.vocabulary.nbs_regions)
    chosen = view.filters.regions if definition.honours("regions") else ()
    shown = code in chosen if chosen else bool({code, row["setting"]} & {*places})
    return view if shown else view.of_regions((code,))


def _changes(view: View, default: View) -> tuple[str, ...]:
    """The names of what a reader would change, in the order of a link."""
    pairs = {
        "indicators": (view.indicators, default.indicators),
        "dimension": (view.dimension, default.dimension),
        "groups": (view.groups, default.groups if view.dimension == default.dimension else view.groups),
        "period": (view.period, default.period),
        "regions": (view.filters.regions, default.filters.regions),
        "grades": (view.filters.grades, default.filters.grades),
    }
    pairs |= {column: (view.choice(column), default.choice(column)) for column, _ in view.choices}
    return tuple(name for name, (now, usual) in pairs.items() if now != usual)


def _chosen(
    changes: tuple[str, ...], view: View, default: View, definition: ViewDefinition, store: Store
) -> tuple[str, ...]:
    """The changes a reader makes: the dimension follows an indicator that has no figures in the usual one."""
    if not {"indicators", "dimension"} <= set(changes):
        return changes
    available = store.dimensions(definition, view.indicators)
    follows = default.dimension not in available and available[:1] == (view.dimension,)
    return tuple(name for name in changes if not (follows and name == "dimension"))
