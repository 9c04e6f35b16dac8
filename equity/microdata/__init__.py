"""Case-level analysis: one campaign, member, purchase or consultation a row, as many rows as there are.

Everything takes an Ibis table and runs where its rows are, on DuckDB or a Spark cluster alike. What comes back is
a few aggregates. A table that was filtered is taken for the whole sample. Measures of an order take cases that were
ranked, and share what that cost:

>>> import ibis
>>> cases = ibis.memtable({"income": [10.0, 20.0, 30.0, 40.0], "raised": [1.0, 2.0, 3.0, 4.0]})
>>> ranked = rank(cases, "raised", "income")
>>> gini(ranked).estimate, concentration_index(ranked).estimate
(0.25, 0.25)

Who asks a large file several things keeps what they need of it first, so that it is read and filtered once:

    with cases.filter(cases.launched >= "2017-01-01").select("status", "raised").cache() as kept:
        ranked = rank(kept, "raised", "status")
"""

from equity.microdata.cases import DIVISION, GROUP, Design, Expression, divided
from equity.microdata.concentration import concentration_curve, concentration_index, gini, lorenz_curve
from equity.microdata.means import group_means, group_shares
from equity.microdata.medians import group_medians
from equity.microdata.order import EXACT_ROWS
from equity.microdata.ranked import Ranked, quantile_groups, rank
from equity.microdata.result import Estimate, UndefinedError
from equity.microdata.shares import palma, top_share

__all__ = [
    "DIVISION",
    "EXACT_ROWS",
    "GROUP",
    "Design",
    "Estimate",
    "Expression",
    "Ranked",
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
    "rank",
    "top_share",
]
