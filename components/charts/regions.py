"""Provinces side by side, in the order of the administrative codes unless the reader asks for another."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components.charts.axes import (
    Panel,
    chart_of,
    disagreeing,
    intervals,
    panel_chart,
    tooltip,
    value_axis,
    value_scale,
)
from components.charts.series import visible
from components.charts.theme import Theme
from equity.language import Language
from equity.view import View
from equity.vocabulary import NATION, ViewDefinition

ROW_HEIGHT = 21
SUM_FACTOR = 1.5
"""A national figure this many times the largest province's is the provinces' sum, and needs no line."""


def regions(
    marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language, theme: Theme
) -> list[Panel]:
    """One chart a panel: a bar a province, the nation as a line across. Rows that disagree are crosses."""
    panels = [panel for _, panel in visible(marks).groupby("panel", sort=False)]
    return [_panel(panel, view, language, theme) for panel in panels]


def _panel(panel: pd.DataFrame, view: View, language: Language, theme: Theme) -> Panel:
    places = list(dict.fromkeys(ordered(panel[panel.group != NATION], view.order).group_label))
    y = alt.Y("group_label:N", title=None, sort=places, axis=alt.Axis(grid=False, domain=False, ticks=False))
    x = alt.X("estimate:Q", scale=value_scale(panel, view.scale), axis=value_axis(panel, language))
    base = chart_of("marks").encode(tooltip=tooltip(language))
    provinces = base.transform_filter(alt.datum.group != NATION).encode(x=x, y=y)
    drawn = provinces.transform_filter(alt.datum.drawn)
    value = drawn.encode(text="number_label:N")
    layers = [
        *_nation(panel, base, x, theme),
        drawn.mark_bar(height={"band": 0.7}, color=theme.categories[2], opacity=0.9),
        *intervals(drawn.mark_rule(color=theme.ink).encode(x="ci_low:Q", x2="ci_high:Q"), panel),
        *disagreeing(provinces, panel, theme),
        value.mark_text(align="left", dx=5, fontSize=12, stroke=theme.background, strokeWidth=4),
        value.mark_text(align="left", dx=5, fontSize=12, color=theme.ink),
    ]
    panel = panel.assign(nation_label=panel.group_label + " " + panel.value_label)
    height = ROW_HEIGHT * max(1, len(places)) + 10
    return panel_chart(layers, height, marks=panel)


def _nation(panel: pd.DataFrame, base: alt.Chart, x: alt.X, theme: Theme) -> list[alt.Chart]:
    """The nation: a line where it is a level like the provinces' own, words alone where it is their sum."""
    nation = base.transform_filter(alt.datum.group == NATION)
    of_nation = panel.group == NATION
    size = panel[of_nation].estimate.max() / panel[~of_nation].estimate.max()
    align, dx = ("left", 4) if size < 0.6 or size > SUM_FACTOR else ("right", -4)
    words = nation.mark_text(
        align=align, baseline="bottom", dx=dx, fontSize=12, fontWeight="bold", color=theme.ink
    )
    words = words.encode(y=alt.value(-3), text="nation_label:N")
    if size > SUM_FACTOR:
        return [words.encode(x=alt.value(0))]
    line = nation.transform_filter(alt.datum.drawn).mark_rule(
        strokeWidth=2, strokeDash=[5, 3], color=theme.categories[1]
    )
    return [line.encode(x=x), words.encode(x=x)]


def ordered(rows: pd.DataFrame, order: str) -> pd.DataFrame:
    """Rows by GB/T 2260 code (`code`), by value from the highest (`value`), or by pinyin."""
    if order == "value":
        return rows.sort_values("estimate", ascending=False, kind="stable")
    return rows.sort_values("pinyin" if order == "pinyin" else "group", kind="stable")
