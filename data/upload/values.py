"""Texts of readers' tables read as numbers and dates, each with the reason where one cannot be had.

Each different text is read once, all of them together. Nothing is guessed: what may be read in two ways is said, and
not used.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time, timedelta
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from data.catalog import catalog
from data.upload.dates import Dates, dates
from data.upload.distinct import Distinct, kernels, plain

__all__ = ["Dates", "Numbers", "dates", "numbers"]

MARKS = r"[\x{b2}\x{b3}\x{b9}\x{2070}-\x{209c}\x{2460}-\x{249b}\x{2020}\x{2021}*#]+"
"""Footnote marks. Their compatibility forms would be digits: twelve with a circled one, a hundred and twenty-one."""

PLAIN = r"^(?:\d+\.?\d*|\.\d+|\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+|(?:'\d{3})+)(?:\.\d+)?)$"
CONTINENTAL = r"^(?:\d+,\d{1,2}|\d{1,3}(?:\.\d{3})+,\d*|\d{1,3}(?:\.\d{3}){2,})$"
"""A comma before decimals, points between thousands: such texts put those that may be either in doubt."""

ENGLISH = r"^\d{1,3}(?:,\d{3})+\.\d+$|^\d{1,3}(?:,\d{3}){2,}$"
EITHER = r"^\d{1,3}[.,]\d{3}$"
DATE = r"^(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:[ t]\d.*)?$"
GROUPS = (",", " ", "'")
"""What may stand between thousands."""


class Numbers(NamedTuple):
    """A column read as numbers, each part with the column's index."""

    values: pd.Series
    """Floats; missing where there is none. A percentage keeps its size: `12%` is 12."""
    reasons: pd.Series
    """The rule of a `Problem`, or nothing. Those in `WORTH_KNOWING` leave a row that can be used."""
    units: pd.Series
    """What was written beside the number: `%`, `¥/次`, `$`; two in one column are seldom one quantity."""
    own: pd.Series
    """Whether a cell states a multiple or a unit itself: `3.2万`, `500元`; not `30/次`."""
    suggestions: pd.Series
    """The number to write instead, where it is known."""


def numbers(column: pd.Series) -> Numbers:
    """A column of texts, numbers or both, read as numbers.

    >>> numbers(pd.Series(["1.0M", "1,234.5", "(12%)", "n/a"])).values.tolist()
    [1000000.0, 1234.5, -12.0, nan]
    """
    if pd.api.types.is_numeric_dtype(column.dtype):
        values = column.astype("float64")
        reasons = pd.Series(np.where(np.isinf(values), "not_a_number", ""), column.index, dtype="str")
        nothing = pd.Series("", column.index, dtype="str")
        own = pd.Series(False, column.index)
        return Numbers(values.where(~np.isinf(values)), reasons, nothing, own, nothing)
    each = Distinct.of(column)
    values, reasons, units, own, suggestions = _read(each.texts)
    typed = [_typed(value) for value in each.others]
    nothing = [""] * len(typed)
    return Numbers(
        each.spread(values, (value for value, _ in typed), math.nan),
        each.spread(reasons, (reason for _, reason in typed), ""),
        each.spread(units, nothing, ""),
        each.spread(own, [False] * len(typed), False),
        each.spread(suggestions, nothing, ""),
    )


def _typed(value: Any) -> tuple[float, str]:
    if isinstance(value, date | time | timedelta | np.datetime64):
        return math.nan, "date_not_number"
    try:
        number = float(value)
    except (TypeError, ValueError):
        return math.nan, "not_a_number"
    return (math.nan, "not_a_number") if math.isinf(number) else (number, "")


@cache
def _words(name: str) -> Sequence[Any]:
    return catalog().reading["numbers"][name]


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


PARTS = r"^(?P<before>\D*?)(?P<digits>\.?\d[\d,.' ]*)(?P<power>e[-+]?\d{1,3}|)(?P<after>\D*)$"
"""A number and what stands around it, of which there are few different ones: they are read by longer patterns."""


@cache
def _before() -> re.Pattern[str]:
    currency = _either(_words("currencies"))
    return re.compile(
        rf"(?P<open>\(?)\s*(?P<sign>[-+]?)\s*(?P<currency>(?:{currency})?)\s*(?P<inner>[-+]?)\s*"
    )


@cache
def _after() -> re.Pattern[str]:
    scale, unit = _either(word for word, _ in _words("scales")), _either(_words("units"))
    per = rf"(?:\s*(?:{_either(_words('per'))})\s*\S{{1,12}}?)?"
    return re.compile(rf"\s*(?P<scale>(?:{scale})?)\s*(?P<unit>(?:{unit})?)(?P<per>{per})\s*(?P<close>\)?)")


@cache
def _range_pattern() -> str:
    amount = rf"\d[\d,.]*\s*(?:{_either(word for word, _ in _words('scales'))})?"
    return rf"^\D{{0,6}}{amount}\D{{0,4}}?\s*(?:{_either(_words('between'))})\s*\D{{0,4}}?{amount}\D{{0,12}}$"


@cache
def _bound_pattern() -> str:
    before, after = _either(_words("before")), _either(_words("after"))
    return rf"^(?:(?:{before})\s*[^\d\s]{{0,3}}\d.*|\D{{0,4}}\d[\d,.]*\D{{0,4}}(?:{after})[^\d\s]{{0,3}})$"


