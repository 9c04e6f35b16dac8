"""One sentence from a frame: what, where, when, which groups, how far apart. It never says more than the rows.

A finding names values and their distance. It uses no verb of change, ranks nothing, and gives no distance
where a value is only a floor or a ceiling.
"""

from __future__ import annotations

import pandas as pd

from equity.comparison import comparison, groups_by_moment, newest
from equity.gaps import DIFFERENCE, Gap, amount
from equity.language import Language
from equity.view import View
from equity.vocabulary import DERIVED, EXPLORER, INDICATOR, NATION, REGION, TOTAL, Vocabulary

PLACES_TOLD = 2
"""Of more places than this no one sentence could be told without picking among them."""

NOT_SET_AGAINST = ("count", "total", "composition", "model_result")
"""Kinds of indicator of which the first two groups are told rather than the highest and the lowest, and no distance:
sizes and totals that differ by nature, shares of one whole, results of a model."""


def finding(marks: pd.DataFrame, view: View, vocabulary: Vocabulary, language: Language) -> str:
    """The sentence a view's figures support, or an empty text when there is nothing to say.

    Parameters
    ----------
    marks : the labelled frame of the view (`value_label`, `period_label`, `group_label`, `panel_label`, …).
    """
    drawn = marks[marks.drawn]
    if view.dimension != REGION and len(view.filters.regions) > PLACES_TOLD:
        return ""
    panels = [panel for _, panel in drawn.groupby("panel", sort=False)]
    panels.sort(key=lambda panel: view.indicators.index(panel.indicator.iloc[0]))
    definition = vocabulary.view(view.id)
    if definition and definition.form == EXPLORER and len(drawn) > 1:
        return _many(drawn, language)
    if view.dimension == REGION:
        sentences = [_places(panel, view, vocabulary, language) for panel in panels]
    else:
        own_columns = vocabulary.datasets[view.dataset].own_columns
        sentences = [
            _comparison(panel, view, vocabulary, language) or _two_dates(panel, own_columns, language)
            for panel in panels
        ]
    told = [sentence for sentence in sentences if sentence]
    if told and definition and definition.rows:
        return told[0]  # which tells two rows
    second = _second(panels, sentences)
    return language.sentences(*told[:1], second)


def _second(panels: list[pd.DataFrame], sentences: list[str]) -> str:
    """The sentence told after the first: city after countryside, else the last of another indicator.

    The last panel holds the newest definition of a history. Panels that differ in place, base, phase or platform are
    not set side by side in a heading.
    """
    told = [(panel.iloc[0], sentence) for panel, sentence in zip(panels, sentences, strict=True) if sentence]
    if len(told) < 2:
        return ""
    (first, _), (next_one, following) = told[:2]
    alike = [
        sentence
        for row, sentence in told[1:]
        if row.indicator != first.indicator
        and (row.region_code, row.setting) == (first.region_code, first.setting)
    ]
    same = (next_one.indicator, next_one.region_code) == (first.indicator, first.region_code)
    return following if same and next_one.residence != first.residence else alike[-1] if alike else ""


def difference(first: float, second: float, unit: str, unit_label: str, language: Language) -> str:
    """The absolute distance of two values: `16.2 percentage points`, `3,580 yuan`."""
    return amount(DIFFERENCE, abs(first - second), unit, unit_label, language)


def gap(first: float, second: float, unit: str, unit_label: str, language: Language) -> str:
    """The absolute and the relative distance of two values: `16.2 percentage points, 1.24 times`."""
    absolute = difference(first, second, unit, unit_label, language)
    low, high = sorted((first, second))
    if low <= 0:
        return absolute
    return language("gap.both", absolute=absolute, ratio=language.number(round(high / low, 2)))


def _comparison(panel: pd.DataFrame, view: View, vocabulary: Vocabulary, language: Language) -> str:
    """The newest period in which two groups stand side by side; where the view has rows, its first and last row."""
    dimension = vocabulary.dimensions.get(view.dimension)
    if dimension is not None and dimension.sequence:
        parts = panel[~panel.group.isin((TOTAL, *dimension.wholes))]
        return _sequence(parts.sort_values("group_position"), language)
    sets = groups_by_moment(panel, dimension)
    if not sets:
        return ""
    rows = newest(sets)
    told_rows = rows if len(rows) == 1 else [rows[0], rows[-1]]
    first, *second = (_of_groups(groups, view, vocabulary, language) for groups in told_rows)
    return language.sentences(first, *second)


def _sequence(groups: pd.DataFrame, language: Language) -> str:
    """The first and the last of groups that follow each other in time, whose labels say when."""
    if groups.group.nunique() < 2:
        return ""
    first, last = groups.iloc[0], groups.iloc[-1]
    return language(
        "finding.sequence",
        what=first.panel_label,
        first_group=first.group_label,
        first_value=value_with_interval(first, language),
        last_group=last.group_label,
        last_value=value_with_interval(last, language),
    )


