"""What a place is set beside: peers by income, and the level of its region."""

from __future__ import annotations

import pytest

from data.catalog import ROOT, Catalog
from equity.benchmark import figure_of, level_of_region, peers
from equity.comparison import comparisons
from equity.view import Filters, View
from equity.vocabulary import NATION

INCOMES = {"a": 10.0, "b": 12.0, "c": 9.0, "d": 30.0, "e": 11.0, "f": 12.0, "g": 50.0, NATION: 10.0}


def test_peers_are_the_nearest_in_income_and_never_the_place_or_the_nation():
    assert peers("a", INCOMES) == ("c", "e", "b", "f", "d")
    assert peers("a", INCOMES, count=2) == ("c", "e")


def test_a_place_of_unknown_income_has_no_peers():
    assert peers("z", INCOMES) == ()


@pytest.fixture(scope="module")
def incomes(marks_of, en):
    vocabulary = Catalog(ROOT / "data").vocabulary
    view = View.default(vocabulary.definition("income-by-province"), Filters())
    marks = marks_of(view, en)
    rural = comparisons(marks[marks.drawn], view, vocabulary)[1]
    return vocabulary, rural


def test_the_level_of_a_region_is_weighted_by_residents(incomes):
    vocabulary, rural = incomes
    members = vocabulary.nbs_region_members("northeast")
    weights = {(code, rural.year, "rural"): place + 1.0 for place, code in enumerate(members)}
    figures = [figure_of(rural, code).estimate for code in members]
    expected = sum(value * (place + 1) for place, value in enumerate(figures)) / 6
    assert level_of_region(rural, "northeast", vocabulary, weights) == pytest.approx(expected)


def test_a_region_with_a_weight_missing_has_no_level(incomes):
    vocabulary, rural = incomes
    assert level_of_region(rural, "northeast", vocabulary, {}) is None


def test_the_nation_is_no_place_of_a_comparison(incomes):
    _, rural = incomes
    assert figure_of(rural, NATION) is None
    assert figure_of(rural, "620000") is not None
