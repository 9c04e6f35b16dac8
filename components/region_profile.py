"""The parts of the page of regions: a few places side by side, then the views that know provinces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.card import card
from components.charts.marks import value_label
from data.catalog import catalog
from data.store import store
from equity.language import Language
from equity.vocabulary import NATION, ViewDefinition

PLACES_SHOWN = 6
"""A province and up to five peers; more columns than this cannot be compared by eye."""


def region_profile(regions: tuple[str, ...], language: Language) -> None:
    """The table of the chosen provinces beside their NBS regions and the nation."""
    vocabulary = catalog().vocabulary
    chosen = [code for code in regions if code != NATION]
    st.header(language("regions.profile"), anchor="profile")
    if not chosen:
        st.info(language("regions.choose"), icon=":material/touch_app:")
    places = places_beside(chosen[:PLACES_SHOWN])
    with st.container(key="wide-profile"):
        st.table(profile(tuple(places), language))
    told = [language("regions.profile_note")]
    if len(chosen) > PLACES_SHOWN:
        names = [language.of(vocabulary.regions[code].label) for code in chosen[PLACES_SHOWN:]]
        told.append(language("regions.more_chosen", count=PLACES_SHOWN, places=language.list(names)))
    st.caption("  \n".join(told))


def views_of_sections() -> dict[str, ViewDefinition]:
    """The views of the page by id, whatever their dataset, in the declared order."""
    declared = {view.id: view for view in catalog().vocabulary.views()}
    return {code: declared[code] for section in catalog().sections for code in section["views"]}


def cards_by_section(views: Mapping[str, ViewDefinition], language: Language) -> None:
    """A heading for each section, and a card for each of its views."""
    for section in catalog().sections:
        st.header(language.of(section["heading"]))
        for code in section["views"]:
            card(views[code])


def places_beside(chosen: list[str]) -> list[str]:
    """The chosen provinces, then the NBS regions they lie in (all four when none is chosen), then the nation."""
    vocabulary = catalog().vocabulary
    around = {vocabulary.regions[code].nbs_region for code in chosen}
    return [*chosen, *(code for code in vocabulary.nbs_regions if code in around or not chosen), NATION]


def profile(places: tuple[str, ...], language: Language) -> pd.DataFrame:
    """One row a declared line, one column a place: the newest figure with its year, or that there is none."""
    vocabulary = catalog().vocabulary
    labels = {code: language.of(vocabulary.places[code]) for code in places}
    rows = []
    for line in catalog().profile:
        newest = _newest(line["figures"], places)
        cells = {labels[code]: _cell(newest, code, language) for code in places}
        unit = language.of(vocabulary.units[newest.unit.iloc[0]]) if len(newest) else ""
        what = language("regions.line", what=language.of(line["label"]), unit=unit)
        rows.append({language("column.indicator_label"): what} | cells)
    return pd.DataFrame(rows).set_index(language("column.indicator_label"))


def _newest(figures: Mapping[str, Any], places: tuple[str, ...]) -> pd.DataFrame:
    """One drawn figure a place, by its code: of the newest year that all with a figure share, else the newest."""
    rows = store().figures(**figures)
    rows = rows[rows.year.notna()].assign(place=rows.region_code.where(rows.region_code != "", rows.setting))
    rows = rows[rows.place.isin(places)].sort_values("year")
    counts = rows.groupby("year").place.nunique()
    shared = counts[counts == rows.place.nunique()]
    rows = rows[rows.year == shared.index.max()] if len(shared) else rows
    return rows.drop_duplicates("place", keep="last").set_index("place")


def _cell(newest: pd.DataFrame, code: str, language: Language) -> str:
    if code not in newest.index:
        return language("grid.no_figure")
    row = newest.loc[code]
    value = value_label(row, catalog().vocabulary, language, unit=False)
    return language("figure_of_year", quantity=value, year=f"{row.year:.0f}")
