"""The charts of a view as figures, places and colours alone, for files whose reader edits the charts.

A panel becomes one `Plot`, or several where it holds more bars than one chart has room for, or shares of unlike
prices. Bars stay bars. Groups side by side are marks over their rows, and bars where there is one row. Years are a
scatter, in which a line joins only the marks of one unbroken run. Figures are in the unit that the axis names, in
millions where they are large, so that every office suite shows the same numbers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import altair as alt
import pandas as pd

from components.charts.axes import group_scale, value_scale, value_scales
from components.charts.bars import ordered, scale_of
from components.charts.groups import WHOLE_ORDER, ends
from components.charts.lines import letters
from components.charts.marks import Row, rows_of
from components.charts.rounds import SAME_PRODUCT, by_round
from components.charts.series import dated, visible, years_spanned
from components.charts.theme import LIGHT
from components.export.content import Content
from equity.language import COMPACT_STEPS, Language
from equity.view import View
from equity.vocabulary import EXPLORER, NATION

BARS, LONG_BARS, LONG = 18, 6, 20
"""More bars than this are divided between charts; fewer still where a name takes so many Latin letters."""

FEW = 3
"""Up to so many bars are read on a quarter of a slide."""

WHOLE, HEADROOM = 100, 0.08
"""Beyond the outermost marks stand their values, for which this share of an axis is kept; never past 100%."""

TICKS = 4
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Mark:
    """One figure in a chart: where it stands, in the unit of its axis, and what stands beside it."""

    x: float
    """The place of its category, or its year."""
    y: float
    label: str = ""
    words: str = ""
    """The figure with its unit and what it leaves open, also where the chart has no room for a label."""
    colour: str = ""
    """Where it differs from that of its series."""
    interval: tuple[float, float] | None = None
    since: float | None = None
    """Where what it tells of began, if that was in an earlier year."""
    certainty: str = "exact"
    above: int = 0
    """How many marks are drawn over it at the same place."""


@dataclass(frozen=True)
class Series:
    """Marks of one name and colour, joined by a line or not; only one of several parts is `named` in the legend."""

    name: str
    colour: str
    marks: tuple[Mark, ...]
    kind: Literal["figures", "other", "rule"] = "figures"
    joined: bool = False
    named: bool = True


@dataclass(frozen=True)
class Axis:
    """From where to where the values run, in what steps (none: in powers of ten), and in what unit."""

    low: float
    high: float
    step: float
    factor: float
    title: str
    percent: bool


@dataclass(frozen=True)
class Plot:
    """One chart, ready to be drawn."""

    panel: str
    title: str
    context: str
    kind: Literal["bars", "groups", "years"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    axis: Axis
    years: tuple[int, int] = (0, 0)
    legend: bool = False
    spanned: bool = False
    """Whether a thin line spans the groups of each row, which have an order."""
    pieces: int = 1

    @cached_property
    def rows(self) -> tuple[float, ...]:
        """Where its marks stand, each place once: its categories, or years, of which one with two figures twice."""
        if self.kind != "years":
            return tuple(range(len(self.categories)))
        most = Counter[float]()
        for each in self.series:
            most |= Counter(mark.x for mark in each.marks)
        return tuple(sorted(most.elements()))

    def places(self, series: Series) -> list[int]:
        """In which of the rows the marks of a series stand."""
        taken: list[int] = []
        for mark in series.marks:
            taken.append(next(i for i, x in enumerate(self.rows) if x == mark.x and i not in taken))
        return taken

    @property
    def small(self) -> bool:
        """Whether it is read on a quarter of a slide."""
        return self.kind == "bars" and len(self.categories) <= FEW


def plots_of(content: Content) -> list[Plot]:
    """The charts of a view, in the order of its panels. Figures without a date have no place on an axis of years."""
    if content.form == "timeline":
        return _years(content)
    forms = {"groups": _groups, "bars": _bars, EXPLORER: _products}
    return forms[content.form](content)


def _bars(content: Content) -> list[Plot]:
    """A bar a figure, as on the screen from top to bottom; the nation first, in a colour of its own.

    The nation is told in words where it is the provinces' sum. A place that is hidden has a name and no bar.
    """
    plots = []
    shown = visible(content.marks)
    for _, rows in shown.groupby("panel", sort=False):
        nation = rows[rows.group == NATION]
        summed = len(nation) < len(rows) and bool(nation.summed.any())
        figures = rows[rows.group != NATION] if summed else rows
        bars = _places(figures, content.hidden_in(rows), content.view)
        axis = _axis(figures, scale_of(rows, shown, content.view), content.language)
        other = content.language("explorer.other_source")
        names = nation.group_label.where(nation.drawn, other)
        told = list(names + " " + nation.value_label) if summed else []
        colours = bars.group.map(lambda code: LIGHT.categories[1 if code == NATION else 2])
        name = axis.title or rows.unit_label.iloc[0]
        plots += _bar_plots(bars.assign(colour=colours, name=name), axis, content.language, *told)
    return plots


def _products(content: Content) -> list[Plot]:
    """Products one by one, the shares of one price together; of one product and maker, or not, by colour."""
    language, plots = content.language, []
    shown = visible(content.marks)
    if shown.empty:
        return []
    products = by_round(shown, language).assign(
        full=lambda rows: rows.comparator == SAME_PRODUCT,
        name=lambda rows: rows.full.map({True: language("explorer.full"), False: language("explorer.open")}),
        colour=lambda rows: rows.full.map({True: LIGHT.categories[2], False: LIGHT.missing}),
    )
    products["bar_label"] = [
        _together(language, product, "" if held in product else held)
        for product, held in zip(products.group_label, products.round_label, strict=True)
    ]
    for panel in dict.fromkeys(shown[shown.drawn].panel):
        rows = products[products.panel == panel]
        axis = _axis(rows, scale_of(rows, shown, content.view), language)
        for _, bars in rows.groupby("price_base_position"):
            plots += _bar_plots(bars, axis, language, bars.price_base_label.iloc[0], legend=True)
    return plots


def _bar_plots(
    bars: pd.DataFrame, axis: Axis, language: Language, *told: str, legend: bool = False
) -> Iterator[Plot]:
    """The bars of a panel in as many charts as they need.

    Each has its `bar_label`, its `colour`, and the `name` of its series. What another source prints is a grey bar,
    and the legend says so. A row without a figure has its label alone.
    """
    stated = bars.estimate.notna()
    first, other = bars[stated].iloc[0], stated & ~bars.drawn
    bars = bars.assign(
        name=bars["name"].mask(other, language("explorer.other_source")),
        colour=bars.colour.mask(other, LIGHT.muted),
        other=other,
    )
    long = max(map(letters, bars.bar_label[stated])) > LONG
    pieces = math.ceil(len(bars) / (LONG_BARS if long else BARS))
    size = math.ceil(len(bars) / pieces)
    for start in range(0, len(bars), size):
        piece = bars.iloc[start : start + size].assign(place=range(len(bars[start : start + size])))
        series = [
            Series(
                str(name),
                held.colour.iloc[0],
                tuple(
                    _mark(row, row.place, axis, row.colour) for row in rows_of(held[held.estimate.notna()])
                ),
                kind="other" if held.other.any() else "figures",
                named=legend or bool(held.other.any()),
            )
            for name, held in piece.groupby("name", sort=False)
        ]
        yield Plot(
            first.panel,
            first.panel_title,
            _together(language, first.panel_context, *told),
            "bars",
            tuple(piece.bar_label),
            tuple(series),
            axis,
            pieces=pieces,
            legend=legend or bool(piece.other.any()),
        )


def _places(rows: pd.DataFrame, hidden: pd.DataFrame, view: View) -> pd.DataFrame:
    """Places or other groups as the screen orders them, below the nation; what other sources print, below its bar."""
    nation = rows.group == NATION
    bars = pd.concat(
        [rows[rows.drawn & nation], ordered(pd.concat([rows[rows.drawn & ~nation], hidden]), view)]
    )
    bars = bars.assign(place=range(len(bars)))
    others = rows[~rows.drawn]
    others = others.assign(place=others.group.map(bars.groupby("group").place.max()) + 0.5)
    return pd.concat([bars, others]).sort_values("place", kind="stable")


def _groups(content: Content) -> list[Plot]:
    """Marks over rows, a series a group; bars where a panel has one row, in which a hidden group has a name alone."""
    shown = visible(content.marks)
    if shown.empty:
        return []
    colours = _colours(group_scale(shown, LIGHT))
    scales = value_scales(shown, content.view)
    plots = []
    for panel, rows in shown.groupby("panel", sort=False):
        axis, first = _axis(rows, scales[str(panel)], content.language), rows.iloc[0]
        by_row = rows.sort_values(["row_position", "year"], na_position="first")
        names = tuple(dict.fromkeys(by_row.row_label))
        by_group = rows.sort_values(["group_position", "drawn"], ascending=[True, False], kind="stable")
        if len(names) == 1:
            colour, name = by_group.group_label.map(colours), axis.title or first.unit_label
            bars = by_group.assign(bar_label=by_group.group_label, colour=colour)
            bars = pd.concat([bars, content.hidden_in(rows)]).assign(name=name)
            plots += _bar_plots(bars, axis, content.language, names[0])
            continue
        places = {name: place for place, name in enumerate(names)}
        by_group = by_group.assign(number_label=by_group.number_label.where(ends(by_group), ""))
        series = []
        for name, group in by_group[by_group.drawn].groupby("group_label", sort=False):
            marks = [_mark(row, places[row.row_label], axis) for row in rows_of(group)]
            series += _layers(marks, str(name), colours[str(name)])
        others = [_other(row, places[row.row_label], axis) for row in rows_of(rows[~rows.drawn])]
        for each in _layers(others, content.language("explorer.other_source"), LIGHT.muted):
            series.append(replace(each, kind="other"))
        plots.append(
            Plot(
                first.panel,
                first.panel_title,
                _together(content.language, first.panel_context, content.told_hidden(rows)),
                "groups",
                names,
                tuple(series),
                axis,
                legend=True,
                spanned=bool(rows.subgroup_order.notna().all()) and rows.group.nunique() >= WHOLE_ORDER,
            )
        )
    return plots


def _layers(marks: Sequence[Mark], name: str, colour: str) -> list[Series]:
    """Marks as a series; a second mark of one place stands in a further series of the same name."""
    layers: list[dict[float, Mark]] = []
    for mark in marks:
        free = next((layer for layer in layers if mark.x not in layer), None)
        if free is None:
            layers.append(free := {})
        free[mark.x] = mark
    return [
        Series(name, colour, tuple(layer.values()), named=place == 0) for place, layer in enumerate(layers)
    ]


def _years(content: Content) -> list[Plot]:
    """A scatter over the years: runs joined by a line, single marks by none; breaks and events as upright lines."""
    shown = dated(content.marks)
    if shown.empty:
        return []
    language = content.language
    colours = _colours(group_scale(shown, LIGHT))
    events = [_events(chart["datasets"]) for chart in content.charts]
    happened = [each.x for each in events[0]]
    years = years_spanned(shown, happened)
    plots, alone = [], shown.panel.nunique() == 1
    for place, (_, rows) in enumerate(shown.groupby("panel", sort=False)):
        axis, first = _axis(rows, value_scale(rows, content.view.scale), language), rows.iloc[0]
        rows = rows.assign(told=rows.told if alone else rows.told_on_phone)
        series = _of_groups(rows[rows.drawn], colours, axis)
        others = [_other(row, row.when, axis) for row in rows_of(rows[~rows.drawn])]
        if others:
            name = language("explorer.other_source")
            series.append(Series(name, LIGHT.muted, tuple(others), "other"))
        upright = events[place] + _breaks(content.charts[place]["datasets"], language)
        if upright:
            name = language("chart.event" if happened else "chart.break")
            at_top = tuple(replace(each, y=axis.high, interval=(axis.low, axis.high)) for each in upright)
            series.append(Series(name, LIGHT.missing, at_top, "rule", named=False))
        plots.append(
            Plot(
                first.panel,
                first.panel_title,
                _together(language, first.panel_context, content.told_hidden(rows)),
                "years",
                (),
                tuple(series),
                axis,
                years,
                legend=len(colours) > 1,
            )
        )
    return plots


def _of_groups(rows: pd.DataFrame, colours: Mapping[str, str], axis: Axis) -> list[Series]:
    """The series of all groups of a panel.

    Only the told values are labels. Where shapes stand for something else on the screen, a mark does not say what its
    figure leaves open, and its label does.
    """
    symbols = bool((rows.symbol_label != "").any())
    months = bool((rows.when % 1 > 0).any())
    words = rows.value_label if symbols else rows.number_label
    rows = rows.assign(
        number_label=words.where(rows.told, ""),
        certainty="exact" if symbols else rows.certainty,
        since=rows.year_start.where((rows.year_start < rows.year) & (not months)),
    ).sort_values(["group_position", "when"], kind="stable")
    rows = rows.assign(above=rows.groupby(["when", "estimate"]).cumcount(ascending=False))
    return [
        series
        for name, group in rows.groupby("group_label", sort=False)
        for series in _runs(group, str(name), colours[str(name)], axis)
    ]


def _runs(group: pd.DataFrame, name: str, colour: str, axis: Axis) -> Iterator[Series]:
    """The series of one group: each unbroken run of years by itself, and all single marks together."""
    run = group.segment.where(group.groupby("segment").estimate.transform("size") > 1, 0)
    for place, (segment, part) in enumerate(group.groupby(run, sort=False)):
        marks = [
            replace(
                _mark(row, row.when, axis),
                since=None if pd.isna(row.since) else row.since,
                certainty=row.certainty,
                above=row.above,
            )
            for row in rows_of(part)
        ]
        yield Series(name, colour, tuple(marks), joined=segment != 0, named=place == 0)


def _events(datasets: dict[str, list[dict[str, Any]]]) -> list[Mark]:
    """What happened, by the number under which the notes tell it."""
    return [Mark(each["when"], 0, each["number"]) for each in datasets["events"]]


def _breaks(datasets: dict[str, list[dict[str, Any]]], language: Language) -> list[Mark]:
    """Where a definition changed: in the middle of the years between the two."""
    words = language("chart.break")
    return [Mark((each["year_start"] + each["year"]) / 2, 0, words) for each in datasets["bands"]]


def _mark(row: Row, x: float, axis: Axis, colour: str = "") -> Mark:
    interval = None if pd.isna(row.ci_low) or pd.isna(row.ci_high) else (row.ci_low, row.ci_high)
    return Mark(
        x=x,
        y=row.estimate / axis.factor,
        label=row.number_label,
        words=row.value_label,
        colour=colour,
        interval=None if interval is None else (interval[0] / axis.factor, interval[1] / axis.factor),
    )


def _other(row: Row, x: float, axis: Axis) -> Mark:
    """A value that another source prints, which has no label beside marks."""
    return Mark(x, row.estimate / axis.factor, words=row.value_label)


def _together(language: Language, *parts: str) -> str:
    return language("separator").join(dict.fromkeys(filter(None, parts)))


def _colours(scale: alt.Scale) -> dict[str, str]:
    found = scale.to_dict()
    return dict(zip(found["domain"], found["range"], strict=True))


def _axis(rows: pd.DataFrame, scale: alt.Scale, language: Language) -> Axis:
    """The axis that a panel has on the screen, its ends on whole steps."""
    found = scale.to_dict()
    values = rows[["estimate", "ci_low", "ci_high"]].to_numpy(dtype=float)
    values = [each for each in values.ravel() if math.isfinite(each)]
    low, high = found.get("domain", (min(0.0, *values), max(0.0, *values)))
    low, high = min(low, *values), max(high, *values)
    percent = rows.unit.iloc[0] == "%"
    step = 0.0
    if found.get("type") == "log":
        least = min(each for each in values if each > 0)
        low, high = 10.0 ** math.floor(math.log10(least)), 10.0 ** math.ceil(math.log10(high))
    else:
        step = step_of(high - low)
        low, high = math.floor(round(low / step, 9)) * step, math.ceil(round(high / step, 9)) * step
        if not (percent and high == WHOLE) and high - max(values) < HEADROOM * (high - low):
            high += step
        if low < 0 and min(values) - low < HEADROOM * (high - low):
            low -= step
    factor = max(
        (each for each in COMPACT_STEPS[language.code] if each <= max(abs(low), abs(high)) and not percent),
        default=1,
    )
    title = "" if percent else str(rows.unit_label.iloc[0])
    if factor > 1:
        # The word alone, of "1 million": an axis counts in it.
        counted = language.number(factor).removeprefix("1").strip()
        title = language("quantity", number=counted, unit=title)
    return Axis(low / factor, high / factor, step / factor, factor, title, percent)


def step_of(width: float, ticks: int = TICKS) -> float:
    """A round distance between the ticks of an axis, of which there are at most `ticks`."""
    least = width / ticks if width else 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(each * power for each in STEPS if each * power >= least * (1 - 1e-9))
