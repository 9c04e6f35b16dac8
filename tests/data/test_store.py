"""The store answers every view as a plain reading of the tables does, from any thread, and changes nothing."""

from __future__ import annotations

import contextlib
import hashlib
import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pandas as pd
import pytest

import data.store
from data.catalog import ROOT, Catalog
from data.store import FIXED_ORDER, Store
from equity.view import ORDERS, Filters, View
from equity.vocabulary import DEFAULT_GRADES, GRADES, INDICATOR, NATION, REGION, RESIDENCES, TOTAL

WHERE = Catalog(ROOT / "data")
VOCABULARY = WHERE.vocabulary
THREADS, QUERIES = 8, 40


# The oracle: the same questions asked of the Parquet by pandas alone. ---------------------------------------


def by_hand(view: View) -> pd.DataFrame:
    """The rows of a view with `group` and `drawn`, in no particular order."""
    definition = VOCABULARY.datasets[view.dataset].views[view.id]
    rows = pd.read_parquet(WHERE.table(view.dataset))
    own = view.dimension in rows.columns
    column = "region_code" if view.dimension == REGION else view.dimension if own else "subgroup"
    rows["group"] = rows[column].fillna(rows.setting) if view.dimension == REGION else rows[column]
    rows = rows[rows.indicator.isin(view.indicators) & rows.group.notna()]
    kept = [
        index
        for index, row in rows.iterrows()
        if divided(row, view.dimension, column, definition)
        and placed(row, view, definition)
        and evident(row, view.filters.grades)
    ]
    rows = rows.loc[kept]
    if definition.statistics:
        rows = rows[rows.statistic.isin(definition.statistics)]
    if view.groups:
        rows = rows[rows.group.isin(view.groups)]
    if view.filters.residence and "residence" in definition.filters:
        rows = rows[rows.residence.isin(view.filters.residence)]
    for name, codes in view.choices:
        if codes and name != column:
            rows = rows[rows[name].isin(codes)]
    if view.period:
        within = (rows.year >= view.period[0]) & (rows.year_start <= view.period[1])
        rows = rows[rows.year.isna() | within.fillna(False)]
    if view.dimension == REGION and not definition.places_over_time:
        rows = places_side_by_side(rows, view, definition)
    best = rows.groupby("same_as").draw_rank.min()
    drawn = [
        pd.isna(same) or rank == best[same] for same, rank in zip(rows.same_as, rows.draw_rank, strict=True)
    ]
    return rows.assign(drawn=pd.Series(drawn, index=rows.index, dtype=bool))


def places_side_by_side(rows, view, definition):
    """Panels with a province; no period chosen means one year, the newest full one that holds a chosen place."""
    columns = ("year", *definition.panel_columns(REGION), "unit")
    panels = list(zip(*(rows[name].astype(object).fillna("") for name in columns), strict=True))
    provinces = rows.region_code != NATION
    with_province = {panel for panel, province in zip(panels, provinces, strict=True) if province}
    rows = rows[[panel in with_province for panel in panels]] if len(rows) else rows
    chosen = set(view.filters.regions if "regions" in definition.filters else ()) - {NATION}
    of_provinces = rows[rows.region_code != NATION]
    counts = of_provinces.groupby("year").region_code.nunique()
    held = of_provinces[of_provinces.region_code.isin(chosen)] if chosen else of_provinces
    years = sorted(set(held.year.dropna()), key=lambda year: (2 * counts[year] >= counts.max(), year))
    if chosen:
        rows = rows[rows.region_code.isin({NATION, *chosen})]
    if view.period:
        return rows
    return rows[rows.year == years[-1]] if years else rows[:0]


def divided(row, dimension, column, definition):
    if column == "subgroup":
        return row.dimension == dimension
    apart = column == "residence" or "residence" in definition.panels
    return row.dimension == TOTAL or (apart and row.dimension == "residence")


def placed(row, view, definition):
    chosen = view.filters.regions if "regions" in definition.filters else ()
    if view.dimension == REGION and definition.places_over_time:
        around = {VOCABULARY.regions[code].nbs_region for code in chosen} - {None}
        return row.region_code in (NATION, *chosen) or row.setting in (around or VOCABULARY.nbs_regions)
    if view.dimension == REGION:
        return isinstance(row.region_code, str)
    return row.region_code in (chosen or definition.places) or row.setting in (chosen or definition.places)


def evident(row, grades):
    if "weak" in str(row["flags"]).split(";"):
        return "weak" in grades
    return row.grade in grades


def compared(frame):
    """Rows as texts in an order of their own, so that two frames are equal when they hold the same rows."""
    columns = sorted(set(frame.columns) - {"panel"})
    plain = frame[columns].astype(object)
    plain = plain.where(plain.notna(), "").map(
        lambda cell: f"{cell:.9g}" if isinstance(cell, float | int) else str(cell)
    )
    return sorted(map(tuple, plain.to_numpy()))


