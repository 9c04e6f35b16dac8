"""Campaigns one by one, goal against raised: to zoom and point at. Plotly with WebGL, on the page only."""

from __future__ import annotations

import math

import pandas as pd
from plotly import graph_objects as go

from components.charts.explorer import layout
from components.charts.theme import Theme
from equity.language import Language

HEIGHT, MARK = 440, 5
FEW = 3
"""Powers of ten so few that what lies between them is told, too."""

MARGIN = {"l": 10, "r": 10, "t": 36, "b": 10}


def campaigns(points: pd.DataFrame, language: Language, theme: Theme) -> go.Figure:
    """A point a campaign, on axes of magnitudes; on the line a goal is reached to the last yuan.

    Parameters
    ----------
    points : `goal` and `raised`, both above zero.
    """
    hover = language("campaigns.hover", goal="%{x:,.0f}", raised="%{y:,.0f}")
    marker = {"size": MARK, "color": theme.accent, "opacity": 0.35}
    figure = go.Figure(
        go.Scattergl(
            x=points.goal,
            y=points.raised,
            mode="markers",
            marker=marker,
            hovertemplate=f"{hover}<extra></extra>",
        )
    )
    ends = [float(points.goal.min()), float(points.goal.max())]
    line = {"color": theme.muted, "width": 1.5, "dash": "dash"}
    figure.add_trace(go.Scattergl(x=ends, y=ends, mode="lines", line=line, hoverinfo="skip"))
    axis = {
        "type": "log",
        "automargin": True,
        "gridcolor": theme.grid,
        "zeroline": False,
        "tickfont": {"color": theme.muted},
    }
    for side, name in ((figure.update_xaxes, "goal"), (figure.update_yaxes, "raised")):
        ticks = _ticks(float(points[name].min()), float(points[name].max()))
        named = {"tickvals": ticks, "ticktext": [language.number(each) for each in ticks]}
        side(axis | named, title={"text": language(f"campaigns.{name}"), "standoff": 8})
    figure.update_layout(layout(HEIGHT, theme) | {"showlegend": False, "dragmode": "zoom", "margin": MARGIN})
    return figure


def _ticks(low: float, high: float) -> list[float]:
    """The powers of ten around these values; of few of them twice and five times each as well."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps = (1, 2, 5) if len(powers) <= FEW else (1,)
    return [step * 10.0**power for power in powers for step in steps]
