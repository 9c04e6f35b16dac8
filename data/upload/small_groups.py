"""Groups of so few cases that a figure could tell of one of them: which must be hidden."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

FEWEST = 10
"""Groups of fewer cases are hidden, unless a reader says otherwise."""


def too_small(sizes: pd.Series, fewest: int, elsewhere: float = 0.0) -> pd.Index:
    """Of groups that make up a whole, by their sizes, those to be hidden.

    All that is hidden can be worked out from the whole as one, so that the next smallest groups are hidden too until
    it is large enough together. Cases `elsewhere`, of no known group, count as hidden.

    >>> too_small(pd.Series({"north": 4, "south": 300, "east": 12}), 10).tolist()
    ['north', 'east']
    """
    ordered = sizes.sort_values(kind="stable")
    small = int((ordered < fewest).sum())
    together = ordered.iloc[:small].sum() + elsewhere
    while 0 < together < fewest and small < len(ordered):
        together += ordered.iloc[small]
        small += 1
    return ordered.index[:small]


def small_figures(
    figures: pd.DataFrame, identity: Sequence[str], axes: Sequence[str], fewest: int
) -> pd.Series:
    """Which of some figures to hide: those of fewer cases, `n`, and those that would give one of them away.

    Parameters
    ----------
    figures : texts are blank where they say nothing; `n` is missing where it is not known.
    identity : the columns that make a figure itself.
    axes : those of them whose groups make up a whole; blank where a figure is not divided by it.
    """
    hidden = figures["n"] < fewest
    if not hidden.any():
        return hidden
    for axis in axes:
        divided = figures[figures["n"].notna() & (figures[axis] != "")]
        alike = divided.groupby([each for each in identity if each != axis], sort=False).ngroup()
        for together in set(alike[hidden[divided.index]]):
            hidden[too_small(divided["n"][alike == together], fewest)] = True
    return hidden
