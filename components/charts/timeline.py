"""Figures over the years: marks, joined only where they are one unbroken series."""

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
from components.charts.series import dated
from components.charts.theme import MARK_SIZE, SHAPES, Theme
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition

PANEL_HEIGHT = 220
PHONE = 420
"""A plot narrower than this, in pixels, has room for fewer values."""


def timeline(
    marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language, theme: Theme
) -> list[Panel]:
    """One chart a panel, over one common span of years. Figures without a date are left to the table.

    Every dated row that is drawn, or that disagrees with the drawn one, is in a chart.
    """
    shown = dated(marks)
    if shown.empty:
        return []
    years = alt.Scale(domain=[int(shown.year_start.min()) - 1, int(shown.year.max()) + 1], nice=False)
    colours = group_scale(shown, theme)
    panels = [panel for _, panel in shown.groupby("panel", sort=False)]
    return [
        _panel(panel, view, definition, language, theme, years, colours, legend=index == 0)
        for index, panel in enumerate(panels)
    ]


def _panel(
    panel: pd.DataFrame,
    view: View,
    definition: ViewDefinition,
    language: Language,
    theme: Theme,
    years: alt.Scale,
    colours: alt.Scale,
    *,
    legend: bool,
) -> Panel:
    x = alt.X(
        "year:Q", title=None, scale=years, axis=alt.Axis(format="d", tickMinStep=1, grid=False, tickCount=6)
    )
    y = alt.Y(
        "estimate:Q", scale=value_scale(panel, view.scale), axis=value_axis(panel, language, upright=True)
    )
    several = len(colours.domain) > 1
    colour = alt.Color(
        "group_label:N",
        scale=colours,
        legend=group_legend(colours) if legend and several else None,
    )
    base = chart_of("marks").encode(x=x, y=y, color=colour, tooltip=tooltip(language))
    bands = _bands(panel, definition, language)
    drawn = base.transform_filter(alt.datum.drawn)
    spans = drawn.transform_filter(alt.datum.year_start < alt.datum.year)
    layers = [
        *(_breaks(language, theme, years) if len(bands) else ()),
        drawn.transform_filter(alt.datum.segment > 0).mark_line(strokeWidth=2).encode(detail="segment:N"),
        spans.mark_rule(strokeWidth=3).encode(x=alt.X("year_start:Q", scale=years), x2="year:Q"),
        *intervals(drawn.mark_rule(strokeWidth=1.5).encode(y="ci_low:Q", y2="ci_high:Q"), panel),
        *_points(drawn, theme),
        *disagreeing(base, panel, theme),
        *_values(panel, base, theme),
    ]
    panel = panel.assign(size=_sizes(panel))
    return panel_chart(layers, PANEL_HEIGHT, marks=panel, bands=bands)


def _points(drawn: alt.Chart, theme: Theme) -> list[alt.Chart]:
    """Full circles for exact values; open marks, whose shape names the qualifier, for all others."""
    size = alt.Size("size:Q", scale=None, legend=None)
    full = drawn.transform_filter("datum.certainty === 'exact'").mark_point(filled=True, opacity=1)
    bounded = drawn.transform_filter("datum.certainty !== 'exact'").mark_point(
        filled=False, opacity=1, fill=theme.background, strokeWidth=2
    )
    shapes = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    return [
        full.encode(size=size),
        bounded.encode(size=size, shape=alt.Shape("certainty:N", scale=shapes, legend=None)),
    ]


def _sizes(panel: pd.DataFrame) -> pd.Series:
    """Marks at one place show as rings around each other: the one drawn first is the largest."""
    above = panel.groupby(["year", "estimate", "drawn"]).cumcount(ascending=False)
    return MARK_SIZE * (1 + 1.3 * above)


def _values(panel: pd.DataFrame, base: alt.Chart, theme: Theme) -> list[alt.Chart]:
    """The told values as text: set left of the mark in the last part of the panel, so that none runs out."""
    told = base.transform_filter(alt.datum.drawn & alt.datum.told)
    start, end = panel.year_start.min(), panel.year.max()
    late = f"datum.year > {start + (end - start) * 0.8}"
    roomy = f"width >= {PHONE} || datum.told_on_phone"
    shown = alt.condition(roomy, alt.value(1), alt.value(0))
    text = {"text": "number_label:N", "color": alt.value(theme.ink), "opacity": shown}
    return [
        told.transform_filter(f"!({late})")
        .mark_text(dy=-13, align="left", dx=-6, fontSize=12)
        .encode(**text),
        told.transform_filter(late).mark_text(dy=-13, align="right", dx=8, fontSize=12).encode(**text),
    ]


def _bands(panel: pd.DataFrame, definition: ViewDefinition, language: Language) -> pd.DataFrame:
    """The breaks that fall within a panel and concern one of its groups."""
    groups = set(panel.group)
    return pd.DataFrame(
        {"year_start": each.after, "year": each.before, "reason": language.of(each.reason)}
        for each in definition.breaks
        if (each.group is None or each.group in groups)
        and panel.year.min() <= each.after
        and panel.year.max() >= each.before
    )


def _breaks(language: Language, theme: Theme, years: alt.Scale) -> list[alt.Chart]:
    band = chart_of("bands").encode(
        x=alt.X("year_start:Q", scale=years), x2="year:Q", tooltip=_reason(language)
    )
    words = (
        chart_of("bands")
        .encode(tooltip=_reason(language))
        .mark_text(align="left", baseline="bottom", dx=4, dy=-4, fontSize=11, color=theme.muted)
    )
    return [
        band.mark_rect(color=theme.missing, opacity=0.3),
        words.encode(
            x=alt.X("year:Q", scale=years), y=alt.value(PANEL_HEIGHT), text=alt.value(language("chart.break"))
        ),
    ]


def _reason(language: Language) -> alt.Tooltip:
    return alt.Tooltip("reason:N", title=language("chart.break"))
