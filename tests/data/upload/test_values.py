"""Numbers, dates and places as people write them, and what is said of those that cannot be read."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.upload.places import places
from data.upload.problems import WORTH_KNOWING, Problem
from data.upload.values import dates, numbers

# (text, number, what stands beside it)
NUMBERS = [
    ("1.0M", 1e6, ""),
    ("26k", 26_000, ""),
    ("1,234.5", 1234.5, ""),
    ("1 234 567", 1_234_567, ""),
    ("3.2万", 32_000, ""),
    ("1.2亿", 1.2e8, ""),
    ("1.1 M", 1.1e6, ""),
    ("3百万", 3e6, ""),
    ("12%", 12, "%"),
    ("１２．５", 12.5, ""),
    ("－５", -5, ""),
    ("＋５", 5, ""),
    ("−5", -5, ""),
    ("1e5", 100_000, ""),
    (".5", 0.5, ""),
    ("$290,559", 290_559, "$"),
    ("-$5", -5, "$"),
    ("$-5", -5, "$"),
    ("¥30/次", 30, "¥/次"),
    ("￥30／次", 30, "¥/次"),
    ("30元", 30, "元"),
    ("30元/次", 30, "元/次"),
    ("3.2 万元", 32_000, "元"),
    ("100人次", 100, "人次"),
    ("RMB 30", 30, "rmb"),
    ("(1,234)", -1234, ""),
    ("(12%)", -12, "%"),
    ("　12　", 12, ""),
]
# (text, reason)
NO_NUMBERS = [
    *((text, "") for text in ("", "-", "—", "——", "...", "…", "N/A", "#N/A", "nan", "无", "缺失")),
    *((text, "number_range") for text in ("30-100", "¥30–100元", "1,000 - 2,000元", "3万~5万", "2015至2018")),
    *((text, "ambiguous_number") for text in ("1.234,5", "12,5", "12,34,567", "1.234.567", "1,2345")),
    *(
        (text, "qualified_number")
        for text in ("约30", "30+", ">=5", "≥5", "30元起", "不足100人", "over 30", "30以上")
    ),
    *((text, "date_not_number") for text in ("2019-09-25", "2019/9/25")),
    *((text, "spreadsheet_error") for text in ("#DIV/0!", "#REF!")),
    *((text, "not_offered") for text in ("暂未开通", "面议")),
    *(
        (text, "not_a_number")
        for text in ("abc", "--5", "(-5)", "(5", "1.2.3亿亿", "北京", "１２月", "true", "=1+1")
    ),
]
FOOTNOTES = [("12.5①", "12.5"), ("12²", "12"), ("1,234*", "1234"), ("3.2万 †", "32000")]


@pytest.mark.parametrize(("text", "value", "unit"), NUMBERS)
def test_a_number_is_read_however_it_is_written(text, value, unit):
    read = numbers(pd.Series([text]))
    assert read.values.tolist() == [value]
    assert read.units.tolist() == [unit]
    assert read.reasons.tolist() == [""]


@pytest.mark.parametrize(("text", "reason"), NO_NUMBERS)
def test_what_is_no_number_is_missing_and_the_reason_is_told(text, reason):
    read = numbers(pd.Series([text]))
    assert read.values.isna().all()
    assert read.reasons.tolist() == [reason]


@pytest.mark.parametrize(("text", "number"), FOOTNOTES)
def test_a_footnote_mark_never_becomes_a_digit(text, number):
    read = numbers(pd.Series([text]))
    assert (read.reasons.tolist(), read.suggestions.tolist()) == (["footnote_mark"], [number])
    assert read.values.isna().all()


def test_free_is_zero_and_said():
    read = numbers(pd.Series(["免费", "Free"]))
    assert (read.values.tolist(), read.reasons.tolist()) == ([0, 0], ["free_is_zero"] * 2)


def test_one_text_with_a_decimal_comma_puts_those_in_doubt_that_may_have_one_too():
    assert numbers(pd.Series(["1,234"])).values.tolist() == [1234]
    assert numbers(pd.Series(["1,5", "1,234", "1.234", "77"])).reasons.tolist() == [
        "ambiguous_number"
    ] * 3 + [""]
    english = numbers(pd.Series(["1,5", "1,234", "1,234.5", "10,000.5"]))
    assert english.reasons.tolist() == ["ambiguous_number", "", "", ""]


def test_cells_with_a_type_keep_their_value():
    column = pd.Series([1, 2.5, "3", None, True, datetime.datetime(2019, 9, 25), math.inf], dtype=object)
    read = numbers(column)
    assert read.values.dropna().tolist() == [1, 2.5, 3, 1]
    assert read.reasons.tolist() == ["", "", "", "", "", "date_not_number", "not_a_number"]
    assert numbers(pd.Series([1, 2, None], dtype="Int64")).values.tolist()[:2] == [1, 2]


def test_the_index_of_a_column_is_kept():
    column = pd.Series(["1", "x", "1"], index=[5, 9, 2])
    for part in (*numbers(column), *dates(column), *places(column)):
        assert part.index.tolist() == [5, 9, 2]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.one_of(st.text(max_size=12), st.floats(), st.integers(), st.none(), st.booleans()), max_size=20
    )
)
def test_any_cell_gets_a_value_or_a_reason_or_is_empty(cells):
    column = pd.Series(cells, dtype=object)
    read = numbers(column)
    used = read.values.notna()
    assert not (used & ~read.reasons.isin(["", *WORTH_KNOWING])).any()
    assert np.isfinite(read.values[used]).all()
    for part in (dates(column), places(column)):
        assert part[0].isna().eq(~part[0].notna()).all()
        assert len(part[0]) == len(cells)


@settings(deadline=None, max_examples=50)
@given(st.integers(-(10**12), 10**12), st.sampled_from(["{:,}", "{}", "¥{:,}", "{:,}元"]))
def test_a_whole_number_comes_back_as_it_was(number, form):
    assert numbers(pd.Series([form.format(number)])).values.tolist() == [number]


# Dates ------------------------------------------------------------------------------------------------------------

DATES = [
    *((text, "2019-09-25") for text in ("2019-09-25", "2019年9月25日", "2019/9/25", "2019.9.25", "20190925")),
    *((text, "2019-09-25") for text in ("２０１９年９月２５日", "2019年9月25号", "25/9/2019", "9/25/2019")),
    *((text, "2019-09-25") for text in ("Sept 25, 2019", "25 Sep 2019", "September 25th, 2019")),
    *((text, "2019-09-25") for text in ("2019-09-25 10:11:12", "2019/9/25 8:00", "2019-09-25T10:11:12Z")),
    *((text, "2019-09") for text in ("2019年9月", "2019-09", "201909", "September 2019")),
    *((text, "2019") for text in ("2019", "2019年", "2019.0")),
]
PERIODS = [
    *((text, "2015", "2018") for text in ("2015-2018", "2015–2018年", "2015年至2018年", "2015到2018")),
    *((text, "2019-07", "2019-09") for text in ("2019Q3", "2019年第三季度")),
]
NO_DATES = [
    *((text, "") for text in ("", "—", "N/A")),
    *((text, "relative_date") for text in ("3 months ago", "3个月前", "昨天", "2 days left")),
    *((text, "ambiguous_date") for text in ("3/4/2019", "19/9/25", "Sep-19", "03-04-05")),
    *(
        (text, "not_a_date")
        for text in ("2019-02-30", "2019-13-01", "abc", "2018-2015", "99999999", "1.5", "北京")
    ),
]


@pytest.mark.parametrize(("text", "date"), DATES)
def test_a_date_is_read_as_exactly_as_it_is_told(text, date):
    read = dates(pd.Series([text]))
    assert (read.start.tolist(), read.end.tolist(), read.reasons.tolist()) == ([date], [date], [""])


@pytest.mark.parametrize(("text", "start", "end"), PERIODS)
def test_a_period_has_a_start_and_an_end(text, start, end):
    read = dates(pd.Series([text]))
    assert (read.start.tolist(), read.end.tolist(), read.reasons.tolist()) == ([start], [end], [""])


@pytest.mark.parametrize(("text", "reason"), NO_DATES)
def test_what_is_no_date_is_missing_and_the_reason_is_told(text, reason):
    read = dates(pd.Series([text]))
    assert read.start.isna().all()
    assert read.reasons.tolist() == [reason]


def test_dates_with_a_type_and_day_numbers_of_spreadsheets_are_read():
    column = pd.Series(
        [datetime.datetime(2019, 9, 25, 8), 43733, 43733.0, "43733", 2019, 2019.5, None], dtype=object
    )
    read = dates(column)
    assert read.start.tolist()[:5] == ["2019-09-25"] * 4 + ["2019"]
    assert read.reasons.tolist() == ["", "excel_serial", "excel_serial", "excel_serial", "", "not_a_date", ""]
    days = pd.Series(pd.date_range("2019-09-25", periods=2))
    assert dates(days).start.tolist() == ["2019-09-25", "2019-09-26"]


# Places -----------------------------------------------------------------------------------------------------------

WHOLE = [
    *(
        (text, "110000")
        for text in ("北京", "北京市", "北　京", "Beijing", "Bei jing", "Běijīng", "BEIJING MUNICIPALITY")
    ),
    *(
        (text, "110000")
        for text in ("11", "110000", "110000.0", "CN-11", "CN-BJ", "BJ", "京", "Peking", "北平")
    ),
    *(
        (text, "150000")
        for text in ("内蒙古", "内蒙", "内蒙古自治区", "Inner Mongolia", "Nei Mongol", "neimenggu")
    ),
    *((text, "610000") for text in ("陕西", "陕西省", "Shaanxi", "Shǎnxī")),
    *((text, "140000") for text in ("山西", "Shanxi Province", "Shānxī")),
    *((text, "540000") for text in ("西藏", "Xizang", "Tibet", "Xizang/Tibet", "西藏自治区")),
    *(
        (text, "650000")
        for text in ("新疆", "新疆维吾尔自治区", "新疆省", "Xinjiang Uygur Autonomous Region")
    ),
    *((text, "810000") for text in ("香港", "Hong Kong", "香港特别行政区", "Hong Kong SAR, China", "HK")),
    *((text, "820000") for text in ("Macau", "Macao SAR", "澳门")),
    *((text, "710000") for text in ("Taiwan, China", "台湾", "臺灣", "台湾省")),
    *((text, "000000") for text in ("全国", "China", "中国", "000000")),
]
WITHIN = [
    *(
        (text, "110000")
        for text in ("北京 朝阳", "110105", "1101", "110105000000", "北京市海淀区中关村大街1号")
    ),
    *((text, "510000") for text in ("四川省成都市", "Chengdu, Sichuan", "Sichuan - Chengdu")),
    *((text, "440000") for text in ("Guangzhou (Guangdong)", "广东深圳")),
    *((text, "650000") for text in ("新疆生产建设兵团", "兵团")),
    *((text, "630000") for text in ("海南藏族自治州", "海南州", "河南蒙古族自治县")),
    *((text, "120000") for text in ("河北区", "天津市河北区")),
    ("吉林市", "220000"),
]


@pytest.mark.parametrize(("text", "code"), WHOLE)
def test_a_province_is_known_by_any_of_its_names_and_codes(text, code):
    read = places(pd.Series([text]))
    assert (read.codes.tolist(), read.reasons.tolist()) == ([code], [""])


@pytest.mark.parametrize(("text", "code"), WITHIN)
def test_a_place_within_a_province_is_counted_to_it_and_said(text, code):
    read = places(pd.Series([text]))
    assert (read.codes.tolist(), read.reasons.tolist()) == ([code], ["place_within"])


def test_every_region_is_known_by_all_that_the_vocabulary_calls_it(vocabulary):
    for code, region in vocabulary.regions.items():
        called = [
            *region.label.values(),
            *region.full.values(),
            region.pinyin,
            region.initial_zh,
            code,
            code[:2],
        ]
        read = places(pd.Series([name for name in called if name]))
        assert set(read.codes) == {code}, region.label
        assert set(read.reasons) == {""}


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("Bejing", "110000"), ("Guandong", "440000"), ("朝阳", ""), ("99", ""), ("Sichuan, Yunnan", "")],
)
def test_an_unknown_place_is_said_with_the_nearest_name(text, suggestion):
    read = places(pd.Series([text]))
    assert read.codes.isna().all()
    assert (read.reasons.tolist(), read.suggestions.tolist()) == (["unknown_place"], [suggestion])


def test_codes_that_a_spreadsheet_took_for_numbers_are_codes():
    assert places(pd.Series([110000, 11.0, None, 440106], dtype=object)).codes.tolist()[::3] == [
        "110000",
        "440000",
    ]
    assert places(pd.Series([110000, 440106])).codes.tolist() == ["110000", "440000"]


def test_every_reason_has_its_sentence_and_its_cure(en, zh):
    reasons = {reason for _, reason in (*NO_NUMBERS, *NO_DATES) if reason} | WORTH_KNOWING
    for reason in (*reasons, "footnote_mark", "unknown_place"):
        problem = Problem(reason, "", 3, "raised", "x", {"date": "2019"}, "1")
        for language in (en, zh):
            assert not problem.sentence(language).startswith("upload.")
            assert not problem.cure(language).startswith("upload.")
