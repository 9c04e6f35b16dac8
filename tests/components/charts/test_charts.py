"""What holds of every chart of every view, in both languages and both looks."""

from __future__ import annotations

from dataclasses import replace

import altair as alt
import pytest
from altair.utils import schemapi

from components.charts import FORMS
from components.charts.theme import LIGHT, THEMES
from equity.vocabulary import INDICATOR, NATION, REGION


def test_every_figure_that_is_drawn_or_disagrees_is_a_mark(view, language, drawn, keys_drawn):
    drawing = drawn(view, language)
    assert keys_drawn(drawing.charts) == set(drawing.shown.row_key)


def test_no_layer_reads_a_column_that_its_data_has_not(view, language, drawn, layers):
    read = [layer for chart in drawn(view, language).charts for layer in layers(chart)]
    assert [
        (layer.mark["type"], layer.fields - layer.columns) for layer in read if layer.fields - layer.columns
    ] == []


def test_there_is_one_chart_a_panel(view, language, drawn):
    drawing = drawn(view, language)
    titles = [(chart["title"]["text"], chart["title"].get("subtitle", "")) for chart in drawing.charts]
    panels = drawing.shown.drop_duplicates("panel")
    assert titles == list(zip(panels.panel_title, panels.panel_context, strict=True))


def test_a_chart_holds_one_unit_and_one_indicator(view, language, drawn, layers):
    for chart in drawn(view, language).charts:
        rows = [row for layer in layers(chart) for row in layer.rows if "unit" in row]
        assert len({row["unit"] for row in rows}) == 1
        assert view.dimension == INDICATOR or len({row["indicator"] for row in rows}) == 1


def test_a_linear_scale_of_values_starts_at_zero_and_holds_every_figure(view, language, drawn, layers):
    drawing = drawn(view, language)
    for chart in drawing.charts:
        values = [
            (layer.encoding[drawing.value_axis].get("scale"), layer.rows)
            for layer in layers(chart)
            if layer.encoding.get(drawing.value_axis, {}).get("field") == "estimate"
        ]
        scales = [(scale, rows) for scale, rows in values if scale]
        assert scales
        for scale, rows in scales:
            assert scale.get("type", "linear") == "linear"
            assert scale.get("zero") is True or scale["domain"][0] == 0
            low, high = scale.get("domain", (float("-inf"), float("inf")))
            assert all(low <= row["estimate"] <= high for row in rows)


def test_a_logarithmic_scale_is_used_where_it_can_be(view, marks_of, definition_of, en, layers):
    definition = definition_of(view)
    if "log" not in definition.scales or view.dimension == REGION:
        pytest.skip("this view has no logarithmic scale")
    marks = marks_of(view, en)
    charts = FORMS[definition.form](marks, replace(view, scale="log"), definition, en, LIGHT)
    scales = [
        layer.encoding["y"]["scale"].get("type")
        for chart in charts
        for layer in layers(chart)
        if layer.encoding.get("y", {}).get("field") == "estimate" and layer.encoding["y"].get("scale")
    ]
    assert ("log" in scales) == (len(marks) > 0)


def test_published_intervals_are_drawn(view, language, drawn, layers):
    drawing = drawn(view, language)
    shown = drawing.shown
    with_interval = shown[shown.drawn & shown.ci_low.notna() & shown.ci_high.notna()]
    spans = {
        row["row_key"]
        for chart in drawing.charts
        for layer in layers(chart)
        if layer.mark["type"] == "rule" and {"ci_low", "ci_high"} <= layer.fields
        for row in layer.rows
        if row["ci_low"] is not None
    }
    assert spans == set(with_interval.row_key)


def test_an_interval_beside_any_mark_is_drawn(view, en, marks_of, definition_of, layers):
    marks, definition = marks_of(view, en), definition_of(view)
    if not (marks.drawn & marks.year.notna()).any():
        pytest.skip("this view has no dated figure")
    place = marks.index[marks.drawn & marks.year.notna()][-1]
    marks.loc[place, ["ci_low", "ci_high"]] = (0.125, 0.875)
    charts = FORMS[definition.form_of(view.dimension)](marks, view, definition, en, LIGHT)
    spans = [
        (row["ci_low"], row["ci_high"])
        for chart in charts
        for layer in layers(chart)
        if layer.mark["type"] == "rule" and {"ci_low", "ci_high"} <= layer.fields
        for row in layer.rows
    ]
    assert (0.125, 0.875) in spans or marks.loc[place, "region_code"] == NATION


def test_every_look_has_its_own_colours_alone(view, language, drawn):
    for name, theme in THEMES.items():
        for chart in drawn(view, language, name).charts:
            other = next(each for each in THEMES.values() if each is not theme)
            mine = {theme.ink, theme.muted, theme.background, theme.grid, theme.missing}
            theirs = {other.ink, other.muted, other.background, *other.categories, *other.sequential} - mine
            spec = str(chart)
            assert theme.background in spec
            assert {colour for colour in theirs if f"'{colour}'" in spec} == set()


def test_a_look_changes_no_figure(view, language, drawn, keys_drawn):
    assert keys_drawn(drawn(view, language, "dark").charts) == keys_drawn(drawn(view, language).charts)


def test_every_mark_says_what_it_is_when_pointed_at(view, language, drawn, layers):
    for layer in (each for chart in drawn(view, language).charts for each in layers(chart)):
        if layer.mark["type"] in ("point", "bar"):
            told = {each["field"]: each["title"] for each in layer.encoding["tooltip"]}
            for column in ("indicator_label", "place_label", "period_label", "value_label", "source_label"):
                assert told[column] == language(f"column.{column}")


def test_every_chart_is_valid_vega_lite(view, en, marks_of, definition_of):
    definition, marks = definition_of(view), marks_of(view, en)
    with schemapi.debug_mode(True):
        charts = FORMS[definition.form_of(view.dimension)](marks, view, definition, en, LIGHT)
        for chart in charts:
            schema = alt.load_schema()
            schemapi.validate_jsonschema(chart.specification(LIGHT), schema)


def test_a_view_without_figures_has_no_chart(view, language, marks_of, definition_of):
    definition = definition_of(view)
    nothing = marks_of(view, language).iloc[:0]
    assert FORMS[definition.form_of(view.dimension)](nothing, view, definition, language, LIGHT) == []


def test_places_stand_side_by_side_whatever_form_the_view_has(view, definition_of):
    definition = definition_of(view)
    form = definition.form_of(view.dimension)
    if view.dimension == REGION and not definition.places_over_time:
        assert form == "bars"
    assert form in FORMS
