"""Figures over the years: marks, joined only where they are one unbroken series."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from components.charts.axes import (
    PHONE,
    Panel,
    chart_of,
    disagreeing,
    group_legend,
    group_scale,
    intervals,
    is_ordered,
    kept_in_plot,
    panel_chart,
    tooltip,
    value_axis,
    value_scale,
)
from components.charts.lines import letters
from components.charts.series import dated, years_spanned
from components.charts.suppressed import AXIS, of_panel, words_below
from components.charts.theme import MARK_SIZE, SHAPES, SYMBOLS, Theme
from equity.language import Language
from equity.view import View
from equity.vocabulary import TOTAL, ViewDefinition

PANEL_HEIGHT = 220
UPRIGHT = 14
"""The height of a Chinese character that stands below another, in pixels."""


def timeline(
    marks: pd.DataFrame,
    view: View,
    definition: ViewDefinition,
    language: Language,
    theme: Theme,
    events: pd.DataFrame | None = None,
    suppressed: pd.DataFrame | None = None,
) -> list[Panel]:
    """One chart a panel, over one common span of years. Figures without a date are left to the table.

    Every dated row that is drawn, or that disagrees with the drawn one, is in a chart.

    Parameters
    ----------
    events : what happened when, as `number`, `when` and `event_label`; each a line across every panel.
    suppressed : what is not shown: a time says so at its place, a group is named below the axis of its panel.
    """
    shown = dated(marks)
    if shown.empty:
        return []
    events = pd.DataFrame(columns=["number", "when", "event_label"]) if events is None else events
    silent = suppressed.when.dropna() if suppressed is not None else ()
    years = alt.Scale(domain=list(years_spanned(shown, (*events.when, *silent))), nice=False)
    scales = (years, group_scale(shown, theme), _symbol_scale(shown))
    panels = [panel for _, panel in shown.groupby("panel", sort=False)]
    return [
        _panel(
            panel,
            view,
            definition,
            language,
            theme,
            scales,
            events,
            of_panel(panel, suppressed),
            legend=index == 0,
        )
        for index, panel in enumerate(panels)
    ]


def _panel(
    panel: pd.DataFrame,
    view: View,
    definition: ViewDefinition,
    language: Language,
    theme: Theme,
    scales: tuple[alt.Scale, alt.Scale, alt.Scale | None],
    events: pd.DataFrame,
    hidden: pd.DataFrame,
    *,
    legend: bool,
) -> Panel:
    years, colours, symbols = scales
    first, last = years.domain
    steps: dict[str, Any] = (
        {"tickMinStep": 1, "tickCount": 6} if last - first > 1 else {"values": [first, last]}
    )
    x = alt.X("when:Q", title=None, scale=years, axis=alt.Axis(format="d", grid=False, **steps))
    y = alt.Y(
        "estimate:Q", scale=value_scale(panel, view.scale), axis=value_axis(panel, language, upright=True)
    )
    several = len(colours.domain) > 1
    colour = alt.Color(
        "group_label:N",
        scale=colours,
        legend=group_legend(colours, ordered=is_ordered(panel)) if legend and several else None,
    )
    base = chart_of("marks").encode(x=x, y=y, color=colour)
    bands = _bands(panel, definition, language)
    if view.dimension == TOTAL:
        silent, named = _hidden_times(hidden, language, theme, years)
    else:
        silent, named = words_below(hidden, PANEL_HEIGHT + AXIS, language, theme)
    drawn = base.transform_filter(alt.datum.drawn)
    told = tooltip(language)
    layers = [
        *(_breaks(language, theme, years) if len(bands) else ()),
        *(_events(language, theme, years) if len(events) else ()),
        drawn.transform_filter(alt.datum.segment > 0)
        .mark_line(strokeWidth=2)
        .encode(detail=alt.Detail("segment:N")),
        *(() if definition.months else _spans(drawn, years, told)),
        *intervals(
            drawn.mark_rule(strokeWidth=1.5).encode(y=alt.Y("ci_low:Q"), y2=alt.Y2("ci_high:Q")), panel
        ),
        *(points.encode(tooltip=told) for points in _points(drawn, theme, symbols, legend=legend)),
        *(crosses.encode(tooltip=told) for crosses in disagreeing(base, panel, theme)),
        *_values(panel, base, theme),
        *silent,
    ]
    above = panel.ci_high.fillna(panel.estimate)
    panel = panel.assign(size=_sizes(panel), told_letters=panel[_told_by(panel)].map(letters), above=above)
    return panel_chart(layers, PANEL_HEIGHT, "", marks=panel, bands=bands, events=_together(events), **named)


def _together(events: pd.DataFrame) -> pd.DataFrame:
    """Events of one date share a line: their numbers and words stand side by side."""
    return events.groupby("when", as_index=False)[["number", "event_label"]].agg(", ".join)


def _spans(drawn: alt.Chart, years: alt.Scale, told: list[alt.Tooltip]) -> list[alt.Chart]:
    """A short bar for a figure of several years; a claim at a date, which views by month hold, has none."""
    spans = drawn.transform_filter(alt.datum.year_start < alt.datum.year).mark_rule(strokeWidth=3)
    return [spans.encode(x=alt.X("year_start:Q", scale=years), x2=alt.X2("when:Q"), tooltip=told)]


def _symbol_scale(shown: pd.DataFrame) -> alt.Scale | None:
    """One shape a symbol, the same in every panel; none where the view declares no symbols."""
    labels = [label for label in dict.fromkeys(shown.symbol_label) if label]
    if not labels:
        return None
    return alt.Scale(domain=labels, range=[SYMBOLS[place % len(SYMBOLS)] for place in range(len(labels))])


def _points(drawn: alt.Chart, theme: Theme, symbols: alt.Scale | None, *, legend: bool) -> list[alt.Chart]:
    """Full circles for exact values; open marks, whose shape names the qualifier, for all others.

    Where shapes stand for something else, the qualifier is told in the text beside the mark.
    """
    size = alt.Size("size:Q", scale=None, legend=None)
    if symbols is not None:
        below = group_legend(symbols, orient="bottom") if legend else None
        shape = alt.Shape("symbol_label:N", scale=symbols, legend=below)
        return [drawn.mark_point(filled=True, opacity=1).encode(size=size, shape=shape)]
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
    above = panel.groupby(["when", "estimate", "drawn"]).cumcount(ascending=False)
    return MARK_SIZE * (1 + 1.3 * above)


def _values(panel: pd.DataFrame, base: alt.Chart, theme: Theme) -> list[alt.Chart]:
    """The told values as text above marks and intervals, moved left as far as it would run out of the plot."""
    roomy = f"width >= {PHONE} || datum.told_on_phone"
    shown = alt.condition(roomy, alt.value(1), alt.value(0))
    words = _told_by(panel)
    moved = kept_in_plot("when", "told_letters", -6)
    text = base.transform_filter(alt.datum.drawn & alt.datum.told).mark_text(
        dy=-13, dx=moved, align="left", fontSize=12
    )
    place = {"y": alt.Y("above:Q"), "text": alt.Text(f"{words}:N")}
    return [text.encode(**place, color=alt.ColorValue(theme.ink), opacity=shown)]


def _told_by(panel: pd.DataFrame) -> str:
    """The column of the words at a mark: with its qualifier where no shape tells it."""
    return "value_label" if panel.symbol_label.any() else "number_label"


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
        x=alt.X("year_start:Q", scale=years), x2=alt.X2("year:Q"), tooltip=_reason(language)
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


def _events(language: Language, theme: Theme, years: alt.Scale) -> list[alt.Chart]:
    """A fine line at each event, with the number under which the notes below the chart tell it."""
    told = alt.Tooltip("event_label:N", title=language("chart.event"))
    event = chart_of("events").encode(x=alt.X("when:Q", scale=years), tooltip=told)
    line = event.mark_rule(color=theme.missing, strokeDash=[2, 3])
    number = event.mark_text(baseline="top", dx=3, align="left", fontSize=11, color=theme.muted)
    return [line, number.encode(y=alt.YValue(0), text=alt.Text("number:N"))]


def _hidden_times(
    hidden: pd.DataFrame, language: Language, theme: Theme, years: alt.Scale
) -> tuple[list[alt.Chart], dict[str, pd.DataFrame]]:
    """A word that stands upright at each year or month that is not shown, above the axis; and its data set."""
    if hidden.empty:
        return [], {}
    word, look = language("suppressed.group"), {"fontSize": 12, "color": theme.muted}
    if language.code == "zh":  # which is written downwards, where Latin letters lie on their side
        height = UPRIGHT * len(word) + 6
        down = {"baseline": "top", "dy": -height, "lineBreak": "\n", "lineHeight": UPRIGHT}
        word, look = "\n".join(word), look | down
    else:
        look |= {"align": "left", "angle": 270, "dx": 6}
    text = chart_of("suppressed").mark_text(**look)
    layer = text.encode(x=alt.X("when:Q", scale=years), y=alt.YValue(PANEL_HEIGHT), text=alt.TextValue(word))
    return [layer], {"suppressed": hidden[["when"]]}


def _reason(language: Language) -> alt.Tooltip:
    return alt.Tooltip("reason:N", title=language("chart.break"))
