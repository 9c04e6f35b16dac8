"""The build: what it adds to the reviewed rows, that it repeats itself, that it leaves no half result."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pyarrow.parquet as pq
import pytest

import data.exchange
from data.build import ProblemsFoundError, build, tables
from data.catalog import ROOT, Catalog
from data.derive import DERIVED
from data.reviewed import read
from data.schema import fact_columns, table_schema


def rows(folder, name="clinic_fees"):
    """The rows of a table that stand in a reviewed file."""
    return [row for row in pq.read_table(folder.table(name)).to_pylist() if row.get("locator") != DERIVED]


def column(folder, name):
    return [row[name] for row in rows(folder)]


def test_the_table_has_the_declared_columns_and_types(folder):
    build(folder)
    assert pq.read_schema(folder.table("clinic_fees")).equals(table_schema(("clinic",)))


def test_blank_cells_are_null_and_numbers_are_as_written(folder):
    folder.write_facts({4: {"estimate": "62.123456789012345"}})
    build(folder)
    row = rows(folder)[3]
    assert row["estimate"] == 62.123456789012345
    assert (row["n"], row["qualifier"], row["se"], row["founding"]) == (200, None, None, False)


def test_residence_is_read_from_the_dimension_or_the_attribute(folder):
    half = {"dimension": "income_half", "subgroup": "lower"}
    folder.write_facts({2: half | {"attribute_dimension": "residence", "attribute": "rural"}, 4: half})
    build(folder)
    assert column(folder, "residence") == ["rural", "rural", "urban", "total", "total"]


def test_an_ordered_dimension_numbers_its_subgroups_from_the_most_disadvantaged(folder):
    folder.write_facts({2: {"dimension": "income_half", "subgroup": "upper"}})
    build(folder)
    assert column(folder, "subgroup_order") == [None, 2, None, None, None]
    assert column(folder, "reference_subgroup") == [False, False, True, False, False]


def test_years_come_from_either_end_of_the_period(folder):
    folder.write_facts(
        {
            1: {"period_start": "2018-07", "period_end": "2019-06-30"},
            2: {"period_start": "", "period_end": "2019"},
            3: {"period_start": "2017", "period_end": ""},
            4: {"period_start": "", "period_end": ""},
        }
    )
    build(folder)
    assert column(folder, "year_start") == [2018, 2019, 2017, None, 2020]
    assert column(folder, "year") == [2019, 2019, 2017, None, 2020]


def test_a_dataset_needs_only_a_definition_and_three_columns(folder):
    fees, head = "[indicators.fee]", "[dataset]\nid = 'visits'\npage = 'visits'\n"
    labels = "title = { en = 'Visits', zh = '就诊' }\nlead = { en = 'Visits.', zh = '就诊。' }\n"
    text = f"{head}{labels}{fees}\nlabel = {{ en = 'Fee', zh = '诊费' }}\nunit = 'yuan'\n"
    (folder.definitions / "visits.toml").write_text(text, encoding="utf-8")
    row = {"indicator": "fee", "estimate": "9", "source_id": "B"}
    folder.write_rows("facts/visits.csv", tuple(row), [row])
    build(folder)
    (built,) = rows(folder, "visits")
    assert tuple(built)[: len(fact_columns(()))] == fact_columns(())
    assert (built["unit"], built["grade"], built["region_code"]) == ("yuan", "news", "000000")
    assert (built["dimension"], built["subgroup"], built["year"]) == ("total", "total", None)


def test_other_tables_are_kept_as_texts(folder):
    folder.write_rows(
        "facts/events.csv", ("date", "source_id"), [{"date": "2020", "source_id": "A"}, {"date": ""}]
    )
    build(folder)
    assert rows(folder, "events") == [{"date": "2020", "source_id": "A"}, {"date": None, "source_id": None}]


def test_the_manifest_names_every_table_with_its_rows_and_types(folder):
    manifest = build(folder)
    assert json.loads(folder.manifest.read_text(encoding="utf-8")) == manifest
    assert (manifest["data_version"], manifest["released"]) == ("2026.11.1", "2026-11-22")
    assert [(table["name"], table["rows"]) for table in manifest["tables"]] == [
        ("clinic_fees", 5 + 3 + 3),  # the figures, then three shares and three levels of one region
        ("policy_events", 1),
        ("sources", 2),
    ]
    assert manifest["tables"][0]["columns"]["estimate"] == "double"


def test_building_twice_gives_the_same_bytes(folder):
    first = build(folder), {file.name: file.read_bytes() for file in folder.parquet.iterdir()}
    second = build(folder), {file.name: file.read_bytes() for file in folder.parquet.iterdir()}
    assert first == second


def test_a_folder_with_problems_is_not_built(folder):
    before = build(folder)
    folder.write_facts({4: {"n": "many"}})
    with pytest.raises(ProblemsFoundError) as refused:
        build(folder)
    assert [problem.rule for problem in refused.value.problems] == ["not_a_number"]
    assert json.loads(folder.manifest.read_text(encoding="utf-8")) == before


def test_a_killed_build_leaves_the_old_tables_and_the_next_clears_up(folder):
    before = build(folder)
    folder.write_facts({4: {"n": "300"}})
    killed = "import os, sys, pathlib, data.build as b; b.exchange = lambda new, old: os._exit(9); "
    command = killed + "b.build(b.Catalog(pathlib.Path(sys.argv[1])))"
    done = subprocess.run([sys.executable, "-c", command, str(folder.folder)], cwd=ROOT, check=False)
    assert done.returncode == 9
    left = folder.folder / ".parquet-new"
    assert left.exists()
    assert json.loads(folder.manifest.read_text(encoding="utf-8")) == before
    (left / "left.parquet").write_bytes(b"half")
    build(folder)
    assert column(folder, "n")[3] == 300
    assert not left.exists()
    assert not folder.table("left").exists()


@pytest.mark.parametrize("system_can_swap", [True, False])
def test_tables_are_exchanged_whole(folder, monkeypatch, system_can_swap):
    if not system_can_swap:
        monkeypatch.setattr(data.exchange, "_swap", lambda one, other: False)
    build(folder)
    (folder.parquet / "stale.parquet").write_bytes(b"")
    build(folder)
    names = sorted(file.name for file in folder.parquet.iterdir())
    assert names == ["clinic_fees.parquet", "manifest.json", "policy_events.parquet", "sources.parquet"]
    assert [name for name in os.listdir(folder.folder) if name.startswith(".")] == []


def test_a_build_killed_between_two_renames_is_put_right_by_the_next(folder):
    build(folder)
    folder.parquet.rename(folder.folder / ".parquet-old")
    build(folder)
    assert sorted(os.listdir(folder.folder)) == ["definitions", "facts", "parquet", "release.toml"]


def test_the_built_tables_of_this_project_are_those_of_its_reviewed_files():
    where = Catalog(ROOT / "data")
    fresh = tables(read(where), where)
    built = {file.stem: pq.read_table(file) for file in where.parquet.glob("*.parquet")}
    assert sorted(built) == sorted(fresh)
    assert [name for name, table in fresh.items() if not table.equals(built[name])] == []
    named = {table["name"]: table["rows"] for table in json.loads(where.manifest.read_text())["tables"]}
    assert named == {name: table.num_rows for name, table in fresh.items()}
