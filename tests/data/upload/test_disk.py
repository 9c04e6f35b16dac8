"""What readers bring lies in memory alone."""

from __future__ import annotations

import os
import sys
from tempfile import NamedTemporaryFile

import numpy as np
import pandas as pd
import pyarrow as pa

from components.content import content_of
from components.export.xlsx import workbook_bytes
from components.figure import charts_of
from components.own_data.visit import OwnFile, examined
from data.catalog import using
from data.engine import duckdb_holding
from data.upload.mending import mended
from data.upload.opening import opened
from data.upload.summary import case_table
from equity.view import Filters, View

CASES = pd.DataFrame(
    {
        "person": range(300),
        "channel": ["feed", "friends", "hospital"] * 100,
        "status": np.arange(300) % 7,
        "amount": [f"{place},{place % 10}00" for place in range(1, 301)],
    }
)


def test_nothing_of_a_file_is_written_to_the_disk():
    written, watching = [], True

    def watch(event, arguments):
        if watching and event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR):
            written.append(arguments[0])

    sys.addaudithook(watch)  # which cannot be taken away again, only told to rest
    try:
        with NamedTemporaryFile() as seen:
            assert seen.name in written
        written.clear()
        file = opened("cases.csv", CASES.to_csv(index=False).encode())
        found = examined(OwnFile("cases.csv", "0" * 12, file))
        workbook_bytes(dict(zip(("data", "log"), mended(file.sheets[0], found.report), strict=True)))
        with using(found.where):
            for definition in found.where.brought.dataset.views.values():
                view = View.default(definition, Filters(language="en"))
                assert len(content_of(view, "").table)
                assert charts_of(view, "light")
    finally:
        watching = False
    assert not written


def test_no_engine_puts_rows_of_a_file_on_the_disk_when_memory_runs_short():
    found = examined(OwnFile("cases.csv", "0" * 12, opened("cases.csv", CASES.to_csv(index=False).encode())))
    summed_up = case_table(found.report.used, found.recognition)
    asked = duckdb_holding({"figures": pa.table({"estimate": [1.0]})}).table("figures")
    for table in (summed_up, asked):
        found = table.get_backend().con.sql("select current_setting('temp_directory')")
        assert found.fetchall() == [("",)]
