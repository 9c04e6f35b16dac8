"""The formats that a view, or a story of several, can be had in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Format:
    """One format: its code in links, the end of its files' names, its media type, and what kind of file it is."""

    code: str
    extension: str
    mime: str
    kind: Literal["picture", "document", "data"]


_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS = {
    each.code: each
    for each in (
        Format("png", "png", "image/png", "picture"),
        Format("svg", "svg", "image/svg+xml", "picture"),
        Format("pdf", "pdf", "application/pdf", "picture"),
        Format("card", "card.png", "image/png", "picture"),
        Format("pptx", "pptx", f"{_OFFICE}.presentationml.presentation", "document"),
        Format("brief", "brief.pdf", "application/pdf", "document"),
        Format("csv", "csv", "text/csv", "data"),
        Format("xlsx", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", "data"),
        Format("json", "json", "application/json", "data"),
        Format("parquet", "parquet", "application/vnd.apache.parquet", "data"),
        Format("zip", "zip", "application/zip", "data"),
    )
}
STORIES = ("pptx", "brief", "zip")
"""Formats that hold several views."""
SLIDE = "slide"
"""A view drawn for a screen, wide and narrow: no file for a reader, and so no `Format`."""
