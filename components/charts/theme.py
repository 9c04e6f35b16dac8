"""The one place for colour, type and size of charts: a light and a dark look of the same house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PALENESS = 0.65


@dataclass(frozen=True)
class Theme:
    """Colours of one look, as hex. Categories differ in lightness, so that they survive grey print."""

    name: str
    background: str
    ink: str
    muted: str
    grid: str
    missing: str
    categories: tuple[str, ...]
    sequential: tuple[str, ...]

    @property
    def accent(self) -> str:
        """The one colour of what is neither data nor text."""
        return self.categories[2]

    def pale(self, colour: str) -> str:
        """A colour on its way to the background, for marks whose figure leaves something open."""
        pairs = [
            (int(each[place : place + 2], 16) for place in (1, 3, 5)) for each in (colour, self.background)
        ]
        mixed = [round(near + (far - near) * PALENESS) for near, far in zip(*pairs, strict=True)]
        return "#" + "".join(f"{each:02X}" for each in mixed)


LIGHT = Theme(
    name="light",
    background="#FCFCFA",
    ink="#17242E",
    muted="#51616B",
    grid="#E3E8E9",
    missing="#B9C3C7",
    categories=("#0A263A", "#C27E12", "#1A7182", "#702A5D", "#2D83CE", "#5B5729"),
    sequential=(
        *("#E3F4F6", "#C2E1E5", "#A2CFD5", "#81BCC5", "#5DAAB5"),
        *("#4093A0", "#2E7786", "#1B5C6C", "#084353", "#012B39"),
    ),
)
DARK = Theme(
    name="dark",
    background="#10181E",
    ink="#E6ECEE",
    muted="#A3B1B8",
    grid="#26333B",
    missing="#46555E",
    categories=("#90DEFE", "#F9A943", "#3CB0B9", "#B2466E", "#5C7EBE", "#F7EABB"),
    sequential=(
        *("#19323B", "#204450", "#275865", "#2D6D7B", "#328390"),
        *("#499AA4", "#6CB1B9", "#8EC8CD", "#AFDFE3", "#D0F7F9"),
    ),
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

FONT = "IBM Plex Sans, PingFang SC, Microsoft YaHei, Noto Sans SC, sans-serif"
MARK_SIZE = 90
SYMBOLS = (
    *(
        "circle",
        "square",
        "triangle-up",
        "diamond",
        "cross",
        "triangle-down",
        "triangle-right",
        "triangle-left",
    ),
    "M0,-1L0.95,-0.31L0.59,0.81L-0.59,0.81L-0.95,-0.31Z",
    "M0,-1.1L0.3,-0.3L1.1,0L0.3,0.3L0,1.1L-0.3,0.3L-1.1,0L-0.3,-0.3Z",
    "M-0.9,-0.9L0.9,-0.9L-0.9,0.9L0.9,0.9Z",
    "M-0.9,-0.9L-0.9,0.9L0.9,-0.9L0.9,0.9Z",
    "M-1,-0.35L1,-0.35L1,0.35L-1,0.35Z",
    "M-0.35,-1L0.35,-1L0.35,1L-0.35,1Z",
    "M-0.5,-0.87L0.5,-0.87L1,0L0.5,0.87L-0.5,0.87L-1,0Z",
    "M-0.7,-1L0,-0.3L0.7,-1L1,-0.7L0.3,0L1,0.7L0.7,1L0,0.3L-0.7,1L-1,0.7L-0.3,0L-1,-0.7Z",
)
"""Shapes that tell things apart where colour already stands for something else."""

SHAPES = {"exact": "circle", "approximate": "circle", "floor": "triangle-up", "ceiling": "triangle-down"}


def configuration(theme: Theme) -> dict[str, Any]:
    """The house style as Vega-Lite's `config`."""
    return {
        "font": FONT,
        "background": theme.background,
        "padding": 4,
        "view": {"stroke": None},
        # The chart as a whole says its finding; single marks would be read out as unnamed symbols.
        "mark": {"aria": False},
        "axis": {
            "labelColor": theme.muted,
            "titleColor": theme.muted,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridColor": theme.grid,
            "domainColor": theme.grid,
            "tickColor": theme.grid,
            "labelLimit": 220,
        },
        "legend": {
            "labelColor": theme.ink,
            "titleColor": theme.muted,
            "labelFontSize": 13,
            "titleFontSize": 12,
            "orient": "top",
            "direction": "horizontal",
            "labelLimit": 240,
            "symbolSize": MARK_SIZE,
            "symbolBaseFillColor": theme.ink,
            "symbolBaseStrokeColor": theme.ink,
        },
        "title": {
            "color": theme.ink,
            "subtitleColor": theme.muted,
            "anchor": "start",
            "fontSize": 14,
            "subtitleFontSize": 12,
        },
    }
