"""Which row of one quantity is drawn, and which disagree; worked by hand."""

from __future__ import annotations

import pytest

from data.ledger import disagree, disagreements, draw_ranks


def row(estimate="10", printed="", same_as="S1", grade="news", flags="", preliminary="", qualifier=""):
    """A row with what the ledger reads; `printed` is the estimate unless given."""
    return {
        "estimate": estimate,
        "printed_estimate": printed or estimate,
        "same_as": same_as,
        "grade": grade,
        "flags": flags,
        "preliminary": preliminary,
        "qualifier": qualifier,
    }


def test_a_row_without_a_group_is_drawn():
    assert draw_ranks([row(same_as=""), row(same_as=""), row(same_as="S2")]) == [0, 0, 0]


# Each pair: the second row is better by one rule, although the first is better by every later one.
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (row(flags="weak", grade="official"), row(preliminary="1", grade="secondary")),
        (row(flags="conflict", grade="official"), row(flags="derived", grade="secondary")),
        (row(preliminary="1", grade="official"), row(grade="secondary")),
        (row(grade="journal", estimate="10.25"), row(grade="official", estimate="10")),
        (row(grade="company"), row(grade="journal")),
        (row(grade="news"), row(grade="company")),
        (row(grade="secondary"), row(grade="news")),
        (row(estimate="84"), row(estimate="84.3")),
        (row(estimate="0.084"), row(estimate="84.3")),  # 2 digits against 3: leading zeros do not count
        (row(estimate="633000"), row(estimate="633200")),  # 3 against 6: rounded to thousands
        (row(estimate="946000000", printed="9.46"), row(estimate="946470000", printed="94,647")),
    ],
)
def test_the_better_row_is_drawn(first, second):
    assert draw_ranks([first, second]) == [1, 0]
    assert draw_ranks([second, first]) == [0, 1]


def test_equal_rows_are_ranked_in_the_order_of_the_file():
    assert draw_ranks([row(), row(same_as="S2"), row(), row()]) == [0, 0, 1, 2]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (row("84.8"), row("84.80"), False),
        (row("84.8"), row("84.76"), False),  # 84.76 printed to one decimal is 84.8
        (row("84.8"), row("84.7"), True),
        (
            row("946470000", "94647"),
            row("946000000", "9.46"),
            False,
        ),  # steps of 10,000 and 1,000,000: 470,000 apart
        (row("946470000", "94647"), row("947000000", "9.47"), True),  # 530,000 apart: 9.4647 rounds to 9.46
        (row("633000"), row("633200"), False),  # 633,000 was rounded to thousands
        (row("40"), row("38"), True),  # one zero at the end is a digit like any other
        (row("80"), row("90"), True),
        (row("5800000000"), row("25300000000"), True),
        (row("100", qualifier="about"), row("98"), False),  # 2 of 100 is 2%
        (row("100", qualifier="about"), row("97.9"), True),
        (row("100"), row("98"), True),
        (row("0"), row("0.4"), False),
        (row("60", "sixty"), row("60"), False),  # printed in words: read as stored
    ],
)
def test_figures_disagree_when_printing_does_not_explain_their_distance(first, second, expected):
    assert disagree(first, second) is expected
    assert disagree(second, first) is expected


def test_disagreement_is_with_the_row_drawn():
    figures = [
        row("80", grade="news"),
        row("90", grade="official"),
        row("90", grade="secondary"),
        row("7", same_as=""),
    ]
    assert disagreements(figures, draw_ranks(figures)) == [True, False, False, False]