def questions(count):
    """Views of all kinds: declared ones by any of their dimensions, and as many random narrowings of them."""
    draw = random.Random(2026)
    plain = []
    for definition in VOCABULARY.views():
        default = View.default(definition, Filters())
        for dimension in definition.dimensions:
            groups = definition.default_groups.get(dimension, ())
            plain.append(replace(default, dimension=dimension, groups=groups))
    half = count // 2
    return draw.sample(plain, half) + [narrowed(draw.choice(plain), draw) for _ in range(count - half)]


def narrowed(view, draw):
    definition = VOCABULARY.datasets[view.dataset].views[view.id]
    filters = Filters(
        regions=tuple(draw.sample(VOCABULARY.provinces(), draw.choice([0, 0, 0, 0, 0, 1, 12]))),
        residence=draw.choice([(), (), (), (), (), ("rural",), RESIDENCES]),
        grades=draw.choice(
            [DEFAULT_GRADES, DEFAULT_GRADES, GRADES, GRADES, ("official",), ("journal", "weak")]
        ),
    )
    several = draw.sample(definition.indicators, draw.randint(1, len(definition.indicators)))
    random_ones = tuple(several) if definition.several_indicators else (several[0],)
    groups = list(VOCABULARY.groups(view.dimension))
    return replace(
        view,
        filters=filters,
        indicators=draw.choice([view.indicators, random_ones]),
        groups=draw.choice([view.groups, view.groups, (), (), tuple(groups[:3])]),
        choices=tuple((column, draw.choice([kept, ()])) for column, kept in view.choices),
        period=draw.choice([None, None, None, None, (2005, 2012), (2011, 2011), (1949, 2100)]),
        order=draw.choice(ORDERS),
    )


def test_eight_threads_get_the_frames_that_pandas_gets():
    views = questions(QUERIES)
    assert len(views) == QUERIES
    expected = [compared(by_hand(view)) for view in views]
    assert sum(bool(rows) for rows in expected) > QUERIES / 3
    store = Store(WHERE)

    def ask(seed):
        order = list(range(QUERIES))
        random.Random(seed).shuffle(order)
        return [(index, compared(store.query(views[index]))) for index in order]

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [answer for each in pool.map(ask, range(THREADS)) for answer in each]
    assert len(answers) == THREADS * QUERIES
    wrong = {views[index] for index, rows in answers if rows != expected[index]}
    assert wrong == set()


@pytest.mark.parametrize("question", questions(60)[-15:], ids=lambda view: f"{view.id}-by-{view.dimension}")
def test_further_narrowings_are_those_of_pandas(store, question):
    assert compared(store.query(question)) == compared(by_hand(question))


# What a frame promises ---------------------------------------------------------------------------------------


def test_rows_stand_in_the_fixed_order_with_unknown_years_first(view, store):
    frame = store.query(view)
    keys = frame[list(FIXED_ORDER)].copy()
    for name in ("year", "year_start"):
        keys[name] = keys[name].fillna(-1)
    assert keys.equals(keys.sort_values(list(FIXED_ORDER), kind="stable"))


def test_one_row_of_each_quantity_is_drawn(view, store):
    frame = store.query(view)
    tied = frame[frame.same_as != ""]
    assert (tied.groupby("same_as").drawn.sum() == 1).all()
    assert frame[frame.same_as == ""].drawn.all()


def test_a_place_and_an_indicator_share_a_panel_only_with_one_unit(view, store):
    frame = store.query(view)
    if len(frame):
        assert (frame.groupby("panel").unit.nunique() == 1).all()
        if view.dimension != INDICATOR:
            assert (frame.groupby("panel").indicator.nunique() == 1).all()


def whole(definition, filters):
    view = replace(View.default(definition, filters), indicators=definition.indicators, period=(1949, 2100))
    return replace(view, groups=(), choices=())


def test_weak_rows_are_hidden_until_they_are_asked_for(store):
    hidden = shown = 0
    for definition in VOCABULARY.views():
        for dimension in definition.dimensions:
            usual = store.query(replace(whole(definition, Filters()), dimension=dimension))
            asked = store.query(replace(whole(definition, Filters(grades=GRADES)), dimension=dimension))
            assert not usual["flags"].str.contains("weak").any()
            hidden += len(asked) - len(usual)
            shown += int(asked["flags"].str.contains("weak").sum())
    # With a doubtful figure of a province comes the nation's, which it is compared with.
    assert hidden >= shown > 0


def test_a_view_of_chosen_regions_holds_those_regions_alone(definition, store):
    if not definition.honours("regions"):
        pytest.skip("this view has no regions to choose")
    view = whole(definition, Filters(regions=("620000",)))
    for dimension in definition.dimensions:
        codes = set(store.query(replace(view, dimension=dimension)).region_code)
        assert codes <= ({"620000", NATION, ""} if dimension == REGION else {"620000"})


