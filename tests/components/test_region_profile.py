"""The profile of places: one figure a place and line, of a year they share, never of a part for the whole."""

from __future__ import annotations

import pytest

from components.profile import places_beside, profile, views_of_sections
from data.catalog import catalog
from data.store import store
from equity.vocabulary import NATION


def test_a_line_holds_one_figure_a_place_and_year():
    for line in catalog().profile:
        rows = store().figures(**line["figures"])
        assert len(rows) > 30, line
        place = rows.region_code.where(rows.region_code != "", rows.setting)
        assert not rows.assign(place=place).duplicated(["place", "year"]).any(), line


def test_the_nation_counts_all_members_of_a_scheme(en):
    table = profile((NATION,), en)
    (line,) = [name for name in table.index if name.startswith("Members of the employee scheme")]
    assert table.loc[line, "China"] == "388.6 million (2025)"


def test_places_with_a_shared_year_are_told_for_it(en):
    table = profile(("620000", NATION), en)
    (line,) = [name for name in table.index if name.startswith("Disposable income per person, urban")]
    assert list(table.loc[line]) == ["39,830 (2023)", "51,820 (2023)"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([], ["east", "central", "west", "northeast", NATION]),
        (["310000", "620000"], ["310000", "620000", "east", "west", NATION]),
    ],
)
def test_the_regions_around_the_chosen_places_stand_beside_them(chosen, expected):
    assert places_beside(chosen) == expected


def test_every_section_names_views_that_know_provinces():
    views = views_of_sections()
    assert len(views) > 5
    assert all(view.honours("regions") for view in views.values())
