"""How long campaigns had run when somebody looked at them: days since launch, and the intervals these fall into."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.catalog import published
from equity.vocabulary import Label

DAY = "%Y-%m-%d"
"""A date that is exact to the day; from any other no days can be counted."""


def days_since_launch(typed: pd.DataFrame, columns: Mapping[str, str]) -> pd.Series | None:
    """Days from launch to when a case ended or was looked at, missing where they are not known.

    As a column says, else from the dates of both. `None` where the table has neither. `columns` is that of a
    `Recognition`. Days below 0 are given as they are: the doctor names them, and no interval holds them.
    """
    days, launched, ended = (columns.get(name, "") for name in ("days", "launched", "ended"))
    if days in typed:
        return pd.to_numeric(typed[days], errors="coerce")
    if launched in typed and ended in typed:
        start, end = (pd.to_datetime(typed[each], format=DAY, errors="coerce") for each in (launched, ended))
        return (end - start).dt.days
    return None


def told_by(columns: Mapping[str, str]) -> Label:
    """What the intervals are called, with the columns that they come from."""
    words = published().own["cases"]["elapsed"]["by_days" if "days" in columns else "by_dates"]
    return {code: text.format_map(columns) for code, text in words.items()}


def intervals(days: pd.Series) -> pd.Series:
    """The place of each case's interval, from 1; missing where the days are not known or below 0."""
    places = np.searchsorted(_ends(), days.to_numpy(dtype=float)) + 1.0
    return pd.Series(places, days.index).where(days >= 0)


def interval_labels() -> Mapping[int, Label]:
    """What each interval is called, by its place."""
    words, ends = published().own["cases"]["elapsed"], _ends()
    bounds = list(zip([None, *ends], [*ends, None], strict=True))
    labels = {}
    for place, (before, last) in enumerate(bounds, 1):
        said = words["first" if before is None else "beyond" if last is None else "between"]
        told = {"before": before, "first": (before or 0) + 1, "last": last}
        labels[place] = {code: text.format(**told) for code, text in said.items()}
    return labels


def _ends() -> list[int]:
    """The last day of each interval but the last one, which has no end."""
    return published().own["cases"]["elapsed"]["last_days"]
