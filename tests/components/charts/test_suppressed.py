"""Groups that are not shown: told as hidden wherever a figure of theirs would stand, not as without a figure."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pypdfium2
import pytest
from openpyxl import load_workbook
from pptx import Presentation

from components.charts.suppressed import NAMED, SUPPRESSED
from components.content import content_of
from components.export.brief import brief_bytes
from components.export.content import Story
from components.export.csv import csv_bytes, heading
from components.export.json_file import json_bytes
from components.export.parquet import parquet_bytes
from components.export.picture import CARD, framed_svg
from components.export.plots import BARS, plots_of
from components.export.pptx import pptx_bytes
from components.export.xlsx import xlsx_bytes
from components.figure import charts_of, marks_of, printed_charts_of, printed_tiles_of, tiles_of
from components.notes import notes, trust_line
from components.own_data.visit import OwnFile, examined
from components.table import table
from data.catalog import catalog, using
from data.upload.recognition import CASES
from data.upload.sheets import Opened, Sheet
from data.upload.summary import COMPLETION
from equity.view import ORDERS, Filters, View
from equity.vocabulary import REGION, TOTAL

PROVINCES = {"110000": 60, "310000": 50, "510000": 40, "540000": 6, "620000": 30, "810000": 14}
"""Cases in each; of Tibet too few, and of Hong Kong the next fewest."""
TIBET, HONG_KONG = "540000", "810000"
CHANNELS = {"hospital": 100, "friends": 88, **{f"village {place}": 2 for place in range(6)}}
LINK = "http://localhost/your_data?lang=en"
VIEWS = ("places", "years", "groups")
YEARS = {2016: 60, 2017: 60, 2018: 60, 2019: 14, 2020: 6}


def spread(sizes, order):
    return order.permutation([name for name, size in sizes.items() for _ in range(size)])


@pytest.fixture(scope="module")
def found():
    order = np.random.default_rng(11)
    rows = {"case": range(200)} | {
        name: spread(sizes, order)
        for name, sizes in (("province", PROVINCES), ("channel", CHANNELS), ("year", YEARS))
    }
    amounts = order.lognormal(9, 0.5, 200).round()
    cells = pd.DataFrame(rows | {"amount": amounts}, index=pd.RangeIndex(2, 202)).astype(object)
    return examined(OwnFile("cases.csv", "0" * 12, Opened((Sheet("", cells),)), kind=CASES))


@pytest.fixture
def shown(found, language):
    """Asks for one of the file's views in the language, while its catalog is the one in use."""
    with using(found.where):
        yield lambda name: View.default(
            found.where.vocabulary.definition(f"{found.where.brought.dataset.id}-{name}"),
            Filters(language=language.code),
        )


def definition_of(view):
    return catalog().vocabulary.definition(view.id)


def words_of(chart, layers):
    """The texts that stand for what is hidden, layer by layer, with its rows."""
    return [
        (layer.encoding["text"], layer)
        for layer in layers(chart)
        if layer.mark["type"] == "text"
        and layer.rows
        and set(layer.rows[0]) <= {"bar_label", "words", "when"}
    ]


@pytest.mark.parametrize("order", ORDERS)
def test_a_hidden_province_has_a_row_with_a_word_at_its_place(shown, language, layers, order):
    view = replace(shown("places"), order=order)
    names = {code: language.of(catalog().vocabulary.regions[code].label) for code in PROVINCES}
    hidden = {names[TIBET], names[HONG_KONG]}
    for chart in printed_charts_of(view):
        bars = next(layer for layer in layers(chart) if layer.mark["type"] == "bar")
        rows = bars.encoding["y"]["scale"]["domain"]
        ((word, layer),) = words_of(chart, layers)
        assert word == {"value": language("suppressed.group")}
        assert {row["bar_label"] for row in layer.rows} == hidden
        assert {row["bar_label"] for row in bars.rows} == set(names.values()) - hidden
        assert sorted(rows) == sorted(names.values())
        if order == "code":
            assert rows == list(names.values())
        if order == "value":
            assert set(rows[-2:]) == hidden