def test_chosen_regions_can_be_lifted_for_the_tile_grid(store):
    definition = VOCABULARY.datasets["insurance_coverage"].views["money-per-member"]
    view = replace(View.default(definition, Filters(regions=("620000",))), dimension=REGION, groups=())
    assert store.query(view).region_code.nunique() <= 2
    assert store.query(view.of_regions(())).region_code.nunique() > 20


def test_the_language_and_the_pinned_version_do_not_change_a_frame(definition, store):
    one = store.query(View.default(definition, Filters(language="en")))
    other = store.query(
        View.default(definition, Filters(language="zh", data_version=VOCABULARY.data_version))
    )
    pd.testing.assert_frame_equal(one, other)


def test_missing_text_is_empty_and_missing_numbers_are_not_a_number(view, store):
    frame = store.query(view)
    texts = frame[["qualifier", "same_as", "setting", "region_code", "flags"]]
    assert texts.map(lambda cell: isinstance(cell, str)).all().all()
    assert str(frame.estimate.dtype) == str(frame.year.dtype) == "float64"


def test_a_caller_cannot_spoil_what_the_next_one_gets(definition):
    store = Store(WHERE)
    view = View.default(definition, Filters())
    clean = store.query(view)
    spoilt = store.query(view)
    spoilt["estimate"] = -1.0
    spoilt.loc[:, "group"] = "nobody"
    spoilt["extra"] = 1
    pd.testing.assert_frame_equal(store.query(view), clean)
    bibliography = store.sources()
    bibliography["title"] = ""
    assert (store.sources().title != "").all()


def test_the_cache_is_bounded(monkeypatch):
    monkeypatch.setattr(data.store, "CACHED_FRAMES", 3)
    store = Store(WHERE)
    views = questions(7)[:7]
    for view in views * 2:
        store.query(view)
    assert store._cached.cache_info().currsize == 3
    assert compared(store.query(views[0])) == compared(by_hand(views[0]))


def test_a_view_asked_twice_is_read_once(definition):
    store = Store(WHERE)
    store.query(View.default(definition, Filters(language="en")))
    store.query(View.default(definition, Filters(language="zh")))
    assert (store._cached.cache_info().hits, store._cached.cache_info().misses) == (1, 1)


# Nothing is written ------------------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path):
    shutil.copytree(WHERE.folder, tmp_path / "data")
    return Catalog(tmp_path / "data")


def fingerprints(where):
    return {
        file.relative_to(where.folder): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(where.folder.rglob("*"))
        if file.is_file()
    }


WRITES = [
    "INSERT INTO sources SELECT * FROM sources",
    "DELETE FROM sources",
    "UPDATE sources SET title = ''",
    "DROP VIEW sources",
    "CREATE OR REPLACE TABLE sources AS SELECT 1 AS title",
]


@pytest.mark.parametrize("statement", WRITES)
def test_the_files_stay_as_they_are_whatever_is_asked(copied, statement):
    store = Store(copied)
    before = fingerprints(copied)
    backend = store.table("sources").get_backend()
    with contextlib.suppress(Exception):
        backend.raw_sql(statement)
    assert fingerprints(copied) == before
    assert len(Store(copied).sources()) == len(Store(WHERE).sources())


def test_no_rows_can_be_added_through_ibis(copied):
    store = Store(copied)
    before = fingerprints(copied)
    backend, rows = store.table("sources").get_backend(), store.table("sources").execute()
    with pytest.raises(Exception, match=r"(?i)view|sources"):
        backend.insert("sources", rows)
    assert fingerprints(copied) == before


# One figure --------------------------------------------------------------------------------------------------


def test_one_figure_is_found_by_what_it_is(store):
    row = store.figure(
        "insurance_coverage", indicator="inpatient_reimbursement_within_policy", scheme="employee", year=2024
    )
    assert (row.estimate, row.unit, row.drawn if "drawn" in row else True) == (84.8, "%", True)


@pytest.mark.parametrize(
    ("columns", "count"),
    [({"indicator": "no_such_indicator"}, 0), ({"scheme": "employee", "year": 2024}, r"\d\d*")],
)
def test_a_figure_that_is_not_one_row_is_an_error(store, columns, count):
    with pytest.raises(LookupError, match=rf"insurance_coverage.* {count} "):
        store.figure("insurance_coverage", **columns)


def test_a_figure_of_a_quantity_stated_twice_is_the_one_drawn(store):
    rows = pd.read_parquet(WHERE.table("insurance_coverage"))
    second = rows[(rows.draw_rank == 1) & rows.disagrees].iloc[0]
    first = rows[(rows.same_as == second.same_as) & (rows.draw_rank == 0)].iloc[0]
    found = store.figure("insurance_coverage", same_as=second.same_as)
    assert found.estimate == first.estimate != second.estimate
