"""The parts of the sources page: every source, where they differ, what was corrected, what is not known.

Each part is a card whose anchor is the name of its section, so that a link can point at it.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

import streamlit as st

from components import link
from components.bibliography import bibliography, search_of
from components.corrections import correction_text
from components.figure_list import download, show
from components.record import founding_figures, in_no_view, ledger, told_texts
from components.section import contents as section_links
from components.section import section
from components.source_list import source_list
from components.unknown import wanted_text
from data.catalog import catalog
from data.founding import DISAGREEMENTS, EVENTS, LISTED, PROFILES
from equity.language import Language

BIBLIOGRAPHY, CORRECTIONS, UNKNOWN, FOUNDING = "bibliography", "corrections", "unknown", "founding"
PARTS = (BIBLIOGRAPHY, DISAGREEMENTS, CORRECTIONS, UNKNOWN, PROFILES, EVENTS, FOUNDING, LISTED)
"""The sections, in the order of the page."""


def contents(language: Language) -> None:
    """The sections by name, each a link to its card."""
    section_links([(part, language(f"section.{part}")) for part in PARTS], language)


def _section(part: str, language: Language, **values: object) -> AbstractContextManager[None]:
    return section(part, language(f"section.{part}"), language(f"section.{part}.lead", **values), language)


@st.fragment
def sources() -> None:
    """Every source. A search reruns this part alone, so it reads the address itself."""
    search, reading = search_of(link.current_link(catalog().vocabulary))
    language = link.current_language(reading)
    count = language.number(len(bibliography(catalog())))
    with _section(BIBLIOGRAPHY, language, count=count):
        source_list(search, reading, language)


# Where sources differ ----------------------------------------------------------------------------------------


def disagreements(language: Language) -> None:
    """Each quantity with two values: the one drawn, the rule that chose it, the other; then single rows in doubt."""
    told, alone = ledger(catalog(), language.code)
    with _section(DISAGREEMENTS, language, count=language.number(len(told))):
        st.caption(language("sources.disagreements_note"))
        show(told, language)
        download(told, DISAGREEMENTS, language)
        st.markdown(language("sources_page.contradicted", count=language.number(len(alone))))
        show(alone, language)


# What was corrected, what is not known ------------------------------------------------------------------------


def corrections(language: Language) -> None:
    """The releases of the data with every figure that was corrected in each."""
    with _section(CORRECTIONS, language):
        for release in catalog().releases:
            released = language.period(release.released, None)
            st.markdown(f"**{language('sources_page.release', version=release.version, released=released)}**")
            lines = [f"- {correction_text(each, language)}" for each in release.corrections]
            st.markdown("\n".join(lines) or language("sources_page.no_correction"))


def unknown(language: Language) -> None:
    """What is not known and wanted, dataset by dataset."""
    with _section(UNKNOWN, language, count=language.number(len(catalog().unknown))):
        for code, dataset in catalog().vocabulary.datasets.items():
            wanted = [each for each in catalog().unknown if each["dataset"] == code]
            if wanted:
                title = language.plural(
                    "sources_page.wanted", len(wanted), dataset=language.of(dataset.title)
                )
                with st.expander(title):
                    for each in wanted:
                        st.markdown(wanted_text(each, language))


# Texts, and the figures the project was founded on ------------------------------------------------------------


def profiles(language: Language) -> None:
    """What sources say of the platforms in words."""
    with _section(PROFILES, language):
        show(told_texts(catalog(), language.code)[PROFILES], language)


def events(language: Language) -> None:
    """Events and rules that charts name."""
    with _section(EVENTS, language):
        show(told_texts(catalog(), language.code)[EVENTS], language)


def founding(language: Language) -> None:
    """The figures the project was founded on, each with the link that opens it where it stands."""
    told = founding_figures(catalog(), language.code)
    with _section(FOUNDING, language, count=language.number(len(told))):
        show(told, language)


def listed(language: Language) -> None:
    """Figures of indicators that no view names, so that none is kept and never shown."""
    with _section(LISTED, language):
        for code, dataset in catalog().vocabulary.datasets.items():
            told = in_no_view(catalog(), code, language.code)
            if len(told):
                figures = language.plural("trust.figures", len(told))
                title = language(
                    "sources_page.in_no_view", dataset=language.of(dataset.title), figures=figures
                )
                each = st.expander(title, key=f"listed-{code}-{language.code}", on_change="rerun")
                if each.open:
                    with each:
                        show(told, language)
