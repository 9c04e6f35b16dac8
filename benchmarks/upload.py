"""From a reader's file to its first chart, beside the plain pandas way to one of its figures, in one run.

    python -m benchmarks.upload

The file holds made-up campaigns as CSV. Here it is opened, recognised, examined row by row, summed up by everything
that divides it and drawn; the plain way reads it with pandas and takes the mean of each tenth. Stages are told apart.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable

import pandas as pd
import pyarrow as pa

from components.figure import charts_of
from components.own_data.visit import OwnFile, examined
from data.catalog import using
from data.synthetic import chunks
from data.upload.opening import opened
from equity.view import Filters, View

ROWS = (10_000, 100_000, 1_000_000)
NAME = "campaigns.csv"


def file_of(rows: int) -> bytes:
    """Made-up campaigns as a reader would have them."""
    made = pa.concat_tables(chunks("crowdfunding", rows, 1))
    plain = [pa.string() if pa.types.is_dictionary(each.type) else each.type for each in made.schema]
    table = made.cast(pa.schema(zip(made.column_names, plain, strict=True)))
    return table.to_pandas().to_csv(index=False).encode()


def plainly(content: bytes) -> None:
    """The plain way: the mean raised by tenth of status."""
    frame = pd.read_csv(io.BytesIO(content))
    frame.groupby(pd.qcut(frame["status"], 10, labels=False)).raised.mean()


def drawn(content: bytes) -> None:
    """All that happens between a reader's file and their first chart."""
    found = examined(OwnFile(NAME, "0" * 12, opened(NAME, content)))
    if found.where is None:
        raise RuntimeError("the made-up file was not understood")
    with using(found.where):
        definition = next(iter(found.where.brought.dataset.views.values()))
        charts_of(View.default(definition, Filters()), "light")


def taken(work: Callable[[bytes], object], content: bytes) -> float:
    started = time.perf_counter()
    work(content)
    return time.perf_counter() - started


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rows", type=int, nargs="*", default=ROWS)
    drawn(file_of(1_000))  # what is loaded once is loaded
    print(f"{'rows':>10} {'opened':>8} {'drawn':>8} {'plainly':>8}   drawn / plainly")
    for rows in parser.parse_args().rows:
        content = file_of(rows)
        opening = taken(lambda held: opened(NAME, held), content)
        whole, plain = taken(drawn, content), taken(plainly, content)
        print(f"{rows:10,} {opening:6.2f} s {whole:6.2f} s {plain:6.2f} s   {whole / plain:5.1f}", flush=True)


if __name__ == "__main__":
    main()
