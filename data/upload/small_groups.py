"""Groups of so few cases that a figure could tell of one of them: which must be hidden."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
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


def told_by_each_other(
    counts: pd.DataFrame, hidden: tuple[Collection[str], Collection[str]], fewest: int
) -> tuple[set[str], set[str]]:
    """What must be hidden of two divisions of the same cases, so that neither tells what the other hides.

    Where groups of one are made up of groups of the other, as provinces are of cities, both have the same sum. It is
    known where either shows all of it, and the groups hidden in it must be large enough together; so must be those
    whose sum neither shows.

    Parameters
    ----------
    counts : a row a pair of groups with cases in common: its two columns name them, missing where none is known; `n`.
    hidden : the groups of each division that are hidden already.
    """
    names = [str(name) for name in counts if name != "n"]
    sides = [pd.Series(pd.factorize(counts[name])[0], counts.index) for name in names]
    # Cases of no known group have nothing in common.
    sides = [side.where(side >= 0, -1 - np.arange(len(side))) for side in sides]
    whole = _joined(sides)
    off = [counts[name].isna() | counts[name].isin(each) for name, each in zip(names, hidden, strict=True)]
    while True:
        before = sum(each.sum() for each in off)
        unknown = off[0].groupby(whole).transform("any") & off[1].groupby(whole).transform("any")
        n = counts["n"]
        also = whole.isin(too_small(n[~unknown].groupby(whole).sum(), fewest, float(n[unknown].sum())))
        off = [each | also for each in off]
        for place, side in enumerate(sides):
            for _, part in n[~unknown & ~also].groupby(whole):
                left = off[place][part.index]
                shown = part[~left].groupby(side).sum()
                off[place] |= side.isin(too_small(shown, fewest, float(part[left].sum())))
        if sum(each.sum() for each in off) == before:
            first, second = (
                set(counts.loc[each, name].dropna()) for name, each in zip(names, off, strict=True)
            )
            return first, second


def _joined(sides: Sequence[pd.Series]) -> pd.Series:
    """For each pair the least of all that it hangs together with, by groups in common."""
    whole = pd.Series(np.arange(len(sides[0])), sides[0].index)
    while True:
        least = whole
        for side in sides:
            least = least.groupby(side).transform("min")
        if least.equals(whole):
            return whole
        whole = least


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
