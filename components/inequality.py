"""How far apart the groups of a view are: the gap on its card, and every measure that means something."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts.curve import curve
from components.charts.theme import THEMES
from components.evidence import escaped
from components.figure import KEPT, gaps_of, honoured, residents
from components.region_picker import theme_of_reader
from data.catalog import Catalog, catalog, kept_with_catalog
from equity.comparison import Comparison, Measured
from equity.gaps import Gap, amount, change_lines, gap_lines, latest, problems_told, told
from equity.language import Language
from equity.measures import REGISTRY
from equity.measures.words import method_sentence, note_sentence
from equity.view import View
from equity.vocabulary import REGION, ViewDefinition

PANELS_ON_CARD = 2
"""Gaps told on the card itself; those of further panels stand in the tab."""


def gap_text(view: View, language: Language) -> str:
    """The absolute and the relative gap of the first panels, as Markdown; empty when there is none to tell."""
    return _gap_text(catalog(), honoured(view), language)


@kept_with_catalog(KEPT)
def _gap_text(where: Catalog, view: View, language: Language) -> str:
    panels = [latest(gaps) for gaps in gaps_of(view)]
    lines_of = {gap: gap_lines(gap, language) for gap in panels[:PANELS_ON_CARD]}
    ends = {lines[-1] for lines in lines_of.values()}
    shared = ends if len(lines_of) > 1 and len(ends) == 1 else set()
    parts = []
    for gap, lines in lines_of.items():
        heading = [f"**{escaped(_heading(gap.comparison, language))}**"] if len(panels) > 1 else []
        parts.append("  \n".join([*heading, *(escaped(line) for line in lines if line not in shared)]))
    parts += map(escaped, shared)
    if len(panels) > PANELS_ON_CARD:
        parts.append(language.plural("gap.more", len(panels) - PANELS_ON_CARD))
    return "\n\n".join(parts)


def inequality_tab(view: View, definition: ViewDefinition, language: Language) -> None:
    """Panel by panel: the gap over time, the measures advised, the curve, and what is refused and why."""
    panels = gaps_of(view)
    if not panels:
        st.info(language("inequality.none"), icon=":material/balance:")
        return
    weighted = language("inequality.by_residents") if view.dimension == REGION else ""
    st.caption(language.sentences(language("inequality.lead"), weighted))
    for place, gaps in enumerate(panels):
        st.markdown(f"**{escaped(_heading(latest(gaps).comparison, language))}**")
        changed = change_lines(gaps, definition.breaks, language)
        if changed:
            st.markdown("  \n".join(escaped(line) for line in changed))
        _measures(latest(gaps), f"{view.id}-{place}", language)


def _measures(gap: Gap, key: str, language: Language) -> None:
    comparison = gap.comparison
    if comparison.only_bounds:
        st.caption(language("gap.only_bounds"))
        return
    if gap.problems:
        st.warning(problems_told(gap, language), icon=":material/rule:")
        return
    measured = comparison.measured(residents())
    shown = [each for each in measured if each.measure is not None and each.measure.estimate is not None]
    if shown:
        stacked_table(measures_table(comparison, shown, language), f"measures-{key}")
    drawn = curve(comparison, residents(), language, THEMES[theme_of_reader()])
    if drawn:
        st.vega_lite_chart(drawn, width="content", theme=None, alt=language("curve.alt"), key=f"curve-{key}")
    refused = [each for each in measured if each not in shown]
    if refused:
        with st.expander(language.plural("inequality.refused", len(refused))):
            stacked_table(_refused_table(refused, language), f"refused-{key}")
    if shown:
        with st.expander(language("inequality.formulas")):
            stacked_table(_formulas(shown, language), f"formulas-{key}")
            st.caption(language("measure.symbols"))


def stacked_table(rows: pd.DataFrame, key: str) -> None:
    """A table whose cells stand below each other where there is no room beside."""
    with st.container(key=f"stacked-{key}"):
        st.table(rows)


def measures_table(comparison: Comparison, shown: list[Measured], language: Language) -> pd.DataFrame:
    """One row a measure, the few to look at first on top: its value, what it means and what must be known."""
    words = catalog().vocabulary.measures
    figures = comparison.figures
    unit, label = figures.unit.iloc[0], figures.unit_label.iloc[0]
    rows = []
    for each in sorted(shown, key=lambda one: not one.advice.headline):
        measure = each.measure
        assert measure is not None
        notes = [note_sentence(code, language) for code in measure.note]
        if measure.method:
            notes.insert(
                0, language("inequality.interval_made", method=method_sentence(measure.method, language))
            )
        if measure.noise_floor is not None:
            floor = amount(measure.code, measure.noise_floor, unit, label, language)
            notes.append(language("inequality.noise_floor", value=floor))
        described = words[measure.code]
        rows.append(
            {
                language("inequality.measure"): language.of(described.label),
                language("inequality.value"): told(measure, unit, label, language),
                language("inequality.meaning"): language.sentences(
                    language.of(described.meaning), language.of(described.equal)
                ),
                language("inequality.notes"): language.sentences(*dict.fromkeys(notes)),
            }
        )
    return _table(rows)


def _refused_table(refused: list[Measured], language: Language) -> pd.DataFrame:
    words = catalog().vocabulary.measures
    rows = [
        {
            language("inequality.measure"): language.of(words[each.advice.code].label),
            language("inequality.why"): each.advice.sentence(language),
        }
        for each in refused
    ]
    return _table(rows)


def _formulas(shown: list[Measured], language: Language) -> pd.DataFrame:
    words = catalog().vocabulary.measures
    rows = [
        {
            language("inequality.measure"): language.of(words[code].label),
            language("inequality.formula"): words[code].formula,
            language("inequality.source"): words[code].source,
        }
        for code in REGISTRY
        if code in {each.advice.code for each in shown}
    ]
    return _table(rows)


def _table(rows: list[dict[str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows).map(escaped)
    return frame.set_index(frame.columns[0])


def _heading(comparison: Comparison, language: Language) -> str:
    separator, label = language("separator"), str(comparison.figures.panel_label.iloc[0])
    return separator.join(dict.fromkeys((*label.split(separator), comparison.moment)))
