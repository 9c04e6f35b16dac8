"""Views as slides, read back by the library that made them: figures, charts to edit, words, links, notes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation

from components.charts.theme import LIGHT
from components.content import content_of, story_of
from components.export.content import Content
from components.export.editable import label_format
from components.export.fonts import wrapped
from components.export.plots import plots_of
from components.export.pptx import ROOM_IN_POINTS, TEXT, TEXT_LINES, pptx_bytes
from components.order import Chapter
from data.catalog import LANGUAGES, catalog
from equity.view import Filters, View
from equity.vocabulary import EXPLORER, NATION

LINK = "http://localhost/insurance?lang=en"
VIEWS = {each.id: each for each in catalog().vocabulary.views()}
FACTORS = (1, 10**4, 10**6, 10**8, 10**9, 10**12)


SEQUENCES = {
    "chartSpace": "date1904 lang roundedCorners chart spPr txPr externalData",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls errBars cat xVal val yVal smooth",
    "dPt": "idx invertIfNegative marker spPr",
    "dLbl": "idx layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent"
    " showBubbleSize",
    "errBars": "errDir errBarType errValType noEndCap plus minus spPr",
    "lineChart": "grouping varyColors ser dLbls hiLowLines marker smooth axId",
    "scaling": "logBase orientation max min",
}
"""In which order the format has the parts of a chart; PowerPoint opens no other."""


def view_of(name, code="en", **choices):
    return replace(View.default(VIEWS[name], Filters(language=code)), **choices)


@cache
def made(name, code="en", text="", **choices) -> tuple[Any, Content]:
    """The slides of a view, and what they are made of."""
    view = view_of(name, code, **choices)
    story = story_of([Chapter(view, LINK, text=text)])
    return Presentation(io.BytesIO(pptx_bytes(story))), story.contents[0]


def shapes_of(deck):
    return [shape for slide in deck.slides for shape in slide.shapes]


def frames_of(deck):
    return [shape for shape in shapes_of(deck) if shape.has_chart]


def title_of(chart):
    return chart.chart_title.text_frame.text


def figures_of(chart, language):
    """The series that hold the view's own figures."""
    others = {language(key) for key in ("explorer.other_source", "chart.event", "chart.break")}
    return [series for series in chart.plots[0].series if series.name not in others]


def points_of(series):
    """Row and value of each point."""
    return [
        (int(point.get("idx")), float(point[0].text))
        for point in series._element.xpath("(c:val|c:yVal)//c:pt")
    ]


def charted(content):
    """The figures that a chart has a place for, panel by panel."""
    drawn = content.drawn
    if content.form == "timeline":
        drawn = drawn[drawn.year.notna()]
    for _, panel in drawn.groupby("panel", sort=False):
        nation = panel.group == NATION
        if content.form == EXPLORER:
            yield from (rows for _, rows in panel.groupby("price_base_position"))
        else:
            yield panel[~(nation & panel.summed)] if not nation.all() else panel


@pytest.mark.exhaustive
@pytest.mark.parametrize(("place", "name"), list(enumerate(VIEWS)))
def test_every_view_has_all_its_figures_in_charts_to_edit(place, name):
    deck, content = made(name, list(LANGUAGES)[place % 2])
    frames = frames_of(deck)
    assert not [shape for shape in shapes_of(deck) if hasattr(shape, "image")]
    panels = [
        [
            value
            for frame in pieces
            for series in figures_of(frame.chart, content.language)
            for _, value in points_of(series)
        ]
        for _, pieces in groupby(frames, key=lambda frame: title_of(frame.chart))
    ]
    expected = list(charted(content))
    assert len(panels) == len(expected) > 0
    for values, panel in zip(panels, expected, strict=True):
        factor = next(each for each in FACTORS if sum(panel.estimate) == pytest.approx(sum(values) * each))
        assert sorted(value * factor for value in values) == pytest.approx(sorted(panel.estimate))
    for frame in frames:
        assert frame._element.nvGraphicFramePr.cNvPr.get("descr").startswith(
            title_of(frame.chart).split("\n")[0]
        )
        sheet: Any = load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
        held = [cell for row in sheet.iter_rows(min_row=2, min_col=2, values_only=True) for cell in row]
        values = [value for series in frame.chart.plots[0].series for _, value in points_of(series)]
        assert sorted(cell for cell in held if cell is not None) == pytest.approx(sorted(values))
        check_order(frame.chart)
    check_words(deck, content)


