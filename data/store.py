"""What a catalog's tables answer: Ibis over the engine in use, reading the Parquet where it lies.

Read-only; nothing is loaded up front. What a reader brought is asked in this process whatever the engine, and
leaves it for no cluster.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

import ibis
import pandas as pd

from data.catalog import Catalog, catalog, kept_with_catalog
from data.engine import Engine, duckdb_holding, engine_of
from data.schema import table_schema
from equity.microdata import Expression
from equity.view import View
from equity.vocabulary import INDICATOR, NATION, OWN, REGION, RESIDENCE, TOTAL, ViewDefinition, Vocabulary

SEPARATOR = "/"
CACHED_FRAMES = 512
FIXED_ORDER = (
    *("panel", "group", "year", "year_start", "draw_rank"),
    *("source_id", "period_end", "estimate", "locator"),
)


class Store:
    """The tables of one catalog, asked by View. Safe to share between threads."""

    def __init__(self, where: Catalog) -> None:
        self.catalog = where
        self._engine = engine_of(where.held)
        brought = where.brought_tables
        self._engines: dict[str, Engine] = dict.fromkeys(brought, duckdb_holding(brought)) if brought else {}
        self._contents: dict[str, pd.DataFrame] = {}
        self._grades: dict[str, frozenset[str]] = {}
        self._tables: dict[str, pd.DataFrame] = {}
        self._cached = lru_cache(maxsize=CACHED_FRAMES)(self._run)
        self._unfiltered = lru_cache(maxsize=CACHED_FRAMES)(self._every_row)
        self._asked = lru_cache(maxsize=CACHED_FRAMES)(self._drawn_rows)
        self._compared = lru_cache(maxsize=CACHED_FRAMES)(self._comparable)
        self._offered = lru_cache(maxsize=CACHED_FRAMES)(self._dimensions)

    def table(self, name: str) -> Expression:
        """A table as an Ibis expression, for the calling thread to ask; typed as declared, where it is."""
        table = self._engines.get(name, self._engine).table(name)
        declared = self.catalog.vocabulary.datasets.get(name)
        if not self.catalog.prefix or declared is None:
            return table
        types = ibis.schema(table_schema(declared.own_columns))
        other = {column: kind for column, kind in types.items() if table.schema().get(column, kind) != kind}
        return table.cast(other) if other else table

    def check(self) -> None:
        """Have the engine find every table that pages ask for. Raises EngineError or NoSuchTableError."""
        for name in self.catalog.promised:
            self.table(name)

    def query(self, view: View) -> pd.DataFrame:
        """The figures of a view, one a row, in a fixed order; a copy the caller may change.

        Missing text is empty. Columns are those of the dataset's table and three more: `group` (the code
        compared), `panel` (equal for rows that may share an axis) and `drawn` (False: another row of the same
        quantity is drawn, and this one is listed as its corroboration or disagreement).
        """
        return self._cached(view.canonical()).copy()

    def dimensions(self, definition: ViewDefinition, indicators: tuple[str, ...]) -> tuple[str, ...]:
        """The dimensions of a view by which these indicators have figures, in the declared order."""
        return self._offered(definition.id, indicators)

    def _dimensions(self, view_id: str, indicators: tuple[str, ...]) -> tuple[str, ...]:
        definition = self.catalog.vocabulary.definition(view_id)
        held = self._held(definition.dataset)
        held = held[held.indicator.isin(indicators)]
        columns = set(held.columns) - {"indicator", "dimension"}
        apart = (TOTAL, RESIDENCE) if RESIDENCE in definition.panels else (TOTAL,)
        undivided = held[held.dimension.isin(apart)]

        def has_figures(dimension: str) -> bool:
            if dimension == INDICATOR:
                return not undivided.empty
            if dimension in columns:
                return bool(undivided[dimension].any())
            return dimension in set(held.dimension)

        return tuple(dimension for dimension in definition.dimensions if has_figures(dimension))

    def contents(self, definition: ViewDefinition) -> pd.DataFrame:
        """What a comparing view can compare without weak evidence, one row an indicator and dimension.

        Columns: `indicator`, `dimension`, `groups` (the most that stand side by side in one place and year),
        `places`, `first` and `last` year, `figures`. A copy the caller may change.
        """
        return self._compared(definition.id).copy()

    def _comparable(self, view_id: str) -> pd.DataFrame:
        definition = self.catalog.vocabulary.definition(view_id)
        rows = self._whole(definition.dataset)
        placed = (rows.region_code != "") | rows.setting.isin(definition.places)
        evident = (rows.draw_rank == 0) & ~rows["flags"].str.contains("weak")
        rows = rows[evident & placed & rows.indicator.isin(definition.indicators)]
        parts, present = [], set(rows.dimension)
        for dimension in definition.dimensions:
            column = group_column(rows, dimension)
            if column == "subgroup" and dimension not in present:
                continue
            divided = (dimension,) if column == "subgroup" else (TOTAL, RESIDENCE)
            wholes = self._wholes(dimension)
            groups = rows[rows.dimension.isin(divided) & ~rows[column].isin(("", TOTAL, NATION, *wholes))]
            apart = [
                each for each in definition.panel_columns(dimension) if each not in (column, "indicator")
            ]
            place = [] if dimension == REGION else ["region_code", "setting"]
            together = groups.groupby(["indicator", *place, *apart, "year"], dropna=False)[column].nunique()
            parts.append(
                groups.groupby("indicator")
                .agg(
                    places=("region_code", "nunique"),
                    first=("year", "min"),
                    last=("year", "max"),
                    figures=(column, "size"),
                )
                .assign(dimension=dimension, groups=together.groupby("indicator").max())
                .query("groups > 1")
                .reset_index()
            )
        return pd.concat(parts, ignore_index=True)

    def _wholes(self, dimension: str) -> tuple[str, ...]:
        declared = self.catalog.vocabulary.dimensions.get(dimension)
        return declared.wholes if declared else ()

    def grades(self, definition: ViewDefinition) -> frozenset[str]:
        """The grades of all figures that a view can hold, `weak` among them where one is."""
        if definition.id not in self._grades:
            table = self.table(definition.dataset)
            rows = table.filter(table.indicator.isin(definition.indicators))
            weak = rows.flags.fill_null("").contains("weak")
            held = rows.mutate(grade=weak.ifelse("weak", rows.grade)).select("grade").distinct().execute()
            self._grades[definition.id] = frozenset(held.grade)
        return self._grades[definition.id]

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

    def figures(self, dataset: str, **columns: object) -> pd.DataFrame:
        """The drawn rows of a dataset with these values in its columns; a copy the caller may change."""
        return self._asked(dataset, tuple(columns.items())).copy()

    def _drawn_rows(self, dataset: str, columns: tuple[tuple[str, object], ...]) -> pd.DataFrame:
        table = self.table(dataset)
        matches = [table[name] == value for name, value in columns]
        return _frame(table.filter(table.draw_rank == 0, *matches))

    def figure(self, dataset: str, **columns: object) -> pd.Series:
        """The one drawn row of a dataset with these values in its columns; LookupError unless it is one."""
        rows = self.figures(dataset, **columns)
        if len(rows) != 1:
            raise LookupError(
                f"{dataset} has {len(rows)} drawn figures with {columns}; a finding needs exactly one"
            )
        return rows.iloc[0]

    def sources(self) -> pd.DataFrame:
        """The bibliography, indexed by `source_id`."""
        return self._bibliography.copy()

    def events(self, codes: tuple[str, ...]) -> pd.DataFrame:
        """The policy events with these codes, in the order of their dates."""
        every = self._whole("policy_events")
        return every[every.event.isin(codes)].sort_values("date", ignore_index=True)

    @cached_property
    def _bibliography(self) -> pd.DataFrame:
        published = _frame(self.table("sources")).set_index("source_id")
        brought = self.catalog.brought_sources
        return published if brought is None else pd.concat([published, brought]).fillna("")

    def rows(self, name: str) -> pd.DataFrame:
        """Every row of a table, in the order of its file; a copy the caller may change."""
        return self._whole(name).copy()

    def _whole(self, name: str) -> pd.DataFrame:
        if name not in self._tables:
            self._tables[name] = _frame(self.table(name))
        return self._tables[name]

    def _run(self, view: View) -> pd.DataFrame:
        definition = self.catalog.vocabulary.definition(view.id)
        side_by_side = view.dimension == REGION and not definition.places_over_time
        asked = view.of_regions(()) if side_by_side else view
        frame = self._unfiltered(view.dataset, view.id, view.indicators, view.dimension)
        frame = frame[belongs(frame, asked, definition, self.catalog.vocabulary)]
        if side_by_side:
            chosen = view.filters.regions if definition.honours("regions") else ()
            frame = _side_by_side(frame, view, tuple(code for code in chosen if code != NATION))
        best = frame[frame.same_as != ""].groupby("same_as").draw_rank.min()
        drawn = (frame.same_as == "") | (frame.draw_rank == frame.same_as.map(best))
        return frame.assign(drawn=drawn).reset_index(drop=True)

    def _every_row(
        self, dataset: str, view_id: str, indicators: tuple[str, ...], dimension: str
    ) -> pd.DataFrame:
        """All that a view can show of these indicators by this dimension, before any filter, in the fixed order.

        Asked of the engine once; what a reader's filters leave of it is then a matter of moments.
        """
        definition = self.catalog.vocabulary.definition(view_id)
        table = self.table(dataset)
        rows = table.mutate(group=_group(table, dimension))
        conditions = [
            rows.indicator.isin(indicators),
            rows.group.notnull(),
            _divided(rows, dimension, definition),
        ]
        if definition.statistics:
            conditions.append(rows.statistic.isin(definition.statistics))
        frame = _frame(rows.filter(*conditions))
        side_by_side = dimension == REGION and not definition.places_over_time
        place = ("region_code", "setting") if dimension != REGION else ("year",) if side_by_side else ()
        panels = (*place, *definition.panel_columns(dimension), "unit")
        frame["panel"] = [SEPARATOR.join(map(str, codes)) for codes in frame[list(panels)].to_numpy()]
        return frame.sort_values(list(FIXED_ORDER), kind="stable", na_position="first", ignore_index=True)


def _frame(expression: Expression) -> pd.DataFrame:
    """The rows of an expression: missing text is empty, so that it can be joined; missing numbers are NaN."""
    frame = expression.execute()
    types = expression.schema().items()
    text = [name for name, kind in types if kind.is_string()]
    numbers = [name for name, kind in types if kind.is_numeric()]
    frame[text] = frame[text].astype(object).fillna("")
    frame[numbers] = frame[numbers].astype(float)
    return frame


def group_column(table: Expression | pd.DataFrame, dimension: str) -> str:
    """The column whose codes a dimension compares: one of the table's own, or the rows' subgroup."""
    if dimension == REGION:
        return "region_code"
    return dimension if dimension in table.columns else "subgroup"


def _group(table: Expression, dimension: str) -> Expression:
    """The code compared; where places are compared, a group of provinces stands among them."""
    if dimension == REGION:
        return ibis.coalesce(table.region_code, table.setting)
    return table[group_column(table, dimension)]


def belongs(frame: pd.DataFrame, view: View, definition: ViewDefinition, vocabulary: Vocabulary) -> pd.Series:
    """Which rows of an unfiltered view are left by the reader's filters and choices."""
    kept = _placed(frame, view, definition, vocabulary) & _evident(frame, view.filters.grades)
    if view.groups:
        kept &= frame.group.isin(view.groups)
    if view.filters.residence and definition.honours("residence"):
        kept &= frame.residence.isin(view.filters.residence)
    for column, codes in view.choices:
        if codes and column != group_column(frame, view.dimension):
            kept &= frame[column].isin(codes)
    if view.period:
        first, last = view.period
        kept &= frame.year.isna() | ((frame.year >= first) & (frame.year_start <= last))
    return kept


