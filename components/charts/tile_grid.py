"""China as 34 equal cells: where a figure exists, how large it is, and where there is none.

A schematic, not a map: no boundary, coast or extent is drawn, and a cell says only roughly where a place lies.
"""

from __future__ import annotations

from collections.abc import Collection

import altair as alt
import pandas as pd

from components.charts.axes import Panel, chart_of, label_expression, panel_chart
from components.charts.marks import rows_of
from components.charts.theme import Theme
from equity.language import Language
from equity.vocabulary import Region, Vocabulary

SELECTION = "cell"
HATCH = ((0.0, 0.5, 0.5, 0.0), (0.0, 1.0, 1.0, 0.0), (0.5, 1.0, 1.0, 0.5))
"""Diagonal strokes across a unit cell, as x, y, x2, y2."""
CROSS = ((0.0, 0.0, 0.3, 0.3), (0.7, 0.7, 1.0, 1.0), (0.0, 1.0, 0.3, 0.7), (0.7, 0.3, 1.0, 0.0))
"""Strokes from the corners of a unit cell towards its name, likewise: a cell whose figure is hidden."""
CELL_HEIGHT = 42


def short_name(region: Region, language: Language) -> str:
    """What a small mark of a province is called: its character, or its two letters."""
    return region.initial_zh if language.code == "zh" else region.letters


def cells(
    vocabulary: Vocabulary,
    language: Language,
    marks: pd.DataFrame,
    chosen: tuple[str, ...],
    suppressed: Collection[str] = (),
) -> pd.DataFrame:
    """One row a cell, all 34 of them: position, labels, value if there is one, whether it is chosen or hidden."""
    grid = pd.DataFrame(
        {
            "region_code": region.code,
            "row": row - 1,
            "column": column - 1,
            "short": short_name(region, language),
            "place_label": language.of(region.full),
            "chosen": region.code in chosen,
            "hidden": region.code in suppressed,
        }
        for region, row, column in vocabulary.cells()
    )
    if marks.empty:
        return grid.assign(estimate=None, value_label=language("grid.no_figure"), has_figure=False)
    values = marks[marks.drawn].drop_duplicates("region_code")[["region_code", "estimate", "value_label"]]
    grid = grid.merge(values, on="region_code", how="left")
    grid["has_figure"] = grid.estimate.notna()
    without = grid.hidden.map({True: language("suppressed.group"), False: language("grid.no_figure")})
    return grid.assign(value_label=grid.value_label.fillna(without))


def tile_grid(
    grid: pd.DataFrame, unit: str, language: Language, theme: Theme, *, hatched: bool = True
) -> Panel:
    """The grid of `cells`. Cells without a figure are hatched, hidden ones crossed; chosen ones carry a heavy frame.

    Clicking a cell selects its `region_code` in the parameter `cell`.
    """
    extent_x, extent_y = [0, int(grid.column.max()) + 1], [int(grid.row.max()) + 1, 0]
    grid = grid.assign(x=grid.column + 0.04, x2=grid.column + 0.96, y=grid.row + 0.04, y2=grid.row + 0.96)
    grid = grid.assign(middle_x=grid.column + 0.5, middle_y=grid.row + 0.5)
    scales = (alt.Scale(domain=extent_x, nice=False), alt.Scale(domain=extent_y, nice=False))
    x, y = alt.X("x:Q", scale=scales[0], axis=None), alt.Y("y:Q", scale=scales[1], axis=None)
    select = alt.selection_point(name=SELECTION, fields=["region_code"], on="click", clear=False)
    tooltip = [
        alt.Tooltip("place_label:N", title=language("column.place_label")),
        alt.Tooltip("value_label:N", title=language("column.value_label")),
    ]
    base = chart_of("cells").encode(x=x, y=y, x2="x2:Q", y2="y2:Q", tooltip=tooltip)
    shown = grid[grid.has_figure]
    colour = alt.Fill(
        "estimate:Q",
        scale=alt.Scale(range=list(theme.sequential[1:]), zero=True),
        legend=alt.Legend(
            title=None, gradientLength=180, labelExpr=label_expression(unit, language), tickCount=3
        ),
    )
    stroke = alt.condition(alt.datum.chosen, alt.value(theme.categories[1]), alt.value(theme.grid))
    width = alt.condition(alt.datum.chosen, alt.value(3), alt.value(1))
    layers = [
        base.transform_filter(~alt.datum.has_figure)
        .mark_rect(fill=theme.background if hatched else theme.sequential[1], cornerRadius=3)
        .encode(stroke=stroke, strokeWidth=width)
        .add_params(select),
    ]
    if hatched and not grid.has_figure.all():
        strokes = chart_of("strokes").encode(x=x, y=y, x2="x2:Q", y2="y2:Q")
        ink = alt.condition(alt.datum.hidden, alt.value(theme.muted), alt.value(theme.missing))
        layers.append(strokes.mark_rule(strokeWidth=1, opacity=0.7).encode(color=ink))
    if len(shown):
        filled = base.transform_filter(alt.datum.has_figure).mark_rect(cornerRadius=3)
        layers.append(filled.encode(fill=colour, stroke=stroke, strokeWidth=width))
    layers.append(_initials(shown, scales, tooltip, theme))
    height = CELL_HEIGHT * extent_y[0]
    return panel_chart(layers, height, cells=grid, strokes=_strokes(grid[~grid.has_figure]))


def _strokes(empty: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "x": cell.x + a * 0.92,
            "y": cell.y + b * 0.92,
            "x2": cell.x + c * 0.92,
            "y2": cell.y + d * 0.92,
            "hidden": cell.hidden,
        }
        for cell in rows_of(empty)
        for a, b, c, d in (CROSS if cell.hidden else HATCH)
    )


def _initials(
    shown: pd.DataFrame, scales: tuple[alt.Scale, alt.Scale], tooltip: list[alt.Tooltip], theme: Theme
) -> alt.Chart:
    # The background colour on the strong end of the scale, ink elsewhere: both keep a contrast of 4.5 to 1.
    strong_end = f"datum.has_figure && datum.estimate > {shown.estimate.max() * 0.45 if len(shown) else 1}"
    colour = alt.condition(strong_end, alt.value(theme.background), alt.value(theme.ink))
    x, y = alt.X("middle_x:Q", scale=scales[0], axis=None), alt.Y("middle_y:Q", scale=scales[1], axis=None)
    words = chart_of("cells").mark_text(fontSize=13)
    return words.encode(x=x, y=y, text="short:N", color=colour, tooltip=tooltip)
