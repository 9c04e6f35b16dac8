"""The table of a view: in the declared order, and with a column for whatever tells its figures apart."""

from __future__ import annotations

from components.table import table
from equity.view import Filters, View


def rows_of(vocabulary, marks_of, language, view_id, **changes):
    view = View.default(vocabulary.view(view_id), Filters())
    return table(marks_of(view, language), view, language)


def test_no_two_rows_read_the_same(view, language, marks_of):
    shown = table(marks_of(view, language), view, language)
    told = [name for name in shown.columns if name != language("column.source_label")]
    repeated = shown[shown.duplicated(told, keep=False)]
    assert len(repeated) <= len(shown) * 0.1, repeated.to_string()


def test_city_and_countryside_are_told_apart(vocabulary, marks_of, en):
    shown = rows_of(vocabulary, marks_of, en, "income-by-province")
    assert set(shown[en("column.panel_context")]) >= {"Urban · 2023", "Rural · 2023"}


def test_before_and_after_are_told_apart_in_their_order(vocabulary, marks_of, en):
    shown = rows_of(vocabulary, marks_of, en, "affordable-share")
    assert list(shown[en("column.row_label")])[:4] == ["Before", "Before", "After", "After"]


def test_ordered_groups_stand_from_the_most_disadvantaged(vocabulary, marks_of, en):
    shown = rows_of(vocabulary, marks_of, en, "outcome-by-deprivation")
    groups = list(vocabulary.dimensions["area_deprivation"].subgroups.values())
    assert list(shown[en("column.group_label")]) == [label["en"] for label in groups]


def test_provinces_stand_in_the_order_of_their_codes(vocabulary, marks_of, language):
    shown = rows_of(vocabulary, marks_of, language, "money-per-member")
    codes = list(shown[language("column.region_code")])
    assert codes == sorted(codes)
    assert len(codes) == 32  # the nation and the 31 provinces of national tables
    missing = shown[shown[language("column.value_label")] == language("grid.no_figure")]
    assert list(missing[language("column.region_code")]) == ["120000"]
