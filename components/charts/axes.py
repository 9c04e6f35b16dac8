"""Scales, axes and tooltips shared by the forms. Units and bases never share an axis."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal, TypeAlias

import altair as alt
import numpy as np
import pandas as pd

from components.charts.lines import in_lines, letters
from components.charts.theme import Theme, configuration
from equity.language import Language
from equity.view import View
from equity.vocabulary import TOTAL

Specification: TypeAlias = dict[str, Any]
"""A Vega-Lite chart as data."""

Rows: TypeAlias = list[dict[str, Any]]


@dataclass(frozen=True)
class Panel:
    """One panel: its layers, what stands around them, and the data sets that the layers name.

    They are joined only when the chart is finished, as plain data: Altair copies all that a chart holds at every
    step.
    """

    layers: tuple[alt.Chart, ...]
    frame: Specification
    datasets: dict[str, Rows]

    def specification(self, theme: Theme) -> Specification:
        """The finished chart in the house style."""
        layers = [layer.to_dict(validate=False) for layer in self.layers]
        schema = layers[0]["$schema"]
        params = []
        for place, layer in enumerate(layers):
            for name in ("$schema", "config"):
                layer.pop(name, None)
            if "params" in layer:  # a selection belongs to the whole chart and names the layer it is made in
                layer["name"] = f"layer_{place}"
                params += [each | {"views": [layer["name"]]} for each in layer.pop("params")]
        whole = {
            "$schema": schema,
            "layer": layers,
            "datasets": self.datasets,
            "config": configuration(theme),
        }
        return whole | self.frame | ({"params": params} if params else {})


UNCHARTED = frozenset(
    (
        *(
            "statistic",
            "preliminary",
            "se",
            "population",
            "setting",
            "period_start",
            "period_end",
            "dimension",
        ),
        *("subgroup", "attribute_dimension", "attribute", "locator", "also_source_ids", "flags", "caveats"),
        *("footnote_en", "footnote_zh", "founding", "printed_estimate", "printed_unit", "residence"),
        *(
            "reference_subgroup",
            "draw_rank",
            "panel",
            "panel_label",
            "panel_title",
            "panel_context",
            "unit_label",
            "summed",
            "source_url",
        ),
    )
)
"""Columns of a labelled frame that no chart shows."""

LEGEND_SYMBOL, LEGEND_CHARACTER = 28, 7
"""Pixels that a symbol with its margins, and a Latin letter, take in a legend."""

LEGEND_LINES = 6
"""Of more ordered groups than this a phone is told the first and the last: the shades between them follow."""

TITLE_LETTERS = {"text": 8.5, "subtitle": 7}
"""Pixels that a Latin letter of a title takes at most."""

WIDEST_LETTER = 7
"""Pixels that a Latin letter of a value takes at most."""

BESIDE_PLOT = 100
"""Pixels that an axis takes from the width of a chart at most, about."""

PHONE = 420
"""A chart narrower than this, in pixels, has room for fewer words."""

CHART_WIDTH = "(containerSize()[0] || width)"
ANOTHER_COLUMN = re.compile(rf" \+ \({re.escape(CHART_WIDTH)} > (\d+)\)")
"""What `group_legend` writes of each column after the first: the width of a chart that has no room for it."""

NEARLY_WHOLE = 55
"""Shares that reach this many percent are shown against the whole."""

TOOLTIP = (
    "indicator_label",
    "place_label",
    "group_label",
    "period_label",
    "value_label",
    "interval_label",
    "grade_label",
    "source_label",
)


def tooltip(language: Language) -> list[alt.Tooltip]:
    """What hovering a mark says: what, where, who, when, how much, how sure, from where."""
    return [alt.Tooltip(f"{column}:N", title=language(f"column.{column}")) for column in TOOLTIP]


def is_ordered(marks: pd.DataFrame) -> bool:
    """Whether every group has its place in an order."""
    return bool(marks.subgroup_order.notna().all())


def group_scale(marks: pd.DataFrame, theme: Theme) -> alt.Scale:
    """One colour a group, the same in every panel: ordered groups from light to dark, a total in ink."""
    groups = marks.drop_duplicates("group").sort_values("group_position")
    codes = [code for code in groups.group if code != TOTAL]
    if groups.subgroup_order.notna().any():
        last = max(1, len(codes) - 1)
        colours = [theme.sequential[3 + round(place * 6 / last)] for place in range(len(codes))]
    else:
        colours = [theme.categories[place % len(theme.categories)] for place in range(len(codes))]
    by_code = dict(zip(codes, colours, strict=True)) | {TOTAL: theme.muted}
    return alt.Scale(domain=list(groups.group_label), range=[by_code[code] for code in groups.group])


def group_legend(
    colours: alt.Scale, orient: Literal["top", "bottom"] = "top", *, ordered: bool = False
) -> alt.Legend:
    """The groups in as many columns as there is room for, each as wide as its own longest label.

    The room is reckoned from the width of the whole chart. That of the plot is found while the chart is laid out, and
    Vega makes no more room above it when a legend then takes another row. A phone is told the ends of many `ordered`
    groups.
    """
    labels = list(colours.domain)
    widths = [LEGEND_SYMBOL + LEGEND_CHARACTER * letters(label) for label in labels]
    needed = (sum(max(widths[at::count]) for at in range(count)) for count in range(2, len(widths) + 1))
    further = (f" + ({CHART_WIDTH} > {BESIDE_PLOT + each})" for each in accumulate(needed, max))
    columns = alt.ExprRef("".join(("1", *further)))
    if not ordered or len(labels) <= LEGEND_LINES:
        return alt.Legend(title=None, orient=orient, columns=columns)
    every, ends = (json.dumps(each, ensure_ascii=False) for each in (labels, [labels[0], labels[-1]]))
    told = alt.ExprRef(f"{CHART_WIDTH} > {PHONE} ? {every} : {ends}")
    return alt.Legend(title=None, orient=orient, columns=columns, values=told)


def kept_in_plot(place: str, words: str, offset: float) -> alt.ExprRef:
    """How far words that begin beside their mark are moved: `offset`, or to the left until they end in the plot.

    `place` and `words` are columns: where the mark stands on the x axis, and how many `letters` its words have.
    """
    return alt.ExprRef(f"min({offset}, width - scale('x', datum.{place}) - {WIDEST_LETTER} * datum.{words})")


def labels_in_lines(lines: Mapping[str, list[str]]) -> str:
    """A Vega expression that writes each label of an axis in its lines."""
    return f"({json.dumps(dict(lines), ensure_ascii=False)})[datum.label]"


def printed(chart: Specification, width: float, font: str) -> Specification:
    """A finished chart for paper: as wide as told, its legends whole and in columns that fit, in a font."""

    def counted(part: Any) -> Any:
        if isinstance(part, dict):
            further = ANOTHER_COLUMN.findall(str(part.get("expr", "")))
            if further:
                return 1 + sum(width > int(needed) for needed in further)
            kept = {name: each for name, each in part.items() if name != "values" or isinstance(each, list)}
            return {name: counted(each) for name, each in kept.items()}
        return [counted(each) for each in part] if isinstance(part, list) else part

    layers = [counted(layer) for layer in chart["layer"]]
    head = title_in_lines(chart["title"], width) if chart["title"] else ""
    frame = {"layer": layers, "width": width, "title": head}
    return chart | frame | {"config": chart["config"] | {"font": font}}


def title_in_lines(title: Specification, width: float) -> Specification:
    """A title in lines no wider than a chart."""
    pixels = TITLE_LETTERS.items()
    return title | {
        part: in_lines(title[part], width / each, letters) for part, each in pixels if part in title
    }


def value_scale(marks: pd.DataFrame, kind: str) -> alt.Scale:
    """From zero, to 100 where a percentage comes near it; logarithmic when asked and nothing is zero or less."""
    if kind == "log" and (marks.estimate > 0).all():
        return alt.Scale(type="log", nice=True)
    share = (marks.unit == "%").all() and marks.estimate.between(0, 100).all()
    if share and marks.estimate.max() > NEARLY_WHOLE:
        return alt.Scale(domain=[0, 100])
    return alt.Scale(zero=True, nice=True)


def value_scales(marks: pd.DataFrame, view: View) -> dict[str, alt.Scale]:
    """A scale for each panel: one for all panels of a unit, or each its own where the reader asks for that.

    Where the plain scale has no domain yet, panels that share one take the widest that any of them needs.
    """
    scales = {}
    for panel, rows in marks.groupby("panel", sort=False):
        alike = marks[marks.unit == rows.unit.iloc[0]] if view.axis == "shared" else rows
        scale = value_scale(alike, view.scale)
        if view.axis == "shared" and "domain" not in scale.to_dict() and len(alike) > len(rows):
            ends = alike[["estimate", "ci_low", "ci_high"]].to_numpy(dtype=float)
            low = np.nanmin(ends[ends > 0]) if view.scale == "log" else min(0.0, float(np.nanmin(ends)))
            scale["domain"] = [float(low), float(np.nanmax(ends))]
        scales[str(panel)] = scale
    return scales


def value_axis(marks: pd.DataFrame, language: Language, *, upright: bool = False) -> alt.Axis:
    """An axis whose labels count as the language does; an upright one has its unit above it."""
    unit = marks.unit.iloc[0]
    place = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -8} if upright else {}
    return alt.Axis(
        **place,
        title=None if unit == "%" else marks.unit_label.iloc[0],
        labelExpr=label_expression(unit, language),
        tickCount=5,
        grid=True,
        domain=False,
        ticks=False,
    )


def chart_of(name: str) -> alt.Chart:
    """A chart of the data set `name`, which `panel_chart` is given."""
    return alt.Chart(alt.NamedData(name))


def intervals(layer: alt.Chart, panel: pd.DataFrame) -> list[alt.Chart]:
    """The layer of published intervals, where the panel has any."""
    return [layer] if panel.ci_low.notna().any() else []


def disagreeing(base: alt.Chart, panel: pd.DataFrame, theme: Theme) -> list[alt.Chart]:
    """A cross for each value that another source prints for a quantity already drawn."""
    if panel.drawn.all():
        return []
    return [base.transform_filter(~alt.datum.drawn).mark_point(shape="cross", size=50, color=theme.muted)]


def panel_chart(layers: list[alt.Chart], height: int, beside: str = "", **data: pd.DataFrame) -> Panel:
    """The layers of one panel, as wide as there is room, with the data sets that the layers name.

    `height` is that of the plot: a legend adds to it. `beside` is the longest text that stands right of a mark,
    for which room is left beside the plot. Each data set stands in the chart once, however many
    layers show it, and only the columns that a mark or a reader can use.
    """
    frame = {
        "height": height,
        "width": "container",
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 4, "top": 4, "bottom": 4, "right": 4 + LEGEND_CHARACTER * letters(beside)},
        "title": _title(data["marks"]) if "marks" in data else "",
    }
    return Panel(tuple(layers), frame, {name: _records(frame) for name, frame in data.items()})


def _title(marks: pd.DataFrame) -> Specification:
    """What is measured, and below it what tells this panel from others: both short enough for a phone."""
    first = marks.iloc[0]
    title = {"text": first.panel_title, "offset": 8}
    return title | ({"subtitle": first.panel_context} if first.panel_context else {})


def _of_own(column: str, frame: pd.DataFrame) -> bool:
    """Whether a column labels or numbers one of the dataset's own columns, which no chart here shows by itself."""
    own = column.removesuffix("_label").removesuffix("_position")
    return own not in (column, "group") and {own, f"{own}_label", f"{own}_position"} <= set(frame.columns)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    kept = frame[
        [column for column in frame.columns if column not in UNCHARTED and not _of_own(column, frame)]
    ]
    return json.loads(kept.to_json(orient="records"))


def label_expression(unit: str, language: Language) -> str:
    """A Vega expression that writes a tick as the language does: 万 and 亿, or million and billion.

    The end of a legend of colours is a value and no round number: four digits tell it.
    """
    if unit == "%":
        return "format(datum.value, '.4~g') + '%'"
    steps = (
        [(10**8, "number.1e8"), (10**4, "number.1e4")]
        if language.code == "zh"
        else [(10**9, "number.1e9"), (10**6, "number.1e6")]
    )
    # Chinese writes four digits unbroken, and from 10,000 on counts in 万.
    expression = "format(datum.value, '.4~g')" if language.code == "zh" else "format(datum.value, ',~g')"
    for size, key in reversed(steps):
        name = language(key)
        expression = (
            f"abs(datum.value) >= {size} ? format(datum.value / {size}, '.4~g') + '{name}' : {expression}"
        )
    return expression
