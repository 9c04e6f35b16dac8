"""A reader's own file in a real browser: uploaded, drawn, taken away as a file, told in a story, and then gone."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from playwright.sync_api import expect

from components.own_data.visit import digest_of
from data.upload.brought import PREFIX

pytestmark = pytest.mark.browser

MAKING = 90_000
"""How long reading a file, and the first file made of it, may take, in ms, while other tests want the same cores."""

WEALTH = ("poorest", "poorer", "middle", "richer", "richest")
HEAD = (
    "setting,date,source,indicator_abbr,indicator_name,dimension,subgroup,estimate,se,favourable_indicator,"
    "indicator_scale,ordered_dimension,subgroup_order,reference_subgroup\n"
)
TEMPLATE = HEAD + "".join(
    f"China,{year},A survey,anc4,Antenatal visits,Wealth,{group},{10 * place + year % 10},1.5,1,100,1,{place},0\n"
    for year in (2010, 2014, 2018)
    for place, group in enumerate(WEALTH, start=1)
)
VIEW = f"{PREFIX}{digest_of(TEMPLATE.encode())}-groups"


def bring(reader, path, name="visits.csv", content=TEMPLATE):
    reader.open(path)
    chosen = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    reader.page.locator("input[type=file]").set_input_files(chosen)
    expect(reader.page.locator(".st-key-own-file")).to_be_visible(timeout=MAKING)
    reader.settle()


def test_a_file_is_drawn_taken_away_told_in_a_story_and_gone_after_a_reload(reader, english):
    bring(reader, "/your_data?lang=en")
    card = reader.card(VIEW)
    expect(card.locator("h2")).to_contain_text(
        "Antenatal visits, 2018: poorest 18% (15.1% to 20.9%), richest 58%"
    )
    expect(card.locator("svg.marks").first).to_be_visible()
    buttons_of_chart = card.get_by_test_id("stElementToolbar").first
    buttons_of_chart.get_by_role("button").first.focus()
    expect(buttons_of_chart).to_have_css("opacity", "1")
    rows = pd.read_csv(io.BytesIO(reader.download(VIEW)), dtype=str)
    assert len(rows) == 3 * len(WEALTH)
    assert not reader.errors
    assert not reader.foreign
    assert not reader.serious_violations()

    reader.page.locator(f".st-key-story-{VIEW} button").click()
    expect(reader.page.locator(f".st-key-story-said-{VIEW}")).to_be_visible()
    reader.page.locator(f".st-key-story-said-{VIEW} a").click()
    expect(reader.page.locator("[class*='st-key-card-item-'] h2")).to_contain_text("Antenatal visits")

    reader.open(f"/your_data?lang=en&view={VIEW}")
    expect(reader.page.get_by_test_id("stAlert")).to_contain_text(english("own.link_without_data"))
    expect(reader.card(VIEW)).to_have_count(0)


def test_a_link_opens_once_the_same_file_is_there(reader, chinese):
    bring(reader, f"/your_data?lang=zh&view={VIEW}&scale=log", name="同一文件.csv")
    reader.expect_parameters(view=VIEW, scale="log")
    expect(reader.card(VIEW).locator("h2")).to_contain_text("2018年")
    expect(reader.page.get_by_text(chinese("own.link_without_data"))).to_have_count(0)


def test_a_file_that_is_too_large_is_refused_in_the_readers_language(reader, chinese, tmp_path):
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(220 * 1024**2)  # without content: no such file is read or sent
    reader.open("/your_data?lang=zh")
    reader.page.locator("input[type=file]").set_input_files(large)
    refused = reader.page.locator(".st-key-own-bring .stTooltipErrorHoverTarget")
    expect(refused).to_be_visible()
    said = refused.evaluate("one => getComputedStyle(one, '::after').content")
    assert said.strip('"') == chinese("own.refused")
    refused.locator("button").click()
    expect(refused).to_have_count(0)


def test_what_is_wrong_is_told_with_its_place_and_the_rest_is_drawn(reader, english):
    spoilt = TEMPLATE.replace("poorer,24", "poorer,many")
    assert spoilt != TEMPLATE
    bring(reader, "/your_data?lang=en", content=spoilt)
    counts = english("own.rows", rows="15", used="14", aside="1")
    expect(reader.page.get_by_text(counts)).to_be_visible()
    expect(reader.page.locator("[class*='st-key-card-own-'] svg.marks").first).to_be_visible()
