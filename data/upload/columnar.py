"""Tables of a Parquet file, with the types that they have there."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.upload.layout import Heading, sheet_of
from data.upload.limits import MEGABYTE, Limits
from data.upload.problems import Problem
from data.upload.sheets import Opened

ROWS_AT_A_TIME = 1 << 16


def opened_parquet(content: bytes, limits: Limits) -> Opened:
    """The table of a Parquet file: texts, numbers, dates and marks. Columns of lists and records are left out."""
    try:
        file = pq.ParquetFile(pa.BufferReader(content))
        if refused := _too_much(file.metadata, limits):
            return Opened((), (refused,))
        table, left_out = _read(file, limits)
    except (pa.ArrowException, OSError, ValueError, MemoryError):
        return Opened((), (Problem("damaged_parquet"),))
    if table is None:
        values = {"limit": limits.memory // MEGABYTE}
        return Opened((), (Problem("parquet_unpacks_too_large", values=values),))
    problems = [Problem("nested_column", column=name, serious=False) for name in left_out]
    if not table.num_columns:
        return Opened((), (*problems, Problem("no_table")))
    body = pd.DataFrame({place: _series(column) for place, column in enumerate(table.columns)})
    body.index = pd.RangeIndex(2, len(body) + 2)
    sheet, found = sheet_of("", Heading(tuple(table.column_names), 1, rows=(0,)), body)
    return Opened((sheet,), (*problems, *found))


def _too_much(about: pq.FileMetaData, limits: Limits) -> Problem | None:
    rows, columns = about.num_rows, about.num_columns
    if columns > limits.columns:
        return Problem("too_many_columns", values={"number": columns, "limit": limits.columns})
    if rows > limits.rows:
        return Problem("too_many_rows", values={"number": rows, "limit": limits.rows})
    if rows * columns > limits.cells:
        return Problem("too_many_cells", values={"number": rows * columns, "limit": limits.cells})
    return None


def _read(file: pq.ParquetFile, limits: Limits) -> tuple[pa.Table | None, list[str]]:
    """The table, or none where it takes more memory than the limit; and the names of columns that are no cells."""
    fields = list(file.schema_arrow)
    plain = [place for place, field in enumerate(fields) if not _is_nested(field.type)]
    left_out = [field.name for place, field in enumerate(fields) if place not in plain]
    schema = pa.schema([fields[place] for place in plain])
    batches: list[pa.RecordBatch] = []
    size = 0
    for batch in file.iter_batches(ROWS_AT_A_TIME):
        batches.append(pa.RecordBatch.from_arrays([batch.column(place) for place in plain], schema=schema))
        size += batch.nbytes
        if size > limits.memory:
            return None, left_out
    return pa.Table.from_batches(batches, schema), left_out


def _is_nested(kind: pa.DataType) -> bool:
    return pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind)


def _series(column: pa.ChunkedArray) -> pd.Series:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    elif pa.types.is_decimal(kind):
        column = column.cast(pa.float64())
    elif pa.types.is_integer(kind) and column.null_count:  # a float would round long numbers
        return column.to_pandas(types_mapper=lambda _: pd.Int64Dtype())
    return column.to_pandas()
