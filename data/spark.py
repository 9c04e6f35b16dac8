"""Spark as an engine. Imported only where one is asked for, because it needs PySpark, which nothing else does."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from ibis.backends.pyspark import Backend
from pyspark.sql import SparkSession  # pyright: ignore[reportMissingImports]

from data.tables import SPARKS_S3, EngineError, Tables
from equity.microdata import Expression

JAVA = range(17, 24)
"""What Spark 4 runs on; Java 24 took away what it needs of security."""

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


class Spark:
    """The one Spark session of this process, which all threads share."""

    def __init__(self, master: str, tables: Tables) -> None:
        self._tables = tables
        self._backend = _session(master)

    def table(self, name: str) -> Expression:
        self._tables.require(name)
        return _view(self._backend, self._tables.path(name).replace("s3://", SPARKS_S3, 1))


class _Arrow(Backend):
    """Ibis's Spark, to which tables held here go as Arrow.

    Ibis sends them by way of pandas 3, where a missing text becomes the text "nan".
    """

    def _register_in_memory_table(self, op: Any) -> None:
        session: Any = self._session
        session.createDataFrame(op.data.to_pyarrow(op.schema)).createOrReplaceTempView(op.name)


@cache
def _view(backend: Any, path: str) -> Expression:
    return backend.read_parquet(path)


@cache
def _session(master: str) -> Any:
    """Ibis over a session at this master. Raises EngineError where something is missing that it needs."""
    if _java() not in JAVA:
        raise EngineError(
            f"CAREGAP_ENGINE={master} needs Java 17 or 21: install it (Debian: apt-get install "
            "openjdk-17-jre-headless), or name one by JAVA_HOME"
        )
    if master.startswith("spark://") and not any(map(_answers, master[8:].split(","))):
        raise EngineError(
            f"CAREGAP_ENGINE={master} needs a master there, and none answers. "
            'README, "Beyond one machine", starts one'
        )
    on_this_machine = HERE if master.startswith("local") else {}
    builder = SparkSession.builder.master(master).appName("care-gap")
    for name, value in (SESSION | on_this_machine).items():
        builder = builder.config(name, value)
    if on_this_machine:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # where its workers listen
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    backend = _Arrow()
    backend.register_options()
    backend.do_connect(session)
    return backend


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
