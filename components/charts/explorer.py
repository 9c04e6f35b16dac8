"""Products one by one, under their round: a mark each, to point at. Plotly, on the page only.

Colour is the kind of purchase, shape is what the price before is. A full mark has the same product of the same
maker before and after; only there is the distance from 100% a cut of that product, so every other is open.
"""

from __future__ import annotations

import math
from html import escape
from typing import Any

import pandas as pd
from plotly import graph_objects as go

from components.charts.lines import in_lines, letters
from components.charts.marks import Row, rows_of
from components.charts.rounds import SAME_PRODUCT, WHOLE, by_round, is_share
from components.charts.series import visible
from components.charts.theme import FONT, Theme
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition

BASES = (
    *("circle", "diamond-wide", "diamond", "triangle-up", "triangle-down", "cross", "x", "pentagon"),
    *("star", "square", "bowtie", "hourglass", "hexagram", "star-square", "diamond-tall"),
)
"""Shapes of what the price before is, in the declared order; each can be full or open."""

ANOTHER_SOURCE = "x-thin-open"
MARK, TEXT, MARK_LINE, HEADING, UNDER_HEADING, KEY, AXIS = 11, 15, 18, 27, 6, 20, 40
"""Pixels of a mark, a line of text, what a mark adds to its name, what a heading adds to its own text, what the
name below a heading is nearer to it, a line of the legend, and the axis."""

WIDTH = 44
"""Latin letters, or half as many Chinese characters, that a phone has room for in a line."""

LOG_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
LATE = 0.6
"""Beyond this share of the axis the text of a mark stands left of it."""

BREAK = "<br>"


def explorer(
    marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language, theme: Theme
) -> go.Figure:
    """One figure: a row a product, rounds in the order of announcement, names above the marks.

    Every row that is drawn, or that disagrees with the drawn one, has a mark.

    Parameters
    ----------
    marks : the labelled frame; the columns `round`, `round_kind`, `price_base` and `comparator` have their
        `<column>_label` and `<column>_position` (as declared, -1 where there is no code).
    """
    shown, names, height = _placed(visible(marks), language)
    axis = _value_axis(shown, view)
    figure = go.Figure(_rules(shown, axis, theme))
    for _, kind in shown[shown.drawn].groupby("round_kind_position"):
        figure.add_trace(_marks(kind, axis, language, theme))
    if not shown.drawn.all():
        figure.add_trace(_other_sources(shown[~shown.drawn], language, theme))
    keys = _keys(shown, language, theme)
    figure.add_traces(keys)
    figure.update_layout(layout(height + AXIS + KEY * len(keys), theme))
    if is_share(shown):
        figure.update_layout(_reference(axis, language, theme))
    figure.update_xaxes(axis, gridcolor=theme.grid, tickfont={"color": theme.muted})
    figure.update_yaxes(range=[height, 0], showgrid=False, zeroline=False, visible=False, fixedrange=True)
    for name in _names(names):
        figure.add_annotation(name)
    return figure


def _placed(shown: pd.DataFrame, language: Language) -> tuple[pd.DataFrame, dict[float, str], float]:
    """The rows with their `heading` and `y` in pixels from the top, the texts at theirs, and the whole height."""
    shown = by_round(shown, language)
    names: dict[float, str] = {}
    places: dict[tuple[str, str], float] = {}
    y, heading = 0.0, ""
    for row in rows_of(shown):
        if row.heading != heading:
            heading, text = row.heading, wrapped(row.heading)
            y += TEXT * (1 + text.count(BREAK)) + HEADING
            names[y] = f"<b>{text}</b>"
            y -= UNDER_HEADING
        if (heading, row.group) not in places:
            name = wrapped(row.group_label)
            y += TEXT * (1 + name.count(BREAK)) + MARK_LINE
            places[heading, row.group], names[y] = y, name
    return shown.assign(y=[places[row.heading, row.group] for row in rows_of(shown)]), names, y + MARK_LINE


