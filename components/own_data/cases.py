"""How unequal the outcome is among the single cases of a reader's file."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts.curve import curve_of_cases
from components.charts.theme import THEMES
from components.evidence import escaped
from components.inequality import stacked_table
from components.own_data.visit import Brought
from components.region_picker import theme_of_reader
from data.catalog import published
from data.upload.distribution import POINTS, Distribution
from equity.language import Language
from equity.measures.words import undefined_sentence
from equity.microdata import Estimate
from equity.vocabulary import Label

EXPLORER_BAR = {"displaylogo": False, "modeBarButtonsToRemove": ["toImage"], "responsive": True}


def cases(brought: Brought, language: Language) -> None:
    """The indices, the curves, and every campaign as a point."""
    found = brought.distribution
    if found is None:
        return
    with st.container(border=True, key="card-own-cases"):
        st.caption(language("own.cases.question"))
        if brought.file.synthetic:
            st.badge(language.of(published().own["synthetic_mark"]), icon=":material/science:", color="gray")
        st.header(escaped(language("own.cases.title", outcome=found.outcome)), anchor="cases")
        stacked_table(measures_table(found, language), "own-cases")
        _curves(found, language)
        if len(found.campaigns):
            _campaigns(found, language)


def measures_table(found: Distribution, language: Language) -> pd.DataFrame:
    """A measure a row: its value with the interval, what it means, and how it was computed."""
    rows = []
    for code, estimate in found.measures.items():
        label, meaning = _words(code)
        rows.append(
            {
                language("inequality.measure"): language.of(label),
                language("inequality.value"): _value(estimate, language),
                language("inequality.meaning"): language.of(meaning),
                language("inequality.notes"): _notes(code, estimate, found, language),
            }
        )
    frame = pd.DataFrame(rows).map(escaped)
    return frame.set_index(frame.columns[0])


def _words(code: str) -> tuple[Label, Label]:
    """What a measure is called and means: over cases, where that differs from what it is over groups."""
    of_cases = published().own["measures"].get(code)
    if of_cases:
        return of_cases["label"], of_cases["meaning"]
    words = published().vocabulary.measures[code]
    return words.label, words.meaning


def _value(estimate: Estimate, language: Language) -> str:
    if estimate.estimate is None:
        return undefined_sentence(estimate.undefined_reason or "", language)
    value = language.number(round(estimate.estimate, 4))
    if estimate.ci_low is None or estimate.ci_high is None:
        return value
    low, high = (language.number(round(each, 4)) for each in (estimate.ci_low, estimate.ci_high))
    return language("own.cases.value", value=value, low=low, high=high)


def _notes(code: str, estimate: Estimate, found: Distribution, language: Language) -> str:
    told = [language.plural("own.cases.count", estimate.n)]
    if code in ("rci", "erreygers"):
        told.append(language("own.cases.ranked", ranking=found.ranking))
    if estimate.method == "binned":
        told.append(language("own.cases.binned", bound=f"{estimate.bound:.1e}"))
    return language.sentences(*told)


def _curves(found: Distribution, language: Language) -> None:
    theme = THEMES[theme_of_reader()]
    with st.container(horizontal=True):
        for kind, points in found.curves.items():
            drawn = curve_of_cases(kind, points, language, theme)
            st.vega_lite_chart(
                drawn, width="content", theme=None, alt=language("curve.alt"), key=f"own-curve-{kind}"
            )


def _campaigns(found: Distribution, language: Language) -> None:
    from components.charts.campaigns import campaigns  # Plotly is loaded where it is used, and nowhere else

    st.subheader(language("campaigns.title"), anchor=False)
    figure = campaigns(found.campaigns, language, THEMES[theme_of_reader()])
    st.plotly_chart(figure, width="stretch", theme=None, config=EXPLORER_BAR, key="own-campaigns")
    shown, every = len(found.campaigns), found.all_campaigns
    counted = {"shown": language.exact(shown), "all": language.exact(every)}
    st.caption(language("campaigns.sample" if every > POINTS else "campaigns.all", **counted))
