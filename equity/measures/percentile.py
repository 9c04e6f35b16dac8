"""P80 less P20: the spread of many groups without the two that are extreme by chance."""

from __future__ import annotations

import numpy as np

from equity.measures.groups import Array, Groups


def p80_less_p20(estimates: Array, groups: Groups) -> Array:
    """The 80th less the 20th percentile of the groups, each group alike: (..., J) -> (...)."""
    del groups
    low, high = np.quantile(estimates, (0.2, 0.8), axis=-1)
    return high - low
