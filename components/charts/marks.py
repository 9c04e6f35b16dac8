"""A frame made ready to be read: every code beside its label, every value as text.

One labelled frame feeds the chart, the table, the alternative text and the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import pandas as pd

from components.charts.series import (
    LETTER,
    LETTER_ON_PHONE,
    ROOM,
    ROOM_ON_PHONE,
    middle_of_month,
    segments,
    told,
)
from equity.formulas import MONTHS_IN_A_YEAR
from equity.language import Language
from equity.view import View
from equity.vocabulary import (
    CEILINGS,
    FLOORS,
    INDICATOR,
    NATION,
    REGION,
    RESIDENCE,
    TOTAL,
    Label,
    ViewDefinition,
    Vocabulary,
)

Row: TypeAlias = Any
"""A row of a frame, as `itertuples` or `iloc` gives it; its fields are the frame's columns."""


SUMMED = ("count", "total")
"""Kinds of indicator of which the nation's figure is the provinces' sum, and no level to set them against."""


def rows_of(frame: pd.DataFrame) -> Iterable[Row]:
    """The rows of a frame, one by one."""
    return frame.itertuples()


def sources_of(marks: pd.DataFrame) -> list[str]:
    """Every source that figures rest on, by id: those of both parts where a figure is derived."""
    named = (marks.source_id + ";" + marks.also_source_ids).str.split(";").explode()
    return [each for each in dict.fromkeys(named) if each]


def certainty(qualifier: str) -> str:
    """What a qualifier leaves open: `exact`, `approximate`, `floor` or `ceiling`; a key of `theme.SHAPES`."""
    if qualifier in FLOORS:
        return "floor"
    if qualifier in CEILINGS:
        return "ceiling"
    return "approximate" if qualifier else "exact"


def labelled(
    frame: pd.DataFrame,
    view: View,
    definition: ViewDefinition,
    vocabulary: Vocabulary,
    sources: pd.DataFrame,
    language: Language,
) -> pd.DataFrame:
    """The frame of a view with what a reader sees: labels, value and period as text, certainty, segment.

    Parameters
    ----------
    frame : what `Store.query(view)` returned.
    sources : the bibliography, indexed by `source_id`.

    Returns
    -------
    The frame, its indicators in the order of the view, with further columns: `group_label`,
    `group_position` (as declared), `indicator_label`, `place_label`, `pinyin` (of the place),
    `panel_title`, `panel_context`, `panel_label` (both together), `unit_label`, `value_label`,
    `number_label` (without its unit), `interval_label`, `period_label`, `grade_label`, `source_label`,
    `source_url`, `certainty`, `bar_label` (of the form `bars`), `row_label`
    and `row_position` (of the form `groups`), `symbol_label` and `when` (of the form `timeline`; a year and
    the part of it that has passed), `summed` (whether the nation's figure is a sum), `segment` and
    `told` (see `series`). Each own column of the dataset has
    its `<column>_label` and its `<column>_position` (as declared, -1 where there is no code).
    """
    indicators = vocabulary.datasets[view.dataset].indicators
    groups = vocabulary.groups(view.dimension)
    marks = _in_order(frame, view, definition, vocabulary)
    rows = list(rows_of(marks))
    positions = {code: position for position, code in enumerate((TOTAL, *groups))}
    places = [place_label(row, vocabulary, language) for row in rows]
    periods = [language.period(row.period_start, row.period_end) for row in rows]
    contexts = panel_contexts(rows, places, periods, view, definition, vocabulary, language)
    labels: dict[str, list[Any]] = {
        "group_label": [_group_label(row.group, groups, language) for row in rows],
        "group_position": [positions.get(row.group, len(positions)) for row in rows],
        "indicator_label": [language.of(indicators[row.indicator].label) for row in rows],
        "pinyin": [vocabulary.regions[row.region_code].pinyin if row.region_code else "" for row in rows],
        "place_label": places,
        "unit_label": [language.of(vocabulary.units[row.unit]) for row in rows],
        "value_label": [value_label(row, vocabulary, language) for row in rows],
        "number_label": [value_label(row, vocabulary, language, unit=False) for row in rows],
        "interval_label": [interval_label(row, language) for row in rows],
        "period_label": periods,
        "grade_label": [language.of(vocabulary.grades[row.grade]) for row in rows],
        "source_label": [sources.title.get(row.source_id, row.source_id) for row in rows],
        "source_url": [sources.url.get(row.source_id, "") for row in rows],
        "certainty": [certainty(row.qualifier) for row in rows],
        "when": [_when(row, definition) for row in rows],
        "summed": [indicators[row.indicator].kind in SUMMED for row in rows],
        "symbol_label": _symbols(rows, definition, sources, language),
    }
    labels["panel_title"] = labels["indicator_label"]
    if view.dimension == INDICATOR:
        pairs = zip(contexts, labels["unit_label"], strict=True)
        several = marks.groupby("panel").indicator.transform("nunique") > 1
        labels["panel_title"] = [
            (context or unit) if many else label
            for (context, unit), many, label in zip(pairs, several, labels["indicator_label"], strict=True)
        ]
        contexts = ["" if many else context for context, many in zip(contexts, several, strict=True)]
    labels["panel_context"] = contexts
    labels["panel_label"] = [
        language("separator").join(part for part in parts if part)
        for parts in zip(labels["panel_title"], contexts, strict=True)
    ]
    labels["row_label"], labels["row_position"] = _rows(rows, periods, definition, vocabulary, language)
    for column in vocabulary.datasets[view.dataset].own_columns:
        names = vocabulary.groups(column)
        codes = {code: place for place, code in enumerate(names)}
        labels[f"{column}_label"] = [_code_label(column, row, vocabulary, language) for row in rows]
        labels[f"{column}_position"] = [codes.get(getattr(row, column), -1) for row in rows]
    marks = marks.assign(**{name: pd.Series(each, marks.index) for name, each in labels.items()})
    marks["bar_label"] = _bar_labels(marks, view, vocabulary, language)
    marks["segment"] = segments(marks, definition)
    marks["told"] = told(marks, ROOM, LETTER)
    marks["told_on_phone"] = told(marks, ROOM_ON_PHONE, LETTER_ON_PHONE)
    return (
        marks.copy()
    )  # pandas keeps a thousand references to what a frame was made from, until it is copied


