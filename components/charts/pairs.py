"""Products one by one, under their round, on paper: what `explorer` draws to be pointed at, drawn to be read."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd

from components.charts.axes import Panel, chart_of, disagreeing, panel_chart, value_axis, value_scale
from components.charts.rounds import SAME_PRODUCT, WHOLE, by_round, is_share
from components.charts.series import visible
from components.charts.theme import MARK_SIZE, SYMBOLS, Theme
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition

LINE = 20
NAMES = 420
CROSS = "cross"
"""Pixels of a line, and of the longest name that is written out."""


def pairs(
    marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language, theme: Theme
) -> list[Panel]:
    """One chart: a line a product under the name of its round, colour the kind of purchase, shape the base.

    Every row that is drawn, or that disagrees with the drawn one, has a mark; full ones have one product and maker.
    """
    shown = visible(marks)
    if shown.empty:
        return []
    shown = by_round(shown, language)
    shown = shown.assign(line=shown.heading + "\n" + shown.group, full=shown.comparator == SAME_PRODUCT)
    names = _names(shown)
    heading = "indexof(datum.value, '\\n') < 0"
    axis = alt.Axis(
        labelExpr=f"({json.dumps(names, ensure_ascii=False)})[datum.value]",
        labelFontWeight=alt.condition(heading, alt.value("bold"), alt.value("normal")),
        labelLimit=NAMES,
        grid=False,
        domain=False,
        ticks=False,
    )
    y = alt.Y("line:N", title=None, scale=alt.Scale(domain=list(names)), axis=axis)
    x = alt.X("estimate:Q", scale=_scale(shown, view), axis=value_axis(shown, language))
    base = chart_of("marks").encode(x=x, y=y)
    drawn = base.transform_filter(alt.datum.drawn)
    points = drawn.encode(
        color=_colour(shown, theme), shape=_shape(shown, language), tooltip=[alt.Tooltip("value_label:N")]
    )
    layers = [
        *_reference(shown, language, theme),
        points.transform_filter(alt.datum.full).mark_point(filled=True, size=MARK_SIZE, opacity=1),
        points.transform_filter(~alt.datum.full).mark_point(
            filled=False, fill=theme.background, size=MARK_SIZE, strokeWidth=2, opacity=1
        ),
        *disagreeing(base, shown, theme),
        drawn.mark_text(align="left", dx=9, fontSize=12, color=theme.ink).encode(text="value_label:N"),
    ]
    furthest = shown[shown.drawn].sort_values("estimate").value_label.iloc[-1]
    kept = shown.drop(columns=["panel_title", "panel_context"]).assign(
        kind=shown.round_kind_label,
        base=shown.price_base_label,
        panel_title=shown.indicator_label,
        panel_context="",
    )
    whole = pd.DataFrame({"whole": [WHOLE]})
    return [panel_chart(layers, LINE * len(names), beside=furthest, marks=kept, whole=whole)]


def _names(shown: pd.DataFrame) -> dict[str, str]:
    """What is written at each line: a round above its products."""
    names: dict[str, str] = {}
    for heading, line, product in zip(shown.heading, shown.line, shown.group_label, strict=True):
        names |= {heading: heading, line: product}
    return names


def _scale(shown: pd.DataFrame, view: View) -> alt.Scale:
    """From zero to past 100%; logarithmic where the reader asks for it."""
    scale = value_scale(shown, view.scale)
    if scale.to_dict().get("type") == "log":
        return scale
    return alt.Scale(
        domain=[min(0.0, shown.estimate.min()), 1.05 * max(WHOLE, shown.estimate.max())], nice=False
    )


def _colour(shown: pd.DataFrame, theme: Theme) -> alt.Color:
    kinds = shown[shown.drawn & (shown.round_kind_label != "")]
    kinds = kinds.drop_duplicates("round_kind").sort_values("round_kind_position")
    colours = [
        theme.muted if place < 0 else theme.categories[int(place) % len(theme.categories)]
        for place in kinds.round_kind_position
    ]
    scale = alt.Scale(domain=list(kinds.round_kind_label), range=colours)
    return alt.Color("kind:N", scale=scale, legend=alt.Legend(title=None, columns=3))


def _shape(shown: pd.DataFrame, language: Language) -> alt.Shape:
    """One shape a base; the cross, which another source's value has, is told beside them where there is one."""
    bases = shown[shown.drawn & (shown.price_base_label != "")]
    labels = list(dict.fromkeys(bases.sort_values("price_base_position").price_base_label))
    free = [symbol for symbol in SYMBOLS if symbol != CROSS]
    shapes = [free[place % len(free)] for place in range(len(labels))]
    if not shown.drawn.all():
        labels, shapes = [*labels, language("explorer.other_source")], [*shapes, CROSS]
    scale = alt.Scale(domain=labels, range=shapes)
    return alt.Shape(
        "base:N", scale=scale, legend=alt.Legend(title=None, orient="bottom", columns=2, labelLimit=NAMES)
    )


def _reference(shown: pd.DataFrame, language: Language, theme: Theme) -> list[alt.Chart]:
    """The line at 100% and the words beside it, where all figures are shares of a price."""
    if not is_share(shown):
        return []
    whole = chart_of("whole").encode(x=alt.X("whole:Q"))
    words = whole.mark_text(align="left", dx=4, baseline="bottom", fontSize=12, color=theme.muted)
    return [
        whole.mark_rule(strokeDash=[5, 3], strokeWidth=1.5, color=theme.muted),
        words.encode(y=alt.value(-2), text=alt.value(language("explorer.reference"))),
    ]
