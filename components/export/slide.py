"""A view drawn to be shown full screen: for a wide screen in a frame, for a phone in a column."""

from __future__ import annotations

import json

from components.export.content import Story
from components.export.picture import framed_svg, picture_svg

WHOLE, BESIDE_TEXT = (1280, 720), (880, 720)
"""The frame that fills a screen, and the one that leaves room for the teller's words."""

COLUMN = 420
"""How wide a picture is in which a phone can read every word."""


def slide_bytes(story: Story) -> bytes:
    """A story of one view as JSON: its picture as SVG, `wide` and `narrow`."""
    (content,), (text,) = story.contents, story.texts
    wide = framed_svg(content, *(BESIDE_TEXT if text else WHOLE))
    return json.dumps({"wide": wide, "narrow": picture_svg(content, COLUMN)}, ensure_ascii=False).encode()
