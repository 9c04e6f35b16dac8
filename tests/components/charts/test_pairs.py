"""Products on paper: a mark a figure, under its round, beside the line at which a price has not changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.charts.pairs import pairs
from components.charts.rounds import SAME_PRODUCT, is_share
from components.charts.series import visible
from components.charts.theme import LIGHT
from equity.view import Filters, View
from equity.vocabulary import EXPLORER, GRADES


@pytest.fixture(params=["product-by-product", "cuts-as-printed"])
def drawn(request, vocabulary, zh, marks_of):
    definition = vocabulary.definition(request.param)
    assert definition.form == EXPLORER
    view = View.default(definition, Filters(language="zh", grades=GRADES))
    marks = marks_of(view, zh)
    return marks, view, definition, pairs(marks, view, definition, zh, LIGHT)[0].specification(LIGHT)


def test_every_visible_figure_has_a_mark_with_its_value(drawn):
    marks, _, _, chart = drawn
    rows = chart["datasets"]["marks"]
    assert len(rows) == len(visible(marks))
    assert sorted(row["estimate"] for row in rows) == pytest.approx(sorted(visible(marks).estimate))
    assert {row["full"] for row in rows if row["comparator"] == SAME_PRODUCT} <= {True}


def test_products_stand_under_their_round_and_are_written_out(drawn):
    marks, _, _, chart = drawn
    lines = next(
        layer["encoding"]["y"]["scale"]["domain"]
        for layer in chart["layer"]
        if "scale" in layer["encoding"].get("y", {})
    )
    heading = ""
    for line in lines:
        assert "\n" in line or line != heading
        heading = heading if "\n" in line else line
        assert line.split("\n")[0] == heading
    assert {line.split("\n")[1] for line in lines if "\n" in line} == set(visible(marks).group)


def test_the_line_of_an_unchanged_price_stands_only_among_shares_of_a_price(drawn):
    marks, _, _, chart = drawn
    assert any(layer.get("data") == {"name": "whole"} for layer in chart["layer"]) == is_share(visible(marks))


def test_nothing_is_drawn_of_nothing(vocabulary, zh, marks_of):
    definition = vocabulary.definition("product-by-product")
    view = View.default(definition, Filters(language="zh"))
    nothing = marks_of(view, zh).iloc[:0]
    assert pairs(nothing, replace(view, groups=()), definition, zh, LIGHT) == []


def test_another_source_is_explained_where_it_has_a_cross(drawn, zh):
    marks, _, _, chart = drawn
    domains = [
        layer["encoding"]["shape"]["scale"]["domain"]
        for layer in chart["layer"]
        if "shape" in layer["encoding"]
    ]
    told = zh("explorer.other_source")
    assert all((told in domain) == (not visible(marks).drawn.all()) for domain in domains)
    assert all("" not in domain for domain in domains)