def _of_groups(groups: pd.DataFrame, view: View, vocabulary: Vocabulary, language: Language) -> str:
    """The two groups that a gap of this period or row is of, and how far apart they are where there is a gap.

    Where the groups are indicators of their own, each is told: what is asked for is no shortfall of what is raised.
    Derived values have no distance here: it is that of what they were divided by.
    """
    if view.dimension == INDICATOR:
        told = [
            language("finding.value", group=row.group_label, value=row.value_label)
            for _, row in groups.iterrows()
        ]
        return language("finding.values", period=groups.row_label.iloc[0], values=language.list(told))
    told_of = comparison(groups, view, vocabulary)
    if told_of.indicator.kind in NOT_SET_AGAINST and not told_of.dimension.ordered:
        first, last = groups.iloc[0], groups.iloc[1]
    else:
        first, last = sorted(told_of.compared, key=lambda row: row.group_position)
    values = {
        "what": groups.panel_label.iloc[0],
        "period": first.row_label,
        "first_group": first.group_label,
        "first_value": value_with_interval(first, language),
        "last_group": last.group_label,
        "last_value": value_with_interval(last, language),
    }
    if values["first_value"] == values["last_value"] and first.estimate == last.estimate:
        return language("finding.groups_equal", **values)
    between = Gap(told_of, {})  # whose two measures are of single groups, which no residents weight
    if between.absolute is None or told_of.indicator.kind == DERIVED:
        return language("finding.groups_without_gap", **values)
    tell = difference if between.relative is None else gap
    distance = tell(first.estimate, last.estimate, first.unit, first.unit_label, language)
    return language("finding.groups", gap=distance, **values)


def _two_dates(panel: pd.DataFrame, own_columns: tuple[str, ...], language: Language) -> str:
    """The first and the last figure of the longest series; no verb of change between them.

    A series is one group under one scheme, platform or whatever else the dataset's own columns tell apart.
    """
    dated = panel[panel.year.notna()]
    if dated.empty:
        return ""
    every = [series for _, series in dated.groupby(["group", *own_columns], sort=False)]
    series = max(every, key=lambda rows: rows.year.max() - rows.year.min()).sort_values(
        ["year", "year_start"]
    )
    first, last = series.iloc[0], series.iloc[-1]
    what = panel.panel_label.iloc[0]
    if first.group != TOTAL:
        what = language("finding.what_of_group", what=what, group=first.group_label)
    told = {"what": what, "first_value": first.value_label, "first_period": first.period_label}
    if first.period_label == last.period_label:
        return language("finding.one", **told)
    return language("finding.two_dates", **told, last_value=last.value_label, last_period=last.period_label)


def _many(drawn: pd.DataFrame, language: Language) -> str:
    """How many figures there are: they rest on several bases, so no range of all of them means anything."""
    return language("finding.many", what=drawn.indicator_label.iloc[0], count=language.number(len(drawn)))


def _places(panel: pd.DataFrame, view: View, vocabulary: Vocabulary, language: Language) -> str:
    """The smallest and the largest figure of the provinces, and the nation's.

    Told of the newest year in which most of the places shown have a figure.
    """
    everywhere = panel[(panel.group != NATION) & (panel.region_code != "")]
    if everywhere.empty:
        return _two_dates(panel[panel.group == NATION], (), language)
    if everywhere.year.notna().any():
        counts = everywhere.groupby("year").group.nunique()
        panel = panel[panel.year == counts[counts == counts.max()].index.max()]
    provinces = panel[panel.group.isin(everywhere.group)].sort_values("group_position")
    what, period = panel.panel_label.iloc[0], panel.period_label.iloc[0]
    if everywhere.year.nunique() > 1:
        what = language("separator").join((what, period))
    high, low = comparison(provinces, view, vocabulary).compared
    if len(provinces) == 1:
        told = language(
            "finding.one_place",
            what=what,
            place=low.group_label,
            value=value_with_interval(low, language),
        )
    elif _overlap(low, high):
        told = language(
            "finding.places_overlapping",
            what=what,
            count=len(provinces),
            low_value=low.value_label,
            high_value=high.value_label,
        )
    else:
        told = language(
            "finding.places",
            what=what,
            count=len(provinces),
            low_place=low.group_label,
            low_value=value_with_interval(low, language),
            high_place=high.group_label,
            high_value=value_with_interval(high, language),
        )
    nation = panel[panel.group == NATION]
    if nation.empty:
        return language("finding.without_nation", told=told)
    return language("finding.with_nation", told=told, value=value_with_interval(nation.iloc[0], language))


def _overlap(low: pd.Series, high: pd.Series) -> bool:
    """Whether the published intervals of two figures meet, so that neither may be named the lower or the higher."""
    return bool(
        low.ci_high >= high.ci_low
    )  # False where a source gives no interval: NaN is not at least anything


def value_with_interval(row: pd.Series, language: Language) -> str:
    """A value and, in brackets, its published interval when there is one."""
    if not row.interval_label:
        return row.value_label
    return language("value_with_interval", value=row.value_label, interval=row.interval_label)
