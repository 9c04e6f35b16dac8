"""Every file gets an answer: what it holds, or what is wrong with it, where, and how to put it right."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys

import pandas as pd
import pyarrow as pa
import pytest

from data.upload.limits import Limits
from data.upload.opening import opened, pasted
from tests.data.upload.bad_files import (
    BAD_FILES,
    large_csv,
    ods_row,
    old_workbook,
    opendocument,
    parquet,
    rows_in,
    workbook,
)
from tests.data.upload.tables import template

HEAVY = (
    "bomb.xlsx",
    "liar.xlsx",
    "laughs.xlsx",
    "astray.xlsx",
    "repeats.ods",
    "bomb.parquet",
    "endless.parquet",
)
ROOM = 100
"""Megabytes that an answer to a hostile file may take."""

RAGGED = """name,goal
A,1
B,2,3
"C
c",4
D
"""


def names(found):
    return [each.rule for each in found.problems]


def table(found):
    (sheet,) = found.sheets
    return sheet.cells


# Bad files --------------------------------------------------------------------------------------------------------


@pytest.mark.timeout(5)
@pytest.mark.parametrize("bad", BAD_FILES, ids=[each.name for each in BAD_FILES])
def test_a_bad_file_is_told_what_is_wrong_where_and_how_to_put_it_right(bad, en, zh):
    found = opened(bad.name, bad.make(), bad.limits)
    assert set(bad.rules) <= set(names(found))
    assert len(found.sheets) == bad.sheets
    first = next(each for each in found.problems if each.rule == bad.rules[0])
    assert bad.row in (None, first.row)
    assert bad.column in ("", first.column)
    for each in found.problems:
        for language in (en, zh):
            for told in (each.sentence(language), each.cure(language)):
                assert told
                assert not told.startswith("upload."), told
                assert "{" not in told
            assert bool(each.place(language)) == bool(each.sheet or each.row or each.column)


def test_there_are_many_kinds_of_bad_files():
    assert len(BAD_FILES) >= 60
    assert len({each.name for each in BAD_FILES}) == len(BAD_FILES)
    assert len({rule for each in BAD_FILES for rule in each.rules}) >= 35


@pytest.mark.timeout(60)
def test_a_hostile_file_takes_no_memory():
    """Each in turn, in a process of its own whose memory at most grows by `ROOM`."""
    program = f"""
import resource
from data.upload.opening import opened
from tests.data.upload.bad_files import BAD_FILES
def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
made = [(bad, bad.make()) for bad in BAD_FILES if bad.name in {HEAVY!r}]
for bad, content in made:
    before = most()
    assert not opened(bad.name, content, bad.limits).sheets
    assert most() - before < {ROOM} * 1000, (bad.name, most() - before)
print(len(made))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == str(len(HEAVY)), done.stderr[-2000:]


@pytest.mark.exhaustive
@pytest.mark.timeout(30)
def test_a_csv_of_300_megabytes_is_refused_or_read_and_its_memory_given_back():
    content = large_csv(300 * 10**6)
    (refusal,) = opened("large.csv", content).problems
    assert refusal.rule == "too_large"
    assert refusal.values == {"megabytes": round(len(content) / 10**6), "limit": 200}
    before = pa.total_allocated_bytes()
    read = opened("large.csv", content, Limits(size=400 * 10**6, cells=50 * 10**6))
    assert not read.problems
    assert len(table(read)) == content.count(b"\n") - 1
    del read
    pa.default_memory_pool().release_unused()
    assert pa.total_allocated_bytes() - before < 10**6


def test_a_stranger_in_a_workbook_reads_no_file():
    stranger = next(each for each in BAD_FILES if each.name == "stranger.xlsx")
    assert not opened(stranger.name, stranger.make()).sheets


# Text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_text_is_read_in_any_encoding_and_with_any_separator(encoding, separator):
    lines = [["地区", "收入，元"], ["北　京", "1.5"], ["内蒙古", "2"]]
    content = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
    found = opened("收入.csv", content)
    assert found.encoding == encoding
    assert not found.problems
    assert table(found).to_dict("index") == {
        2: dict(zip(*lines[:2], strict=True)),
        3: dict(zip(lines[0], lines[2], strict=True)),
    }


def test_rows_with_too_few_or_too_many_cells_stay_and_are_named():
    found = opened("a.csv", RAGGED.encode())
    cells = table(found)
    assert cells.index.tolist() == [2, 3, 4, 5]
    assert cells.loc[3].tolist() == ["B", "2", "3"]
    assert cells.loc[4, "name"] == "C\nc"
    assert [(each.rule, each.rows) for each in found.problems] == [("short_row", (5,)), ("long_row", (3,))]
    assert all(each.serious for each in found.problems)


def test_many_rows_with_one_problem_are_told_in_one_line_that_names_them_all():
    found = opened("a.csv", b"a,b\n" + b"1\n" * 500 + b"1,2\n")
    assert len(found.problems) == 201
    assert sum(each.count for each in found.problems) == 500
    assert {row for each in found.problems for row in each.rows} == set(range(2, 502))


