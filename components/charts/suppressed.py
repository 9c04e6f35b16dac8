"""Groups that have figures which are not shown: named where a figure would stand, and never drawn as one."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from components.charts.axes import chart_of
from components.charts.lines import in_lines, letters
from components.charts.marks import Row, rows_of
from components.charts.series import middle_of_month
from components.charts.theme import Theme
from equity.language import Language
from equity.view import View
from equity.vocabulary import REGION, TOTAL, ViewDefinition, Vocabulary

NAMED = 5
"""Of a file's own groups no more than these are named: a long list of names would tell who is few."""

COLUMNS = ("indicator", "group", "group_label", "when", "pinyin", "public")
SUPPRESSED = "suppressed"
"""The flag of a row that has no figure because it is not shown."""

LINE, LINE_HEIGHT = 28, 15
"""Letters of a line that the narrowest phone has room for, and its height in pixels."""

AXIS, UNIT = 34, 14
"""Pixels from a plot to the text below the labels of its axis, and what the name of a unit adds."""


def suppressed_in(
    view: View, definition: ViewDefinition, vocabulary: Vocabulary, language: Language
) -> pd.DataFrame:
    """The groups that a view would show and may not, one row an indicator and group, places and times in order.

    Columns: `indicator`, `group` (the code of a province, a year, a month, or a group's name), `group_label`, `when`
    (where a year or month stands on an axis of years), `pinyin` (of a province), `public` (whether it is one of those
    that everybody knows there are: a province, a time). Groups that the reader has not asked for are left out.
    """
    dimension, period = view.dimension, view.period
    chosen = view.filters.regions if definition.honours("regions") else ()
    public = dimension in (REGION, TOTAL)
    asked = [
        each
        for each in definition.suppressed
        if each.dimension == dimension
        and each.indicator in view.indicators
        and (dimension != REGION or not chosen or each.group in chosen)
        and (dimension != TOTAL or period is None or period[0] <= int(_when(each.group)) <= period[1])
        and (public or not view.groups)
    ]
    rows = [
        (
            each.indicator,
            each.group,
            language.period(each.group, each.group) if dimension == TOTAL else language.of(each.label),
            _when(each.group) if dimension == TOTAL else math.nan,
            vocabulary.regions[each.group].pinyin if dimension == REGION else "",
            public,
        )
        for each in (sorted(asked, key=lambda each: each.group) if public else asked)
    ]
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS))


def _when(date: str) -> float:
    """Where a year or a month stands on an axis of years."""
    year, *month = map(int, date.split("-"))
    return middle_of_month(year, *month) if month else year


def of_panel(panel: pd.DataFrame, suppressed: pd.DataFrame | None) -> pd.DataFrame:
    """Those of the groups whose figures would stand in a panel; `None` is none."""
    if suppressed is None:
        return pd.DataFrame(columns=pd.Index(COLUMNS))
    return suppressed[suppressed.indicator == panel.indicator.iloc[0]]


def listed(hidden: pd.DataFrame, language: Language) -> str:
    """The groups in words, no more of them by name than may be; empty where there are none."""
    return language.list(list(dict.fromkeys(hidden.group_label)), None if hidden.public.all() else NAMED)


def told_hidden(hidden: pd.DataFrame, language: Language) -> str:
    """The groups in a sentence, the same on the page, in charts and in files; empty where there are none."""
    return language("suppressed.groups", groups=listed(hidden, language)) if len(hidden) else ""


def in_rows(
    hidden: pd.DataFrame, marks: pd.DataFrame, view: View, vocabulary: Vocabulary, language: Language
) -> pd.DataFrame:
    """The groups as rows of a labelled frame `marks`: flagged, without a figure, a word in place of its value.

    Of a file's own groups those that may not be named are one row together. What is not said of a group is blank.
    """
    if hidden.empty:
        return marks[:0]
    blank = {
        name: False if is_bool_dtype(kind) else float("nan") if is_numeric_dtype(kind) else ""
        for name, kind in marks.dtypes.items()
    }
    rows = []
    for code, held in hidden.groupby("indicator", sort=False):
        named = held if held.public.all() else held[:NAMED]
        said = [_codes(each, view, marks) for each in rows_of(named)]
        if more := len(held) - len(named):
            said.append({"group_label": language.plural("suppressed.others", more)})
        label = language.of(vocabulary.indicator(view.dataset, str(code)).label)
        rows += [blank | {"indicator": code, "indicator_label": label} | each for each in said]
    found = pd.DataFrame(rows, columns=marks.columns)
    word = language("suppressed.group")
    names = found.period_label if view.dimension == TOTAL else found.group_label
    return found.assign(
        flags=SUPPRESSED,
        value_label=word,
        number_label=word,
        bar_label=[language("suppressed.named", group=each) for each in names],
    )


def _codes(hidden: Row, view: View, marks: pd.DataFrame) -> dict[str, object]:
    """What a group is, in the columns of a labelled frame: a place, a time, a group or a code of an own column."""
    code, label = hidden.group, hidden.group_label
    undivided = {"dimension": TOTAL, "subgroup": TOTAL}
    if view.dimension == REGION:
        place = {"region_code": code, "place_label": label, "pinyin": hidden.pinyin}
        return {**undivided, **place, "group": code, "group_label": label}
    if view.dimension == TOTAL:
        return {**undivided, "group": TOTAL, "period_start": code, "period_end": code, "period_label": label}
    divided = {"group": code, "group_label": label}
    if view.dimension in marks:
        return {**undivided, **divided, view.dimension: code, f"{view.dimension}_label": label}
    return {**divided, "dimension": view.dimension, "subgroup": code}


def words_below(
    hidden: pd.DataFrame, place: int, language: Language, theme: Theme
) -> tuple[list[alt.Chart], dict[str, pd.DataFrame]]:
    """The groups named in muted ink, so many pixels down from the top of a plot: below all that has a scale.

    A layer and the data set that it names; none of either where nothing is hidden.
    """
    if hidden.empty:
        return [], {}
    words = chart_of("suppressed").mark_text(
        align="left", fontSize=12, lineBreak="\n", lineHeight=LINE_HEIGHT, color=theme.muted
    )
    lines = "\n".join(in_lines(told_hidden(hidden, language), LINE, letters))
    layer = words.encode(x=alt.XValue(0), y=alt.YValue(place), text=alt.Text("words:N"))
    return [layer], {"suppressed": pd.DataFrame({"words": [lines]})}
