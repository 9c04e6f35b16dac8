"""Texts read as province-level regions: GB/T 2260 codes, whatever name, spelling or code a cell holds."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import islice
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
SPACES = re.compile(r"[\s-]+")
BETWEEN = re.compile(r"[,/|;>\\&+~\u00b7\u3001()]|\s-+\s")
"""What stands between places."""
KEPT = 256
"""How many names are remembered with the provinces that they mean: few, because they are a reader's."""
NEAR = 0.75
NOWHERE: frozenset[str] = frozenset()
NATION = frozenset(("000000",))
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
    names = each.texts.to_pylist()
    texts, others = [_read(text) for text in names], [_read(_digits(value)) for value in each.others]
    unknown = 0
    suggestions = []
    for name, (provinces, reason) in zip(names, texts, strict=True):
        unknown += reason == "unknown_place"
        near = reason == "unknown_place" and unknown <= SUGGESTED
        several = " ".join(sorted(provinces)) if reason == "ambiguous_place" else ""
        suggestions.append(_nearest(name) if near else several)
    codes = each.spread((_code(named) for named, _ in texts), (_code(named) for named, _ in others), "")
    reasons = each.spread((reason for _, reason in texts), (reason for _, reason in others), "")
    return Places(codes.where(codes != ""), reasons, each.spread(suggestions, [""] * len(others), ""))


def _code(provinces: frozenset[str]) -> str:
    """The one province; nothing where there is none or several."""
    return min(provinces) if len(provinces) == 1 else ""


def _digits(value: object) -> str:
    """A code that a spreadsheet took for a number."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@cache
def _declared(name: str) -> Any:
    declared = catalog().reading["places"][name]
    return tuple(declared) if isinstance(declared, list) else declared


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
            known |= {_key(name): code, _without(_declared("kinds"), _key(name)): code}
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
            other = (
                _without_tones(key) if LATIN.search(key) else _without(_declared("kinds_of_prefectures"), key)
            )
            for form in (key, other):
                known[form].add(f"{code[:2]}0000")
    not_alone = {*_names(), *_declared("not_alone")}
    return {
        name: frozenset(codes) for name, codes in known.items() if len(name) > 1 and name not in not_alone
    }


@cache
def _first_signs() -> frozenset[str]:
    """How Chinese names of places begin: most other words are told from them by two signs."""
    return frozenset(name[:2] for name in (*_beginnings(), *_prefectures()) if not LATIN.search(name))


@cache
def _further() -> re.Pattern[str]:
    """What follows the name of a prefecture where a place in it is named.

    A district or county that is called as a prefecture is another place, often of another province.
    """
    kinds = "|".join(map(re.escape, _declared("kinds_of_prefectures")))
    ends, apart = _declared("ends"), _declared("apart")
    return re.compile(rf"(?:{kinds}).|(?![{apart}])[\u4e00-\u9fff].*[{ends}]")


@cache
def _streets() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Names of streets in Latin letters, and what follows the name of a place that a Chinese street is called by."""
    kinds, between = ("|".join(_declared(name)) for name in ("streets", "parts_of_streets"))
    return (
        re.compile(rf"[a-z'’]+ +(?:(?:{between}) +)?(?:{kinds})\b\.?"),
        re.compile(rf"(?:{between})?(?:{kinds})"),
    )


@cache
def _simplified() -> dict[int, int]:
    return str.maketrans(_declared("traditional"), _declared("simplified"))


