"""The unit of an outcome: stated by the reader, by cells, by a heading, or by a line beside the table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.export.table import table_bytes
from components.own_data.visit import OwnFile, examined
from data.catalog import language
from data.upload.doctor import examine
from data.upload.mending import HEADING, mended
from data.upload.opening import opened
from data.upload.recognition import CASES, Recognition, Roles, recognise
from data.upload.sheets import Sheet
from data.upload.units import Unit, plain_unit, unit_of, without_unit
from tests.data.upload.tables import sheet

PLAIN = ["3", "1,200", "0.5", "7"]

STATED = [
    # lines above the table, heading, cells, what the reader says, unit and factor
    ((), "rate", ["12%", "13.5%", "8%", "9%"], "", "%", 1),
    ((), "rate", ["12%", "13.5%", "8%", "9%", "10"], "", "%", 1),
    ((), "rate", ["12%", "13.5", "8", "9"], "", "", 1),
    ((), "fee", ["32元", "¥30", "28元", "9元"], "", "", 1),
    (("表1 各省筹款情况", "单位：万元"), "筹得", PLAIN, "", "yuan", 1e4),
    (("（单位:元）",), "筹得", PLAIN, "", "yuan", 1),
    (("计量单位：亿元  2019年",), "筹得", PLAIN, "", "yuan", 1e8),
    (("Unit: 10,000 yuan",), "raised", PLAIN, "", "yuan", 1e4),
    (("unit: %",), "rate", PLAIN, "", "%", 1),
    (("单位：某某医院",), "筹得", PLAIN, "", "", 1),
    (("单位：人、万元",), "筹得", PLAIN, "", "", 1),
    (("单位：人",), "筹得（千元）", PLAIN, "", "yuan", 1e3),
    ((), "Amount (yuan)", PLAIN, "", "yuan", 1),
    ((), "Amount (raised)", PLAIN, "", "", 1),
    ((), "survival (10 years)", PLAIN, "", "", 1),
    ((), "deaths (2019年)", PLAIN, "", "", 1),
    ((), "members (万人)", PLAIN, "", "persons", 1e4),
    ((), "金额（元）", ["3.2万", "500", "26万", "7"], "", "yuan", 1),
    ((), "金额（万元）", ["3.2万", "500", "26万", "7"], "", "yuan", 1e4),
    ((), "金额（万元）", ["32元", "28元", "9元", "30元"], "", "yuan", 1e4),
    (("单位：万元",), "rate", ["12%", "13.5%", "8%", "9%"], "", "%", 1),
    (("单位：万元",), "筹得", PLAIN, "USD", "US dollars", 1),
    (("单位：万元",), "筹得", PLAIN, "points of a scale", "points of a scale", 1),
    ((), "筹得", PLAIN, "万元", "yuan", 1e4),
]


@pytest.mark.parametrize(("above", "heading", "cells", "said", "name", "factor"), STATED)
def test_a_unit_is_taken_where_it_can_be_read_in_one_way(above, heading, cells, said, name, factor):
    table = Sheet("", sheet({heading: cells}).cells, tuple(above))
    found = unit_of(table, heading, said)
    assert (found.name, found.factor) == (name, factor)


def test_no_text_is_a_unit_that_is_only_a_multiple_or_a_number():
    assert [
        plain_unit(text) for text in ("万", "k", "2", "", "2019年", "raised", "10,000 yuan per person")
    ] == [None] * 7
    assert plain_unit("元/人") == Unit("元/人", "元/人", 1)


def test_a_heading_is_told_without_the_unit_in_it():
    headings = ["筹得金额（万元）", "Amount [yuan]", "收入（税前）（元）", "（元）", "Raised / (元)"]
    assert [without_unit(each) for each in headings] == [
        "筹得金额", "Amount", "收入（税前）", "（元）", "Raised /",
    ]  # fmt: skip


PROVINCES = (
    "各省筹款,\n单位：万元,\n省份,筹得金额,目标金额（元）\n北京,3.2,50000\n浙江,1.1,20000\n甘肃,0.5,10000\n"
)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_what_is_stated_in_ten_thousands_is_multiplied_and_told(code):
    found = examined(OwnFile("a.csv", "0" * 12, opened("a.csv", PROVINCES.encode()), kind="table"))
    assert found.report.used["筹得金额"].tolist() == [32_000, 11_000, 5_000]
    assert found.report.used["目标金额（元）"].tolist() == [50_000, 20_000, 10_000]
    (told,) = [each for each in found.report.problems if each.rule == "multiplied"]
    assert not told.serious
    assert "万元" in told.sentence(language(code))
    assert language(code).exact(10_000) in told.sentence(language(code))
    (indicator, *_) = found.where.brought.dataset.indicators.values()
    assert indicator.unit == "yuan"


@pytest.mark.parametrize(
    ("cell", "rules", "amount"),
    [
        ("3.2", ["multiplied"], 32_000),
        ("3.2万", ["multiplied_but", "number_in_unit"], 32_000),
        ("32000元", ["multiplied_but", "number_in_unit"], 32_000),
        ("0.32亿元", ["multiplied_but", "number_in_unit"], 32_000_000),
        ("3.2美元", ["mixed_units", "multiplied_but"], 3.2),
    ],
)
def test_a_cell_is_read_by_the_unit_it_states_and_others_by_that_of_the_heading(cell, rules, amount):
    brought = sheet({"省份": ["北京", "甘肃", "云南"], "筹得（万元）": [cell, "5", None]})
    found = examine(brought, recognise(brought))
    assert found.used["筹得（万元）"].tolist() == [amount, 50_000]
    told = [each for each in found.problems if each.column == "筹得（万元）" and each.rule != "missing_value"]
    assert [each.rule for each in told] == rules
    assert not any(each.serious for each in told)
    counts = [(each.values["others"], each.values["own"]) for each in told if each.rule == "multiplied_but"]
    assert set(counts) <= {(1, 1)}
    assert {float(each.suggestion) * 10_000 for each in told if each.mendable} <= {amount}


MESSY = [
    # a file, what the reader says of the unit, the amounts in yuan, and the headings of its mended copy
    (PROVINCES, "", [32_000, 11_000, 5_000], ["省份", "筹得金额 (万元)", "目标金额（元）"]),
    ("省份,筹得\n单位,万元\n北京, 3.2 \n甘肃,1\n", "", [32_000, 10_000], ["省份", "筹得 (万元)"]),
    ("省份,筹得\n北京,32元\n甘肃,5元\n", "", [32, 5], ["省份", "筹得 (元)"]),
    ("省份,筹得（元）\n北京,0.1234567元\n甘肃,5\n", "", [0.1234567, 5], ["省份", "筹得（元）"]),
    ("省份,筹得（万元）\n北京,3.2万\n甘肃,500\n", "", [32_000, 5_000_000], ["省份", "筹得（万元）"]),
    ("省份,筹得（万元）\n北京,3.2万\n甘肃,500\n", "元", [32_000, 500], ["省份", "筹得 (元)"]),
    ("省份,筹得（万元）\n北京,32000元\n甘肃,4\n浙江,$7\n", "", [32_000, 40_000, 7], ["省份", "筹得（万元）"]),
    ("省份,筹得（元）\n北京,3.2\n甘肃,5\n", "万元", [32_000, 50_000], ["省份", "筹得 (万元)"]),
    ("单位：万元\n筹得,筹得 (万元)\n1,x\n2,y\n", "", [10_000, 20_000], ["筹得 (万元) (2)", "筹得 (万元)"]),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said", "amounts", "headings"), MESSY)
def test_a_mended_copy_comes_to_the_same_figures(content, said, amounts, headings):
    def brought(content, said=""):
        return examined(OwnFile("a.csv", "0" * 12, opened("a.csv", content), kind="table", unit=said))

    before = brought(content.encode(), said)
    copy, log = mended(before.sheet, before.report)
    assert list(copy) == headings
    assert set(log[log["rule"] == HEADING].new) == set(headings) - set(before.sheet.cells)
    again = brought(table_bytes(copy))
    outcome = again.recognition.roles.outcome
    assert before.report.used[before.recognition.roles.outcome].tolist() == amounts
    assert again.report.used[outcome].tolist() == amounts
    assert again.report.unit == before.report.unit


AMOUNTS = st.one_of(
    st.sampled_from(
        ["3.2万", "32000元", "1.1亿元", "1,200", "¥7万", "26k", "5①", "5万①", "免费", "12%", "x", None]
    ),
    st.integers(0, 10**12).map(str),
    st.integers(0, 10**15).map(lambda each: f"{each / 1000}元"),
    st.floats(0, 1e9),
)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(AMOUNTS, min_size=1, max_size=8),
    st.sampled_from(["", "（万元）", "（元）", "（亿元）", "（%）"]),
    st.sampled_from(["", "万元", "元", "points"]),
)
def test_whatever_cells_state_a_mended_copy_comes_to_the_very_same_figures(cells, unit, said):
    def read(brought, said=""):
        heading = str(brought.cells.columns[0])
        told = examine(brought, Recognition(CASES, Roles(outcome=heading), unit=said))
        return told, told.used[heading].to_numpy()

    brought = sheet({"筹得" + unit: cells, "项目编号": range(len(cells))})
    told, amounts = read(brought, said)
    copy, _ = mended(brought, told)
    again, once_more = read(Sheet("", copy))
    assert again.aside.empty
    before = again.used.index.isin(told.used.index)
    assert np.array_equal(once_more[before], amounts, equal_nan=True)


def test_a_share_written_with_its_sign_is_a_percentage():
    content = "group,rate\nrural,12%\nurban,30%\n"
    found = examined(OwnFile("a.csv", "0" * 12, opened("a.csv", content.encode())))
    (indicator,) = found.where.brought.dataset.indicators.values()
    assert (indicator.unit, indicator.minimum, indicator.maximum) == ("%", 0, 100)
    said = examined(OwnFile("a.csv", "0" * 12, opened("a.csv", content.encode()), unit="yuan"))
    assert {each.unit for each in said.where.brought.dataset.indicators.values()} == {"yuan"}
