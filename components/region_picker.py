"""Choosing places: on the tile grid by click, in the list by keyboard, in groups by one button."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from components import link
from components.charts.axes import Specification
from components.charts.tile_grid import SELECTION
from components.figure import empty_tiles, tiles_of
from data.catalog import catalog
from equity.language import Language
from equity.view import Filters, View
from equity.vocabulary import NATION, Vocabulary


def region_list(filters: Filters, language: Language) -> None:
    """The list of the nation and 34 provinces, found by code, Chinese characters or pinyin."""
    vocabulary = catalog().vocabulary
    st.session_state["regions"] = list(filters.regions)
    st.multiselect(
        language("filters.regions"),
        list(vocabulary.regions),
        format_func=lambda code: searchable(code, vocabulary, language),
        key="regions",
        placeholder=language("filters.regions_placeholder"),
        wrap=True,
        on_change=_take_list,
    )


def region_groups(language: Language) -> None:
    """The four NBS regions, all provinces, and none, each in one click."""
    vocabulary = catalog().vocabulary
    for code, label in vocabulary.nbs_regions.items():
        members = vocabulary.nbs_region_members(code)
        st.button(
            language.of(label),
            key=f"nbs-{code}",
            on_click=choose_regions,
            args=(members,),
            type="tertiary",
        )
    st.button(
        language("filters.all_regions"),
        key="nbs-all",
        on_click=choose_regions,
        args=(vocabulary.provinces(),),
        type="tertiary",
    )
    st.button(
        language("filters.no_regions"),
        key="nbs-none",
        on_click=choose_regions,
        args=((),),
        type="tertiary",
    )


def home_tiles(filters: Filters, language: Language) -> None:
    """The grid as a picker: no figures, only places."""
    _grid(empty_tiles(filters.regions, language, theme_of_reader()), filters, "home", language)


def view_tiles(view: View, language: Language, theme: str) -> None:
    """The fullest panel of a view as a grid: every province, whichever are chosen."""
    caption, chart = tiles_of(view, theme)
    st.caption(caption)
    _grid(chart, view.filters, view.id, language)


def theme_of_reader() -> str:
    """The look this reader has chosen: a key of `THEMES`."""
    return "dark" if st.context.theme.type == "dark" else "light"


def _grid(chart: Specification, filters: Filters, name: str, language: Language) -> None:
    # A key that holds the chosen regions forgets the click once it has been taken, so the same cell can be
    # clicked again to let go of it.
    key = f"tiles-{name}-{'-'.join(filters.regions)}"
    with st.container(key=f"grid-{name}"):
        st.vega_lite_chart(
            chart,
            width="stretch",
            theme=None,
            key=key,
            on_select=lambda: _take_click(key),
            selection_mode=SELECTION,
            alt=language("grid.alt"),
        )
    st.caption(language("grid.caption"))


def _take_click(key: str) -> None:
    clicked = [cell["region_code"] for cell in st.session_state[key].selection.get(SELECTION, [])]
    chosen = set(link.current_link(catalog().vocabulary).filters.regions)
    choose_regions(chosen.symmetric_difference(clicked))


def _take_list() -> None:
    choose_regions(st.session_state["regions"])


def choose_regions(codes: Iterable[str]) -> None:
    """Make `codes` the regions of the page, in the order of their codes."""
    vocabulary: Vocabulary = catalog().vocabulary
    reading = link.current_link(vocabulary)
    regions = tuple(code for code in vocabulary.regions if code in set(codes))
    link.share_filters(replace(reading.filters, regions=regions), reading, vocabulary)


def searchable(code: str, vocabulary: Vocabulary, language: Language) -> str:
    """The option text of a region, which the list's search looks through."""
    region = vocabulary.regions[code]
    names = [language.of(region.label), *region.label.values(), region.pinyin.capitalize(), code]
    if language.code == "zh":
        names = [names[0], region.pinyin, code]
    if code == NATION:
        names = [names[0], code]
    return " ".join(dict.fromkeys(names))
