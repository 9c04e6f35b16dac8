"""Tables of a Parquet file, with the types that they have there."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.upload.distinct import kernels
from data.upload.layout import Heading, sheet_of, text_of
from data.upload.limits import MEGABYTE, Limits
from data.upload.problems import Problem
from data.upload.sheets import Opened

ROWS_AT_A_TIME = 1 << 16


def opened_parquet(content: bytes, limits: Limits) -> Opened:
    """The table of a Parquet file: texts, numbers, dates and marks. Columns of lists and records are left out."""
    source = pa.BufferReader(content)
    try:
        about = pq.ParquetFile(source)
        if refused := _too_much(about.metadata, limits):
            return Opened((), (refused,))
        fields = list(about.schema_arrow)
        kept = [place for place, field in enumerate(fields) if not _is_nested(field.type)]
        columns = _read(source, fields, kept, limits)
        if columns is None:
            limit = limits.memory // MEGABYTE
            return Opened((), (Problem("parquet_unpacks_too_large", values={"limit": limit}),))
        body = pd.DataFrame({place: _series(column) for place, column in enumerate(columns)})
    except (pa.ArrowException, OSError, ValueError, MemoryError):
        return Opened((), (Problem("damaged_parquet"),))
    left_out = [field.name for place, field in enumerate(fields) if place not in kept]
    problems = [Problem("nested_column", column=name, serious=False) for name in left_out]
    if not body.shape[1]:
        return Opened((), (*problems, Problem("no_table")))
    body.index = pd.RangeIndex(2, len(body) + 2)
    names = tuple(text_of(fields[place].name) for place in kept)
    sheet, found = sheet_of("", Heading(names, 1, rows=(0,)), body)
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


def _is_nested(kind: pa.DataType) -> bool:
    return pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind)


def _read(
    source: pa.BufferReader, fields: Sequence[pa.Field], kept: Sequence[int], limits: Limits
) -> list[pa.ChunkedArray] | None:
    """The columns that are kept, or none where they take more memory than the limit.

    Texts are read as a list of different ones and where each stands, because a file of a few bytes can hold the
    same long text in millions of rows: so it is known how long all are together before they are written out.
    """
    texts = [fields[place].name for place in kept if _is_text(fields[place].type)]
    file = pq.ParquetFile(source, read_dictionary=texts)
    chunks: list[list[pa.Array]] = [[] for _ in kept]
    size = 0
    for batch in file.iter_batches(ROWS_AT_A_TIME):
        for number, place in enumerate(kept):
            size += _written_out(batch.column(place))
            if size > limits.memory:
                return None
            chunks[number].append(batch.column(place))
    types = [file.schema_arrow.field(place).type for place in kept]
    return [pa.chunked_array(each, kind) for each, kind in zip(chunks, types, strict=True)]


def _is_text(kind: pa.DataType) -> bool:
    value = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(value) or pa.types.is_large_string(value)


def _written_out(chunk: pa.Array) -> int:
    """Bytes of a chunk, each text counted as often as it stands there."""
    if not (pa.types.is_dictionary(chunk.type) and _is_text(chunk.type)):
        return chunk.nbytes
    lengths = kernels.cast(kernels.binary_length(chunk.dictionary), pa.int64())
    return kernels.sum(lengths.take(chunk.indices)).as_py() or 0


def _series(column: pa.ChunkedArray) -> pd.Series:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        column.validate(full=True)  # texts in another encoding than UTF-8 are damage
    elif pa.types.is_decimal(kind):
        column = column.cast(pa.float64())
    elif pa.types.is_integer(kind) and column.null_count:  # a float would round long numbers
        return column.to_pandas(types_mapper=lambda _: pd.Int64Dtype())
    return column.to_pandas()
