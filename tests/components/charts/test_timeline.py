"""Figures over the years: joined only where they are one unbroken series, and shaped by what is known."""

from __future__ import annotations

import pandas as pd
import pytest

from components.charts.series import LETTER, LETTER_ON_PHONE, ROOM, ROOM_ON_PHONE, segments, told
from components.charts.theme import LIGHT, SHAPES
from components.charts.timeline import timeline
from equity.view import Filters, View
from equity.vocabulary import CEILINGS, FLOORS, SeriesBreak, ViewDefinition

LABEL = {"en": "x", "zh": "x"}


def definition(**changes):
    usual = {
        "id": "v",
        "dataset": "d",
        "question": LABEL,
        "how_to_read": LABEL,
        "form": "timeline",
        "indicators": ("share",),
        "dimensions": ("scheme",),
        "filters": (),
        "default_indicators": ("share",),
        "joined": ("share",),
    }
    return ViewDefinition(**usual | changes)


def series(years, **cells):
    frame = pd.DataFrame({"year": [float(year) for year in years]})
    usual = {
        "year_start": frame.year,
        "indicator": "share",
        "panel": "p",
        "group": "a",
        "statistic": "mean",
        "drawn": True,
    }
    return frame.assign(**usual).assign(**cells)


def runs(frame, declared=None):
    """The years of each run, worked by hand in the tests."""
    joined = frame.assign(segment=segments(frame, declared or definition()))
    on_line = joined[joined.segment > 0]
    return sorted([int(year) for year in run.year] for _, run in on_line.groupby("segment"))


def test_consecutive_years_are_one_run():
    assert runs(series([2010, 2011, 2012])) == [[2010, 2011, 2012]]


def test_a_missing_year_ends_a_run():
    assert runs(series([2010, 2011, 2013, 2014])) == [[2010, 2011], [2013, 2014]]


def test_another_statistic_ends_a_run():
    kinds = ["median", "median", "mean", "mean"]
    assert runs(series([2010, 2011, 2012, 2013], statistic=kinds)) == [[2010, 2011], [2012, 2013]]


def test_a_declared_break_ends_a_run():
    broken = definition(breaks=(SeriesBreak(2011, 2012, LABEL),))
    assert runs(series([2010, 2011, 2012, 2013]), broken) == [[2010, 2011], [2012, 2013]]


def test_a_break_of_another_group_does_not():
    broken = definition(breaks=(SeriesBreak(2011, 2012, LABEL, group="b"),))
    assert runs(series([2010, 2011, 2012]), broken) == [[2010, 2011, 2012]]
    assert runs(series([2010, 2011, 2012], group="b"), broken) == [[2010, 2011], [2012]]


def test_a_year_with_two_figures_is_on_no_line():
    assert runs(series([2010, 2011, 2011, 2012, 2013])) == [[2010], [2012, 2013]]


def test_a_figure_for_several_years_is_on_no_line():
    frame = series([2010, 2011, 2012])
    frame.loc[1, "year_start"] = 2010.0
    assert runs(frame) == [[2010], [2012]]


def test_groups_panels_and_undeclared_indicators_are_never_joined():
    frame = pd.concat([series([2010, 2011]), series([2012], group="b"), series([2012], panel="q")])
    assert runs(frame.reset_index(drop=True)) == [[2010, 2011], [2012], [2012]]
    assert runs(series([2010, 2011], indicator="other")) == []


def test_what_is_not_drawn_or_has_no_date_is_on_no_line():
    assert runs(series([2010, 2011, 2012], drawn=[True, False, True])) == [[2010], [2012]]
    assert runs(series([2010, float("nan")]).assign(drawn=True)[:1]) == [[2010]]


def test_no_line_of_any_view_crosses_a_gap_or_a_break(view, language, drawn, layers, definition_of):
    drawing, declared = drawn(view, language), definition_of(view)
    if drawing.form != "timeline":
        pytest.skip("only timelines have lines over years")
    marks = drawing.marks.set_index("row_key")
    lines = [layer for chart in drawing.charts for layer in layers(chart) if layer.mark["type"] == "line"]
    assert len(lines) >= len(drawing.charts)
    for line in lines:
        assert line.encoding["detail"]["field"] == "segment"
        for _, run in marks.loc[[row["row_key"] for row in line.rows]].groupby("segment"):
            assert run.panel.nunique() == run.group.nunique() == run.indicator.nunique() == 1
            years = [int(year) for year in run.year]
            assert years == list(range(years[0], years[0] + len(years)))
            for each in declared.breaks:
                if each.group in (None, run.group.iloc[0]) and len(years) > 1:
                    assert not any(year < each.before and year + 1 > each.after for year in years[:-1])


