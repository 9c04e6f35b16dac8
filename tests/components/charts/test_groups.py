"""Groups side by side, the most disadvantaged first."""

from __future__ import annotations

import json
from dataclasses import replace

import altair as alt
import pandas as pd
import pytest

from components.charts.axes import group_legend, group_scale, label_expression, printed, value_scale
from components.charts.groups import groups
from components.charts.theme import DARK, LIGHT
from equity.view import Filters, View
from equity.vocabulary import TOTAL


@pytest.fixture
def by_income(vocabulary):
    return vocabulary.datasets["insurance_coverage"].views["coverage-by-income"]


def test_colours_begin_with_the_most_disadvantaged(by_income, language, marks_of, vocabulary, layers):
    view = View.default(by_income, Filters())
    charts = groups(marks_of(view, language), view, by_income, language, LIGHT)
    fifths = [language.of(label) for label in vocabulary.groups("expenditure_quintile").values()]
    colours = [layer.encoding.get("color", {}) for chart in charts for layer in layers(chart)]
    scales = [each["scale"] for each in colours if "scale" in each]
    assert scales
    assert all(scale["domain"] == fifths for scale in scales)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_ordered_groups_have_steps_of_one_colour_in_their_order(by_income, en, marks_of, theme):
    scale = group_scale(marks_of(View.default(by_income, Filters()), en), theme)
    places = [theme.sequential.index(colour) for colour in scale.range]
    assert places == sorted(set(places))
    assert len(places) == 5


def test_groups_are_declared_in_the_same_colours_in_every_view(view, language, marks_of):
    marks = marks_of(view, language)
    if marks.empty:
        pytest.skip("nothing to colour")
    scale = group_scale(marks, LIGHT)
    order = marks.drop_duplicates("group").sort_values("group_position")
    assert list(scale.domain) == list(order.group_label)
    colours = dict(zip(order.group, scale.range, strict=True))
    assert colours.get(TOTAL, LIGHT.muted) == LIGHT.muted
    assert LIGHT.muted not in [colour for group, colour in colours.items() if group != TOTAL]


def test_up_to_six_groups_without_an_order_have_colours_of_their_own(view, en, marks_of):
    marks = marks_of(view, en)
    chosen = marks[marks.group.isin([code for code in dict.fromkeys(marks.group) if code != TOTAL][:6])]
    if chosen.empty or chosen.subgroup_order.notna().any():
        pytest.skip("no groups without an order")
    scale = group_scale(chosen, LIGHT)
    assert len(set(scale.range)) == chosen.group.nunique()


def test_each_period_is_a_row_in_its_order(by_income, language, marks_of, layers):
    view = View.default(by_income, Filters())
    marks = marks_of(view, language)
    for chart in groups(marks, view, by_income, language, LIGHT):
        for layer in layers(chart):
            rows = sorted(layer.rows, key=lambda row: row["year"])
            present = list(dict.fromkeys(row["period_label"] for row in rows))
            assert [each for each in layer.encoding["y"]["sort"] if each in present] == present


def test_a_phone_is_told_the_ends_of_a_long_order_and_paper_all_of_it():
    names = ["lowest (1 of 10)", *(f"{place} of 10" for place in range(2, 10)), "highest (10 of 10)"]
    scale = alt.Scale(domain=names, range=["#000"] * 10)
    legend = group_legend(scale, ordered=True).to_dict()
    assert legend["values"]["expr"].endswith(json.dumps([names[0], names[-1]]))
    assert "values" not in group_legend(scale).to_dict()
    fifths = alt.Scale(domain=names[:5], range=["#000"] * 5)
    assert "values" not in group_legend(fifths, ordered=True).to_dict()
    chart = {"layer": [{"legend": legend}], "title": "", "config": {}}
    on_paper = [printed(chart, width, "")["layer"][0]["legend"] for width in (250, 520, 1000)]
    # Three columns are 28 * 3 + 7 * (18 + 7 + 7) = 308 wide beside an axis of 100; ten are 28 * 10 + 7 * 90 = 910.
    assert [each["columns"] for each in on_paper] == [1, 3, 9]
    assert not any("values" in each for each in on_paper)


def test_one_legend_serves_all_panels(by_income, en, marks_of):
    view = View.default(by_income, Filters())
    charts = groups(marks_of(view, en), view, by_income, en, LIGHT)
    legends = [str(chart.specification(LIGHT)["layer"]).count("'legend': {") for chart in charts]
    assert len(charts) >= 2
    assert legends[0] > 0
    assert set(legends[1:]) == {0}


# Axes shared by the forms -----------------------------------------------------------------------------------


def test_a_chinese_axis_counts_in_wan_and_yi(zh):
    expression = label_expression("persons", zh)
    # The larger unit is tried first, so that 100,000,000 is 1亿 and not 10000万.
    assert expression.index("100000000") < expression.index(" 10000 ")
    assert "/ 100000000, '.4~g') + '亿'" in expression
    assert "/ 10000, '.4~g') + '万'" in expression


def test_an_english_axis_counts_in_millions_and_billions(en):
    expression = label_expression("persons", en)
    assert expression.index("1000000000") < expression.index(" 1000000 ")
    assert f"/ 1000000000, '.4~g') + '{en('number.1e9')}'" in expression
    assert f"/ 1000000, '.4~g') + '{en('number.1e6')}'" in expression


def test_a_percentage_axis_says_percent(language):
    assert label_expression("%", language).endswith("+ '%'")


def test_every_axis_of_values_speaks_the_language(view, language, drawn, layers):
    drawing = drawn(view, language)
    for chart in drawing.charts:
        encodings = [layer.encoding.get(drawing.value_axis, {}) for layer in layers(chart)]
        axes = [each["axis"] for each in encodings if each.get("field") == "estimate" and each.get("axis")]
        unit = next(row["unit"] for layer in layers(chart) for row in layer.rows if "unit" in row)
        assert axes
        assert all(axis["labelExpr"] == label_expression(unit, language) for axis in axes)


def marks_with(estimates, unit="%"):
    return pd.DataFrame({"estimate": [float(each) for each in estimates], "unit": unit})


def test_percentages_that_come_near_the_whole_are_seen_against_it():
    assert list(value_scale(marks_with([20, 84.8]), "linear").domain) == [0, 100]
    assert value_scale(marks_with([2, 5]), "linear").to_dict().get("domain") is None


def test_percentages_beyond_the_whole_are_not_cut_off():
    assert value_scale(marks_with([60, 130]), "linear").to_dict() == {"zero": True, "nice": True}


def test_a_logarithmic_scale_needs_figures_above_zero():
    assert value_scale(marks_with([1, 10], "persons"), "log").to_dict()["type"] == "log"
    assert value_scale(marks_with([0, 10], "persons"), "log").to_dict() == {"zero": True, "nice": True}


def test_panels_of_one_unit_share_a_scale_unless_each_is_asked_for_its_own(vocabulary, marks_of, en):
    definition = vocabulary.definition("compare-regions")
    view = replace(View.default(definition, Filters(regions=("310000", "620000"))), dimension="residence")
    marks = marks_of(view, en)

    def domains(axis):
        panels = groups(marks, replace(view, axis=axis), definition, en, LIGHT)
        scales = [
            layer["encoding"]["x"].get("scale", {}).get("domain")
            for panel in panels
            for layer in panel.specification(LIGHT)["layer"]
            if "x" in layer["encoding"]
        ]
        return {tuple(each) for each in scales if each}  # layers of one chart share what one of them says

    assert marks.panel.nunique() > 1
    assert domains("shared") == {(0.0, marks.estimate.max())}
    assert domains("own") == set()
