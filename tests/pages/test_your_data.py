"""The page of a reader's own file: what goes in is understood, told and drawn, for them alone."""

from __future__ import annotations

import io

import numpy as np
import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.app_test import calc_hash

from components import link
from components.figure import marks_of
from components.own_data.visit import BROUGHT, PENDING
from components.reading import reading
from data.catalog import catalog, published, using
from data.catalog import language as language_of
from data.upload.brought import is_own
from data.upload.mending import mended
from data.upload.recognition import CASES, TABLE
from equity.view import Filters, View

PAGE = "your_data"
ROWS = 400
SPOILT = 7


def campaigns() -> pd.DataFrame:
    """Campaigns as they are met in the wild: Chinese headings, places in any form, an amount nobody can read."""
    generator = np.random.default_rng(7)
    status = generator.normal(50, 15, ROWS).round(1)
    goal = generator.choice([50_000, 100_000, 300_000], ROWS)
    raised = (goal * (0.1 + 0.004 * status)).round(0).astype(object)
    raised[3], raised[SPOILT] = "3.2万", "很多"
    return pd.DataFrame(
        {
            "标题": [f"救救第{place}个孩子，他才三岁" for place in range(ROWS)],
            "省份": generator.choice(["北京", "甘肃省", "shanghai"], ROWS),
            "社会经济地位": status,
            "目标金额": goal,
            "渠道": ["志愿者"] * 4 + ["朋友圈"] * (ROWS // 2) + ["医院"] * (ROWS // 2 - 4),
            "筹得金额": raised,
        }
    )


def uploaded(opened, code):
    """The page after the campaigns were uploaded."""
    at = opened(PAGE, lang=code)
    content = campaigns().to_csv(index=False).encode("gb18030")
    return at.file_uploader[0].set_value(("campaigns.csv", content, "text/csv")).run()


GROUPS = "group\tyear\tvalue\nrural\t2019\t12\nurban\t2019\t30\nrural\t2020\t15\nurban\t2020\t31"


@pytest.fixture
def with_groups(opened):
    """The page after a small table of groups was pasted."""
    at = opened(PAGE, lang="en")
    at.text_area(key="own-pasted").set_value(GROUPS).run()
    return at.button(key="own-read-pasted").click().run()


def again(at):
    """Run once more. What stands in a list is told here outside of the visit, which the catalog must be named for."""
    with using(at.session_state[BROUGHT].where):
        return at.run()


def headings(at):
    return [each.value for each in at.header]


def told(at):
    kinds = ("caption", "info", "warning", "error", "success", "markdown")
    return [each.value for kind in kinds for each in at.get(kind)]


def test_an_empty_page_says_how_to_begin_and_keeps_nothing(opened, language):
    at = opened(PAGE, lang=language.code)
    assert not at.exception
    assert at.title[0].value == language("page.your_data")
    assert language("own.private") in told(at)
    assert BROUGHT not in at.session_state
    assert not headings(at)


def test_a_messy_file_is_understood_told_and_drawn(opened, language):
    at = uploaded(opened, language.code)
    assert not at.exception
    brought = at.session_state[BROUGHT]
    assert brought.report.kind == CASES
    assert brought.left_out == ("标题",)
    assert len(brought.report.used) == ROWS - 1
    assert brought.report.aside.index.tolist() == [SPOILT + 2]
    assert brought.report.used["筹得金额"].loc[5] == 32_000
    rows = language("own.rows", rows=language.number(ROWS), used=language.number(ROWS - 1), aside="1")
    assert rows in told(at)
    assert len([each for each in headings(at) if "筹得金额" in each]) >= 3
    assert not any("救救" in text for text in [*told(at), *headings(at)])

    reached = brought.distribution.campaigns.raised / brought.distribution.campaigns.goal
    half = language.quantity(100 * reached.median(), "%")
    assert any(text.endswith(language("campaigns.reached", reached="0", half=half)) for text in told(at))

    hidden = {each.subgroup for each in brought.hidden}
    assert "志愿者" in hidden
    assert len(hidden) == 2  # with it the next smallest, which the total would give away
    with_figures = set(brought.where.brought.table.column("subgroup").to_pylist())
    drawn = {
        text
        for dimension in brought.where.brought.dimensions.values()
        for code, label in dimension.subgroups.items()
        for text in label.values()
        if code in with_figures
    }
    assert drawn
    assert not drawn & hidden
    (note,) = {language.of(each.note) for each in brought.where.brought.dataset.views.values()}
    assert any(note in text for text in told(at))
    own = brought.where.brought
    (channel,) = [code for code, each in own.dimensions.items() if language.of(each.label) == "渠道"]
    at.query_params["view"], at.query_params["dimension"] = f"{own.dataset.id}-groups", channel
    assert any(all(name in text for name in hidden) for text in told(again(at)))
    with using(brought.where):
        definition = next(iter(own.dataset.views.values()))
        view = View.default(definition, Filters(language=language.code))
        counted = [each.text for each in reading(marks_of(view), view, definition, language)]
    assert language("reading.cases", count=language.number(ROWS - 1)) in counted
    copy, log = mended(brought.sheet, brought.report)
    assert copy["筹得金额"].loc[5] in (32_000, "32000")
    assert "标题" not in copy
    assert {"3.2万"} <= set(log["old"])


def test_what_cannot_be_compared_because_all_its_groups_are_hidden_has_a_card(opened, language):
    """And is told once, where a column of groups is headed as provinces are called."""
    villages = pd.DataFrame({"case": range(60), "省份": [f"v{place % 20}" for place in range(60)]})
    villages["province"] = np.resize(["北京", "上海", "甘肃", "新疆", "四川", "云南", "贵州", "浙江"], 60)
    villages["amount"] = np.random.default_rng(4).lognormal(8, 1, 60).round()
    at = opened(PAGE, lang=language.code)
    at = at.file_uploader[0].set_value(("villages.csv", villages.to_csv(index=False).encode(), "")).run()
    assert not at.exception
    named = {"en": ["省份", "province"], "zh": ["省份"]}[language.code]
    assert language("own.unshown", dimensions=language.list(named)) in headings(at)
    control = at.number_input(key="own-fewest").label
    assert language("own.unshown.text", fewest="10", control=control) in told(at)
    at.number_input(key="own-fewest").set_value(3)
    at = again(at)
    assert len(headings(at)) > 1
    assert language("own.unshown", dimensions=language.list(named)) not in headings(at)


def test_a_card_without_a_figure_says_which_groups_of_it_are_hidden(opened, language):
    """Of most campaigns no goal is known, so that how far they came is hidden and what they raised is not."""
    rows = pd.DataFrame({"channel": ["friends", "hospital"] * 100, "goal": np.nan})
    rows["raised"] = np.random.default_rng(6).lognormal(9, 0.5, 200).round()
    rows.loc[:11, "goal"] = 100_000.0
    at = opened(PAGE, lang=language.code)
    at = at.file_uploader[0].set_value(("campaigns.csv", rows.to_csv(index=False).encode(), "")).run()
    views = at.session_state[BROUGHT].where.brought.dataset.views.values()
    (view,) = [each for each in views if each.id.endswith("-groups")]
    shown = {each.indicator for each in view.suppressed}
    at.query_params["view"], at.query_params["indicators"] = view.id, shown.pop()
    at = again(at)
    assert not at.exception
    words = language("suppressed.groups", groups=language.list(["friends", "hospital"]))
    assert words in [each.value for each in at.info]
    assert language("empty.card") not in told(at)


def test_of_grades_a_file_is_asked_only_for_those_it_has(opened, en):
    rows = pd.read_csv(published().facts_of("insurance_coverage"), dtype=str, keep_default_na=False)
    weak = rows.index[-1]
    rows.loc[weak, "flags"] = "weak"
    at = opened(PAGE, lang="en", grades="official")
    at = at.file_uploader[0].set_value(("rows.csv", rows.to_csv(index=False).encode(), "")).run()
    assert not at.exception
    assert at.pills(key="grades").options == [en.of(published().vocabulary.grades["weak"])]
    at.pills(key="grades").set_value(["weak"])
    at = again(at)
    assert not at.exception
    assert at.query_params["grades"] in ("official.weak", ["official.weak"])


def test_the_parts_of_columns_can_be_changed(with_groups):
    with_groups.selectbox(key="own-part-outcome").set_value("year")
    at = again(with_groups)
    assert not at.exception
    assert at.session_state[BROUGHT].recognition.roles.outcome == "year"
    at.segmented_control(key="own-kind").set_value(CASES)
    at = again(at)
    assert not at.exception
    assert at.session_state[BROUGHT].recognition.kind == CASES


def test_a_file_is_let_go(with_groups):
    with_groups.button(key="own-let-go").click()
    at = again(with_groups)
    assert not at.exception
    assert BROUGHT not in at.session_state
    assert not headings(at)


def test_a_readers_own_figure_is_shared_and_downloaded_but_theirs_to_cite_and_mend(with_groups, en):
    offered = [each for each in with_groups.pills if each.label == en("ways")]
    assert offered
    for each in offered:
        assert [option.split()[-1] for option in each.options] == [en("share"), en("download")]


def test_a_pasted_table_is_read(with_groups, en):
    assert not with_groups.exception
    brought = with_groups.session_state[BROUGHT]
    assert brought.file.name == en("own.pasted_name")
    assert brought.recognition.kind == TABLE
    assert len(brought.report.used) == 4
    assert any("15" in each and "31" in each for each in headings(with_groups))
    with using(brought.where):
        definition = next(iter(brought.where.brought.dataset.views.values()))
        view = View.default(definition, Filters(language=en.code))
        passages = reading(marks_of(view), view, definition, en)
    assert [each.text for each in passages] == [en.of(definition.how_to_read)]


@pytest.mark.parametrize(
    "name",
    [
        "crowdfunding",
        *(
            pytest.param(each, marks=pytest.mark.exhaustive)
            for each in ("insurance", "procurement", "consultations")
        ),
    ],
)
def test_an_example_says_on_every_card_that_it_is_made_up(opened, en, name):
    at = opened(PAGE, lang="en").button(key=f"own-example-{name}").click().run()
    assert not at.exception
    brought = at.session_state[BROUGHT]
    assert brought.file.synthetic
    assert all("SYNTHETIC" in title for title in headings(at)[:-1])
    assert all(each.comparator for each in brought.where.brought.dataset.views.values())
    assert brought.where.brought.sources.title.str.startswith("SYNTHETIC").all()


def test_what_a_file_holds_is_seen_on_compare_and_on_no_page_of_published_figures(with_groups, en):
    at = with_groups
    at._page_hash = calc_hash("compare")
    at.query_params["view"] = f"compare-{at.session_state[BROUGHT].where.brought.dataset.id}"
    at = again(at)
    assert not at.exception
    assert any("value" in each for each in headings(at))
    at._page_hash = calc_hash("sources")
    at.query_params.clear()
    at = again(at)
    assert not at.exception
    assert not any(en("own.pasted_name") in text for text in told(at))


def test_a_link_to_a_file_says_that_its_data_are_not_in_it(opened, language):
    at = opened(PAGE, lang=language.code, view="own-0123456789ab-groups", dimension="own-0123456789ab-1")
    assert not at.exception
    assert [each.value for each in at.info] == [language("own.link_without_data")]
    assert not at.warning


def failing():
    """A part of a page that cannot be drawn, for a reason that quotes a cell."""
    from components.failure import told_to_the_reader
    from data.catalog import language

    with told_to_the_reader(language("en")):
        raise ValueError("13800138000")


@pytest.mark.parametrize(("state", "page"), [(BROUGHT, PAGE), (PENDING, PAGE), (BROUGHT, "compare")])
def test_no_cell_of_a_file_is_logged_when_drawing_fails(state, page, caplog):
    at = AppTest.from_function(failing)
    at.session_state[link.PAGE_OF_LAST_RUN] = page
    at.run()
    assert "13800138000" in caplog.text
    caplog.clear()
    at.session_state[state] = "a file"
    at.run()
    assert [each.value for each in at.error] == [language_of("en")("notice.error")]
    assert "13800138000" not in caplog.text
    assert "ValueError at " in caplog.text


def test_two_visits_do_not_see_each_other(with_groups, opened):
    assert headings(with_groups)
    assert not headings(opened(PAGE, lang="en"))
    assert catalog() is published()
    assert not any(is_own(each) for each in catalog().vocabulary.view_ids)


def test_a_file_without_a_table_says_why(opened, language):
    at = opened(PAGE, lang=language.code)
    at = at.file_uploader[0].set_value(("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(64), "text/csv")).run()
    assert not at.exception
    (problem,) = at.session_state[BROUGHT].file.opened.problems
    tables = [each.value for each in at.dataframe if language("own.report.problem") in each.value]
    assert [table[language("own.report.problem")].tolist() for table in tables] == [
        [problem.sentence(language)]
    ]
    assert not headings(at)


def test_another_sheet_of_a_workbook_can_be_chosen(opened, en):
    book = openpyxl.Workbook()
    book.active.title = "one"
    for row in (("group", "value"), ("a", 1), ("b", 2)):
        book.active.append(row)
    other = book.create_sheet("two")
    for row in (("place", "amount"), ("c", 3), ("d", 4), ("e", 5)):
        other.append(row)
    file = io.BytesIO()
    book.save(file)
    at = opened(PAGE, lang="en").file_uploader[0].set_value(("book.xlsx", file.getvalue(), "")).run()
    assert len(at.session_state[BROUGHT].report.used) == 2
    at.selectbox(key="own-sheet").set_value(1)
    at = again(at)
    assert not at.exception
    assert len(at.session_state[BROUGHT].report.used) == 3
