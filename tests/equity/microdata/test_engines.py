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
    later = every.filter(every.amount > 1)
    with later.select("amount").cache() as kept:
        assert gini(kept, "amount").estimate == pytest.approx(gini(later, "amount").estimate)
        assert len(database.sql("show tables").fetchall()) == 2
    assert database.sql("show tables").fetchall() == [("survey",)]


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
    fifths = quantile_groups(cases, "status", 5, design)
    group_means(fifths, "amount", ["quantile_group"], design)
    group_medians(cases, "amount", ["channel"], design)
    group_shares(cases, "reached", ["channel"], design)
    gini(cases, "amount", design)
    concentration_index(cases, "amount", "status", design)
    concentration_curve(cases, "amount", "status", design)
    top_share(cases, "amount", design)
    palma(cases, "amount", design)
    assert len(asked) > 10
    assert max(rows for _, rows in asked) <= 101
    monkeypatch.setattr(ibis.options, "pyspark", SparkOptions())
    for query, _ in asked:
        written = PySparkCompiler().to_sqlglot(query).sql("spark")
        assert sqlglot.parse_one(written, dialect="spark")
