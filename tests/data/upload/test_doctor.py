"""The doctor names every problem at once, sets aside the least, and loses no row."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, replace
from datetime import datetime

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data.catalog import catalog, language
from data.schema import fact_columns
from data.upload.doctor import examine
from data.upload.forms import templates
from data.upload.mending import HEADING, left_out, mended
from data.upload.problems import APART
from data.upload.recognition import Roles, recognise
from data.upload.sheets import Sheet
from tests.data.upload.tables import campaigns, sheet, spoilt, template

BOTH = ("en", "zh")


def report(brought, **roles):
    recognition = recognise(brought)
    return examine(brought, replace(recognition, roles=replace(recognition.roles, **roles)))


def found(brought, rule):
    """Row and column of each problem of one rule."""
    return [(each.row, each.column) for each in report(brought).problems if each.rule == rule]


def told_in_both_languages(problems):
    for problem in problems:
        for code in BOTH:
            for text in (problem.sentence(language(code)), problem.cure(language(code))):
                assert text
                assert not re.search(r"\{[a-z]+\}", text)
                assert not text.startswith("upload.")


# Nothing wrong ----------------------------------------------------------------------------------------------


def test_a_table_after_the_template_is_used_as_it_is():
    told = report(template())
    assert (told.kind, len(told.used), told.problems) == ("template", 16, ())
    assert told.used["estimate"].dtype == float
    assert list(told.used.index) == list(range(2, 18))


@pytest.mark.parametrize("name", catalog().vocabulary.datasets)
def test_the_tables_of_the_project_have_no_problem(name):
    table = pd.read_parquet(catalog().table(name))
    told = report(Sheet("", table.set_axis(range(2, len(table) + 2))))
    assert told.kind == f"dataset:{name}"
    assert len(told.used) == len(table)
    assert {each.rule for each in told.problems} == {"column_made_anew"}
    assert told.used["estimate"].tolist() == table["estimate"].tolist()


def test_a_campaign_list_is_used_as_it_is():
    told = report(campaigns())
    assert told.kind == "cases"
    assert {each.rule for each in told.problems} == {"written_place"}
    assert told.used["省份"].tolist()[:2] == ["110000", "330000"]
    assert told.used["筹得金额"].sum() == 300_000


# One rule after the other -----------------------------------------------------------------------------------

SPOILT = [
    # rule, what is changed in the table after the template, rows and column named, rows set aside
    ("missing_value", {"estimate": {3: None}}, [(3, "estimate")], [3]),
    ("missing_value", {"source": {3: " "}}, [(3, "source")], [3]),
    ("missing_column", {"indicator_scale": None}, [(None, "indicator_scale")], list(range(2, 18))),
    ("column_would_help", {"population": None}, [(None, "population")], []),
    ("not_a_mark", {"favourable_indicator": {3: "maybe"}}, [(3, "favourable_indicator")], [3]),
    ("written_mark", {"favourable_indicator": {3: "是"}}, [(3, "favourable_indicator")], []),
    ("untidy", {"subgroup": {3: " ｓecond\u3000"}}, [(3, "subgroup")], []),
    ("scale_not_positive", {"indicator_scale": {3: 0}}, [(3, "indicator_scale")], [3]),
    ("negative", {"population": {3: -5}}, [(3, "population")], [3]),
    ("negative", {"se": {3: -0.1}}, [(3, "se")], [3]),
    ("below_scale", {"estimate": {3: -4}, "ci_lb": {3: None}}, [(3, "estimate")], [3]),
    ("above_scale", {"estimate": {3: 104}, "ci_ub": {3: None}}, [(3, "estimate")], [3]),
    ("above_estimate", {"ci_lb": {3: 99}}, [(3, "ci_lb")], [3]),
    ("below_estimate", {"ci_ub": {3: 9}}, [(3, "ci_ub")], [3]),
    ("not_constant", {"setting_average": {3: 90}}, [(3, "setting_average")], [3]),
    ("not_constant", {"indicator_scale": {3: 1000}}, [(3, "indicator_scale")], [3]),
    ("not_constant", {"favourable_indicator": {3: 0}}, [(3, "favourable_indicator")], [3]),
    ("order_flag_differs", {"ordered_dimension": {3: 0}}, [(3, "ordered_dimension")], [3]),
    ("not_one_to_one", {"indicator_name": {3: "Covered"}}, [(3, "indicator_name")], [3]),
    ("two_countries", {"iso3": {3: "IND"}}, [(3, "iso3")], [3]),
    ("no_order", {"subgroup_order": {3: 0}}, [(3, "subgroup_order")], [3]),
    ("order_unneeded", {"subgroup_order": {7: 3}}, [(7, "subgroup_order")], []),
    ("order_shared", {"subgroup_order": {3: 3}}, [(row, "subgroup_order") for row in (3, 4)], [3, 4]),
    ("order_gap", {"subgroup_order": {6: 7}}, [(6, "subgroup_order")], []),
    ("order_gap", {"subgroup_order": {6: 10**15}}, [(6, "subgroup_order")], []),
    ("reference_unneeded", {"reference_subgroup": {3: 1}}, [(3, "reference_subgroup")], []),
    ("several_references", {"reference_subgroup": {7: 1}}, [(row, "reference_subgroup") for row in (7, 8)], []),
    ("stated_twice", {"subgroup": {8: "rural"}}, [(7, "subgroup"), (8, "subgroup")], [7, 8]),
    ("ordered_incomplete", {"estimate": {3: None}}, [(2, "dimension")], [3]),
    ("too_few_groups", {"estimate": {8: None}}, [(7, "dimension")], [8]),
    ("example_row", {"source": {3: "EXAMPLE 示例"}}, [(3, "source")], [3]),
    ("unknown_column", {"update": {3: "x"}}, [(None, "update")], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "changed", "places", "aside"),
    SPOILT,
    ids=[f"{each[0]}-{number}" for number, each in enumerate(SPOILT)],
)
def test_each_rule_names_its_cells_and_sets_aside_the_least(rule, changed, places, aside):
    told = report(template(**changed))
    assert [(each.row, each.column) for each in told.problems if each.rule == rule] == places
    assert list(told.aside.index) == aside
    assert set(told.aside["reason"]) <= {each.rule for each in told.problems if each.serious}
    told_in_both_languages(told.problems)


def test_a_gap_in_an_order_is_told_by_the_group_that_stands_there_elsewhere_or_by_its_place():
    lacking = template()
    told = report(Sheet("", lacking.cells.drop(index=[4])))
    gaps = [each for each in told.problems if each.rule.startswith("order_gap")]
    assert [(each.row, each.values["missing"], each.suggestion) for each in gaps] == [
        (5, ("middle",), "3"),
        (6, ("middle",), "4"),
    ]
    assert "middle" in gaps[0].sentence(language("zh"))
    told = report(Sheet("", lacking.cells.drop(index=[4, 12])))
    gaps = [each for each in told.problems if each.rule.startswith("order_gap")]
    assert {(each.rule, each.values["missing"]) for each in gaps} == {("order_gap", (3,))}


def test_a_price_may_fall_where_the_scale_is_no_share():
    falls = {row: -50 - row for row in range(2, 18)}
    cells = dict.fromkeys(range(2, 18))
    told = report(
        template(estimate=falls, ci_lb=cells, ci_ub=cells, indicator_scale=dict.fromkeys(range(2, 18), 1))
    )
    assert told.problems == ()
    assert len(told.used) == 16


def test_the_bounds_of_an_indicator_known_here_go_before_those_of_its_scale():
    known = dict.fromkeys(range(2, 18), "goal_completion")  # at least 0, without an upper limit
    told = report(
        template(indicator_abbr=known, estimate={3: 683_000, 4: -1}, ci_lb={4: None}, ci_ub={3: None})
    )
    assert [(each.rule, each.row) for each in told.problems if each.serious] == [("below_minimum", 4)]


def test_equal_rows_are_used_once():
    before = template()
    twice = Sheet("", pd.concat([before.cells, before.cells.iloc[[1]].set_axis([18])]))
    told = report(twice)
    assert [(each.rule, each.row, each.values["other"]) for each in told.problems] == [
        ("repeated_row", 18, 3)
    ]
    assert list(told.aside.index) == [18]


def test_where_none_is_most_all_are_set_aside():
    told = report(template(iso3={row: "IND" for row in range(2, 6)}))
    assert list(told.aside.index) == list(range(2, 10))


def test_every_problem_is_told_at_once():
    told = report(
        template(estimate={2: "n/a", 3: "abc", 7: -1}, population={4: -2}, favourable_indicator={5: 7})
    )
    assert len(told.aside) == 5
    assert {each.row for each in told.problems if each.serious} == {2, 3, 4, 5, 7}


def test_many_problems_of_one_rule_are_one_line_with_a_count():
    rows = APART + 5
    brought = sheet({"省份": ["110000", "620000"] * 150, "金额": ["abc"] * rows + list(range(300 - rows))})
    told = report(brought)
    unread = [each for each in told.problems if each.rule == "not_a_number"]
    assert len(unread) == APART + 1
    assert (unread[-1].count, unread[-1].row, unread[-1].column) == (5, APART + 2, "金额")
    assert sum(each.count for each in unread) == len(told.aside) == rows


def test_a_column_of_cities_is_read_as_provinces_and_told_once_a_city():
    cities = ["杭州市", "宁波", "深圳市", "恩施州", "朝阳", "Suzhou"]
    columns = {"城市": cities * 60, "目标金额": [100_000] * 360, "已筹金额": [*range(360)]}
    told = report(sheet(columns))
    assert (len(told.used), len(told.aside)) == (360, 0)
    assert told.used["城市"].value_counts().to_dict() == {"330000": 120, "440000": 60, "420000": 60}
    within = {each.value: each.count for each in told.problems if each.rule == "place_within"}
    assert within == dict.fromkeys(cities[:4], 60)
    assert {each.value for each in told.problems if each.rule == "unknown_place"} == {"朝阳"}
    several = [each for each in told.problems if each.rule == "ambiguous_place"]
    assert {each.value for each in several} == {"Suzhou"}
    assert "Jiangsu 江苏 320000" in several[0].sentence(language("en"))
    assert "Anhui 安徽 340000" in several[0].sentence(language("zh"))
    told_in_both_languages(told.problems)


def test_headings_written_otherwise_are_read_and_named():
    before = template()
    cells = before.cells.rename(
        columns={"date": " YEAR", "setting": "Setting ", "subgroup_order": "Subgroup Order"}
    )
    told = report(Sheet("", cells.assign(Flag=None)))
    assert {each.column: each.suggestion for each in told.problems} == {
        " YEAR": "date", "Setting ": "setting", "Subgroup Order": "subgroup_order", "Flag": "note",
    }  # fmt: skip
    assert len(told.used) == 16


# The project's own columns ----------------------------------------------------------------------------------

FIGURES = {
    "indicator": ["insured_members"] * 4,
    "estimate": ["100", "200", "300", "400"],
    "unit": ["persons"] * 4,
    "source_id": ["mine"] * 4,
    "region_code": ["110000", "甘肃", "330000", "430000"],
    "period_start": ["2020"] * 4,
    "period_end": ["2020"] * 4,
    "scheme": ["employee"] * 4,
}
WRONG_FIGURES = [
    ("unknown_code_near", {"indicator": {3: "insured_member"}}, "indicator"),
    ("unknown_code", {"scheme": {3: "zzzz"}}, "scheme"),
    ("missing_value", {"source_id": {3: None}}, "source_id"),
    ("other_unit", {"unit": {3: "%"}}, "unit"),
    ("below_minimum", {"estimate": {3: "-1"}}, "estimate"),
    ("not_a_period", {"period_end": {3: "2020-13"}}, "period_end"),
    ("too_early", {"period_start": {3: "1890"}}, "period_start"),
    ("too_late", {"period_end": {3: "2990"}}, "period_end"),
    ("reversed_period", {"period_start": {3: "2021"}}, "period_start"),
    ("not_whole", {"n": {3: 1.5}}, "n"),
    ("unknown_group", {"dimension": {3: "residence"}, "subgroup": {3: "suburb"}}, "subgroup"),
    ("repeats_column", {"dimension": {3: "scheme"}, "subgroup": {3: "employee"}}, "dimension"),
    ("not_a_mark", {"preliminary": {3: "perhaps"}}, "preliminary"),
    ("above_estimate", {"ci_low": {3: "250"}}, "ci_low"),
    ("two_places", {"setting": {3: "pilot_cities_11"}}, "setting"),
    ("figure_twice", {"region_code": {3: "110000"}}, ""),
]


@pytest.mark.parametrize(
    ("rule", "changed", "column"), WRONG_FIGURES, ids=[each[0] for each in WRONG_FIGURES]
)
def test_each_rule_of_the_datasets_is_told_of_a_readers_row(rule, changed, column):
    told = report(spoilt(sheet(FIGURES), changed))
    assert told.kind == "dataset:insurance_coverage"
    assert (rule, 3, column) in [(each.rule, each.row, each.column) for each in told.problems]
    assert list(told.aside.index) == [3]
    told_in_both_languages(told.problems)


def test_a_footnote_in_one_language_is_told_and_its_row_used():
    told = report(spoilt(sheet(FIGURES), {"footnote_en": {3: "A note."}}))
    assert [(each.row, each.serious) for each in told.problems if each.rule == "one_language"] == [(3, False)]
    assert told.aside.empty


def test_a_readers_own_sources_are_no_problem_and_blanks_are_filled():
    told = report(sheet(FIGURES))
    assert {each.rule for each in told.problems} == {"written_place"}
    assert told.used["region_code"].tolist() == ["110000", "620000", "330000", "430000"]
    assert set(told.used["dimension"]) == {"total"}


# Cases and free tables --------------------------------------------------------------------------------------


def test_campaigns_as_they_are_met():
    told = report(
        campaigns(
            筹得金额={2: "3.2万", 3: "$290,559", 4: "1.0M", 5: "26k", 6: "没有", 7: None},
            目标金额={2: 1, 3: "30万"},
            发起时间={2: "Sept 25, 2019", 3: "3 months ago", 4: datetime(2019, 9, 25)},
            省份={8: "火星"},
            权重={9: -1},
        )
    )
    rules = {(each.row, each.rule): each for each in told.problems}
    assert told.used["筹得金额"].tolist()[:4] == [32_000, 290_559, 1_000_000, 26_000]
    assert list(told.aside.index) == [6, 9]
    assert rules[7, "empty_cell"].serious is False
    assert (2, "far_beyond_goal") in rules
    assert told.used.loc[2, "发起时间"] == told.used.loc[4, "发起时间"] == "2019-09-25"
    assert pd.isna(told.used.loc[3, "发起时间"])
    assert pd.isna(told.used.loc[8, "省份"])
    told_in_both_languages(told.problems)


def test_days_since_launch_below_zero_are_named_and_the_campaign_is_used():
    counted = campaigns()
    counted.cells["上线天数"] = ["30", "-2", None, "很多", "5", "6", "7", "8"]
    told = report(counted)
    assert [each.row for each in told.problems if each.rule == "days_below_zero"] == [3]
    dated = campaigns()
    dated.cells["截止日期"] = ["2020/2/5", "2019-12-31", "2020", None, *["2020-03-01"] * 4]
    again = report(dated)
    assert [each.row for each in again.problems if each.rule == "ends_before_launch"] == [3]
    assert len(told.used) == len(again.used) == 8
    told_in_both_languages((*told.problems, *again.problems))


def test_a_statistical_table_is_read_with_its_totals_left_out():
    brought = sheet(
        {"地　区": ["全　国", "北　京", "天　津", "合　计"], "2019 / 参保人数": ["1,234", "5.5", "…", "9"]},
        "表1",
    )
    recognition = recognise(brought)
    assert (recognition.kind, recognition.roles) == (
        "table",
        Roles(outcome="2019 / 参保人数", region="地　区"),
    )
    told = examine(brought, recognition)
    assert told.used["地　区"].tolist() == ["000000", "110000"]
    assert told.aside["reason"].tolist() == ["missing_value", "total_row"]
    assert {each.sheet for each in told.problems} == {"表1"}
    told_in_both_languages(told.problems)


def test_without_an_outcome_no_row_is_used_and_none_is_lost():
    told = report(sheet({"a": ["x", "y"], "b": ["p", "q"]}))
    assert [each.rule for each in told.problems] == ["no_outcome"]
    assert len(told.aside) == told.rows == 2


def test_the_same_campaign_under_two_addresses_counts_once():
    brought = campaigns(项目编号={3: "c0"}, 省份={3: "北京"}, 收入={3: 10}, 筹得金额={3: 20_000})
    addressed = Sheet("", brought.cells.assign(链接=[f"https://example.org/{row}" for row in range(8)]))
    assert found(addressed, "repeated_row") == [(3, "")]


@pytest.mark.parametrize(
    "roles",
    [
        {"group": "收入"},
        {"group": "省份"},
        {"group": "发起时间"},
        {"group": "权重"},
        {"group": "筹得金额"},
        {"group": "目标金额"},
        {"cluster": "目标金额"},
        {"period": "收入"},
    ],
)
def test_a_column_that_two_parts_read_differently_is_named(roles):
    told = report(campaigns(), **roles)
    assert [(each.rule, each.column) for each in told.problems if each.serious] == [
        ("two_parts", *roles.values())
    ]
    assert told.used.empty
    assert len(told.aside) == told.rows
    told_in_both_languages(told.problems)


@pytest.mark.parametrize("roles", [{"cluster": "省份"}, {"stratum": "渠道"}, {"order": "筹得金额"}])
def test_a_column_whose_two_parts_agree_is_used(roles):
    told = report(campaigns(), **roles)
    assert not [each for each in told.problems if each.serious]
    assert len(told.used) == 8


@pytest.mark.parametrize("heading", ["筹得金额", "权重"])
def test_cases_of_which_none_counts_are_no_cases(heading):
    nothing = {"筹得金额": None, "权重": 0}[heading]
    told = report(campaigns(**{heading: dict.fromkeys(range(2, 10), nothing)}), outcome="筹得金额")
    assert [(each.rule, each.column) for each in told.problems if each.serious] == [("no_case", "筹得金额")]
    assert told.used.empty
    told_in_both_languages(told.problems)


REGIONS = {
    "地区": ["北京", "北京", "甘肃", "甘肃"],
    "组别": ["城镇", "农村", "城镇", "农村"],
    "次序": [2, 1, 2, 1],
    "人数": [5, 6, 7, 8],
}


@pytest.mark.parametrize(
    ("rule", "changed", "column"),
    [
        ("group_twice", {"组别": {3: "城镇"}, "次序": {3: 3}}, "组别"),
        ("order_shared", {"次序": {3: 2}}, "次序"),
    ],
)
def test_groups_of_a_table_are_stated_once_and_have_a_place_each(rule, changed, column):
    roles = Roles(outcome="人数", group="组别", order="次序", region="地区")
    for cells, places in ((sheet(REGIONS), []), (spoilt(sheet(REGIONS), changed), [2, 3])):
        told = examine(cells, replace(recognise(cells), kind="table", roles=roles))
        assert [(each.rule, each.row, each.column) for each in told.problems if each.serious] == [
            (rule, row, column) for row in places
        ]
        assert list(told.aside.index) == places
        told_in_both_languages(told.problems)


def test_columns_of_numbers_that_are_not_used_are_named():
    brought = sheet({
        "group": ["a", "b", "c"], "share 2019": ["12%", "13%", "19%"], "share 2020": [14, 12, 18],
        "note": list("xyz"), "no": [1, 2, 3],
    })  # fmt: skip
    told = report(brought)
    (unused,) = told.problems[:1]
    assert (unused.rule, unused.serious) == ("numbers_not_used", False)
    assert {unused.column, *unused.values["others"]} == {"share 2019", "share 2020"}
    assert "numbers_not_used" not in {each.rule for each in report(campaigns()).problems}
    told_in_both_languages(told.problems)


def test_a_table_whose_groups_all_come_again_is_asked_about_once():
    brought = sheet({"组别": ["城镇", "农村"] * 4, "人数": [5, 2, 9, 9, 1, 7, 3, 8]})
    told = report(brought)
    assert told.kind == "table"
    (asked,) = told.problems
    assert (asked.rule, asked.column, asked.row) == ("groups_not_apart", "组别", None)
    assert len(told.aside) == 8
    told_in_both_languages(told.problems)


# Any table --------------------------------------------------------------------------------------------------

MESSY = st.one_of(
    st.none(),
    st.sampled_from([
        "1.0M", "26k", "1,234.5", "3.2万", "12%", "—", "…", "N/A", "１２．５", "$290,559", "¥30/次", "(1,234)",
        "30-100", "免费", "暂未开通", "1.234,5", "12①", "Sept 25, 2019", "3 months ago", "2019年9月25日", "43733",
        "2015-2019", "北　京", "浙江省", "beijing", "北京 朝阳", "11", "110000", "合计", "是", "no", "0", "1",
        "2", "100", "insured_members", "persons", "2020", "x", "y", " x ", "EXAMPLE 示例", "",
    ]),
    st.integers(-3, 200),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.booleans(),
    st.just(datetime(2019, 9, 25)),
    st.text(max_size=4),
)  # fmt: skip
HEADINGS = (
    list(catalog().headings["template"]),
    list(fact_columns(("scheme",))),
    [
        "项目编号",
        "省份",
        "渠道",
        "收入",
        "目标金额",
        "筹得金额",
        "权重",
        "抽样单元",
        "层",
        "发起时间",
        "链接",
    ],
    ["a", "b", "2019 / 城镇", "地区"],
)


@st.composite
def tables(draw):
    headings = draw(st.sampled_from(HEADINGS))
    rows = draw(st.integers(0, 6))
    few = draw(st.lists(MESSY, min_size=1, max_size=6))  # so that rows agree now and then
    cell = st.sampled_from(few) | MESSY if draw(st.booleans()) else st.sampled_from(few)
    kept = (
        headings
        if draw(st.booleans())
        else draw(st.lists(st.sampled_from(headings), unique=True, min_size=1))
    )
    return sheet({heading: [draw(cell) for _ in range(rows)] for heading in kept})


@st.composite
def spoilt_templates(draw):
    """A table after the template with some cells changed, so that rules over groups are met."""
    names = st.sampled_from(list(template().cells))
    changes = draw(
        st.lists(
            st.tuples(
                names, st.integers(2, 17), MESSY | st.sampled_from([0, 1, 2, 3, "ins", "rural", "CHN"])
            ),
            max_size=8,
        )
    )
    spoils: dict[str, dict[int, object]] = {}
    for name, row, value in changes:
        spoils.setdefault(name, {})[row] = value
    return template(**spoils)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables() | spoilt_templates())
@example(sheet({"setting": ["免费", 0]}))
def test_no_row_is_lost_and_the_mended_copy_passes(brought):
    recognition = recognise(brought)
    told = examine(brought, recognition)
    assert told.rows == len(brought.cells) == len(told.used) + len(told.aside)
    assert sorted([*told.used.index, *told.aside.index]) == list(brought.cells.index)
    told_in_both_languages(told.problems)
    copy, log = mended(brought, told)
    names = dict(zip(brought.cells, copy, strict=True))
    assert len(copy) + len(left_out(told)) == told.rows
    known = recognition.has_schema and len(copy)
    again = examine(Sheet("", copy), recognise(Sheet("", copy)) if known else renamed(recognition, names))
    assert again.aside.empty
    assert same(again.used.loc[told.used.index], told.used.rename(columns=names))
    assert set(log["rule"]) <= {each.rule for each in told.problems} | {HEADING}


def renamed(recognition, names):
    """The same columns in the same parts, by their names in the mended copy."""
    columns = {name: names[heading] for name, heading in recognition.columns.items()}
    roles = {name: names.get(heading, "") for name, heading in asdict(recognition.roles).items()}
    return replace(recognition, columns=columns, roles=Roles(**roles))


def same(first, second):
    """Whether what is computed with is the same, row by row; places in an order close up when a group is left out."""
    numbers = [
        name for name in second if pd.api.types.is_numeric_dtype(second[name]) and name != "subgroup_order"
    ]
    return all(
        math.isclose(a, b) or (pd.isna(a) and pd.isna(b))
        for name in numbers
        for a, b in zip(first[name].astype(float), second[name].astype(float), strict=True)
    )


# The forms --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", templates())
def test_a_form_is_recognised_and_its_examples_are_set_aside(kind):
    form = templates()[kind]
    brought = Sheet("", form.example.set_axis(range(2, 2 + len(form.example))))
    told = report(brought)
    assert told.kind == kind
    assert set(told.aside["reason"]) == {"example_row"}
    assert len(told.aside) == told.rows >= 2
    assert list(form.columns) == list(form.example)
    assert all(label["en"] and label["zh"] for label in form.columns.values())
    assert {each.rule for each in told.problems} <= {"example_row", "column_made_anew"}
