"""A reader's file opened in another process: the same as in this one, and never without end."""

from __future__ import annotations

import io
import time
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from components.own_data import opening
from components.own_data.visit import OwnFile, examined
from data.catalog import language
from data.upload.opening import opened as opened_here

CSV = "单位：万元,,\n省份,筹得,发起\n北京,3.2,2020-01-05\n甘肃,约5,\n".encode("gb18030")


def workbook():
    """Cells of every kind below each other, and a sheet that holds nothing."""
    book = openpyxl.Workbook()
    for row in (
        ["省份", "筹得"],
        ["北京", 3.5],
        ["甘肃", "3.2万"],
        ["湖南", datetime(2020, 1, 5)],
        [None, True],
    ):
        book.active.append(row)
    book.create_sheet("empty")
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def sleeping(_):
    time.sleep(3600)


def failing(cells):
    raise ValueError(cells)


@pytest.mark.parametrize(
    "content", [CSV, workbook(), b"%PDF-1.7", b""], ids=["csv", "xlsx", "pdf", "nothing"]
)
def test_a_file_comes_back_as_it_was_read(content):
    there, here = opening.opened("a.csv", content), opened_here("a.csv", content)
    assert (there.problems, there.encoding) == (here.problems, here.encoding)
    for sheet, same in zip(there.sheets, here.sheets, strict=True):
        assert (sheet.name, sheet.above, sheet.below) == (same.name, same.above, same.below)
        pd.testing.assert_frame_equal(sheet.cells, same.cells)


def test_what_takes_too_long_is_ended_and_told_and_the_next_file_is_opened(monkeypatch):
    monkeypatch.setattr(opening, "SECONDS", 0.5)
    found = opening._apart(sleeping, "")
    monkeypatch.undo()
    (told,) = examined(OwnFile("a.csv", "0" * 12, found)).file.opened.problems
    for code in ("en", "zh"):
        assert "0.5" in told.sentence(language(code))
        assert told.cure(language(code))
    assert opening.pasted("a\tb\n1\t2").sheets[0].cells.loc[2].tolist() == ["1", "2"]


def test_a_mistake_tells_where_it_is_and_nothing_of_the_file():
    with pytest.raises(opening.OpeningError) as failed:
        opening._apart(failing, "a cell")
    assert __file__ in opening.place_of(failed.value)
    assert "ValueError" in str(failed.value)
    assert "a cell" not in f"{failed.value!r} {failed.value.__cause__}"
