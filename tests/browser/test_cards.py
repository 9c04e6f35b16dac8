"""What a card holds: its four tabs and its file."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import expect

from data.catalog import catalog

pytestmark = pytest.mark.browser

VOCABULARY = catalog().vocabulary
INSURANCE = VOCABULARY.datasets["insurance_coverage"]
FIRST = next(iter(INSURANCE.views.values()))
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def test_each_tab_of_the_first_card_shows_something_of_its_own(reader, words):
    reader.open(f"/insurance?lang={words.code}")
    header, *rows = reader.table(FIRST.id, words)
    assert words("column.value_label") in header
    assert rows
    sources = reader.tab(FIRST.id, "sources", words)
    expect(sources.get_by_test_id("stExpander").first).to_be_visible()
    sources.get_by_test_id("stExpander").first.locator("summary").click()
    expect(sources.locator("canvas").first).to_be_visible()
    reading = reader.tab(FIRST.id, "reading", words)
    expect(reading).to_contain_text(words.of(FIRST.how_to_read)[:30])
    chart = reader.tab(FIRST.id, "chart", words)
    expect(chart.locator("svg.marks").first).to_be_visible()
    assert words.of(INSURANCE.indicators[FIRST.default_indicators[0]].label) in reader.chart_texts(FIRST.id)


def test_an_open_tab_stays_open_when_a_province_is_chosen(reader, english):
    reader.open("/insurance?lang=en")
    reader.tab("money-per-member", "table", english)
    reader.choose_region("620000")
    reader.expect_parameters(regions="620000")
    expect(reader.part("money-per-member", english("tab.table"))).to_be_checked()


def test_the_file_begins_with_a_byte_order_mark_and_has_the_rows_of_the_table(reader, words):
    reader.open(f"/insurance?lang={words.code}&regions=620000.310000")
    content = reader.download("money-per-member")
    assert content.startswith(BYTE_ORDER_MARK)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    place = words("column.place_label")
    assert {row[place] for row in rows} >= {
        words.of(VOCABULARY.regions[code].label) for code in ("310000", "620000")
    }
    header, *shown = reader.table("money-per-member", words)
    value = words("column.value_label")
    assert {row[header.index(value)] for row in shown} <= {row[value] for row in rows}
    assert "region_code" in rows[0]
    assert {row["region_code"] for row in rows} >= {"CN-31", "CN-62"}


def test_the_file_has_an_ascii_name_that_says_what_is_in_it(reader):
    reader.open("/insurance?lang=zh&regions=620000")
    name = reader.file("money-per-member", "csv").suggested_filename
    assert name.isascii()
    for part in ("money-per-member", "620000", "zh", VOCABULARY.data_version):
        assert part in name


def test_a_card_without_figures_says_so_and_its_button_brings_figures_back(reader, english):
    reader.open("/insurance?lang=en&regions=710000")
    card = reader.card("money-per-member")
    expect(card).to_contain_text(english("empty.card"))
    expect(card.get_by_role("button", name=english("empty.all_places"))).to_be_visible()
    card.get_by_role("button", name=english("empty.reset")).click()
    reader.expect_parameters(regions=None, view="money-per-member")
    expect(card.locator("svg.marks").first).to_be_visible()


def test_each_finding_of_the_first_page_opens_its_figures_with_their_source(reader, words):
    reader.open(f"/?lang={words.code}")
    for declared in catalog().home["findings"]:
        reader.card(declared["id"]).get_by_role("button", name=words("home.figures")).click()
        opened = reader.page.get_by_test_id("stPopoverBody")
        expect(opened.locator("canvas").first).to_be_visible()
        reader.page.keyboard.press("Escape")
        expect(opened).to_have_count(0)


def test_a_figure_can_be_quoted_and_cited(reader, words):
    reader.open(f"/insurance?lang={words.code}&view=share-repaid")
    body = reader.way("share-repaid", "cite")
    version = catalog().release["version"]
    expect(body).to_contain_text(f"@dataset{{caregap-share-repaid-{version},")
    expect(body).to_contain_text("[DB/OL]")
    expect(body).to_contain_text(f"data={version}")
    expect(body).to_contain_text("84.1%")


def test_a_card_offers_one_way_at_a_time_and_closes_it_when_it_is_pressed_again(reader, english):
    reader.open("/insurance?lang=en&view=share-repaid")
    ways = reader.card("share-repaid").locator(".st-key-way-share-repaid")
    expect(ways).to_have_count(0)
    reader.way("share-repaid", "report")
    reader.way("share-repaid", "share")
    expect(ways).not_to_contain_text(english("report.note"))
    reader.card("share-repaid").get_by_role("radio", name=english("share"), exact=True).click()
    expect(ways).to_have_count(0)


def test_a_workbook_can_be_downloaded(reader, words):
    reader.open(f"/insurance?lang={words.code}")
    made = reader.file("share-repaid", "xlsx")
    assert made.suggested_filename.endswith(".xlsx")
    assert made.path().read_bytes().startswith(b"PK")
