"""What a sentence says of a frame, and what it must not say. Every frame here is made by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from equity.findings import difference, finding, gap, value_with_interval
from equity.view import Filters, View
from equity.vocabulary import DEFAULT_GRADES, NATION, REGION, TOTAL, Dataset, Dimension, Indicator, Vocabulary
from tests.equity.frames import row as labelled_row

LABEL = {"en": "x", "zh": "x"}
EMPTY = ("regions", "nbs_regions", "settings", "units", "statistics", "caveats")


def indicator(code, kind="measure"):
    return Indicator(code, LABEL, LABEL, "%", kind, "high", minimum=0, maximum=100)


VOCABULARY = Vocabulary(
    data_version="1",
    languages=("en", "zh"),
    datasets={
        "d": Dataset(
            "d",
            "d",
            LABEL,
            LABEL,
            (),
            {
                "share": indicator("share"),
                "people": indicator("people", "count"),
                "weight": indicator("weight", "derived"),
                "change": replace(indicator("change"), minimum=None, maximum=None),
            },
            {},
        )
    },
    **{table: {} for table in EMPTY},
    dimensions={
        "income": Dimension("income", LABEL, {}, wholes=("everybody",)),
        "third": Dimension("third", LABEL, {}, ordered=True),
        "residence": Dimension("residence", LABEL, {}, reference="urban"),
        "round": Dimension("round", LABEL, {}, sequence=True),
    },
    qualifiers={},
    grades=dict.fromkeys(DEFAULT_GRADES, LABEL),
)


def row(group, estimate, year=2020, **cells):
    """A labelled row with what a sentence names beside the groups."""
    told = {
        "value_label": f"{estimate}%",
        "interval_label": "",
        "year_start": float(year),
        "period_label": str(year),
        "row_label": str(year),
        "region_code": group,
        "setting": "",
        "drawn": True,
    }
    return labelled_row(group, estimate, year, **told | cells)


def told(rows, language, dimension="income", indicators=("share",)):
    frame = pd.DataFrame(rows, columns=list(row("any", 0)))
    view = View(Filters(), "v", "d", indicators, dimension)
    return finding(frame.astype({"drawn": bool}), view, VOCABULARY, language)


def two(language, first, last, distance, period="2020"):
    """The sentence of two groups, given as (label, value)."""
    names = {"what": "SHARE", "period": period, "first_group": first[0], "first_value": first[1]}
    names |= {"last_group": last[0], "last_value": last[1]}
    if distance is None:
        return language("finding.groups_without_gap", **names)
    return language("finding.groups", gap=distance, **names)


def points(language, number, ratio):
    return language("gap.both", absolute=language("gap.points", number=number), ratio=ratio)


def test_two_groups_are_told_with_both_distances(language):
    # 84.8 − 68.6 = 16.2 points; 84.8 / 68.6 = 1.236
    rows = [row("employee", 84.8, group_position=1), row("resident", 68.6, group_position=2)]
    expected = two(language, ("EMPLOYEE", "84.8%"), ("RESIDENT", "68.6%"), points(language, "16.2", "1.24"))
    assert told(rows, language) == expected


def test_the_newest_period_with_two_groups_is_told(language):
    rows = [
        row("a", 10, 2018, group_position=1),
        row("b", 20, 2018, group_position=2),
        row("a", 30, 2019, group_position=1),
        row("b", 60, 2019, group_position=2),
        row("a", 90, 2020, group_position=1),
    ]
    expected = two(language, ("A", "30%"), ("B", "60%"), points(language, "30", "2"), "2019")
    assert told(rows, language) == expected


@pytest.mark.parametrize("qualifier", ["more than", "at least", "less than", "up to"])
def test_a_floor_or_a_ceiling_has_no_distance(language, qualifier):
    rows = [row("a", 40, group_position=1, qualifier=qualifier), row("b", 20, group_position=2)]
    assert told(rows, language) == two(language, ("A", "40%"), ("B", "20%"), None)


@pytest.mark.parametrize("qualifier", ["about", "nearly"])
def test_an_approximate_value_has_a_distance(language, qualifier):
    rows = [row("a", 40, group_position=1, qualifier=qualifier), row("b", 20, group_position=2)]
    assert told(rows, language) == two(language, ("A", "40%"), ("B", "20%"), points(language, "20", "2"))


def test_counts_stand_side_by_side_without_a_distance(language):
    rows = [
        row("a", 40, group_position=1, indicator="people"),
        row("b", 20, group_position=2, indicator="people"),
        row("c", 99, group_position=3, indicator="people"),
    ]
    expected = two(language, ("A", "40%"), ("B", "20%"), None)
    assert told(rows, language, indicators=("people",)) == expected


def test_ordered_groups_are_told_by_the_ends_of_their_order(language):
    # The middle group is the highest, yet the order's ends are what is compared: 25 / 10 = 2.5
    rows = [
        row("middle", 80, group_position=2, subgroup_order=2),
        row("richest", 25, group_position=3, subgroup_order=3),
        row("poorest", 10, group_position=1, subgroup_order=1),
    ]
    expected = two(language, ("POOREST", "10%"), ("RICHEST", "25%"), points(language, "15", "2.5"))
    assert told(rows, language, "third") == expected


def test_no_distance_is_told_where_an_end_of_an_order_has_no_figure(language):
    rows = [
        row("middle", 80, group_position=2, subgroup_order=2),
        row("richest", 25, group_position=3, subgroup_order=3),
    ]
    assert told(rows, language, "third") == two(language, ("MIDDLE", "80%"), ("RICHEST", "25%"), None)


def test_groups_without_an_order_are_told_by_the_highest_and_the_lowest(language):
    # 45 / 10 = 4.5
    rows = [row("a", 40, group_position=1), row("c", 10, group_position=2), row("b", 45, group_position=3)]
    expected = two(language, ("C", "10%"), ("B", "45%"), points(language, "35", "4.5"))
    assert told(rows, language) == expected


def test_groups_with_a_reference_are_told_by_it_and_the_one_worst_off(language):
    rows = [
        row("rural", 30, group_position=1),
        row("town", 60, group_position=2),
        row("urban", 40, group_position=3),
    ]
    expected = two(language, ("RURAL", "30%"), ("URBAN", "40%"), points(language, "10", "1.33"))
    assert told(rows, language, "residence") == expected


def test_figures_that_can_be_negative_have_no_ratio(language):
    rows = [
        row("a", 40, group_position=1, indicator="change"),
        row("b", 20, group_position=2, indicator="change"),
    ]
    distance = language("gap.points", number="20")
    expected = two(language, ("A", "40%"), ("B", "20%"), distance)
    assert told(rows, language, indicators=("change",)) == expected


def test_a_total_is_no_group(language):
    rows = [row(TOTAL, 50, group_position=0), row("a", 40, group_position=1), row("b", 20, group_position=2)]
    assert told(rows, language) == two(language, ("A", "40%"), ("B", "20%"), points(language, "20", "2"))


def test_a_group_with_two_figures_in_one_year_is_not_compared(language):
    rows = [row("a", 40, group_position=1), row("a", 41, group_position=1), row("b", 20, group_position=2)]
    sentence = told(rows, language)
    assert "B" not in sentence or "A" not in sentence


def test_rows_that_are_not_drawn_are_not_told(language):
    rows = [
        row("a", 40, group_position=1),
        row("b", 20, group_position=2),
        row("c", 1, group_position=3, drawn=False),
    ]
    assert told(rows, language) == two(language, ("A", "40%"), ("B", "20%"), points(language, "20", "2"))
    assert told([row("a", 1, drawn=False), row("b", 2, drawn=False)], language) == ""


def test_intervals_are_told_beside_their_values(language):
    rows = [row("a", 40, group_position=1, interval_label="38–42"), row("b", 20, group_position=2)]
    first = language("value_with_interval", value="40%", interval="38–42")
    assert told(rows, language) == two(language, ("A", first), ("B", "20%"), points(language, "20", "2"))
    assert value_with_interval(pd.Series(rows[1]), language) == "20%"


def test_one_group_over_time_is_two_values_and_two_dates(language):
    rows = [row(TOTAL, 60, 1990), row(TOTAL, 75, 2000), row(TOTAL, 28, 2020)]
    values = {"first_value": "60%", "first_period": "1990", "last_value": "28%", "last_period": "2020"}
    assert told(rows, language) == language("finding.two_dates", what="SHARE", **values)


def test_the_group_with_the_longest_record_is_the_one_told(language):
    rows = [row("a", 1, 2018), row("b", 2, 1990), row("b", 3, 2017)]
    what = language("finding.what_of_group", what="SHARE", group="B")
    values = {"first_value": "2%", "first_period": "1990", "last_value": "3%", "last_period": "2017"}
    assert told(rows, language) == language("finding.two_dates", what=what, **values)


def test_a_single_figure_is_told_with_its_date(language):
    expected = language("finding.one", what="SHARE", first_value="60%", first_period="1990")
    assert told([row(TOTAL, 60, 1990)], language) == expected


VERBS_OF_CHANGE = {
    "en": "rose fell grew increased decreased dropped declined climbed widened narrowed gained lost up down",
    "zh": "上升 下降 增加 减少 增长 降低 提高 扩大 缩小 升至 降至 涨 跌",
}


def test_no_sentence_of_a_finding_has_a_verb_of_change(language):
    keys = [
        message for message in language.catalogue._catalog if str(message).startswith(("finding.", "gap."))
    ]
    assert len(keys) >= 10
    for key in keys:
        text = language.catalogue.gettext(key)
        words = text.lower().split() if language.code == "en" else [text]
        for verb in VERBS_OF_CHANGE[language.code].split():
            assert not any(verb == word if language.code == "en" else verb in word for word in words), text


def test_nothing_is_said_of_nothing(language):
    assert told([], language) == ""
    assert told([], language, dimension=REGION) == ""
    assert told([row("a", 1, drawn=False)], language, dimension=REGION) == ""


def undated(group, estimate, source):
    return row(group, estimate, year=float("nan"), period_label="?", row_label="?", source_id=source)


def test_undated_rows_of_two_sources_say_nothing(language):
    assert told([undated("a", 40, "S1"), undated("b", 2, "S2")], language) == ""


def test_undated_rows_that_one_source_prints_together_are_compared(language):
    rows = [undated("a", 40, "S1") | {"group_position": 1}, undated("b", 20, "S1") | {"group_position": 2}]
    distance = points(language, "20", "2")
    assert told(rows, language) == two(language, ("A", "40%"), ("B", "20%"), distance, period="?")


def test_the_first_and_the_last_row_of_a_view_with_rows_are_told(language):
    rows = [
        row(group, value, row_label=label, row_position=position, group_position=place)
        for label, position, values in (("BEFORE", 0, (13, 54)), ("AFTER", 1, (58, 71)))
        for place, (group, value) in enumerate(zip(("rural", "urban"), values, strict=True))
    ]
    before = two(
        language, ("RURAL", "13%"), ("URBAN", "54%"), points(language, "41", "4.15"), period="BEFORE"
    )
    after = two(language, ("RURAL", "58%"), ("URBAN", "71%"), points(language, "13", "1.22"), period="AFTER")
    assert told(rows, language) == language.sentences(before, after)


def test_groups_that_follow_each_other_are_told_by_the_first_and_the_last(language):
    rows = [
        row(name, value, year, group_position=place)
        for place, (name, value, year) in enumerate(
            (("round_1", 52, 2018), ("round_2", 53, 2020), ("round_9", 58, 2023)), start=1
        )
    ]
    values = {"first_group": "ROUND_1", "first_value": "52%", "last_group": "ROUND_9", "last_value": "58%"}
    assert told(rows, language, dimension="round") == language("finding.sequence", what="SHARE", **values)


def test_derived_values_are_told_without_a_distance(language):
    rows = [
        row("a", 40, indicator="weight", group_position=1),
        row("b", 20, indicator="weight", group_position=2),
    ]
    assert told(rows, language, indicators=("weight",)) == two(language, ("A", "40%"), ("B", "20%"), None)


def places(language, count=3):
    return language(
        "finding.places",
        what="SHARE",
        count=count,
        low_place="620000",
        low_value="20%",
        high_place="310000",
        high_value="40%",
    )


PROVINCES = [row("310000", 40), row("620000", 20), row("110000", 30)]


def test_places_are_told_by_the_smallest_and_the_largest_and_the_nation(language):
    rows = [*PROVINCES, row(NATION, 99)]
    expected = language("finding.with_nation", told=places(language), value="99%")
    assert told(rows, language, dimension=REGION) == expected


def test_places_without_a_nation_are_told_without_one(language):
    expected = language("finding.without_nation", told=places(language))
    assert told(PROVINCES, language, dimension=REGION) == expected


def test_one_place_is_no_range(language):
    one = language("finding.one_place", what="SHARE", place="620000", value="20%")
    alone = language("finding.without_nation", told=one)
    assert told([row("620000", 20)], language, dimension=REGION) == alone
    beside = language("finding.with_nation", told=one, value="99%")
    assert told([row("620000", 20), row(NATION, 99)], language, dimension=REGION) == beside


def test_a_nation_alone_is_told_with_its_dates(language):
    rows = [row(NATION, 30, 2013), row(NATION, 99, 2020), row("east", 80, 2020, region_code="")]
    what = language("finding.what_of_group", what="SHARE", group=NATION)
    values = {"first_value": "30%", "first_period": "2013", "last_value": "99%", "last_period": "2020"}
    assert told(rows, language, dimension=REGION) == language("finding.two_dates", what=what, **values)


def test_panels_are_told_in_the_order_of_the_indicators(language):
    first = [row("a", 40, group_position=1), row("b", 20, group_position=2)]
    other = {"indicator": "people", "panel": "people", "panel_label": "PEOPLE"}
    rows = [each | other for each in first] + first
    one = two(language, ("A", "40%"), ("B", "20%"), points(language, "20", "2"))
    second = two(language, ("A", "40%"), ("B", "20%"), None).replace("SHARE", "PEOPLE")
    expected = language("sentences", first=one, second=second)
    assert told(rows, language, indicators=("share", "people")) == expected


@pytest.mark.parametrize(("first", "second"), [(84.8, 68.6), (68.6, 84.8)])
def test_a_gap_has_no_direction(language, first, second):
    assert gap(first, second, "%", "%", language) == points(language, "16.2", "1.24")


def test_a_gap_from_zero_or_below_has_no_ratio(language):
    assert gap(0, 20, "%", "%", language) == language("gap.points", number="20")
    assert gap(-5, 20, "%", "%", language) == language("gap.points", number="25")


def test_a_gap_of_money_has_its_unit(language):
    # 246.2 − 232.9 = 13.3; 246.2 / 232.9 = 1.057
    absolute = language("quantity", number="13.3", unit="coins")
    assert difference(246.2, 232.9, "yuan", "coins", language) == absolute
    assert gap(246.2, 232.9, "yuan", "coins", language) == language(
        "gap.both", absolute=absolute, ratio="1.06"
    )


def test_a_whole_is_not_set_against_its_parts(language):
    rows = [
        row("everybody", 99, group_position=0),
        row("a", 40, group_position=1),
        row("b", 20, group_position=2),
    ]
    assert told(rows, language) == two(language, ("A", "40%"), ("B", "20%"), points(language, "20", "2"))


def test_places_whose_intervals_overlap_are_not_named_lowest_and_highest(language):
    apart = [
        row("110000", 40, ci_low=38.0, ci_high=42.0, interval_label="38–42"),
        row("620000", 20, ci_low=18.0, ci_high=22.0, interval_label="18–22"),
    ]
    meeting = [each | {"ci_low": each["ci_low"] - 10, "ci_high": each["ci_high"] + 10} for each in apart]
    assert "110000" in told(apart, language, dimension=REGION)
    sentence = told(meeting, language, dimension=REGION)
    assert "110000" not in sentence
    assert "620000" not in sentence
    assert "20%" in sentence
    assert "40%" in sentence
