"""What is not known and wanted: figures that no source used here publishes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.section import section
from data.catalog import catalog
from equity.language import Language
from equity.vocabulary import NATION


def unknown_of_regions(regions: tuple[str, ...], language: Language) -> None:
    """What is not known of the chosen provinces; of any, when none is chosen."""
    chosen = set(regions) - {NATION}
    entries = [each for each in catalog().unknown if _is_about(each, chosen)]
    with section("unknown", language("regions.unknown"), language("regions.unknown_lead"), language):
        for each in entries:
            st.markdown(wanted_text(each, language))


def _is_about(entry: Mapping[str, Any], chosen: set[str]) -> bool:
    provinces = set(entry.get("provinces", ()))
    return bool(entry.get("by_province")) or bool(provinces & chosen if chosen else provinces)


def wanted_text(each: Mapping[str, Any], language: Language) -> str:
    """One gap in the record as Markdown: what, why it matters, who could publish it, for which places."""
    regions = catalog().vocabulary.regions
    places = [language.of(regions[code].label) for code in each.get("provinces", ())]
    lines = [f"**{language.of(each['title'])}**", language.of(each["why"])]
    lines.append(language("sources_page.publisher", publisher=language.of(each["publisher"])))
    if each.get("by_province"):
        lines.append(language("sources_page.by_province"))
    if places:
        lines.append(language("sources_page.provinces", places=language("separator").join(places)))
    return "  \n".join(lines)
