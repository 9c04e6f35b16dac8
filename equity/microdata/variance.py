"""Variance by design: how a total of linearised values would differ had other units been drawn.

For z the sum of linearised values in a sampling unit, Var = sum over strata of n/(n-1) · sum (z - mean of z)².
Units are clusters, or cases where there are none. A stratum with one unit is centred at the grand mean, which is
0 because linearised values sum to 0.

Linearised values are often a combination a·u + b·v whose coefficients are known only when all is summed. So what
leaves the engine are the sums of u and v over units, and of their squares and product: five numbers a stratum.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from equity.measures.groups import Array
from equity.microdata.cases import Design, Expression


def moments(
    rows: Expression, design: Design, groups: Sequence[str] = (), **further: Expression
) -> pd.DataFrame:
    """Sums over the sampling units of columns `u` and `v`, one row a group and stratum of a sample.

    Without a column `v` it is 1. Columns: the groups, `u`, `v`, `uu`, `uv`, `vv`, `units` (of the whole stratum, not
    of the group alone: units without a case in the group are units with a sum of 0), and what `further` asks of the
    cases, which must be sums or counts. A case whose u is null is in none.
    """
    whole = [name for name in ("sample", "stratum") if getattr(design, name)]
    by = [*groups, *whole]
    v = rows.v.sum() if "v" in rows.columns else rows.u.count().cast("float64")
    if design.cluster:
        units = rows.aggregate(by=[*by, "cluster"], u=rows.u.sum(), v=v, **further)
        further = {name: units[name].sum() for name in further}
        v = units.v.sum()
    else:
        units = rows
    paired = (
        {"uv": (units.u * units.v).sum(), "vv": (units.v * units.v).sum()} if "v" in units.columns else {}
    )
    sums = units.aggregate(
        by=by,
        u=units.u.sum(),
        v=v,
        uu=(units.u * units.u).sum(),
        **paired,
        units=units.u.count(),
        **further,
    ).execute()
    if not paired:
        sums = sums.assign(uv=sums["u"], vv=sums["v"])
    if groups and design.cluster:
        drawn = rows.filter(rows.u.notnull()).select(*whole, "cluster").distinct()
        counted = drawn.aggregate(by=whole, units=drawn.count()).execute()
        sums = sums.drop(columns="units")
        return sums.merge(counted, how="left" if whole else "cross", on=whole or None)
    if groups:
        alike = sums.groupby(whole) if whole else sums.groupby(np.zeros(len(sums)))
        sums["units"] = alike["units"].transform("sum")
    return sums


def by_stratum(sums: pd.DataFrame, a: Array | float, b: Array | float) -> Array:
    """The part of each row of `moments` in the variance of the total of a·u + b·v.

    NaN where a whole sample is one unit.
    """
    units = sums["units"].to_numpy(dtype=float)
    total = a * sums["u"] + b * sums["v"]
    squares = a**2 * sums["uu"] + 2 * a * b * sums["uv"] + b**2 * sums["vv"]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(units > 1, units / (units - 1) * (squares - total**2 / units), squares)
    return np.where((units < 2) & (_strata(sums) < 2), np.nan, np.maximum(spread, 0))


def _strata(sums: pd.DataFrame) -> Array:
    """How many strata the sample of each row of `moments` has."""
    if "stratum" not in sums:
        return np.ones(len(sums))
    sample = sums["sample"] if "sample" in sums else np.zeros(len(sums))
    return sums.groupby(sample)["stratum"].transform("nunique").to_numpy()
