"""QR codes of links: what a scanner sees is the code of the very link."""

from __future__ import annotations

import io
import re

import segno
from PIL import Image

from components.export.qr import LONGEST, MARGIN, SQUARE, qr_png, qr_svg

LINK = "https://care-gap.example/insurance?lang=zh&view=share-repaid&regions=110000.620000&data=2026.11.1"


def code(link):
    """The code as rows of booleans, with its light margin: what must be drawn."""
    return [[bool(square) for square in row] for row in segno.make_qr(link).matrix_iter(border=MARGIN)]


def test_every_square_of_the_picture_is_that_of_the_code_of_the_link():
    picture = Image.open(io.BytesIO(qr_png(LINK))).convert("L")
    size = len(code(LINK))
    assert picture.size == (size * SQUARE, size * SQUARE)
    middle = SQUARE // 2
    seen = [
        [picture.getpixel((column * SQUARE + middle, row * SQUARE + middle)) < 128 for column in range(size)]
        for row in range(size)
    ]
    assert seen == code(LINK)


def test_every_square_on_the_page_is_that_of_the_code_of_the_link():
    svg, expected = qr_svg(LINK), code(LINK)
    size = len(expected)
    assert f'viewBox="0 0 {size} {size}"' in svg
    seen = [[False] * size for _ in range(size)]
    # Segno draws lines of one square's height: `M` and `m` move the pen, `h` draws.
    (path,) = re.findall(r'class="qrline"[^>]* d="([^"]+)"', svg)
    x, y = 0.0, 0.0
    for command, arguments in re.findall(r"([Mmh])([^Mmh]+)", path):
        numbers = [float(each) for each in re.findall(r"-?[0-9.]+", arguments)]
        if command == "h":
            for column in range(int(x), int(x + numbers[0])):
                seen[int(y)][column] = True
            x += numbers[0]
        else:
            x, y = (numbers[0], numbers[1]) if command == "M" else (x + numbers[0], y + numbers[1])
    assert seen == expected


def test_the_code_is_dark_on_light_with_the_margin_that_scanners_want():
    assert MARGIN == 4
    picture = Image.open(io.BytesIO(qr_png(LINK))).convert("L")
    edge = MARGIN * SQUARE
    assert picture.crop((0, 0, picture.width, edge)).getextrema() == (255, 255)
    assert picture.crop((0, 0, edge, picture.height)).getextrema() == (255, 255)


def test_a_link_too_long_to_scan_has_no_code():
    assert qr_svg("https://care-gap.example/?regions=" + "110000." * 30)
    assert qr_svg("x" * (LONGEST + 1)) == ""
    assert segno.make_qr("x" * LONGEST).symbol_size(border=0)[0] <= 121
