"""What every file of a view carries beside its figures, so that it can be read and quoted alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stamp:
    """Finding, choices, caveats, data version and link of a view, as a reader sees them."""

    title: str
    """The finding, or the question where the figures support none."""
    question: str
    filters: tuple[tuple[str, str], ...]
    """Each choice that the view makes, as label and value."""
    gaps: tuple[str, ...]
    notes: tuple[str, ...]
    trust: str
    version: str
    released: str
    licence: str
    link: str
