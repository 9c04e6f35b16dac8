"""Pages set by Typst: templates get texts and drawings as data, never as markup, and the PDF can be read aloud."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

import typst

from components.charts.theme import LIGHT
from components.export.arrangement import Arrangement
from components.export.content import MADE, Content
from components.export.drawing import Drawing
from components.export.fonts import FAMILIES, check, font_folder
from data.catalog import TEMPLATES
from equity.language import Language

COLOURS = {"ink": LIGHT.ink, "muted": LIGHT.muted, "grid": LIGHT.grid, "accent": LIGHT.accent}
GAP = 14
"""Points between charts."""


def typeset(template: str, data: Mapping[str, Any], language: Language) -> bytes:
    """A template filled and set as PDF that meets PDF/UA-1: tagged, and every drawing with a text in its place.

    Parameters
    ----------
    data : plain values; `title` names the document, a drawing is `{svg, alt, width, height}`.

    Raises
    ------
    MissingCharactersError
        If the fonts cannot draw a character of a text or of a drawing.
    typst.TypstError
        If a drawing has no text in its place.
    """
    return typst.compile(
        TEMPLATES / template,
        **_setting(data, language),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=MADE.replace(tzinfo=UTC),
    )


def queried(template: str, data: Mapping[str, Any], language: Language, label: str) -> list[Any]:
    """The values that a template, filled, gives the metadata of a label."""
    found = typst.query(
        TEMPLATES / template,
        f"<{label}>",
        field="value",
        **_setting(data, language),
    )
    return json.loads(found)


def on_paper(content: Content) -> Content:
    """The same view, its charts without a ground of their own."""
    return replace(content, charts=tuple(chart | {"background": "transparent"} for chart in content.charts))


def placed(arrangement: Arrangement, content: Content) -> dict[str, Any]:
    """An arrangement as data of a template: `rows` of drawings, `columns`, `zoom`, `gap`."""
    alts = iter(_alts(content))
    rows = [[drawing(each, next(alts)) for each in row] for row in arrangement.rows]
    return {"rows": rows, "columns": arrangement.columns, "zoom": arrangement.zoom, "gap": GAP}


def drawing(drawn: Drawing, alt: str) -> dict[str, Any]:
    """A drawing as data of a template, with the text that stands in its place."""
    return {"svg": drawn.svg(), "width": drawn.width, "alt": alt}


def _alts(content: Content) -> Iterator[str]:
    """Of each panel what it is and what the view finds."""
    separator = content.language("separator")
    for chart in content.charts:
        title = chart["title"]
        named = [title["text"], title.get("subtitle", "")] if title else []
        yield separator.join(part for part in (*named, content.stamp.title) if part)


def _setting(data: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """The data and the house, and no fonts but the project's own."""
    check(_texts(dict(data)))
    house = {
        "site": language("site.name"),
        "font": FAMILIES[language.code],
        "lang": language.code,
        "region": (language.locale.territory or "").lower(),
        "colours": COLOURS,
    }
    return {
        "root": TEMPLATES,
        "font_paths": [font_folder()],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(house | dict(data), ensure_ascii=False)},
    }


def _texts(value: Any) -> Iterator[str]:
    """Every text that data hold, but for drawings, whose texts were checked when they were drawn."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in (value | {"svg": ""}).values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
