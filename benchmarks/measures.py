"""What many intervals cost: 31 provinces, 20 years, 21 measures, 5,000 draws, beside a plain NumPy loop.

    python -m benchmarks.measures

The plain loop takes year after year and draw after draw and computes each measure on one row of 31 numbers. It is
timed on a part of its draws in the same run, and the whole is that part times their number.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from equity.measures import DRAWS, REGISTRY, SEED, Groups, compute, groups_of

PROVINCES, YEARS = 31, 20
OF_THE_TOOLKIT = tuple(REGISTRY)[:21]
TRIED_DRAWS = 50
ROUNDS = 3
GOAL_SECONDS = 2.0


def frames() -> list[pd.DataFrame]:
    """A made-up indicator of 31 provinces in 20 years."""
    generator = np.random.default_rng(SEED)
    level = np.sort(generator.uniform(40, 80, PROVINCES))
    return [
        pd.DataFrame(
            {
                "subgroup": [f"province {place}" for place in range(PROVINCES)],
                "subgroup_order": np.arange(1, PROVINCES + 1),
                "estimate": level + year / 2 + generator.normal(0, 2, PROVINCES),
                "se": generator.uniform(1, 4, PROVINCES),
                "population": generator.uniform(3e6, 1.2e8, PROVINCES),
                "reference_subgroup": np.arange(PROVINCES) == PROVINCES - 1,
            }
        )
        for year in range(YEARS)
    ]


def ours(years: list[pd.DataFrame]) -> None:
    for frame in years:
        groups = groups_of(frame, favourable=True, ordered=True, bounded=True)
        for code in OF_THE_TOOLKIT:
            compute(code, groups)


def plain(years: list[pd.DataFrame], draws: int) -> None:
    for frame in years:
        groups = groups_of(frame, favourable=True, ordered=True, bounded=True)
        generator = np.random.default_rng(SEED)
        values = np.empty((len(OF_THE_TOOLKIT), draws))
        for draw in range(draws):
            drawn = generator.normal(groups.estimates, groups.standard_errors).clip(0, groups.scale)
            for place, code in enumerate(OF_THE_TOOLKIT):
                values[place, draw] = PLAIN[code](drawn, groups)
        np.quantile(values, (0.025, 0.975), axis=1)


def _slope(y: np.ndarray, g: Groups) -> tuple[float, float]:
    slope, start = np.polyfit(g.ranks, y, 1, w=np.sqrt(g.weights))
    return start, slope


PLAIN = {
    "d": lambda y, g: y[-1] - y[0],
    "r": lambda y, g: y[-1] / y[0],
    "aci": lambda y, g: np.sum(g.weights * (2 * g.ranks - 1) * y),
    "rci": lambda y, g: np.sum(g.weights * (2 * g.ranks - 1) * y) / np.sum(g.weights * y),
    "sii": lambda y, g: _slope(y, g)[1],
    "rii": lambda y, g: sum(_slope(y, g)) / _slope(y, g)[0],
    "bgv": lambda y, g: np.sum(g.weights * (y - np.sum(g.weights * y)) ** 2),
    "bgsd": lambda y, g: np.sqrt(np.sum(g.weights * (y - np.sum(g.weights * y)) ** 2)),
    "cov": lambda y, g: (
        100 * np.sqrt(np.sum(g.weights * (y - np.sum(g.weights * y)) ** 2)) / np.sum(g.weights * y)
    ),
    "mdmu": lambda y, g: np.mean(np.abs(y - np.sum(g.weights * y))),
    "mdmw": lambda y, g: np.sum(g.weights * np.abs(y - np.sum(g.weights * y))),
    "mdbu": lambda y, g: np.mean(np.abs(y - np.max(y))),
    "mdbw": lambda y, g: np.sum(g.weights * np.abs(y - np.max(y))),
    "mdru": lambda y, g: np.mean(np.abs(y - y[g.reference])),
    "mdrw": lambda y, g: np.sum(g.weights * np.abs(y - y[g.reference])),
    "idisu": lambda y, g: 100 * np.mean(np.abs(y - np.sum(g.weights * y))) / np.sum(g.weights * y),
    "idisw": lambda y, g: 100 * np.sum(g.weights * np.abs(y - np.sum(g.weights * y))) / np.sum(g.weights * y),
    "ti": lambda y, g: (
        1000 * np.sum(g.weights * y / np.sum(g.weights * y) * np.log(y / np.sum(g.weights * y)))
    ),
    "mld": lambda y, g: -1000 * np.sum(g.weights * np.log(y / np.sum(g.weights * y))),
    "par": lambda y, g: max(0.0, y[-1] - np.sum(g.weights * y)),
    "paf": lambda y, g: 100 * max(0.0, y[-1] - np.sum(g.weights * y)) / np.sum(g.weights * y),
}
"""The measures written down once more, for one row of numbers and without care for anything else."""


def seconds(act: object, *given: object) -> float:
    started = time.perf_counter()
    act(*given)  # type: ignore[operator]
    return time.perf_counter() - started


def main() -> None:
    years = frames()
    ours(years[:1])
    fast = min(seconds(ours, years) for _ in range(ROUNDS))
    slow = min(seconds(plain, years, TRIED_DRAWS) for _ in range(ROUNDS)) * DRAWS / TRIED_DRAWS
    size = f"{PROVINCES} provinces x {YEARS} years x {len(OF_THE_TOOLKIT)} measures x {DRAWS:,} draws"
    print(f"{size}: {fast:.2f} s (goal about {GOAL_SECONDS:.0f} s)")
    print(f"plain loop: {slow:.0f} s by {TRIED_DRAWS} of its draws; {slow / fast:.0f} times as long")


if __name__ == "__main__":
    main()
