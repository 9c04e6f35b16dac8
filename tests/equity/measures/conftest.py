"""Groups that several tests start from."""

from __future__ import annotations

import pandas as pd
import pytest


@pytest.fixture
def fifths() -> pd.DataFrame:
    """Five ordered groups of a percentage, unequal in size."""
    return pd.DataFrame(
        {
            "subgroup": ["q1", "q2", "q3", "q4", "q5"],
            "subgroup_order": [1, 2, 3, 4, 5],
            "estimate": [20.0, 30.0, 40.0, 50.0, 60.0],
            "se": [5.0, 7.0, 10.0, 12.0, 14.0],
            "population": [78, 91, 162, 103, 105],
        }
    )


@pytest.fixture
def provinces() -> pd.DataFrame:
    """Twelve groups without an order, the fourth marked as the reference."""
    estimates = [61.0, 74, 58, 59, 72, 75, 74, 68, 75, 67, 73, 63]
    return pd.DataFrame(
        {
            "subgroup": [f"g{place}" for place in range(12)],
            "estimate": estimates,
            "se": [5.0, 3, 3, 3, 4, 9, 2, 2, 2, 5, 5, 7],
            "population": [832, 931, 1468, 1021, 1039, 1515, 1138, 620, 794, 866, 1367, 1108],
            "reference_subgroup": [place == 3 for place in range(12)],
        }
    )
