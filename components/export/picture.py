"""A view as one picture: its finding, its charts, what they rest on. Drawn without a browser, the same everywhere.

Charts are drawn one by one as SVG by the library that draws them on screen, then set into one SVG, of which PNG is a
rendering. Text stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from xml.etree.ElementTree import Element, fromstring, register_namespace, tostring

import vl_convert

from components.charts.axes import Specification, printed
from components.charts.theme import LIGHT
from components.export.content import Content
from components.export.fonts import FAMILIES, check, font_folder, wrapped
from components.export.fonts import width as text_width
from equity.language import Language

FALLBACK = "IBM Plex Sans, Microsoft YaHei, PingFang SC, sans-serif"
"""What the machine that opens a drawing may have, where the project's own fonts are not at hand."""

WIDTH = 1000
CARD = (1200, 630)
MARGIN = 32
GAP = 28
"""Pixels around a picture, and between its panels."""

TALL = 2200
"""Panels that together are higher than this stand side by side."""

LEAST_WIDTH, WIDEST_ZOOM, LEGIBLE = 460, 1.7, 0.85
"""A panel in a frame is never laid out narrower nor enlarged further, nor made smaller to fit another beside it."""

WIDEST_GRID = 460
TITLE_LINES = 3
TITLE_SIZES = (30, 26, 23, 20, 18)
"""The finding in a frame is as large as lets it be told in so many lines."""

SOURCES_NAMED = 180
"""In a frame, sources are named as far as so many characters go."""

PNG_SCALE, PNG_LIMIT = 2, 4000
"""Pixels of a PNG a unit, and the most on its longer side."""

LEADING = 1.4
SVG = "http://www.w3.org/2000/svg"
REFERENCE = "url(#"
OUTSIDE = re.compile("role-(title|legend)")
"""Parts of a drawing that a narrower plot does not bring nearer."""

ATTEMPTS = 3
"""How often a chart is laid out anew to make room for its texts."""

MOVED = re.compile(r"translate\((-?[\d.]+)")
ANCHORS = {"start": 1.0, "middle": 0.5, "end": 0.0}
"""Where a text is held, and which part of it stands right of there."""


@dataclass(frozen=True)
class Drawing:
    """A finished SVG and its size."""

    element: Element
    width: float
    height: float

    @classmethod
    def of(cls, svg: str) -> Drawing:
        """The drawing that a text of SVG holds."""
        element = fromstring(svg)
        return cls(element, float(element.get("width", 0)), float(element.get("height", 0)))

    def widened(self, width: float) -> Drawing:
        """The drawing with free room at its right."""
        size = {"width": f"{width:g}", "viewBox": f"0 0 {width:g} {self.height:g}"}
        self.element.attrib |= size
        return Drawing(self.element, width, self.height)

    def placed(self, x: float, y: float, zoom: float, name: str) -> Element:
        """The drawing as part of another; `name` keeps its identifiers apart from those of others."""
        part = deepcopy(self.element)
        for each in part.iter():
            for attribute, value in each.attrib.items():
                if attribute == "id":
                    each.set(attribute, name + value)
                elif REFERENCE in value:
                    each.set(attribute, value.replace(REFERENCE, REFERENCE + name))
        size = {"width": f"{self.width * zoom:.2f}", "height": f"{self.height * zoom:.2f}"}
        part.attrib |= {"x": f"{x:.2f}", "y": f"{y:.2f}", "overflow": "visible", **size}
        return part


@dataclass(frozen=True)
class Line:
    """One line of text: its size in pixels, its weight and its colour."""

    text: str
    size: float
    weight: str = "regular"
    colour: str = LIGHT.ink

    def placed(self, y: float, x: float = MARGIN) -> Element:
        """The line as SVG, its top left corner at `x`, `y`."""
        weight = {"font-weight": "bold"} if self.weight == "bold" else {}
        place = {"x": f"{x:.2f}", "y": f"{y + self.size:.2f}", "font-size": f"{self.size:g}"}
        return _element("text", self.text, place | weight | {"fill": self.colour})


def svg_bytes(content: Content) -> bytes:
    """The picture of a view as SVG."""
    return picture_svg(content).encode()


def png_bytes(content: Content) -> bytes:
    """The picture of a view as PNG, two pixels a unit as far as that stays within `PNG_LIMIT`."""
    return png(picture_svg(content))


def card_bytes(content: Content) -> bytes:
    """The picture of a view in the size that social media show beside a link."""
    return png(framed_svg(content, *CARD), 1)


def png(svg: str, scale: float = PNG_SCALE) -> bytes:
    """An SVG as PNG."""
    _register()
    drawing = Drawing.of(svg)
    return vl_convert.svg_to_png(svg, scale=min(scale, PNG_LIMIT / max(drawing.width, drawing.height)))


