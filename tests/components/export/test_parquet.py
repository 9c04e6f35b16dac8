"""A view as Parquet: its figures, their types, and what they are."""

from __future__ import annotations

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq

from components.export.csv import columns_of
from components.export.json_file import description_of
from components.export.parquet import WHOLE, parquet_bytes


def read(content):
    return pq.read_table(io.BytesIO(parquet_bytes(content)))


def test_the_table_has_the_columns_and_figures_of_the_view(content):
    table = read(content)
    columns = columns_of(content.marks)
    assert table.column_names == columns
    expected = pa.Table.from_pandas(content.marks[columns], preserve_index=False)
    for name in columns:
        whole = table[name].to_pylist()
        plain = [None if each != each else each for each in expected[name].to_pylist()]
        assert whole == plain, name


def test_types_are_kept(content):
    schema = read(content).schema
    assert schema.field("estimate").type == pa.float64()
    assert schema.field("drawn").type == pa.bool_()
    assert schema.field("region_code").type == pa.string()
    assert {schema.field(name).type for name in WHOLE} == {pa.int64()}


def test_the_schema_says_what_the_table_is(content):
    schema = read(content).schema
    stamp = schema.metadata[b"stamp"].decode()
    for label, text in content.stamp.lines(content.language):
        assert f"{label}: {text}" in stamp
    assert json.loads(schema.metadata[b"view"]) == description_of(content)
    assert all(field.metadata[b"description"] for field in schema)


def test_equal_figures_give_equal_bytes(content):
    assert parquet_bytes(content) == parquet_bytes(content)
