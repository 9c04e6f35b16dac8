"""One Spark cluster of two workers for all tests here, and the same rows asked there and by DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import dataset as ds

from data.catalog import Catalog
from data.store import Store

MASTER = "local-cluster[2,1,1024]"
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # for queries that each are asked once
SETTINGS = {
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.extraJavaOptions": QUICK,
    "spark.executor.extraJavaOptions": QUICK,
}


@dataclass(frozen=True)
class Engines:
    """The same question to both."""

    duckdb: Store
    spark: Store


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Catalog, Catalog], Engines]]:
    """Stores over two catalogs: what the first holds asked by DuckDB, what the second holds by the cluster."""
    sql = pytest.importorskip("pyspark.sql", reason="`make test-cluster` installs it")
    settings = tmp_path_factory.mktemp("spark")
    lines = "".join(f"{name} {value}\n" for name, value in SETTINGS.items())
    (settings / "spark-defaults.conf").write_text(lines, encoding="utf-8")

    def engines(by_duckdb: Catalog, by_spark: Catalog) -> Engines:
        stores = []
        for engine, where in (("duckdb://", by_duckdb), (MASTER, by_spark)):
            patched.setenv("CAREGAP_ENGINE", engine)
            stores.append(Store(where))
        patched.delenv("CAREGAP_ENGINE")
        return Engines(*stores)

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SPARK_CONF_DIR", str(settings))
        yield engines
        session = sql.SparkSession.getActiveSession()
        if session:
            session.stop()


@pytest.fixture(scope="session")
def partitioned(where: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The project's rows at another address, two tables of them in partitions, and cases beside them."""
    folder = tmp_path_factory.mktemp("prefix")
    for name in where.held.names:
        table = where.held.dataset(name).to_table()
        column = {"insurance_coverage": "region_code", "crowdfunding_outcomes": "year"}.get(name)
        in_parts(table, folder / f"{name}.parquet", column)
    in_parts(pa.Table.from_pandas(cases(), preserve_index=False), folder / "cases.parquet", "channel")
    return Catalog(where.folder, prefix=str(folder))


def in_parts(table: pa.Table, to: Path, column: str | None) -> None:
    """Write a table as a folder of parts, in partitions by a column."""
    parts = ds.partitioning(pa.schema([table.schema.field(column)]), flavor="hive") if column else None
    ds.write_dataset(table, to, format="parquet", partitioning=parts)


def cases() -> pd.DataFrame:
    """4,000 cases in 90 clusters of 3 strata: ties, weights, and some of everything unknown."""
    generator = np.random.default_rng(6)
    n = 4_000
    cluster = generator.integers(0, 90, n)
    status = generator.integers(0, 60, n) + cluster % 7
    level = np.exp(generator.normal(0, 0.5, 90))[cluster]
    raised = (level * generator.gamma(1.2, 20 + status)).round(1)

    def with_gaps(column: np.ndarray, share: float) -> np.ndarray:
        return np.where(generator.random(n) < share, None, column)

    return pd.DataFrame(
        {
            "raised": with_gaps(raised, 0.02).astype(float),
            "status": with_gaps(status, 0.03).astype(float),
            "reached": raised > 60,
            "channel": with_gaps(generator.choice(["feed", "friends", "a / b"], n), 0.01),
            "region_code": generator.choice(["000000", "110000", "620000"], n),
            "weight": generator.uniform(0, 3, n).round(2),
            "cluster": [f"c{each}" for each in cluster],
            "stratum": np.array(["东", "中", "西"])[cluster % 3],
        }
    )