def picture_svg(content: Content, width: float = WIDTH) -> str:
    """The picture of a view: finding and question, every panel, what it rests on, where it comes from.

    Raises
    ------
    MissingCharactersError
        If the fonts cannot draw a character of it.
    """
    room = width - 2 * MARGIN
    panels = panel_drawings(content, room)
    columns = min(len(panels), 1 + int(sum(each.height for each in panels) // TALL))
    if columns > 1:
        panels = panel_drawings(content, (room - GAP * (columns - 1)) / columns)
    rows = _rows(panels, max(1, columns))
    head = [*_lines(_head(content), room, content.language)]
    stamp = content.stamp
    told = [_muted(each) for each in (*stamp.notes, stamp.trust, content.source_line)]
    foot = [*_lines([*told, _origin(content)], room, content.language)]
    top = MARGIN + _height(head) + GAP / 2
    parts, y = list(_placed(head, MARGIN)), top
    for place, row in enumerate(rows):
        parts += [
            each.placed(MARGIN + column * (each.width + GAP), y, 1, f"p{place}-{column}")
            for column, each in enumerate(row)
        ]
        y += max(each.height for each in row) + GAP / 2
    parts += _placed(foot, y)
    return _whole(content, parts, width, y + _height(foot) + MARGIN)


def framed_svg(content: Content, width: float, height: float) -> str:
    """The picture of a view in a frame of given size: panels as large as they can be, in large type."""
    room = width - 2 * MARGIN
    heads = [[*_lines(_head(content, size, question=16), room, content.language)] for size in TITLE_SIZES]
    head = next((each for each in heads if len(each) <= 1 + TITLE_LINES), heads[-1])
    foot = [*_lines([_sources(content), _origin(content)], room, content.language)]
    top = MARGIN + _height(head) + GAP / 2
    space = height - top - _height(foot) - MARGIN - GAP / 2
    panels, left_out = _fitted(content, room, space, top)
    if left_out:
        more = content.language.plural("picture.more_panels", left_out)
        foot[-1] = replace(foot[-1], text=content.language("separator").join((foot[-1].text, more)))
    parts = [*_placed(head, MARGIN), *panels, *_placed(foot, height - MARGIN - _height(foot))]
    return _whole(content, parts, width, height)


def panel_drawings(content: Content, width: float) -> list[Drawing]:
    """Each panel of a view by itself, as wide as told."""
    return [_drawn(chart, width, content.language) for chart in content.charts]


def _fitted(content: Content, room: float, space: float, top: float) -> tuple[list[Element], int]:
    """As many panels as are legible, in as many columns as make them largest; and how many are left out."""
    charts = [content.tiles] if content.tiles else list(content.charts)
    if not charts:
        return [], 0
    usual = [_drawn(chart, room, content.language) for chart in charts]
    shown = next(
        (count for count in range(len(charts), 1, -1) if _zoom(usual[:count], room, space)[0] >= LEGIBLE), 1
    )
    zoom, columns = _zoom(usual[:shown], room, space)
    width = (room - GAP * (columns - 1)) / columns
    laid = min(width / zoom, WIDEST_GRID) if content.tiles else width / zoom
    rows = _rows([_drawn(chart, laid, content.language) for chart in charts[:shown]], columns)
    heights = [max(each.height for each in row) for row in rows]
    # A legend may need a line more than was foreseen; then all is a little smaller.
    zoom = min(zoom, (space - GAP * (len(rows) - 1)) / sum(heights))
    placed, y = [], top
    for place, (row, high) in enumerate(zip(rows, heights, strict=True)):
        for column, each in enumerate(row):
            placed.append(each.placed(MARGIN + column * (width + GAP), y, zoom, f"p{place}-{column}"))
        y += high * zoom + GAP
    if content.tiles:
        beside = [Line(gap, 18) for gap in content.stamp.gaps]
        x = MARGIN + laid * zoom + 2 * GAP
        placed += _placed([*_lines(beside, width - x, content.language)], top + GAP, x)
    return placed, len(charts) - shown


def _rows(panels: Sequence[Drawing], columns: int) -> list[Sequence[Drawing]]:
    return [panels[start : start + columns] for start in range(0, len(panels), columns)]


def _zoom(panels: Sequence[Drawing], room: float, space: float) -> tuple[float, int]:
    """How much panels can be enlarged, and in how many columns; the fewest that do."""
    zooms = {}
    for columns in range(1, len(panels) + 1):
        rows = _rows(panels, columns)
        high = sum(max(each.height for each in row) for row in rows)
        wide = (room - GAP * (columns - 1)) / columns
        zooms[columns] = min((space - GAP * (len(rows) - 1)) / high, wide / LEAST_WIDTH, WIDEST_ZOOM)
    best = max(zooms, key=lambda columns: zooms[columns])
    return zooms[best], best


def _font(language: Language) -> str:
    return f"{FAMILIES[language.code]}, {FALLBACK}"


def _drawn(chart: Specification, width: float, language: Language) -> Drawing:
    """A chart as wide as told, with the texts of its last marks, which may stand beyond the plot."""
    laid, drawing = width, _laid(chart, width, language)
    for _ in range(ATTEMPTS):
        beyond = _reach(drawing.element, language) - width
        if beyond <= 0:
            break
        laid = max(laid - beyond, width / 2)
        drawing = _laid(chart, laid, language)
    return drawing.widened(width)


def _laid(chart: Specification, width: float, language: Language) -> Drawing:
    _register()
    return Drawing.of(vl_convert.vegalite_to_svg(printed(chart, width, _font(language))))


def _reach(element: Element, language: Language, x: float = 0) -> float:
    """How far to the right the texts of a drawing reach, but for its title and legends."""
    if moved := MOVED.match(element.get("transform", "")):
        x += float(moved[1])
    reached = max((_reach(each, language, x) for each in element), default=0.0)
    if not element.text or element.tag != f"{{{SVG}}}text":
        return 0.0 if OUTSIDE.search(element.get("class", "")) else reached
    weight = "bold" if element.get("font-weight") == "bold" else "regular"
    wide = text_width(element.text, float(element.get("font-size", "0").removesuffix("px")), language, weight)
    return max(reached, x + wide * ANCHORS[element.get("text-anchor", "start")])


def _head(content: Content, title: float = 24, question: float = 14) -> list[Line]:
    stamp = content.stamp
    lines = [Line(stamp.title, title, "bold")]
    return (
        lines
        if stamp.question == stamp.title
        else [Line(stamp.question, question, colour=LIGHT.muted), *lines]
    )


def _muted(text: str) -> Line:
    return Line(text, 12, colour=LIGHT.muted)


def _origin(content: Content) -> Line:
    """Where the picture comes from: the site, the data and the link that reopens it."""
    data = content.stamp.data(content.language)
    return _muted(
        content.language("separator").join((content.language("site.name"), data, content.stamp.link))
    )


def _lines(texts: Sequence[Line], room: float, language: Language) -> Iterator[Line]:
    for each in texts:
        for line in wrapped(each.text, each.size, room, language, each.weight):
            yield Line(line, each.size, each.weight, each.colour)


def _height(lines: Sequence[Line]) -> float:
    return sum(each.size * LEADING for each in lines)


def _sources(content: Content) -> Line:
    """The sources by title, as far as there is room, and how many more there are."""
    language, titles = content.language, list(content.sources.title)
    named = [
        title for place, title in enumerate(titles) if len("".join(titles[: place + 1])) <= SOURCES_NAMED
    ]
    named = named or titles[:1]
    if len(titles) > len(named):
        named.append(language.plural("picture.more_sources", len(titles) - len(named)))
    return _muted(language("cite.source_line", sources=language.list(named)))


def _placed(lines: Sequence[Line], y: float, x: float = MARGIN) -> Iterator[Element]:
    for line in lines:
        yield line.placed(y, x)
        y += line.size * LEADING


def _whole(content: Content, parts: Sequence[Element], width: float, height: float) -> str:
    """The parts as one SVG, with the stamp as its description. MissingCharactersError when a text cannot be drawn."""
    stamp, language = content.stamp, content.language
    size = {"width": f"{width:g}", "height": f"{height:.0f}"}
    whole = _element(
        "svg",
        "",
        size
        | {"viewBox": f"0 0 {width:g} {height:.0f}", "role": "img", "lang": language.html}
        | {"font-family": _font(language)},
    )
    whole.append(_element("title", stamp.title))
    whole.append(_element("desc", "\n".join(map(": ".join, stamp.lines(language)))))
    whole.append(_element("rect", "", size | {"fill": LIGHT.background}))
    whole.extend(parts)
    check("".join(each.itertext()) for each in whole.iter(f"{{{SVG}}}text"))
    return tostring(whole, encoding="unicode")


def _element(name: str, text: str, attributes: dict[str, str] | None = None) -> Element:
    element = Element(f"{{{SVG}}}{name}", attributes or {})
    element.text = text
    return element


@cache
def _register() -> None:
    register_namespace("", SVG)
    vl_convert.register_font_directory(str(font_folder()))
