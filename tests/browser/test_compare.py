"""Comparing: the answers, places and measures of any figure, each in its tab, and a link to them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from data.catalog import catalog
from equity.vocabulary import NATION

pytestmark = pytest.mark.browser

VOCABULARY = catalog().vocabulary
INCOMES = "compare-regions"
FIFTHS = "view=compare-insurance&indicators=insurance_coverage_survey&dimension=expenditure_quintile"


def test_every_tab_answers_for_the_figure_of_the_link(reader, words):
    reader.open(f"/compare?lang={words.code}&{FIFTHS}&regions=620000")
    card = "compare-insurance"
    measures = reader.tab(card, "inequality", words)
    for code in ("d", "r", "sii", "rii", "aci", "rci", "erreygers"):
        expect(measures).to_contain_text(words.of(VOCABULARY.measures[code].label))
    expect(measures.locator("svg.marks").first).to_be_visible()
    expect(measures).to_contain_text(words("gap.verdict.narrower"))
    expect(reader.tab(card, "sensitivity", words)).to_contain_text(words("sensitivity.agree"))


def test_provinces_stand_beside_their_benchmarks_and_by_average_and_gap(reader, words):
    reader.open(f"/compare?lang={words.code}&view={INCOMES}&regions=620000")
    beside = reader.tab(INCOMES, "places", words)
    expect(beside).to_contain_text(words.of(VOCABULARY.regions[NATION].label))
    expect(beside).to_contain_text(words.of(VOCABULARY.nbs_regions["west"]))
    reader.open(f"/compare?lang={words.code}&view={INCOMES}&dimension=residence")
    reader.tab(INCOMES, "places", words)
    letters = VOCABULARY.regions["620000"]
    assert (letters.initial_zh if words.code == "zh" else letters.letters) in reader.chart_texts(INCOMES)


def test_another_subject_is_one_press_away_and_in_the_address(reader, english):
    reader.open("/compare?lang=en")
    title = english.of(VOCABULARY.datasets["online_consultation_prices"].title)
    reader.page.locator(".st-key-compare-subject").get_by_text(title, exact=True).click()
    reader.expect_parameters(view="compare-consultations")
    expect(reader.card("compare-consultations")).to_be_visible()
