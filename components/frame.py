"""What stands above and below every page."""

from __future__ import annotations

import streamlit as st

from components import link
from components.style import STYLE
from data.catalog import LANGUAGES, catalog
from data.catalog import language as language_of
from equity.language import Language
from equity.view import Dropped
from equity.vocabulary import Dataset, Vocabulary

ECHOED = 40


def menu(vocabulary: Vocabulary, language: Language) -> list[st.Page]:
    """The first page, then a page for every dataset that declares views."""
    home = st.Page("home.py", title=language("page.home"), default=True)
    return [home, *(page_of(dataset, language) for dataset in datasets_with_views(vocabulary))]


def page_of(dataset: Dataset, language: Language) -> st.Page:
    """The page of a dataset; one file draws them all."""
    return st.Page("dataset.py", title=language.of(dataset.title), url_path=dataset.page)


def datasets_with_views(vocabulary: Vocabulary) -> list[Dataset]:
    """The datasets that have something to show, in the declared order."""
    return [dataset for dataset in vocabulary.datasets.values() if dataset.views]


def dataset_of_page(vocabulary: Vocabulary) -> Dataset:
    """The dataset whose page is open."""
    return next(dataset for dataset in vocabulary.datasets.values() if dataset.page == link.current_page())


def header(language: Language) -> None:
    """The name of the site and the switch to another language, which keeps everything else."""
    st.html(f"<style>{STYLE}</style>")
    with st.container(horizontal=True, vertical_alignment="center", key="masthead"):
        st.markdown(f"**{language('site.name')}** · {language('site.tagline')}")
        for code in LANGUAGES:
            if code != language.code:
                other = language_of(code)
                st.button(
                    other("language.name"),
                    key=f"language-{code}",
                    on_click=_switch,
                    args=(code,),
                    type="tertiary",
                )


def _switch(code: str) -> None:
    st.query_params["lang"] = code


def notices(dropped: tuple[Dropped, ...], language: Language) -> None:
    """What the link named and nobody here knows."""
    if dropped:
        values = language.list([f"`{shorten(each.parameter)}={shorten(each.value)}`" for each in dropped])
        st.warning(language("notice.dropped", values=values), icon=":material/link_off:")


def shorten(text: str) -> str:
    """A text from a link, cut to what a reader needs to recognise it."""
    return text if len(text) <= ECHOED else text[:ECHOED] + "…"


def footer(language: Language) -> None:
    """Who speaks, of which data, and under which terms."""
    release = catalog().release
    st.divider()
    st.caption(
        language("footer", version=release["version"], released=language.period(release["released"], None))
    )
