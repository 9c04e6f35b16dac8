"""A View drawn once: its labelled figures and its charts, kept for whoever asks again.

Both are pure functions of a View (language included) and of the data folder, so they are safe to share between
readers. Callers do not change what they are given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
from altair.utils import schemapi

from components.charts import FORMS
from components.charts.axes import Panel, Rows, Specification
from components.charts.marks import labelled
from components.charts.suppressed import of_panel, suppressed_in
from components.charts.theme import LIGHT, THEMES, Theme
from components.charts.tile_grid import cells, tile_grid
from data.catalog import Catalog, catalog, kept_with_catalog, language
from data.store import store
from equity.comparison import Comparison, Residents, comparisons
from equity.findings import finding
from equity.formulas import MONTHS_IN_A_YEAR
from equity.gaps import Gap
from equity.language import Language
from equity.measures.registry import PAIR
from equity.sensitivity import comparable_in_time
from equity.view import ALL_YEARS, View
from equity.vocabulary import (
    EXPLORER,
    NATION,
    REGION,
    TOTAL,
    ViewDefinition,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

KEPT = 1024

# Altair checks every part of a chart against its schema, which costs more than drawing it. The tests do that.
schemapi.DEBUG_MODE = False


@dataclass(frozen=True)
class KeptChart:
    """A chart as it is kept: one text, and its rows as the Arrow bytes that Streamlit would make at every rerun.

    As the thousands of small parts that a specification is, a few hundred kept charts would slow every reader:
    Streamlit has Python look through all parts for garbage after each run of a page.
    """

    text: str
    datasets: Mapping[str, bytes]

    @classmethod
    def of(cls, chart: Specification) -> KeptChart:
        """What is kept of a chart."""
        rows = chart["datasets"]
        return cls(json.dumps(chart | {"datasets": {}}), {name: _arrow(rows[name]) for name in rows})

    def specification(self) -> Specification:
        """The chart as Streamlit takes it."""
        return json.loads(self.text) | {"datasets": dict(self.datasets)}


def marks_of(view: View) -> pd.DataFrame:
    """The figures of a view, labelled in its language."""
    return _marks(catalog(), honoured(view))


def finding_of(view: View) -> str:
    """The sentence that the figures of a view support."""
    return _finding(catalog(), honoured(view))


def charts_of(view: View, theme: str) -> tuple[Specification, ...]:
    """The charts of a view in a look (`light` or `dark`), one a panel, as the browser is sent them."""
    return tuple(chart.specification() for chart in _charts(catalog(), honoured(view), theme))


def printed_charts_of(view: View) -> tuple[Specification, ...]:
    """The charts of a view for paper: in the light look, with their rows; of an explorer, its form on paper."""
    view = honoured(view)
    return tuple(panel.specification(LIGHT) for panel in _panels(catalog(), view, LIGHT))


def printed_tiles_of(view: View) -> Specification | None:
    """The tile grid of a view that sets places side by side, for paper; `None` of any other view."""
    if view.dimension != REGION or _definition(view).form_of(REGION) != "bars" or marks_of(view).empty:
        return None
    return _grid(catalog(), view, LIGHT)[1].specification(LIGHT)


def explorer_of(view: View, theme: str) -> Figure:
    """The Plotly figure of a view with many points, to zoom and point at, in a look."""
    return _explorer(catalog(), honoured(view), theme)


def tiles_of(view: View, theme: str) -> tuple[str, Specification]:
    """What the fullest panel of a view of places shows on the tile grid, and that grid, every province in it."""
    # Chosen places are marked on the grid of a view that cannot be narrowed to them, too.
    caption, grid = _tiles(catalog(), honoured(view).of_regions(view.filters.regions), theme)
    return caption, grid.specification()


def empty_tiles(regions: tuple[str, ...], language: Language, theme: str) -> Specification:
    """The tile grid without figures, some places of it chosen: to pick places from."""
    return _empty_tiles(catalog(), regions, language, theme).specification()


def gaps_of(view: View) -> tuple[tuple[Gap, ...], ...]:
    """The gaps that a view's figures hold, panel by panel, the newest first in each."""
    return _gaps(catalog(), honoured(view))


def moments_of(view: View) -> list[tuple[Comparison, Comparison | None]]:
    """Of each panel the newest comparison, and the oldest of the same groups; of places, of any year."""
    places = view.dimension == REGION
    if places and len(view.filters.regions) < PAIR:
        view = view.of_regions(())
    panels = gaps_of(view)
    every = gaps_of(replace(view, period=ALL_YEARS)) if places else ()
    kind = kind_columns(view)
    moments = []
    for gaps in panels:
        if gaps[0].problems:
            continue  # which the other tabs tell
        newest = gaps[0].comparison
        others = [gap.comparison for gap in (gaps if not places else (each[0] for each in every))]
        if places:
            others = [each for each in others if each.is_like(newest, kind)]
        moments.append((newest, comparable_in_time(newest, others) if newest.rows_follow else None))
    return moments


def kind_columns(view: View) -> tuple[str, ...]:
    """The columns that tell unlike figures of a view apart, but for place and year."""
    return tuple(dict.fromkeys(("indicator", "unit", *_definition(view).panel_columns(view.dimension))))


def places_with_figures(view: View) -> tuple[str, ...]:
    """The provinces, and the nation, that have figures of a view, whichever are chosen."""
    everywhere = tuple(catalog().vocabulary.regions)
    held = set(marks_of(view.of_regions(everywhere)).region_code)
    return tuple(code for code in everywhere if code in held)


