"""Numbers, dates and places as people write them, and what is said of those that cannot be read."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalog import catalog
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
    *((text, "120000") for text in ("河北区", "天津市河北区", "天津 河北区")),
    *(
        (text, "440000")
        for text in ("Beijing Road, Guangzhou", "Guangzhou, 12 Beijing West Rd.", "广东省北京路")
    ),
    *((text, "310000") for text in ("南京东路, 上海", "上海市北京西路", "Guangdong Road, Shanghai")),
    *((text, "330000") for text in ("中国 浙江", "中国浙江省杭州市", "杭州 Hangzhou、宁波", "台州路桥区")),
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
    [
        ("Bejing", "110000"),
        ("Guandong", "440000"),
        ("朝阳", ""),
        ("99", ""),
        ("北海道札幌市", ""),
        ("日本 北海道札幌市", ""),
    ],
)
def test_an_unknown_place_is_said_with_the_nearest_name(text, suggestion):
    read = places(pd.Series([text]))
    assert read.codes.isna().all()
    assert (read.reasons.tolist(), read.suggestions.tolist()) == (["unknown_place"], [suggestion])


PREFECTURES = {
    "330000": (
        "杭州市|杭州|Hangzhou|Hangzhou City|hángzhōu|Hangzhou, China|杭州 西湖|杭州西湖区|"
        "杭州（浙江）|Xihu District, Hangzhou|Fuyang District, Hangzhou"
    ),
    "420000": "恩施土家族苗族自治州|恩施州|恩施|恩施州利川市|Enshi Prefecture|襄樊|仙桃|神农架",
    "440000": "深圳|深圳市南山区|东莞|Shenzhen|中山市",
    "650000": "Ürümqi|Urumqi|乌鲁木齐|喀什|Kashgar|和田地区|伊犁州|石河子|塔城",
    "610000": "Xi'an|Xian|Xi’an|西安|Yan'an|Yanan",
    "150000": "锡林郭勒|呼伦贝尔盟|Hulun Buir|Xilingol League|Ordos|包头|兴安盟",
    "220000": "吉林市|Jilin City|延边|延边州|Yanbian",
    "630000": "海南州|Hainan Prefecture|海南藏族自治州共和县|果洛|Golog",
    "540000": "Lhasa|Xigazê|Shigatse|那曲地区|昌都",
    "510000": "凉山|阿坝州|Garzê Tibetan Autonomous Prefecture",
    "520000": "黔东南|黔西南州|毕节地区",
    "320000": "苏州|Suzhou, Jiangsu|泰州市",
    "340000": "宿州|巢湖|Suzhou, Anhui|Bengbu",
    "350000": "厦门|Xiamen|福州|Fuzhou, Fujian",
    "360000": "抚州|宜春|Fuzhou (Jiangxi)",
    "230000": "伊春|大兴安岭|Harbin|七台河",
    "140000": "长治|Changzhi|Lüliang",
    "410000": "漯河|Luohe|济源",
    "460000": "三亚|Haikou|东方市|五指山|乐东县",
    "370000": "莱芜",
    "530000": "思茅",
    "210000": "朝阳市|Chaoyang City",
    "620000": "临夏",
    "450000": "百色",
}


@pytest.mark.parametrize(
    ("text", "code"), [(text, code) for code, texts in PREFECTURES.items() for text in texts.split("|")]
)
def test_a_prefecture_is_known_by_its_name_alone(text, code):
    read = places(pd.Series([text]))
    assert (read.codes.tolist(), read.reasons.tolist()) == ([code], ["place_within"])


def test_every_declared_place_is_read_as_its_province_or_as_ambiguous():
    declared = [row for rows in catalog().prefectures.values() for row in rows]
    assert len(catalog().prefectures["prefectures"]) == 333
    called = pd.DataFrame([(f"{code[:2]}0000", name) for code, *names in declared for name in names])
    read = places(called[1])
    assert set(read.reasons) == {"place_within", "ambiguous_place"}
    assert (read.codes == called[0])[read.reasons == "place_within"].all()
    ambiguous = called[1][read.reasons == "ambiguous_place"]
    assert sorted(set(ambiguous)) == ["Fuzhou", "Suzhou", "Taizhou", "Yichun", "Yulin"]


def test_a_chinese_name_is_known_without_its_kind_where_that_is_no_other_place():
    declared = {f"{code[:2]}0000 {name}" for code, name, *_ in catalog().prefectures["prefectures"]}
    called = [each.split() for each in declared if each.endswith(("市", "地区", "盟"))]
    short = pd.Series([name.removesuffix("地区").removesuffix("市").removesuffix("盟") for _, name in called])
    read = places(short)
    assert set(short[read.codes != [code for code, _ in called]]) == {"朝阳", "兴安"}
    assert set(short[read.reasons == ""]) == {"吉林"}


@pytest.mark.parametrize(
    ("text", "provinces"),
    [
        *((text, "110000 310000") for text in ("北京、上海", "北京上海", "北京市和上海市", "北京/上海等")),
        ("Beijing and Shanghai", "110000 310000"),
        ("Suzhou/Hangzhou", "320000 330000 340000"),
        ("杭州、南京", "320000 330000"),
        ("Chongqing / Chengdu", "500000 510000"),
        ("江苏苏州 安徽宿州", "320000 340000"),
        ("北京大学医院、上海", "110000 310000"),
        ("Sichuan, Yunnan", "510000 530000"),
    ],
)  # fmt: skip
def test_several_provinces_in_one_cell_are_told_and_none_is_chosen(text, provinces):
    read = places(pd.Series([text]))
    assert read.codes.isna().all()
    assert (read.reasons.tolist(), read.suggestions.tolist()) == (["ambiguous_place"], [provinces])


def test_names_in_traditional_characters_are_known():
    words = catalog().reading["places"]
    pairs = dict(zip(words["simplified"], words["traditional"], strict=True))
    assert len(set(pairs.values())) == len(pairs)
    declared = [names for rows in catalog().prefectures.values() for _, *names in rows]
    names = pd.Series([name for each in declared for name in each if not name.isascii()])
    called = [
        name
        for region in catalog().vocabulary.regions.values()
        for name in (region.label["zh"], region.full["zh"])
    ]
    names = pd.concat([names, pd.Series(called)], ignore_index=True)
    used = set("".join(names)) | set("".join(words["kinds"] + words["kinds_of_prefectures"]))
    initials = {region.initial_zh for region in catalog().vocabulary.regions.values()}
    written = names.map(lambda name: "".join(pairs.get(sign, sign) for sign in name))
    assert set(pairs) <= used | initials | set("".join(name for name, _ in words["within"] + words["also"]))
    assert not set(pairs.values()) & used
    assert (written != names).sum() > len(names) / 2
    assert places(written).codes.equals(places(names).codes)
    known = places(
        pd.Series(["廣東", "陝西", "黑龍江", "瀋陽", "煙臺市", "內蒙古自治區", "臺灣", "晉", "新餘"])
    )
    assert known.codes.tolist() == [f"{code}0000" for code in (44, 61, 23, 21, 37, 15, 71, 14, 36)]


def test_a_name_in_several_provinces_is_not_guessed():
    read = places(pd.Series(["Suzhou", "Yulin City"]))
    assert read.codes.isna().all()
    assert read.reasons.tolist() == ["ambiguous_place", "ambiguous_place"]
    assert read.suggestions.tolist() == ["320000 340000", "450000 610000"]


@pytest.mark.parametrize(
    "text",
    ["Chaoyang", "兴安", "西安区", "兴安县", "中山路15号", "青州", "Fuyang District", "东方", "长沙县", "北京路"],
)  # fmt: skip
def test_what_may_be_another_place_is_unknown(text):
    assert places(pd.Series([text])).codes.isna().all()


def test_codes_that_a_spreadsheet_took_for_numbers_are_codes():
    assert places(pd.Series([110000, 11.0, None, 440106], dtype=object)).codes.tolist()[::3] == [
        "110000",
        "440000",
    ]
    assert places(pd.Series([110000, 440106])).codes.tolist() == ["110000", "440000"]


def test_every_reason_has_its_sentence_and_its_cure(en, zh):
    reasons = {reason for _, reason in (*NO_NUMBERS, *NO_DATES) if reason} | WORTH_KNOWING
    for reason in (*reasons, "footnote_mark", "unknown_place", "ambiguous_place"):
        problem = Problem(reason, "", 3, "raised", "x", {"date": "2019", "nearest": "y"}, "1")
        for language in (en, zh):
            assert not problem.sentence(language).startswith("upload.")
            assert not problem.cure(language).startswith("upload.")
