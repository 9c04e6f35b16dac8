"""A view as one picture: its finding, its charts, what they rest on. Drawn without a browser, the same everywhere.

Charts are drawn one by one as SVG by the library that draws them on screen, then set into one SVG, of which PNG is a
rendering. Text stays text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from components.charts.theme import LIGHT
from components.export.arrangement import Arrangement, Room, arranged, in_height
from components.export.content import Content
from components.export.drawing import SVG, Drawing, drawn, font_of, png_of
from components.export.fonts import wrapped
from equity.language import Language

WIDTH = 1000
CARD = (1200, 630)
MARGIN = 32
GAP = 28
"""Pixels around a picture, and between its panels."""

TALL = 2200
"""Panels that together are higher than this stand side by side."""

LEAST_WIDTH, WIDEST_ZOOM, LEGIBLE = 460, 1.7, 0.85
"""A panel in a frame is never laid out narrower nor enlarged further, nor made smaller to fit another beside it."""

GRID_WIDTH = 460
TITLE_LINES = 3
TITLE_SIZES = (30, 26, 23, 20, 18)
"""The finding in a frame is as large as lets it be told in so many lines."""

SOURCES_NAMED = 180
"""In a frame, sources are named as far as so many characters go."""

PNG_SCALE, PNG_LIMIT = 2, 4000
"""Pixels of a PNG a unit, and the most on its longer side."""

LEADING = 1.4


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
    """An SVG as PNG, within `PNG_LIMIT`."""
    drawing = Drawing.of(svg)
    return png_of(svg, min(scale, PNG_LIMIT / max(drawing.width, drawing.height)))


def picture_svg(content: Content, width: float = WIDTH) -> str:
    """The picture of a view: finding and question, every panel, what it rests on, where it comes from.

    Raises
    ------
    MissingCharactersError
        If the fonts cannot draw a character of it.
    """
    room, stamp, language = width - 2 * MARGIN, content.stamp, content.language
    head = [*_lines(_head(content), room, language)]
    told = [_muted(each) for each in (*stamp.notes, stamp.trust, content.source_line)]
    foot = [*_lines([*told, _origin(content)], room, language)]
    top = MARGIN + _height(head) + GAP / 2
    charts = in_height(content.charts, room, 1, GAP, TALL, language)
    end = top + sum(charts.heights) + len(charts.rows) * GAP / 2
    parts = [*_placed(head, MARGIN), *_set(charts, room, top, GAP / 2), *_placed(foot, end)]
    return _whole(content, parts, width, end + _height(foot) + MARGIN)


def framed_svg(content: Content, width: float, height: float) -> str:
    """The picture of a view in a frame of given size: panels as large as they can be, in large type."""
    room = width - 2 * MARGIN
    head: list[Line] = []
    for size in TITLE_SIZES:
        head = [*_lines(_head(content, size, question=16), room, content.language)]
        if len(head) <= 1 + TITLE_LINES:
            break
    foot = [*_lines([_sources(content), _origin(content)], room, content.language)]
    top = MARGIN + _height(head) + GAP / 2
    space = height - top - _height(foot) - MARGIN - GAP / 2
    if content.tiles:
        parts = _grid(content, room, space, top)
    else:
        limits = Room(room, space, GAP, LEAST_WIDTH, WIDEST_ZOOM, LEGIBLE)
        charts = arranged(content.charts, limits, content.language)
        parts = _set(charts, room, top, GAP)
        if charts.left_out:
            more = content.language.plural("picture.more_panels", charts.left_out)
            foot[-1] = replace(foot[-1], text=content.language("separator").join((foot[-1].text, more)))
    parts = [*_placed(head, MARGIN), *parts, *_placed(foot, height - MARGIN - _height(foot))]
    return _whole(content, parts, width, height)


def _grid(content: Content, room: float, space: float, top: float) -> list[Element]:
    """The grid of all provinces, and beside it the gaps and what is hidden."""
    assert content.tiles
    (grid,) = drawn([content.tiles], GRID_WIDTH, content.language)
    zoom = min(WIDEST_ZOOM, space / grid.height)
    x = MARGIN + grid.width * zoom + 2 * GAP
    told = [Line(each, 18) for each in (*content.stamp.gaps, content.told_hidden(content.drawn)) if each]
    beside = _lines(told, MARGIN + room - x, content.language)
    return [grid.placed(MARGIN, top, zoom, "grid-"), *_placed([*beside], top + GAP, x)]


def _set(charts: Arrangement, room: float, top: float, gap: float) -> list[Element]:
    """Charts as parts of a picture: the first row at `top`, rows a gap apart."""
    width = (room - GAP * (charts.columns - 1)) / charts.columns
    placed, y = [], top
    for place, (row, height) in enumerate(zip(charts.rows, charts.heights, strict=True)):
        for column, each in enumerate(row):
            x = MARGIN + column * (width + GAP)
            placed.append(each.placed(x, y, charts.zoom, f"p{place}-{column}-"))
        y += height + gap
    return placed


def _head(content: Content, title: float = 24, question: float = 14) -> list[Line]:
    stamp = content.stamp
    lines = [Line(content.title, title, "bold")]
    return (
        lines
        if stamp.question == content.title
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
        | {"font-family": font_of(language)},
    )
    whole.append(_element("title", content.title))
    whole.append(_element("desc", "\n".join(map(": ".join, stamp.lines(language)))))
    whole.append(_element("rect", "", size | {"fill": LIGHT.background}))
    whole.extend(parts)
    return Drawing(whole, width, height).svg()


def _element(name: str, text: str, attributes: dict[str, str] | None = None) -> Element:
    element = Element(f"{{{SVG}}}{name}", attributes or {})
    element.text = text
    return element
