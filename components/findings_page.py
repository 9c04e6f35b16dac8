"""The parts of the first page: a finding with its figures, the choice of a place, the reading guide."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.charts.marks import place_label, value_label
from components.evidence import citation
from components.frame import datasets_with_views, page_of, sources_page
from components.headline import Headline
from components.region_picker import home_tiles, region_groups, region_list
from data.catalog import catalog
from data.store import store
from equity.language import Language
from equity.view import Filters, Link, View

READING = ("gap", "grade", "qualifier", "missing", "link")


def finding_card(headline: Headline, reading: Link, language: Language) -> None:
    """One finding, what it leaves open, where each of its numbers comes from, and where to go on."""
    with st.container(border=True, key=f"card-{headline.id}", height="stretch"):
        st.caption(headline.title)
        st.header(headline.sentence, anchor=headline.id)
        st.markdown(headline.note)
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.popover(language("home.figures"), icon=":material/menu_book:"):
                _figures(headline, language)
            if headline.view:
                _page_link(headline.view, reading.filters, language)


def _figures(headline: Headline, language: Language) -> None:
    vocabulary, bibliography = catalog().vocabulary, store().sources()
    told = pd.DataFrame(row for row in headline.figures.values()).drop_duplicates()
    for source_id, rows in told.groupby("source_id", sort=False):
        st.markdown(citation(bibliography.loc[source_id], language))
        shown = pd.DataFrame(
            {
                language("column.indicator_label"): _indicator(row, language),
                language("column.group_label"): _group(row, language),
                language("column.value_label"): value_label(row, vocabulary, language),
                language("column.period_label"): language.period(row.period_start, row.period_end),
                language("column.place_label"): place_label(row, vocabulary, language),
                language("column.locator"): row.locator,
                language("column.grade_label"): language.of(vocabulary.grades[row.grade]),
            }
            for _, row in rows.iterrows()
        )
        st.dataframe(shown, hide_index=True, width="stretch")


def _indicator(row: pd.Series, language: Language) -> str:
    datasets = catalog().vocabulary.datasets.values()
    declared = next(each.indicators[row.indicator] for each in datasets if row.indicator in each.indicators)
    return language.of(declared.label)


def _group(row: pd.Series, language: Language) -> str:
    """Whom a figure is about: scheme, platform and the like, then the subgroup; the total when there is none."""
    dimensions = catalog().vocabulary.dimensions
    own = {column for dataset in catalog().vocabulary.datasets.values() for column in dataset.own_columns}
    pairs = [(column, row[column]) for column in sorted(own & set(row.index)) if isinstance(row[column], str)]
    pairs += [(row.dimension, row.subgroup), (row.attribute_dimension, row.attribute)]
    named = [
        language.of(dimensions[code].subgroups[group])
        for code, group in pairs
        if code in dimensions and group in dimensions[code].subgroups
    ]
    return language.list(named) or language("group.total")


def _page_link(view: Mapping[str, str], filters: Filters, language: Language) -> None:
    dataset = catalog().vocabulary.datasets[view["dataset"]]
    definition = dataset.views[view["id"]]
    st.page_link(
        page_of(dataset, language),
        label=language("home.go_on", page=language.of(dataset.title)),
        icon=":material/arrow_forward:",
        query_params=View.default(definition, filters).encode(definition),
    )


def start_with_a_place(reading: Link, language: Language) -> None:
    """Choose provinces, and go on to the pages that know them."""
    st.header(language("home.place"), anchor="place")
    st.markdown(language("home.place_lead"))
    grid, choice = st.columns([3, 2], gap="large")
    with grid:
        home_tiles(reading.filters, language)
    with choice:
        region_list(reading.filters, language)
        with st.container(horizontal=True, key="region-groups"):
            region_groups(language)
        for dataset in datasets_with_views(catalog().vocabulary):
            st.page_link(
                page_of(dataset, language),
                label=language("home.open_page", page=language.of(dataset.title)),
                icon=":material/arrow_forward:",
                query_params=reading.filters.encode(),
            )


def what_is_new(reading: Link, language: Language) -> None:
    """The newest release of the data: what it holds, and how many figures it corrects."""
    newest = catalog().releases[0]
    released = language.period(newest.released, newest.released)
    st.header(language("home.new"), anchor="new")
    st.markdown(language("home.new_lead", version=newest.version, released=released))
    for line in newest.news:
        st.markdown("- " + language.of(line))
    st.page_link(
        sources_page(language),
        label=language.plural("home.corrections", len(newest.corrections))
        if newest.corrections
        else language("home.no_correction"),
        icon=":material/arrow_forward:",
        query_params=reading.filters.encode(),
    )


def independence(language: Language) -> None:
    """Who speaks, and who does not."""
    st.info(language("home.independent"), icon=":material/info:")


def how_to_read(language: Language) -> None:
    """What the marks and words mean on every page."""
    st.header(language("home.reading"), anchor="reading")
    for part in READING:
        st.markdown("- " + language(f"home.reading.{part}"))
