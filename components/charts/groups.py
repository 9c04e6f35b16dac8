"""Groups side by side: one mark a group, the most disadvantaged at the top of its row.

A row is a period, or a value of the column that the view declares as its rows.
"""

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
    is_ordered,
    labels_in_lines,
    panel_chart,
    tooltip,
    value_axis,
    value_scales,
)
from components.charts.lines import in_lines, letters
from components.charts.series import visible
from components.charts.suppressed import AXIS, UNIT, of_panel, words_below
from components.charts.theme import MARK_SIZE, Theme
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition

ROW_HEIGHT, GROUP_HEIGHT = 84, 13
"""The least height of a row, and what each of its groups needs at least."""

LINE = 14
"""Letters of a line of the name of a row, so that a phone has room for its marks."""

WHOLE_ORDER = 3
"""Fewer groups than this are ends of an order, with nothing known between them: no line joins them."""


def groups(
    marks: pd.DataFrame,
    view: View,
    definition: ViewDefinition,
    language: Language,
    theme: Theme,
    suppressed: pd.DataFrame | None = None,
) -> list[Panel]:
    """One chart a panel. Every row that is drawn, or that disagrees with the drawn one, is in a chart.

    The groups of `suppressed` are named below the axis of their panel.
    """
    shown = visible(marks)
    if shown.empty:
        return []
    colours = group_scale(shown, theme)
    scales = value_scales(shown, view)
    panels = [panel for _, panel in shown.groupby("panel", sort=False)]
    return [
        _panel(
            panel,
            scales[panel.panel.iloc[0]],
            colours,
            of_panel(panel, suppressed),
            language,
            theme,
            legend=index == 0,
        )
        for index, panel in enumerate(panels)
    ]


def _panel(
    panel: pd.DataFrame,
    scale: alt.Scale,
    colours: alt.Scale,
    hidden: pd.DataFrame,
    language: Language,
    theme: Theme,
    *,
    legend: bool,
) -> Panel:
    rows = list(dict.fromkeys(panel.sort_values(["row_position", "year"], na_position="first").row_label))
    lines = labels_in_lines({name: in_lines(name, LINE, letters) for name in rows})
    names = alt.Axis(grid=False, domain=False, ticks=False, labelExpr=lines)
    y = alt.Y("row_label:N", title=None, sort=rows, axis=names)
    step = alt.YOffset("group_position:O")
    x = alt.X("estimate:Q", scale=scale, axis=value_axis(panel, language))
    colour = alt.Color(
        "group_label:N",
        scale=colours,
        sort=None,
        legend=group_legend(colours, ordered=is_ordered(panel)) if legend else None,
    )
    height = max(ROW_HEIGHT, GROUP_HEIGHT * panel.group.nunique()) * len(rows)
    unit = 0 if panel.unit.iloc[0] == "%" else UNIT
    below, named = words_below(hidden, height + AXIS + unit, language, theme)
    base = chart_of("marks").encode(y=y, yOffset=step, x=x)
    drawn = base.transform_filter(alt.datum.drawn)
    words = tooltip(language)
    told = {"text": alt.Text("number_label:N"), "color": alt.ColorValue(theme.ink)}
    layers = [
        *_gradient(panel, base, theme),
        *intervals(
            drawn.mark_rule(strokeWidth=1.5).encode(
                x=alt.X("ci_low:Q"), x2=alt.X2("ci_high:Q"), color=colour
            ),
            panel,
        ),
        drawn.mark_point(filled=True, size=MARK_SIZE * 1.5, opacity=1).encode(color=colour, tooltip=words),
        *(crosses.encode(tooltip=words) for crosses in disagreeing(base, panel, theme)),
        drawn.transform_filter(alt.datum.end)
        .mark_text(align="left", dx=11, fontSize=12)
        .encode(x=alt.X("beyond:Q"), **told),
        *below,
    ]
    panel = panel.assign(end=ends(panel), beyond=panel.ci_high.fillna(panel.estimate))
    furthest = panel[panel.drawn].sort_values("estimate").number_label.iloc[-1]
    return panel_chart(layers, height, beside=furthest, marks=panel, **named)


def _gradient(panel: pd.DataFrame, base: alt.Chart, theme: Theme) -> list[alt.Chart]:
    """A thin line through groups that have an order, within one row; unordered groups are not joined."""
    if not is_ordered(panel) or panel.group.nunique() < WHOLE_ORDER:
        return []
    drawn = base.transform_filter(alt.datum.drawn)
    line = drawn.mark_line(strokeWidth=1.5, color=theme.missing)
    return [
        line.encode(
            detail=alt.Detail("row_label:N"),
            order=alt.Order("subgroup_order:Q"),
        )
    ]


def ends(panel: pd.DataFrame) -> pd.Series:
    """The two groups of each row that carry their value as text: the ends of an order, else of the values."""
    rows = panel[panel.drawn].groupby("row_label")["subgroup_order" if is_ordered(panel) else "estimate"]
    return panel.index.to_series().isin({*rows.idxmin(), *rows.idxmax()})
