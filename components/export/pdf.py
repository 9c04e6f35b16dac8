"""A view as one page of PDF, as high as what it holds: its finding, its charts, what they rest on."""

from __future__ import annotations

from components.export.content import Content
from components.export.picture import panel_drawings
from components.export.typeset import GAP, Arrangement, in_columns, on_paper, placed, typeset

WIDTH, MARGIN = 595, 45
"""Of the page, in points: as wide as A4."""

TALL = 1800
"""Charts that one below the other are higher than this stand side by side."""

ZOOM = 0.72
"""Points a pixel of a chart."""


def pdf_bytes(content: Content) -> bytes:
    """The page of a view: tagged, its text to be selected and searched."""
    stamp, language = content.stamp, content.language
    data = {
        "title": stamp.title,
        "question": stamp.question,
        "page": {"width": WIDTH, "margin": MARGIN},
        "charts": placed(_arranged(content), content),
        "foot": [*stamp.notes, stamp.trust, content.source_line],
        "origin": language("separator").join((language("site.name"), stamp.data(language))),
        "link": stamp.link,
    }
    return typeset("figure.typ", data, language)


def _arranged(content: Content) -> Arrangement:
    """All charts, in as many columns as keep the page from growing long."""
    content, room = on_paper(content), WIDTH - 2 * MARGIN
    drawn = panel_drawings(content, room / ZOOM)
    columns = max(1, min(len(drawn), 1 + int(sum(each.height for each in drawn) * ZOOM // TALL)))
    width = (room - GAP * (columns - 1)) / columns
    return in_columns(panel_drawings(content, width / ZOOM) if columns > 1 else drawn, columns, ZOOM)
