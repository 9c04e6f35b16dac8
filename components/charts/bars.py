"""One bar a group: provinces in the order of their codes, other groups in the order they are declared."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from components.charts.axes import (
    Panel,
    chart_of,
    disagreeing,
    intervals,
    kept_in_plot,
    labels_in_lines,
    panel_chart,
    tooltip,
    value_axis,
    value_scale,
)
from components.charts.lines import in_lines, letters
from components.charts.series import visible
from components.charts.suppressed import of_panel
from components.charts.theme import Theme
from equity.language import Language
from equity.view import View
from equity.vocabulary import NATION, REGION, ViewDefinition

ROW_HEIGHT = 21
LABEL_WIDTH = 260
LINE_HEIGHT = 15
INTERVALS_TOLD = 12
"""Of more bars than this the intervals are drawn and not told: their texts would leave the bars no room."""

LINE_WIDTH = 22


def bars(
    marks: pd.DataFrame,
    view: View,
    definition: ViewDefinition,
    language: Language,
    theme: Theme,
    suppressed: pd.DataFrame | None = None,
) -> list[Panel]:
    """One chart a panel: a bar a group, the nation as a line across. Rows that disagree are crosses.

    A province of `suppressed` has a row with a word in place of a bar, after all others where they stand by value.
    Two drawn figures of one group have a bar each, one below the other, named by what tells them apart.
    """
    shown = visible(marks)
    panels = [panel for _, panel in shown.groupby("panel", sort=False)]
    return [
        _panel(panel, scale_of(panel, shown, view), of_panel(panel, suppressed), view, language, theme)
        for panel in panels
    ]


def scale_of(panel: pd.DataFrame, shown: pd.DataFrame, view: View) -> alt.Scale:
    """One scale for all panels of one indicator and unit, so that bars can be compared by eye across them.

    A national figure that is the provinces' sum has no place on it.
    """
    alike = shown[(shown.indicator == panel.indicator.iloc[0]) & (shown.unit == panel.unit.iloc[0])]
    scale = value_scale(alike, view.scale)
    if scale.to_dict().get("type") == "log" or "domain" in scale.to_dict() or (alike.estimate <= 0).any():
        return scale
    return alt.Scale(domain=_ends(alike), nice=True)


def _ends(rows: pd.DataFrame) -> list[float]:
    """From zero, or an interval's end below it, to the largest figure or end of an interval on the scale.

    A chart's data keep ten decimals, so a little more.
    """
    held = rows[~(rows.summed & (rows.group == NATION))]
    ends = (held if len(held) else rows)[["estimate", "ci_low", "ci_high"]].to_numpy(dtype=float)
    return [min(0.0, float(np.nanmin(ends))) * (1 + 1e-9), float(np.nanmax(ends)) * (1 + 1e-9)]


def _panel(
    panel: pd.DataFrame,
    scale: alt.Scale,
    hidden: pd.DataFrame,
    view: View,
    language: Language,
    theme: Theme,
) -> Panel:
    hidden = hidden.assign(bar_label=hidden.group_label)
    bars_and_gaps = pd.concat([panel[panel.group != NATION], hidden]) if len(hidden) else panel
    rows = list(dict.fromkeys(ordered(bars_and_gaps[bars_and_gaps.group != NATION], view).bar_label))
    broken = {row: _lines(row, language("separator")) for row in rows}
    lines = max(map(len, broken.values()), default=1)
    named = labels_in_lines(broken)
    axis = alt.Axis(grid=False, domain=False, ticks=False, labelLimit=LABEL_WIDTH, labelExpr=named)
    y = alt.Y("bar_label:N", title=None, sort=rows, axis=axis)
    if len(hidden):
        y = y.scale(domain=rows)  # which two sets of rows share
    x = alt.X("estimate:Q", scale=scale, axis=value_axis(panel, language), stack=None)
    base, words = chart_of("marks"), tooltip(language)
    provinces = base.transform_filter(alt.datum.group != NATION).encode(x=x, y=y)
    drawn = provinces.transform_filter(alt.datum.drawn)
    value = drawn.encode(x=alt.X("beyond:Q"), text=alt.Text("told:N"))
    layers = [
        *_nation(panel, base, x, theme),
        drawn.mark_bar(height={"band": 0.7}, color=theme.categories[2], opacity=0.9).encode(tooltip=words),
        *intervals(
            drawn.mark_rule(color=theme.ink).encode(x=alt.X("ci_low:Q"), x2=alt.X2("ci_high:Q")), panel
        ),
        *(crosses.encode(tooltip=words) for crosses in disagreeing(provinces, panel, theme)),
        value.mark_text(align="left", dx=5, fontSize=12, stroke=theme.background, strokeWidth=4),
        value.mark_text(align="left", dx=5, fontSize=12, color=theme.ink),
        *(_hidden(y, language, theme) if len(hidden) else ()),
    ]
    nation_label = panel.group_label + " " + panel.value_label
    panel = panel.assign(
        nation_label=nation_label,
        nation_letters=nation_label.map(letters),
        told=_told(panel, language),
        beyond=panel.ci_high.fillna(panel.estimate),
    )
    height = (ROW_HEIGHT + LINE_HEIGHT * (lines - 1)) * max(1, len(rows)) + 10
    beside = max(panel.number_label, key=len)
    further = {"suppressed": hidden[["bar_label"]]} if len(hidden) else {}
    return panel_chart(layers, height, beside=beside, marks=panel, **further)


def _hidden(y: alt.Y, language: Language, theme: Theme) -> list[alt.Chart]:
    """A word where a bar would begin."""
    word = chart_of("suppressed").mark_text(align="left", dx=5, fontSize=12, color=theme.muted)
    return [word.encode(x=alt.XValue(0), y=y, text=alt.TextValue(language("suppressed.group")))]


def _nation(panel: pd.DataFrame, base: alt.Chart, x: alt.X, theme: Theme) -> list[alt.Chart]:
    """The nation: a line where it is a level like the provinces' own, words alone where it is their sum."""
    nation = base.transform_filter(alt.datum.group == NATION)
    of_nation = panel.group == NATION
    if not of_nation.any() or of_nation.all():
        return []
    summed = bool(panel.summed.iloc[0])
    dx = 4 if summed else kept_in_plot("estimate", "nation_letters", 4)
    words = nation.mark_text(
        align="left", baseline="bottom", dx=dx, fontSize=12, fontWeight="bold", color=theme.ink
    )
    words = words.encode(y=alt.YValue(-3), text=alt.Text("nation_label:N"))
    if summed:
        return [words.encode(x=alt.XValue(0))]
    line = nation.transform_filter(alt.datum.drawn).mark_rule(
        strokeWidth=2, strokeDash=[5, 3], color=theme.categories[1]
    )
    return [line.encode(x=x), words.encode(x=x)]


def _lines(label: str, separator: str) -> list[str]:
    """A label in lines that a phone has room for, besides its bar."""
    return [line for part in label.split(separator) for line in in_lines(part, LINE_WIDTH, letters)]


def _told(panel: pd.DataFrame, language: Language) -> list[str]:
    """The value beside a bar; with its interval, where bars are few enough to be read one by one."""
    few = panel.bar_label.nunique() <= INTERVALS_TOLD
    return [
        language("value_with_interval", value=value, interval=interval) if interval and few else value
        for value, interval in zip(panel.number_label, panel.interval_label, strict=True)
    ]


def ordered(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Provinces by GB/T 2260 code (`code`), by value from the highest (`value`) or by pinyin; others as declared."""
    if view.dimension != REGION:
        return rows.sort_values(
            ["group_position", "year_start", "bar_label"], kind="stable", na_position="first"
        )
    if view.order == "value":
        return rows.sort_values("estimate", ascending=False, kind="stable")
    return rows.sort_values("pinyin" if view.order == "pinyin" else "group", kind="stable")
