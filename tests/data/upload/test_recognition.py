"""What a file is, is told by its headings and cells; guesses are filled in for tables of any other form."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from data.catalog import published
from data.upload.personal import REASONS, is_identity_number, personal_columns
from data.upload.recognition import Roles, recognise
from tests.data.upload.tables import campaigns, sheet, template


def test_the_template_is_recognised_whatever_the_case_of_its_headings_and_extra_columns_are_named():
    cells = (
        template()
        .cells.rename(columns=str.upper)
        .rename(columns={"DATE": "Year", "SUBGROUP_ORDER": "subgroup order"})
    )
    columns = cells.assign(dataset_id="rep_unicef", whoreg6="WPR", flag=None)
    known = recognise(sheet({name: columns[name] for name in columns}))
    assert known.kind == "template"
    assert known.columns["date"] == "Year"
    assert known.columns["note"] == "flag"
    assert known.unknown == ("dataset_id", "whoreg6")


def test_a_dataset_is_told_by_its_indicators_before_its_columns():
    columns = {
        "Indicator": ["goal_completion"],
        "Estimate": [40],
        "Source ID": ["mine"],
        "scheme": ["employee"],
    }
    assert recognise(sheet(columns)).kind == "dataset:crowdfunding_outcomes"


def test_figures_of_indicators_unknown_here_are_no_dataset():
    columns = {"indicator": ["rainfall"], "estimate": [40], "region_code": ["110000"]}
    assert recognise(sheet(columns)).kind == "table"


GUESSED = [
    (
        {
            "姓名": ["王芳", "李强"] * 3, "省份": ["北京", "浙江"] * 3, "筹得金额（元）": ["3.2万", "500"] * 3,
            "目标金额": [1, 2] * 3, "权重": [1] * 6,
        },
        "cases",
        Roles(outcome="筹得金额（元）", region="省份", weight="权重"),
    ),
    (
        {
            "Campaign": ["a", "b", "c"], "Raised": ["$290,559", "1.0M", "26k"], "Goal": [1, 5, 7],
            "Launched": ["Sept 25, 2019"] * 3,
        },
        "cases",
        Roles(outcome="Raised", period="Launched"),
    ),
    (
        {
            "household id": range(6), "income": [5, 4, 3, 2, 1, 9], "Expense": [1, 2, 3, 4, 5, 6],
            "PSU": list("aabbcc"), "Strata": [1] * 6, "wt": [1.5] * 6,
        },
        "cases",
        Roles(outcome="Expense", order="income", weight="wt", cluster="PSU", stratum="Strata"),
    ),
    (
        {"职称": ["主任医师", "主任", "主治医师"], "图文问诊价格": ["¥30/次", "免费", "暂未开通"]},
        "table",
        Roles(outcome="图文问诊价格", group="职称"),
    ),
    (
        {
            "x1": ["北　京", "天　津", "河　北", "山　西"], "x2": [2019, 2020, 2021, 2022],
            "x3": ["1,234", "5.5", "…", "9"], "x4": ["甲", "甲", "乙", "乙"],
        },
        "table",
        Roles(outcome="x3", group="x4", region="x1"),
    ),
    (
        {"status": ["active", "closed", "active"], "amount": [1, 2, 9]},
        "table",
        Roles(outcome="amount", group="status"),
    ),
    (
        {
            "城市": ["杭州市", "深圳", "恩施州"] * 3, "渠道": list("aab") * 3, "已筹金额": [1, 2, 3] * 3,
            "目标金额": [4, 5, 6] * 3,
        },
        "cases",
        Roles(outcome="已筹金额", region="城市", group="渠道"),
    ),
    (
        {"City": ["Hangzhou", "Lhasa"], "Province": ["Zhejiang", "Xizang"], "price": [1, 2]},
        "table",
        Roles(outcome="price", region="Province", group="City"),
    ),
    (
        {"city": ["urban", "rural"], "x": ["Kunming", "Dali"], "price": [1, 2]},
        "table",
        Roles(outcome="price", region="x", group="city"),
    ),
    ({"note": ["free text"]}, "table", Roles()),
    (
        {"who": ["poor", "rich"], "share 2019": [12, 33], "share 2020": [15, 35]},
        "table",
        Roles(outcome="share 2019", group="who"),
    ),
    ({"x": [110000, 330000], "y": [12, 33]}, "table", Roles(outcome="y", region="x")),
    (
        {"病种": ["甲", "乙"] * 3, "天数": [3, 9, 4, 8, 5, 2], "结束日期": ["2024-01-05", "2024-02-01"] * 3},
        "table",
        Roles(outcome="天数", group="病种", period="结束日期"),
    ),
    (
        {"raised": [1, 2, 3], "days": [5, 6, 70], "start date": ["2024-01-01"] * 3, "ended": ["yes", "no", "no"]},
        "table",
        Roles(outcome="raised", group="ended", period="start date"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "kind", "roles"), GUESSED, ids=range(len(GUESSED)))
def test_parts_are_guessed_by_name_and_then_by_content(columns, kind, roles):
    known = recognise(sheet(columns))
    assert (known.kind, known.roles) == (kind, roles)


@pytest.mark.parametrize(
    ("columns", "known"),
    [
        ({"raised": [1], "Days since launch": [5]}, {"days": "Days since launch"}),
        ({"已筹金额": [1], "已筹款天数": [5]}, {"days": "已筹款天数"}),
        (
            {"goal": [1], "launched": ["2024-01-01"], "Date collected": ["2024-02-01"]},
            {"launched": "launched", "ended": "Date collected"},
        ),
        ({"price": [1], "duration": [5]}, {}),
    ],
)
def test_time_since_launch_is_told_of_campaigns_alone(columns, known):
    found = recognise(sheet(columns)).columns
    assert {name: found[name] for name in ("launched", "ended", "days") if name in found} == known


def test_a_heading_of_two_rows_is_read_by_its_last():
    known = recognise(
        sheet({"基本信息 / 省份": ["北京", "甘肃"], "筹款 / 筹得金额": [1, 2], "筹款 / 目标金额": [3, 4]})
    )
    assert known.roles == Roles(outcome="筹款 / 筹得金额", region="基本信息 / 省份")


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"城乡": ["城镇", "农村"] * 15, "状态分": [*range(15), *range(3, 18)]}, "cases"),
        ({"城乡": ["城镇", "农村"] * 5}, "cases"),
        ({"状态分": range(201)}, "cases"),
        ({"城乡": ["城镇", "农村"] * 4}, "table"),
        ({"城乡": ["城镇", "农村"] * 15, "轮次": [each // 2 for each in range(30)]}, "table"),
        (
            {
                "sex": ["women", "men"] * 24, "age": [*(["0-14"] * 2), *(["15-59"] * 2)] * 12,
                "round": [each // 4 for each in range(48)],
            },
            "table",
        ),
        ({"城乡": ["城镇", "农村"] * 15, "省份": ["北京", "甘肃", "云南"] * 10, "年份": [2019, 2020] * 15}, "cases"),
        (
            {
                "城乡": ["城镇", "农村"] * 12, "省份": (["北京"] * 4 + ["甘肃"] * 4) * 3,
                "年份": [2019, 2019, 2020, 2020] * 6, "批次": [each // 8 for each in range(24)],
            },
            "table",
        ),
    ],
)  # fmt: skip
def test_groups_that_come_many_times_are_of_cases_unless_further_columns_divide_them(columns, kind):
    rows = len(next(iter(columns.values())))
    amounts = np.random.default_rng(3).integers(1, 10**6, rows).tolist()
    assert recognise(sheet({**columns, "已筹金额": amounts})).kind == kind


# Personal columns -------------------------------------------------------------------------------------------

PERSONAL = [
    ("name", "求助人", ["阿一", "阿二", "阿三"]),
    ("name", "列1", ["王芳", "李强", "张某", "赵小明"]),
    ("phone", "列1", ["13800138000", "139-1234-5678", "15012345678"]),
    ("identity", "列1", ["11010519491231002X", "x", "y"]),
    ("address", "列1", ["朝阳区建国路88号1号楼", "西湖区文三路2号201室"]),
    (
        "story", "列1",
        [
            "我的孩子今年五岁，上个月查出白血病，\n我们已经花光了积蓄，恳请大家帮帮我们。",
            "父亲在工地受伤，手术费用需要二十万元，家里再也拿不出钱了，求求好心人。",
        ],
    ),
    ("link", "列1", ["https://example.org/1", "https://example.org/2"]),
    ("email", "列1", ["a@example.org", "b@example.org"]),
    ("link", "Campaign URL", ["x", "y"]),
    ("name", "求助人姓名", ["阿一", "阿一"]),
    ("phone", "家属手机号（选填）", ["x", "y"]),
    ("identity", "收款人 / 收款人身份证号", ["x", "y"]),
    ("story", "Story", ["x", "y"]),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "heading", "cells"), PERSONAL)
def test_a_column_looks_personal_by_its_heading_or_its_content(reason, heading, cells):
    assert personal_columns(sheet({heading: cells, "金额": range(len(cells))})) == {heading: reason}
    assert reason in REASONS


def test_figures_places_and_titles_are_not_personal():
    assert personal_columns(template()) == {}
    assert personal_columns(campaigns()) == {}
    columns = {
        "省份": ["安徽", "陕西", "江苏", "云南"],
        "职称": ["主任医师", "主任医师", "主治医师", "主任医师"],
        "医生": [5, 6, 7, 8],
        "药品": ["阿托伐他汀", "氯吡格雷", "瑞舒伐他汀", "厄贝沙坦"],
        "金额": [13800138000, 2, 3, 4],
    }
    assert personal_columns(sheet(columns)) == {}


def test_an_identity_number_has_the_right_check_digit():
    assert is_identity_number("11010519491231002X")
    assert is_identity_number("11010519491231002x")
    assert not is_identity_number("110105194912310021")


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (("province", "channel", "year"), "cases"),
        (("province", "channel", "day"), "cases"),
        (("province", "channel", "own_year"), "table"),
    ],
)
def test_what_may_be_single_cases_is_taken_for_cases(columns, kind):
    """A figure of one person must not be drawn as if it were a group's."""
    generator = np.random.default_rng(7)
    provinces = [each.label["zh"] for each in published().vocabulary.regions.values() if each.nbs_region]
    grid = list(product(provinces, ("radio", "web", "clinic"), range(2019, 2022)))
    places = [grid[each] for each in generator.choice(len(grid), 205, replace="own_year" not in columns)]
    cells = {
        "province": [each[0] for each in places],
        "channel": [each[1] for each in places],
        "year": [each[2] for each in places],
        "own_year": [each[2] for each in places],
        "day": [f"{each[2]}-{1 + at % 12:02}-{1 + at % 28:02}" for at, each in enumerate(places)],
    }
    chosen = {("year" if name == "own_year" else name): cells[name] for name in columns}
    assert recognise(sheet(chosen | {"amount": generator.normal(100, 9, 205).round(2)})).kind == kind
