"""Charts set in a room of given size: as many as are legible, in the columns that make them largest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.charts.axes import Specification
from components.export.drawing import Drawing, drawn
from equity.language import Language


@dataclass(frozen=True)
class Room:
    """Where charts are set, in the unit of a page or picture, and how large a pixel of a chart may be there.

    `line` is kept free where some charts are left out, to say so; `least` is the width in pixels that a chart needs.
    """

    width: float
    height: float
    gap: float
    least: float
    largest: float
    legible: float
    line: float = 0


@dataclass(frozen=True)
class Arrangement:
    """Drawings in rows of so many columns, `zoom` units a pixel; the last `left_out` of a view found no room."""

    rows: tuple[tuple[Drawing, ...], ...]
    columns: int
    zoom: float
    left_out: int = 0

    @property
    def heights(self) -> list[float]:
        """The height of each row, in units."""
        return [max(each.height for each in row) * self.zoom for row in self.rows]


def arranged(charts: Sequence[Specification], room: Room, language: Language) -> Arrangement:
    """The charts as large as the room lets them be; the last are left out where none would be legible.

    One chart is shown however small it is.
    """
    usual = drawn(charts, room.width / room.legible, language)
    if not usual:
        return Arrangement((), 1, 1)
    spaces = {count: room.height - room.line * (count < len(usual)) for count in range(len(usual), 0, -1)}
    zooms = {count: _zoom(usual[:count], room, spaces[count]) for count in spaces}
    shown = next((count for count, (zoom, _) in zooms.items() if zoom >= room.legible), 1)
    zoom, columns = zooms[shown]
    width = (room.width - room.gap * (columns - 1)) / columns
    fitted = drawn(charts[:shown], width / zoom, language)
    # A legend may need a line more than was foreseen; then all is a little smaller.
    zoom = min(zoom, _zoom_of_height(fitted, columns, room.gap, spaces[shown]))
    return in_columns(fitted, columns, zoom, len(usual) - shown)


def in_columns(drawings: Sequence[Drawing], columns: int, zoom: float, left_out: int = 0) -> Arrangement:
    """Drawings row by row."""
    rows = (tuple(drawings[start : start + columns]) for start in range(0, len(drawings), columns))
    return Arrangement(tuple(rows), columns, zoom, left_out)


def in_height(
    charts: Sequence[Specification], width: float, zoom: float, gap: float, tall: float, language: Language
) -> Arrangement:
    """All charts in a given width, in as many columns as keep a single one from growing higher than `tall`."""
    single = drawn(charts, width / zoom, language)
    columns = max(1, min(len(single), 1 + int(sum(each.height for each in single) * zoom // tall)))
    if columns == 1:
        return in_columns(single, 1, zoom)
    return in_columns(drawn(charts, (width - gap * (columns - 1)) / columns / zoom, language), columns, zoom)


def _zoom(drawings: Sequence[Drawing], room: Room, height: float) -> tuple[float, int]:
    """How large charts can be, and in how many columns; the fewest that make them largest."""
    zooms = {
        columns: min(
            _zoom_of_height(drawings, columns, room.gap, height),
            (room.width - room.gap * (columns - 1)) / columns / room.least,
            room.largest,
        )
        for columns in range(1, len(drawings) + 1)
    }
    best = max(zooms, key=lambda columns: zooms[columns])
    return zooms[best], best


def _zoom_of_height(drawings: Sequence[Drawing], columns: int, gap: float, height: float) -> float:
    heights = in_columns(drawings, columns, 1).heights
    return (height - gap * (len(heights) - 1)) / sum(heights)
