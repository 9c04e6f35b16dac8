"""Concentration and Lorenz curves: what share of the total the first so many per cent of people have."""

from __future__ import annotations

from dataclasses import replace

import altair as alt
import numpy as np
import pandas as pd

from components.charts.axes import Specification, chart_of, panel_chart, title_in_lines
from components.charts.theme import Theme
from equity.comparison import Comparison, Residents
from equity.language import Language
from equity.measures import advise, concentration_curve, groups_of, lorenz_curve, options_for

HEIGHT = 250
AXIS = 50
"""Pixels that the axis beside the plot takes."""


def curve(
    comparison: Comparison, residents: Residents, language: Language, theme: Theme
) -> Specification | None:
    """The concentration curve of ordered groups, the Lorenz curve of places; `None` where neither has a meaning.

    A point stands at the end of each group, in the order of the curve; the straight line is equality.
    """
    options = options_for(comparison.indicator, comparison.dimension)
    groups = groups_of(comparison.groups(residents), **options)
    index = "rci" if groups.ordered else "gini"
    (advice,) = advise(comparison.indicator, comparison.dimension, groups, (index,))
    if advice.refused or not groups.present.all():
        return None
    people, held = (concentration_curve if groups.ordered else lorenz_curve)(groups)
    order = np.arange(len(groups)) if groups.ordered else np.argsort(groups.estimates, kind="stable")
    points = pd.DataFrame(
        {"people": people, "held": held, "group": ["", *(groups.names[place] for place in order)]}
    )
    kind = "concentration" if groups.ordered else "lorenz"
    return _drawn(kind, points, language, theme)


def curve_of_cases(kind: str, points: pd.DataFrame, language: Language, theme: Theme) -> Specification:
    """The curve of single cases: `concentration` or `lorenz`, with `population_share` and `outcome_share`."""
    named = points.rename(columns={"population_share": "people", "outcome_share": "held"})
    return _drawn(f"cases_{kind}", named, language, theme)


def curve_of_cases_told(kind: str, points: pd.DataFrame, language: Language) -> str:
    """The same curve in words: what its lower half and its highest tenth have of the total."""
    half, others = np.interp((0.5, 0.9), points.population_share, points.outcome_share)
    held = {"half": half, "tenth": 1 - others}
    told = {name: language.quantity(100 * share, "%") for name, share in held.items()}
    return language(f"curve.cases_{kind}.alt", **told)


def _drawn(kind: str, points: pd.DataFrame, language: Language, theme: Theme) -> Specification:
    """Points joined by a line, over the straight line of equality; each tells its `group`, where it has one."""
    x = alt.X(
        "people:Q", title=language(f"curve.{kind}.x"), axis=alt.Axis(format="%", tickCount=5, grid=True)
    )
    y = alt.Y("held:Q", title=language(f"curve.{kind}.y"), axis=alt.Axis(format="%", tickCount=5))
    named = [alt.Tooltip("group:N", title=language(f"curve.{kind}.until"))] if "group" in points else []
    tooltip = [
        *named,
        alt.Tooltip("people:Q", title=language("curve.people"), format=".1%"),
        alt.Tooltip("held:Q", title=language("curve.held"), format=".1%"),
    ]
    layers = [
        chart_of("equality").mark_line(color=theme.muted, strokeDash=[4, 3]).encode(x=x, y=y),
        chart_of("points").mark_line(color=theme.categories[2], strokeWidth=2).encode(x=x, y=y),
        chart_of("points")
        .mark_point(color=theme.categories[2], filled=True, size=45 if named else 8, opacity=1)
        .encode(x=x, y=y, tooltip=tooltip),
    ]
    ends = pd.DataFrame({"people": [0, 1], "held": [0, 1]})
    panel = panel_chart(layers, HEIGHT, points=points, equality=ends)
    title = {"text": language(f"curve.{kind}"), "subtitle": language("curve.equality"), "offset": 8}
    square = {"title": title_in_lines(title, AXIS + HEIGHT), "width": HEIGHT, "autosize": "pad"}
    return replace(panel, frame=panel.frame | square).specification(theme)