def _side_by_side(frame: pd.DataFrame, view: View, chosen: tuple[str, ...]) -> pd.DataFrame:
    """The panels that hold a province; without a chosen period, those of one year.

    A province table is complete for a few years only. The year is the newest full one in which a chosen place
    has a figure, else the newest in which one has; full means at least half as many provinces as the year with
    the most. Single provinces in between are asked for by year.
    """
    provinces = frame[frame.region_code != NATION]
    wanted = frame[frame.panel.isin(provinces.panel)]
    if chosen:
        wanted = wanted[wanted.region_code.isin((NATION, *chosen))]
    if view.period:
        return wanted
    counts = provinces.groupby("year").region_code.nunique()
    held = provinces[provinces.region_code.isin(chosen)] if chosen else provinces
    years = sorted(held.year.dropna().unique(), key=lambda year: (2 * counts[year] >= counts.max(), year))
    if years:
        return wanted[wanted.year == years[-1]]
    return wanted[wanted.year.isna()] if held.year.isna().any() else wanted.iloc[:0]


def _divided(table: Expression, dimension: str, definition: ViewDefinition) -> Expression:
    """Rows broken down by this dimension and by no other; a column's groups stand on undivided rows.

    Urban and rural rows are undivided where residence is compared or has panels of its own.
    """
    group = group_column(table, dimension)
    if group == "subgroup":
        return table.dimension == dimension
    apart = RESIDENCE in (group, *definition.panels)
    return table.dimension.isin((TOTAL, RESIDENCE) if apart else (TOTAL,))


def _placed(frame: pd.DataFrame, view: View, definition: ViewDefinition, vocabulary: Vocabulary) -> pd.Series:
    chosen = view.filters.regions if definition.honours("regions") else ()
    if view.dimension == REGION and definition.places_over_time:
        around = {vocabulary.regions[code].nbs_region for code in chosen} - {None}
        return frame.region_code.isin((NATION, *chosen)) | frame.setting.isin(
            around or set(vocabulary.nbs_regions)
        )
    if view.dimension == REGION:
        return frame.region_code != ""
    places = chosen or definition.places
    return frame.region_code.isin(places) | frame.setting.isin(places)


def _evident(frame: pd.DataFrame, grades: tuple[str, ...]) -> pd.Series:
    weak = frame["flags"].str.contains("weak")
    graded = frame.grade.isin([grade for grade in grades if grade != "weak"]) | (frame.grade == OWN)
    return graded | weak if "weak" in grades else graded & ~weak


def store() -> Store:
    """The store of the catalog in use; one a catalog."""
    return _store(catalog())


@kept_with_catalog(1)
def _store(where: Catalog) -> Store:
    return Store(where)
