"""The engine: Ibis over DuckDB, reading the Parquet where it lies. Read-only; nothing is loaded up front.

One in-memory database a process holds a view on each Parquet file; each thread asks through a cursor of its
own, because one DuckDB connection refuses calls from several threads at once.
"""

from __future__ import annotations

import threading
from functools import cache, cached_property, lru_cache
from typing import Any, TypeAlias

import duckdb
import ibis
import pandas as pd

from data.catalog import Catalog, catalog
from equity.view import View
from equity.vocabulary import NATION, REGION, TOTAL, ViewDefinition

Expression: TypeAlias = Any
"""An Ibis table or column. Its columns exist at run time only, so a type checker can say nothing of them."""

PANEL_SEPARATOR: Expression = ibis.literal("/")
CACHED_FRAMES = 512
FIXED_ORDER = ("panel", "group", "year", "year_start", "draw_rank", "source_id", "estimate", "locator")


class Store:
    """The tables of one catalog, asked by View. Safe to share between threads."""

    def __init__(self, where: Catalog) -> None:
        self.catalog = where
        self._database = duckdb.connect(":memory:")
        for file in sorted(where.parquet.glob("*.parquet")):
            self._database.read_parquet(str(file)).create_view(file.stem)
        self._threads = threading.local()
        self._contents: dict[str, pd.DataFrame] = {}
        self._cached = lru_cache(maxsize=CACHED_FRAMES)(self._run)

    def table(self, name: str) -> Expression:
        """A table as an Ibis expression, bound to the calling thread's own cursor."""
        if not hasattr(self._threads, "backend"):
            self._threads.backend = ibis.duckdb.from_connection(self._database.cursor())
        return self._threads.backend.table(name)

    def query(self, view: View) -> pd.DataFrame:
        """The figures of a view, one a row, in a fixed order; a copy the caller may change.

        Missing text is empty. Columns are those of the dataset's table and three more: `group` (the code
        compared), `panel` (equal for rows that may share an axis) and `drawn` (False: another row of the same
        quantity is drawn, and this one is listed as its corroboration or disagreement).
        """
        return self._cached(view.canonical()).copy()

    def dimensions(self, definition: ViewDefinition, indicators: tuple[str, ...]) -> tuple[str, ...]:
        """The dimensions of a view by which these indicators have figures, in the declared order."""
        held = self._held(definition.dataset)
        held = held[held.indicator.isin(indicators)]
        columns = set(held.columns) - {"indicator", "dimension"}
        undivided = held[held.dimension == TOTAL]

        def has_figures(dimension: str) -> bool:
            if dimension in columns:
                return bool(undivided[dimension].any())
            return dimension in set(held.dimension)

        return tuple(dimension for dimension in definition.dimensions if has_figures(dimension))

    def _held(self, dataset: str) -> pd.DataFrame:
        """Per indicator and dimension of a dataset: which of its columns hold anything."""
        if dataset not in self._contents:
            table = self.table(dataset)
            own = self.catalog.vocabulary.datasets[dataset].own_columns
            columns = {column: table[column].notnull().any() for column in own}
            columns[REGION] = (table.region_code != NATION).any()
            held = table.group_by("indicator", "dimension").agg(**columns).execute()
            self._contents[dataset] = held.fillna(False)
        return self._contents[dataset]

    def figure(self, dataset: str, **columns: object) -> pd.Series:
        """The one drawn row of a dataset with these values in its columns; LookupError unless it is one."""
        table = self.table(dataset)
        matches = [table[name] == value for name, value in columns.items()]
        rows = _frame(table.filter(table.draw_rank == 0, *matches))
        if len(rows) != 1:
            raise LookupError(
                f"{dataset} has {len(rows)} drawn figures with {columns}; a finding needs exactly one"
            )
        return rows.iloc[0]

    def sources(self) -> pd.DataFrame:
        """The bibliography, indexed by `source_id`."""
        return self._bibliography.copy()

    @cached_property
    def _bibliography(self) -> pd.DataFrame:
        return _frame(self.table("sources")).set_index("source_id")

    def _run(self, view: View) -> pd.DataFrame:
        definition = self.catalog.vocabulary.datasets[view.dataset].views[view.id]
        table = self.table(view.dataset)
        group = group_column(table, view.dimension)
        place = ("year",) if view.dimension == REGION else ("region_code", "setting")
        panels = (*place, *definition.panel_columns(view.dimension))
        rows = table.mutate(
            group=table[group],
            panel=PANEL_SEPARATOR.join([table[column].cast("string").fill_null("") for column in panels]),
        )
        rows = rows.filter(*conditions(rows, view, definition))
        if view.dimension == REGION:
            rows = _comparable_places(rows, view)
        best = rows.filter(rows.same_as.notnull()).group_by("same_as").agg(best_rank=rows.draw_rank.min())
        rows = rows.left_join(best, "same_as").drop("same_as_right")
        rows = rows.mutate(drawn=rows.best_rank.isnull() | (rows.draw_rank == rows.best_rank))
        order = [rows[name].asc(nulls_first=True) for name in FIXED_ORDER]
        return _frame(rows.drop("best_rank").order_by(order))


