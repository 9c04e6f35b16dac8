"""Groups side by side: one row a period, one mark a group, the distance between the ends as a line."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd

from components.charts.axes import Panel, group_scale, panel_chart, tooltip, value_axis, value_scale
from components.charts.series import visible
from components.charts.theme import MARK_SIZE, Theme
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition

ROW_HEIGHT = 56


def groups(
    marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language, theme: Theme
) -> list[Panel]:
    """One chart a panel. Every row that is drawn, or that disagrees with the drawn one, is in a chart."""
    shown = visible(marks)
    if shown.empty:
        return []
    colours = group_scale(shown, theme)
    scale = value_scale(shown, view.scale)
    panels = [panel for _, panel in shown.groupby("panel", sort=False)]
    return [
        _panel(panel, scale, colours, language, theme, legend=index == 0)
        for index, panel in enumerate(panels)
    ]


def _panel(
    panel: pd.DataFrame,
    scale: alt.Scale,
    colours: alt.Scale,
    language: Language,
    theme: Theme,
    *,
    legend: bool,
) -> Panel:
    periods = list(dict.fromkeys(panel.sort_values("year", na_position="first").period_label))
    y = alt.Y(
        "period_label:N", title=None, sort=periods, axis=alt.Axis(grid=False, domain=False, ticks=False)
    )
    x = alt.X("estimate:Q", scale=scale, axis=value_axis(panel, language))
    colour = alt.Color(
        "group_label:N",
        scale=colours,
        sort=None,
        legend=alt.Legend(title=None, columns=0) if legend else None,
    )
    base = alt.Chart(panel).encode(y=y, tooltip=tooltip(language))
    drawn = base.transform_filter(alt.datum.drawn)
    ends = panel[panel.drawn].sort_values("estimate")
    low = ends.drop_duplicates("period_label", keep="first")
    high = ends.drop_duplicates("period_label", keep="last")
    layers = [
        drawn.mark_rule(strokeWidth=3, color=theme.missing).encode(
            x="min(estimate):Q", x2="max(estimate):Q", tooltip=alt.Undefined
        ),
        drawn.mark_rule(strokeWidth=1.5).encode(x="ci_low:Q", x2="ci_high:Q", color=colour),
        drawn.mark_point(
            filled=True, size=MARK_SIZE * 1.6, opacity=1, stroke=theme.background, strokeWidth=1
        ).encode(x=x, color=colour),
        base.transform_filter(~alt.datum.drawn)
        .mark_point(shape="cross", size=50, color=theme.muted)
        .encode(x=x),
        _end_label(low, y, "right", -11, theme),
        _end_label(high, y, "left", 11, theme),
    ]
    height = ROW_HEIGHT * len(periods)
    title = alt.Title(panel.panel_label.iloc[0], offset=8)
    return panel_chart(layers, height, title)


def _end_label(
    ends: pd.DataFrame, y: alt.Y, align: Literal["left", "right"], dx: int, theme: Theme
) -> alt.Chart:
    base = alt.Chart(ends).encode(y=y, x="estimate:Q", text="number_label:N")
    return base.mark_text(align=align, dx=dx, fontSize=12, color=theme.ink)