def test_a_hidden_province_is_crossed_on_the_grid_and_not_hatched(shown, language, layers):
    caption, _ = tiles_of(shown("places"), "light")
    assert language("suppressed.group") in caption.lower()
    chart = printed_tiles_of(shown("places"))
    told = {row["region_code"]: row for layer in layers(chart) for row in layer.rows if "region_code" in row}
    hidden = {code for code, row in told.items() if row["value_label"] == language("suppressed.group")}
    assert hidden == {TIBET, HONG_KONG}
    crossed = {(int(row["x"]), int(row["y"])) for row in chart["datasets"]["strokes"] if row["hidden"]}
    assert crossed == {(told[code]["column"], told[code]["row"]) for code in hidden}


def test_hidden_groups_are_named_below_the_axis_and_have_no_mark(shown, language, layers):
    charts = printed_charts_of(shown("groups"))
    assert charts
    for chart in charts:
        ((_, layer),) = words_of(chart, layers)
        (words,) = (row["words"] for row in layer.rows)
        assert sum(f"village {place}" in words.replace("\n", " ") for place in range(6)) == NAMED
        assert layer.encoding["y"]["value"] > chart["height"]
        marked = {row["group_label"] for row in chart["datasets"]["marks"]}
        assert marked == {"hospital", "friends"}


def test_a_hidden_year_says_so_at_its_place(shown, language, layers):
    for chart in printed_charts_of(shown("years")):
        ((word, layer),) = words_of(chart, layers)
        assert word["value"].replace("\n", "") == language("suppressed.group")
        assert {row["when"] for row in layer.rows} == {2019, 2020}
        assert "value" in layer.encoding["y"]
        first, last = layer.encoding["x"]["scale"]["domain"]
        assert first < 2016
        assert last > 2020
    later = replace(shown("years"), period=(2016, 2019))
    assert {row["when"] for row in printed_charts_of(later)[0]["datasets"]["suppressed"]} == {2019}


def test_a_hidden_month_says_so_at_its_place(language, layers):
    sizes = dict.fromkeys(pd.period_range("2019-11", periods=14, freq="M").astype(str), 30)
    sizes |= {"2020-02": 4, "2019-12": 12}
    dates = [f"{month}-05" for month, size in sizes.items() for _ in range(size)]
    cells = pd.DataFrame({"case": range(len(dates)), "date": dates, "amount": range(len(dates))})
    own = examined(OwnFile("months.csv", "2" * 12, Opened((Sheet("", cells.astype(object)),)), kind=CASES))
    hidden = {"2019-12": 2019 + 11.5 / 12, "2020-02": 2020 + 1.5 / 12}
    with using(own.where):
        definition = own.where.vocabulary.definition(f"{own.where.brought.dataset.id}-years")
        view = View.default(definition, Filters(language=language.code))
        marks = marks_of(view)
        assert {*marks.period_end} == {*sizes} - {*hidden}
        assert not {round(each, 6) for each in hidden.values()} & {*marks.when.round(6)}
        for chart in printed_charts_of(view):
            ((word, layer),) = words_of(chart, layers)
            assert word["value"].replace("\n", "") == language("suppressed.group")
            assert [row["when"] for row in layer.rows] == pytest.approx([*hidden.values()])
        (later, *_) = printed_charts_of(replace(view, period=(2020, 2020)))
        assert [row["when"] for row in later["datasets"]["suppressed"]] == pytest.approx([hidden["2020-02"]])
        told = notes(marks, view, definition, language)
        named = language.list([language.period(month, month) for month in hidden])
    assert language("suppressed.groups", groups=named) in told


def hidden_names(name, language):
    """What is hidden in a view as a list, and the column of the table that says so."""
    if name == "places":
        regions = catalog().vocabulary.regions
        return [language.of(regions[code].label) for code in (TIBET, HONG_KONG)], "place_label"
    if name == "years":
        return [language.period(year, year) for year in ("2019", "2020")], "period_label"
    return [f"village {place}" for place in range(6)], "group_label"


