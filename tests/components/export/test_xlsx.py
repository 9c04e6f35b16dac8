"""A view as a workbook, read back by another library: figures, types, charts, notes, sources, columns."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pandas as pd
import pytest
from openpyxl import load_workbook

from components.content import content_of
from components.export.csv import columns_of
from components.export.xlsx import SHEETS, panel_table, xlsx_bytes
from components.figure import marks_of
from data.catalog import LANGUAGES, catalog
from equity.view import Filters, View

LINK = "http://localhost/insurance?lang=en"
VIEWS = {each.id: each for each in catalog().vocabulary.views()}


def content(name, code="en", **filters):
    return content_of(View.default(VIEWS[name], Filters(language=code, **filters)), LINK)


def made(name, code="en", **filters):
    view = content(name, code, **filters)
    return xlsx_bytes(view), view.marks, view.stamp, view.language


def opened(content):
    return load_workbook(io.BytesIO(content))


@pytest.mark.parametrize(("place", "name"), list(enumerate(VIEWS)))
def test_every_view_has_its_figures_and_a_chart_for_every_panel(place, name):
    book, marks, _, language = made(name, list(LANGUAGES)[place % 2])
    book = opened(book)
    assert book.sheetnames == [language(f"sheet.{each}") for each in SHEETS]
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    columns = columns_of(marks)
    assert len(header) == len(columns)
    estimates = [row[columns.index("estimate")] for row in rows]
    assert estimates == pytest.approx(list(marks.estimate), rel=1e-14)
    assert [row[columns.index("source_id")] for row in rows] == list(marks.source_id)
    assert len(book.worksheets[1]._charts) == marks[marks.drawn].panel.nunique()


def test_codes_are_text_and_numbers_are_numbers():
    content, marks, _, _ = made("money-per-member")
    sheet = opened(content).worksheets[0]
    columns = columns_of(marks)
    for row in sheet.iter_rows(min_row=2):
        assert row[columns.index("region_code")].data_type == "s"
        assert row[columns.index("region_code")].number_format == "@"
        assert row[columns.index("estimate")].data_type == "n"
        assert not [cell.coordinate for cell in row if cell.data_type == "f"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref


def test_a_text_that_looks_like_a_formula_stays_text():
    asked = content("share-repaid")
    made = xlsx_bytes(replace(asked, marks=asked.marks.assign(locator="=HYPERLINK(1)")))
    cells = [cell for row in opened(made).worksheets[0].iter_rows(min_row=2) for cell in row]
    assert [cell for cell in cells if cell.value == "=HYPERLINK(1)"]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_notes_say_finding_choices_gap_data_and_link(code):
    content, _, stamp, language = made("share-repaid", code, grades=("official", "journal"))
    rows = list(opened(content).worksheets[2].iter_rows(values_only=True))
    told = [row[1] for row in rows]
    assert told[0] == stamp.title
    assert told[-1] == LINK
    vocabulary = catalog().vocabulary
    grades = language.list([language.of(vocabulary.grades[each]) for each in ("official", "journal")])
    assert (language("filters.grades"), grades) in [row[:2] for row in rows]
    assert set(stamp.gaps) | set(stamp.notes) <= set(told)
    assert any(catalog().release["version"] in each for each in told)


def test_the_sources_are_those_of_the_figures_and_the_columns_are_explained():
    content, marks, _, _ = made("affordable-share", "zh")
    book = opened(content)
    cited = [row[0] for row in book.worksheets[3].iter_rows(min_row=2, values_only=True)]
    assert set(cited) >= set(marks.source_id)
    assert len(cited) == len(set(cited))
    meanings = dict(row[:2] for row in book.worksheets[4].iter_rows(min_row=2, values_only=True))
    assert list(meanings) == columns_of(marks)
    assert meanings["estimate"] == catalog().columns["columns"]["estimate"]["zh"]


def test_the_chart_reads_the_table_beside_it():
    content, marks, _, _ = made("coverage-by-income")
    panel = next(rows for _, rows in marks[marks.drawn].groupby("panel", sort=False))
    table = panel_table(panel, "groups")
    sheet = opened(content).worksheets[1]
    header = [cell.value for cell in sheet[2]][: len(table.columns)]
    assert header[1:] == list(dict.fromkeys(panel.sort_values("group_position").group_label))
    first = [cell.value for cell in sheet[3]][: len(table.columns)]
    assert first == table.iloc[0].tolist()
    chart = sheet._charts[0]
    assert len(chart.series) == len(table.columns) - 1
    assert chart.series[0].val.numRef.f.endswith(f"$B$3:$B${len(table) + 2}")


def test_of_years_each_stands_at_its_place():
    marks = marks_of(View.default(VIEWS["share-repaid"], Filters()))
    panel = marks[marks.drawn & (marks.panel == marks.panel.iloc[0])]
    table = panel_table(panel, "timeline")
    assert table.iloc[:, 0].is_monotonic_increasing
    assert pd.api.types.is_numeric_dtype(table.iloc[:, 0])
    assert table.iloc[:, 1:].count().sum() == len(panel.drop_duplicates(["when", "group"]))


def test_equal_figures_give_equal_bytes():
    first, second = (made("share-repaid", "zh")[0] for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        assert {each.date_time[0] for each in book.infolist()} == {1980}
