"""A View drawn once: its labelled figures and its charts, kept for whoever asks again.

Both are pure functions of a View (language included) and of the data folder, so they are safe to share between
readers. Callers do not change what they are given.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

import pandas as pd
from altair.utils import schemapi

from components.charts import FORMS
from components.charts.marks import labelled
from components.charts.theme import THEMES, styled
from components.charts.tile_grid import cells, tile_grid
from data.catalog import LANGUAGES, Catalog, catalog, language
from data.store import store
from equity.view import Filters, View
from equity.vocabulary import NATION, ViewDefinition

Specification: TypeAlias = dict[str, Any]
"""A Vega-Lite chart as data."""

KEPT = 512

# Altair checks every part of a chart against its schema, which costs more than drawing it. The tests do that.
schemapi.DEBUG_MODE = False


def marks_of(view: View) -> pd.DataFrame:
    """The figures of a view, labelled in its language."""
    return _marks(catalog(), view.honoured(_definition(view)))


def charts_of(view: View, theme: str) -> tuple[Specification, ...]:
    """The charts of a view in a look (`light` or `dark`), one a panel."""
    return _charts(catalog(), view.honoured(_definition(view)), theme)


def tiles_of(view: View, theme: str) -> tuple[str, Specification]:
    """The fullest panel of a view of places on the tile grid, every province in it, and what it shows."""
    return _tiles(catalog(), view, theme)


def draw_ahead() -> None:
    """Draw every view at its default, in every language, so that the first reader need not wait."""
    for code in LANGUAGES:
        for definition in catalog().vocabulary.views():
            charts_of(View.default(definition, Filters(language=code)), "light")


def _definition(view: View) -> ViewDefinition:
    return catalog().vocabulary.datasets[view.dataset].views[view.id]


@lru_cache(maxsize=KEPT)
def _marks(where: Catalog, view: View) -> pd.DataFrame:
    reader = language(view.filters.language)
    return labelled(store().query(view), view, _definition(view), where.vocabulary, store().sources(), reader)


@lru_cache(maxsize=KEPT)
def _charts(where: Catalog, view: View, theme: str) -> tuple[Specification, ...]:
    definition = _definition(view)
    draw = FORMS[definition.form_of(view.dimension)]
    reader = language(view.filters.language)
    panels = draw(_marks(where, view), view, definition, reader, THEMES[theme])
    return tuple(styled(panel, THEMES[theme]).to_dict(validate=False) for panel in panels)


@lru_cache(maxsize=KEPT)
def _tiles(where: Catalog, view: View, theme: str) -> tuple[str, Specification]:
    everywhere = _marks(where, view.of_regions(()))
    fullest = everywhere[everywhere.panel == everywhere.panel.mode().iloc[0]]
    reader = language(view.filters.language)
    provinces = fullest[fullest.region_code != NATION]
    grid = cells(where.vocabulary, reader, provinces, view.filters.regions)
    chart = tile_grid(grid, fullest.unit.iloc[0], reader, THEMES[theme])
    return fullest.panel_label.iloc[0], styled(chart, THEMES[theme]).to_dict(validate=False)
