"""A link as a QR code, made here: no other site learns what a reader looks at."""

from __future__ import annotations

import io

import segno

LONGEST = 1_200
"""Bytes of a link whose code a phone still reads from a screen: 121 squares a side."""

SQUARE = 8
"""Pixels a square of the picture, so that it can be printed."""

# Scanners want dark on light with a light margin, whatever the look of the page around it.
LIGHT, MARGIN = "white", 4


def qr_svg(link: str) -> str:
    """The code as SVG that fills its container; empty when the link is longer than `LONGEST`."""
    if len(link.encode()) > LONGEST:
        return ""
    return segno.make_qr(link).svg_inline(border=MARGIN, light=LIGHT, omitsize=True)


def qr_png(link: str) -> bytes:
    """The code as a picture to print or to paste; segno.DataOverflowError when the link is far too long."""
    file = io.BytesIO()
    segno.make_qr(link).save(file, kind="png", scale=SQUARE, border=MARGIN, light=LIGHT)
    return file.getvalue()
