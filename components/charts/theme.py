"""The one place for colour, type and size of charts: a light and a dark look of the same house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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
SHAPES = {"exact": "circle", "approximate": "circle", "floor": "triangle-up", "ceiling": "triangle-down"}


def styled(chart: Any, theme: Theme) -> Any:
    """The chart in the house style; call it once, on the outermost chart."""
    return (
        chart.configure(font=FONT, background=theme.background, padding=4)
        .configure_view(stroke=None)
        # The chart as a whole says its finding; single marks would be read out as unnamed symbols.
        .configure_mark(aria=False)
        .configure_axis(
            labelColor=theme.muted,
            titleColor=theme.muted,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            gridColor=theme.grid,
            domainColor=theme.grid,
            tickColor=theme.grid,
            labelLimit=220,
        )
        .configure_legend(
            labelColor=theme.ink,
            titleColor=theme.muted,
            labelFontSize=13,
            titleFontSize=12,
            orient="top",
            direction="horizontal",
            labelLimit=260,
            symbolSize=MARK_SIZE,
        )
        .configure_title(
            color=theme.ink, subtitleColor=theme.muted, anchor="start", fontSize=14, subtitleFontSize=12
        )
    )
