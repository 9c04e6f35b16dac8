"""Every figure the project was founded on can be seen: in a view, at most one change away, or in a declared list."""

from __future__ import annotations

import pandas as pd
import pytest

from data.founding import (
    DISAGREEMENTS,
    EVENTS,
    LISTED,
    PROFILES,
    TEXTS,
    is_contested,
    is_shown,
    where_to_see,
)
from equity.view import Filters, decode
from equity.vocabulary import DEFAULT_GRADES, GRADES

DATASETS = (
    "crowdfunding_outcomes",
    "insurance_coverage",
    "medicine_procurement_prices",
    "online_consultation_prices",
    "regional_context",
)
IDENTITY = [
    *("indicator", "estimate", "unit", "source_id", "locator", "period_start", "period_end", "region_code"),
    *("setting", "dimension", "subgroup", "attribute", "same_as", "printed_estimate"),
]


def founding_rows(store, table):
    rows = store.rows(table)
    return rows[rows.founding.isin([True, "1"])].to_dict("records")


def described(row):
    return " ".join(str(row[name]) for name in ("indicator", "estimate", "source_id", "locator"))


@pytest.mark.parametrize("table", DATASETS)
def test_every_founding_figure_is_one_change_away_or_in_a_declared_list(store, table):
    nowhere = [
        (described(row), found.changes)
        for row in founding_rows(store, table)
        for found in [where_to_see(table, row, store)]
        if not (found.near or found.section)
    ]
    assert nowhere == []


@pytest.mark.parametrize("table", TEXTS)
def test_every_founding_text_stands_in_the_list_of_its_table(store, table):
    rows = founding_rows(store, table)
    assert rows
    assert {where_to_see(table, row, store).section for row in rows} == {table}


def test_there_are_as_many_founding_rows_as_were_supplied(store):
    """126 were supplied; some became one figure, some are texts."""
    assert sum(len(founding_rows(store, table)) for table in DATASETS) == 92
    assert sum(len(founding_rows(store, table)) for table in TEXTS) == 23


def holds(frame, row):
    same = pd.Series(True, frame.index)
    for name in IDENTITY:
        same &= frame[name] == row[name]
    return bool(same.any())


@pytest.mark.parametrize("table", DATASETS)
def test_the_view_named_holds_the_figure(store, table):
    """What is read backwards here must agree with what the store filters by, for every row that has a view."""
    rows = store.rows(table)
    by_view = {}
    for row in rows.to_dict("records"):
        found = where_to_see(table, row, store)
        assert (found.view is not None) <= is_shown(table, row, store)
        if found.view:
            by_view.setdefault(found.view, []).append(row)
    few = dict(sorted(by_view.items(), key=lambda item: -len(item[1]))[:20])
    few |= {view: held for view, held in by_view.items() if any(row["founding"] for row in held)}
    lost = []
    for view, held in few.items():
        frame = store.query(view)
        lost += [(view.id, view.dimension, described(row)) for row in held if not holds(frame, row)]
    assert lost == []


def test_the_link_of_a_founding_figure_opens_its_view(store, vocabulary):
    for table in DATASETS:
        for row in founding_rows(store, table):
            view = where_to_see(table, row, store, Filters(language="zh")).view
            if view:
                definition = vocabulary.datasets[table].views[view.id]
                link = decode(view.encode(definition), vocabulary)
                assert link.focused == view
                assert link.dropped == ()


def test_a_row_of_a_default_view_needs_no_change(store):
    row = next(row for row in founding_rows(store, "insurance_coverage") if row["subgroup"] == "rural")
    found = where_to_see("insurance_coverage", row, store)
    assert (found.view.id, found.changes, found.near) == ("coverage-history", (), True)


def any_row(store, table, **values):
    rows = store.rows(table)
    for name, value in values.items():
        rows = rows[rows[name] == value]
    return rows.iloc[0].to_dict()


def test_a_weak_row_asks_for_weak_figures(store):
    row = any_row(store, "insurance_coverage", indicator="insured_members", flags="weak")
    found = where_to_see("insurance_coverage", row, store)
    assert found.view.filters.grades == GRADES
    assert "grades" in found.changes
    assert (
        where_to_see("insurance_coverage", row | {"flags": ""}, store).view.filters.grades == DEFAULT_GRADES
    )


def test_a_row_of_a_province_names_the_province_or_its_year(store):
    row = any_row(
        store, "insurance_coverage", indicator="funding_per_member", region_code="620000", year=2011
    )
    found = where_to_see("insurance_coverage", row, store)
    assert found.view.id == "money-per-member"
    assert found.view.dimension == "region"
    assert found.changes == ("period",)
    assert holds(store.query(found.view), row)


def test_a_row_in_no_view_stands_in_the_list_that_declares_its_indicator(store):
    row = any_row(store, "insurance_coverage", indicator="general_practitioners")
    assert where_to_see("insurance_coverage", row, store).section == LISTED
    assert not is_shown("insurance_coverage", row, store)
    assert where_to_see("insurance_coverage", row | {"indicator": "undeclared"}, store).section == ""


def test_a_contested_row_in_no_view_stands_in_the_ledger(store):
    row = any_row(store, "insurance_coverage", indicator="general_practitioners") | {"flags": "weak;conflict"}
    assert is_contested(row)
    assert where_to_see("insurance_coverage", row, store).section == DISAGREEMENTS
    assert not is_contested(row | {"flags": "conflict;derived"})


def test_the_sections_of_texts_have_the_names_of_their_tables():
    assert TEXTS == (PROFILES, EVENTS)


# What is declared for the sources page ------------------------------------------------------------------------


def test_listed_indicators_exist_and_no_view_shows_them(where):
    for each in where.listed:
        dataset = where.vocabulary.datasets[each["dataset"]]
        shown = {code for view in dataset.views.values() for code in view.indicators}
        assert set(each["indicators"]) <= set(dataset.indicators)
        assert set(each["indicators"]).isdisjoint(shown), "a view shows it: take it out of listed.toml"


def test_listed_indicators_hold_a_founding_figure(where, store):
    for each in where.listed:
        rows = store.rows(each["dataset"])
        assert set(each["indicators"]) <= set(rows[rows.founding].indicator)


def test_what_is_wanted_names_datasets_and_provinces_that_exist(where, vocabulary):
    assert len({each["id"] for each in where.unknown}) == len(where.unknown) >= 20
    for each in where.unknown:
        assert each["dataset"] in vocabulary.datasets
        assert set(each.get("provinces", ())) <= set(vocabulary.provinces())
        assert not (each.get("by_province") and each.get("provinces"))
    assert {each["dataset"] for each in where.unknown} == set(vocabulary.datasets)


def test_every_table_without_figures_has_a_title(where):
    titled = set(where.columns["tables"])
    assert titled == set(where.tables) - set(where.vocabulary.datasets)
