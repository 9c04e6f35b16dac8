"""Pages set by Typst: templates get texts and drawings as data, never as markup, and the PDF can be read aloud."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any
from xml.etree.ElementTree import tostring

import typst

from components.charts.theme import LIGHT
from components.export.content import Content
from components.export.fonts import FAMILIES, check, font_folder
from components.export.picture import SVG, Drawing, panel_drawings
from components.export.xlsx import MADE
from data.catalog import TEMPLATES
from equity.language import Language

COLOURS = {"ink": LIGHT.ink, "muted": LIGHT.muted, "grid": LIGHT.grid, "accent": LIGHT.categories[2]}
GAP = 14
"""Points between charts."""

LARGEST, LEGIBLE = 0.8, 0.55
"""Points a pixel of a chart may be: its smallest letters have 11 pixels."""

LEAST_WIDTH = 360
"""Pixels that a chart needs at least."""


@dataclass(frozen=True)
class Arrangement:
    """Charts in rows of so many columns, `zoom` points a pixel; the last `left_out` of a view found no room."""

    rows: tuple[tuple[Drawing, ...], ...]
    columns: int
    zoom: float
    left_out: int


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
    inputs = _inputs(data, language)
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=[font_folder()],
        ignore_system_fonts=True,
        sys_inputs=inputs,
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
        root=TEMPLATES,
        font_paths=[font_folder()],
        ignore_system_fonts=True,
        sys_inputs=_inputs(data, language),
    )
    return json.loads(found)


def on_paper(content: Content) -> Content:
    """The same view, its charts without a ground of their own."""
    return replace(content, charts=tuple(chart | {"background": "transparent"} for chart in content.charts))


def arranged(content: Content, room: float, space: float, line: float) -> Arrangement:
    """The charts of a view as large as a space of points lets them be; the last are left out where none is legible.

    One chart is shown however small it is. Where some are left out, a `line` to say so is kept free.
    """
    usual = panel_drawings(content, room / LEGIBLE)
    if not usual:
        return Arrangement((), 1, 1, 0)
    spaces = {count: space - line * (count < len(usual)) for count in range(len(usual), 0, -1)}
    zooms = {count: _zoom(usual[:count], room, spaces[count]) for count in spaces}
    shown = next((count for count, (zoom, _) in zooms.items() if zoom >= LEGIBLE), 1)
    zoom, columns = zooms[shown]
    width = (room - GAP * (columns - 1)) / columns
    drawn = panel_drawings(replace(content, charts=content.charts[:shown]), width / zoom)
    # A legend may need a line more than was foreseen; then all is a little smaller.
    zoom = min(zoom, _zoom_of_height(drawn, columns, spaces[shown]))
    return in_columns(drawn, columns, zoom, len(usual) - shown)


def in_columns(drawn: Sequence[Drawing], columns: int, zoom: float, left_out: int = 0) -> Arrangement:
    """Drawings row by row."""
    rows = (tuple(drawn[start : start + columns]) for start in range(0, len(drawn), columns))
    return Arrangement(tuple(rows), columns, zoom, left_out)


def placed(arrangement: Arrangement, content: Content) -> dict[str, Any]:
    """An arrangement as data of a template: `rows` of drawings, `columns`, `zoom`, `gap`."""
    alts = iter(_alts(content))
    rows = [[drawing(each, next(alts)) for each in row] for row in arrangement.rows]
    return {"rows": rows, "columns": arrangement.columns, "zoom": arrangement.zoom, "gap": GAP}


def drawing(drawn: Drawing, alt: str) -> dict[str, Any]:
    """A drawing as data of a template, with the text that stands in its place."""
    check("".join(each.itertext()) for each in drawn.element.iter(f"{{{SVG}}}text"))
    return {"svg": tostring(drawn.element, encoding="unicode"), "width": drawn.width, "alt": alt}


def _alts(content: Content) -> Iterator[str]:
    """Of each panel what it is and what the view finds."""
    separator = content.language("separator")
    for chart in content.charts:
        title = chart["title"]
        named = [title["text"], title.get("subtitle", "")] if title else []
        yield separator.join(part for part in (*named, content.stamp.title) if part)


def _zoom(panels: list[Drawing], room: float, space: float) -> tuple[float, int]:
    """How large charts can be, and in how many columns; the fewest that make them largest."""
    zooms = {
        columns: min(
            _zoom_of_height(panels, columns, space),
            (room - GAP * (columns - 1)) / columns / LEAST_WIDTH,
            LARGEST,
        )
        for columns in range(1, len(panels) + 1)
    }
    best = max(zooms, key=lambda columns: zooms[columns])
    return zooms[best], best


def _zoom_of_height(panels: list[Drawing], columns: int, space: float) -> float:
    heights = [each.height for each in panels]
    rows = [max(heights[start : start + columns]) for start in range(0, len(panels), columns)]
    return (space - GAP * (len(rows) - 1)) / sum(rows)


def _inputs(data: Mapping[str, Any], language: Language) -> dict[str, str]:
    check(_texts(dict(data)))
    house = {
        "site": language("site.name"),
        "font": FAMILIES[language.code],
        "lang": language.code,
        "region": (language.locale.territory or "").lower(),
        "colours": COLOURS,
    }
    return {"data": json.dumps(house | dict(data), ensure_ascii=False)}


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
