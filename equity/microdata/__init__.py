"""Case-level analysis: one campaign, member, purchase or consultation a row, as many rows as there are.

Everything takes an Ibis table and runs where its rows are, on DuckDB or a Spark cluster alike. What comes back is
a few aggregates. A table that was filtered is taken for the whole sample.

Who asks a large file several things keeps what they need of it first, so that it is read and filtered once:

    with cases.filter(cases.launched >= "2017-01-01").select("status", "raised").cache() as kept:
        gini(kept, "raised"), concentration_index(kept, "raised", "status")

>>> import ibis
>>> cases = ibis.memtable({"income": [10.0, 20.0, 30.0, 40.0], "raised": [1.0, 2.0, 3.0, 4.0]})
>>> gini(cases, "raised").estimate, concentration_index(cases, "raised", "income").estimate
(0.25, 0.25)
"""

from equity.microdata.cases import DIVISION, GROUP, Design, Expression, divided
from equity.microdata.means import group_means, group_shares
from equity.microdata.medians import group_medians
from equity.microdata.order import EXACT_ROWS, quantile_groups
from equity.microdata.ranks import concentration_curve, concentration_index, gini, lorenz_curve
from equity.microdata.result import Estimate, UndefinedError
from equity.microdata.shares import palma, top_share

__all__ = [
    "DIVISION",
    "EXACT_ROWS",
    "GROUP",
    "Design",
    "Estimate",
    "Expression",
    "UndefinedError",
    "concentration_curve",
    "concentration_index",
    "divided",
    "gini",
    "group_means",
    "group_medians",
    "group_shares",
    "lorenz_curve",
    "palma",
    "quantile_groups",
    "top_share",
]
