"""Charts in a room: legible or counted as left out, and never higher than the room."""

from __future__ import annotations

from dataclasses import replace

from components.export.arrangement import Room, arranged, in_height

ROOM = Room(width=480, height=300, gap=14, least=360, largest=0.8, legible=0.55, line=18)


def test_charts_are_legible_or_counted_as_left_out(content_in):
    content = content_in("platform-totals", "en")
    wide = arranged(content.charts, replace(ROOM, height=2000), content.language)
    low = arranged(content.charts, ROOM, content.language)
    assert wide.left_out == 0
    assert sum(map(len, low.rows)) + low.left_out == len(content.charts)
    assert low.left_out
    for each in (wide, low):
        assert each.zoom >= ROOM.legible * 0.9
        assert all(drawing.width >= ROOM.least - 1 for row in each.rows for drawing in row)
    assert sum(low.heights) <= ROOM.height - ROOM.line


def test_one_chart_is_shown_however_low_the_room(content_in):
    content = content_in("money-per-member", "zh")
    low = arranged(content.charts, replace(ROOM, height=60), content.language)
    assert sum(map(len, low.rows)) == 1
    assert sum(low.heights) <= 60
    assert arranged((), ROOM, content.language).rows == ()


def test_what_would_grow_too_high_stands_side_by_side(content_in):
    content = content_in("coverage-history", "en")
    single = in_height(content.charts, 900, 1, 28, 2000, content.language)
    double = in_height(content.charts, 900, 1, 28, 600, content.language)
    assert (single.columns, double.columns) == (1, 2)
    assert sum(map(len, double.rows)) == len(content.charts)
    assert all(drawing.width <= (900 - 28) / 2 for row in double.rows for drawing in row)
