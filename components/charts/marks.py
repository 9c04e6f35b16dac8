"""A frame made ready to be read: every code beside its label, every value as text, every series in segments.

One labelled frame feeds the chart, the table, the alternative text and the files.
"""

from __future__ import annotations

import pandas as pd

from equity.language import Language
from equity.view import View
from equity.vocabulary import CEILINGS, FLOORS, NATION, REGION, TOTAL, ViewDefinition, Vocabulary


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
    The frame, its indicators in the order of the view, with further columns: `group_label`, `group_position` (as declared), `indicator_label`, `place_label`, `panel_label`, `unit_label`,
    `value_label`, `interval_label`, `period_label`, `grade_label`, `source_label`, `certainty`, `segment`, and
    `told` (whether the value is written beside the mark).
    """
    indicators = vocabulary.datasets[view.dataset].indicators
    groups = vocabulary.groups(view.dimension)
    marks = frame.sort_values("indicator", key=lambda codes: codes.map(view.indicators.index), kind="stable")
    marks["group_label"] = [_group_label(code, groups, language) for code in marks.group]
    positions = {code: position for position, code in enumerate((TOTAL, *groups))}
    marks["group_position"] = [positions.get(code, len(positions)) for code in marks.group]
    marks["indicator_label"] = [language.of(indicators[code].label) for code in marks.indicator]
    marks["place_label"] = [place_label(row, vocabulary, language) for row in marks.itertuples()]
    marks["unit_label"] = [language.of(vocabulary.units[unit]) for unit in marks.unit]
    marks["value_label"] = [value_label(row, vocabulary, language) for row in marks.itertuples()]
    marks["interval_label"] = [interval_label(row, language) for row in marks.itertuples()]
    marks["period_label"] = [language.period(row.period_start, row.period_end) for row in marks.itertuples()]
    marks["grade_label"] = [language.of(vocabulary.grades[grade]) for grade in marks.grade]
    marks["source_label"] = [sources.title.get(code, code) for code in marks.source_id]
    marks["certainty"] = [certainty(qualifier) for qualifier in marks.qualifier]
    marks["panel_label"] = panel_labels(marks, view, definition, vocabulary, language)
    marks["segment"] = segments(marks, definition)
    marks["told"] = _told(marks)
    return marks


def _group_label(code: str, groups: dict, language: Language) -> str:
    return language.of(groups[code]) if code in groups else language("group.total")


def place_label(row: object, vocabulary: Vocabulary, language: Language) -> str:
    """The place of a row: a region's name, or that of the setting studied."""
    if row.region_code:
        return language.of(vocabulary.regions[row.region_code].label)
    return language.of(vocabulary.settings[row.setting])


def value_label(row: object, vocabulary: Vocabulary, language: Language) -> str:
    """The value as read aloud, its qualifier included: `at least 95%`."""
    quantity = language.quantity(row.estimate, row.unit, language.of(vocabulary.units[row.unit]))
    if not row.qualifier:
        return quantity
    qualifier = language.of(vocabulary.qualifiers[row.qualifier])
    return language("qualified", qualifier=qualifier, quantity=quantity)


def interval_label(row: object, language: Language) -> str:
    """The published interval as text, empty when the source gives none."""
    if pd.isna(row.ci_low) or pd.isna(row.ci_high):
        return ""
    low, high = language.number(row.ci_low, row.unit), language.number(row.ci_high, row.unit)
    return language("interval", low=low, high=high)


def panel_labels(
    marks: pd.DataFrame, view: View, definition: ViewDefinition, vocabulary: Vocabulary, language: Language
) -> list[str]:
    """What distinguishes each row's panel: place when it is not the nation, indicator, further columns."""
    labels = []
    columns = [column for column in definition.panel_columns(view.dimension) if column != "indicator"]
    for row in marks.itertuples():
        parts = [row.indicator_label]
        parts += [_code_label(column, row, vocabulary, language) for column in columns]
        if view.dimension == REGION:
            parts.append(row.period_label)
        elif row.region_code != NATION:
            parts.insert(0, row.place_label)
        labels.append(language("separator").join(part for part in dict.fromkeys(parts) if part))
    return labels


def _code_label(column: str, row: object, vocabulary: Vocabulary, language: Language) -> str:
    code = getattr(row, column)
    dimension = row.attribute_dimension if column == "attribute" else column
    return language.of(vocabulary.groups(dimension)[code]) if code and dimension else ""


def segments(marks: pd.DataFrame, definition: ViewDefinition) -> pd.Series:
    """Which marks may be joined: equal numbers are one unbroken run of single years of one series.

    A run ends at a missing year, at a declared break, and at a year with two different drawn figures. Marks
    that may not be joined at all have segment 0.
    """
    result = pd.Series(0, index=marks.index)
    joinable = marks[marks.drawn & marks.year.notna() & marks.indicator.isin(definition.joined)]
    next_segment = 1
    for _, series in joinable.groupby(["panel", "group"], sort=False):
        single = series[~series.year.duplicated(keep=False) & (series.year == series.year_start)]
        previous = None
        for index, year, group in zip(single.index, single.year, single.group, strict=True):
            if previous is None or year != previous + 1 or _broken(definition, group, previous, year):
                next_segment += 1
            result[index] = next_segment
            previous = year
    return result


def _told(marks: pd.DataFrame) -> pd.Series:
    """The first, last, lowest and highest drawn figure of each group of a panel, where there is room for a text."""
    told = pd.Series(False, index=marks.index)
    dated = marks[marks.drawn & marks.year.notna()]
    width = max(1, dated.year.max() - dated.year_start.min()) if len(dated) else 1
    for _, panel in dated.groupby("panel", sort=False):
        height = max(panel.estimate.max(), 1e-9)
        placed: list[tuple[float, float]] = []
        for _, series in panel.groupby("group", sort=False):
            by_year = series.sort_values(["year", "year_start"]).index
            for index in dict.fromkeys((by_year[-1], by_year[0], series.estimate.idxmax(), series.estimate.idxmin())):
                place = (series.year[index] / width, series.estimate[index] / height)
                if all(abs(place[0] - x) > 0.11 or abs(place[1] - y) > 0.13 for x, y in placed):
                    placed.append(place)
                    told[index] = True
    return told


def _broken(definition: ViewDefinition, group: str, earlier: int, later: int) -> bool:
    crossed = (each for each in definition.breaks if earlier < each.before and later > each.after)
    return any(each.group in (None, group) for each in crossed)


def dated(marks: pd.DataFrame) -> pd.DataFrame:
    """The marks a chart shows on a time axis: dated, and drawn or in disagreement with what is drawn."""
    return visible(marks)[lambda rows: rows.year.notna()]


def visible(marks: pd.DataFrame) -> pd.DataFrame:
    """The marks a chart shows: those drawn, and those that print another value for the same quantity."""
    return marks[marks.drawn | marks.disagrees]
