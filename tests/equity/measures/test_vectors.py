"""Every reference value, in the mode it belongs to, at the tolerance it states."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from equity.measures import compute, groups_of
from equity.measures.lorenz import share_ratio
from tests.equity.measures.upstream import as_published

VECTORS = pd.read_csv(Path(__file__).parent / "vectors.csv")
INPUTS = VECTORS[VECTORS.kind == "input"]
EXPECTED = VECTORS[VECTORS.kind == "expected"].set_index("vector_id")
VALUES = {"estimate": "exp_estimate", "se": "exp_se", "ci_low": "exp_lower", "ci_high": "exp_upper"}

DEFECTIVE = {
    "V0132": "the error measures departure from a line",
    "V0133": "the error measures departure from a line",
    "V0134": "each group weighs the square of its population; error on the scale of shares",
    "V0135": "each group weighs the square of its population",
    "V0136": "error not in percent",
    "V0138": "interval around a variance that noise has enlarged",
    "V0139": "error not in thousandths",
    "V0140": "error not in thousandths",
    "V0151": "error not in percent",
}
"""Published values that only the switch of the tests reproduces, and why."""

OF_SAMPLES = {"V0134", "V0135", "V0175", "V0176", "V0136", "V0137", "V0150", "V0151", "V0179", "V0180"}
"""Values that take the populations of their inputs for numbers of people asked, which here is said outright (`n`):
from these, shares are made whole counts (logit) and the error follows (attributable risk)."""


def frame_of(expected: pd.Series) -> tuple[pd.DataFrame, dict]:
    """The groups of a vector, and the options of its mode."""
    rows = INPUTS[INPUTS.input_set == expected.input_set]
    first = rows.iloc[0]
    frame = pd.DataFrame(
        {
            "subgroup": rows.subgroup,
            "subgroup_order": rows.subgroup_order.where(rows.ordered == 1),
            "estimate": rows.estimate,
            "se": rows.se,
            "population": rows.population,
            "reference_subgroup": rows.reference == 1,
        }
    )
    if expected.name in OF_SAMPLES:
        frame["n"] = rows.population
    options = {
        "favourable": bool(first.favourable),
        "ordered": bool(first.ordered),
        "scale": float(first.scale),
        "bounded": True,
        "model": "logit" if "logit" in str(expected.option) else "linear",
    }
    return frame, options


@pytest.mark.parametrize(
    "vector", [code for code in EXPECTED.index if EXPECTED.measure[code] != "kuznets_s50_s50"]
)
def test_a_reference_value_is_reproduced(vector):
    expected = EXPECTED.loc[vector]
    frame, options = frame_of(expected)
    measured = compute(expected.measure, frame, **options)
    if vector in DEFECTIVE:
        measured = as_published(measured, groups_of(frame, **options))
    for name, column in VALUES.items():
        if not np.isnan(expected[column]):
            assert getattr(measured, name) == pytest.approx(
                expected[column], rel=expected.tol_rel, abs=expected.tol_rel
            ), name


def test_the_top_half_has_seven_thirds_of_the_bottom_half():
    frame, options = frame_of(EXPECTED.loc["V0298"])
    groups = groups_of(frame, **options)
    # (3 + 4) / (1 + 2)
    assert share_ratio(groups.estimates, groups, top=0.5, bottom=0.5) == pytest.approx(7 / 3, rel=1e-10)


def test_only_published_values_need_the_switch_and_each_needs_it():
    assert set(EXPECTED.loc[list(DEFECTIVE)].status) == {"published"}
    for vector in DEFECTIVE:
        expected = EXPECTED.loc[vector]
        frame, options = frame_of(expected)
        measured = compute(expected.measure, frame, **options)
        assert measured.ci_low != pytest.approx(expected.exp_lower, rel=expected.tol_rel)
