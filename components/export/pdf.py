"""A view as one page of PDF, as high as what it holds: its finding, its charts, what they rest on."""

from __future__ import annotations

from components.export.arrangement import in_height
from components.export.content import Content
from components.export.typeset import GAP, on_paper, placed, typeset

WIDTH, MARGIN = 595, 45
"""Of the page, in points: as wide as A4."""

TALL = 1800
"""Charts that one below the other are higher than this stand side by side."""

ZOOM = 0.72
"""Points a pixel of a chart."""


def pdf_bytes(content: Content) -> bytes:
    """The page of a view: tagged, its text to be selected and searched."""
    stamp, language = content.stamp, content.language
    charts = in_height(on_paper(content).charts, WIDTH - 2 * MARGIN, ZOOM, GAP, TALL, language)
    data = {
        "title": content.title,
        "question": stamp.question,
        "page": {"width": WIDTH, "margin": MARGIN},
        "charts": placed(charts, content),
        "foot": [*stamp.notes, stamp.trust, content.source_line],
        "origin": language("separator").join((language("site.name"), stamp.data(language))),
        "link": stamp.link,
    }
    return typeset("figure.typ", data, language)
