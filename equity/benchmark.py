"""What a place is set beside: the nation, its NBS region, and the places whose incomes are most like its own."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from equity.comparison import Comparison, Residents
from equity.vocabulary import NATION, Vocabulary

PEERS = 5


def peers(place: str, incomes: Mapping[str, float], count: int = PEERS) -> tuple[str, ...]:
    """The places whose average income is nearest to that of `place`, the nearest first; none when it is unknown."""
    if place not in incomes:
        return ()
    others = [code for code in incomes if code not in (place, NATION)]
    return tuple(sorted(others, key=lambda code: (abs(incomes[code] - incomes[place]), code))[:count])


def level_of_region(
    comparison: Comparison, nbs_region: str, vocabulary: Vocabulary, residents: Residents
) -> float | None:
    """The mean of an NBS region weighted by residents; `None` unless every province has a figure and a weight."""
    present = comparison.figures.region_code.to_numpy()  # groups that are absent stand behind those present
    groups = comparison.groups(residents).head(len(present)).set_index(present)
    members = vocabulary.nbs_region_members(nbs_region)
    if not set(members) <= set(groups.index):
        return None
    rows = groups.loc[list(members)]
    if rows.population.isna().any() or rows.estimate.isna().any():
        return None
    return float(np.average(rows.estimate, weights=rows.population))


def figure_of(comparison: Comparison, place: str) -> pd.Series | None:
    """The figure of one place in a comparison of places; `None` when it has none."""
    rows = comparison.figures[comparison.figures.region_code == place]
    return rows.iloc[0] if len(rows) == 1 else None