def _frame(expression: Expression) -> pd.DataFrame:
    """The rows of an expression: missing text is empty, so that it can be joined; missing numbers are NaN."""
    frame = expression.execute()
    types = expression.schema().items()
    text = [name for name, kind in types if kind.is_string()]
    numbers = [name for name, kind in types if kind.is_numeric()]
    frame[text] = frame[text].astype(object).fillna("")
    frame[numbers] = frame[numbers].astype(float)
    return frame


def group_column(table: Expression, dimension: str) -> str:
    """The column whose codes a dimension compares: one of the table's own, or the rows' subgroup."""
    if dimension == REGION:
        return "region_code"
    return dimension if dimension in table.columns else "subgroup"


def conditions(table: Expression, view: View, definition: ViewDefinition) -> list[Expression]:
    """What a row must satisfy to belong to a view."""
    group = group_column(table, view.dimension)
    kept = [table.indicator.isin(view.indicators), table.group.notnull()]
    kept += [_divided(table, view.dimension, group), _placed(table, view, definition)]
    kept.append(_evident(table, view.filters.grades))
    if view.groups:
        kept.append(table.group.isin(view.groups))
    if view.filters.residence and definition.honours("residence"):
        kept.append(table.residence.isin(view.filters.residence))
    kept += [table[column].isin(codes) for column, codes in view.choices if codes and column != group]
    if view.period:
        first, last = view.period
        kept.append(table.year.isnull() | ((table.year >= first) & (table.year_start <= last)))
    return kept


def _comparable_places(rows: Expression, view: View) -> Expression:
    """The panels that hold a province; without a chosen period, those of the newest full year.

    A province table is complete for a few years only. Full means at least half as many provinces as the year
    with the most; single provinces in between are asked for by year.
    """
    provinces = rows.filter(rows.region_code != NATION)
    rows = rows.filter(rows.panel.isin(provinces.panel))
    if view.period:
        return rows
    counted = provinces.group_by("year").agg(provinces=provinces.region_code.nunique())
    full = counted.filter(counted.provinces * 2 >= counted.provinces.max().as_scalar())
    return rows.filter(rows.year == full.year.max().as_scalar())


def _divided(table: Expression, dimension: str, group: str) -> Expression:
    """Rows broken down by this dimension and by no other; a column's groups stand on undivided rows."""
    if group == "subgroup":
        return table.dimension == dimension
    undivided = table.dimension == TOTAL
    return undivided | (table.dimension == dimension) if group == "residence" else undivided


def _placed(table: Expression, view: View, definition: ViewDefinition) -> Expression:
    chosen = view.filters.regions if definition.honours("regions") else ()
    if view.dimension == REGION:
        return table.region_code.isin((NATION, *chosen)) if chosen else table.region_code.notnull()
    places = chosen or definition.places
    return table.region_code.isin(places) | table.setting.isin(places)


def _evident(table: Expression, grades: tuple[str, ...]) -> Expression:
    weak = table.flags.fill_null("").contains("weak")
    graded = table.grade.isin([grade for grade in grades if grade != "weak"])
    return graded | weak if "weak" in grades else graded & ~weak


@cache
def _store(where: Catalog) -> Store:
    return Store(where)


def store() -> Store:
    """The store of the catalog in use; one a process."""
    return _store(catalog())
