"""A frame made ready to be read: every code beside its label, every value as text.

One labelled frame feeds the chart, the table, the alternative text and the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pandas as pd

from components.charts.series import ROOM, ROOM_ON_PHONE, segments, told
from equity.language import Language
from equity.view import View
from equity.vocabulary import CEILINGS, FLOORS, NATION, REGION, TOTAL, Label, ViewDefinition, Vocabulary

Row: TypeAlias = Any
"""A row of a frame, as `itertuples` or `iloc` gives it; its fields are the frame's columns."""


def rows_of(frame: pd.DataFrame) -> Iterable[Row]:
    """The rows of a frame, one by one."""
    return frame.itertuples()


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
    `panel_context`, `panel_label`, `unit_label`, `value_label`, `number_label` (without its unit),
    `interval_label`, `period_label`, `grade_label`, `source_label`, `source_url`, `certainty`, `segment` and `told`
    (see `series`).
    """
    indicators = vocabulary.datasets[view.dataset].indicators
    groups = vocabulary.groups(view.dimension)
    marks = frame.sort_values("indicator", key=lambda codes: codes.map(view.indicators.index), kind="stable")
    marks["group_label"] = [_group_label(code, groups, language) for code in marks.group]
    positions = {code: position for position, code in enumerate((TOTAL, *groups))}
    marks["group_position"] = [positions.get(code, len(positions)) for code in marks.group]
    marks["indicator_label"] = [language.of(indicators[code].label) for code in marks.indicator]
    marks["pinyin"] = [vocabulary.regions[code].pinyin if code else "" for code in marks.region_code]
    marks["place_label"] = [place_label(row, vocabulary, language) for row in rows_of(marks)]
    marks["unit_label"] = [language.of(vocabulary.units[unit]) for unit in marks.unit]
    marks["value_label"] = [value_label(row, vocabulary, language) for row in rows_of(marks)]
    marks["number_label"] = [value_label(row, vocabulary, language, unit=False) for row in rows_of(marks)]
    marks["interval_label"] = [interval_label(row, language) for row in rows_of(marks)]
    marks["period_label"] = [language.period(row.period_start, row.period_end) for row in rows_of(marks)]
    marks["grade_label"] = [language.of(vocabulary.grades[grade]) for grade in marks.grade]
    marks["source_label"] = [sources.title.get(code, code) for code in marks.source_id]
    marks["source_url"] = [sources.url.get(code, "") for code in marks.source_id]
    marks["certainty"] = [certainty(qualifier) for qualifier in marks.qualifier]
    marks["panel_context"] = panel_contexts(marks, view, definition, vocabulary, language)
    marks["panel_label"] = [
        language("separator").join(part for part in parts if part)
        for parts in zip(marks.indicator_label, marks.panel_context, strict=True)
    ]
    marks["segment"] = segments(marks, definition)
    marks["told"] = told(marks, ROOM)
    marks["told_on_phone"] = told(marks, ROOM_ON_PHONE)
    return marks


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
    marks: pd.DataFrame, view: View, definition: ViewDefinition, vocabulary: Vocabulary, language: Language
) -> list[str]:
    """What distinguishes each row's panel beside its indicator: place when not the nation, further columns."""
    contexts = []
    columns = [column for column in definition.panel_columns(view.dimension) if column != "indicator"]
    for row in rows_of(marks):
        parts = [_code_label(column, row, vocabulary, language) for column in columns]
        if view.dimension == REGION:
            parts.append(row.period_label)
        elif row.region_code != NATION:
            parts.insert(0, row.place_label)
        contexts.append(language("separator").join(part for part in dict.fromkeys(parts) if part))
    return contexts


def _code_label(column: str, row: Row, vocabulary: Vocabulary, language: Language) -> str:
    code = getattr(row, column)
    dimension = row.attribute_dimension if column == "attribute" else column
    return language.of(vocabulary.groups(dimension)[code]) if code and dimension else ""
