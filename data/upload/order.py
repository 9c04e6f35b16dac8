"""The order of the groups of a table: one place for each group, however often the table ranks it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def places_of_groups(rows: pd.DataFrame, group: str, order: str, within: Sequence[str] = ()) -> pd.Series:
    """For each row the place of its group from 1, the same wherever the group stands; missing where none is known.

    A group that has one value throughout is placed by it. Else groups are ranked at each place and date by itself,
    and each has its usual rank where most groups stand together.

    >>> rows = pd.DataFrame({"who": ["a", "b", "b", "a"], "income": [5, 9, 12, 7], "year": [1, 1, 2, 2]})
    >>> places_of_groups(rows, "who", "income", ["year"]).tolist()
    [1.0, 2.0, 2.0, 1.0]
    """
    groups = rows[group]
    values = rows[order].groupby(groups, sort=False)
    if values.nunique().max() == 1:
        return groups.map(values.first().rank(method="first"))
    ranks = ranked(rows, order, within)
    together = ranks.groupby(_moments(rows, within)).transform("count")
    fullest = ranks.where(together == together.max()).groupby(groups, sort=False).median()
    usual = fullest.fillna(ranks.groupby(groups, sort=False).median())
    return groups.map(usual.rank(method="first"))


def ranked(rows: pd.DataFrame, column: str, within: Sequence[str] = ()) -> pd.Series:
    """The rank of each row by a column, from 1 without gaps, among the rows of its place and date."""
    return rows[column].groupby(_moments(rows, within)).rank(method="dense")


def _moments(rows: pd.DataFrame, within: Sequence[str]) -> pd.Series:
    if not within:
        return pd.Series(0, rows.index)
    return rows.groupby(list(within), dropna=False, sort=False).ngroup()
