"""One place beside its benchmarks: the nation, its NBS region, and the provinces most like it in income."""

from __future__ import annotations

import pandas as pd

from components.figure import residents
from data.catalog import catalog
from data.store import store
from equity.benchmark import figure_of, level_of_region, peers
from equity.comparison import Comparison
from equity.gaps import difference_in_words
from equity.language import Language
from equity.view import View
from equity.vocabulary import NATION, TOTAL


def nation_of(view: View, comparison: Comparison) -> float | None:
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
    return pd.DataFrame(rows).set_index(language("benchmark.beside"))


def incomes(year: int) -> dict[str, float]:
    """The average disposable income of every province in a year, or in the nearest year there is."""
    rows = store().figures("regional_context", indicator="disposable_income_per_person", dimension=TOTAL)
    rows = rows[rows.year.notna() & (rows.region_code != "")]
    counts = rows.groupby("year").region_code.nunique()
    full = counts[counts >= 0.9 * counts.max()].index
    nearest = min(full, key=lambda each: abs(each - year), default=None)
    chosen = rows[rows.year == nearest]
    return dict(zip(chosen.region_code, chosen.estimate, strict=True))