def _in_order(
    frame: pd.DataFrame, view: View, definition: ViewDefinition, vocabulary: Vocabulary
) -> pd.DataFrame:
    """The rows panel by panel: indicators as the view lists them, the nation first, then codes as declared."""

    def place(row: Row) -> tuple[int, ...]:
        codes = [_position(column, row, vocabulary) for column in definition.panel_columns(view.dimension)]
        return (view.indicators.index(row.indicator), row.region_code != NATION, *codes)

    places = [
        place(row) if view.dimension != REGION else (place(row)[0], *place(row)[2:]) for row in rows_of(frame)
    ]
    return frame.iloc[sorted(range(len(frame)), key=places.__getitem__)]


def _position(column: str, row: Row, vocabulary: Vocabulary) -> int:
    """The place of a row's code among those declared for a column; columns without codes have one place."""
    dimension = row.attribute_dimension if column == "attribute" else column
    codes = list(vocabulary.groups(dimension)) if dimension in vocabulary.dimensions else []
    code = getattr(row, column)
    return codes.index(code) if code in codes else -1


def _rows(
    rows: Sequence[Row],
    periods: list[str],
    definition: ViewDefinition,
    vocabulary: Vocabulary,
    language: Language,
) -> tuple[list[str], list[int]]:
    """What each row of the form `groups` is called, and its place: a period, or a code as declared."""
    column = definition.rows
    if column is None:
        return periods, [0] * len(rows)
    labels, positions = [], []
    for row in rows:
        labels.append(_code_label(column, row, vocabulary, language) or language("group.total"))
        positions.append(_position(column, row, vocabulary))
    return labels, positions


def _bar_labels(marks: pd.DataFrame, view: View, vocabulary: Vocabulary, language: Language) -> pd.Series:
    """What each bar is called: its group, and whatever else tells two drawn figures of one panel apart.

    In this order: the period, the dataset's own columns, the statistic, the source. Two bars of one name would
    lie on each other.
    """
    labels = marks.group_label.astype(object)
    if view.dimension == REGION or not marks[marks.drawn].duplicated(["panel", "group"]).any():
        return labels
    own = [each for each in vocabulary.datasets[view.dataset].own_columns if each != view.dimension]
    details = [
        marks.period_label.tolist(),
        *(marks[f"{column}_label"].tolist() for column in own),
        [language.of(vocabulary.statistics[code]) if code else "" for code in marks.statistic],
        marks.source_label.tolist(),
    ]
    for each in details:
        detail = pd.Series(each, index=marks.index, dtype=object)
        kinds = detail.where(marks.drawn).groupby([marks.panel, labels]).transform("nunique")
        completed = labels + detail.map(lambda text: language("separator") + text if text else "")
        labels = labels.where(kinds < 2, completed)
    return labels


