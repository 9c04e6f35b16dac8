"""Medians of groups, with Woodruff's interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import ibis
import numpy as np
import pandas as pd

from equity.microdata.cases import EACH_ONCE, Design, Expression, cached, described, selected
from equity.microdata.means import group_columns, means, named
from equity.microdata.order import COARSE_BINS, EQUAL, cells, dividing, in_bins, ordered_key, running
from equity.microdata.result import REACH

BOUNDS = ("estimate", "se", "ci_low", "ci_high")
COUNTS = ("n", "population", "missing")
"""The columns of what is found, after those of the groups."""

LEAST = 1e-9
"""The smallest share of a group that is looked for: its lowest value."""


def group_medians(
    cases: Expression, outcome: str, groups: Sequence[str] = (), design: Design = EACH_ONCE
) -> pd.DataFrame:
    """The weighted median of an outcome in each group; the middle of two values where it lies between them.

    The interval is Woodruff's (1952): the share of cases up to the median has a standard error by design, and the
    values at that share's two ends bound the median. They are values of the cases, and need not lie evenly around
    it; `se` is their distance divided by twice 1.96.

    Returns and raises as `group_means`. Exact at any size.
    """
    by = group_columns(groups)
    every = selected(cases, design, groups, value=outcome)
    about = described(every, design, "value")
    found = means(every, every.value, 0.0, design, by)[[*by, *COUNTS]]
    if not about.n:
        return named(found.assign(**dict.fromkeys(BOUNDS, np.nan))[[*by, *BOUNDS, *COUNTS]], groups)
    rows = every.filter(every.value.notnull())
    spread = about.spreads["value"]
    rows = rows.mutate(key=ordered_key(rows.value, about.n, spread, COARSE_BINS))
    present = found[found["n"] > 0]
    with cached(running(cells(rows, by), by)) as gathered:
        values_at = partial(dividing, rows, gathered, groups=by, binned=in_bins(about.n, spread))
        bounds = _bounds(rows, values_at, present, design, by)
    return named(found.join(bounds)[[*by, *BOUNDS, *COUNTS]], groups)


def _bounds(
    rows: Expression,
    values_at: Callable[[pd.DataFrame], pd.DataFrame],
    present: pd.DataFrame,
    design: Design,
    by: Sequence[str],
) -> pd.DataFrame:
    """The median of each group, with its error and interval, by the index of the groups that have cases."""
    middle = values_at(present[by].assign(goal=present["population"] / 2))
    between = middle["upto"] * (1 - EQUAL) <= middle["goal"]
    median = middle["value"].where(~between | middle["next"].isna(), (middle["value"] + middle["next"]) / 2)
    error = _error_of_share(rows, middle[by].assign(median=median), design, by).reindex(present.index)
    sought = pd.concat(
        [
            present[by].assign(goal=_within(0.5 + side * REACH * error) * present["population"])
            for side in (-1, 1)
        ],
        ignore_index=True,
    )
    ends = values_at(sought)["value"].to_numpy()
    low, high = (pd.Series(each, present.index) for each in ends.reshape(2, len(present)))
    bounds = pd.DataFrame(
        {
            "estimate": median,
            "se": (high - low) / (2 * REACH),
            "ci_low": low,
            "ci_high": high,
        }
    )
    bounds.loc[error.isna(), list(BOUNDS[1:])] = np.nan
    return bounds


def _within(share: pd.Series) -> pd.Series:
    """Shares of a group held where it has values; a half where none is known."""
    return share.clip(LEAST, 1).fillna(0.5)


def _error_of_share(rows: Expression, medians: pd.DataFrame, design: Design, by: Sequence[str]) -> pd.Series:
    """The standard error of each group's share of cases up to its median, by the index of the medians."""
    asked = ibis.memtable(medians.assign(place=range(len(medians))))
    same = [rows[name].identical_to(asked[name].cast(rows[name].type())) for name in by]
    placed = rows.join(asked, same or True, rname="{name}_asked")
    upto = (placed.value <= placed["median"]).ifelse(1.0, 0.0)
    shares = means(placed, upto - 0.5, 0.5, design, ["place"]).set_index("place")
    return shares["se"].set_axis(medians.index[shares.index])
