"""Cases that several tests start from, and one that makes every ranking take bins."""

from __future__ import annotations

import ibis
import numpy as np
import pandas as pd
import pytest

from equity.microdata import Design, order

DESIGNED = Design(weight="weight", cluster="cluster", stratum="stratum")


@pytest.fixture(scope="session")
def survey() -> pd.DataFrame:
    """600 cases in 60 clusters of 4 strata; the amount rises with status and differs by cluster, and has ties."""
    generator = np.random.default_rng(20)
    n = 600
    cluster = generator.integers(0, 60, n)
    status = generator.integers(0, 40, n) + cluster % 7
    level = np.exp(generator.normal(0, 0.4, 60))[cluster]
    amount = (level * generator.gamma(1.5, 1.0 + status / 40)).round(1)
    return pd.DataFrame(
        {
            "amount": amount,
            "status": status,
            "reached": (amount > 2.5).astype(int),
            "channel": generator.choice(["feed", "friends", "hospital"], n),
            "weight": generator.uniform(0.5, 3, n).round(2),
            "cluster": cluster,
            "stratum": cluster % 4,
        }
    )


@pytest.fixture
def binned(monkeypatch):
    """Ranks in bins from the first case on."""
    monkeypatch.setattr(order, "EXACT_ROWS", 0)


def table(**columns):
    return ibis.memtable(pd.DataFrame(columns))