def residents() -> Residents:
    """How many people lived in each region at the end of each year, in its cities and outside them."""
    return _residents(catalog())


@kept_with_catalog(4)
def _residents(where: Catalog) -> Residents:
    everybody, share = (_of_places(name) for name in ("resident_population", "urban_population_share"))
    urban = (everybody * share / 100).dropna()
    lived = {TOTAL: everybody, "urban": urban, "rural": (everybody - urban).dropna()}
    return {
        (region, int(year), residence): people
        for residence, column in lived.items()
        for region, year, people in column.reset_index().itertuples(index=False)
    }


def _of_places(indicator: str) -> pd.Series:
    """The figures of places by region and year."""
    rows = store().figures("regional_context", indicator=indicator, dimension=TOTAL)
    return rows[rows.year.notna()].set_index(["region_code", "year"]).estimate


def events_of(definition: ViewDefinition, language: Language) -> pd.DataFrame:
    """The policy events of a view: `number` from 1, `when` (as in `labelled`), `event_label`, `source_id`."""
    happened = store().events(definition.events)
    months = happened.date.str.extract(r"-(\d\d)")[0].astype(float).fillna(0)
    return pd.DataFrame(
        {
            "number": [str(number) for number in range(1, len(happened) + 1)],
            "when": happened.date.str[:4].astype(float) + months / MONTHS_IN_A_YEAR,
            "event_label": [
                language("event", date=language.period(date, date), title=title)
                for date, title in zip(happened.date, happened[f"title_{language.code}"], strict=True)
            ],
            "source_id": happened.source_id,
        }
    )


def honoured(view: View) -> View:
    """The view under those of its filters that can tell in it: what is kept of a view is kept under this one."""
    definition = _definition(view)
    return view.honoured(definition, store().grades(definition))


def _definition(view: View) -> ViewDefinition:
    return catalog().vocabulary.definition(view.id)


@kept_with_catalog(KEPT)
def _marks(where: Catalog, view: View) -> pd.DataFrame:
    reader = language(view.filters.language)
    return labelled(store().query(view), view, _definition(view), where.vocabulary, store().sources(), reader)


@kept_with_catalog(KEPT)
def _finding(where: Catalog, view: View) -> str:
    return finding(_marks(where, view), view, where.vocabulary, language(view.filters.language))


@kept_with_catalog(KEPT)
def _gaps(where: Catalog, view: View) -> tuple[tuple[Gap, ...], ...]:
    if _definition(view).form == EXPLORER:
        return ()
    marks = _marks(where, view)
    weights = residents()
    every = [Gap(each, weights) for each in comparisons(marks[marks.drawn], view, where.vocabulary)]
    panels = groupby(every, key=lambda gap: gap.comparison.figures.panel.iloc[0])
    return tuple(tuple(gaps) for _, gaps in panels)


@kept_with_catalog(KEPT)
def _charts(where: Catalog, view: View, theme: str) -> tuple[KeptChart, ...]:
    panels = _panels(where, view, THEMES[theme])
    return tuple(KeptChart.of(panel.specification(THEMES[theme])) for panel in panels)


def _panels(where: Catalog, view: View, theme: Theme) -> list[Panel]:
    definition = _definition(view)
    form = definition.form_of(view.dimension)
    draw = FORMS[form]
    reader = language(view.filters.language)
    further = {"events": events_of(definition, reader)} if definition.events else {}
    if definition.suppressed and form != EXPLORER:  # whose products have no place that one could stand at
        further["suppressed"] = suppressed_in(view, definition, where.vocabulary, reader)
    return draw(_marks(where, view), view, definition, reader, theme, **further)


@kept_with_catalog(KEPT)
def _explorer(where: Catalog, view: View, theme: str) -> Figure:
    from components.charts.explorer import explorer  # Plotly is loaded where it is used, and nowhere else

    return explorer(
        _marks(where, view), view, _definition(view), language(view.filters.language), THEMES[theme]
    )


@kept_with_catalog(KEPT)
def _tiles(where: Catalog, view: View, theme: str) -> tuple[str, KeptChart]:
    caption, grid = _grid(where, view, THEMES[theme])
    return caption, KeptChart.of(grid.specification(THEMES[theme]))


def _grid(where: Catalog, view: View, theme: Theme) -> tuple[str, Panel]:
    whole, reader = view.of_regions(()), language(view.filters.language)
    everywhere = _marks(where, whole)
    fullest = everywhere[everywhere.panel == everywhere.panel.mode().iloc[0]]
    hidden = of_panel(fullest, suppressed_in(whole, _definition(view), where.vocabulary, reader))
    provinces = fullest[fullest.region_code != NATION]
    grid = cells(where.vocabulary, reader, provinces, view.filters.regions, set(hidden.group))
    caption = reader("grid.title_hidden" if len(hidden) else "grid.title", panel=fullest.panel_label.iloc[0])
    return caption, tile_grid(grid, fullest.unit.iloc[0], reader, theme)


@kept_with_catalog(KEPT)
def _empty_tiles(where: Catalog, regions: tuple[str, ...], reader: Language, theme: str) -> KeptChart:
    grid = cells(where.vocabulary, reader, pd.DataFrame(), regions)
    chart = tile_grid(grid, "", reader, THEMES[theme], hatched=False)
    return KeptChart.of(chart.specification(THEMES[theme]))


def _arrow(rows: Rows) -> bytes:
    table = pa.Table.from_pandas(pd.DataFrame(rows), preserve_index=False)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()
