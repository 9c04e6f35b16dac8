"""What is known of a region at a glance: which places it stands beside, and the newest figure of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.charts.marks import value_label
from data.catalog import catalog
from data.store import store
from equity.language import Language
from equity.vocabulary import NATION, ViewDefinition


def views_of_sections() -> dict[str, ViewDefinition]:
    """The views of the page by id, whatever their dataset, in the declared order."""
    declared = {view.id: view for view in catalog().vocabulary.views()}
    return {code: declared[code] for section in catalog().sections for code in section["views"]}


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
        found = newest(line["figures"], places)
        cells = {labels[code]: _cell(found, code, language) for code in places}
        unit = language.of(vocabulary.units[found.unit.iloc[0]]) if len(found) else ""
        what = language("regions.line", what=language.of(line["label"]), unit=unit)
        rows.append({language("column.indicator_label"): what} | cells)
    return pd.DataFrame(rows).set_index(language("column.indicator_label"))


def newest(figures: Mapping[str, Any], places: tuple[str, ...]) -> pd.DataFrame:
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
