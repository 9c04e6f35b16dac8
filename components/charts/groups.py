"""Groups side by side: one row a period, one mark a group, the most disadvantaged at the top."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components.charts.axes import (
    Panel,
    chart_of,
    disagreeing,
    group_legend,
    group_scale,
    intervals,
    panel_chart,
    tooltip,
    value_axis,
    value_scale,
)
from components.charts.series import visible
from components.charts.theme import MARK_SIZE, Theme
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition

ROW_HEIGHT = 84


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
    step = alt.YOffset("group_position:O")
    x = alt.X("estimate:Q", scale=scale, axis=value_axis(panel, language))
    colour = alt.Color(
        "group_label:N",
        scale=colours,
        sort=None,
        legend=group_legend(colours) if legend else None,
    )
    base = chart_of("marks").encode(y=y, yOffset=step, x=x, tooltip=tooltip(language))
    drawn = base.transform_filter(alt.datum.drawn)
    told = {"text": "number_label:N", "color": alt.value(theme.ink)}
    layers = [
        *_gradient(panel, base, theme),
        *intervals(
            drawn.mark_rule(strokeWidth=1.5).encode(x="ci_low:Q", x2="ci_high:Q", color=colour), panel
        ),
        drawn.mark_point(filled=True, size=MARK_SIZE * 1.5, opacity=1).encode(color=colour),
        *disagreeing(base, panel, theme),
        drawn.transform_filter(alt.datum.end).mark_text(align="left", dx=11, fontSize=12).encode(**told),
    ]
    panel = panel.assign(end=_ends(panel))
    return panel_chart(layers, ROW_HEIGHT * len(periods), marks=panel)


def _gradient(panel: pd.DataFrame, base: alt.Chart, theme: Theme) -> list[alt.Chart]:
    """A thin line through groups that have an order, within one period; unordered groups are not joined."""
    if panel.subgroup_order.isna().any():
        return []
    drawn = base.transform_filter(alt.datum.drawn)
    line = drawn.mark_line(strokeWidth=1.5, color=theme.missing)
    return [line.encode(detail="period_label:N", order="subgroup_order:Q", tooltip=alt.value(None))]


def _ends(panel: pd.DataFrame) -> pd.Series:
    """The two groups of each period that carry their value as text: the ends of an order, else of the values."""
    ordered = panel.subgroup_order.notna().all()
    ends = panel[panel.drawn].groupby("period_label")["subgroup_order" if ordered else "estimate"]
    return panel.index.to_series().isin({*ends.idxmin(), *ends.idxmax()})
