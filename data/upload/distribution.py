"""How unequal an outcome is among single cases: indices with their intervals, curves, and campaigns as points.

The indices become figures of the reader's dataset like any other; curves and points are drawn beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from data.catalog import language, published
from data.upload.doctor import Report
from data.upload.recognition import CASES, Recognition, Roles
from data.upload.summary import case_table, context_of, design_of
from data.upload.units import without_unit
from equity.measures.words import undefined_sentence
from equity.microdata import (
    Estimate,
    UndefinedError,
    concentration_curve,
    concentration_index,
    gini,
    lorenz_curve,
    palma,
    rank,
    top_share,
)
from equity.vocabulary import Label

POINTS = 50_000
"""Of more campaigns than this a sample is drawn."""

STEPS = 100
"""Of a curve at most; no step is of fewer cases than a group must have."""

SEED = 1
"""Of the sample, so that it is the same at every look."""

UNITS = {"top_share": "%", "palma": "ratio"}
"""Those of measures that are no index."""


@dataclass(frozen=True)
class Distribution:
    """What is told of the outcome of cases. Curves have `population_share` and `outcome_share`, from 0 to 1."""

    outcome: str
    figures: pd.DataFrame
    """The measures that have a value, as rows of `disaggregated.COLUMNS`. Their `indicator_abbr` is a code: `gini`,
    `top_share`, `palma`; and `rci`, or `erreygers` of an outcome of 0 or 1."""
    words: Mapping[str, Label]
    """What the measures are called, by the name in the rows."""
    meanings: Mapping[str, Label]
    """What each says, by its code."""
    undefined: Label
    """Why others have no value; empty where all have one."""
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
        with rank(cases, outcome, design=design).cache() as ranked:
            measures |= {"gini": gini(ranked), "top_share": top_share(ranked), "palma": palma(ranked)}
            _draw(curves, "lorenz", partial(lorenz_curve, ranked, points=steps))
    if roles.order:
        code, kind = ("erreygers", "erreygers") if share else ("rci", "plain")
        with rank(cases, outcome, roles.order, design).cache() as ranked:
            measures[code] = concentration_index(ranked, kind=kind)
            _draw(curves, "concentration", partial(concentration_curve, ranked, points=steps))
    campaigns = _campaigns(report.used, recognition)
    shown = campaigns.sample(POINTS, random_state=SEED) if len(campaigns) > POINTS else campaigns
    labels = {code: _label(code, roles) for code in measures}
    rows = [_row(code, labels[code], each) for code, each in measures.items() if each.estimate is not None]
    return Distribution(
        outcome=without_unit(outcome),
        figures=pd.DataFrame(rows).assign(**context_of(report.used, roles, fewest)),
        words={label["en"]: label for label in labels.values()},
        meanings={code: published().own["measures"][code]["meaning"] for code in measures},
        undefined=_undefined(measures, labels),
        curves=curves,
        campaigns=shown,
        all_campaigns=len(campaigns),
    )


def _label(code: str, roles: Roles) -> Label:
    """What a measure is called, with what it is of and by what cases are ranked."""
    words, outcome = published().own["measures"][code]["label"], without_unit(roles.outcome)
    return {each: text.format(outcome=outcome, ranking=roles.order) for each, text in words.items()}


def _row(code: str, label: Label, estimate: Estimate) -> dict[str, Any]:
    """A measure as a figure of all cases; its footnote says how far it may be from exact."""
    unit = UNITS.get(code, "index")
    scale = 100 if unit == "%" else 1
    values = {
        name: None if value is None else scale * value
        for name, value in (
            ("estimate", estimate.estimate),
            ("se", estimate.se),
            ("ci_lb", estimate.ci_low),
            ("ci_ub", estimate.ci_high),
        )
    }
    binned = estimate.method == "binned"
    bound = f"{scale * estimate.bound:.1e}"
    return {
        "indicator_abbr": code,
        "indicator_name": label["en"],
        **values,
        "n": estimate.n,
        "unit": unit,
        **{
            f"footnote_{each}": language(each)("own.cases.binned", bound=bound) if binned else ""
            for each in label
        },
    }


def _undefined(measures: Mapping[str, Estimate], labels: Mapping[str, Label]) -> Label:
    """Which measures have no value, and why."""
    reasons = {code: each.undefined_reason for code, each in measures.items() if each.undefined_reason}

    def told(each: str) -> str:
        say = language(each)
        lines = [
            say("own.cases.undefined", measure=say.of(labels[code]), reason=undefined_sentence(reason, say))
            for code, reason in reasons.items()
        ]
        return say.sentences(*lines)

    return {each: told(each) for each in published().vocabulary.languages} if reasons else {}


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
