"""A choice on a card is a view that a link can carry, and no card offers what leads nowhere."""

from __future__ import annotations

import random

import pytest

from components.controls import chosen
from equity.view import ORDERS, Filters, View, decode
from equity.vocabulary import GRADES


def choices(view, definition, vocabulary, draw):
    """What a reader could put into each control, as its widget gives it."""
    several = draw.sample(definition.indicators, draw.randint(0, len(definition.indicators)))
    groups = list(vocabulary.groups(view.dimension))
    yield "indicators", several if definition.several_indicators else draw.choice(definition.indicators)
    yield "dimension", draw.choice(definition.dimensions)
    yield "groups", draw.sample(groups, draw.randint(0, min(3, len(groups))))
    yield "scale", draw.choice(definition.scales)
    yield "order", draw.choice(ORDERS)
    yield "period", (2009, 2012)
    yield "year", draw.choice([0, 2011])
    for column in definition.columns:
        codes = list(vocabulary.groups(column))
        yield column, draw.sample(codes, draw.randint(0, min(3, len(codes))))


@pytest.mark.parametrize("seed", range(3))
def test_what_a_reader_chooses_is_what_the_link_reopens(definition, vocabulary, seed):
    draw = random.Random(seed)
    view = View.default(definition, Filters(regions=("110000", "620000"), grades=GRADES))
    for _ in range(2):
        for name, value in choices(view, definition, vocabulary, draw):
            view = chosen(view, definition, name, value, (1990, 2025) if name == "period" else None)
            link = decode(view.encode(definition), vocabulary)
            assert (link.focused, link.dropped) == (view, ()), name


def test_all_years_is_no_period(definition):
    view = View.default(definition, Filters())
    assert chosen(view, definition, "period", (1990, 2025), (1990, 2025)).period is None
    assert chosen(view, definition, "period", (1991, 2025), (1990, 2025)).period == (1991, 2025)


def test_no_indicator_chosen_means_the_usual_ones(definition):
    if not definition.several_indicators:
        pytest.skip("one indicator is always chosen")
    view = View.default(definition, Filters())
    assert chosen(view, definition, "indicators", []).indicators == definition.default_indicators


def test_a_new_indicator_is_compared_by_a_dimension_that_has_figures(definition, store):
    for code in definition.indicators:
        for dimension in definition.dimensions:
            view = chosen(View.default(definition, Filters()), definition, "dimension", dimension)
            after = chosen(
                view, definition, "indicators", code if not definition.several_indicators else [code]
            )
            assert after.indicators == (code,)
            offered = store.dimensions(definition, (code,))
            assert after.dimension in offered or not offered
