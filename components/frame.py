"""What stands above and below every page."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from components import link
from components.corrections import changes_since
from components.evidence import escaped
from data.catalog import LANGUAGES, catalog
from data.catalog import language as language_of
from data.upload.brought import PAGE, is_own
from equity.language import Language
from equity.view import Link, View
from equity.vocabulary import Dataset, Vocabulary

ECHOED = 40
OWN_LAYOUT = {"regions": "regions.py"}


def menu(vocabulary: Vocabulary, language: Language) -> list[st.Page]:
    """The first page, then a page for every dataset that declares views, then where it all comes from."""
    home = st.Page("home.py", title=language("page.home"), default=True)
    datasets = (page_of(dataset, language) for dataset in datasets_with_views(vocabulary))
    methods = st.Page("methods.py", title=language("page.methods"))
    own = (compare_page(language), own_data_page(language), story_page(language))
    return [home, *datasets, *own, sources_page(language), methods]


def sources_page(language: Language) -> st.Page:
    """The page of all sources."""
    return st.Page("sources.py", title=language("page.sources"))


def compare_page(language: Language) -> st.Page:
    """The page that compares any figure by any groups."""
    return st.Page("compare.py", title=language("page.compare"))


def own_data_page(language: Language) -> st.Page:
    """The page of a reader's own file."""
    return st.Page("your_data.py", title=language("page.your_data"))


def story_page(language: Language) -> st.Page:
    """The page of the reader's story."""
    return st.Page("story.py", title=language("page.story"))


def page_of(dataset: Dataset, language: Language) -> st.Page:
    """The page of a dataset: one file draws them all, but for a page with a layout of its own."""
    if dataset.page == PAGE:
        return own_data_page(language)
    file = OWN_LAYOUT.get(dataset.page, "dataset.py")
    return st.Page(file, title=language.of(dataset.title), url_path=dataset.page)


def datasets_with_views(vocabulary: Vocabulary) -> list[Dataset]:
    """The datasets that have something to show, in the declared order."""
    return [dataset for dataset in vocabulary.datasets.values() if dataset.views]


def dataset_of_page(vocabulary: Vocabulary) -> Dataset:
    """The dataset whose page is open."""
    return next(dataset for dataset in vocabulary.datasets.values() if dataset.page == link.current_page())


def header(language: Language) -> None:
    """The name of the site and the switch to another language, which keeps everything else."""
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


def notices(reading: Link, shown: Collection[str], language: Language) -> None:
    """The other data that the link was made with, what it named and nobody knows, and its view on another page.

    `shown` are the ids of the views on this page.
    """
    changes_since(reading, language)
    own, unknown = [], []
    for each in reading.dropped:
        (own if each.parameter == "view" and is_own(each.value) else unknown).append(each)
    if own:
        st.info(language("own.link_without_data"), icon=":material/link_off:")
    if unknown and not own:
        named = [escaped(f"{shorten(each.parameter)}={shorten(each.value)}") for each in unknown]
        st.warning(language("notice.dropped", values=language.list(named)), icon=":material/link_off:")
    if reading.focused and reading.focused.id not in shown:
        _elsewhere(reading.focused, language)


def _elsewhere(view: View, language: Language) -> None:
    definition = catalog().vocabulary.definition(view.id)
    st.info(language("notice.elsewhere", question=language.of(definition.question)))
    way_to(view, language)


def way_to(view: View, language: Language) -> None:
    """A link to the page on which a view stands, opened at that view."""
    page = page_of_view(view, language)
    st.page_link(
        page,
        label=language("home.go_on", page=page.title),
        icon=":material/arrow_forward:",
        query_params=view.encode(catalog().vocabulary.definition(view.id)),
    )


def page_of_view(view: View, language: Language) -> st.Page:
    """The page on which a view stands: that of its dataset, or that of comparisons."""
    vocabulary = catalog().vocabulary
    if vocabulary.compares(vocabulary.definition(view.id)):
        return compare_page(language)
    return page_of(vocabulary.datasets[view.dataset], language)


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