def test_the_lines_around_an_unclosed_quote_are_read():
    cells = table(opened("a.csv", b'name,story\nA,"two\nlines"\n"B,open\nC,"a ""word"""\nD,55" screen\n'))
    assert cells["story"].tolist() == ["two\nlines", "open", 'a "word"', '55" screen']
    assert cells.index.tolist() == [2, 3, 4, 5]


def test_empty_lines_and_columns_are_left_out_and_change_no_row_number():
    cells = table(opened("a.csv", b"a,,b\n\n1,,2\n,,\n , ,\n3,,4\n"))
    assert cells.columns.tolist() == ["a", "b"]
    assert cells.index.tolist() == [3, 6]


def test_a_declared_separator_and_old_line_ends_are_understood():
    assert table(opened("a.csv", b"sep=;\r\na;b\r\n1,5;2,5\r\n")).loc[2].tolist() == ["1,5", "2,5"]
    assert table(opened("a.csv", b'a,b\r"x\ry",2\r3,4\r')).index.tolist() == [2, 3]


def test_a_pasted_table_is_read():
    assert table(pasted("地区\t收入\n北京\t100\n")).loc[2].tolist() == ["北京", "100"]
    assert names(pasted("")) == ["empty_file"]


def test_a_formula_is_a_text_like_any_other():
    assert table(opened("a.csv", b"name,value\n=cmd|' /C calc'!A0,\"=1+1\"\n")).loc[2, "value"] == "=1+1"


# Layout -----------------------------------------------------------------------------------------------------------

STATISTICAL = """表3-1　各地区居民人均可支配收入,,,,
,,,,单位：元
地　区,2019年,,2020年,
,城镇,农村,城镇,农村
北　京,73848.5,28928.4,75601.5,30125.7
天　津,46118.9,24804.1,—,...

注：分城乡数据为常住人口口径。
来源：国家统计局，2021年
"""
UNITS = "地区,人口,人均收入\n,万人,元\n北京,2189,69434\n天津,1387,43854\n"
YEARS = "地区,2018,2019,2020\n北京,1,2,3\n天津,4,5,6\n"


def test_a_statistical_table_is_told_from_its_titles_and_footnotes():
    (sheet,) = opened("t.csv", STATISTICAL.encode("gb18030")).sheets
    assert sheet.above == ("表3-1　各地区居民人均可支配收入", "单位：元")
    assert sheet.cells.columns.tolist() == [
        "地　区",
        "2019年 / 城镇",
        "2019年 / 农村",
        "2020年 / 城镇",
        "2020年 / 农村",
    ]
    assert sheet.cells.index.tolist() == [5, 6]
    assert sheet.below == ("注：分城乡数据为常住人口口径。", "来源：国家统计局，2021年")


def test_units_under_headings_are_part_of_them():
    assert table(opened("t.csv", UNITS.encode())).columns.tolist() == ["地区", "人口 (万人)", "人均收入 (元)"]


@pytest.mark.parametrize(
    ("lines", "headings", "first"),
    [
        ("筹款金额,目标金额\n元,万元\n500,2", ["筹款金额 (元)", "目标金额 (万元)"], 3),
        ("省份,筹款,目标\n单位,（元）,单位：万元\n北京,500,2", ["省份", "筹款 (元)", "目标 (万元)"], 3),
        ("day,raised\nYYYY-MM-DD,\"10,000 yuan\"\n2020-01-05,5", ["day", "raised (10,000 yuan)"], 3),
        ("省,2019,\n,人数,比例\n,万人,%\n北京,1,2", ["省", "2019 / 人数 (万人)", "2019 / 比例 (%)"], 4),
        ("年份,人数（万人）\n年,万人\n2019,3", ["年份 (年)", "人数（万人）"], 3),
        ("省份,筹款,文章\n,万元,篇\n北京,5,3", ["省份", "筹款 (万元)", "文章 / 篇"], 3),
        ("药品,单位,价格\n甲,盒,3\n乙,片,4", ["药品", "单位", "价格"], 2),
        ("规格,包装\n片,盒\n支,袋", ["规格", "包装"], 2),
        ("name,raised\nAnn,5元\nBo,6元", ["name", "raised"], 2),
    ],
)  # fmt: skip
def test_a_row_of_units_is_read_as_if_they_stood_in_brackets(lines, headings, first):
    cells = table(opened("t.csv", lines.encode()))
    assert cells.columns.tolist() == headings
    assert cells.index[0] == first


def test_an_amount_in_the_first_row_is_no_row_of_units():
    cells = table(opened("t.csv", "筹款金额\n10000元\n5000\n8000\n".encode()))
    assert cells.columns.tolist() == ["筹款金额"]
    assert len(cells) == 3


