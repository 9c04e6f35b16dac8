"""Concentration and Lorenz curves: where they begin and end, on which side of equality, and where there is none."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest
from altair.utils import schemapi

from components.charts.axes import TITLE_LETTERS
from components.charts.curve import curve, curve_of_cases_told
from components.charts.lines import letters
from components.charts.theme import DARK, LIGHT
from tests.equity.frames import comparison

FIFTHS = ("q1", "q2", "q3", "q4", "q5")
PLACES = ("110000", "310000", "620000", "650000")
RESIDENTS = {(code, 2020, "total"): people for code, people in zip(PLACES, (20, 20, 10, 50), strict=True)}


def fifths(*values, of="share"):
    return comparison(dict(zip(FIFTHS, values, strict=False)), of=of, by="income")


def places(*values, of="money"):
    figures = comparison(dict(zip(PLACES, values, strict=False)), of=of, by="region")
    figures.figures["region_code"] = figures.figures.group
    return figures


def drawn(found, language, theme=LIGHT):
    return curve(found, RESIDENTS, language, theme)


def points(spec):
    """Share of people and share of the total at each point, with the group that ends there."""
    return [(row["people"], row["held"], row["group"]) for row in spec["datasets"]["points"]]


def test_a_concentration_curve_follows_the_order_of_the_groups(language):
    # 10 + 20 + 30 + 40 + 50 = 150; cumulated 10, 30, 60, 100, 150
    found = points(drawn(fifths(10, 20, 30, 40, 50), language))
    assert [people for people, _, _ in found] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert [held for _, held, _ in found] == pytest.approx([0, 10 / 150, 30 / 150, 60 / 150, 100 / 150, 1])
    assert [group for _, _, group in found] == ["", "Q1", "Q2", "Q3", "Q4", "Q5"]


@pytest.mark.parametrize(
    ("values", "side"), [((10, 20, 30, 40, 50), -1), ((50, 40, 30, 20, 10), 1), ((30, 30, 30, 30, 30), 0)]
)
def test_a_concentration_curve_lies_below_the_line_where_the_advantaged_have_more(en, values, side):
    inner = points(drawn(fifths(*values), en))[1:-1]
    for people, held, _ in inner:
        assert held - people == pytest.approx(0) if side == 0 else (held - people) * side > 0


def test_a_lorenz_curve_has_places_with_least_first_by_their_residents(language):
    # 60, 20, 30 and 10 yuan of 20, 20, 10 and 50 people: 1,200 + 400 + 300 + 500 = 2,400.
    found = points(drawn(places(60, 20, 30, 10), language))
    assert [group for _, _, group in found] == ["", "650000", "310000", "620000", "110000"]
    assert [people for people, _, _ in found] == pytest.approx([0, 0.5, 0.7, 0.8, 1])
    assert [held for _, held, _ in found] == pytest.approx([0, 500 / 2400, 900 / 2400, 1200 / 2400, 1])
    assert all(held < people for people, held, _ in found[1:-1])


def test_both_begin_at_nothing_and_end_at_all_beside_the_line_of_equality(language):
    for spec, kind in (
        (drawn(fifths(3, 1, 4, 1, 5), language), "concentration"),
        (drawn(places(60, 20, 30, 10), language), "lorenz"),
    ):
        first, last = points(spec)[0], points(spec)[-1]
        assert first[:2] == (0, 0)
        assert last[:2] == pytest.approx((1, 1))
        assert spec["datasets"]["equality"] == [{"people": 0, "held": 0}, {"people": 1, "held": 1}]
        for part, key in (("text", f"curve.{kind}"), ("subtitle", "curve.equality")):
            lines = spec["title"][part]
            assert "".join(lines).replace(" ", "") == language(key).replace(" ", "")
            assert max(map(letters, lines)) * TITLE_LETTERS[part] <= 300  # a phone has no more room


@pytest.mark.parametrize(
    "found",
    [
        fifths(10, 20),
        fifths(-1, 20, 30, 40, 50, of="change"),
        fifths(10, 20, 30, 40, 50, of="change"),
        fifths(0, 0, 0, 0, 0),
        places(60, 20),
        places(60, 20, 30, 10, of="share"),
        places(60, 20, 30, 10, of="members"),
        places(60, 20, 30, 10, of="days"),
        comparison({"a": 1, "b": 2, "c": 3}, of="money"),
    ],
    ids=[
        "two-ordered",
        "negative",
        "no-true-zero",
        "nothing-to-share",
        "two-places",
        "percentages",
        "sizes",
        "derived",
        "no-weights",
    ],
)
def test_there_is_none_where_it_would_mean_nothing(found, en):
    assert drawn(found, en) is None


def test_a_place_whose_residents_are_not_known_leaves_no_curve(en):
    few = {code: people for code, people in RESIDENTS.items() if code[0] != "620000"}
    assert curve(places(60, 20, 30, 10), few, en, LIGHT) is None


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_curve_is_valid_and_in_the_colours_of_its_look(en, theme, layers):
    spec = drawn(fifths(10, 20, 30, 40, 50), en, theme)
    schemapi.validate_jsonschema(spec, alt.load_schema())
    line, held, marks = layers(spec)
    assert line.mark["color"] == theme.muted
    assert (held.mark["color"], marks.mark["color"]) == (theme.categories[2],) * 2
    assert [each["field"] for each in marks.encoding["tooltip"]] == ["group", "people", "held"]
    assert spec["background"] == theme.background if "background" in spec else theme.background in str(spec)


@pytest.mark.parametrize("kind", ["lorenz", "concentration"])
def test_a_curve_of_cases_is_told_in_words_too(kind, language):
    # Half-way from 20% at 0.4 to 30% at 0.6 of the cases lie 25%; up to nine tenths lie 60%.
    points = pd.DataFrame({"population_share": [0, 0.4, 0.6, 0.9, 1], "outcome_share": [0, 0.2, 0.3, 0.6, 1]})
    expected = language(f"curve.cases_{kind}.alt", half="25%", tenth="40%")
    assert curve_of_cases_told(kind, points, language) == expected
