"""Products under the round they were bought in: what the explorer on screen and its form on paper share."""

from __future__ import annotations

import pandas as pd

from components.charts.marks import Row, rows_of
from equity.language import Language
from equity.vocabulary import NATION

SAME_PRODUCT = "same_product"
DERIVED = "derived"
"""The statistic of a row computed from two prices: only there does 100% mean that the two are equal."""

WHOLE = 100.0


def by_round(shown: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The rows in the order of announcement, with the `heading` under which each stands."""
    shown = shown.assign(heading=[_heading(row, language) for row in rows_of(shown)])
    shown = shown.assign(dateless=shown.round_position < 0, elsewhere=shown.region_code != NATION)
    return shown.sort_values(["dateless", "round_position", "elsewhere", "heading", "group"], kind="stable")


def is_share(shown: pd.DataFrame) -> bool:
    """Whether every figure is what a price after is of the price before."""
    return not shown.empty and bool((shown.statistic == DERIVED).all())


def _heading(row: Row, language: Language) -> str:
    """The round, and the place where the price is not the nation's."""
    place = "" if row.region_code == NATION else row.place_label
    return language("separator").join(part for part in (row.round_label, place) if part)