def _rules(shown: pd.DataFrame, axis: dict[str, Any], theme: Theme) -> go.Scatter:
    """A fine line under each name, on which its mark stands."""
    ends = [10**end for end in axis["range"]] if axis["type"] == "log" else axis["range"]
    heights = list(dict.fromkeys(shown.y))
    x, y = [*ends, None] * len(heights), [each for height in heights for each in (height, height, None)]
    line = {"color": theme.grid, "width": 1}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _reference(axis: dict[str, Any], language: Language, theme: Theme) -> dict[str, Any]:
    """The line at 100% and the words beside it. Plotly counts words on a logarithmic axis by their exponent."""
    line = {"color": theme.muted, "width": 1.5, "dash": "dash"}
    words = {
        "x": math.log10(WHOLE) if axis["type"] == "log" else WHOLE,
        "text": _safe(language("explorer.reference")),
        "font": {"color": theme.muted},
        **{"yref": "paper", "y": 1, "xanchor": "left", "yanchor": "top", "showarrow": False},
    }
    rule = {"type": "line", "x0": WHOLE, "x1": WHOLE, "yref": "paper", "y0": 0, "y1": 1, "line": line}
    return {"shapes": [rule | {"layer": "between"}], "annotations": [words]}


def _marks(rows: pd.DataFrame, axis: dict[str, Any], language: Language, theme: Theme) -> go.Scatter:
    """The marks of one kind of purchase, each with its value as text on the side that has room."""
    colour = _colour(rows.round_kind_position.iloc[0], theme)
    low, high = axis["range"]
    places = rows.estimate.map(math.log10) if axis["type"] == "log" else rows.estimate
    late = (places - low) / (high - low) > LATE
    return go.Scatter(
        x=list(rows.estimate),
        y=list(rows.y),
        mode="markers+text",
        marker=_marker([_symbol(row) for row in rows_of(rows)], colour),
        text=[f" {_safe(label)} " for label in rows.value_label],
        textposition=["middle left" if each else "middle right" for each in late],
        textfont={"color": theme.ink},
        cliponaxis=False,
        **_told(rows, language),
    )


def _other_sources(rows: pd.DataFrame, language: Language, theme: Theme) -> go.Scatter:
    """A cross for each value that another source prints for a quantity already drawn."""
    marker = _marker(ANOTHER_SOURCE, theme.muted)
    return go.Scatter(
        x=list(rows.estimate), y=list(rows.y), mode="markers", marker=marker, **_told(rows, language)
    )


def _told(rows: pd.DataFrame, language: Language) -> dict[str, Any]:
    """What pointing at a mark says."""
    texts = [_hover(row, language) for row in rows_of(rows)]
    return {"hovertext": texts, "hovertemplate": "%{hovertext}<extra></extra>", "showlegend": False}


def _hover(row: Row, language: Language) -> str:
    """Product, value, both prices, round, base, comparator, grade and source: a line each."""
    lines = (
        language("explorer.value", indicator=row.indicator_label, value=row.value_label),
        getattr(row, f"footnote_{language.code}"),
        row.heading,
        language("explorer.base", base=row.price_base_label) if row.price_base_label else "",
        language("explorer.comparator", comparator=row.comparator_label) if row.comparator_label else "",
        language("explorer.source", grade=row.grade_label, source=row.source_label),
    )
    return BREAK.join((f"<b>{wrapped(row.group_label)}</b>", *(wrapped(line) for line in lines if line)))


