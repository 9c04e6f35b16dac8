"""Texts read as province-level regions: GB/T 2260 codes, whatever name, spelling or code a cell holds."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
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
BETWEEN = re.compile(r"[\s,/|;>\\\u00b7\u3001()-]+")
BETWEEN_NAMES = re.compile(r"[,/|;>\\\u00b7\u3001()]|\s-+\s")
"""What stands between names of several words."""
NEAR = 0.75
LONGEST = 12
"""The most characters that the Chinese name of a place has."""


class Places(NamedTuple):
    """A column read as places, each part with the column's index."""

    codes: pd.Series
    """GB/T 2260 codes of six digits; missing where the place is not known."""
    reasons: pd.Series
    """The rule of a `Problem`, or nothing. Those in `WORTH_KNOWING` leave a row that can be used."""
    suggestions: pd.Series
    """The code of the place that an unknown name is most like; of an ambiguous one all, with spaces between."""


def places(column: pd.Series) -> Places:
    """A column of names or codes, read as province-level regions; a place within one is read as the province.

    >>> places(pd.Series(["CN-11", "Shaanxi Province", "440106", "杭州市"])).codes.tolist()
    ['110000', '610000', '440000', '330000']
    """
    each = Distinct.of(column)
    texts = [_read(text) for text in each.texts.to_pylist()]
    others = [_read(_digits(value)) for value in each.others]
    unknown = 0
    suggestions = []
    for name, (_, reason) in zip(each.texts.to_pylist(), texts, strict=True):
        unknown += reason == "unknown_place"
        near = reason == "unknown_place" and unknown <= SUGGESTED
        known = sorted(_with_prefecture(_key(name))) if reason == "ambiguous_place" else ()
        suggestions.append(_nearest(name) if near else " ".join(known))
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
            known |= {_key(name): code, _without(_kinds(), _key(name)): code}
        if region.letters:
            known.setdefault(region.letters.lower(), code)
    return {_key(name): code for name, code in _declared("also")} | {
        name: code for name, code in known.items() if name
    }


@cache
def _within() -> Mapping[str, str]:
    return dict(_declared("within"))


@cache
def _beginnings() -> Mapping[str, str]:
    """How names of places within a province begin, to its code."""
    whole = {name: code for name, code in _names().items() if not LATIN.search(name) and len(name) > 1}
    return {**whole, **_within()}


@cache
def _prefectures() -> Mapping[str, frozenset[str]]:
    """Every name of a place of the second level, with its kind and without, to the provinces that have one."""
    known: dict[str, set[str]] = defaultdict(set)
    for code, *names in (row for rows in catalog().prefectures.values() for row in rows):
        for key in map(_key, names):
            other = _without_tones(key) if LATIN.search(key) else _without(_kinds_of_prefectures(), key)
            for form in (key, other):
                known[form].add(f"{code[:2]}0000")
    not_alone = {*_names(), *_declared("not_alone")}
    return {
        name: frozenset(codes) for name, codes in known.items() if len(name) > 1 and name not in not_alone
    }


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(_declared("kinds"))


@cache
def _kinds_of_prefectures() -> tuple[str, ...]:
    return tuple(_declared("kinds_of_prefectures"))


@cache
def _further() -> re.Pattern[str]:
    """What follows the name of a prefecture where a place in it is named.

    A district or county that is called as a prefecture is another place, often of another province.
    """
    kinds = "|".join(map(re.escape, _kinds_of_prefectures()))
    ends, apart = _declared("ends"), _declared("apart")
    return re.compile(rf"(?:{kinds}).|(?![{apart}])[\u4e00-\u9fff].*[{ends}]")


def _key(name: str) -> str:
    """A name as it is compared: one form of signs, small letters, no spaces, points or quotes."""
    return re.sub(r"[\s.,'’`_()-]+", "", unicodedata.normalize("NFKC", name)).casefold()


def _without(kinds: tuple[str, ...], key: str) -> str:
    """A name without its kind, the first of these that it ends in."""
    if not key.endswith(kinds):
        return key
    return next(key.removesuffix(kind) for kind in kinds if key.endswith(kind)) or key


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
    if key in _within():
        return _within()[key], "place_within"
    if provinces := _with_prefecture(key):
        return (min(provinces), "place_within") if len(provinces) == 1 else ("", "ambiguous_place")
    for form in _forms(key, _kinds()):
        if form in _names():
            return _of(_names()[form])
    if begins := next((head for head, _ in _heads(key) if head in _beginnings()), ""):
        return _beginnings()[begins], "place_within"
    named = _of_parts(bare) or _of_beginning(key)
    return (min(named), "place_within") if len(named) == 1 else ("", "unknown_place")


def _forms(key: str, kinds: tuple[str, ...]) -> Iterator[str]:
    """A name as it stands and without its kind, each in Latin letters also without tones."""
    yield key
    yield _without(kinds, key)
    if LATIN.search(key) and not key.isascii():
        yield _without_tones(key)
        yield _without(kinds, _without_tones(key))


def _heads(key: str) -> Iterator[tuple[str, str]]:
    """A name cut in two, the longest beginning first."""
    return ((key[:end], key[end:]) for end in range(min(len(key), LONGEST), 1, -1))


def _with_prefecture(key: str) -> frozenset[str]:
    """The provinces that have a prefecture, or a place like one, of this name."""
    forms = _forms(key, _kinds_of_prefectures())
    return next((_prefectures()[form] for form in forms if form in _prefectures()), frozenset())


def _of(code: str) -> tuple[str, str]:
    return (code, "") if code else ("", "unknown_place")


def _coded(province: str, whole: str) -> tuple[str, str]:
    code = f"{province}0000"
    if code not in catalog().vocabulary.regions:
        return "", "unknown_place"
    return code, "place_within" if whole[2:].strip("0") else ""


def _of_parts(bare: str) -> frozenset[str]:
    """The provinces named in one cell with places in them: `Chengdu, Sichuan`; else those of the cities named."""
    words = [word for word in BETWEEN.split(bare) if word]
    if len(words) == 1:
        return frozenset()
    named = {
        _names()[form]
        for length in (1, 2, 3)
        for begin in range(len(words) - length + 1)
        for form in _forms(_key("".join(words[begin : begin + length])), _kinds())
        if len(form) > 2 and form in _names()
    } - {"000000"}
    parts = BETWEEN_NAMES.split(bare) if LATIN.search(bare) else words
    return frozenset(named) or frozenset().union(*map(_with_prefecture, map(_key, parts)))


def _of_beginning(key: str) -> frozenset[str]:
    """The province of a prefecture whose name a Chinese text begins with, where a place in it follows."""
    heads = (head for head, rest in _heads(key) if head in _prefectures() and _further().match(rest))
    return next((_prefectures()[head] for head in heads), frozenset())


def _nearest(name: str) -> str:
    found = get_close_matches(_without_tones(_key(name)), list(_names()), 1, NEAR)
    return _names()[found[0]] if found else ""
