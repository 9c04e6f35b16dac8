"""Cases in order of a number: bins of it, and the values that divide it.

Sorting many millions of values costs seconds and memory, grouping them into bins a fraction of it. Up to
`EXACT_ROWS` cases every value is a bin of its own, and all that rests on ranks is exact. Above, values fall into
bins; what lies between two bins is exact still, and what lies within one is looked at again, alone,
wherever a value is asked for. Only measures that need the rank of every case are left with an error, which
`concentration` bounds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import ibis
import pandas as pd

from equity.microdata.cases import Expression, Spread, weight

EXACT_ROWS = 200_000
"""The most cases that are ranked one by one."""

BINS_PER_ROOT = 10
"""Bins of the ranking variable for each unit of the root of the number of cases. The bound on the error falls with
bins and chance with the root of cases, so that the bound stays about a tenth of the standard error at any size.
"""

COARSE_BINS = 1_024
"""Bins where few do: the error of a Gini index falls with their square (for ten million amounts it is a sixtieth of
the standard error), and values sought are found in a second look. The fewer the bins, the faster cases are grouped.
"""

EQUAL = 1e-12
"""Sums of weights that differ by less than this part are equal but for the order in which they were added."""


def fine_bins(n: int) -> int:
    """Bins for ranking n cases, a power of two.

    >>> fine_bins(10_000_000)
    32768
    """
    return 2 ** math.ceil(math.log2(BINS_PER_ROOT * math.sqrt(n)))


def ordered_key(values: Expression, n: int, spread: Spread, bins: int) -> Expression:
    """What to group n cases by, so that groups stand in the order of the values: the value itself, or its bin."""
    return _bin(values, spread, bins) if in_bins(n, spread) else values


def in_bins(n: int, spread: Spread) -> bool:
    """Whether n cases are too many to be grouped by their values."""
    return n > EXACT_ROWS and spread.low < spread.high


def _bin(values: Expression, spread: Spread, bins: int) -> Expression:
    """The number of a value's bin: of equal width, after the values are stretched where they lie dense.

    For t from 0 to 1 from the lowest to the highest value, ln(1 + kt) / ln(1 + k) has the mean in the middle if
    t is m there and k = (1 - 2m) / m². So a long tail of large amounts takes half of the bins and not nearly all
    of them. Where the tail is at the low end, t runs from the highest value down. k is a power of 2, so that two
    engines whose means differ in the last digit make the same bins.
    """
    width = spread.high - spread.low
    mean = (spread.mean - spread.low) / width
    downward = mean > 0.5
    distance = (spread.high - values if downward else values - spread.low) / width
    nearest = max(1 - mean if downward else mean, 1e-9)
    bend = (1 - 2 * nearest) / nearest**2
    if bend > 1:
        bend = 2.0 ** round(math.log2(bend))
        distance = (1 + bend * distance).ln() / math.log1p(bend)
    number = (distance * bins).floor().cast("int64")
    return -number if downward else number


def cells(rows: Expression, groups: Sequence[str] = ()) -> Expression:
    """Cases gathered by `key`, within groups: the groups, `key`, `low` and `high` of `value`, and `weight`."""
    return rows.aggregate(
        by=[*groups, "key"], low=rows.value.min(), high=rows.value.max(), weight=weight(rows)
    )


def running(gathered: Expression, parts: Sequence[str] = ()) -> Expression:
    """Cells with their weight summed up to each, as `upto`, and the `next` value, within parts."""
    return gathered.mutate(
        upto=summed_upto(gathered, "weight", parts), next=next_value(gathered, "low", parts)
    )


def summed_upto(gathered: Expression, column: str, parts: Sequence[str] = ()) -> Expression:
    """A column of cells summed from the first key of their part to this one."""
    return gathered[column].sum().over(ibis.cumulative_window(group_by=list(parts), order_by="key"))


def next_value(gathered: Expression, column: str, parts: Sequence[str] = ()) -> Expression:
    """A column of the next cell of the part, null after the last."""
    return gathered[column].lead().over(ibis.window(group_by=list(parts), order_by="key"))


def dividing(
    keyed: Expression,
    gathered: Expression,
    goals: pd.DataFrame,
    groups: Sequence[str] = (),
    *,
    binned: bool,
) -> pd.DataFrame:
    """The values at which cases in ascending order come to weigh `goal`: exact at any size.

    Parameters
    ----------
    keyed : complete cases with a column `value`, its `ordered_key` as `key`, the groups, and `weight` where they are
        weighted.
    gathered : these as `cells`, `running`.
    goals : the groups and `goal`, above 0 and at most what the group weighs; one row a value sought.
    binned : whether a key may hold several values, as `in_bins` says.

    Returns
    -------
    As `goals`, in the same order: the groups, `goal` and `value`; the `weight` of the cases that have this very
    value; that up to and with it, as `upto`; and the `next` value.
    """
    asked = ibis.memtable(goals[[*groups, "goal"]].assign(place=range(len(goals))))
    found = _reached(gathered.join(asked, _same(gathered, asked, groups) or True, rname="{name}_asked"))
    if binned:
        # Bins that are known are found faster among many cases than bins that another query finds.
        bins = found.select(*groups, "key", "weight", "upto", "next", "goal", "place").execute()
        found = _reached(_within(keyed, bins, groups))
    told = found.select(*groups, "goal", "weight", "upto", "next", "place", value="low").execute()
    return told.set_index("place").sort_index().set_axis(goals.index)


def _reached(sums: Expression) -> Expression:
    """The cells at which summed weights come to the goal beside them."""
    before = (sums.upto - sums.weight) * (1 + EQUAL) < sums.goal
    return sums.filter(before, sums.upto * (1 + EQUAL) >= sums.goal)


def _within(keyed: Expression, found: pd.DataFrame, groups: Sequence[str]) -> Expression:
    """The single values of the bins that were found, summed as the bins were."""
    start = found["upto"] - found["weight"]
    bins = ibis.memtable(found[[*groups, "key", "goal", "place"]].assign(start=start, after=found["next"]))
    there = keyed.join(bins, [keyed.key == bins.key, *_same(keyed, bins, groups)], rname="{name}_bin")
    told = [*groups, "goal", "place", "start", "after"]
    values = there.aggregate(by=[*told, there.value.name("key")], weight=weight(there))
    return values.mutate(
        low=values.key,
        upto=values.start + summed_upto(values, "weight", ["place"]),
        next=next_value(values, "key", ["place"]).fill_null(values.after),
    )


def _same(rows: Expression, asked: Expression, names: Sequence[str]) -> list[Expression]:
    """That these columns say the same, also where they say nothing."""
    return [rows[name].identical_to(asked[name].cast(rows[name].type())) for name in names]
