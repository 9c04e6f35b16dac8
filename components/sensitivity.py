"""The tab that asks one question in every reasonable way, and marks the answers that differ."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.evidence import escaped
from components.figure import moments_of, residents
from components.inequality import stacked_table
from data.catalog import catalog
from equity.comparison import Comparison
from equity.gaps import told
from equity.language import Language
from equity.measures.registry import PAIR
from equity.sensitivity import Answer, larger_or_smaller, which_end_is_higher
from equity.view import View
from equity.vocabulary import REGION


def sensitivity_tab(view: View, language: Language) -> None:
    """Panel by panel: which end is higher, and whether the gap is larger than at the oldest comparable date."""
    moments = moments_of(view)
    if not moments:
        st.info(language("inequality.none"), icon=":material/balance:")
        return
    all_places = view.dimension == REGION and len(view.filters.regions) < PAIR
    st.caption(
        language.sentences(
            language("sensitivity.lead"), language("sensitivity.all_places") if all_places else ""
        )
    )
    asked = [_panel(*pair, f"{view.id}-{place}", language) for place, pair in enumerate(moments)]
    if not any(asked):
        st.info(language("sensitivity.none"), icon=":material/alt_route:")


def _panel(newest: Comparison, oldest: Comparison | None, key: str, language: Language) -> bool:
    """The questions of one panel; whether there was any to ask."""
    what = newest.figures.panel_label.iloc[0]
    ends = which_end_is_higher(newest, residents())
    if ends:
        heading = language("sensitivity.ends", what=what, moment=newest.moment)
        _question(heading, ends, newest, [newest.moment], language, f"ends-{key}")
    over_time = larger_or_smaller(oldest, newest, residents()) if oldest else []
    if oldest and over_time:
        heading = language("sensitivity.time", what=what, earlier=oldest.moment, later=newest.moment)
        _question(heading, over_time, newest, [oldest.moment, newest.moment], language, f"time-{key}")
        if any(value.interval is None for each in over_time for value in each.values):
            st.caption(language("sensitivity.arithmetic"))
    return bool(ends or over_time)


def _question(
    heading: str,
    answers: list[Answer],
    comparison: Comparison,
    moments: list[str],
    language: Language,
    key: str,
) -> None:
    st.markdown(f"**{escaped(heading)}**")
    differing = sum(each.differs for each in answers)
    if differing:
        st.warning(language.plural("sensitivity.differ", differing), icon=":material/call_split:")
    else:
        st.success(language("sensitivity.agree"), icon=":material/check:")
    stacked_table(answers_table(answers, comparison, moments, language), key)


def answers_table(
    answers: list[Answer], comparison: Comparison, moments: list[str], language: Language
) -> pd.DataFrame:
    """One row a way of asking: measure and variant, its value at each moment, and what it says."""
    words = catalog().vocabulary.measures
    unit, label = comparison.figures.unit.iloc[0], comparison.figures.unit_label.iloc[0]
    rows = []
    for each in answers:
        name = language.of(words[each.code].label)
        if each.variant != "advised":
            variant = language(f"variant.{each.variant}", group=each.reference)
            name = language("sensitivity.varied", measure=name, variant=variant)
        values = {
            moment: told(value, unit, label, language)
            for moment, value in zip(moments, each.values, strict=True)
        }
        conclusion = language(f"conclusion.{each.conclusion}")
        if each.differs:
            conclusion = language("sensitivity.flips", conclusion=conclusion)
        rows.append(
            {language("inequality.measure"): name, **values, language("sensitivity.says"): conclusion}
        )
    frame = pd.DataFrame(rows).map(escaped)
    return frame.set_index(frame.columns[0])
