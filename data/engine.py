"""What asks the rows: DuckDB in this process, or a Spark cluster. `CAREGAP_ENGINE` says which.

duckdb://                                               DuckDB, where nothing is said
local[2]  local-cluster[2,1,1024]  spark://host:7077    a Spark master
clickhouse://…                                          any other engine of Ibis, by its address: untested
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import duckdb
import ibis
import pyarrow as pa

from data.tables import SPARKS_S3, Tables

Expression: TypeAlias = Any
"""An Ibis table or column. Its columns exist at run time only, so a type checker can say nothing of them."""

DUCKDB = "duckdb://"
SPARK = re.compile(r"local(\[[\w*,]+\])?|local-cluster\[\d+,\d+,\d+\]|spark://\S+|yarn|k8s://\S+")
OLDEST_JAVA = 17
SECONDS_TO_ANSWER = 5

SESSION = {
    # Parts of a path are text for every engine alike: see data/tables.py.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    # Answers, and the few rows that a query brings along, cross over as Arrow and not as pickled rows.
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""How every Spark session is set; all else stands in the operator's spark-defaults.conf."""

HERE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
"""A Spark that is wholly on this machine listens to nobody else."""


class EngineError(RuntimeError):
    """The engine cannot be had; the message names the cure."""


class Engine(Protocol):
    """Gives tables as Ibis expressions, to any thread."""

    def table(self, name: str) -> Expression:
        """A table by its name. Raises NoSuchTableError, where the engine can say so before it is asked."""
        ...


def engine_of(tables: Tables) -> Engine:
    """The engine that `CAREGAP_ENGINE` names, over these tables. Raises EngineError."""
    named = os.environ.get("CAREGAP_ENGINE") or DUCKDB
    if named == DUCKDB:
        return duckdb_over(tables)
    if SPARK.fullmatch(named):
        return Spark(named, tables)
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


def duckdb_over(tables: Tables | None = None, held: Mapping[str, pa.Table] | None = None) -> EachThread:
    """One in-memory database with a view on each table, read where it lies, and the tables held here already."""
    database = duckdb.connect(":memory:")
    for name in tables.names if tables else ():
        _seen(database, tables, name).create_view(name)
    for name, table in (held or {}).items():
        database.from_arrow(table).create(name)
    return EachThread(lambda: ibis.duckdb.from_connection(database.cursor()))


def _seen(database: duckdb.DuckDBPyConnection, tables: Tables, name: str) -> duckdb.DuckDBPyRelation:
    """A table as DuckDB reads it; from an object store through Arrow, so that DuckDB need not fetch an extension."""
    if tables.folder is None:
        return database.from_arrow(tables.dataset(name))
    if tables.file(name):
        return database.read_parquet(tables.path(name))
    parts = f"{tables.path(name)}/**/*.parquet".replace("'", "''")
    return database.sql(
        f"SELECT * FROM read_parquet('{parts}', hive_partitioning = true, hive_types_autocast = false)"
    )


class Spark:
    """The one Spark session of this process, which all threads share."""

    def __init__(self, master: str, tables: Tables) -> None:
        self._tables = tables
        self._backend = _session(master)

    def table(self, name: str) -> Expression:
        if name not in self._tables.names:
            self._tables.dataset(name)  # which says what there is
        return _view(self._backend, self._tables.path(name).replace("s3://", SPARKS_S3, 1))


@cache
def _view(backend: Any, path: str) -> Expression:
    return backend.read_parquet(path)


@cache
def _session(master: str) -> Any:
    """Ibis over a session at this master. Raises EngineError where something is missing that it needs."""
    asked = f"CAREGAP_ENGINE={master} needs"
    try:
        builder = import_module("pyspark.sql").SparkSession.builder
    except ImportError as error:
        cure = "python -m pip install -r requirements-cluster.txt"
        raise EngineError(f"{asked} PySpark. Install it: {cure}") from error
    if _java() < OLDEST_JAVA:
        cure = "install it (Debian: apt-get install openjdk-17-jre-headless), or name one by JAVA_HOME"
        raise EngineError(f"{asked} Java {OLDEST_JAVA} or newer: {cure}")
    if master.startswith("spark://") and not any(map(_answers, master[8:].split(","))):
        raise EngineError(
            f'{asked} a master there, and none answers. README, "Beyond one machine", starts one'
        )
    on_this_machine = HERE if master.startswith("local") else {}
    for name, value in (SESSION | on_this_machine).items():
        builder = builder.config(name, value)
    if on_this_machine:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # where its workers listen
    session = builder.master(master).appName("care-gap").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return ibis.pyspark.connect(session)


def _java() -> int:
    """The version of the Java that Spark would start; 0 where there is none."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(str(Path(home, "bin", "java")) if home else "java")
    if not java:
        return 0
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(version[1]) if version else 0


def _answers(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), SECONDS_TO_ANSWER):
            return True
    except (OSError, ValueError):
        return False
