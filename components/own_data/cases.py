"""The distribution of an outcome among the single cases of a reader's file: curves, and campaigns as points."""

from __future__ import annotations

import streamlit as st

from components.charts.curve import curve_of_cases, curve_of_cases_told
from components.charts.theme import THEMES
from components.evidence import escaped
from components.own_data.visit import Brought
from components.region_picker import theme_of_reader
from data.catalog import published
from data.upload.distribution import POINTS, Distribution
from equity.language import Language

EXPLORER_BAR = {"displaylogo": False, "modeBarButtonsToRemove": ["toImage"], "responsive": True}


def cases(brought: Brought, language: Language) -> None:
    """The curves, and every campaign as a point; why measures have no value, where none has one."""
    found = brought.distribution
    untold = found is not None and found.figures.empty and found.undefined
    if found is None or not (found.curves or len(found.campaigns) or untold):
        return
    with st.container(border=True, key="card-own-cases"):
        if brought.file.synthetic:
            st.badge(language.of(published().own["synthetic_mark"]), icon=":material/science:", color="gray")
        st.header(escaped(language("own.cases.title", outcome=found.outcome)), anchor="cases")
        if untold:
            st.caption(escaped(language.of(found.undefined)))
        _curves(found, language)
        if len(found.campaigns):
            _campaigns(found, language)


def _curves(found: Distribution, language: Language) -> None:
    theme = THEMES[theme_of_reader()]
    with st.container(horizontal=True):
        for kind, points in found.curves.items():
            drawn = curve_of_cases(kind, points, language, theme)
            told = curve_of_cases_told(kind, points, language)
            st.vega_lite_chart(drawn, width="content", theme=None, alt=told, key=f"own-curve-{kind}")


def _campaigns(found: Distribution, language: Language) -> None:
    from components.charts.campaigns import campaigns  # Plotly is loaded where it is used, and nowhere else

    st.subheader(language("campaigns.title"), anchor=False)
    figure = campaigns(found.campaigns, language, THEMES[theme_of_reader()])
    st.plotly_chart(figure, width="stretch", theme=None, config=EXPLORER_BAR, key="own-campaigns")
    shown, every = len(found.campaigns), found.all_campaigns
    counted = {"shown": language.exact(shown), "all": language.exact(every)}
    told = language("campaigns.sample" if every > POINTS else "campaigns.all", **counted)
    # Plotly takes no text for those who do not see the points: what they show is told to all.
    reached = found.campaigns.raised / found.campaigns.goal
    shares = {
        "reached": language.exact(int((reached >= 1).sum())),
        "half": language.quantity(100 * reached.median(), "%"),
    }
    st.caption(language.sentences(told, language("campaigns.reached", **shares)))