def _symbols(
    rows: Sequence[Row], definition: ViewDefinition, sources: pd.DataFrame, language: Language
) -> list[str]:
    """What each symbol of a timeline stands for, a source by its publisher and year; else nothing."""
    if definition.symbols is None:
        return [""] * len(rows)
    if definition.symbols != "source_id":
        return [getattr(row, definition.symbols) for row in rows]
    entries = (sources.loc[row.source_id] for row in rows)
    return [language("separator").join(filter(None, (each.publisher, each.year))) for each in entries]


def _when(row: Row, definition: ViewDefinition) -> float:
    """Where a figure stands on the axis of years: its year, or the middle of its month where the view knows months.

    There, what holds "up to 2020" stands in the last month of the year, and what holds for all of it in the middle.
    """
    if not definition.months:
        return row.year
    month = int(row.period_end[5:7] or (MONTHS_IN_A_YEAR if not row.period_start else MONTHS_IN_A_YEAR / 2))
    return middle_of_month(row.year, month)


def _group_label(code: str, groups: Mapping[str, Label], language: Language) -> str:
    return language.of(groups[code]) if code in groups else language("group.total")


def place_label(row: Row, vocabulary: Vocabulary, language: Language) -> str:
    """The place of a row: a region's name, or that of the setting studied."""
    if row.region_code:
        return language.of(vocabulary.regions[row.region_code].label)
    return language.of(vocabulary.settings[row.setting])


def value_label(row: Row, vocabulary: Vocabulary, language: Language, *, unit: bool = True) -> str:
    """The value as read aloud, its qualifier included: `at least 95%`; without `unit`, % alone is named."""
    label = language.of(vocabulary.units[row.unit])
    bare = not unit and row.unit != "%"
    quantity = (
        language.number(row.estimate, row.unit) if bare else language.quantity(row.estimate, row.unit, label)
    )
    if not row.qualifier:
        return quantity
    qualifier = language.of(vocabulary.qualifiers[row.qualifier])
    return language("qualified", qualifier=qualifier, quantity=quantity)


def interval_label(row: Row, language: Language) -> str:
    """The published interval as text, empty when the source gives none."""
    if pd.isna(row.ci_low) or pd.isna(row.ci_high):
        return ""
    unit = row.unit if row.unit == "%" else ""
    low, high = (
        language.quantity(end, unit) if unit else language.number(end) for end in (row.ci_low, row.ci_high)
    )
    return language("interval", low=low, high=high)


def panel_contexts(
    rows: Sequence[Row],
    places: list[str],
    periods: list[str],
    view: View,
    definition: ViewDefinition,
    vocabulary: Vocabulary,
    language: Language,
) -> list[str]:
    """What distinguishes each row's panel beside its indicator: place when not the nation, further columns."""
    contexts = []
    columns = [column for column in definition.panel_columns(view.dimension) if column != "indicator"]
    undivided = RESIDENCE in columns and all(row.residence == TOTAL for row in rows)
    columns = [column for column in columns if not (column == RESIDENCE and undivided)]
    for row, place, period in zip(rows, places, periods, strict=True):
        parts = [_code_label(column, row, vocabulary, language) for column in columns]
        if view.dimension == REGION and not definition.places_over_time:
            parts.append(period)
        elif view.dimension != REGION and row.region_code != NATION:
            parts.insert(0, place)
        if definition.comparator:
            parts.insert(0, language.of(definition.comparator))
        contexts.append(language("separator").join(part for part in dict.fromkeys(parts) if part))
    return contexts


def _code_label(column: str, row: Row, vocabulary: Vocabulary, language: Language) -> str:
    code = getattr(row, column)
    dimension = row.attribute_dimension if column == "attribute" else column
    if code == TOTAL:
        return language("group.total")
    labels = (
        vocabulary.statistics if column == "statistic" else vocabulary.groups(dimension) if dimension else {}
    )
    return language.of(labels[code]) if code in labels else ""
