"""Numbers, amounts, dates and texts as each language writes them. English groups in thousands, Chinese in 万."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalog import language as language_of

# (value, English, Chinese): four significant digits, worked by hand.
NUMBERS = [
    (0, "0", "0"),
    (-0.0, "0", "0"),
    (7, "7", "7"),
    (2.3, "2.3", "2.3"),
    (65.10, "65.1", "65.1"),
    (246.21, "246.2", "246.2"),
    (12.346, "12.35", "12.35"),
    (0.012346, "0.01235", "0.01235"),
    (999.96, "1,000", "1000"),
    (1930, "1,930", "1930"),
    (9999.4, "9,999", "9999"),
    (10_000, "10,000", "1万"),
    (27_220_000, "27.22 million", "2722万"),
    (1_000_000, "1 million", "100万"),
    (1_234_567, "1.235 million", "123.5万"),
    (100_000_000, "100 million", "1亿"),
    (946_470_000, "946.5 million", "9.465亿"),
    (1_000_000_000, "1 billion", "10亿"),
    (25_300_000_000, "25.3 billion", "253亿"),
    (-0.5, "−0.5", "−0.5"),
    (-1930, "−1,930", "−1930"),
    (-1_234_567, "−1.235 million", "−123.5万"),
]

# A number that rounds up into the next unit takes its name: 9,999.5 has the four digits 1000|0, which is 1万.
BOUNDARIES = [
    (9_999.5, "10,000", "1万"),
    (-9_999.5, "−10,000", "−1万"),
    (999_999.6, "1 million", "100万"),
    (99_994_999, "99.99 million", "9999万"),
    (99_995_001, "100 million", "1亿"),
    (99_999_999, "100 million", "1亿"),
    (-99_999_999, "−100 million", "−1亿"),
    (999_950_001, "1 billion", "10亿"),
]

PERCENTAGES = [
    (0, "0"),
    (100, "100"),
    (84.8, "84.8"),
    (84.84, "84.8"),
    (84.86, "84.9"),
    (59.96, "60"),
    (1.04, "1"),
    (-2.26, "−2.3"),
    (0.79, "0.79"),
    (0.012, "0.012"),
]


@pytest.mark.parametrize(("value", "english", "chinese"), NUMBERS)
def test_a_number_has_four_significant_digits_and_the_units_of_its_language(en, zh, value, english, chinese):
    assert (en.number(value), zh.number(value)) == (english, chinese)


@pytest.mark.parametrize(("value", "english", "chinese"), BOUNDARIES)
def test_a_number_that_rounds_into_the_next_unit_is_written_in_it(en, zh, value, english, chinese):
    assert (en.number(value), zh.number(value)) == (english, chinese)


@pytest.mark.parametrize(("value", "text"), PERCENTAGES)
def test_a_percentage_has_one_decimal_and_small_ones_two_digits(en, zh, value, text):
    assert en.number(value, "%") == zh.number(value, "%") == text
    assert en.quantity(value, "%") == zh.quantity(value, "%") == text + "%"


NAMES = {
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "": 1,
}


def read(text: str) -> float:
    """The number that a text says."""
    digits, name = re.fullmatch(r"(−?[0-9.,]+) ?(\D*)", text).groups()
    return float(digits.replace("−", "-").replace(",", "")) * NAMES[name]


@settings(deadline=None)
@given(st.sampled_from([1, -1]), st.floats(0.001, 9.9e11, allow_nan=False))
def test_a_number_is_told_within_half_a_unit_of_its_fourth_digit(sign, value):
    # 1.0005 is told as 1.000 or 1.001: at most 5 in 10,000 away, whatever the size.
    for code in ("en", "zh"):
        assert read(language_of(code).number(sign * value)) == pytest.approx(sign * value, rel=5.01e-4)


@settings(deadline=None)
@given(st.integers(1, 10**12))
def test_both_languages_round_one_number_alike(value):
    en, zh = language_of("en"), language_of("zh")
    assert read(en.number(value)) == pytest.approx(read(zh.number(value)), rel=1e-9)


@settings(deadline=None)
@given(st.floats(0.001, 9.9e11, allow_nan=False))
def test_a_negative_number_is_its_positive_with_a_true_minus(value):
    for code in ("en", "zh"):
        say = language_of(code)
        assert say.number(-value) == "−" + say.number(value)


# Chinese counts in fours and leaves four digits unbroken (GB/T 15835); English breaks every thousand.
EXACT = [
    (268.88, "268.88", "268.88"),
    (6368, "6,368", "6368"),
    (-9999.25, "−9,999.25", "−9999.25"),
    (144_061, "144,061", "144,061"),
    (1_411_778_724, "1,411,778,724", "1,411,778,724"),
]


@pytest.mark.parametrize(("value", "english", "chinese"), EXACT)
def test_an_exact_number_keeps_all_its_digits(en, zh, value, english, chinese):
    assert (en.exact(value), zh.exact(value)) == (english, chinese)


def test_a_quantity_has_its_unit_where_the_language_puts_it(en, zh, vocabulary):
    people = vocabulary.units["persons"]
    assert en.quantity(1930, "persons", en.of(people)) == en("quantity", number="1,930", unit=people["en"])
    assert zh.quantity(946_470_000, "persons", zh.of(people)) == "9.465亿" + people["zh"]
    assert en.quantity(5, "stents") == en("quantity", number="5", unit="stents")


@pytest.mark.parametrize("unit", ["index", "ratio"])
def test_an_index_and_a_ratio_stand_without_a_unit(en, zh, unit, vocabulary):
    assert en.quantity(1.24, unit, vocabulary.units[unit]["en"]) == "1.24"
    assert zh.quantity(1.24, unit, vocabulary.units[unit]["zh"]) == "1.24"


PERIODS = [
    (("2020", "2020"), "2020", "2020年"),
    (("2020", None), "2020", "2020年"),
    (("2020-09", "2020-09"), "September 2020", "2020年9月"),
    (("2020-09-05", "2020-09-05"), "5 September 2020", "2020年9月5日"),
    (("1978", "1979"), "1978–1979", "1978—1979年"),
    (("2020-09", "2021-03"), "September 2020–March 2021", "2020年9月至2021年3月"),
    (("2010-09", "2010-10"), "September–October 2010", "2010年9月至10月"),
    (("2020-09-05", "2020-10-07"), "5 September–7 October 2020", "2020年9月5日至10月7日"),
    (("2020-09", "2020-10-07"), "September–7 October 2020", "2020年9月至10月7日"),
    (("2019", "2020-03"), "2019–March 2020", "2019年至2020年3月"),
]


@pytest.mark.parametrize(("period", "english", "chinese"), PERIODS)
def test_a_period_is_written_as_precisely_as_it_is_known(en, zh, period, english, chinese):
    assert (en.period(*period), zh.period(*period)) == (english, chinese)


def test_a_period_with_an_end_alone_is_open_to_the_past(language):
    end = language("date.year", year="2020")
    assert language.period(None, "2020") == language("period.until", end=end) != end


@pytest.mark.parametrize("blank", [None, ""])
def test_a_period_that_is_not_stated_says_so(language, blank):
    assert language.period(blank, blank) == language("period.not_stated")


def test_a_plural_follows_the_count(en, zh):
    one, two = en.plural("trust.figures", 1), en.plural("trust.figures", 2)
    assert one.replace("1", "2") != two
    assert zh.plural("trust.figures", 1).replace("1", "2") == zh.plural("trust.figures", 2)
    assert "1,930" in en.plural("trust.figures", 1930)
    assert en.plural("trust.figures", 0) == two.replace("2", "0")


def test_a_label_lacking_a_language_is_shown_in_the_other(en, zh):
    assert zh.of({"en": "Only English"}) == en.of({"en": "Only English"}) == "Only English"
    assert en.of({"en": "", "zh": "只有中文"}) == "只有中文"
    assert (en.of({"en": "Yes", "zh": "是"}), zh.of({"en": "Yes", "zh": "是"})) == ("Yes", "是")


def test_a_list_is_joined_by_the_separator_of_its_language(language):
    assert language.list(["a", "b"]) == "a" + language("list.separator") + "b"
    assert language.list([]) == ""
