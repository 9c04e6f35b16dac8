"""Which figures are drawn, which of them may be joined by a line, and which carry their value as text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from components.charts.lines import letters
from equity.formulas import MONTHS_IN_A_YEAR
from equity.vocabulary import ViewDefinition

ROOM, ROOM_ON_PHONE = (0.11, 0.13), (0.4, 0.13)
"""How far apart two texts must stand, as shares of the width and height of a panel."""

LETTER, LETTER_ON_PHONE = 0.009, 0.028
"""How wide a letter of such a text is, as a share of the years on the axis of a panel."""

FEW_YEARS = 3
"""Up to so many years are filled by the marks of their months: a year without any would be much of their axis."""


def visible(marks: pd.DataFrame) -> pd.DataFrame:
    """The marks a chart shows: those drawn, and beside one in its panel those that print another value for it."""
    return marks[marks.drawn | (marks.disagrees & marks.panel.isin(marks[marks.drawn].panel))]


def dated(marks: pd.DataFrame) -> pd.DataFrame:
    """The marks a chart shows on a time axis: the visible ones that have a date."""
    shown = visible(marks)
    return shown[shown.year.notna()]


def middle_of_month(year: float, month: int) -> float:
    """Where a month stands on an axis of years."""
    return year + (month - 0.5) / MONTHS_IN_A_YEAR


def years_spanned(shown: pd.DataFrame, happened: Iterable[float] = ()) -> tuple[int, int]:
    """The first and the last year of a time axis, with room beside the marks; the months of few years fill it."""
    first = int(min(shown.year_start.min(), *happened, math.inf))
    last = int(max(shown.when.max(), *happened, -math.inf))
    months = last - first < FEW_YEARS and bool((shown.when % 1 > 0).all())
    return first if months else first - 1, last + 1


def segments(marks: pd.DataFrame, definition: ViewDefinition) -> pd.Series:
    """Which marks may be joined: equal numbers are one unbroken run of single years of one series.

    A run ends at a missing year, at a declared break, at a year with two different drawn figures, and where a
    figure is another statistic than the one before. Marks that may not be joined at all have segment 0.
    """
    result = pd.Series(0, index=marks.index)
    joinable = marks[marks.drawn & marks.year.notna() & marks.indicator.isin(definition.joined)]
    segment = 0
    for _, series in joinable.groupby(["panel", "group"], sort=False):
        single = series[~series.year.duplicated(keep=False) & (series.year == series.year_start)]
        previous, statistic = -1, ""
        columns = (single.index, single.year, single.group, single.statistic)
        for index, year, group, kind in zip(*columns, strict=True):
            following = year == previous + 1 and kind == statistic
            if not following or _broken(definition, group, previous, year):
                segment += 1
            result[index] = segment
            previous, statistic = year, kind
    return result


def _broken(definition: ViewDefinition, group: str, earlier: int, later: int) -> bool:
    crossed = (each for each in definition.breaks if earlier < each.before and later > each.after)
    return any(each.group in (None, group) for each in crossed)


def told(marks: pd.DataFrame, room: tuple[float, float], letter: float) -> pd.Series:
    """The last, first, highest and lowest drawn figure of each group of a panel, where a text has room.

    That is above the mark and its interval, apart from other texts, and on no other mark or interval.
    """
    result = pd.Series(False, index=marks.index)
    on_axis = marks[marks.drawn & marks.year.notna()]
    if on_axis.empty:
        return result
    width = max(1, on_axis.year.max() - on_axis.year_start.min())
    years, end = on_axis.when.to_dict(), on_axis.when.max() + 1
    for _, panel in on_axis.groupby("panel", sort=False):
        height = panel.estimate.abs().max() or 1
        bottoms, tops = (panel[bound].fillna(panel.estimate) / height for bound in ("ci_low", "ci_high"))
        lengths = panel.number_label.map(letters) * letter * (width + 2)
        placed: list[tuple[float, float]] = []
        for index in _worth_telling(panel):
            x, y, length = years[index] / width, tops[index], lengths[index]
            if any(abs(x - left) <= room[0] and abs(y - low) <= room[1] for left, low in placed):
                continue
            begin = min(years[index], end - length)  # further left where it would run out of the panel
            beneath = panel.when.between(begin, begin + length)
            if not (beneath & (bottoms < y + room[1]) & (tops > y + room[1] / 4)).any():
                placed.append((x, y))
                result[index] = True
    return result


def _worth_telling(panel: pd.DataFrame) -> Iterator[Any]:
    for _, series in panel.groupby("group", sort=False):
        by_year = series.sort_values(["year", "year_start"]).index
        yield from dict.fromkeys(
            (by_year[-1], by_year[0], series.estimate.idxmax(), series.estimate.idxmin())
        )