def test_the_resident_scheme_is_not_joined_across_2016_to_2018(marks_of, vocabulary, en):
    definition = vocabulary.datasets["insurance_coverage"].views["members-by-scheme"]
    marks = marks_of(View.default(definition, Filters()), en)
    resident = marks[(marks.group == "resident") & (marks.segment > 0)]
    before = set(resident[resident.year <= 2016].segment)
    assert before
    assert before.isdisjoint(resident[resident.year >= 2018].segment)


def test_an_open_value_keeps_the_shape_of_its_qualifier(view, language, drawn, layers, definition_of):
    drawing = drawn(view, language)
    if drawing.form != "timeline" or definition_of(view).symbols:
        pytest.skip(
            "only timelines have shapes, and where these tell sources apart, words tell the qualifier"
        )
    shapes = {
        row["row_key"]: SHAPES[row["certainty"]]
        for chart in drawing.charts
        for layer in layers(chart)
        if layer.mark["type"] == "point" and "shape" in layer.encoding
        for row in layer.rows
    }
    marks = drawing.shown[drawing.shown.drawn & (drawing.shown.qualifier != "")]
    triangles = {**dict.fromkeys(FLOORS, "triangle-up"), **dict.fromkeys(CEILINGS, "triangle-down")}
    assert shapes == {row.row_key: triangles.get(row.qualifier, "circle") for row in marks.itertuples()}


def test_shapes_mean_the_same_in_every_panel(vocabulary, marks_of, en, layers):
    definition = vocabulary.datasets["insurance_coverage"].views["coverage-history"]
    view = View.default(definition, Filters())
    charts = timeline(marks_of(view, en), view, definition, en, LIGHT)
    scales = [
        layer.encoding["shape"]["scale"]
        for chart in charts
        for layer in layers(chart)
        if "shape" in layer.encoding
    ]
    assert scales
    for scale in scales:
        assert dict(zip(scale["domain"], scale["range"], strict=True)) == SHAPES


def test_all_panels_share_one_span_of_years(view, en, drawn, layers):
    drawing = drawn(view, en)
    if drawing.form != "timeline":
        pytest.skip("only timelines have years")
    spans = {
        tuple(layer.encoding["x"]["scale"]["domain"])
        for chart in drawing.charts
        for layer in layers(chart)
        if layer.encoding.get("x", {}).get("field") in ("when", "year_start")
        and "scale" in layer.encoding["x"]
    }
    assert len(spans) == min(1, len(drawing.charts))
    for first, last in spans:
        assert first < drawing.shown.year_start.min()
        assert last > drawing.shown.year.max()


def test_a_break_is_a_band_that_says_why(vocabulary, marks_of, language, layers):
    definition = vocabulary.datasets["insurance_coverage"].views["members-by-scheme"]
    view = View.default(definition, Filters())
    charts = timeline(marks_of(view, language), view, definition, language, LIGHT)
    bands = [
        row
        for chart in charts
        for layer in layers(chart)
        if layer.mark["type"] == "rect"
        for row in layer.rows
    ]
    assert bands
    reasons = {(each.after, each.before, language.of(each.reason)) for each in definition.breaks}
    assert {(row["year_start"], row["year"], row["reason"]) for row in bands} <= reasons


def test_told_values_have_room(view, en, marks_of):
    marks = marks_of(view, en)
    written = marks[marks.told]
    assert written.drawn.all()
    assert not written.duplicated(["panel", "year", "estimate"]).any()
    if (marks.drawn & marks.year.notna()).any():
        assert len(written) >= 1


def test_a_value_is_told_where_it_stands_on_no_other_mark_or_interval():
    """On a phone five letters reach over two years of these: the text above 2018 ends on the interval of 2019."""
    rows = pd.DataFrame({"year": [2018.0, 2019, 2030], "estimate": [10.0, 12, 10], "ci_low": [9.0, 8, 9]})
    rows = rows.assign(ci_high=[11.0, 16, 11], when=rows.year, year_start=rows.year, number_label="10.00")
    rows = rows.assign(panel="p", group="g", drawn=True)
    assert list(told(rows, ROOM_ON_PHONE, LETTER_ON_PHONE)) == [False, True, True]
    narrow = rows.assign(ci_low=[9.0, 9, 9], ci_high=[11.0, 12.1, 11], estimate=[10.0, 10.5, 10])
    assert list(told(narrow.assign(ci_high=10.6), ROOM, LETTER)) == [True, False, True]
