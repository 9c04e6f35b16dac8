"""A frame made ready to be read: labels, values as text, certainty."""

from __future__ import annotations

import pandas as pd
import pytest

from components.charts.marks import certainty
from components.charts.theme import SHAPES
from equity.view import Filters, View
from equity.vocabulary import CEILINGS, FLOORS, NATION, TOTAL

TEXTS = ("indicator_label", "place_label", "panel_label", "unit_label", "value_label", "number_label")


def test_labelling_keeps_every_row_and_every_column(view, language, store, marks_of):
    frame, marks = store.query(view), marks_of(view, language)
    kept = marks.sort_index()[frame.columns]
    pd.testing.assert_frame_equal(kept, frame, check_dtype=False)


def test_no_label_is_missing(view, language, marks_of):
    marks = marks_of(view, language)
    for column in (*TEXTS, "group_label", "period_label", "grade_label", "source_label"):
        assert marks[column].map(lambda text: isinstance(text, str) and text != "").all(), column


def test_labels_are_those_of_the_vocabulary(view, language, marks_of, vocabulary):
    indicators, groups = vocabulary.datasets[view.dataset].indicators, vocabulary.groups(view.dimension)
    for _, row in marks_of(view, language).iterrows():
        assert row.indicator_label == language.of(indicators[row.indicator].label)
        assert row.grade_label == language.of(vocabulary.grades[row.grade])
        assert row.period_label == language.period(row.period_start, row.period_end)
        if row.group in groups:
            assert row.group_label == language.of(groups[row.group])
        else:
            assert (row.group, row.group_label) == (TOTAL, language("group.total"))
        place = (
            vocabulary.regions[row.region_code].label if row.region_code else vocabulary.settings[row.setting]
        )
        assert row.place_label == language.of(place)


def test_a_value_is_spoken_with_its_qualifier_and_its_unit(view, language, marks_of, vocabulary):
    for _, row in marks_of(view, language).iterrows():
        plain = language.quantity(row.estimate, row.unit, language.of(vocabulary.units[row.unit]))
        if row.qualifier:
            qualifier = language.of(vocabulary.qualifiers[row.qualifier])
            assert row.value_label == language("qualified", qualifier=qualifier, quantity=plain)
        else:
            assert row.value_label == plain
        assert language.number(row.estimate, row.unit) in row.number_label


def test_indicators_stand_in_the_order_of_the_view(view, language, marks_of):
    positions = [view.indicators.index(code) for code in marks_of(view, language).indicator]
    assert positions == sorted(positions)


def test_ordered_groups_have_the_positions_of_their_order(view, en, marks_of):
    ordered = marks_of(view, en).dropna(subset="subgroup_order").drop_duplicates("group")
    by_order = ordered.sort_values("subgroup_order")
    assert by_order.group_position.is_monotonic_increasing


def test_panels_of_other_content_have_other_names(view, language, marks_of):
    names = marks_of(view, language).drop_duplicates("panel").panel_label
    assert list(names[names.duplicated()]) == []


def test_a_panel_of_a_province_says_which(en, marks_of, vocabulary):
    definition = vocabulary.view("coverage-history")
    assert definition.honours("regions")
    marks = marks_of(View.default(definition, Filters(regions=("620000",))), en)
    assert len(marks)
    assert all(vocabulary.regions["620000"].label["en"] in name for name in marks.panel_label)


@pytest.mark.parametrize(
    ("qualifier", "meaning"),
    [("", "exact"), ("about", "approximate"), ("nearly", "approximate")]
    + [(each, "floor") for each in FLOORS]
    + [(each, "ceiling") for each in CEILINGS],
)
def test_a_qualifier_says_what_is_left_open(qualifier, meaning):
    assert certainty(qualifier) == meaning
    assert meaning in SHAPES


def test_every_declared_qualifier_is_drawn_as_what_it_is(vocabulary):
    directions = {code: certainty(code) for code in vocabulary.qualifiers}
    assert "exact" not in directions.values()
    assert {code for code, each in directions.items() if each == "floor"} == set(FLOORS)
    assert {code for code, each in directions.items() if each == "ceiling"} == set(CEILINGS)


def test_the_nation_is_a_region_with_a_name(language, vocabulary):
    assert language.of(vocabulary.regions[NATION].label)