def _keys(shown: pd.DataFrame, language: Language, theme: Theme) -> list[go.Scatter]:
    """The legend: kinds of purchase, bases, full and open marks, as far as they are shown."""
    drawn = shown[shown.drawn]
    kinds = drawn.drop_duplicates("round_kind").sort_values("round_kind_position")
    bases = drawn.drop_duplicates("price_base").sort_values("price_base_position")
    keys = [
        (row.round_kind_label, "circle", _colour(row.round_kind_position, theme)) for row in rows_of(kinds)
    ]
    keys += [(row.price_base_label, _shape(row), theme.muted) for row in rows_of(bases)]
    same = drawn.comparator == SAME_PRODUCT
    keys += [(language("explorer.full"), "circle", theme.ink)] if same.any() else []
    keys += [(language("explorer.open"), "circle-open", theme.ink)] if not same.all() else []
    keys += (
        [(language("explorer.other_source"), ANOTHER_SOURCE, theme.muted)] if not shown.drawn.all() else []
    )
    return [
        go.Scatter(x=[None], y=[None], mode="markers", marker=_marker(symbol, colour), name=_safe(label))
        for label, symbol, colour in keys
        if label
    ]


def _marker(symbol: str | list[str], colour: str) -> dict[str, Any]:
    return {"symbol": symbol, "size": MARK, "color": colour, "line": {"color": colour, "width": 2}}


def _colour(position: float, theme: Theme) -> str:
    return theme.muted if position < 0 else theme.categories[int(position) % len(theme.categories)]


def _shape(row: Row) -> str:
    return BASES[int(row.price_base_position) % len(BASES)] if row.price_base_position >= 0 else BASES[0]


def _symbol(row: Row) -> str:
    return _shape(row) if row.comparator == SAME_PRODUCT else f"{_shape(row)}-open"


def _value_axis(shown: pd.DataFrame, view: View) -> dict[str, Any]:
    """From zero to past 100%, or logarithmic where the reader asks for it; the ends are in what the axis counts."""
    values = [*shown.estimate, WHOLE]
    low, high = min(values), max(values)
    log = view.scale == "log" and low > 0
    ends = [math.log10(low / 1.3), math.log10(high * 1.3)] if log else [min(0.0, low), high * 1.08]
    step = 50 if high > 125 else 25
    steps = LOG_STEPS if log else tuple(range(step * math.floor(ends[0] / step), int(high) + 1, step))
    common = {
        "ticktext": [f"{step}%" for step in steps],
        "side": "top",
        "zeroline": False,
        "automargin": True,
    }
    return {"type": "log" if log else "linear", "range": ends, "tickvals": steps, **common}


def _names(names: dict[float, str]) -> list[dict[str, Any]]:
    """The names, inside the plot and above their marks, so that a phone has room for both."""
    common = {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "bottom", "align": "left"}
    return [
        {"y": y, "yshift": MARK / 2, "text": text, "showarrow": False, **common} for y, text in names.items()
    ]


def layout(height: float, theme: Theme) -> dict[str, Any]:
    """How every figure by Plotly looks: the house's colours and font, its legend above."""
    return {
        "height": height,
        "font": {"family": FONT, "size": 12, "color": theme.ink},
        "paper_bgcolor": theme.background,
        "plot_bgcolor": theme.background,
        "margin": {"l": 14, "r": 8, "t": AXIS, "b": 4},
        "dragmode": False,  # a finger that moves over the chart scrolls the page
        "hoverlabel": {
            "bgcolor": theme.background,
            "bordercolor": theme.muted,
            "font": {"color": theme.ink},
            "align": "left",
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "yref": "container",
            "y": 1,
            "yanchor": "top",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "modebar": {"bgcolor": theme.background, "color": theme.muted, "activecolor": theme.ink},
    }


def wrapped(text: str) -> str:
    """A text from the data in lines that a phone has room for, safe inside a Plotly label.

    >>> wrapped("Insulin lispro mix 25R, Eli Lilly & Company, renewal")
    'Insulin lispro mix 25R, Eli Lilly &amp; Company,<br>renewal'
    """
    return BREAK.join(_safe(line) for line in in_lines(text, WIDTH, letters))


def _safe(text: str) -> str:
    return escape(text, quote=False)
