"""The choices on a card. Every control writes a View into the address; none keeps a state of its own.

The widgets are seeded from the View at every run, so that a link, back and forward all move them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from components import link
from components.figure import marks_of, places_with_figures
from data.catalog import catalog
from data.store import store
from equity.language import Language
from equity.view import ALL_YEARS, AXES, ORDERS, View
from equity.vocabulary import DERIVED, NATION, REGION, ViewDefinition, Vocabulary

NEWEST_FULL = 0
"""Stands for the newest year with a full table, in the choice of a year."""


def controls(view: View, definition: ViewDefinition, language: Language) -> None:
    """One row: what is shown and what it is compared by; the finer choices open below a button."""
    vocabulary = catalog().vocabulary
    dimensions = store().dimensions(definition, view.indicators)
    choice = len(definition.indicators) > 1
    kind = "several" if choice and definition.several_indicators else "one"
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"controls-{kind}-{definition.id}"):
        if choice:
            _indicators(view, definition, vocabulary, language)
        if len(dimensions) > 1:
            _one(view, definition, "dimension", dimensions, lambda code: _title(code, language), language)
        key = f"{definition.dataset}.{definition.id}.finer"
        finer = st.popover(language("controls.more"), icon=":material/tune:", key=key, on_change="rerun")
    if finer.open:
        with finer:
            _finer(view, definition, vocabulary, language)


def _loosened(view: View, dimension: str) -> pd.DataFrame:
    filters = replace(view.filters, regions=(), residence=())
    return store().query(
        replace(view, filters=filters, dimension=dimension, groups=(), choices=(), period=ALL_YEARS)
    )


def _indicators(view: View, definition: ViewDefinition, vocabulary: Vocabulary, language: Language) -> None:
    declared = vocabulary.datasets[view.dataset].indicators
    label = lambda code: language.of(declared[code].label)  # noqa: E731
    if definition.several_indicators:
        _some(view, definition, "indicators", definition.indicators, label, language)
    else:
        _one(view, definition, "indicators", definition.indicators, label, language)


def _finer(view: View, definition: ViewDefinition, vocabulary: Vocabulary, language: Language) -> None:
    figures = _loosened(view, view.dimension)
    if view.dimension != REGION:
        names = vocabulary.groups(view.dimension)
        present = [code for code in names if code in set(figures.group)]
        if len(present) > 1:
            _some(view, definition, "groups", present, lambda code: language.of(names[code]), language)
    for column in definition.columns:
        names = vocabulary.groups(column)
        present = [code for code in names if code in set(figures[column].dropna()) | set(view.choice(column))]
        if column != view.dimension and len(present) > 1:
            _some(
                view,
                definition,
                column,
                present,
                lambda code, names=names: language.of(names[code]),
                language,
            )
    if definition.honours("period"):
        side_by_side = definition.form_of(view.dimension) == "bars" and view.dimension == REGION
        choose_years = _year if side_by_side else _period
        choose_years(view, definition, figures, language)
    if figures.panel.nunique() > 1 and definition.form_of(view.dimension) == "groups":
        _one(view, definition, "axis", AXES, lambda code: language(f"axis.{code}"), language)
    if len(definition.scales) > 1 and view.dimension != REGION:
        _one(view, definition, "scale", definition.scales, lambda code: language(f"scale.{code}"), language)
    derived = {vocabulary.indicator(view.dataset, code).kind for code in view.indicators} == {DERIVED}
    if definition.form_of(view.dimension) == "bars" and view.dimension == REGION and not derived:
        _one(view, definition, "order", ORDERS, lambda code: language(f"order.{code}"), language)


def _one(
    view: View,
    definition: ViewDefinition,
    name: str,
    options: Iterable[str],
    label: Callable[[str], str],
    language: Language,
) -> None:
    key = _seed(definition, name, _value(view, name)[0] if name == "indicators" else _value(view, name))
    st.selectbox(
        _title(name, language),
        list(options),
        format_func=label,
        key=key,
        on_change=_choose,
        args=(definition, name, key),
    )


def _some(
    view: View,
    definition: ViewDefinition,
    name: str,
    options: Iterable[str],
    label: Callable[[str], str],
    language: Language,
) -> None:
    options = list(options)
    key = _seed(definition, name, [code for code in options if code in _value(view, name)])
    st.multiselect(
        _title(name, language),
        options,
        format_func=label,
        key=key,
        placeholder=language("controls.all"),
        wrap=True,
        on_change=_choose,
        args=(definition, name, key),
    )


def _period(view: View, definition: ViewDefinition, figures: pd.DataFrame, language: Language) -> None:
    years = figures.year.dropna()
    if years.nunique() < 2:
        return
    whole = (int(figures.year_start.min()), int(years.max()))
    first, last = view.period or whole
    first, last = (min(max(year, whole[0]), whole[1]) for year in (first, last))
    key = _seed(definition, "period", (first, last))
    st.slider(
        language("controls.period"),
        *whole,
        key=key,
        on_change=_choose,
        args=(definition, "period", key, whole),
    )


def _year(view: View, definition: ViewDefinition, figures: pd.DataFrame, language: Language) -> None:
    """Places stand side by side in one year: the newest full table, or any year there is."""
    provinces = figures[(figures.region_code != NATION) & figures.year.notna()]
    provinces = provinces.drop_duplicates(["year", "region_code"])
    labels = {NEWEST_FULL: language("controls.newest_full")}
    for year, count in sorted(Counter(provinces.year.astype(int)).items()):
        labels[year] = language("controls.year_option", year=year, count=count)
    chosen_year = view.period[0] if view.period and view.period[0] == view.period[1] else NEWEST_FULL
    key = _seed(definition, "year", chosen_year if chosen_year in labels else NEWEST_FULL)
    st.selectbox(
        language("controls.year"),
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        on_change=_choose,
        args=(definition, "year", key),
    )


def _seed(definition: ViewDefinition, name: str, value: Any) -> str:
    key = f"{definition.dataset}.{definition.id}.{name}"
    st.session_state[key] = value
    return key


def _title(name: str, language: Language) -> str:
    vocabulary = catalog().vocabulary
    if name in vocabulary.dimensions:
        return language.of(vocabulary.dimensions[name].label)
    if name == REGION:
        return language(f"dimension.{REGION}")
    return language(f"controls.{name}")


def _value(view: View, name: str) -> Any:
    return getattr(view, name) if hasattr(view, name) else view.choice(name)


def _choose(definition: ViewDefinition, name: str, key: str, whole: tuple[int, int] | None = None) -> None:
    """Put the reader's choice into the address."""
    vocabulary = catalog().vocabulary
    view = link.current_link(vocabulary).view(definition)
    view = chosen(view, definition, name, st.session_state[key], whole)
    if vocabulary.compares(definition) and name in ("indicators", "dimension") and marks_of(view).empty:
        view = view.of_regions(places_with_figures(view))  # which the nation has none of
    link.show(view, definition)


