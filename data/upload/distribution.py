"""How unequal an outcome is among single cases: indices with their intervals, curves, and campaigns as points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from data.upload.doctor import Report
from data.upload.recognition import CASES, Recognition
from data.upload.summary import case_table, design_of
from equity.microdata import (
    Estimate,
    UndefinedError,
    concentration_curve,
    concentration_index,
    gini,
    lorenz_curve,
    palma,
    top_share,
)

POINTS = 50_000
"""Of more campaigns than this a sample is drawn."""

STEPS = 100
"""Of a curve at most; no step is of fewer cases than a group must have."""

SEED = 1
"""Of the sample, so that it is the same at every look."""


@dataclass(frozen=True)
class Distribution:
    """What is told of the outcome of cases. Curves have `population_share` and `outcome_share`, from 0 to 1."""

    outcome: str
    ranking: str
    """What cases are ranked by for the concentration index; empty where nothing ranks them."""
    measures: Mapping[str, Estimate]
    """By code: `gini`, `top_share`, `palma`; and `rci`, or `erreygers` of an outcome of 0 or 1."""
    curves: Mapping[str, pd.DataFrame]
    """`lorenz` and `concentration`, those that can be drawn."""
    campaigns: pd.DataFrame
    """`goal` and `raised` of campaigns, or a sample of them; empty in any other file."""
    all_campaigns: int


def distribution_of(report: Report, recognition: Recognition, fewest: int) -> Distribution | None:
    """The distribution of the outcome; `None` where rows are not cases, or so few that one could be told apart."""
    if recognition.kind != CASES or report.used[recognition.roles.outcome].count() < 2 * fewest:
        return None
    roles, design = recognition.roles, design_of(recognition.roles)
    cases, outcome = case_table(report.used, recognition), roles.outcome
    steps = min(STEPS, int(report.used[outcome].count()) // (2 * fewest))
    share = bool(report.used[outcome].dropna().isin((0, 1)).all())
    measures: dict[str, Estimate] = {}
    curves: dict[str, pd.DataFrame] = {}
    if not share:
        measures |= {
            "gini": gini(cases, outcome, design),
            "top_share": top_share(cases, outcome, design),
            "palma": palma(cases, outcome, design),
        }
        _draw(curves, "lorenz", lambda: lorenz_curve(cases, outcome, design, points=steps))
    if roles.order:
        code, kind = ("erreygers", "erreygers") if share else ("rci", "plain")
        measures[code] = concentration_index(cases, outcome, roles.order, design, kind=kind)
        _draw(
            curves,
            "concentration",
            lambda: concentration_curve(cases, outcome, roles.order, design, points=steps),
        )
    campaigns = _campaigns(report.used, recognition)
    shown = campaigns.sample(POINTS, random_state=SEED) if len(campaigns) > POINTS else campaigns
    return Distribution(outcome, roles.order, measures, curves, shown, len(campaigns))


def _draw(curves: dict[str, pd.DataFrame], name: str, draw: Callable[[], pd.DataFrame]) -> None:
    try:
        curves[name] = draw()
    except UndefinedError:
        return  # the index of the same name tells why


def _campaigns(used: pd.DataFrame, recognition: Recognition) -> pd.DataFrame:
    """Campaigns whose goal and amount raised are both known and can stand on an axis of magnitudes."""
    names = [recognition.columns.get(name, "") for name in ("goal", "raised")]
    if not set(names) <= set(used):
        return pd.DataFrame({"goal": [], "raised": []}, dtype=float)
    pairs = used[names].set_axis(["goal", "raised"], axis=1).dropna()
    return pairs[(pairs.goal > 0) & (pairs.raised > 0)].reset_index(drop=True)
