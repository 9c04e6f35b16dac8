"""Provinces side by side: in the order of their codes, of their values, or of the alphabet."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from components.charts.bars import bars, ordered
from components.charts.theme import LIGHT
from equity.view import ORDERS, Filters, View
from equity.vocabulary import NATION, REGION


@pytest.fixture
def money(vocabulary):
    definition = vocabulary.datasets["insurance_coverage"].views["money-per-member"]
    assert definition.dimensions[0] == REGION
    return definition


def places(money, order, marks_of, language, layers):
    """The codes of the provinces from top to bottom."""
    view = replace(View.default(money, Filters()), order=order)
    marks = marks_of(view, language)
    (chart,) = bars(marks, view, money, language, LIGHT)
    drawn = next(layer for layer in layers(chart) if layer.mark["type"] == "bar")
    code_of = {row["group_label"]: row for row in drawn.rows}
    assert len(code_of) == len(drawn.rows) == len(drawn.encoding["y"]["sort"])
    return [code_of[name] for name in drawn.encoding["y"]["sort"]]


def test_provinces_stand_in_the_order_of_gb_t_2260(money, marks_of, language, layers):
    codes = [row["group"] for row in places(money, "code", marks_of, language, layers)]
    assert len(codes) >= 30
    assert codes == sorted(codes)


def test_provinces_can_stand_by_value_from_the_highest(money, marks_of, language, layers):
    values = [row["estimate"] for row in places(money, "value", marks_of, language, layers)]
    assert values == sorted(values, reverse=True)
    assert values[0] > values[-1]


def test_provinces_can_stand_in_the_order_of_the_alphabet(money, marks_of, language, layers, vocabulary):
    rows = places(money, "pinyin", marks_of, language, layers)
    spelt = [vocabulary.regions[row["group"]].pinyin for row in rows]
    assert spelt == sorted(spelt)
    # Anhui leads the alphabet; in the order of the codes it is the twelfth.
    assert rows[0]["group"] == "340000"


def test_every_order_that_a_link_may_name_is_drawn(money, marks_of, en, layers):
    found = {
        order: tuple(row["group"] for row in places(money, order, marks_of, en, layers)) for order in ORDERS
    }
    assert len(set(found.values())) == len(ORDERS)
    assert len({frozenset(each) for each in found.values()}) == 1


def test_rows_of_equal_value_keep_the_order_of_their_codes(money, marks_of, en):
    view = replace(View.default(money, Filters()), order="value")
    marks = marks_of(view, en).assign(estimate=1.0)
    marks = marks[marks.group != NATION]
    assert list(ordered(marks, view).group) == list(marks.group)


def test_the_nation_is_a_line_and_no_bar(money, marks_of, language, layers):
    view = View.default(money, Filters())
    (chart,) = bars(marks_of(view, language), view, money, language, LIGHT)
    nation = [layer for layer in layers(chart) if any(row["group"] == NATION for row in layer.rows)]
    assert {layer.mark["type"] for layer in nation} == {"rule", "text"}
    assert all(row["group"] == NATION for layer in nation for row in layer.rows)


def test_a_chosen_province_stands_beside_the_nation_alone(money, marks_of, en, layers):
    view = View.default(money, Filters(regions=("620000",)))
    (chart,) = bars(marks_of(view, en), view, money, en, LIGHT)
    groups = {row["group"] for layer in layers(chart) for row in layer.rows}
    assert groups == {"620000", NATION}


def test_the_nation_is_a_line_however_low_the_chosen_province_is(marks_of, vocabulary, en):
    view = View.default(vocabulary.definition("income-by-province"), Filters(regions=("620000",)))
    marks = marks_of(view, en)
    rural = marks[marks.residence == "rural"]
    assert rural[rural.group == NATION].estimate.max() > 1.5 * rural[rural.group == "620000"].estimate.max()
    for panel in bars(marks, view, vocabulary.definition(view.id), en, LIGHT):
        layers = panel.specification(LIGHT)["layer"]
        assert any(layer["mark"].get("strokeDash") for layer in layers)


def test_a_national_sum_has_words_and_no_line(money, marks_of, en):
    view = View.default(money, Filters())
    for summed in (False, True):
        (panel,) = bars(marks_of(view, en).assign(summed=summed), view, money, en, LIGHT)
        layers = panel.specification(LIGHT)["layer"]
        assert any(layer["mark"].get("strokeDash") for layer in layers) != summed
        assert any("nation_label" in str(layer["encoding"].get("text")) for layer in layers)


def test_an_interval_stays_on_the_scale_and_the_value_stands_beyond_it(money, marks_of, en, layers):
    view = View.default(money, Filters())
    marks = marks_of(view, en)
    marks = marks.assign(ci_low=-0.2 * marks.estimate, ci_high=1.5 * marks.estimate)
    (chart,) = bars(marks, view, money, en, LIGHT)
    value = next(
        layer for layer in layers(chart) if layer.encoding.get("text") == {"field": "told", "type": "nominal"}
    )
    field = value.encoding["x"]["field"]
    assert all(row[field] == row["ci_high"] for row in value.rows)
    bar = next(layer for layer in layers(chart) if layer.mark["type"] == "bar")
    low, high = bar.encoding["x"]["scale"]["domain"]
    assert low <= min(row["ci_low"] for row in bar.rows)
    assert high >= max(row["ci_high"] for row in bar.rows)


def test_names_of_rows_stand_in_lines_that_break_no_number(vocabulary, marks_of, language, layers):
    definition = vocabulary.definition("depth-of-rounds")
    view = View.default(definition, Filters(language=language.code))
    for chart in bars(marks_of(view, language), view, definition, language, LIGHT):
        drawn = next(layer for layer in layers(chart) if layer.mark["type"] == "bar")
        told = json.loads(drawn.encoding["y"]["axis"]["labelExpr"].removesuffix("[datum.label]").strip("()"))
        assert told
        for name, lines in told.items():
            numbers = [number for line in lines for number in re.findall(r"\d+", line)]
            assert numbers == re.findall(r"\d+", name)