def check_order(chart):
    """Every part of a chart stands where the format has it."""
    for element in chart._chartSpace.iter():
        sequence = SEQUENCES.get(element.tag.split("}")[1], "").split()
        if sequence and "chart" in element.tag:
            places = [sequence.index(part.tag.split("}")[1]) for part in element]
            assert places == sorted(places)


def check_words(deck, content):
    """Title, source, link and notes of every slide."""
    stamp = content.stamp
    width = deck.slide_width
    for slide in deck.slides:
        head = slide.shapes.title.text_frame.text
        assert head[: len(head) // 2] == stamp.title[: len(head) // 2]
        links = [
            run.hyperlink.address
            for shape in slide.shapes
            if shape.has_text_frame
            for each in shape.text_frame.paragraphs
            for run in each.runs
        ]
        assert stamp.link in links
        notes = slide.notes_slide.notes_text_frame.text
        told = [
            stamp.title,
            stamp.question,
            *stamp.gaps,
            stamp.trust,
            stamp.version,
            stamp.licence,
            stamp.link,
        ]
        assert all(each in notes for each in (*told, *content.sources.title))
        for shape in slide.shapes:
            assert 0 <= shape.left < shape.left + shape.width <= width
            assert 0 <= shape.top < shape.top + shape.height <= deck.slide_height


def test_equal_figures_give_equal_bytes_without_a_time():
    story = story_of([Chapter(view_of("share-repaid", "zh"), LINK)])
    first, second = pptx_bytes(story), pptx_bytes(story)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {each.date_time[0] for each in file.infolist()} == {1980}
        workbooks = [each for each in file.namelist() if each.endswith(".xlsx")]
        for each in workbooks:
            properties = load_workbook(io.BytesIO(file.read(each))).properties
            assert properties.created.year == 1980
    assert workbooks


def test_published_intervals_are_error_bars():
    deck, content = made("outcome-by-deprivation")
    (frame,) = frames_of(deck)
    for side, sign, end in (("plus", 1, "ci_high"), ("minus", -1, "ci_low")):
        lengths = [float(each.text) for each in frame.chart._chartSpace.xpath(f"//c:errBars/c:{side}//c:v")]
        rows = content.drawn.sort_values("group_position")
        assert lengths == pytest.approx(list(sign * (rows[end] - rows.estimate)))


def test_a_line_joins_one_unbroken_run_only():
    deck, content = made("income-over-time", "zh")
    runs = content.drawn[content.drawn.segment > 0].groupby("segment").size()
    joined = [
        len(points_of(series))
        for frame in frames_of(deck)
        for series in frame.chart.plots[0].series
        if series._element.xpath("c:spPr/a:ln/a:solidFill") and len(points_of(series)) > 1
    ]
    assert sorted(joined) == sorted(runs[runs > 1])
    for frame in frames_of(deck):
        deleted = frame.chart._chartSpace.xpath("//c:legendEntry/c:delete")
        names = [series.name for series in figures_of(frame.chart, content.language)]
        assert len(names) - len(deleted) == len(set(names))


def test_labels_say_what_the_screen_says_and_follow_the_figures():
    deck, content = made("residents", "zh")
    texts = set(content.drawn.number_label)
    for frame in frames_of(deck):
        (series,) = frame.chart.plots[0].series
        values = dict(points_of(series))
        for label in series._element.xpath("c:dLbls/c:dLbl"):
            value = values[int(label.xpath("c:idx")[0].get("val"))]
            written = "".join(each.text for each in label.xpath(".//a:t"))
            formats = [each.get("formatCode") for each in label.xpath("c:numFmt")]
            if written:
                assert written in texts
            else:
                assert formats == [
                    next(label_format(text, value) for text in texts if label_format(text, value))
                ]


@pytest.mark.parametrize(
    ("text", "value", "pattern"),
    [
        ("84.8%", 84.8, '0.0"%"'),
        ("约9.47亿", 9.4712, '"约"0.00"亿"'),
        ("1,930", 1930.0, "#,##0"),
        ("−54.8%", -54.8, '0.0"%"'),
        ("8000", 0.8, None),
        ("−9.8%", 9.8, None),
    ],
)
def test_a_label_is_a_number_format_where_one_can_say_it(text, value, pattern):
    assert label_format(text, value) == pattern


def test_provinces_are_divided_between_two_charts_of_one_slide_on_one_scale():
    deck, content = made("money-per-member")
    (slide,) = deck.slides
    charts = [shape.chart for shape in slide.shapes if shape.has_chart]
    names = [name for chart in charts for name in chart.plots[0].categories]
    assert len(charts) == 2
    assert names[0] == content.drawn[content.drawn.group == NATION].group_label.iloc[0]
    assert sorted(names) == sorted(content.drawn.group_label)
    assert len({(chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) for chart in charts}) == 1


def test_groups_keep_their_colour_in_every_panel():
    deck, _ = made("coverage-by-income")
    colours = [
        [series.marker.format.fill.fore_color.rgb for series in frame.chart.plots[0].series]
        for frame in frames_of(deck)
    ]
    assert colours[0] == colours[1]
    assert len(set(colours[0])) == len(colours[0])


def description_of(frame):
    return frame._element.nvGraphicFramePr.cNvPr.get("descr")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_chart_is_told_with_units_and_with_what_figures_leave_open(code):
    deck, content = made("coverage-history", code)
    told = description_of(frames_of(deck)[0])
    _, rows = next(iter(content.drawn[content.drawn.year.notna()].groupby("panel", sort=False)))
    assert (rows.certainty != "exact").any()
    assert all(each in told for each in rows.value_label)


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_other_sources_print_is_a_grey_bar_that_the_legend_names(code):
    deck, content = made("cuts-as-printed", code)
    others = content.marks[~content.marks.drawn & content.marks.disagrees]
    name = content.language("explorer.other_source")
    found = [
        (frame, series)
        for frame in frames_of(deck)
        for series in frame.chart.plots[0].series
        if series.name == name
    ]
    values = [value for _, series in found for _, value in points_of(series)]
    assert sorted(values) == sorted(others.estimate)
    assert len(values) > 0
    for frame, series in found:
        assert frame.chart.has_legend
        assert str(series.format.fill.fore_color.rgb) == LIGHT.muted.removeprefix("#")
        assert name in description_of(frame)


@pytest.mark.parametrize("name", ["money-per-member", "goal-by-status"])
def test_another_source_has_its_bar_below_the_one_drawn(name):
    content = content_of(view_of(name), LINK)
    rows = content.drawn
    # No province has two figures today: the last of each panel is printed once more, a tenth larger.
    others = rows.groupby("panel").tail(1)
    others = others.assign(estimate=others.estimate * 1.1, drawn=False, disagrees=True)
    marks = pd.concat([rows, others], ignore_index=True)
    plots = plots_of(replace(content, marks=marks))
    assert {plot.kind for plot in plots} == {"bars"}
    told = [(plot, series) for plot in plots for series in plot.series if series.kind == "other"]
    assert len(told) == rows.panel.nunique()
    for plot, series in told:
        (mark,) = series.marks
        assert plot.legend
        assert [each.named for each in plot.series] == [each.kind == "other" for each in plot.series]
        assert plot.categories[int(mark.x)] == plot.categories[int(mark.x) - 1]


def test_an_axis_has_the_comma_only_where_the_language_writes_it():
    for code, pattern in (("en", "#,##0"), ("zh", "0")):
        deck, _ = made("income-over-time", code)
        for frame in frames_of(deck):
            axis = frame.chart.value_axis
            if code == "zh":
                assert axis.maximum_scale < 10**4
            assert axis.tick_labels.number_format.partition(".")[0] == pattern


def test_a_logarithmic_view_has_a_logarithmic_axis():
    name = next(each.id for each in VIEWS.values() if "log" in each.scales)
    deck, _ = made(name, scale="log")
    assert all(frame.chart._chartSpace.xpath("//c:valAx//c:logBase") for frame in frames_of(deck))


def test_figures_without_a_date_stand_in_a_table():
    deck, content = made("platform-totals", "zh")
    undated = content.drawn[content.drawn.year.isna()]
    (table,) = [shape.table for shape in shapes_of(deck) if shape.has_table]
    cells = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
    assert [row[3] for row in cells[1:]] == list(undated.value_label)


def test_a_view_without_figures_says_so():
    deck, content = made("who-asks", dimension="disease")
    assert content.drawn.empty
    assert content.language("empty.card") in [
        shape.text_frame.text for shape in shapes_of(deck) if shape.has_text_frame
    ]


@pytest.mark.parametrize(("code", "tag"), [("en", "en-GB"), ("zh", "zh-CN")])
def test_words_are_in_their_language_and_in_fonts_that_offices_have(code, tag):
    deck, _ = made("affordable-share", code)
    slide = deck.slides[0]
    assert {each.get("lang") for each in slide.element.xpath("//a:r/a:rPr")} == {tag}
    assert slide.element.xpath("//a:r/a:rPr")
    for frame in frames_of(deck):
        assert [each.get("val") for each in frame.chart._chartSpace.xpath("c:lang")] == [tag]
    theme = deck.slide_master.part.part_related_by(f"{RELATIONSHIPS}/theme").blob.decode()
    assert (
        theme.count('<a:ea typeface="Microsoft YaHei"/>') == theme.count('<a:latin typeface="Arial"/>') == 2
    )


RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_a_story_has_a_cover_and_what_its_teller_wrote():
    long = "\n\n".join(["Why **this** matters, at length. " * 12] * 6)
    names = (
        ("goal-by-status", "A [link](https://example.org) and *more*."),
        ("affordable-share", long),
        ("who-asks", ""),
    )
    chapters = [Chapter(view_of(name), LINK, text=text) for name, text in names]
    story = story_of(chapters, "Three views")
    deck: Any = Presentation(io.BytesIO(pptx_bytes(story)))
    cover, first, second, *_ = deck.slides
    assert cover.shapes.title.text_frame.text == deck.core_properties.title == "Three views"
    words = cover.placeholders[1].text_frame
    assert str(sum(len(each.drawn) for each in story.contents)) in words.text
    assert words.paragraphs[-1].runs[0].hyperlink.address == story.link
    runs = [
        run
        for shape in first.shapes
        if shape.has_text_frame
        for each in shape.text_frame.paragraphs
        for run in each.runs
    ]
    assert [run.text for run in runs if run.font.italic] == ["more"]
    assert "https://example.org" in [run.hyperlink.address for run in runs]
    assert not [shape for shape in second.shapes if shape.has_chart]
    told = "".join(shape.text_frame.text for shape in shapes_of(deck) if shape.has_text_frame)
    assert told.count("matters, at length") == 72
    assert {content.stamp.title[:20] for content in story.contents} <= {
        slide.shapes.title.text_frame.text[:20] for slide in deck.slides
    }


def test_line_breaks_are_line_breaks():
    deck, _ = made("goal-by-status", text="First\nsecond\n\n```\none\n\nthree\n```")
    (lead,) = [
        shape.text_frame
        for shape in deck.slides[0].shapes
        if shape.has_text_frame and "second" in shape.text_frame.text
    ]
    assert [each.text for each in lead.paragraphs][-2:] == ["First\vsecond", "one\v\vthree"]


@pytest.mark.parametrize(("code", "words"), [("en", "one **two** three, "), ("zh", "一句**很长**的话，")])
def test_a_paragraph_longer_than_a_slide_goes_on_on_the_next(code, words):
    deck, content = made("goal-by-status", code, text=words * 240)
    pages = [
        paragraph
        for shape in shapes_of(deck)
        if shape.has_text_frame and shape is not shape.part.slide.shapes.title
        for paragraph in shape.text_frame.paragraphs
        if words[:2] in paragraph.text
    ]
    assert len(pages) > 1
    joined = (" " if code == "en" else "").join(each.text for each in pages)
    assert joined == (words * 240).replace("**", "").strip()
    for each in pages:
        assert {run.text for run in each.runs if run.font.bold} == {words.split("**")[1]}
        assert len(wrapped(each.text, TEXT, ROOM_IN_POINTS, content.language)) <= TEXT_LINES
