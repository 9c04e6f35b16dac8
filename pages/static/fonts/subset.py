"""Cut the Chinese web fonts out of Noto Sans CJK SC: ``make font``.

The full fonts weigh about 20 MB each. What is kept is every character of GB 2312, ASCII and Latin-1, and
every character that the project's own texts use (``data/definitions``, ``data/facts``, ``locales``). Run it
again when a text brings in a character that ``--check`` reports as missing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TEXTS = ("data/definitions/**/*.toml", "data/facts/**/*.csv", "locales/**/*.po")
FAMILY = "Noto Sans CJK SC"
WEIGHTS = ("Regular", "Bold")
SIGNS = "≤≥≠≈±×÷−–—‘’“”…·•→←↑↓℃‰½¼¾²³①②③④⑤⑥⑦⑧⑨⑩■□▲△▼▽●○◆◇★☆✓〇\uff65"


def gb2312() -> set[str]:
    """Every character that GB 2312 encodes: signs, letters and 6,763 Chinese characters."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def in_texts() -> set[str]:
    """Every character of the project's own texts."""
    paths: Iterable[Path] = (path for pattern in TEXTS for path in ROOT.glob(pattern))
    return {sign for path in paths for sign in path.read_text(encoding="utf-8-sig")}


def wanted() -> set[str]:
    """Every printable character that the subset should hold."""
    latin = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))}
    letters = latin | gb2312() | set(SIGNS) | in_texts()
    return {sign for sign in letters if sign.isprintable()} | {"\u00a0", "\u3000"}


def target(weight: str) -> Path:
    """The committed file of one weight."""
    return HERE / f"noto-sans-sc-{weight.lower()}.woff2"


def face(path: Path) -> TTFont:
    """The simplified Chinese face of a Noto Sans CJK collection."""
    for font in TTCollection(path, lazy=True).fonts:
        if font["name"].getBestFamilyName() == FAMILY:
            return font
    raise SystemExit(f"{path} holds no {FAMILY}.")


def codes(font: TTFont) -> set[int]:
    """The code points that a font can draw."""
    return set(font.getBestCmap() or {})


def cut(source: Path, weight: str, letters: set[str]) -> str:
    """Write one weight's subset, and say what it holds."""
    font = face(source / f"NotoSansCJK-{weight}.ttc")
    font.recalcTimestamp = False  # the same input gives the same bytes
    held = codes(font)
    options = subset.Options(flavor="woff2")
    # "pwid" has the quotes as narrow as Latin letters have them, for English files (components/export/fonts.py).
    options.layout_features = ["ccmp", "kern", "locl", "mark", "mkmk", "pwid"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.name_languages = [0x409]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(sign) for sign in letters])
    cutter.subset(font)
    subset.save_font(font, target(weight), options)
    missing = "".join(sorted(sign for sign in letters if ord(sign) not in held))
    size = target(weight).stat().st_size / 1e6
    return f"{target(weight).name}: {len(letters) - len(missing)} characters, {size:.2f} MB" + (
        f"; not in the font: {missing}" if missing else ""
    )


def lacking() -> str:
    """Characters of the texts that a committed subset does not hold, although the full font may."""
    texts = {sign for sign in in_texts() if sign.isprintable()}
    held = [codes(TTFont(target(weight), lazy=True)) for weight in WEIGHTS]
    return "".join(sorted(sign for sign in texts if any(ord(sign) not in one for one in held)))


def main() -> int:
    """Cut both weights, or check the committed ones."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--source",
        type=Path,
        default=Path("/usr/share/fonts/opentype/noto"),
        help="folder with NotoSansCJK-Regular.ttc and -Bold.ttc (Debian's package fonts-noto-cjk)",
    )
    parser.add_argument(
        "--check", action="store_true", help="only name characters of the texts that are missing"
    )
    given = parser.parse_args()
    if given.check:
        missing = lacking()
        print(
            f"The font subsets lack {missing}: make font"
            if missing
            else "The font subsets hold all characters in use."
        )
        return 1 if missing else 0
    if not (given.source / "NotoSansCJK-Regular.ttc").is_file():
        print(f"No Noto Sans CJK in {given.source}. Install fonts-noto-cjk, or name its folder: --source")
        return 1
    letters = wanted()
    for weight in WEIGHTS:
        print(cut(given.source, weight, letters))
    return 0


if __name__ == "__main__":
    sys.exit(main())
