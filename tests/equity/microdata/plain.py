"""The same measures written down plainly in numpy, from the formulas, every case ranked by itself."""

from __future__ import annotations

import numpy as np


def mid_ranks(ranking, weights):
    """The share of weight before each case and half of its ties'."""
    _, block = np.unique(ranking, return_inverse=True)
    held = np.bincount(block, weights) / weights.sum()
    return (np.cumsum(held) - held / 2)[block]


def index(outcome, ranking, weights):
    """The plain concentration index, which is the Gini index when the outcome ranks itself."""
    shares = weights / weights.sum()
    return 2 * (shares * outcome * mid_ranks(ranking, weights)).sum() / (shares * outcome).sum() - 1


def influence(outcome, ranking, weights):
    """The influence of each case on the plain index (Kakwani, Wagstaff and van Doorslaer)."""
    _, block = np.unique(ranking, return_inverse=True)
    shares = weights / weights.sum()
    mean = (shares * outcome).sum()
    held = np.bincount(block, shares * outcome / mean)
    ordinates = (np.cumsum(held) - held / 2)[block]
    value = index(outcome, ranking, weights)
    return outcome / mean * (2 * mid_ranks(ranking, weights) - 1 - value) + 2 - 2 * ordinates - (1 + value)


def variance(linearised, clusters=None, strata=None):
    """Of the sum of linearised values, by design."""
    n = len(linearised)
    clusters = np.arange(n) if clusters is None else clusters
    strata = np.zeros(n) if strata is None else strata
    total = 0.0
    for stratum in np.unique(strata):
        here = strata == stratum
        sums = np.array([linearised[here & (clusters == unit)].sum() for unit in np.unique(clusters[here])])
        units = len(sums)
        total += sums[0] ** 2 if units == 1 else units / (units - 1) * ((sums - sums.mean()) ** 2).sum()
    return total


def bootstrap(cases, statistic, rounds, seed):
    """The standard deviation of a statistic, or of several, over draws of whole clusters within strata.

    `cases` has columns weight, cluster and stratum. n - 1 of n clusters are drawn and their weights enlarged
    (Rao and Wu 1988), which is unbiased for the variance of a mean.
    """
    generator = np.random.default_rng(seed)
    units = cases[["stratum", "cluster"]].drop_duplicates()
    place = cases.set_index(["stratum", "cluster"]).index
    drawn = []
    for _ in range(rounds):
        factors = {}
        for stratum, within in units.groupby("stratum"):
            n = len(within)
            times = np.bincount(generator.integers(0, n, n - 1), minlength=n)
            factors |= {
                (stratum, unit): time * n / (n - 1)
                for unit, time in zip(within["cluster"], times, strict=True)
            }
        weights = cases["weight"].to_numpy() * place.map(factors).to_numpy()
        drawn.append(statistic(weights))
    return np.std(drawn, ddof=1, axis=0)
