"""Texts read as dates and periods. A date of which only the year or month is told stays a year or month."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from data.catalog import catalog
from data.upload.distinct import Distinct, kernels, plain

FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_DAY = date(1899, 12, 30)
"""The day from which spreadsheet programs count."""

SERIALS = (20_000, 80_000)
"""Day numbers that are taken for dates: October 1954 to January 2119."""

NUMERIC = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
TIME_OF_DAY = r"^(\d{4}\D\d{1,2}\D\d{1,2}\D?)[ t]+\d{1,2}:\d{2}.*$"
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
YEARS = re.compile(r"(\d{4})-(\d{4})")
QUARTER = re.compile(r"(\d{4})-?q([1-4])|q([1-4])-(\d{4})")
SHORT = re.compile(r"\d{1,2}-\d{1,2}-(?:\d{4}|\d{2})|\d{2}-\d{1,2}-\d{1,2}")
DAY_FIRST = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
BETWEEN = re.compile(r"\s*[/.]\s*|\s*-+\s*")


class Dates(NamedTuple):
    """A column read as dates, each part with the column's index."""

    start: pd.Series
    """ISO texts as exact as the cell: `2019`, `2019-09`, `2019-09-25`; missing where there is none."""
    end: pd.Series
    """The same, but in a range of years, where it is the last."""
    reasons: pd.Series
    """The rule of a `Problem`, or nothing. Those in `WORTH_KNOWING` leave a row that can be used."""


Period = tuple[str, str, str]
"""Start, end and reason of one text."""

_WRONG: Period = ("", "", "not_a_date")


def dates(column: pd.Series) -> Dates:
    """A column of texts, dates, years or day numbers, read as dates.

    >>> dates(pd.Series(["Sept 25, 2019", "2019/9", "3 months ago"])).start.tolist()
    ['2019-09-25', '2019-09', nan]
    """
    each = Distinct.of(column)
    # Times of day make texts different that are one date.
    days = kernels.replace_substring_regex(plain(each.texts), TIME_OF_DAY, r"\1").dictionary_encode()
    read = [_of_text(text) for text in days.dictionary.to_pylist()]
    texts = [read[place] for place in days.indices.to_pylist()]
    others = [_of_value(value) for value in each.others]
    start, end, reasons = (
        each.spread((told[part] for told in texts), (told[part] for told in others), "") for part in range(3)
    )
    return Dates(start.where(start != ""), end.where(end != ""), reasons)


@cache
def _words(name: str) -> Any:
    return catalog().reading["dates"][name]


@cache
def _missing() -> frozenset[str]:
    return frozenset(catalog().reading["numbers"]["missing"])


def _of_value(value: Any) -> Period:
    if isinstance(value, datetime | date | np.datetime64):
        return _same(pd.Timestamp(value).date().isoformat())
    whole = isinstance(value, int | np.integer) or (isinstance(value, float) and value.is_integer())
    return _of_number(int(value)) if whole and not isinstance(value, bool) else _WRONG


def _of_number(number: int) -> Period:
    if FIRST_YEAR <= number <= LAST_YEAR:
        return _same(str(number))
    if found := COMPACT.fullmatch(str(number)):
        told = _told(*found.groups())
        if told[0] or len(str(number)) > 6:
            return told
    if SERIALS[0] <= number <= SERIALS[1]:
        return (*_same((FIRST_DAY + timedelta(days=number)).isoformat())[:2], "excel_serial")
    return _WRONG


def _of_text(text: str) -> Period:
    if not text or text in _missing():
        return "", "", ""
    if any(word in text for word in _words("relative")):
        return "", "", "relative_date"
    if re.fullmatch(r"\d+(?:\.0+)?", text):
        return _of_number(int(float(text)))
    form = _one_form(text)
    if found := NUMERIC.fullmatch(form):
        return _told(*found.groups())
    if found := YEARS.fullmatch(form):
        return (found[1], found[2], "") if _is_year(found[1]) and found[1] <= found[2] else _WRONG
    if found := QUARTER.fullmatch(form):
        year, quarter = found[1] or found[4], int(found[2] or found[3])
        return f"{year}-{3 * quarter - 2:02}", f"{year}-{3 * quarter:02}", ""
    if found := DAY_FIRST.fullmatch(form):
        return _day_or_month_first(*map(int, found.groups()))
    if SHORT.fullmatch(form):
        return "", "", "ambiguous_date"
    return _with_month_name(text)


def _one_form(text: str) -> str:
    """Year, month and day joined by hyphens, whatever stood between them."""
    for number, quarter in enumerate(_words("quarters"), start=1):
        text = text.replace(quarter, f"q{number}")
    for word in _words("until"):
        text = text.replace(f"{_words('year')}{word}", word).replace(word, "-")
    for word in (_words("year"), _words("month")):
        text = re.sub(rf"\s*{word}\s*", "-", text)
    for word in _words("days"):
        text = re.sub(rf"(?<=\d)\s*{word}", "", text)
    return BETWEEN.sub("-", text).strip("-")


def _is_year(text: str) -> bool:
    return FIRST_YEAR <= int(text) <= LAST_YEAR


def _same(text: str) -> Period:
    return text, text, ""


def _told(year: str, month: str | None, day: str | None) -> Period:
    """A date that exists, as exact as it is told."""
    if not _is_year(year) or not 1 <= int(month or 1) <= 12:
        return _WRONG
    if not 1 <= int(day or 1) <= monthrange(int(year), int(month or 1))[1]:
        return _WRONG
    return _same("-".join([year, *(f"{int(part):02}" for part in (month, day) if part)]))


def _day_or_month_first(first: int, second: int, year: int) -> Period:
    """`25/9/2019` can be one day only; `3/4/2019` is one in Europe and another in America."""
    if first != second and max(first, second) <= 12:
        return "", "", "ambiguous_date"
    day, month = (first, second) if first > 12 else (second, first)
    return _told(str(year), str(month), str(day))


def _with_month_name(text: str) -> Period:
    """`Sept 25, 2019`, `25 Sep 2019`, `September 2019`; `Sep 19` may be a day or a year."""
    words = re.findall(r"[a-z]+|\d+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text))
    months = [number for word in words for number in _month(word)]
    numbers = [word for word in words if word.isdigit()]
    years = [word for word in numbers if len(word) == 4]
    days = [word for word in numbers if len(word) <= 2]
    if len(months) != 1 or len(numbers) > 2 or len(words) > 4:
        return _WRONG
    if len(years) != 1 or len(years) + len(days) != len(numbers):
        return "", "", "ambiguous_date"
    return _told(years[0], str(months[0]), days[0] if days else None)


def _month(word: str) -> Iterable[int]:
    names: Sequence[str] = _words("months")
    return [names.index(word[:3]) + 1] if word[:3] in names and len(word) >= 3 else []
