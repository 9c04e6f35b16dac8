"""Which function writes which format. Whoever imports this imports every library that writes files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from components.export.brief import brief_bytes
from components.export.content import Content, Story
from components.export.csv import csv_bytes
from components.export.formats import SLIDE
from components.export.json_file import json_bytes
from components.export.parquet import parquet_bytes
from components.export.pdf import pdf_bytes
from components.export.picture import card_bytes, png_bytes, svg_bytes
from components.export.pptx import pptx_bytes
from components.export.slide import slide_bytes
from components.export.xlsx import xlsx_bytes
from components.export.zip_file import zip_bytes

OF_A_VIEW: Mapping[str, Callable[[Content], bytes]] = {
    "png": png_bytes,
    "svg": svg_bytes,
    "card": card_bytes,
    "pdf": pdf_bytes,
    "csv": csv_bytes,
    "xlsx": xlsx_bytes,
    "json": json_bytes,
    "parquet": parquet_bytes,
}
OF_A_STORY: Mapping[str, Callable[[Story], bytes]] = {
    "pptx": pptx_bytes,
    "brief": brief_bytes,
    "zip": zip_bytes,
    SLIDE: slide_bytes,
}


def written(story: Story, code: str) -> bytes:
    """A story in a format; a story of one view in any, one of several in those of `formats.STORIES`."""
    if code in OF_A_STORY:
        return OF_A_STORY[code](story)
    (content,) = story.contents
    return OF_A_VIEW[code](content)