@pytest.mark.parametrize("name", VIEWS)
def test_the_table_and_the_notes_say_what_is_hidden(shown, language, name):
    view = shown(name)
    marks, (names, column) = marks_of(view), hidden_names(name, language)
    assert marks.estimate.notna().all()
    rows = table(marks, view, language)
    hidden = rows[rows[language("column.value_label")] == language("suppressed.group")]
    listed = language.list(names, NAMED)
    assert set(hidden[language(f"column.{column}")]) == (set(names) if name == "places" else {listed})
    told = notes(marks, view, definition_of(view), language)
    assert language("suppressed.groups", groups=listed) in told
    assert len([line for line in told if any(each in line for each in names)]) == 1


def told_in_rows(name, language):
    """What is hidden in a view, a name a row of a file; groups that may not be named are counted."""
    names, column = hidden_names(name, language)
    more = len(names) - NAMED
    return ([*names[:NAMED], language.plural("suppressed.others", more)] if more > 0 else names), column


@pytest.mark.parametrize("name", VIEWS)
def test_every_file_of_figures_has_a_row_without_a_figure_for_each_hidden_group(shown, language, name):
    content = content_of(shown(name), LINK)
    names, column = told_in_rows(name, language)
    sheet = load_workbook(io.BytesIO(xlsx_bytes(content))).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    parquet = pq.read_table(io.BytesIO(parquet_bytes(content))).to_pandas()
    files = (
        pd.read_csv(io.BytesIO(csv_bytes(content))),
        pd.DataFrame(rows, columns=head),
        parquet.rename(columns=lambda each: heading(each, language)),
    )
    for file in files:
        hidden = file[file["flags"] == SUPPRESSED]
        assert list(hidden[language(f"column.{column}")].map(str)) == names
        assert set(hidden[language("column.value_label")]) == {language("suppressed.group")}
        assert hidden[["estimate", "n", "se", "population"]].isna().all(axis=None)
        assert len(hidden) + len(content.marks) == len(file)
        assert file["estimate"].notna().sum() == len(content.marks)
    figures = json.loads(json_bytes(content))["figures"]
    hidden = [each for each in figures if each["flags"] == [SUPPRESSED]]
    place = {"place_label": "region", "period_label": "period", "group_label": "group"}[column]
    assert [each[place]["label"] for each in hidden] == names
    assert {(each["value"], each["n"], each["text"]) for each in hidden} == {
        (None, None, language("suppressed.group"))
    }
    if name == "places":
        assert [each["region"]["code"] for each in hidden] == [TIBET, HONG_KONG]
    if name == "years":
        assert [each["period"]["start"] for each in hidden] == ["2019", "2020"]


@pytest.mark.parametrize("name", VIEWS)
def test_charts_to_edit_name_what_is_hidden_where_its_mark_would_stand(shown, language, name):
    content = content_of(shown(name), LINK)
    names, _ = told_in_rows(name, language)
    in_place = [language("suppressed.named", group=each) for each in names]
    words = language("suppressed.groups", groups=language.list(hidden_names(name, language)[0], NAMED))
    assert words in content.stamp.notes
    for plot in plots_of(content):
        marked = {int(mark.x) for series in plot.series for mark in series.marks}
        if plot.kind == "years":
            assert plot.context.endswith(words)
            assert not marked & {2019, 2020}
        else:
            assert [each for place, each in enumerate(plot.categories) if place not in marked] == in_place
            assert [series.kind for series in plot.series] == ["figures"]
    deck = Presentation(io.BytesIO(pptx_bytes(Story("", LINK, (content,), ("",), language))))
    charts = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    for each in charts:
        described = each._element.nvGraphicFramePr.cNvPr.get("descr")
        assert words in described if name == "years" else all(one in described for one in in_place)
    sheet = load_workbook(io.BytesIO(xlsx_bytes(content))).worksheets[1]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    if name == "places":
        assert {*in_place} <= {*cells}
    else:
        assert any(cell.endswith(words) for cell in cells)