def chosen(
    view: View, definition: ViewDefinition, name: str, value: Any, whole: tuple[int, int] | None = None
) -> View:
    """The view after one choice, in the form that `decode` would give it.

    `whole` is the full span of years: choosing it means all years. No indicator chosen means the default ones.
    """
    vocabulary = catalog().vocabulary
    if name == "indicators":
        codes = (value,) if isinstance(value, str) else tuple(value)
        kept = tuple(code for code in definition.indicators if code in codes) or definition.default_indicators
        view = replace(view, indicators=kept, groups=(), period=definition.default_period)
        return _with_dimension(view, definition)
    if name == "dimension":
        return replace(view, dimension=value, groups=definition.default_groups.get(value, ()))
    if name == "groups":
        return replace(
            view, groups=tuple(code for code in vocabulary.groups(view.dimension) if code in value)
        )
    if name == "year":
        return replace(view, period=None if value == NEWEST_FULL else (value, value))
    if name == "period":
        return replace(view, period=None if value == whole else value)
    if name in definition.columns:
        codes = tuple(code for code in vocabulary.groups(name) if code in value)
        return replace(
            view, choices=tuple((column, codes if column == name else kept) for column, kept in view.choices)
        )
    return replace(view, **{name: value})


def _with_dimension(view: View, definition: ViewDefinition) -> View:
    """Keep the dimension if the new indicators have figures in it; else take the first that has."""
    available = store().dimensions(definition, view.indicators) or definition.dimensions
    dimension = view.dimension if view.dimension in available else available[0]
    return replace(view, dimension=dimension, groups=definition.default_groups.get(dimension, ()))
