"""The groups of one comparison: a frame read and turned into arrays."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from equity.measures.bad_input import NUMBERS, MeasureError, numbers, problems, reference_marks

Array: TypeAlias = npt.NDArray[np.float64]

PUBLISHED_LEVEL = 0.95
"""The level of a published interval: the sources of this field print 95% unless they say otherwise."""


@dataclass(frozen=True)
class Groups:
    """The groups of one comparison as arrays of length J, most disadvantaged first where they are ordered."""

    names: tuple[str, ...]
    estimates: Array
    standard_errors: Array
    """In the unit of the estimates; NaN where none is known."""
    populations: Array
    """Numbers of people, or ones for equal weights; NaN where unknown."""
    sample_sizes: Array
    """How many were asked in each group; NaN where unknown. Never a weight."""
    orders: Array
    """1 = most disadvantaged; NaN where no order is given."""
    reference: int | None = None
    """Position of the reference group."""
    favourable: bool | None = True
    """Whether higher is better; `None` where neither direction is."""
    ordered: bool = False
    scale: float = 100.0
    bounded: bool = False
    """Whether the outcome lies between 0 and `scale`."""
    model: str = "linear"
    notes: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def present(self) -> npt.NDArray[np.bool_]:
        """Which groups have an estimate."""
        return np.isfinite(self.estimates)

    @cached_property
    def weights(self) -> Array:
        """Shares of the population, summing to 1; NaN throughout when a group's population is unknown."""
        return self.populations / self.populations.sum()

    @cached_property
    def ranks(self) -> Array:
        """Mid-ranks: the share of the population before a group plus half its own, in the given order."""
        return np.cumsum(self.weights) - self.weights / 2

    @cached_property
    def mean(self) -> float:
        """The weighted mean of the groups, in the unit of the estimates."""
        return float(self.estimates @ self.weights)

    def complete(self) -> Groups:
        """The groups that have an estimate, with a note when others were left out."""
        if self.present.all():
            return self
        kept = np.flatnonzero(self.present)
        reference = np.flatnonzero(kept == self.reference)
        return replace(
            self,
            names=tuple(self.names[place] for place in kept),
            reference=int(reference[0]) if reference.size else None,
            notes=(*self.notes, "groups_missing"),
            **{name: getattr(self, name)[kept] for name in ARRAYS},
        )


ARRAYS = ("estimates", "standard_errors", "populations", "sample_sizes", "orders")


def groups_of(
    frame: pd.DataFrame,
    *,
    favourable: bool | None,
    ordered: bool = False,
    scale: float = 100.0,
    bounded: bool = False,
    model: str = "linear",
    equal_weights: bool = False,
) -> Groups:
    """The groups of a frame, or a `MeasureError` that names everything wrong with it.

    Parameters
    ----------
    frame : one row a group. `subgroup` and `estimate` are needed; `se` or a 95% interval (`ci_low`, `ci_high`),
        `population`, `n` (how many were asked), `subgroup_order` and `reference_subgroup` may be left out.
    equal_weights : give every group the same weight, as for fifths of a population.
    """
    frame = frame.reset_index(drop=True)
    wrong = problems(frame, scale, bounded=bounded, model=model, equal_weights=equal_weights)
    if wrong:
        raise MeasureError(*wrong)
    columns = {name: numbers(frame, name).to_numpy(dtype=float) for name in NUMBERS}
    errors = columns["se"]
    half_widths = (columns["ci_high"] - columns["ci_low"]) / 2
    recovered = half_widths / NormalDist().inv_cdf((1 + PUBLISHED_LEVEL) / 2)
    from_interval = np.isnan(errors) & np.isfinite(recovered)
    reference = np.flatnonzero(reference_marks(frame))
    groups = Groups(
        names=tuple(map(str, frame["subgroup"])),
        estimates=columns["estimate"],
        standard_errors=np.where(from_interval, recovered, errors),
        populations=np.ones(len(frame)) if equal_weights else columns["population"],
        sample_sizes=columns["n"],
        orders=columns["subgroup_order"],
        reference=int(reference[0]) if reference.size else None,
        favourable=favourable,
        ordered=ordered,
        scale=float(scale),
        bounded=bounded,
        model=model,
        notes=("errors_from_intervals",) if from_interval.any() else (),
    )
    return _in_order(groups) if ordered and np.isfinite(groups.orders).all() else groups


def _in_order(groups: Groups) -> Groups:
    places = np.argsort(groups.orders, kind="stable")
    reference = None if groups.reference is None else int(np.flatnonzero(places == groups.reference)[0])
    names = tuple(groups.names[place] for place in places)
    arrays = {name: getattr(groups, name)[places] for name in ARRAYS}
    return replace(groups, names=names, reference=reference, **arrays)
