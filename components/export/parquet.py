"""The figures of a view as Parquet, that say in their schema what they are."""

from __future__ import annotations

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq

from components.export.content import Content
from components.export.csv import columns_of
from components.export.json_file import description_of
from data.schema import DERIVED

WHOLE = ("n", *(name for name, kind in DERIVED.items() if kind == pa.int64()))
"""Numbers without decimals, which a frame keeps as floats where some are not known."""


def parquet_bytes(content: Content) -> bytes:
    """Every figure of the view, drawn or listed beneath, its columns named and typed as in the tables of the project;
    a row without a figure for each group that is not shown.

    Every field has its meaning as `description`. The schema has two texts: `stamp`, the lines of the stamp to be
    read, and `view`, the same and the sources as JSON (`json_file.description_of`).
    """
    rows = content.rows[columns_of(content.rows)]
    rows = rows.astype({name: "Int64" for name in WHOLE})
    table = pa.Table.from_pandas(rows, preserve_index=False)
    fields = [_field(field, content) for field in table.schema]
    lines = (f"{label}: {text}" for label, text in content.stamp.lines(content.language))
    described = {
        "stamp": "\n".join(lines),
        "view": json.dumps(description_of(content), ensure_ascii=False, allow_nan=False),
    }
    file = io.BytesIO()
    pq.write_table(table.cast(pa.schema(fields, described)), file, compression="zstd")
    return file.getvalue()


def _field(field: pa.Field, content: Content) -> pa.Field:
    # What no row has would otherwise have no type, and long texts another one than short ones.
    kind = pa.string() if pa.types.is_null(field.type) or pa.types.is_large_string(field.type) else field.type
    return pa.field(field.name, kind, metadata={"description": content.codebook[field.name]})
