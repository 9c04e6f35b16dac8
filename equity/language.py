"""One reader's language: texts from a catalogue, and numbers, amounts and dates as that language writes them.

A `Language` is passed to whoever needs one. Nothing here is global to the process.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from gettext import GNUTranslations

from babel import Locale
from babel.numbers import format_compact_decimal, format_decimal

from equity.vocabulary import Label

COMPACT_STEPS = {"en": (10**6, 10**9, 10**12), "zh": (10**4, 10**8, 10**12)}
"""Where each language begins to count in words: million, billion, trillion; 万, 亿, 万亿."""

DIGITS_IN_A_ROW = {"en": 3, "zh": 4}
"""The longest whole number each language writes without separators: `1,930` and `1930`, `144,061` in both."""

DECIMALS = 15
"""The most that `exact` writes."""

ONE_DECIMAL = ("%", "days of income")
"""Units of values that are read to one decimal, and below one to two digits."""

VALUE = "value"
"""The unit of figures whose file names none."""

UNITS_WITHOUT_NAME = ("index", "ratio", VALUE)
"""Units whose name adds nothing after a number."""


@dataclass(frozen=True)
class Language:
    """Texts and formats of one language. `code` is what links and labels use."""

    code: str
    locale: Locale = field(compare=False)
    catalogue: GNUTranslations = field(compare=False, repr=False)
    html: str = "en"
    """The value of `<html lang>`."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key`, with `values` put in their places."""
        return self.catalogue.gettext(key).format(**values)

    def plural(self, key: str, count: int, /, **values: object) -> str:
        """The text of `key` in the form that `count` needs; `{count}` is formatted."""
        text = self.catalogue.ngettext(key, key + ".plural", count)
        return text.format(count=self.number(count), **values)

    def of(self, label: Label) -> str:
        """This language's side of a label; a label in one language only is shown as it is."""
        return label.get(self.code) or next(filter(None, label.values()), "")

    def list(self, items: list[str] | tuple[str, ...], most: int | None = None) -> str:
        """Items joined as this language joins them; those beyond the first `most` are counted."""
        named = self("list.separator").join(items[:most])
        more = len(items) - len(items[:most])
        return self("list.and_more", named=named, count=self.number(more)) if more else named

    def sentences(self, *sentences: str) -> str:
        """Sentences one after the other; empty ones are left out."""
        told = [each for each in sentences if each]
        return (
            reduce(lambda first, second: self("sentences", first=first, second=second), told) if told else ""
        )

    def number(self, value: float, unit: str = "") -> str:
        """A number rounded for reading: one decimal for percentages, else four significant digits.

        From 10,000 on Chinese counts in 万 and 亿; from a million on English in millions and billions.
        """
        value = _rounded(value, unit)
        if abs(value) >= COMPACT_STEPS[self.code][0]:
            return self._compact(value)
        return self._digits(value, _decimal_places(value, unit))

    def exact(self, value: float) -> str:
        """A number with all its digits: `268.88`, `1,411,778,724`."""
        return self._digits(value, DECIMALS)

    def quantity(self, value: float, unit: str, unit_label: str = "") -> str:
        """A number with its unit: `84.8%`, `246.2 yuan per person`, `9.47亿人`."""
        number = self.number(value, unit)
        if unit == "%":
            return number + "%"
        if unit in UNITS_WITHOUT_NAME:
            return number
        return self("quantity", number=number, unit=unit_label or unit)

    def period(self, start: str | None, end: str | None) -> str:
        """A period as printed in text: `2020`, `September 2020`, `1978–1979`; `date not stated` when blank.

        The year of two months or days is said once: `September–October 2010`.
        """
        if not start and not end:
            return self("period.not_stated")
        first, last = self._date(start or end or ""), self._date(end or start or "")
        if not start and end:
            return self("period.until", end=last)
        if first == last:
            return first
        if start and end and len(start) == len(end) == 4:
            return self("period.years", start=start, end=end)
        if start and end and start[:4] == end[:4] and min(len(start), len(end)) > 4:
            days = {"start": self._day_of_year(start), "end": self._day_of_year(end)}
            return self("period.within_year", year=start[:4], **days)
        return self("period.range", start=first, end=last)

    def _date(self, text: str) -> str:
        if len(text) == 4:
            return self("date.year", year=text)
        return self("date.in_year", year=text[:4], date=self._day_of_year(text))

    def _day_of_year(self, text: str) -> str:
        """A month, or a day of one, without its year."""
        _, month, *day = (int(part) for part in text.split("-"))
        name = self.locale.months["stand-alone"]["wide"][month]
        key = "date.day" if day else "date.month"
        return self(key, month=name, month_number=str(month), day=str(*day))

    def _digits(self, value: float, places: int) -> str:
        """A number in digits, in threes where it is longer than the language writes in a row."""
        whole = "#,##0" if abs(value) >= 10 ** DIGITS_IN_A_ROW[self.code] else "0"
        pattern = whole + "." + "#" * places if places else whole
        return format_decimal(value, format=pattern, locale=self.locale).replace("-", "−")

    def _compact(self, value: float) -> str:
        step = max(step for step in COMPACT_STEPS[self.code] if step <= abs(value))
        places = _decimal_places(value / step)
        text = format_compact_decimal(
            value,
            format_type="short" if self.code == "zh" else "long",
            locale=self.locale,
            fraction_digits=places,
        )
        return text.replace("-", "−")


def _rounded(value: float, unit: str) -> float:
    """To the places a reader is shown, halves up, as the decimal that the number stands for."""
    if value == 0 or not math.isfinite(value):
        return 0.0 if value == 0 else value
    large = abs(value) >= 1000
    places = 3 - math.floor(math.log10(abs(value))) if large else _decimal_places(value, unit)
    rounded = Decimal(repr(float(value))).scaleb(places).to_integral_value(ROUND_HALF_UP).scaleb(-places)
    return float(rounded) or 0.0  # never a minus before zero


def _decimal_places(value: float, unit: str = "") -> int:
    if value == 0 or not math.isfinite(value):
        return 0
    magnitude = math.floor(math.log10(abs(value)))
    if unit in ONE_DECIMAL and magnitude >= 0:
        return 1
    digits = 2 if unit in ONE_DECIMAL else 4
    return max(0, min(6, digits - 1 - magnitude))
