"""A province beside the nation, its NBS region and its peers: as data, and as the story that its files tell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from components.address import REGION_FORMATS, address_on, with_data_of_today
from components.api.lists import at_a_glance, peers_of, region, release
from components.benchmarks import benchmarks_of, nation_of
from components.figure import gaps_of
from components.files import file_of
from components.order import Chapter, Order
from components.profile import views_of_sections
from data.catalog import catalog
from data.catalog import language as language_of
from equity.language import Language
from equity.view import SHARED_PARAMETERS, Filters, View
from equity.vocabulary import NATION, REGION

PAGE = "regions"
SHARED = tuple(name for name in SHARED_PARAMETERS if name != "regions")
"""The shared filters that a province is told under: the place itself stands in the address."""


def region_document(code: str, filters: Filters, base: str) -> dict[str, Any]:
    """A province, its peers, its newest figures beside theirs, and each view of its page as that view's JSON."""
    views = [json.loads(file_of(Order.of(view, link, "json"))) for view, link in _views(code, filters, base)]
    return {
        "data": release(),
        "region": region(catalog().vocabulary.regions[code], base),
        "peers": list(peers_of(code)),
        "profile": at_a_glance(code),
        "views": views,
    }


def region_order(code: str, filters: Filters, base: str, extension: str) -> Order:
    """The views of a province's page as one file."""
    language, named = language_of(filters.language), catalog().vocabulary.regions[code]
    return Order(
        format=REGION_FORMATS[extension],
        chapters=tuple(
            Chapter(view, link, text=_benchmarks(view, code, language))
            for view, link in _views(code, filters, base)
        ),
        title=language("api.region.title", place=language.of(named.full)),
        link=f"{base}{PAGE}?{urlencode(replace(filters, regions=(code,)).encode())}",
    )


def _views(code: str, filters: Filters, base: str) -> Iterator[tuple[View, str]]:
    """The views of the page of regions for a province and the nation, each with its link."""
    beside = replace(filters, regions=(NATION, code))
    for definition in views_of_sections().values():
        view = View.default(definition, beside)
        yield view, address_on(f"{base}{PAGE}", with_data_of_today(view), definition)


def _benchmarks(view: View, code: str, language: Language) -> str:
    """Where places are compared, what a place is set beside, in Markdown: a heading a panel, a line a benchmark."""
    if view.dimension != REGION:
        return ""
    parts = []
    for gaps in gaps_of(view.of_regions(())):
        comparison = gaps[0].comparison
        rows = benchmarks_of(comparison, code, nation_of(view, comparison), language)
        if not rows.empty:
            lines = [
                f"- {_line(place, value, difference, language)}"
                for place, value, difference in rows.itertuples(name=None)
            ]
            parts.append("\n".join([f"**{comparison.figures.panel_label.iloc[0]}**", "", *lines]))
    return "\n\n".join(parts)


def _line(place: str, value: str, difference: str, language: Language) -> str:
    if not difference:
        return language("api.region.line", place=place, value=value)
    return language("api.region.line.apart", place=place, value=value, difference=difference)
