"""The value of one measure, with all that must be told beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """The value of one measure, or the reason why there is none."""

    code: str
    n_groups: int
    """Groups with an estimate."""
    level: float
    estimate: float | None = None
    """In the unit that the registry names."""
    se: float | None = None
    """Standard error in the unit of the estimate; of its logarithm where `method` says so."""
    ci_low: float | None = None
    ci_high: float | None = None
    method: str | None = None
    """How the interval was made: one of `words.METHODS`."""
    note: tuple[str, ...] = ()
    """Codes of what must be said beside the value."""
    undefined_reason: str | None = None
    compared: tuple[str, str] | None = None
    """The two groups of a difference or ratio, in the order of the formula."""
    noise_floor: float | None = None
    """What the measure would show on average if all groups were equal."""
    excess: float | None = None
    """The variance less its noise floor, at least 0."""

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both ends, or `None` when there is no interval."""
        return None if self.ci_low is None or self.ci_high is None else (self.ci_low, self.ci_high)
