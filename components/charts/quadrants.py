"""Average against gap, one mark a place: who is low on average, who is unequal within, and who is both."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components.charts.axes import Panel, chart_of, label_expression, panel_chart
from components.charts.theme import Theme
from equity.language import Language

HEIGHT = 380
LEAST_PLACES = 5


def quadrants(places: pd.DataFrame, language: Language, theme: Theme) -> Panel:
    """The chart of places.

    Parameters
    ----------
    places : one row a place with `place_label`, `short` (what its mark is called), `average`, `gap`, `average_label`,
        `gap_label`, `unit` and `unit_label`. The lines are the medians of the places shown.
    """
    unit = places.unit.iloc[0]
    expression = label_expression(unit, language)
    x = alt.X(
        "average:Q",
        title=language("quadrants.average"),
        scale=alt.Scale(zero=False, nice=True),
        axis=alt.Axis(labelExpr=expression, tickCount=5, grid=False),
    )
    y = alt.Y(
        "gap:Q",
        title=language("quadrants.gap"),
        scale=alt.Scale(zero=False, nice=True),
        axis=alt.Axis(labelExpr=expression, tickCount=5, grid=False),
    )
    told = [
        alt.Tooltip("place_label:N", title=language("column.place_label")),
        alt.Tooltip("average_label:N", title=language("quadrants.average")),
        alt.Tooltip("gap_label:N", title=language("quadrants.gap")),
    ]
    points = chart_of("places").encode(x=x, y=y)
    lines = chart_of("medians")
    layers = [
        lines.mark_rule(color=theme.muted, strokeDash=[4, 3]).encode(x=x),
        lines.mark_rule(color=theme.muted, strokeDash=[4, 3]).encode(y=y),
        points.mark_point(filled=True, size=60, opacity=1, color=theme.categories[2]).encode(tooltip=told),
        points.mark_text(dx=7, align="left", fontSize=11, color=theme.ink).encode(text="short:N"),
    ]
    medians = pd.DataFrame({"average": [places.average.median()], "gap": [places.gap.median()]})
    return panel_chart(layers, HEIGHT, places=places, medians=medians)
