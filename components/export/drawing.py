"""A chart as a drawing: SVG, made without a browser by the library that draws charts on screen. Text stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from xml.etree.ElementTree import Element, fromstring, register_namespace, tostring

import vl_convert

from components.charts.axes import Specification, printed
from components.export.fonts import FAMILIES, check, font_folder, width
from equity.language import Language

FALLBACK = "IBM Plex Sans, Microsoft YaHei, PingFang SC, sans-serif"
"""What the machine that opens a drawing may have, where the project's own fonts are not at hand."""

SVG = "http://www.w3.org/2000/svg"
TEXT = f"{{{SVG}}}text"
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

    def svg(self) -> str:
        """The drawing as text. MissingCharactersError when the fonts cannot draw a text of it."""
        check("".join(each.itertext()) for each in self.element.iter(TEXT))
        return tostring(self.element, encoding="unicode")

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


def drawn(charts: Sequence[Specification], wide: float, language: Language) -> list[Drawing]:
    """Each chart by itself, so wide, with the texts of its last marks, which may stand beyond the plot."""
    return [_drawn(chart, wide, language) for chart in charts]


def png_of(svg: str, scale: float) -> bytes:
    """An SVG as PNG, so many pixels a unit."""
    _register()
    return vl_convert.svg_to_png(svg, scale=scale)


def font_of(language: Language) -> str:
    """The fonts of a drawing, first choice first."""
    return f"{FAMILIES[language.code]}, {FALLBACK}"


def _drawn(chart: Specification, wide: float, language: Language) -> Drawing:
    laid, drawing = wide, _laid(chart, wide, language)
    for _ in range(ATTEMPTS):
        beyond = _reach(drawing.element, language) - wide
        if beyond <= 0:
            break
        laid = max(laid - beyond, wide / 2)
        drawing = _laid(chart, laid, language)
    return drawing.widened(wide)


def _laid(chart: Specification, wide: float, language: Language) -> Drawing:
    _register()
    return Drawing.of(vl_convert.vegalite_to_svg(printed(chart, wide, font_of(language))))


def _reach(element: Element, language: Language, x: float = 0) -> float:
    """How far to the right the texts of a drawing reach, but for its title and legends."""
    if moved := MOVED.match(element.get("transform", "")):
        x += float(moved[1])
    reached = max((_reach(each, language, x) for each in element), default=0.0)
    if not element.text or element.tag != TEXT:
        return 0.0 if OUTSIDE.search(element.get("class", "")) else reached
    weight = "bold" if element.get("font-weight") == "bold" else "regular"
    long = width(element.text, float(element.get("font-size", "0").removesuffix("px")), language, weight)
    return max(reached, x + long * ANCHORS[element.get("text-anchor", "start")])


@cache
def _register() -> None:
    register_namespace("", SVG)
    vl_convert.register_font_directory(str(font_folder()))
