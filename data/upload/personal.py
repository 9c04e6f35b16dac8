"""Columns that look as if they told of persons, so that a reader can leave them out before anything is computed."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from data.catalog import Catalog, catalog
from data.upload.findings import written
from data.upload.headings import bare
from data.upload.sheets import Sheet

SAMPLE = 2_000
"""How many cells of a column are looked at."""

HAN = "\u4e00-\u9fff"
PHONE = re.compile(
    r"(\+?86[- ]?)?(1[3-9]\d([- ]?\d{4}){2}|0\d{2,3}[- ]?\d{7,8})"
    r"|\+?1?[- (]{0,2}\d{3}[-) ]{1,2}\d{3}-\d{4}"
)
IDENTITY = re.compile(r"\d{17}[\dXx]")
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
"""Weights of the first 17 digits of an identity number and the check digits by their sum modulo 11 (GB 11643)."""

OFTEN = 0.5
"""The share of cells that must look personal."""
SELDOM = 0.05
"""The same for what nothing else looks like: identity numbers, links, mail."""
DISTINCT = 0.5
"""The share of a column's cells that are distinct where they tell of one person each."""
LONG = 40
"""How many characters a cell has on average where it tells a story; a Chinese one counts for two."""

FOOTNOTES = ("footnote_en", "footnote_zh", "locator")
"""Columns of a dataset that hold sentences about figures."""

REASONS = ("name", "phone", "identity", "address", "story", "link", "email")


def personal_columns(sheet: Sheet, where: Catalog | None = None) -> dict[str, str]:
    """Heading → why it looks personal, one of `REASONS`: by the heading, or by what the cells hold."""
    where = where or catalog()
    words = {bare(name): reason for reason, names in where.headings["personal"].items() for name in names}
    found: dict[str, str] = {}
    for heading in map(str, sheet.cells.columns):
        parts = (heading, *heading.split(" / "))
        by_name = next(filter(None, (_by_name(bare(each), words, where) for each in parts)), "")
        reason = by_name or _by_content(sheet.cells[heading], where)
        if reason == "story" and heading in FOOTNOTES:
            continue
        if reason and not (by_name and _is_plain_number(sheet.cells[heading], by_name)):
            found[heading] = reason
    return found


def _by_name(heading: str, words: Mapping[str, str], where: Catalog) -> str:
    """Why a bare heading looks personal: as a whole, or by how it ends."""
    endings = where.headings["signs"]["person_endings"]
    return words.get(heading) or next((why for end, why in endings if heading.endswith(end)), "")


def is_identity_number(text: str) -> bool:
    """Whether a text is an 18-digit identity number with the right check digit."""
    if not IDENTITY.fullmatch(text):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text[:17], strict=True))
    return CHECKS[total % 11] == text[17].upper()


def _is_plain_number(column: pd.Series, reason: str) -> bool:
    """Whether a column named for a person holds numbers alone, such as how many doctors or patients there are."""
    return reason in ("name", "story", "address") and pd.api.types.is_numeric_dtype(column.infer_objects())


def _by_content(column: pd.Series, where: Catalog) -> str:
    if pd.api.types.is_numeric_dtype(column) and not (column > 10**10).any():
        return ""
    filled = column.dropna()
    texts = filled.iloc[:: max(1, len(filled) // SAMPLE)].head(SAMPLE).map(written).str.strip()
    if texts.empty:
        return ""
    signs = where.headings["signs"]
    places = {name for each in where.vocabulary.regions.values() for name in each.label.values()}
    looks: Mapping[str, tuple[pd.Series, float]] = {
        "identity": (texts.map(is_identity_number), SELDOM),
        "link": (texts.str.match(LINK), SELDOM),
        "email": (texts.str.fullmatch(EMAIL), SELDOM),
        "phone": (texts.str.fullmatch(PHONE), OFTEN),
        "address": (texts.str.contains(_address(signs)), OFTEN),
        "name": (texts.str.fullmatch(_name(signs)) & ~texts.isin(places), 0.8),
    }
    many = texts.nunique() >= DISTINCT * len(texts)
    for reason, (mask, share) in looks.items():
        if mask.mean() >= share and (many or reason != "name"):
            return reason
    length = (texts.str.len() + texts.str.count(f"[{HAN}]")).mean()
    return "story" if many and length >= LONG and len(texts) > 1 else ""


def _address(signs: Mapping[str, list[str]]) -> str:
    streets, doors = "|".join(signs["streets"]), "|".join(signs["doors"])
    return rf"[{HAN}](?:{streets}).*\d+.*(?:{doors})|\d+ \w+ (?:Street|St|Road|Rd|Avenue|Ave)\b"


def _name(signs: Mapping[str, str]) -> str:
    """A common family name and one or two signs more, some of them perhaps struck out."""
    return rf"[{signs['family_names']}][{HAN}*\uff0a]{{1,2}}"
