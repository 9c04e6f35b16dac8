"""The figures of a view as CSV: whole, safe in a spreadsheet, and Chinese intact."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from functools import cache

import pytest

from components.content import content_of
from components.export.csv import LABELS, csv_bytes, region, stamp_columns
from components.export.table import FORMULA_MARKS, neutralised
from equity.view import Filters, View

BOM = b"\xef\xbb\xbf"


@cache
def content(view, language):
    return content_of(
        replace(view, filters=replace(view.filters, language=language.code)), "http://localhost/"
    )


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_file_begins_with_a_byte_order_mark_and_is_utf_8(view, language, marks_of):
    made = csv_bytes(content(view, language))
    assert made.startswith(BOM)
    assert not made.removeprefix(BOM).startswith(BOM)
    made.decode("utf-8")


def test_the_file_has_the_rows_of_the_frame_in_their_order(view, language, marks_of):
    marks = marks_of(view, language)
    rows = read(csv_bytes(content(view, language)))
    # A derived value has more digits than the fifteen that a file keeps.
    assert [float(row["estimate"]) for row in rows] == pytest.approx(list(marks.estimate), rel=1e-14)
    assert [row["source_id"] for row in rows] == list(marks.source_id)
    assert [row["drawn"] for row in rows] == [str(drawn) for drawn in marks.drawn]


def test_labels_come_first_and_in_the_language(view, language, marks_of):
    marks = marks_of(view, language)
    rows = read(csv_bytes(content(view, language)))
    header = csv_bytes(content(view, language)).decode("utf-8-sig").split("\n")[0].split(",")
    assert header[: len(LABELS)] == [language(f"column.{name}") for name in LABELS]
    assert [row[language("column.value_label")] for row in rows] == [
        neutralised(each) for each in marks.value_label
    ]


def test_codes_keep_all_their_digits(view, language, marks_of):
    marks = marks_of(view, language)
    rows = read(csv_bytes(content(view, language)))
    assert [row["region_code"] for row in rows] == [region(code) for code in marks.region_code]
    assert [row["period_start"] for row in rows] == list(marks.period_start)


def test_years_and_sizes_are_whole_numbers(view, language, marks_of):
    for row in read(csv_bytes(content(view, language))):
        for column in ("year", "n"):
            assert "." not in row[column], (column, row[column])


def test_both_languages_hold_the_same_figures(view, en, zh):
    columns = ("estimate", "unit", "source_id", "locator", "same_as", "group")
    first, second = (read(csv_bytes(content(view, say))) for say in (en, zh))
    assert [[row[name] for name in columns] for row in first] == [
        [row[name] for name in columns] for row in second
    ]


@pytest.mark.parametrize("mark", FORMULA_MARKS)
def test_a_cell_that_a_spreadsheet_would_run_is_text(vocabulary, en, mark):
    whole = content(View.default(next(vocabulary.views()), Filters()), en)
    assert len(whole.marks)
    run = f"{mark}HYPERLINK(1)"
    for row in read(csv_bytes(replace(whole, marks=whole.marks.assign(locator=run, indicator_label=run)))):
        assert row["locator"] == row[en("column.indicator_label")] == f"'{mark}HYPERLINK(1)"


def test_a_carriage_return_does_not_end_a_row(vocabulary, en):
    whole = content(View.default(next(vocabulary.views()), Filters()), en)
    broken = replace(whole, marks=whole.marks.assign(locator="\r=1\rtable 2"))
    assert {row["locator"] for row in read(csv_bytes(broken))} == {" =1 table 2"}


@pytest.mark.parametrize("cell", ["plain", "", "1-2", "a=b", -5.0, None, True])
def test_other_cells_are_left_as_they_are(cell):
    assert neutralised(cell) is cell


def test_a_negative_number_stays_a_number(view, en):
    whole = content(view, en)
    negative = replace(whole, marks=whole.marks.assign(estimate=-5.0))
    assert {row["estimate"] for row in read(csv_bytes(negative))} <= {"-5.0", "-5"}


def test_writing_a_file_leaves_the_frame_as_it_was(view, language):
    whole = content(view, language)
    before = whole.marks.copy()
    csv_bytes(whole)
    assert whole.marks.equals(before)


def test_every_row_says_what_the_file_is(view, language):
    whole = content(view, language)
    rows = read(csv_bytes(whole))
    for name, text in stamp_columns(whole).items():
        assert {row[name] for row in rows} <= {neutralised(text)}
    assert {row[language("stamp.link")] for row in rows} <= {whole.stamp.link}
