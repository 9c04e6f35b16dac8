"""Every measure as the code sees it. Their words stand in the definition files, under the same codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from equity.measures import (
    attributable,
    concentration,
    difference,
    dispersion,
    entropy,
    lorenz,
    mean_difference,
    percentile,
    regression,
)
from equity.measures.groups import Array, Groups

PAIR, SEVERAL, MANY = 2, 3, 10
"""Least groups: two can be compared; spread and slope need three; percentiles many."""


@dataclass(frozen=True)
class MeasureDefinition:
    """One measure: how it is computed, when it can be, and how its interval is made."""

    code: str
    family: str
    kernel: Callable[[Array, Groups], Array]
    """Estimates of shape (..., J) to values of shape (...): for the estimate and for simulated ones alike."""
    interval: str
    """`delta`, `log`, `simulation`, `inversion` or `counts`: how the interval is made; see `intervals`."""
    undefined: tuple[str, ...]
    """For what reasons it may have no value, beside those of every measure."""
    error: Callable[[Array, Array, Groups], Array] | None = None
    """Estimates and their errors to the standard error; of the logarithm where `interval` is `log`."""
    relative: bool = False
    weighted: bool = True
    dimension: str = "any"
    """`any` or `ordered`."""
    least_groups: int = SEVERAL
    when_equal: float = 0.0
    unit: str = "outcome"
    """`outcome`, `squared`, `fraction`, `percent`, `thousandths` or `ratio`."""
    floor: float | None = 0.0
    """The least value it can have."""
    turns: bool = False
    """Whether the favourable direction decides which group it starts from."""
    noisy: bool = False
    """Whether the groups' own errors enlarge it, so that a noise floor is shown."""
    never_adverse: bool = False
    """Whether a result against the favourable direction is shown as 0."""
    headline: bool = False
    notes: tuple[str, ...] = ()
    """What is always said beside its interval."""


ORDERED = ("no_order", "incomplete_order", "no_population")
SHARES = ("no_population", "negative_values", "zero_mean")

COVERS_LESS = "covers_less"
"""Said of an interval that holds the truth less than nine times in ten somewhere in the coverage study."""

BEST_BY_CHANCE = ("best_chosen_by_chance", COVERS_LESS)
"""Said where the best group is itself chosen from noisy figures."""