def _read(texts: pa.Array) -> tuple[list[float], list[str], list[str], list[bool], list[str]]:
    """Values, reasons, units, whether these are their own, and suggestions of different texts."""
    marked = kernels.match_substring_regex(texts, rf"\d\S{{0,3}}\s*{MARKS}$")
    bare = plain(kernels.if_else(marked, kernels.replace_substring_regex(texts, MARKS, ""), texts))
    values, units, own, in_doubt = _amounts(bare)
    is_number = np.isfinite(values)
    reasons = np.full(len(bare), "not_a_number", dtype=object)
    # From the most general to the most particular: the later overwrites.
    reasons[_matches(bare, _bound_pattern())] = "qualified_number"
    reasons[_matches(bare, _range_pattern())] = "number_range"
    reasons[_matches(bare, DATE)] = "date_not_number"
    reasons[in_doubt] = "ambiguous_number"
    reasons[is_number] = ""
    suggestions = np.full(len(bare), "", dtype=object)
    footnoted = is_number & marked.to_numpy(zero_copy_only=False)
    suggestions[footnoted] = [f"{value:.15g}" for value in values[footnoted]]
    reasons[footnoted], values[footnoted] = "footnote_mark", math.nan
    for name, reason in (("errors", "spreadsheet_error"), ("not_offered", "not_offered"), ("missing", "")):
        reasons[_is_in(bare, name)] = reason
    reasons[_matches(bare, r"^$")] = ""
    free = _is_in(bare, "free")
    reasons[free], values[free] = "free_is_zero", 0.0
    return values.tolist(), reasons.tolist(), units, own.tolist(), suggestions.tolist()


def _matches(texts: pa.Array, pattern: str) -> np.ndarray:
    return kernels.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False).astype(bool)


def _is_in(texts: pa.Array, name: str) -> np.ndarray:
    return kernels.is_in(texts, pa.array(_words(name), pa.string())).to_numpy(zero_copy_only=False)


def _amounts(texts: pa.Array) -> tuple[np.ndarray, list[str], np.ndarray, np.ndarray]:
    """Values, what stands beside them, which state a multiple or unit, and which may be read in two ways."""
    parts = kernels.extract_regex(texts, PARTS)
    digits = kernels.utf8_trim_whitespace(_part(parts, "digits"))
    before, prefix = _distinct(_part(parts, "before"), _read_before)
    after, suffix = _distinct(_part(parts, "after"), _read_after)
    clear, powers = prefix["clear"][before] & suffix["clear"][after], suffix["power"][after]
    clear &= prefix["open"][before] == suffix["close"][after]
    clear &= (powers == "") | (_part(parts, "power").to_numpy(zero_copy_only=False) == "")
    sound = _matches(digits, PLAIN)
    if _is_continental(digits):
        sound &= ~_matches(digits, EITHER)
    for sign in GROUPS:
        digits = kernels.replace_substring(digits, sign, "")
    written = kernels.binary_join_element_wise(
        digits, _part(parts, "power"), pa.array(powers, pa.string()), ""
    )
    values = kernels.cast(kernels.if_else(pa.array(clear & sound), written, None), pa.float64())
    signed = values.to_numpy(zero_copy_only=False) * prefix["sign"][before].astype(float)
    beside = np.where(clear, prefix["currency"][before] + suffix["unit"][after], "")
    own = clear & ((prefix["currency"][before] != "") | suffix["states"][after].astype(bool))
    return signed, beside.tolist(), own, clear & ~sound & _matches(digits, r"\d")


def _part(parts: pa.StructArray, name: str) -> pa.Array:
    return kernels.fill_null(kernels.struct_field(parts, name), "")


def _distinct(
    texts: pa.Array, read: Callable[[str], dict[str, object]]
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """For each text the position of what was read of it, and what was read of the different texts."""
    encoded = texts.dictionary_encode()
    told = pd.DataFrame([read(text) for text in (*encoded.dictionary.to_pylist(), "")], dtype=object)
    clear = told["clear"].to_numpy(bool)
    return encoded.indices.to_numpy(), {str(name): told[name].to_numpy() for name in told} | {"clear": clear}


def _read_before(text: str) -> dict[str, object]:
    found = _before().fullmatch(text)
    opens, sign, currency, inner = found.groups() if found else ("", "", "", "")
    clear = found is not None and sum(map(bool, (opens, sign, inner))) <= 1
    minus = -1.0 if opens or "-" in (sign, inner) else 1.0
    return {"clear": clear, "open": bool(opens), "sign": minus, "currency": currency}


def _read_after(text: str) -> dict[str, object]:
    found = _after().fullmatch(text)
    scale, unit, per, close = found.groups() if found else ("", "", "", "")
    power = f"e{dict(_words('scales'))[scale]}" if scale else ""
    beside = (unit + per).replace(" ", "")
    states = bool(scale or unit)
    return {
        "clear": found is not None,
        "close": bool(close),
        "power": power,
        "unit": beside,
        "states": states,
    }


def _is_continental(digits: pa.Array) -> bool:
    """Whether a column writes a comma before decimals: then what may be either is in doubt."""
    there = int(_matches(digits, CONTINENTAL).sum())
    return there > 0 and there >= int(_matches(digits, ENGLISH).sum())
