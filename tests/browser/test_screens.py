"""Every page in both languages: on a phone, in the dark, without a foreign host, and for assistive technology."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from components.card import WAYS
from data.catalog import catalog

pytestmark = pytest.mark.browser

DATASET_PAGES = [f"/{each.page}" for each in catalog().vocabulary.datasets.values() if each.views]
PAGES = ["/", *DATASET_PAGES, "/compare", "/your_data", "/story", "/sources", "/methods"]
LOOKS = [("en", "light"), pytest.param("zh", "dark", marks=pytest.mark.exhaustive)]
PHONE = 375


@pytest.mark.parametrize(("code", "scheme"), LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(arrive, path, code, scheme):
    """It calls no other host, complains of nothing and has no serious violation of accessibility."""
    reader = arrive(f"{path}?lang={code}", scheme=scheme)
    expect(reader.page.get_by_test_id("stException")).to_have_count(0)
    assert reader.errors == []
    assert reader.foreign == []
    assert reader.serious_violations() == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", PAGES)
def test_a_phone_scrolls_in_one_direction_and_holds_every_chart(arrive, words, path):
    reader = arrive(f"{path}?lang={words.code}", width=PHONE)
    too_wide = reader.page.evaluate(
        """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
            .filter(part => part.scrollWidth > part.clientWidth).map(part => [part.tagName, part.scrollWidth])"""
    )
    assert too_wide == []
    charts = reader.page.get_by_test_id("stVegaLiteChart").locator("svg.marks")
    assert charts.count() or path not in DATASET_PAGES
    edges = charts.evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right])"
    )
    assert all(left >= 0 and right <= PHONE for left, right in edges), edges
    run_out = charts.evaluate_all(
        """all => all.flatMap(one => [...one.querySelectorAll('text')]
            .map(text => [text.textContent, text.getBoundingClientRect(), one.getBoundingClientRect()])
            .filter(([, text, box]) => text.width && (text.top < box.top - 2 || text.right > box.right + 2))
            .map(([told]) => told))"""
    )
    assert run_out == []
    cards = reader.page.locator("[class*='st-key-card-']")
    cut = cards.evaluate_all(
        f"""all => all.flatMap(card => [...card.querySelectorAll('button, input, [role=tab], [role=combobox]')])
            .filter(one => one.offsetParent && !one.closest('[data-testid=stElementToolbar]'))
            .filter(one => !one.closest('[role=tablist], [data-testid=stMultiSelectTagsContainer]'))
            .map(one => [one.textContent, one.getBoundingClientRect()])
            .filter(([text, box]) => box.width && (box.left < 0 || box.right > {PHONE})).map(([text]) => text)"""
    )
    assert cut == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", ["/", "/insurance", "/regions"])
def test_on_a_phone_the_regions_can_be_chosen_and_the_language_switched(arrive, english, chinese, path):
    reader = arrive(f"{path}?lang=en", width=PHONE)
    expect(reader.region_list).to_be_visible()
    reader.choose_region("620000")
    reader.expect_parameters(regions="620000")
    reader.page.locator(".st-key-language-zh button").click()
    reader.expect_parameters(lang="zh", regions="620000")
    expect(reader.page.locator("html")).to_have_attribute("lang", chinese.html)


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", ["/", *DATASET_PAGES])
def test_the_finer_choices_of_a_card_fit_a_phone(arrive, english, path):
    reader = arrive(f"{path}?lang=en", width=PHONE)
    reader.page.get_by_test_id("stPopover").first.get_by_role("button").first.click()
    body = reader.page.get_by_test_id("stPopoverBody")
    expect(body).to_be_visible()
    # It opens where its button is and then moves into the window.
    reader.page.wait_for_function(
        "([body, width]) => { const box = body.getBoundingClientRect(); return box.left >= 0 && box.right <= width }",
        arg=[body.element_handle(), PHONE],
    )


def test_axe_finds_no_serious_violation_in_the_other_tabs(arrive, english):
    reader = arrive("/insurance?lang=en")
    first = next(iter(catalog().vocabulary.datasets["insurance_coverage"].views))
    for name in ("inequality", "table", "sources", "reading"):
        reader.tab(first, name, english)
        assert reader.serious_violations() == [], name


def test_each_way_out_of_a_card_is_sound_on_a_dark_phone(arrive):
    reader = arrive("/insurance?lang=en&view=share-repaid", scheme="dark", width=PHONE)
    for name in WAYS:
        reader.way("share-repaid", name)
        assert reader.serious_violations() == [], name
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= PHONE, name
    assert reader.errors == []
