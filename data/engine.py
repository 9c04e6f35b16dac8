"""What asks the rows: DuckDB in this process, or a Spark cluster. `CAREGAP_ENGINE` says which.

duckdb://                                               DuckDB, where nothing is said
local[2]  local-cluster[2,1,1024]  spark://host:7077    a Spark master
clickhouse://…                                          any other engine of Ibis, by its address: untested
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from typing import Any, Protocol

import duckdb
import ibis
import pyarrow as pa

from data.tables import EngineError, Tables
from equity.microdata import Expression

DUCKDB = "duckdb://"

PERFECT_HASH_BITS = 18
"""Cases are grouped by bins, which are whole numbers of a short range: up to so long a one nothing need be hashed."""
SPARK = re.compile(r"local(\[[\w*,]+\])?|local-cluster\[\d+,\d+,\d+\]|spark://\S+|yarn|k8s://\S+")

IN_PARTS = "FROM read_parquet('{}', hive_partitioning = true, hive_types_autocast = false)"
"""A folder of parts, what stands in their paths as text."""


class Engine(Protocol):
    """Gives tables as Ibis expressions, to any thread."""

    def table(self, name: str) -> Expression:
        """A table by its name. Raises NoSuchTableError."""
        ...


def engine_of(tables: Tables) -> Engine:
    """The engine that `CAREGAP_ENGINE` names, over these tables. Raises EngineError."""
    named = os.environ.get("CAREGAP_ENGINE") or DUCKDB
    if named == DUCKDB:
        return DuckDB(tables)
    if SPARK.fullmatch(named):
        return _spark(named, tables)
    if named.partition("://")[0] in {each.name for each in entry_points(group="ibis.backends")}:
        return EachThread(lambda: ibis.connect(named))
    raise EngineError(
        f"CAREGAP_ENGINE={named} names no engine. Leave it out for DuckDB, or name a Spark master: "
        "local[2], local-cluster[2,1,1024] or spark://host:7077"
    )


class EachThread:
    """A connection for each thread: most databases refuse calls from several threads at once."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._threads = threading.local()

    def table(self, name: str) -> Expression:
        if not hasattr(self._threads, "backend"):
            self._threads.backend = self._connect()
        return self._threads.backend.table(name)


class DuckDB(EachThread):
    """One in-memory database with a view on each table, read where it lies."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        database = in_memory(may_spill=True)
        for name in tables.names:
            _seen(database, tables, name).create_view(name)
        super().__init__(_cursors(database))

    def table(self, name: str) -> Expression:
        self._tables.require(name)
        return super().table(name)


def in_memory(*, may_spill: bool) -> duckdb.DuckDBPyConnection:
    """An empty database of DuckDB that lies in no file.

    Where memory runs short, DuckDB puts rows on the disk if it `may_spill`. What readers bring must never lie there:
    then the question fails instead.
    """
    where = {} if may_spill else {"temp_directory": ""}
    return duckdb.connect(":memory:", config={"perfect_ht_threshold": PERFECT_HASH_BITS, **where})


def duckdb_holding(held: Mapping[str, pa.Table]) -> EachThread:
    """One in-memory database of tables that a reader brought, which lie in no file."""
    database = in_memory(may_spill=False)
    for name, table in held.items():
        database.from_arrow(table).create(name)
    return EachThread(_cursors(database))


def _cursors(database: duckdb.DuckDBPyConnection) -> Callable[[], Any]:
    return lambda: ibis.duckdb.from_connection(database.cursor())


def _seen(database: duckdb.DuckDBPyConnection, tables: Tables, name: str) -> duckdb.DuckDBPyRelation:
    """A table as DuckDB reads it; from an object store through Arrow, so that DuckDB need not fetch an extension."""
    if tables.folder is None:
        return database.from_arrow(tables.dataset(name))
    if tables.file(name):
        return database.read_parquet(tables.path(name))
    parts = f"{tables.path(name)}/**/*.parquet"
    return database.sql(IN_PARTS.format(parts.replace("'", "''")))


def _spark(master: str, tables: Tables) -> Engine:
    try:
        from data.spark import Spark
    except ImportError as error:
        raise EngineError(
            f"CAREGAP_ENGINE={master} needs PySpark. Install it: python -m pip install -r requirements-cluster.txt"
        ) from error
    return Spark(master, tables)