_DEFINITIONS = (
    MeasureDefinition(
        "d", "difference", difference.difference, "delta",
        ("no_order", "missing_end", "missing_reference"),
        error=difference.difference_error,
        weighted=False, least_groups=PAIR, floor=None, turns=True, headline=True,
    ),
    MeasureDefinition(
        "r", "difference", difference.ratio, "log",
        ("no_order", "missing_end", "missing_reference", "negative_values", "zero_in_ratio"),
        error=difference.ratio_log_error,
        relative=True, weighted=False, least_groups=PAIR, when_equal=1.0, unit="ratio", turns=True, headline=True,
    ),
    MeasureDefinition(
        "aci", "concentration", concentration.absolute_concentration_index, "delta", ORDERED,
        error=concentration.absolute_concentration_error, dimension="ordered", floor=None,
    ),
    MeasureDefinition(
        "rci", "concentration", concentration.relative_concentration_index, "delta",
        (*ORDERED, "negative_values", "zero_mean"),
        error=concentration.relative_concentration_error,
        relative=True, dimension="ordered", unit="fraction", floor=None, headline=True,
    ),
    MeasureDefinition(
        "sii", "regression", regression.slope_index, "delta",
        (*ORDERED, "not_bounded", "zero_in_logarithm", "no_fit"),
        error=regression.slope_error, dimension="ordered", floor=None, headline=True,
    ),
    MeasureDefinition(
        "rii", "regression", regression.relative_index, "log",
        (*ORDERED, "not_bounded", "negative_values", "zero_in_logarithm", "no_fit", "line_below_zero"),
        error=regression.relative_log_error,
        relative=True, dimension="ordered", when_equal=1.0, unit="ratio", headline=True,
    ),
    MeasureDefinition(
        "bgv", "dispersion", dispersion.between_group_variance, "inversion", ("no_population",),
        error=dispersion.between_group_variance_error, unit="squared", noisy=True,
    ),
    MeasureDefinition(
        "bgsd", "dispersion", dispersion.between_group_standard_deviation, "inversion", ("no_population",),
        noisy=True, headline=True,
    ),
    MeasureDefinition(
        "cov", "dispersion", dispersion.coefficient_of_variation, "simulation", SHARES,
        relative=True, unit="percent", noisy=True,
    ),
    MeasureDefinition(
        "mdmu", "mean_difference", mean_difference.from_mean_unweighted, "simulation", ("no_population",),
        weighted=False, noisy=True, notes=(COVERS_LESS,),
    ),
    MeasureDefinition(
        "mdmw", "mean_difference", mean_difference.from_mean_weighted, "simulation", ("no_population",),
        noisy=True, notes=(COVERS_LESS,),
    ),
    MeasureDefinition(
        "mdbu", "mean_difference", mean_difference.from_best_unweighted, "simulation", ("no_direction",),
        weighted=False, turns=True, noisy=True, notes=BEST_BY_CHANCE,
    ),
    MeasureDefinition(
        "mdbw", "mean_difference", mean_difference.from_best_weighted, "simulation",
        ("no_direction", "no_population"), turns=True, noisy=True, notes=BEST_BY_CHANCE,
    ),
    MeasureDefinition(
        "mdru", "mean_difference", mean_difference.from_reference_unweighted, "simulation",
        ("no_reference",), weighted=False, noisy=True,
        notes=(COVERS_LESS,),
    ),
    MeasureDefinition(
        "mdrw", "mean_difference", mean_difference.from_reference_weighted, "simulation",
        ("no_reference", "no_population"), noisy=True, notes=(COVERS_LESS,),
    ),
    MeasureDefinition(
        "idisu", "disparity", mean_difference.disparity_unweighted, "simulation", SHARES,
        relative=True, weighted=False, unit="percent", noisy=True, notes=(COVERS_LESS,), headline=True,
    ),
    MeasureDefinition(
        "idisw", "disparity", mean_difference.disparity_weighted, "simulation", SHARES,
        relative=True, unit="percent", noisy=True, notes=(COVERS_LESS,),
    ),
    MeasureDefinition(
        "ti", "entropy", entropy.theil_index, "delta", SHARES,
        error=entropy.theil_error, relative=True, unit="thousandths", noisy=True,
    ),
    MeasureDefinition(
        "mld", "entropy", entropy.mean_log_deviation, "delta", SHARES,
        error=entropy.mean_log_deviation_error, relative=True, unit="thousandths", noisy=True,
    ),
    MeasureDefinition(
        "par", "attributable", attributable.attributable_risk, "counts",
        ("no_order", "incomplete_order", "no_direction", "no_population"),
        error=attributable.attributable_risk_error,
        least_groups=PAIR, floor=None, turns=True, never_adverse=True,
    ),
    MeasureDefinition(
        "paf", "attributable", attributable.attributable_fraction, "counts",
        ("no_order", "incomplete_order", "no_direction", *SHARES),
        error=attributable.attributable_fraction_error,
        relative=True, least_groups=PAIR, unit="percent", floor=None, turns=True, never_adverse=True,
    ),
    MeasureDefinition(
        "erreygers", "concentration", concentration.erreygers_index, "delta", ("not_bounded", *ORDERED),
        error=concentration.erreygers_error, dimension="ordered", unit="fraction", floor=None, headline=True,
    ),
    MeasureDefinition(
        "wagstaff", "concentration", concentration.wagstaff_index, "delta",
        ("not_bounded", *ORDERED, "zero_mean", "mean_at_bound"),
        error=concentration.wagstaff_error, relative=True, dimension="ordered", unit="fraction", floor=None,
    ),
    MeasureDefinition(
        "gini", "lorenz", lorenz.gini_index, "simulation", SHARES,
        relative=True, unit="fraction", noisy=True, headline=True,
    ),
    MeasureDefinition(
        "palma", "lorenz", lorenz.palma_ratio, "simulation", (*SHARES, "bottom_has_nothing"),
        relative=True, when_equal=0.25, unit="ratio", floor=0.25, noisy=True,
    ),
    MeasureDefinition(
        "s80s20", "lorenz", lorenz.s80_s20_ratio, "simulation", (*SHARES, "bottom_has_nothing"),
        relative=True, when_equal=1.0, unit="ratio", floor=1.0, noisy=True,
    ),
    MeasureDefinition(
        "p80_p20", "percentile", percentile.p80_less_p20, "simulation", (),
        weighted=False, least_groups=MANY, noisy=True, notes=(COVERS_LESS,),
    ),
)  # fmt: skip

REGISTRY: Mapping[str, MeasureDefinition] = {each.code: each for each in _DEFINITIONS}
"""Code to measure: the 21 of the WHO Health Equity Assessment Toolkit, then six more."""