def _plain(text: str) -> str:
    """A text as it is compared: one form of signs and characters, small letters."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_simplified())


def _key(name: str) -> str:
    """A name as it is compared: without spaces, points or quotes too."""
    return _closed(_plain(name))


def _closed(plain: str) -> str:
    return re.sub(r"[\s.,'’`_()-]+", "", plain)


def _without(kinds: tuple[str, ...], key: str) -> str:
    """A name without its kind, the first of these that it ends in."""
    if not key.endswith(kinds):
        return key
    return next(key.removesuffix(kind) for kind in kinds if key.endswith(kind)) or key


def _without_tones(key: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", key) if not unicodedata.combining(sign))


def _read(text: str) -> tuple[frozenset[str], str]:
    """The provinces that a text may mean, and the reason."""
    bare = _plain(text).strip()
    if not bare or bare in _missing():
        return NOWHERE, ""
    if coded := CODE.fullmatch(bare.removesuffix(".0")):
        return _coded(coded[1], coded[0])
    if iso := ISO.fullmatch(bare):
        return _coded(iso[1], iso[1]) if iso[1].isdigit() else _told(_province(iso[1]), "")
    key = _closed(bare)
    if within := _place_within(key):
        return _told(within, "place_within")
    province = _province(key)
    return (province, "") if province else _told(_of_parts(bare, key), "place_within")


def _told(provinces: frozenset[str], reason: str) -> tuple[frozenset[str], str]:
    """Provinces with the reason, if they are one."""
    if not provinces:
        return provinces, "unknown_place"
    return provinces, reason if len(provinces) == 1 else "ambiguous_place"


def _province(key: str) -> frozenset[str]:
    """The province or nation of this name."""
    known = (_names()[form] for form in _forms(key, _declared("kinds")) if form in _names())
    return frozenset(islice(known, 1))


def _place_within(key: str) -> frozenset[str]:
    """The provinces that have a place of this name within them."""
    return frozenset((_within()[key],)) if key in _within() else _with_prefecture(key)


@lru_cache(KEPT)
def _named(key: str) -> frozenset[str]:
    """The provinces of this name, or with a place of this name."""
    return _place_within(key) or _province(key)


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
    forms = _forms(key, _declared("kinds_of_prefectures"))
    return next((_prefectures()[form] for form in forms if form in _prefectures()), NOWHERE)


def _coded(province: str, whole: str) -> tuple[frozenset[str], str]:
    code = f"{province}0000"
    known = frozenset((code,)) & set(catalog().vocabulary.regions)
    return _told(known, "place_within" if whole[2:].strip("0") else "")


def _of_parts(bare: str, key: str) -> frozenset[str]:
    """The provinces of all places named in one cell; what several have is that of a place beside it, if it may be."""
    named = _streets()[0].sub("", bare) if LATIN.search(bare) else bare
    parts = BETWEEN.split(_without(_declared("and_others"), named))
    found = [each - NATION for part in parts for each in _of_part(part)]
    sure = NOWHERE.union(*(each for each in found if len(each) == 1))
    return sure.union(*(each for each in found if each.isdisjoint(sure))) or _of_beginning(key)


def _of_part(part: str) -> Iterator[frozenset[str]]:
    """Provinces by what a part of a text is called, else by the names in it: of provinces alone in Latin letters."""
    words = [_closed(word) for word in SPACES.split(part) if word]
    if whole := _named("".join(words)):
        yield whole
        return
    latin = [word for word in words if LATIN.search(word)]
    runs = ("".join(latin[at : at + length]) for length in (1, 2, 3) for at in range(len(latin)))
    yield from (_province(run) for run in runs if len(run) > 2)
    yield from (_named(word) or _of_beginning(word) for word in words if word[:2] in _first_signs())


def _of_beginning(key: str) -> frozenset[str]:
    """The province that a Chinese text begins with and any that follows at once; else that of a prefecture."""
    if key[:2] not in _first_signs() or key.startswith(_declared("elsewhere")):
        return NOWHERE
    for head, rest in _heads(key):
        if head in _beginnings():
            return _going_on(_beginnings()[head], rest)
    heads = (head for head, rest in _heads(key) if head in _prefectures() and _further().match(rest))
    return next((_prefectures()[head] for head in heads), NOWHERE)


def _going_on(province: str, rest: str) -> frozenset[str]:
    """The provinces of a text that goes on so behind the name of one, or of the nation."""
    if _streets()[1].match(rest):
        return NOWHERE
    further = rest.removeprefix(next((kind for kind in _declared("kinds") if rest.startswith(kind)), ""))
    next_to = _named(further) or _named(further.lstrip(_declared("joined")))
    if province in NATION:
        return next_to or _of_beginning(further) or NATION
    return frozenset((province,)) if province in next_to else next_to | {province}


def _nearest(name: str) -> str:
    found = get_close_matches(_without_tones(_key(name)), list(_names()), 1, NEAR)
    return _names()[found[0]] if found else ""