def test_a_chart_in_pieces_may_have_one_of_hidden_places_alone(shown):
    """Ordered by value, they come last."""
    content = content_of(replace(shown("places"), order="value"), LINK)
    many = pd.concat([content.hidden] * BARS)
    many = many.assign(bar_label=[f"{label} {place}" for place, label in enumerate(many.bar_label)])
    plots = plots_of(replace(content, hidden=many))
    assert len(plots) > 2 * content.drawn.panel.nunique()
    assert sum(len(series.marks) for plot in plots for series in plot.series) == len(content.drawn)
    alone = replace(content, hidden=many)
    assert pptx_bytes(Story("", LINK, (alone,), ("",), content.language))


@pytest.mark.parametrize("name", VIEWS)
def test_a_brief_names_what_is_hidden_in_its_table(shown, language, name):
    content = content_of(shown(name), LINK)
    brief = pypdfium2.PdfDocument(brief_bytes(Story(content.title, LINK, (content,), ("",), language)))
    page = "".join(brief[1].get_textpage().get_text_range().split())
    assert language("suppressed.group") in page
    for each in hidden_names(name, language)[0][:NAMED]:
        assert "".join(each.split()) in page


def test_a_picture_for_social_media_says_what_is_crossed_on_its_grid(shown, language):
    content = content_of(shown("places"), LINK)
    names, _ = told_in_rows("places", language)
    words = language("suppressed.groups", groups=language.list(names))
    told = "".join(fromstring(framed_svg(content, *CARD)).itertext())
    assert "".join(words.split()) in "".join(told.split())


def test_a_province_that_is_asked_for_and_hidden_is_not_said_to_have_no_figure(shown, language):
    view = shown("places").of_regions(("110000", TIBET))
    rows = table(marks_of(view), view, language)
    words = dict(zip(rows[language("column.region_code")], rows[language("column.value_label")], strict=True))
    assert words[TIBET] == language("suppressed.group")
    assert HONG_KONG not in words
    assert language("trust.provinces_of_file", count=1, total=len(PROVINCES)) in trust_line(view, language)
    (chart, *_) = charts_of(view, "light")
    assert "suppressed" in chart["datasets"]


def test_what_is_compared_is_hidden_alike(found):
    compared = found.where.vocabulary.datasets[found.where.brought.dataset.id].comparing
    assert compared.suppressed
    assert {each.dimension for each in compared.suppressed} >= {REGION, TOTAL}


def test_a_group_that_is_hidden_in_one_figure_is_shown_in_another():
    """Of most campaigns that a paper told of, no goal is known, so that how far they came rests on few."""
    order = np.random.default_rng(12)
    told = ["friends"] * 150 + ["hospital"] * 100 + ["paper"] * 60
    goals = order.choice([50_000.0, 100_000.0], len(told))
    goals[-55:] = np.nan
    cells = pd.DataFrame(
        {"channel": told, "goal": goals, "raised": order.lognormal(9, 0.5, len(told)).round()}
    )
    file = OwnFile("c.csv", "1" * 12, Opened((Sheet("", cells.astype(object)),)))
    found = examined(file)
    assert {(each.indicator, each.subgroup) for each in found.hidden} >= {(COMPLETION, "paper")}
    view = next(iter(found.where.brought.dataset.views.values()))
    hidden = {each.indicator for each in view.suppressed if each.group == "paper"}
    assert hidden
    assert hidden < {*view.indicators}


def test_a_column_that_is_headed_region_holds_groups_like_any_other(en):
    """Whose names are no codes of provinces."""
    cells = pd.DataFrame({"case": range(300), "region": ["north"] * 150 + ["south"] * 145 + ["east"] * 5})
    cells["amount"] = np.random.default_rng(13).lognormal(8, 1, 300).round()
    found = examined(OwnFile("c.csv", "2" * 12, Opened((Sheet("", cells.astype(object)),))))
    definition = next(iter(found.where.brought.dataset.views.values()))
    view = View.default(definition, Filters())
    with using(found.where):
        (named, *_) = [line for line in notes(marks_of(view), view, definition, en) if "east" in line]
    assert named == en("suppressed.groups", groups=en.list(["east", "south"]))
