"""The four findings of the first page: every number in them is a figure of the data, or worked from such."""

from __future__ import annotations

import re

import pytest

from components.headline import headlines

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")

# The numbers of each finding, sentence and note, in the order in which English tells them.
TOLD = {
    # 40 − 20 = 20 points; 40 / 20 = 2
    "crowdfunding": ["1930", "40", "20", "20", "2"],
    # 84.8 − 68.6 = 16.2 points; 84.8 / 68.6 = 1.236
    "insurance": ["95", "2024", "84.8", "68.6", "16.2", "1.24", "2019", "75.6", "59.7"],
    # 54 − 13 = 41; 71 − 58 = 13
    "medicines": ["24", "2018", "13", "54", "58", "71", "41", "13"],
    # 65.1 / (10,344.3 / 365) = 2.297; 65.1 / (76,437.3 / 365) = 0.311; 2.297 / 0.311 = 7.39
    "consultations": ["2020", "65.1", "2.3", "0.3", "7.4"],
}

# What stands behind them: name of the figure, its estimate, its source's year of the figure if it has one.
FIGURES = {
    "crowdfunding": {"n": 1930, "top": 40, "bottom": 20},
    "insurance": {
        "covered": 95,
        "employee": 84.8,
        "resident": 68.6,
        "employee_bill": 75.6,
        "resident_bill": 59.7,
    },
    "medicines": {"rural_before": 13, "urban_before": 54, "rural_after": 58, "urban_after": 71},
    "consultations": {"price": 65.1, "gansu_income": 10344.3, "shanghai_income": 76437.3},
}


@pytest.fixture
def told(where, store, language):
    return {each.id: each for each in headlines(where, store, language)}


@pytest.mark.parametrize("name", TOLD)
def test_a_finding_tells_these_numbers_and_no_other(told, name):
    text = (told[name].sentence + " " + told[name].note).replace(",", "")  # English breaks its thousands
    numbers = NUMBER.findall(text)
    assert sorted(numbers) == sorted(TOLD[name])


def test_there_are_four_findings(told):
    assert list(told) == list(TOLD)


@pytest.mark.parametrize("name", TOLD)
def test_each_finding_rests_on_these_rows(told, name, store):
    figures = told[name].figures
    expected = FIGURES[name]
    assert {key: figures[key].estimate for key in expected} == pytest.approx(expected)
    sources = store.sources()
    for row in figures.values():
        assert row.source_id in sources.index
        assert row.locator
        assert row.draw_rank == 0


def test_the_medicines_are_counted_where_their_share_is_stated(told):
    assert told["medicines"].figures["n"].n == 24


def test_the_years_told_are_the_years_of_the_rows(told):
    insurance, incomes = told["insurance"].figures, told["consultations"].figures
    assert {insurance[name].year for name in ("covered", "employee", "resident")} == {2024}
    assert {insurance[name].year for name in ("employee_bill", "resident_bill")} == {2019}
    assert {incomes[name].year for name in ("gansu_income", "shanghai_income", "price")} == {2020}
    assert {incomes["gansu_income"].region_code, incomes["shanghai_income"].region_code} == {
        "620000",
        "310000",
    }


def test_a_figure_that_is_about_is_told_as_about(told, language, vocabulary):
    row = told["insurance"].figures["covered"]
    assert row.qualifier == "about"
    spoken = language("qualified", qualifier=language.of(vocabulary.qualifiers["about"]), quantity="95%")
    assert spoken.lower() in told["insurance"].sentence.lower()


def test_distances_in_points_are_called_points(told, language):
    for name, number in {"crowdfunding": "20", "insurance": "16.2", "medicines": "41"}.items():
        assert language("gap.points", number=number) in told[name].sentence


def test_nothing_is_left_unfilled(told):
    for each in told.values():
        assert not re.search(r"[{}]", each.title + each.sentence + each.note)


def test_a_finding_leads_to_a_view_that_exists(told, vocabulary):
    leads = [each.view for each in told.values() if each.view]
    assert leads
    for lead in leads:
        assert lead["id"] in vocabulary.datasets[lead["dataset"]].views
