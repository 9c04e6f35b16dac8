"""The address is the figure: cold links, the language switch, back and forward, and links handed on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from data.catalog import catalog, language

pytestmark = pytest.mark.browser

VOCABULARY = catalog().vocabulary
INSURANCE = VOCABULARY.datasets["insurance_coverage"]
SHARE = INSURANCE.views["share-repaid"]
WHOLE_BILL = "inpatient_reimbursement_whole_bill"
FOCUSED = f"view=share-repaid&indicators={WHOLE_BILL}&period=2015-2019"


def menu(reader, words, title):
    return reader.page.get_by_test_id("stTopNavLink").filter(has_text=words.of(title))


def test_a_cold_deep_link_opens_with_the_frame_the_title_and_the_language(reader, chinese):
    reader.open(f"/insurance?lang=zh&{FOCUSED}")
    expect(reader.page).to_have_title(chinese.of(INSURANCE.title))
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(chinese.of(INSURANCE.title))
    expect(reader.page.locator("html")).to_have_attribute("lang", chinese.html)
    expect(menu(reader, chinese, INSURANCE.title)).to_be_visible()
    expect(reader.page.get_by_text(chinese("site.tagline"))).to_be_visible()


def test_a_cold_deep_link_applies_the_choices_of_the_focused_card(reader, chinese):
    reader.open(f"/insurance?lang=zh&{FOCUSED}")
    chosen = chinese.of(INSURANCE.indicators[WHOLE_BILL].label)
    left_out = chinese.of(INSURANCE.indicators["inpatient_reimbursement_within_policy"].label)
    card = reader.card("share-repaid")
    tags = card.get_by_test_id("stMultiSelectTagsContainer").first
    expect(tags).to_contain_text(chosen)
    expect(tags).not_to_contain_text(left_out)
    texts = reader.chart_texts("share-repaid")
    assert chosen in texts
    assert left_out not in texts
    header, *rows = reader.table("share-repaid", chinese)
    periods = {row[header.index(chinese("column.period_label"))] for row in rows}
    assert periods
    assert periods <= {chinese.period(str(year), str(year)) for year in range(2015, 2020)}


def test_a_cold_deep_link_applies_the_dimension_of_the_focused_card(reader, english):
    reader.open("/insurance?lang=en&view=members-by-scheme&dimension=region")
    card = reader.card("members-by-scheme")
    expect(card.locator(".st-key-grid-members-by-scheme svg.marks")).to_be_visible()
    expect(card.get_by_role("combobox", name=english("controls.dimension"))).to_have_value(
        english("dimension.region")
    )


def test_switching_the_language_keeps_the_page_the_regions_and_the_focused_card(reader, english, chinese):
    reader.open(f"/insurance?lang=en&regions=440000.620000&{FOCUSED}")
    before = reader.parameters
    reader.page.evaluate("window.stillHere = true")
    reader.page.locator(".st-key-language-zh button").click()
    expect(reader.page.locator("html")).to_have_attribute("lang", chinese.html)
    reader.expect_parameters(lang="zh")
    assert reader.page.evaluate("window.stillHere"), "the page was loaded anew"
    assert reader.page.url.split("?")[0].endswith("/insurance")
    assert reader.parameters == before | {"lang": "zh"}
    expect(menu(reader, chinese, INSURANCE.title)).to_be_visible()
    expect(menu(reader, english, INSURANCE.title)).to_have_count(0)
    expect(reader.page).to_have_title(chinese.of(INSURANCE.title))
    assert chinese.of(INSURANCE.indicators[WHOLE_BILL].label) in reader.chart_texts("share-repaid")


def test_touching_a_control_puts_its_card_into_the_address_and_back_and_forward_restore_both(reader, english):
    reader.open("/insurance?lang=en&regions=620000")
    control = reader.card("members-by-scheme").get_by_role("combobox", name=english("controls.dimension"))
    scheme = english.of(VOCABULARY.dimensions["scheme"].label)
    expect(control).to_have_value(scheme)
    reader.centre(control)
    control.click()
    reader.page.get_by_role("option", name=english("dimension.region"), exact=True).click()
    reader.expect_parameters(view="members-by-scheme", dimension="region", regions="620000", lang="en")
    expect(control).to_have_value(english("dimension.region"))
    reader.page.go_back()
    reader.expect_parameters(view=None, dimension=None, regions="620000", lang="en")
    expect(control).to_have_value(scheme)
    reader.page.go_forward()
    reader.expect_parameters(view="members-by-scheme", dimension="region", regions="620000", lang="en")
    expect(control).to_have_value(english("dimension.region"))


def test_touching_a_second_card_moves_the_focus_and_puts_the_first_back_to_its_default(reader, english):
    reader.open(f"/insurance?lang=en&{FOCUSED}")
    money = reader.card("money-per-member")
    figure = money.get_by_role("combobox", name=english("controls.indicators"))
    reader.centre(figure)
    figure.click()
    label = english.of(INSURANCE.indicators["government_subsidy_per_member"].label)
    reader.page.get_by_role("option", name=label, exact=True).click()
    reader.expect_parameters(view="money-per-member", indicators="government_subsidy_per_member", period=None)
    expect(money.get_by_role("heading", level=2)).to_contain_text(label)
    reader.page.reload()
    reader.settle()
    tags = reader.card("share-repaid").get_by_test_id("stMultiSelectTagsContainer").first
    for code in SHARE.default_indicators:
        expect(tags).to_contain_text(english.of(INSURANCE.indicators[code].label))


def test_regions_and_language_survive_the_way_home_and_back(reader, chinese):
    reader.open("/insurance?lang=zh&regions=110000.620000&view=share-repaid&dimension=residence")
    reader.page.get_by_test_id("stTopNavLink").filter(has_text=chinese("page.home")).click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(chinese("home.title"))
    reader.expect_parameters(lang="zh", regions="110000.620000", view=None, dimension=None)
    menu(reader, chinese, INSURANCE.title).click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(chinese.of(INSURANCE.title))
    reader.expect_parameters(lang="zh", regions="110000.620000", view=None)
    expect(reader.page.locator("html")).to_have_attribute("lang", chinese.html)


def test_a_finding_on_the_first_page_leads_to_its_card(reader, english):
    reader.open("/?lang=en&regions=620000")
    reader.card("insurance").get_by_test_id("stPageLink").get_by_role("link").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(english.of(INSURANCE.title))
    reader.expect_parameters(view="share-repaid", regions="620000", lang="en")
    expect(reader.card("share-repaid")).to_be_visible()


def test_a_shared_link_shows_another_reader_the_same_finding_and_the_same_figures(arrive):
    first = arrive(f"/insurance?lang=en&regions=620000&{FOCUSED}")
    link = first.shared_link("share-repaid")
    second = arrive(link, locale="zh-CN")
    assert second.parameters == first.parameters
    headings = [
        each.card("share-repaid").get_by_role("heading", level=2).inner_text() for each in (first, second)
    ]
    assert headings[0] == headings[1]
    assert first.download("share-repaid") == second.download("share-repaid")


@pytest.mark.exhaustive
def test_a_card_that_is_not_focused_offers_the_link_that_focuses_it(arrive):
    first = arrive("/insurance?lang=en&regions=310000")
    link = first.shared_link("money-per-member")
    second = arrive(link)
    second.expect_parameters(view="money-per-member", regions="310000", lang="en")
    assert first.download("money-per-member") == second.download("money-per-member")


def test_a_link_with_unknown_values_says_which_and_shows_the_page(reader, words):
    reader.open(f"/insurance?lang={words.code}&regions=999999.620000&view=no-such-view&colour=red")
    notice = reader.page.get_by_test_id("stAlert").first
    for named in ("regions=999999", "view=no-such-view", "colour=red"):
        expect(notice).to_contain_text(named)
    expect(reader.card("money-per-member").get_by_role("heading", level=2)).to_contain_text(
        words.of(VOCABULARY.regions["620000"].label)
    )
    expect(reader.page.locator("[class*='st-key-card-']")).to_have_count(len(INSURANCE.views))


def test_an_unknown_language_is_named_and_the_browser_decides(arrive):
    reader = arrive("/?lang=xx", locale="zh-CN")
    chinese = language("zh")
    expect(reader.page.get_by_test_id("stAlert").first).to_contain_text("lang=xx")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(chinese("home.title"))
    expect(reader.page.locator("html")).to_have_attribute("lang", chinese.html)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_without_a_language_in_the_link_the_browser_decides(arrive, code):
    words = language(code)
    reader = arrive("/", locale={"en": "en-GB", "zh": "zh-CN"}[code])
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(words("home.title"))
    expect(reader.page.locator("html")).to_have_attribute("lang", words.html)


@pytest.mark.parametrize("focus", ["", "&view=share-repaid"], ids=["no card in focus", "a card in focus"])
def test_opening_a_list_neither_scrolls_the_page_nor_closes_again(reader, english, focus):
    reader.open(f"/insurance?lang=en{focus}")
    figure = reader.card("money-per-member").get_by_role("combobox", name=english("controls.indicators"))
    reader.centre(figure)
    before = figure.bounding_box()
    figure.click()
    reader.settle()
    expect(figure).to_have_attribute("aria-expanded", "true")
    assert figure.bounding_box() == before
