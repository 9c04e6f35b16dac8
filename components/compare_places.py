"""The tab that sets places beside each other: average against gap, and one place against its benchmarks."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts.quadrants import LEAST_PLACES, quadrants
from components.charts.theme import THEMES
from components.charts.tile_grid import short_name
from components.evidence import escaped
from components.figure import gaps_of, kind_columns, residents
from components.inequality import stacked_table
from components.region_picker import theme_of_reader
from data.catalog import catalog
from data.store import store
from equity.benchmark import figure_of, level_of_region, peers
from equity.comparison import Comparison
from equity.gaps import DIFFERENCE, amount, difference_in_words
from equity.language import Language
from equity.view import View
from equity.vocabulary import NATION, REGION, TOTAL


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
            rows = benchmarks_of(gaps[0].comparison, place, _nation(view, gaps[0].comparison), language)
            if not rows.empty:
                name = language.of(catalog().vocabulary.regions[place].label)
                heading = language(
                    "benchmark.title", place=name, what=gaps[0].comparison.figures.panel_label.iloc[0]
                )
                st.markdown(f"**{escaped(heading)}**")
                stacked_table(rows, f"benchmark-{place}-{number}")
    st.caption(language("benchmark.note"))


def _nation(view: View, comparison: Comparison) -> float | None:
    """The nation's own published figure beside those of the provinces."""
    figures = store().query(view.of_regions((NATION,)))
    rows = figures[
        (figures.region_code == NATION) & figures.drawn & (figures.panel == comparison.figures.panel.iloc[0])
    ]
    return float(rows.estimate.iloc[0]) if len(rows) == 1 else None


def benchmarks_of(
    comparison: Comparison, place: str, nation: float | None, language: Language
) -> pd.DataFrame:
    """One row a benchmark of a place: the nation, its NBS region, and the provinces most like it in income."""
    vocabulary = catalog().vocabulary
    own = figure_of(comparison, place)
    if own is None:
        return pd.DataFrame()
    region = vocabulary.regions[place].nbs_region or ""
    level = level_of_region(comparison, region, vocabulary, residents()) if region else None
    beside: list[tuple[str, float | None]] = [(language.of(vocabulary.regions[NATION].label), nation)]
    if region:
        name = language.of(vocabulary.nbs_regions[region])
        beside.append((language("benchmark.region", region=name), level))
    for code in peers(place, incomes(comparison.year)):
        row = figure_of(comparison, code)
        name = language.of(vocabulary.regions[code].label)
        beside.append((language("benchmark.peer", place=name), None if row is None else float(row.estimate)))
    rows = []
    for name, value in beside:
        known = value is not None
        rows.append(
            {
                language("benchmark.beside"): name,
                language("benchmark.value"): language.quantity(value, own.unit, own.unit_label)
                if known
                else language("grid.no_figure"),
                language("benchmark.difference"): difference_in_words(
                    own.estimate - value, own.unit, own.unit_label, language
                )
                if known
                else "",
            }
        )
    frame = pd.DataFrame(rows).map(escaped)
    return frame.set_index(frame.columns[0])


def incomes(year: int) -> dict[str, float]:
    """The average disposable income of every province in a year, or in the nearest year there is."""
    rows = store().figures("regional_context", indicator="disposable_income_per_person", dimension=TOTAL)
    rows = rows[rows.year.notna() & (rows.region_code != "")]
    counts = rows.groupby("year").region_code.nunique()
    full = counts[counts >= 0.9 * counts.max()].index
    nearest = min(full, key=lambda each: abs(each - year), default=None)
    chosen = rows[rows.year == nearest]
    return dict(zip(chosen.region_code, chosen.estimate, strict=True))
