"""Texts read as province-level regions: GB/T 2260 codes, whatever name, spelling or code a cell holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from data.catalog import catalog
from data.upload.distinct import Distinct

SUGGESTED = 200
"""For how many unknown names of a column the nearest known one is looked up."""

CODE = re.compile(r"(\d{2})(?:\d{2}|\d{4}|\d{7}|\d{10})?")
"""2, 4, 6, 9 or 12 digits: a province, or a place within it."""

ISO = re.compile(r"cn-(\d{2}|[a-z]{2})")
"""ISO 3166-2, today's letters and the digits of before 2017."""

LATIN = re.compile(r"[a-z]")
BETWEEN = re.compile(r"[\s,/|;>\\\u00b7\u3001-]+")
NEAR = 0.75


class Places(NamedTuple):
    """A column read as places, each part with the column's index."""

    codes: pd.Series
    """GB/T 2260 codes of six digits; missing where the place is not known."""
    reasons: pd.Series
    """The rule of a `Problem`, or nothing. Those in `WORTH_KNOWING` leave a row that can be used."""
    suggestions: pd.Series
    """The code of the place that an unknown name is most like."""


def places(column: pd.Series) -> Places:
    """A column of names or codes, read as province-level regions.

    >>> places(pd.Series(["CN-11", "Shaanxi Province", "440106"])).codes.tolist()
    ['110000', '610000', '440000']
    """
    each = Distinct.of(column)
    texts = [_read(text) for text in each.texts.to_pylist()]
    others = [_read(_digits(value)) for value in each.others]
    unknown = 0
    suggestions = []
    for name, (_, reason) in zip(each.texts.to_pylist(), texts, strict=True):
        unknown += reason == "unknown_place"
        near = reason == "unknown_place" and unknown <= SUGGESTED
        suggestions.append(_nearest(name) if near else "")
    codes = each.spread((code for code, _ in texts), (code for code, _ in others), "")
    reasons = each.spread((reason for _, reason in texts), (reason for _, reason in others), "")
    return Places(codes.where(codes != ""), reasons, each.spread(suggestions, [""] * len(others), ""))


def _digits(value: object) -> str:
    """A code that a spreadsheet took for a number."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@cache
def _declared(name: str) -> Any:
    return catalog().reading["places"][name]


@cache
def _missing() -> frozenset[str]:
    return frozenset(catalog().reading["numbers"]["missing"])


@cache
def _names() -> Mapping[str, str]:
    """Every name of a whole place, in the form of `_key`, to its code."""
    known: dict[str, str] = {}
    for code, region in catalog().vocabulary.regions.items():
        english = [part for label in (region.label, region.full) for part in label["en"].split("/")]
        for name in (
            *region.label.values(),
            *region.full.values(),
            region.pinyin,
            region.initial_zh,
            *english,
        ):
            known |= {_key(name): code, _without_kind(_key(name)): code}
        if region.letters:
            known.setdefault(region.letters.lower(), code)
    return {_key(name): code for name, code in _declared("also")} | {
        name: code for name, code in known.items() if name
    }


@cache
def _within() -> Mapping[str, str]:
    return dict(_declared("within"))


@cache
def _beginning() -> re.Pattern[str]:
    """How names of places within a province begin, the longest first."""
    whole = (name for name in _names() if not LATIN.search(name) and len(name) > 1)
    return re.compile("|".join(map(re.escape, sorted((*_within(), *whole), key=len, reverse=True))))


@cache
def _kind() -> re.Pattern[str]:
    return re.compile(f"(?<=.)(?:{'|'.join(map(re.escape, _declared('kinds')))})$")


def _key(name: str) -> str:
    """A name as it is compared: one form of signs, small letters, no spaces, points or quotes."""
    return re.sub(r"[\s.,'’`_()-]+", "", unicodedata.normalize("NFKC", name)).casefold()


def _without_kind(key: str) -> str:
    return _kind().sub("", key)


def _without_tones(key: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", key) if not unicodedata.combining(sign))


def _read(text: str) -> tuple[str, str]:
    """Code and reason of a text."""
    bare = unicodedata.normalize("NFKC", text).strip().casefold()
    if not bare or bare in _missing():
        return "", ""
    if coded := CODE.fullmatch(bare.removesuffix(".0")):
        return _coded(coded[1], coded[0])
    if iso := ISO.fullmatch(bare):
        return _coded(iso[1], iso[1]) if iso[1].isdigit() else _of(_names().get(iso[1], ""))
    key = _key(text)
    if key not in _within():
        for form in _forms(key):
            if form in _names():
                return _of(_names()[form])
    if begins := _beginning().match(key):
        return _within().get(begins[0]) or _names()[begins[0]], "place_within"
    return _of_parts(bare) if LATIN.search(bare) else ("", "unknown_place")


def _forms(key: str) -> Iterator[str]:
    yield key
    yield _without_kind(key)
    if LATIN.search(key) and not key.isascii():
        yield _without_tones(key)
        yield _without_kind(_without_tones(key))


def _of(code: str) -> tuple[str, str]:
    return (code, "") if code else ("", "unknown_place")


def _coded(province: str, whole: str) -> tuple[str, str]:
    code = f"{province}0000"
    if code not in catalog().vocabulary.regions:
        return "", "unknown_place"
    return code, "place_within" if whole[2:].strip("0") else ""


def _of_parts(bare: str) -> tuple[str, str]:
    """A city and its province in one cell, in Latin letters: `Chengdu, Sichuan`. One province must be named."""
    words = [word for word in BETWEEN.split(bare) if word]
    named = {
        _names()[form]
        for length in (1, 2, 3)
        for begin in range(len(words) - length + 1)
        for form in _forms(_key("".join(words[begin : begin + length])))
        if len(form) > 2 and form in _names()
    } - {"000000"}
    return (named.pop(), "place_within") if len(named) == 1 else ("", "unknown_place")


def _nearest(name: str) -> str:
    found = get_close_matches(_without_tones(_key(name)), list(_names()), 1, NEAR)
    return _names()[found[0]] if found else ""
