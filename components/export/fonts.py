"""The fonts that files are drawn with: the same that the browser is sent, so that no machine's own are needed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fontTools.ttLib import TTFont

from components.charts.lines import in_lines
from data.catalog import FONTS
from equity.language import Language

FAMILIES = {"zh": "Noto Sans CJK SC", "en": "Care Gap Sans"}
"""The family of each language. The English one is the same font, its quotes as narrow as Latin letters have them."""

WEIGHTS = ("regular", "bold")
QUOTES = "‘’“”"
MIDDLE_DOT, HALF_WIDTH_DOT = "\u00b7", "\uff65"
"""Signs of both writings, which a Chinese font has as wide as a Chinese character."""

EM = 1000
UNDRAWN = "\n\t"


class MissingCharactersError(Exception):
    """The fonts cannot draw these characters, and a file with holes is not made."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"the fonts have no {' '.join(characters)}")
        self.characters = characters

    def __reduce__(self) -> tuple[type[MissingCharactersError], tuple[str]]:
        return type(self), (self.characters,)  # so that a worker can hand it to the reader's process


@cache
def font_folder() -> Path:
    """A folder with the fonts of both families as OpenType, which is all that writers of files read."""
    for weight in WEIGHTS:
        font = TTFont(FONTS / f"noto-sans-sc-{weight}.woff2", recalcBBoxes=False, recalcTimestamp=False)
        font.flavor = None
        font.save(_file(weight, "zh"))
        _narrow(font)
        font.save(_file(weight, "en"))
    return Path(_folder().name)


def _narrow(font: TTFont) -> None:
    """Turn the Chinese family into the English one: other glyphs for a few signs, and another name.

    Outlines stay as they are, because writing them anew takes ten seconds a weight.
    """
    narrow, codes = _proportional(font), font.getBestCmap() or {}
    signs = {ord(sign): narrow[codes[ord(sign)]] for sign in QUOTES}
    signs[ord(MIDDLE_DOT)] = codes[ord(HALF_WIDTH_DOT)]
    for table in font["cmap"].tables:
        table.cmap.update(signs)
    old, new = FAMILIES["zh"], FAMILIES["en"]
    for record in font["name"].names:
        text = record.toUnicode().replace(old, new).replace(old.replace(" ", ""), new.replace(" ", ""))
        record.string = text.encode(record.getEncoding())


def _proportional(font: TTFont) -> dict[str, str]:
    """Glyph to the one that is as wide as it needs to be: the feature `pwid` of the font."""
    rules = font["GSUB"].table
    found = (each.Feature for each in rules.FeatureList.FeatureRecord if each.FeatureTag == "pwid")
    tables = (rules.LookupList.Lookup[place] for place in next(found).LookupListIndex)
    return {
        wide: narrow for table in tables for part in table.SubTable for wide, narrow in _pairs(part).items()
    }


def _pairs(part: Any) -> dict[str, str]:
    return getattr(part, "ExtSubTable", part).mapping


def check(texts: Iterable[str]) -> None:
    """MissingCharactersError, with every one, when a text has a character that the fonts cannot draw."""
    wanted = {character for text in texts for character in text} - set(UNDRAWN)
    lacking = sorted(
        each for each in wanted if any(ord(each) not in _advances(weight, "zh") for weight in WEIGHTS)
    )
    if lacking:
        raise MissingCharactersError("".join(lacking))


def width(text: str, size: float, language: Language, weight: str = "regular") -> float:
    """How wide a text of a size is, in the unit of the size; a character that is missing counts as a square."""
    advances = _advances(weight, language.code)
    return sum(advances.get(ord(each), EM) for each in text) * size / EM


def wrapped(text: str, size: float, room: float, language: Language, weight: str = "regular") -> list[str]:
    """The text in lines no wider than `room`."""
    return in_lines(text, room, lambda line: width(line, size, language, weight))


@cache
def _folder() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="care-gap-fonts-")
    # A worker ends without what Python does at exit; this is what it does run.
    Finalize(None, folder.cleanup, exitpriority=10)
    return folder


def _file(weight: str, language: str) -> Path:
    return Path(_folder().name) / f"{weight}-{language}.otf"


@cache
def _font(weight: str, language: str) -> TTFont:
    font_folder()
    return TTFont(_file(weight, language), lazy=True)


@cache
def _advances(weight: str, language: str) -> dict[int, int]:
    """Character to its width."""
    font = _font(weight, language)
    widths = font["hmtx"].metrics
    return {code: widths[name][0] for code, name in (font.getBestCmap() or {}).items()}
