"""Choosing provinces: in the list, on the grid, by groups and with the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from data.catalog import catalog, language

pytestmark = pytest.mark.browser

VOCABULARY = catalog().vocabulary
GANSU = VOCABULARY.regions["620000"]
MONEY, MEMBERS = "money-per-member", "members-by-scheme"
BY_PROVINCE = f"/insurance?lang=en&view={MEMBERS}&dimension=region"


def provinces_in(texts, words):
    labels = {words.of(VOCABULARY.regions[code].label): code for code in VOCABULARY.provinces()}
    return {labels[text] for text in texts if text in labels}


def provinces_in_chart(reader, view, words):
    return provinces_in(reader.chart_texts(view), words)


def provinces_in_table(reader, view, words):
    header, *rows = reader.table(view, words)
    place = header.index(words("column.place_label"))
    return provinces_in([row[place] for row in rows], words)


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        pytest.param("zh", GANSU.pinyin.lower(), id="pinyin"),
        pytest.param("en", GANSU.label["zh"], id="Chinese name", marks=pytest.mark.exhaustive),
        pytest.param("en", GANSU.code, id="code", marks=pytest.mark.exhaustive),
    ],
)
def test_a_province_is_found_by_what_is_typed_and_changes_address_and_charts(reader, code, typed):
    words = language(code)
    reader.open(f"/insurance?lang={code}&view={MEMBERS}&dimension=region")
    for view in (MONEY, MEMBERS):
        assert len(provinces_in_chart(reader, view, words)) >= 20
    reader.choose_region(typed)
    reader.expect_parameters(regions="620000", view=MEMBERS, dimension="region", lang=code)
    for view in (MONEY, MEMBERS):
        assert provinces_in_chart(reader, view, words) == {"620000"}


def test_a_chosen_province_changes_the_tables_too_and_clear_brings_all_back(reader, english):
    reader.open(BY_PROVINCE)
    reader.choose_region("620000")
    reader.expect_parameters(regions="620000")
    for view in (MONEY, MEMBERS):
        assert provinces_in_table(reader, view, english) == {"620000"}
    reader.page.locator(".st-key-nbs-none button").click()
    reader.expect_parameters(regions=None, view=MEMBERS, dimension="region")
    for view in (MONEY, MEMBERS):
        assert len(provinces_in_table(reader, view, english)) >= 5
        reader.tab(view, "chart", english)
        assert len(provinces_in_chart(reader, view, english)) >= 20


def test_one_click_on_a_statistical_region_chooses_its_provinces(reader):
    reader.open("/?lang=en")
    for nbs_region in VOCABULARY.nbs_regions:
        reader.page.locator(f".st-key-nbs-{nbs_region} button").click()
        reader.expect_parameters(regions=".".join(VOCABULARY.nbs_region_members(nbs_region)))


def test_one_click_chooses_all_provinces_and_another_none(reader):
    reader.open("/?lang=en")
    reader.page.locator(".st-key-nbs-all button").click()
    reader.expect_parameters(regions=".".join(VOCABULARY.provinces()))
    reader.page.locator(".st-key-nbs-none button").click()
    reader.expect_parameters(regions=None)


def test_a_province_taken_out_of_the_list_leaves_the_address(reader, english):
    reader.open("/insurance?lang=en&regions=110000.620000")
    reader.region_list.focus()
    reader.page.keyboard.press("Backspace")
    reader.expect_parameters(regions="110000")
    assert provinces_in_chart(reader, MONEY, english) == {"110000"}


@pytest.mark.parametrize("path", [pytest.param("/", marks=pytest.mark.exhaustive), "/insurance"])
def test_the_grid_has_every_one_of_the_34_cells(reader, words, path):
    reader.open(f"{path}?lang={words.code}")
    grid = reader.page.locator("[class*=st-key-grid-]").first
    texts = grid.locator("svg text").all_text_contents()
    expected = [VOCABULARY.regions[code] for code in VOCABULARY.provinces()]
    expected = [each.initial_zh if words.code == "zh" else each.letters for each in expected]
    assert len(expected) == 34
    assert sorted(text for text in texts if text in expected) == sorted(expected)


@pytest.mark.parametrize("path", ["/", "/insurance"])
def test_a_click_on_a_cell_chooses_the_province_and_a_second_lets_it_go(reader, english, path):
    reader.open(f"{path}?lang=en")
    reader.cell("620000", english).click()
    reader.expect_parameters(regions="620000")
    reader.cell("620000", english).click()
    reader.expect_parameters(regions=None)


def test_cells_add_up_in_the_order_of_the_codes(reader, english):
    reader.open("/?lang=en")
    for code, chosen in (
        ("650000", "650000"),
        ("110000", "110000.650000"),
        ("310000", "110000.310000.650000"),
    ):
        reader.cell(code, english).click()
        reader.expect_parameters(regions=chosen)


@pytest.mark.parametrize("path", [pytest.param("/", marks=pytest.mark.exhaustive), "/insurance"])
def test_the_keyboard_alone_reaches_the_list_and_chooses(reader, words, path):
    reader.open(f"{path}?lang={words.code}")
    wanted = words("filters.regions")
    for _ in range(60):
        reader.page.keyboard.press("Tab")
        focused = reader.page.evaluate("document.activeElement.getAttribute('aria-label') || ''")
        if focused == wanted:
            break
    assert focused == wanted, "60 presses of Tab do not reach the list of regions"
    reader.settle()
    reader.page.keyboard.type(GANSU.pinyin.lower(), delay=20)
    expect(reader.page.get_by_role("option")).to_have_count(1)
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    reader.expect_parameters(regions=GANSU.code)
