"""The tab that sets places beside each other: average against gap, and one place against its benchmarks."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.benchmarks import benchmarks_of, nation_of
from components.charts.quadrants import LEAST_PLACES, quadrants
from components.charts.theme import THEMES
from components.charts.tile_grid import short_name
from components.evidence import escaped
from components.figure import gaps_of, kind_columns
from components.inequality import stacked_table
from components.region_picker import theme_of_reader
from data.catalog import catalog
from equity.gaps import DIFFERENCE, amount
from equity.language import Language
from equity.view import View
from equity.vocabulary import NATION, REGION


def places_tab(view: View, language: Language) -> None:
    """Of places: the chosen ones against nation, region and peers. Of other groups: the gap of every province."""
    if view.dimension == REGION:
        _benchmarks(view, language)
    else:
        _quadrants(view, language)


def _quadrants(view: View, language: Language) -> None:
    places = places_by_gap(view, language)
    if len(places) < LEAST_PLACES:
        st.info(language("quadrants.too_few", count=LEAST_PLACES), icon=":material/scatter_plot:")
        return
    first = places.iloc[0]
    heading = language("quadrants.title", what=first.what, first=first.first, second=first.second)
    st.markdown(f"**{escaped(heading)}**")
    theme = THEMES[theme_of_reader()]
    st.vega_lite_chart(
        quadrants(places, language, theme).specification(theme), width="stretch", theme=None, alt=heading
    )
    st.caption(language("quadrants.note"))


def places_by_gap(view: View, language: Language) -> pd.DataFrame:
    """One row a province: the mean of its groups, each counted alike, and their gap in the newest common year.

    The difference is always of the same two groups, in the same direction; a province with others is left out.
    """
    vocabulary = catalog().vocabulary
    gaps = [gap for panel in gaps_of(view.of_regions(vocabulary.provinces())) for gap in panel]
    if not gaps or gaps[0].absolute is None or gaps[0].absolute.compared is None:
        return pd.DataFrame()
    first, second = gaps[0].absolute.compared
    kind = kind_columns(view)
    gaps = [gap for gap in gaps if gap.comparison.is_like(gaps[0].comparison, kind)]
    counts = pd.Series([gap.comparison.year for gap in gaps]).value_counts()
    year = max(counts[counts == counts.max()].index)
    rows = []
    for gap in gaps:
        figures = gap.comparison.figures.set_index("group_label")
        if gap.comparison.year != year or not {first, second} <= set(figures.index):
            continue
        row = figures.iloc[0]
        distance = figures.estimate[first] - figures.estimate[second]
        average = figures.estimate.mean()
        rows.append(
            {
                "what": language("separator").join(dict.fromkeys((row.panel_title, gap.comparison.moment))),
                "first": first,
                "second": second,
                "place_label": row.place_label,
                "short": short_name(vocabulary.regions[row.region_code], language),
                "average": average,
                "gap": distance,
                "average_label": language.quantity(average, row.unit, row.unit_label),
                "gap_label": amount(DIFFERENCE, distance, row.unit, row.unit_label, language),
                "unit": row.unit,
                "unit_label": row.unit_label,
            }
        )
    return pd.DataFrame(rows)


def _benchmarks(view: View, language: Language) -> None:
    chosen = [code for code in view.filters.regions if code != NATION]
    if not chosen:
        st.info(language("benchmark.choose"), icon=":material/touch_app:")
        return
    # All places are asked for: the nation and the peers are seldom among those chosen.
    panels = gaps_of(view.of_regions(()))
    for place in chosen:
        for number, gaps in enumerate(panels):
            rows = benchmarks_of(gaps[0].comparison, place, nation_of(view, gaps[0].comparison), language)
            if not rows.empty:
                name = language.of(catalog().vocabulary.regions[place].label)
                heading = language(
                    "benchmark.title", place=name, what=gaps[0].comparison.figures.panel_label.iloc[0]
                )
                st.markdown(f"**{escaped(heading)}**")
                stacked_table(rows.rename(index=escaped).map(escaped), f"benchmark-{place}-{number}")
    st.caption(language("benchmark.note"))
