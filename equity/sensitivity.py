"""Whether a conclusion rests on the choice of a measure: the same question asked in every reasonable way.

Two questions are asked. At one moment, of ordered groups: which end is higher? Of two moments: is the gap larger or
smaller? An answer that differs from the first one is marked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any

from equity.comparison import Comparison, Residents
from equity.measures import REGISTRY, Measure
from equity.vocabulary import REGION

ENDS = (("d", {}), ("sii", {}), ("sii", {"model": "linear"}), ("aci", {}), ("aci", {"equal_weights": True}))
OVER_TIME = (
    ("d", {}),
    ("r", {}),
    ("p80_p20", {}),
    ("sii", {}),
    ("rii", {}),
    ("aci", {}),
    ("rci", {}),
    ("bgsd", {}),
    ("bgsd", {"equal_weights": True}),
    ("cov", {}),
    ("cov", {"equal_weights": True}),
    ("mld", {}),
    ("gini", {}),
)
MOST_REFERENCES = 6
"""Of more groups than this, taking each in turn as the reference would bury the other answers."""

PRECISION = 0.005
"""Where there is no interval, values that differ by less than this share of them are the same to a reader."""

NOT_SHOWN = "not_shown"
CONCLUSIONS = ("higher", "lower", "larger", "smaller", NOT_SHOWN)


@dataclass(frozen=True)
class Answer:
    """One way of asking: a measure and how it was varied, what it gave, and what that says.

    `conclusion` is `higher` or `lower` (at the advantaged end), `larger` or `smaller` (at the later moment), or
    `not_shown`; `differs` says whether it is another one than the first answer's.
    """

    code: str
    variant: str
    """`advised`, `linear`, `logit`, `log`, `equal_weights` or `reference`: a key of the texts."""
    values: tuple[Measure, ...]
    conclusion: str
    differs: bool = False
    reference: str = ""
    """The label of the group that distances are taken from, where that is varied."""


def which_end_is_higher(comparison: Comparison, residents: Residents) -> list[Answer]:
    """The answers of every measure that sees an order; empty when the groups have none or too few."""
    if not comparison.dimension.ordered or comparison.only_bounds:
        return []
    answers = []
    for code, varied in ENDS:
        measure = _asked(comparison, residents, code, varied)
        if measure is not None and measure.estimate is not None:
            answers.append(Answer(code, _variant(measure, varied), (measure,), _end(measure, comparison)))
    return _marked(_distinct(answers))


def larger_or_smaller(earlier: Comparison, later: Comparison, residents: Residents) -> list[Answer]:
    """The answers of every measure that both moments have; what is compared is the distance from equality."""
    if earlier.only_bounds or later.only_bounds:
        return []
    answers = []
    for code, varied in OVER_TIME:
        before, after = (_asked(each, residents, code, varied) for each in (earlier, later))
        if before is not None and after is not None:
            answers.append(Answer(code, _variant(after, varied), (before, after), _change(before, after)))
    answers += _by_reference(earlier, later, residents)
    return _marked(_distinct([each for each in answers if each.conclusion]))


def _by_reference(earlier: Comparison, later: Comparison, residents: Residents) -> list[Answer]:
    """The mean distance from each group in turn, where the groups are few and have no order."""
    figures = later.figures
    if later.dimension.ordered or later.dimension.code == REGION or len(figures) > MOST_REFERENCES:
        return []
    answers = []
    for group, label in zip(figures.group, figures.group_label, strict=True):
        before, after = (
            _asked(replace(each, dimension=replace(each.dimension, reference=group)), residents, "mdru", {})
            for each in (earlier, later)
        )
        if before is not None and after is not None:
            conclusion = _change(before, after)
            answers.append(Answer("mdru", "reference", (before, after), conclusion, reference=str(label)))
    return answers


def _change(before: Measure, after: Measure) -> str:
    """Which of two values lies further from equality; nothing where one is undefined."""
    if before.estimate is None or after.estimate is None:
        return ""
    equal = REGISTRY[after.code].when_equal
    first, last = _distance(before.estimate, equal), _distance(after.estimate, equal)
    if before.interval and after.interval and before.se is not None and after.se is not None:
        margin = NormalDist().inv_cdf((1 + after.level) / 2) * math.hypot(before.se, after.se)
    else:
        margin = PRECISION * max(first, last)
    if abs(last - first) <= margin:
        return NOT_SHOWN
    return "larger" if last > first else "smaller"


def _distance(value: float, equal: float) -> float:
    """How far a measure is from equality; of ratios on the logarithm, as their standard errors are."""
    return abs(math.log(value)) if equal == 1 and value > 0 else abs(value - equal)


def _asked(comparison: Comparison, residents: Residents, code: str, varied: dict[str, Any]) -> Measure | None:
    if "equal_weights" in varied and comparison.dimension.equal_weights:
        return None  # which it has anyway
    (measured,) = comparison.measured(residents, (code,), **varied)
    return measured.measure


def _variant(measure: Measure, varied: dict[str, Any]) -> str:
    if "equal_weights" in varied:
        return "equal_weights"
    models = [note.removesuffix("_model") for note in measure.note if note.endswith("_model")]
    return models[0] if models else "advised"


def _end(measure: Measure, comparison: Comparison) -> str:
    equal = REGISTRY[measure.code].when_equal
    if measure.interval and measure.interval[0] <= equal <= measure.interval[1]:
        return NOT_SHOWN
    assert measure.estimate is not None
    # The difference alone turns with the favourable direction; see `equity.measures.difference`.
    turned = measure.code == "d" and comparison.indicator.favourable == "low"
    above = measure.estimate > equal
    return NOT_SHOWN if measure.estimate == equal else "higher" if above != turned else "lower"


def _distinct(answers: list[Answer]) -> list[Answer]:
    """Answers in their order, each way of asking once: the advised model may be one of those tried."""
    return list({(each.code, each.variant, each.reference): each for each in reversed(answers)}.values())[
        ::-1
    ]


def _marked(answers: list[Answer]) -> list[Answer]:
    return [replace(each, differs=each.conclusion != answers[0].conclusion) for each in answers]


def comparable_in_time(newest: Comparison, others: list[Comparison]) -> Comparison | None:
    """The oldest comparison of the same groups; of places, of at least nine in ten of them."""
    groups = set(newest.figures.group)
    least = 0.9 if newest.dimension.code == REGION else 1.0
    alike = [
        each
        for each in others
        if each.year < newest.year
        and len(groups & set(each.figures.group)) >= least * len(groups | set(each.figures.group))
    ]
    return min(alike, key=lambda each: each.year, default=None)
