"""Tables in another folder, in partitions, and behind an address as of an object store; and which engine is named."""

from __future__ import annotations

import json
import pickle

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import dataset as ds

from components.api.lists import table_file
from components.data_files import files
from data.catalog import ROOT, Catalog, published, using
from data.engine import engine_of
from data.store import Store
from data.tables import EngineError, NoSuchTableError, Tables
from data.upload.brought import ReadersCatalog
from data.upload.forms import templates
from equity.view import Filters, View
from equity.vocabulary import GRADES

PARTED = {"insurance_coverage": "region_code", "crowdfunding_outcomes": "year"}


@pytest.fixture(scope="module")
def moved(where, tmp_path_factory):
    """The project's Parquet elsewhere, two tables of it in partitions, one in parts without."""
    folder = tmp_path_factory.mktemp("moved")
    for name in where.held.names:
        table, to, column = where.held.dataset(name).to_table(), folder / f"{name}.parquet", PARTED.get(name)
        if column or name == "policy_events":
            parts = [table.schema.field(column)] if column else []
            ds.write_dataset(
                table, to, format="parquet", partitioning=ds.partitioning(pa.schema(parts), flavor="hive")
            )
        else:
            to.write_bytes(where.table(name).read_bytes())
    return folder


@pytest.fixture(params=["folder", "address"])
def elsewhere(request, moved, monkeypatch):
    """The catalog of that folder, named as such and as an object store would be."""
    monkeypatch.setenv("CAREGAP_DATA", str(moved) if request.param == "folder" else moved.as_uri())
    return published()


def test_parquet_alone_is_read_with_the_projects_own_definitions(elsewhere, store):
    there = Store(elsewhere)
    there.check()
    for definition in elsewhere.vocabulary.views():
        view = View.default(definition, Filters(grades=GRADES))
        here, found = store.query(view), there.query(view)
        assert sorted(found.columns) == sorted(here.columns)
        columns = sorted(here.columns)
        assert sorted(map(repr, found[columns].to_numpy().tolist())) == sorted(
            map(repr, here[columns].to_numpy().tolist())
        )


def test_tables_are_described_without_a_manifest(elsewhere, where):
    assert set(elsewhere.tables) == set(where.tables)
    for name, table in where.tables.items():
        found = elsewhere.tables[name]
        assert found["rows"] == table["rows"]
        # What stands in the path is text here; the store gives it its declared type.
        texts = {PARTED[name]: "string"} if name in PARTED else {}
        assert found["columns"] == table["columns"] | texts
        assert found["sha256"] in ("", table["sha256"])


def test_tables_in_parts_are_handed_out_whole(elsewhere, where):
    with using(elsewhere):
        rows = json.loads(table_file("insurance_coverage", "json"))["rows"]
        whole = pd.read_parquet(pa.BufferReader(table_file("insurance_coverage", "parquet")))
    assert len(rows) == len(whole) == where.tables["insurance_coverage"]["rows"]
    assert set(whole.region_code.dropna()) >= {"000000", "110000"}
    offered = set(files(elsewhere).table)
    assert not {"insurance_coverage", "policy_events"} & offered
    assert len(templates(elsewhere)) == len(templates(where))


def test_what_a_reader_brings_stands_beside_the_rows_that_are_read(elsewhere):
    again = pickle.loads(pickle.dumps(ReadersCatalog.of(None)))
    assert again.held == elsewhere.held


def test_new_rows_are_another_edition(moved, tmp_path):
    one, other = Catalog(ROOT / "data", str(moved)), Catalog(ROOT / "data", str(tmp_path))
    assert one.edition != other.edition


def test_a_table_that_is_not_there_is_named_with_those_that_are(where, tmp_path):
    (tmp_path / "sources.parquet").write_bytes(where.table("sources").read_bytes())
    for address in (str(tmp_path), tmp_path.as_uri()):
        with pytest.raises(NoSuchTableError, match=r"crowdfunding_outcomes.parquet is not there.*: sources$"):
            Store(Catalog(where.folder, address)).check()


@pytest.mark.parametrize("missing", ["", "nothing-there"])
def test_a_place_without_any_rows_is_refused(monkeypatch, tmp_path, missing):
    for named in (str(tmp_path / missing), (tmp_path / missing).as_uri()):
        monkeypatch.setenv("CAREGAP_DATA", named)
        with pytest.raises(NoSuchTableError, match="holds neither definitions/ nor Parquet"):
            published()


def test_a_folder_with_definitions_is_read_by_its_own(where, monkeypatch, tmp_path):
    for name in ("definitions", "parquet", "release.toml"):
        (tmp_path / name).symlink_to(where.folder / name)
    monkeypatch.setenv("CAREGAP_DATA", str(tmp_path))
    assert (published().folder, published().prefix) == (tmp_path, "")


@pytest.mark.parametrize("named", ["spark", "nobody://host", "local[", "local-cluster[2]"])
def test_an_engine_that_nobody_knows_is_refused_with_the_cure(monkeypatch, where, named):
    monkeypatch.setenv("CAREGAP_ENGINE", named)
    with pytest.raises(EngineError, match=r"names no engine.*spark://host:7077"):
        engine_of(where.held)


def test_another_engine_of_ibis_is_asked_for_its_own_tables(monkeypatch, where, tmp_path):
    import duckdb

    with duckdb.connect(tmp_path / "rows.duckdb") as made:
        made.execute("CREATE TABLE cases AS SELECT 1 AS raised")
    monkeypatch.setenv("CAREGAP_ENGINE", f"duckdb://{tmp_path}/rows.duckdb")
    assert engine_of(Tables(str(tmp_path))).table("cases").count().execute() == 1
