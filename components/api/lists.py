"""What there is, as plain data: tables, views, regions and sources, with the links that lead to each."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow.parquet as pq

from components.address import API, REGION_FORMATS, path_of
from components.api.answers import as_json
from components.benchmarks import incomes
from components.charts.marks import rows_of
from components.data_files import meaning_of
from components.export.csv import region as iso_code
from components.export.formats import FORMATS
from components.export.json_file import number, source_as_data
from components.export.table import table_bytes
from components.profile import newest
from data.catalog import Catalog, catalog
from data.store import store
from equity.benchmark import peers
from equity.view import SINGLE, card_codes, filter_codes
from equity.vocabulary import NATION, Region, ViewDefinition

TABLE_FORMATS = ("csv", "json", "parquet")


def release() -> dict[str, str]:
    """What every list says of the data it tells of."""
    return {"version": catalog().release["version"], "released": catalog().release["released"]}


def datasets(base: str) -> dict[str, Any]:
    """Every table with its columns and files; `base` is the address of the site, with a slash at its end."""
    return {"data": release(), "datasets": [_dataset(name, base) for name in catalog().tables]}


def _dataset(name: str, base: str) -> dict[str, Any]:
    where = catalog()
    table, described = where.tables[name], where.vocabulary.datasets.get(name)
    title = described.title if described else where.columns["tables"][name]["label"]
    columns = {
        column: {"type": kind, "meaning": dict(meaning_of(where, name, column))}
        for column, kind in table["columns"].items()
    }
    return {
        "id": name,
        "title": dict(title),
        "rows": table["rows"],
        "columns": columns,
        "sha256": table["sha256"],
        "views": list(described.views) if described else [],
        "formats": _formats(f"{base}{API}/datasets/{name}", TABLE_FORMATS),
    }


def table_file(name: str, code: str) -> bytes:
    """A table as it lies there, in a format of `TABLE_FORMATS`; all three hold the same rows."""
    return _table_file(catalog(), name, code)


@lru_cache(maxsize=32)
def _table_file(where: Catalog, name: str, code: str) -> bytes:
    file = where.held.file(name)
    if code == "parquet" and file:
        return file.read_bytes()
    table = where.held.dataset(name).to_table()
    if code == "parquet":
        gathered = io.BytesIO()
        pq.write_table(table, gathered, compression="zstd")
        return gathered.getvalue()
    if code == "csv":
        return table_bytes(table.to_pandas())
    rows = [{column: _exact(cell) for column, cell in row.items()} for row in table.to_pylist()]
    return as_json({"id": name, "data": release(), "rows": rows})


def _exact(cell: object) -> object:
    return number(cell) if isinstance(cell, float) else cell


def views(base: str) -> dict[str, Any]:
    """Every view with its question, its page, the parameters it takes and its files."""
    vocabulary = catalog().vocabulary
    every = [vocabulary.definition(each) for each in vocabulary.view_ids]
    return {"data": release(), "views": [_view(each, base) for each in every]}


def _view(definition: ViewDefinition, base: str) -> dict[str, Any]:
    return {
        "id": definition.id,
        "question": dict(definition.question),
        "dataset": definition.dataset,
        "page": f"{base}{path_of(definition)}?view={definition.id}",
        "parameters": parameters(definition),
        "formats": _formats(f"{base}{API}/views/{definition.id}", FORMATS),
    }


def parameters(definition: ViewDefinition) -> list[dict[str, Any]]:
    """The parameters of a view: `name`, the codes `allowed`, and whether `several` may be joined by a point.

    Groups depend on what is compared, so they are told by dimension, under `allowed_by_dimension`.
    """
    vocabulary = catalog().vocabulary
    dimensions = store().dimensions(definition, definition.indicators)
    by_dimension = {each: card_codes(definition, vocabulary, each)["groups"] for each in dimensions}
    known = {**filter_codes(vocabulary), **card_codes(definition, vocabulary, definition.dimensions[0])}
    one = {*SINGLE, *(() if definition.several_indicators else ("indicators",))}
    told = []
    for name, codes in known.items():
        allowed = {"allowed_by_dimension": by_dimension} if name == "groups" else {"allowed": codes}
        told.append({"name": name, "several": name not in one, **allowed})
    return told


def regions(base: str) -> dict[str, Any]:
    """The nation and its provinces, with their codes and files."""
    every = catalog().vocabulary.regions.values()
    return {"data": release(), "regions": [region(each, base) for each in every]}


def region(described: Region, base: str) -> dict[str, Any]:
    """One region; the nation has no files, because it stands beside nothing here."""
    files = f"{base}{API}/regions/{described.code}"
    return {
        "code": described.code,
        "iso_3166_2": iso_code(described.code),
        "label": dict(described.label),
        "full": dict(described.full),
        "nbs_region": described.nbs_region,
        "formats": {} if described.code == NATION else _formats(files, REGION_FORMATS),
    }


def peers_of(code: str) -> tuple[str, ...]:
    """The provinces most like one in income, in the newest year."""
    return peers(code, incomes(int(catalog().release["released"][:4])))


def at_a_glance(code: str) -> list[dict[str, Any]]:
    """The lines of a province's profile: its newest figure beside its peers', its NBS region's and the nation's."""
    vocabulary = catalog().vocabulary
    places = tuple(filter(None, (code, *peers_of(code), vocabulary.regions[code].nbs_region, NATION)))
    return [
        {"label": dict(line["label"]), "figures": list(_figures(newest(line["figures"], places), places))}
        for line in catalog().profile
    ]


def _figures(rows: Any, places: Iterable[str]) -> Iterable[dict[str, Any]]:
    for place in places:
        if place in rows.index:
            row = rows.loc[place]
            yield {
                "place": place,
                "estimate": number(row.estimate),
                "unit": row.unit,
                "qualifier": row.qualifier,
                "year": int(row.year),
                "source_id": row.source_id,
                "grade": row.grade,
            }


def sources(today: date) -> dict[str, Any]:
    """The bibliography, each source with its grade and how it is cited on a day."""
    told = [source_as_data(row, today.isoformat()) for row in rows_of(store().sources())]
    return {"data": release(), "sources": told}


def _formats(stem: str, codes: Iterable[str] | Mapping[str, str]) -> dict[str, str]:
    return {code: f"{stem}.{code}" for code in codes}
