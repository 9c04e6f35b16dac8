"""Make data/parquet from the reviewed files, or say what keeps them from being built.

    python -m data.build            check, then build
    python -m data.build --check    check only, in the language of --lang

The same reviewed files give the same tables. Readers see the old tables or the new ones, never a mixture.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from data.catalog import LANGUAGES, Catalog, catalog, language
from data.check import problems
from data.derive import with_derived
from data.exchange import exchange, prepare
from data.ledger import disagreements, draw_ranks
from data.problems import Problem
from data.reviewed import Reviewed, read
from data.schema import MARKS, NUMBERS, table_schema
from equity.vocabulary import TOTAL, Dimension


class ProblemsFoundError(ValueError):
    """The reviewed files may not be built; `problems` says why."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__(f"{len(found)} problems in the reviewed files")
        self.problems = found


def build(where: Catalog) -> dict[str, Any]:
    """Write the Parquet tables and the manifest of a data folder, and return the manifest.

    Raises ProblemsFoundError, and leaves the tables as they were, when the check finds anything.
    """
    reviewed = read(where)
    found = problems(reviewed)
    if found:
        raise ProblemsFoundError(found)
    new = prepare(where.parquet)
    manifest = {
        "data_version": where.release["version"],
        "released": where.release["released"],
        "tables": [
            _write(table, new / f"{name}.parquet") for name, table in sorted(tables(reviewed, where).items())
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (new / where.manifest.name).write_text(text + "\n", encoding="utf-8")
    exchange(new, where.parquet)
    return manifest


def tables(reviewed: Reviewed, where: Catalog) -> dict[str, pa.Table]:
    """Every table of a data folder without problems, by name: figures typed, other tables as texts."""
    complete = {
        name: [reviewed.complete(row, dataset) for row in reviewed.sheets[name].rows]
        for name, dataset in reviewed.datasets.items()
    }
    texts = {
        name: pa.table({column: _texts(sheet.rows, column) for column in sheet.columns})
        for name, sheet in reviewed.sheets.items()
        if name not in complete
    }
    return texts | {
        name: figures(rows, table_schema(reviewed.datasets[name].own_columns), where.vocabulary.dimensions)
        for name, rows in with_derived(reviewed, complete).items()
    }


def figures(
    rows: Sequence[Mapping[str, str]], schema: pa.Schema, dimensions: Mapping[str, Dimension]
) -> pa.Table:
    """The table of one dataset, in the order of its rows, with the columns that the build adds."""
    ranks = draw_ranks(rows)
    columns: dict[str, list[Any]] = {column: _texts(rows, column) for column in rows[0]} if rows else {}
    columns |= {column: [float(row[column]) if row[column] else None for row in rows] for column in NUMBERS}
    columns |= {"n": [int(row["n"]) if row["n"] else None for row in rows]}
    columns |= {column: [row[column] == "1" for row in rows] for column in MARKS}
    columns |= {
        "residence": [_residence(row) for row in rows],
        "subgroup_order": [_order(row, dimensions) for row in rows],
        "reference_subgroup": [_is_reference(row, dimensions) for row in rows],
        "year_start": [_year(row["period_start"] or row["period_end"]) for row in rows],
        "year": [_year(row["period_end"] or row["period_start"]) for row in rows],
        "draw_rank": ranks,
        "disagrees": disagreements(rows, ranks),
    }
    return pa.table({column: columns.get(column, []) for column in schema.names}, schema=schema)


def _texts(rows: Sequence[Mapping[str, str]], column: str) -> pa.Array:
    return pa.array([row.get(column) or None for row in rows], pa.string())


def _residence(row: Mapping[str, str]) -> str:
    """Urban, rural or total, wherever the row says so."""
    if row["dimension"] == "residence":
        return row["subgroup"]
    return row["attribute"] if row["attribute_dimension"] == "residence" else TOTAL


def _order(row: Mapping[str, str], dimensions: Mapping[str, Dimension]) -> int | None:
    dimension = dimensions.get(row["dimension"])
    return dimension.order_of(row["subgroup"]) if dimension else None


def _is_reference(row: Mapping[str, str], dimensions: Mapping[str, Dimension]) -> bool:
    dimension = dimensions.get(row["dimension"])
    return dimension is not None and dimension.reference == row["subgroup"]


def _year(period: str) -> int | None:
    return int(period[:4]) if period else None


def _write(table: pa.Table, file: Path) -> dict[str, Any]:
    """Write one table; return its entry in the manifest."""
    pq.write_table(table, file, compression="zstd")
    return {
        "name": file.stem,
        "rows": table.num_rows,
        "columns": {field.name: str(field.type) for field in table.schema},
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }


def main(arguments: list[str] | None = None) -> int:
    """The command line; 1 when there are problems."""
    parser = argparse.ArgumentParser(prog="python -m data.build", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, help="the data folder, when not the one in use")
    parser.add_argument("--check", action="store_true", help="report every problem and build nothing")
    parser.add_argument("--lang", choices=tuple(LANGUAGES), default="en", help="the language of the report")
    chosen = parser.parse_args(arguments)
    where, say = Catalog(chosen.data.resolve()) if chosen.data else catalog(), language(chosen.lang)
    try:
        found = problems(read(where)) if chosen.check else []
        built = [] if chosen.check else build(where)["tables"]
    except ProblemsFoundError as error:
        found, built = error.problems, []
    for each in found:
        print(each.sentence(say))
    if found:
        print(say.plural("check.found", len(found)))
    elif chosen.check:
        print(say("check.nothing_found"))
    else:
        print(say("build.done", tables=len(built), rows=say.number(sum(table["rows"] for table in built))))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
