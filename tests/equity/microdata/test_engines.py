"""Every query says the same to DuckDB and to Spark, and brings back few rows."""

from __future__ import annotations

import duckdb
import ibis
import pytest
import sqlglot
from ibis.backends.sql.compilers import PySparkCompiler
from ibis.config import Config
from ibis.expr.types import Table

from equity.microdata import (
    concentration_curve,
    concentration_index,
    gini,
    group_means,
    group_medians,
    group_shares,
    order,
    palma,
    quantile_groups,
    rank,
    top_share,
)
from tests.equity.microdata.conftest import DESIGNED, Design


class SparkOptions(Config):
    """What the Spark engine would set when it is connected."""

    treat_nan_as_null: bool = False


def test_cases_that_are_kept_say_the_same_and_are_let_go(binned, survey):
    database = duckdb.connect()
    database.from_df(survey).create("survey")
    every = ibis.duckdb.from_connection(database).table("survey")

    def tables() -> int:
        return sum("cached" in name for (name,) in database.sql("show tables").fetchall())

    later = every.filter(every.amount > 1)
    with later.select("amount", "status").cache() as kept:
        apart = rank(later, "amount", "status")
        with rank(kept, "amount", "status").cache() as ranked:
            assert tables() == 2
            for each in (gini, concentration_index):
                assert each(ranked).estimate == pytest.approx(each(apart).estimate)
            fifths = quantile_groups(ranked, 5)
        assert tables() == 1
        assert fifths.execute().equals(
            quantile_groups(apart, 5).select("amount", "status", "quantile_group").execute()
        )
    assert tables() == 0


def test_rows_that_have_changed_are_ranked_anew_while_the_first_ranking_lives():
    database = duckdb.connect()
    database.execute("create table cases as select i::double y, i::double r from range(1, 11) t(i)")
    cases = ibis.duckdb.from_connection(database).table("cases")
    with rank(cases, "y", "r").cache() as before:
        assert concentration_index(before).estimate == pytest.approx(0.3)
        database.execute("update cases set r = -r")
        with rank(cases, "y", "r").cache() as after:
            assert concentration_index(after).estimate == pytest.approx(-0.3)
            assert quantile_groups(after, 2).execute()["quantile_group"].tolist() == [2] * 5 + [1] * 5


@pytest.mark.parametrize("exact_rows", [order.EXACT_ROWS, 0])
@pytest.mark.parametrize("design", [Design(), DESIGNED])
@pytest.mark.exhaustive
def test_all_that_is_asked_is_written_for_spark_too_and_answers_are_short(
    monkeypatch, survey, design, exact_rows
):
    asked = []
    execute = Table.execute

    def noted(self, *args, **further):
        answer = execute(self, *args, **further)
        asked.append((self, len(answer)))
        return answer

    monkeypatch.setattr(order, "EXACT_ROWS", exact_rows)
    monkeypatch.setattr(Table, "execute", noted)
    cases = ibis.memtable(survey)
    fifths = quantile_groups(rank(cases, "status", design=design), 5)
    group_means(fifths, "amount", ["quantile_group"], design)
    group_medians(cases, "amount", ["channel"], design)
    group_shares(cases, "reached", ["channel"], design)
    gini(rank(cases, "amount", design=design))
    concentration_index(rank(cases, "amount", "status", design))
    concentration_curve(rank(cases, "amount", "status", design))
    top_share(rank(cases, "amount", design=design))
    palma(rank(cases, "amount", design=design))
    assert len(asked) > 10
    assert max(rows for _, rows in asked) <= 101
    monkeypatch.setattr(ibis.options, "pyspark", SparkOptions())
    for query, _ in asked:
        written = PySparkCompiler().to_sqlglot(query).sql("spark")
        assert sqlglot.parse_one(written, dialect="spark")