@pytest.mark.parametrize(
    "above", ["My report", "Identification,,,,Groups,,,Values,,", ",".join("AAAABBBCCC")]
)
def test_the_templates_headings_are_found_below_whatever_names_parts_of_it(above):
    whole = template().cells
    found = table(opened("t.csv", f"{above}\n{whole.to_csv(index=False)}".encode()))
    assert found.columns.tolist() == whole.columns.tolist()
    assert len(found) == len(whole)
    assert found.index[0] == 3


def test_years_are_headings_though_they_are_numbers():
    found = opened("t.csv", YEARS.encode())
    assert table(found).columns.tolist() == ["地区", "2018", "2019", "2020"]
    assert not found.problems


def test_texts_without_numbers_have_one_row_of_headings():
    found = opened("t.csv", b"name,title,hospital\nA,,Second\n,doctor,First\nB,doctor,\n")
    assert table(found).columns.tolist() == ["name", "title", "hospital"]
    assert len(table(found)) == 3


def test_a_last_row_without_figures_is_no_footnote():
    (sheet,) = opened("t.csv", "地区,收入,人口\n北京,1,2\n天津,3,4\n西藏,,\n".encode()).sheets
    assert sheet.cells.index.tolist() == [2, 3, 4]
    assert sheet.below == ()


# Workbooks and Parquet --------------------------------------------------------------------------------------------


def statistical(book):
    sheet = rows_in(
        book,
        [[], [], [], ["", "城镇", "农村", "城镇", "农村"], ["北　京", 1, 2, 3, 4], ["天　津", 5, 6.5, 7, 8]],
    )
    sheet.merge_range("A1:E1", "各地区收入")
    sheet.write("E2", "单位：元")
    sheet.merge_range("A3:A4", "地区")
    sheet.merge_range("B3:C3", 2019)
    sheet.merge_range("D3:E3", 2020)
    sheet.write("A8", "注：常住人口。")


def test_merged_headings_are_said_in_each_of_their_columns():
    (sheet,) = opened("t.xlsx", workbook(statistical)).sheets
    assert sheet.cells.columns.tolist() == [
        "地区",
        "2019 / 城镇",
        "2019 / 农村",
        "2020 / 城镇",
        "2020 / 农村",
    ]
    assert sheet.above == ("各地区收入", "单位：元")
    assert sheet.below == ("注：常住人口。",)
    assert sheet.cells.index.tolist() == [5, 6]
    assert sheet.cells["2019 / 农村"].tolist() == [2, 6.5]


def typed(book):
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = rows_in(book, [["text", "number", "mark", "day", "formula", "error"], ["a", 1.5, True]])
    sheet.write_datetime("D2", datetime.datetime(2019, 9, 25), day)
    sheet.write_formula("E2", "=B2*2", None, 3)
    sheet.write_formula("F2", "=1/0", None, "#DIV/0!")


def test_cells_keep_their_types_and_formulas_are_their_values():
    found = opened("t.xlsx", workbook(typed))
    row = table(found).loc[2]
    assert row.tolist()[:-1] == ["a", 1.5, True, datetime.date(2019, 9, 25), 3]
    assert row.isna().tolist() == [False] * 5 + [True]
    (error,) = found.problems
    assert (error.rule, error.row, error.column, error.value) == ("spreadsheet_error", 2, "error", "#DIV/0!")


def test_every_sheet_that_shows_is_read_by_its_name():
    book = workbook(lambda book: [rows_in(book, [["a", "b"], [1, "x"]], name) for name in ("一", "二")])
    assert [sheet.name for sheet in opened("t.xlsx", book).sheets] == ["一", "二"]


def test_old_workbooks_and_open_documents_are_read():
    assert table(opened("t.xls", old_workbook())).to_dict("records") == [{"drug": "acarbose", "price": 5.42}]
    document = opendocument(ods_row("地区", "收入") + ods_row("北京", "x") + ods_row("天津", "y", repeated=2))
    assert table(opened("t.ods", document))["地区"].tolist() == ["北京", "天津", "天津"]


def test_parquet_keeps_its_types():
    long_number = 2**53 + 1
    content = parquet(
        pa.table(
            {
                "region": pa.array(["北京", None]).dictionary_encode(),
                "id": pa.array([long_number, None], pa.int64()),
                "raised": [1.5, 2.5],
                "day": pa.array([datetime.date(2019, 9, 25)] * 2),
                "open": [True, False],
            }
        )
    )
    cells = table(opened("t.parquet", content))
    assert cells.index.tolist() == [2, 3]
    assert cells.loc[2].tolist() == ["北京", long_number, 1.5, datetime.date(2019, 9, 25), True]
    assert cells.loc[3].isna().tolist() == [True, True, False, False, False]


def test_a_file_opened_twice_is_read_alike():
    content = workbook(statistical)
    first, second = opened("t.xlsx", content), opened("t.xlsx", content)
    pd.testing.assert_frame_equal(table(first), table(second))
    assert io.BytesIO(content).getvalue() == content
