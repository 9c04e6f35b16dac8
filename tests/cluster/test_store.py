"""What the store is asked has the same answers on a Spark cluster, its rows in partitions, and on DuckDB."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pandas as pd
import pyarrow as pa
import pytest

from data.store import FIXED_ORDER, Store
from data.tables import NoSuchTableError
from data.upload.brought import Brought, ReadersCatalog, dataset_of
from equity.view import Filters, View
from equity.vocabulary import GRADES

pytestmark = [pytest.mark.cluster, pytest.mark.timeout(300)]  # the first waits for the cluster


@pytest.fixture(scope="module")
def stores(cluster, where, partitioned):
    return cluster(where, partitioned)


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Its rows in one order, as texts, whatever the order of rows that the fixed order leaves open."""
    texts = frame[sorted(frame.columns)].astype(object).map(repr)
    return texts.sort_values(list(texts.columns), ignore_index=True)


def first_views(vocabulary):
    """The first view of each dataset, and the one that compares, with all evidence."""
    for dataset in vocabulary.datasets.values():
        for definition in [*list(dataset.views.values())[:1], dataset.comparing]:
            if definition:
                yield View.default(definition, Filters(grades=GRADES))


def test_views_have_the_same_rows_from_several_threads_at_once(stores, vocabulary):
    views = list(first_views(vocabulary))
    views += [replace(view, dimension="region") for view in views if "region" in definition(vocabulary, view)]
    expected = [stores.duckdb.query(view) for view in views]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(stores.spark.query, views))
    assert sum(len(frame) for frame in expected) > 300
    for here, there in zip(expected, found, strict=True):
        assert there[list(FIXED_ORDER)].astype(str).equals(here[list(FIXED_ORDER)].astype(str))
        pd.testing.assert_frame_equal(in_order(there), in_order(here))


def definition(vocabulary, view):
    return vocabulary.definition(view.id).dimensions


def test_figures_contents_and_whole_tables_are_the_same(stores, vocabulary):
    here, there = stores.duckdb, stores.spark
    asked = {"indicator": "inpatient_reimbursement_within_policy", "scheme": "employee", "year": 2024}
    assert there.figure("insurance_coverage", **asked).estimate == 84.8
    for name in ("sources", "policy_events", "crowdfunding_outcomes"):
        pd.testing.assert_frame_equal(in_order(there.rows(name)), in_order(here.rows(name)))
    for dataset in vocabulary.datasets.values():
        if dataset.comparing:
            pd.testing.assert_frame_equal(
                there.contents(dataset.comparing), here.contents(dataset.comparing), check_like=True
            )
        for each in list(dataset.views.values())[:1]:
            assert there.dimensions(each, each.indicators) == here.dimensions(each, each.indicators)
            assert there.grades(each) == here.grades(each)


def test_every_promised_table_is_there_and_another_is_missed(stores):
    stores.spark.check()
    with pytest.raises(NoSuchTableError, match=r"campaigns.parquet is not there.*cases, crowdfunding"):
        stores.spark.table("campaigns")


def test_what_a_reader_brought_stays_in_this_process(cluster, where, partitioned, stores):
    table = where.held.dataset("insurance_coverage").to_table()
    brought = Brought(dataset_of("0" * 12, {}, ()), {}, {}, {}, table, pd.DataFrame(), (), {})
    reader = ReadersCatalog(where.folder, partitioned.prefix, brought=brought)
    store: Store = cluster(reader, reader).spark
    own, published = store.table(brought.dataset.id), store.table("insurance_coverage")
    assert own.get_backend().name == "duckdb"
    assert published.get_backend().name == "pyspark"
    assert own.count().execute() == published.count().execute() == table.num_rows
    session = published.get_backend()._session
    assert not [each.name for each in session.catalog.listTables() if each.name.startswith("own")]


def test_threads_share_the_session_and_its_rows(stores):
    counted: list[int] = []
    threads = [
        threading.Thread(target=lambda: counted.append(stores.spark.table("sources").count().execute()))
        for _ in range(6)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert counted == [len(stores.duckdb.sources())] * 6


def test_parts_of_a_path_are_text_and_have_their_declared_type_where_there_is_one(stores, partitioned):
    cases = stores.spark.table("cases").schema()
    assert cases["channel"].is_string()
    assert stores.spark.table("insurance_coverage").schema()["region_code"].is_string()
    assert stores.spark.table("crowdfunding_outcomes").schema()["year"].is_int64()
    assert partitioned.held.dataset("crowdfunding_outcomes").schema.field("year").type == pa.string()
