"""The gap on a card and the tab of its measures: values read back from real views, and every view opened."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.figure import gaps_of, residents
from components.inequality import PANELS_ON_CARD, gap_text, measures_table
from data.catalog import LANGUAGES, catalog
from data.catalog import language as language_of
from equity.gaps import change_lines, gap_lines
from equity.measures import REGISTRY
from equity.measures.words import refused_sentence
from equity.view import Filters, View
from equity.vocabulary import EXPLORER
from tests.equity.frames import comparison as by_scheme

TIMEOUT = 60
DEFAULTS = list(catalog().vocabulary.views())


def view_of(name, language, **filters):
    return View.default(catalog().vocabulary.view(name), Filters(language=language.code, **filters))


def shown_of(name, language, panel=0):
    """The first comparison of a panel, and its measures that have a value."""
    comparison = gaps_of(view_of(name, language))[panel][0].comparison
    measured = comparison.measured(residents())
    return comparison, [each for each in measured if each.measure and each.measure.estimate is not None]


def values_of(name, language, panel=0):
    """The values of the table of measures, by the name of the measure."""
    table = measures_table(*shown_of(name, language, panel), language)
    words = catalog().vocabulary.measures
    names = {language.of(each.label): code for code, each in words.items()}
    return {names[label]: value for label, value in table[language("inequality.value")].items()}


def number(text):
    """The first number of a cell, its Markdown undone."""
    return float(
        re.search(r"−?\d[\d,]*(?:\.\d+)?", text.replace("\\", ""))[0].replace(",", "").replace("−", "-")
    )


# The table of measures


def test_measures_of_provinces_are_those_of_their_figures(en, store):
    told = values_of("income-by-province", en)
    comparison, _ = shown_of("income-by-province", en)
    figures = comparison.figures
    people = store.figures("regional_context", indicator="resident_population", dimension="total", year=2023)
    urban = store.figures(
        "regional_context", indicator="urban_population_share", dimension="total", year=2023
    )
    lived = people.set_index("region_code").estimate * urban.set_index("region_code").estimate / 100
    weights = lived[figures.region_code].to_numpy()
    values = figures.estimate.to_numpy()
    assert len(values) == 31
    assert number(told["d"]) == pytest.approx(values.max() - values.min(), rel=1e-3)
    assert number(told["r"]) == pytest.approx(values.max() / values.min(), abs=0.005)
    mean = np.average(values, weights=weights)
    spread = np.sqrt(np.average((values - mean) ** 2, weights=weights))
    assert number(told["bgsd"]) == pytest.approx(spread, rel=5e-3)
    assert number(told["cov"]) == pytest.approx(100 * spread / mean, rel=5e-3)
    # Half the mean distance of two people, over the mean.
    shares = weights / weights.sum()
    gini = (np.abs(values[:, None] - values) * shares[:, None] * shares).sum() / 2 / mean
    assert number(told["gini"]) == pytest.approx(gini, abs=0.0006)


def test_measures_of_fifths_are_those_of_their_figures(en):
    told = values_of("coverage-by-income", en)
    # Urban Gansu 2007, as printed: 70.67, 70.10, 71.31, 78.47, 82.28; equal weights, ranks 0.1 … 0.9.
    values, ranks = np.array([70.67, 70.10, 71.31, 78.47, 82.28]), np.array([0.1, 0.3, 0.5, 0.7, 0.9])
    index = (2 * 0.2 * values * (ranks - 0.5)).sum()
    assert number(told["d"]) == pytest.approx(82.28 - 70.67, abs=0.05)
    assert number(told["r"]) == pytest.approx(82.28 / 70.67, abs=0.005)
    assert number(told["aci"]) == pytest.approx(index, abs=0.05)
    assert number(told["rci"]) == pytest.approx(index / values.mean(), abs=0.0006)
    assert number(told["erreygers"]) == pytest.approx(4 * index / 100, abs=0.0006)


def test_the_few_to_look_at_first_stand_on_top_in_the_order_of_the_registry(language):
    comparison, shown = shown_of("coverage-by-income", language)
    table = measures_table(comparison, shown, language)
    label = {code: language.of(words.label) for code, words in catalog().vocabulary.measures.items()}
    headline = [label[each.advice.code] for each in shown if each.advice.headline]
    assert 2 < len(headline) < len(shown)
    assert list(table.index[: len(headline)]) == headline
    others = [label[code] for code in REGISTRY if label[code] in table.index and label[code] not in headline]
    assert list(table.index[len(headline) :]) == others


def test_every_measure_says_what_it_means_and_how_its_interval_was_made(language):
    _, shown = shown_of("coverage-by-income", language)
    table = measures_table(*shown_of("coverage-by-income", language), language)
    assert (table[language("inequality.meaning")] != "").all()
    for label, value, notes in zip(
        table.index, table[language("inequality.value")], table[language("inequality.notes")], strict=True
    ):
        assert notes, label
        (each,) = [
            one for one in shown if language.of(catalog().vocabulary.measures[one.advice.code].label) == label
        ]
        assert (each.measure.interval is not None) == (
            language("interval", low="", high="").strip() in value
        ), label


# The gap on the card


def test_a_card_tells_the_gap_of_its_figures(language):
    text = gap_text(view_of("goal-by-status", language), language)
    lines = gap_lines(gaps_of(view_of("goal-by-status", language))[0][0], language)
    assert text.replace("\\", "").split("  \n") == lines


def test_more_gaps_than_fit_are_counted(language):
    view = view_of("originator-and-generic", language)
    more = len(gaps_of(view)) - PANELS_ON_CARD
    assert more > 0
    parts = gap_text(view, language).split("\n\n")
    assert len(parts) == PANELS_ON_CARD + 1
    assert parts[-1] == language.plural("gap.more", more)


def test_a_heading_says_the_period_once(language):
    heading = gap_text(view_of("income-by-province", language), language).split("  \n")[0]
    assert heading.count("2023") == 1


def test_figures_that_are_no_groups_have_no_gap(language):
    assert gap_text(view_of("platform-totals", language), language) == ""
    reason = refused_sentence("size", language)
    told = gap_text(view_of("members-by-scheme", language), language)
    assert told == language("gap.refused", reason=reason)


def test_views_of_many_points_have_no_gap(language):
    many = [each for each in DEFAULTS if each.form == EXPLORER]
    assert many
    for definition in many:
        assert gap_text(View.default(definition, Filters(language=language.code)), language) == ""


# Every view


def every_tab(code, asked):
    """The gap text and the tab of views, each under its name."""
    import streamlit as st

    from components.inequality import gap_text, inequality_tab
    from data.catalog import catalog
    from data.catalog import language as language_of
    from equity.view import Filters, View

    for name in asked:
        definition = catalog().vocabulary.view(name)
        view = View.default(definition, Filters(language=code))
        st.header(name)
        st.markdown(gap_text(view, language_of(code)))
        inequality_tab(view, definition, language_of(code))


def run(code, asked):
    at = AppTest.from_function(
        every_tab, default_timeout=TIMEOUT, kwargs={"code": code, "asked": asked}
    ).run()
    assert not at.exception, f"{at.header[-1].value}: {at.exception[0].value}"
    assert [each.value for each in at.header] == asked
    return at


def texts(at):
    """Everything that is written, cells and headings of tables included."""
    written = [each.value for kind in (at.markdown, at.caption, at.info) for each in kind]
    written += [each.label for each in at.expander]
    for table in (each.value.reset_index() for each in at.table):
        written += [*table.columns, *table.to_numpy().ravel()]
    return written


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_view_tells_its_gaps_and_opens_its_measures(code):
    language = language_of(code)
    at = run(code, [each.id for each in DEFAULTS])
    compared = [gaps for each in DEFAULTS for gaps in gaps_of(View.default(each, Filters(language=code)))]
    without = [each for each in DEFAULTS if not gaps_of(View.default(each, Filters(language=code)))]
    assert len(compared) > 20
    assert [each.value for each in at.info] == [language("inequality.none")] * len(without)
    for text in texts(at):
        assert not re.search(r"\{\w*\}", text), text
        assert not re.fullmatch(r"[a-z]+(\.[a-z_0-9]+)+", text), text
        assert "nan" not in text.lower().split(), text


def test_a_card_tells_the_gap_after_where_there_is_a_before(en):
    text = gap_text(view_of("affordable-share", en), en)
    assert "After" in text.split("  \n")[0]
    assert "13 percentage points" in text


def test_the_two_ends_of_a_range_are_no_two_moments(en):
    definition = catalog().vocabulary.view("affordable-share")
    view = replace(view_of("affordable-share", en), indicators=("innovative_medicine_cost_to_income",))
    (gaps,) = gaps_of(view)
    assert {gap.comparison.moment for gap in gaps} == {"Lower end", "Upper end"}
    assert change_lines(gaps, definition.breaks, en) == []


def test_before_and_after_are_two_moments(en):
    definition = catalog().vocabulary.view("affordable-share")
    lines = change_lines(gaps_of(view_of("affordable-share", en))[0], definition.breaks, en)
    # 54 − 13 = 41 before, 71 − 58 = 13 after; all 24 medicines are counted.
    assert "41 percentage points" in lines[0]
    assert "13 percentage points" in lines[0]
    assert lines[-1] == en("gap.verdict.narrower")


def test_two_different_pairs_of_schemes_are_not_compared(en):
    definition = catalog().vocabulary.view("share-repaid")
    _, whole_bill = gaps_of(view_of("share-repaid", en))
    assert [gap.comparison.year for gap in whole_bill] == [2019, 2013]  # residents, then the rural scheme
    assert change_lines(whole_bill, definition.breaks, en) == []


def test_what_noise_alone_would_show_stands_beside_a_measure_of_spread(language):
    comparison = by_scheme({"a": 50, "b": 40, "c": 45}, of="people_share", se=4.0, population=1.0)
    codes = [code for code, each in REGISTRY.items() if each.noisy]
    shown = [each for each in comparison.measured({}, codes) if each.measure]
    assert shown
    notes = measures_table(comparison, shown, language)[language("inequality.notes")]
    beginning = language("inequality.noise_floor", value="|").split("|")[0]
    assert all(beginning in note for note in notes)
