"""Cases set in order once, for everything that is asked of the order: groups, shares, curves and indices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

import ibis
import pandas as pd

from equity.microdata.cases import (
    EACH_ONCE,
    Described,
    Design,
    Expression,
    Spread,
    cached,
    columns_of,
    complete,
    described,
    known,
    selected,
    weight,
    weighted,
)
from equity.microdata.order import (
    COARSE_BINS,
    EQUAL,
    dividing,
    fine_bins,
    in_bins,
    next_value,
    ordered_key,
    summed_upto,
)

BY_SQUARED_WEIGHTS = {"ww": "weight", "wwd": "total", "wwdd": "squares"}
"""Sums of a block by squared weights, and those that they are where every case counts once."""


@dataclass(frozen=True, eq=False)
class Ranked:
    """Cases of which an outcome and a number that ranks them are both known.

    They are described when it is made, and must not change meanwhile. Each question gathers them into blocks; who
    asks several has the engine keep the blocks:

        with rank(cases, "raised", "status").cache() as ranked:
            quantile_groups(ranked, 10), concentration_index(ranked)
    """

    cases: Expression
    """All of them, also those that cannot be ranked."""
    design: Design
    numbers: Mapping[str, str]
    """`outcome`, and `rank` where cases are ranked by something else, to the columns of `cases`."""
    rows: Expression
    """The cases that can be ranked, with these numbers and what `cases.complete` adds."""
    about: Described
    by: Literal["outcome", "rank"]
    """Which of the numbers sets the order."""
    kept: Expression | None = None
    """The blocks, where the engine keeps them."""

    @property
    def n(self) -> int:
        """How many cases are ranked."""
        return self.about.n

    @property
    def outcome(self) -> Spread:
        """What the outcomes are like. Only where there is a case."""
        return self.about.spreads["outcome"]

    @property
    def without_shares(self) -> str | None:
        """Why cases have no shares of the total; `None` where they have."""
        if not self.n:
            return "no_cases"
        return "negative_values" if self.outcome.low < 0 else "zero_mean" if self.outcome.high == 0 else None

    @property
    def by_outcome(self) -> Ranked:
        """The same cases ranked by the outcome itself."""
        return self if self.by == "outcome" else replace(self, by="outcome", kept=None)

    @contextmanager
    def cache(self) -> Iterator[Ranked]:
        """The same with its blocks in a table that the engine keeps till the end."""
        with cached(self.blocks) as kept:
            yield replace(self, kept=kept)

    @property
    def keyed(self) -> Expression:
        """The rows with `value`, which ranks them, and the `key` of their block: the value itself or its bin.

        Ranked by itself an outcome differs little within a bin, so that few will do.
        """
        value = self.rows[self.by]
        bins = COARSE_BINS if self.by == "outcome" else fine_bins(self.n)
        return self.rows.mutate(
            value=value, key=ordered_key(value, self.n, self.about.spreads[self.by], bins)
        )

    @property
    def blocks(self) -> Expression:
        """Cases gathered by `key`, and summed up to each.

        Columns: those of `order.running`; `total` and `squares` of the deviations of outcomes from their mean,
        weighted; with weights the same by their squares, named as in `BY_SQUARED_WEIGHTS`; `middle` and
        `total_middle`, the weight and the deviations before a block and in half of it; `total_upto`; and `spread`,
        W² sd(d) where the block holds more than one value.
        """
        if self.kept is not None:
            return self.kept
        rows = self.keyed
        deviation = rows.outcome - self.outcome.mean
        once = weighted(rows, deviation)
        sums = {"weight": weight(rows), "total": once.sum(), "squares": (once * deviation).sum()}
        if self.design.weight:
            square = rows.weight * rows.weight
            sums |= {"ww": square.sum(), "wwd": (square * deviation).sum(), "wwdd": (once * once).sum()}
        blocks = rows.aggregate(by="key", low=rows.value.min(), high=rows.value.max(), **sums)
        upto, total_upto = (summed_upto(blocks, name) for name in ("weight", "total"))
        variance: Expression = ibis.greatest(
            blocks.weight * blocks.squares - blocks.total * blocks.total, 0.0
        )
        return blocks.mutate(
            upto=upto,
            total_upto=total_upto,
            middle=upto - blocks.weight / 2,
            total_middle=total_upto - blocks.total / 2,
            next=next_value(blocks, "low"),
            spread=(blocks.low < blocks.high).ifelse(blocks.weight * variance.sqrt(), 0.0),
        )

    def dividing(self, *shares: float) -> pd.DataFrame:
        """As `order.dividing`: the values at which cases come to weigh these shares of all, above 0 and up to 1."""
        goals = pd.DataFrame({"goal": [self.about.weight * share for share in shares]})
        binned = in_bins(self.n, self.about.spreads[self.by])
        return dividing(self.keyed, self.blocks, goals, binned=binned)


def rank(cases: Expression, outcome: str, ranking: str = "", design: Design = EACH_ONCE) -> Ranked:
    """The cases in the order of `ranking`, or without one of the outcome itself, the lowest first.

    Raises MeasureError where a column is absent or holds no numbers, or a weight is negative.
    """
    numbers = {"outcome": outcome}
    if ranking not in ("", outcome):
        numbers["rank"] = ranking
    about = described(selected(cases, design, **numbers), design, *numbers)
    rows = (complete if about.missing else columns_of)(cases, design, **numbers)
    return Ranked(cases, design, numbers, rows, about, "rank" if "rank" in numbers else "outcome")


def quantile_groups(ranked: Ranked, count: int, *, name: str = "quantile_group") -> Expression:
    """All cases with one more column: in which of `count` groups of equal weight they are, 1 the lowest.

    Cases of one value stay together, in the group in which the middle of them falls, so that groups are equal only
    as far as ties allow. Null in cases that are not ranked. Exact at any size.
    """
    cases = ranked.cases
    if not ranked.n:
        return cases.mutate(**{name: ibis.null("int64")})
    cuts = ranked.dividing(*(part / count for part in range(1, count)))
    # The middle of a block of ties decides on which side of the cut it stands.
    above = (cuts["upto"] - cuts["weight"] / 2) * (1 + EQUAL) >= cuts["goal"]
    value = cases[ranked.numbers[ranked.by]].cast("float64")
    steps = [
        (value < cut if upper else value <= cut, part)
        for part, cut, upper in zip(range(1, count), cuts["value"], above, strict=True)
    ]
    group = ibis.cases(*steps, else_=count).cast("int64") if steps else ibis.literal(1, "int64")
    if ranked.about.missing:
        there = known(cases, ranked.design, (), *ranked.numbers.values())
        group = there.ifelse(group, ibis.null("int64"))
    return cases.mutate(**{name: group})
