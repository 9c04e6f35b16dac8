"""A gap in words: how far apart two groups are, absolutely and relatively, and what may be said of it over time.

A change is named only where the figures bear it: where its interval excludes zero, or where every case is counted.
Otherwise the two gaps stand side by side with their dates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import pandas as pd

from equity.comparison import UNDATED, Comparison, Measured, Residents, newest
from equity.language import Language
from equity.measures import REGISTRY, Advice, Measure
from equity.measures.words import note_sentence, refused_sentence
from equity.vocabulary import DERIVED, SeriesBreak

DIFFERENCE, RATIO = "d", "r"
RATIO_DIGITS, FRACTION_DIGITS = 2, 3
VERDICTS = (
    *("wider", "narrower", "absolute_wider", "relative_wider", "not_shown", "no_interval"),
    *("only_absolute_wider", "only_absolute_narrower", "only_absolute_not_shown"),
)
"""What may be said of a gap at two dates."""


@dataclass(frozen=True, eq=False)
class Gap:
    """The difference and the ratio of the two groups of a comparison that are set against each other.

    Worked out when first asked for: of the many dates of a panel, most are never told.
    """

    comparison: Comparison
    residents: Residents
    level: float = 0.95

    @property
    def absolute(self) -> Measure | None:
        """The difference; `None` where it would not be meaningful."""
        return self._asked[0].measure if self._asked else None

    @property
    def relative(self) -> Measure | None:
        """The ratio; `None` where it would not be meaningful."""
        return self._asked[1].measure if self._asked else None

    @property
    def against_ratio(self) -> Advice | None:
        """Why there is no ratio, where there is none."""
        return self._asked[1].advice if self._asked and self.relative is None else None

    @cached_property
    def _asked(self) -> list[Measured]:
        """The two measures; none where a figure is only a bound."""
        if self.comparison.only_bounds:
            return []
        return self.comparison.measured(self.residents, (DIFFERENCE, RATIO), level=self.level)


def gap_lines(gap: Gap, language: Language) -> list[str]:
    """The absolute gap, the relative gap and what must be said of both, one a line; nothing when there is none."""
    figures, absolute, relative = gap.comparison.figures, gap.absolute, gap.relative
    if absolute is None or absolute.estimate is None or absolute.compared is None:
        return [language("gap.only_bounds")] if gap.comparison.only_bounds else []
    unit, label = figures.unit.iloc[0], figures.unit_label.iloc[0]
    first, second = absolute.compared
    if absolute.estimate == 0 and len(set(figures.estimate)) == 1:
        return [language("gap.equal", groups=language.list(list(figures.group_label)))]
    lines = [
        language("gap.absolute", value=told(absolute, unit, label, language), first=first, second=second)
    ]
    if relative is not None and relative.estimate is not None:
        value = told(relative, unit, label, language)
        lines.append(language("gap.relative", value=value, first=first, second=second))
    else:
        lines.append(language("gap.no_relative", reason=_why_no_ratio(gap, language)))
    said = [_direction(gap.comparison, language), *_caveats(gap, language)]
    lines.append(language.sentences(*said))
    return [line for line in lines if line]


def told(measure: Measure, unit: str, unit_label: str, language: Language) -> str:
    """The value of a measure as a reader is told it, with its interval in brackets where it has one."""
    if measure.estimate is None:
        return ""
    value = amount(measure.code, measure.estimate, unit, unit_label, language)
    if measure.interval is None:
        return value
    low, high = (_number(measure.code, end, unit, language) for end in measure.interval)
    return language("value_with_interval", value=value, interval=language("interval", low=low, high=high))


def amount(code: str, value: float, unit: str, unit_label: str, language: Language) -> str:
    """A value of the measure `code` with the unit that it is in."""
    number = _number(code, value, unit, language)
    match REGISTRY[code].unit:
        case "outcome" if unit == "%":
            return language("gap.points", number=number)
        case "outcome":
            return language.quantity(float(_rounded(value, unit)), unit, unit_label)
        case "percent":
            return number + "%"
        case "ratio":
            return language("gap.times", number=number)
        case "thousandths":
            return language("gap.thousandths", number=number)
    return number


def _number(code: str, value: float, unit: str, language: Language) -> str:
    match REGISTRY[code].unit:
        case "ratio":
            return language.number(round(value, RATIO_DIGITS))
        case "fraction":
            return language.number(round(value, FRACTION_DIGITS))
        case "percent":
            return language.number(value, "%")
        case "outcome":
            return language.number(_rounded(value, unit), unit)
    return language.number(value)


def _rounded(value: float, unit: str) -> float:
    """Rounded first: the distance of two decimals is seldom a decimal in floating point."""
    value = round(value, 9)
    return round(value, 1) if unit == "%" and abs(value) >= 0.1 else value


def _why_no_ratio(gap: Gap, language: Language) -> str:
    if gap.comparison.indicator.kind == DERIVED:
        return refused_sentence("fixed_ratio", language)
    return gap.against_ratio.sentence(language) if gap.against_ratio else ""


def _direction(comparison: Comparison, language: Language) -> str:
    favourable = comparison.indicator.favourable
    return language(f"gap.favourable.{favourable}") if favourable in ("high", "low") else ""


def _caveats(gap: Gap, language: Language) -> list[str]:
    assert gap.absolute is not None
    notes = [note_sentence(code, language) for code in gap.absolute.note]
    if gap.comparison.errors_from_sample_sizes and gap.absolute.interval:
        notes.append(language("gap.simple_random"))
    return notes


# over time


def change_lines(gaps: Sequence[Gap], breaks: Sequence[SeriesBreak], language: Language) -> list[str]:
    """The gap of two moments and, where the figures bear it, what changed; empty when there is one moment only.

    Parameters
    ----------
    gaps : those of one panel, the newest first. Where the newest period has several rows (before, after), its first
        and last are told; else the newest and the oldest between the same two groups.
    """
    pair = _two_moments(gaps)
    if pair is None:
        return []
    earlier, later = pair
    crossed = _crossed(earlier, later, breaks)
    if crossed:
        return [language("gap.change.break", after=crossed.after, before=crossed.before)]
    figures = later.comparison.figures
    unit, label = figures.unit.iloc[0], figures.unit_label.iloc[0]
    lines = [
        language(
            f"gap.change.{kind}",
            earlier=told(before, unit, label, language),
            earlier_moment=earlier.comparison.moment,
            later=told(after, unit, label, language),
            later_moment=later.comparison.moment,
        )
        for kind, before, after in (
            ("absolute", earlier.absolute, later.absolute),
            ("relative", earlier.relative, later.relative),
        )
        if before is not None and after is not None and None not in (before.estimate, after.estimate)
    ]
    return [*lines, language(f"gap.verdict.{verdict(earlier, later)}")]


def verdict(earlier: Gap, later: Gap) -> str:
    """What may be said of a change: one of `VERDICTS`.

    The difference and the ratio are asked apart: where one is wider and the other narrower, both are said. A change
    of what has been counted completely needs no interval.
    """
    complete = later.comparison.indicator.complete_count
    absolute = _direction_of_change(earlier.absolute, later.absolute, complete)
    relative = _direction_of_change(earlier.relative, later.relative, complete)
    known = [each for each in (absolute, relative) if each is not None]
    if "no_interval" in known or not known:
        return "no_interval"
    if relative is None:
        return f"only_absolute_{absolute}"
    if set(known) == {"wider"} or set(known) == {"narrower"}:
        return known[0]
    if absolute == "wider" and relative == "narrower":
        return "absolute_wider"
    if absolute == "narrower" and relative == "wider":
        return "relative_wider"
    return "not_shown"


def _direction_of_change(before: Measure | None, after: Measure | None, complete: bool) -> str | None:
    """`wider` or `narrower` where it is shown, `not_shown` where the change's interval includes none."""
    if before is None or after is None or before.estimate is None or after.estimate is None:
        return None
    logs = before.code == RATIO
    first, last = ((math.log(each) if logs else each) for each in (before.estimate, after.estimate))
    change = abs(last) - abs(first)
    if complete:
        margin = 0.0
    elif before.se is None or after.se is None or not before.interval or not after.interval:
        return "no_interval"
    else:
        margin = NormalDist().inv_cdf((1 + after.level) / 2) * math.hypot(before.se, after.se)
    if first * last < 0 or before.compared != after.compared:
        return "not_shown"  # the groups have changed places: neither wider nor narrower says that
    if abs(change) <= margin or change == 0:
        return "not_shown"
    return "wider" if change > 0 else "narrower"


def _two_moments(gaps: Sequence[Gap]) -> tuple[Gap, Gap] | None:
    if len(gaps) < 2 or gaps[0].absolute is None:
        return None
    together = newest([gap.comparison.figures for gap in gaps]) if _has_rows(gaps) else []
    if len(together) > 1:
        earlier, later = gaps[0], gaps[len(together) - 1]
    else:
        later = gaps[0]
        earlier = next((gap for gap in reversed(gaps[1:]) if _same_groups(gap, later)), None)
    return (earlier, later) if earlier is not None and _same_groups(earlier, later) else None


def _has_rows(gaps: Sequence[Gap]) -> bool:
    return all("together" in gap.comparison.figures for gap in gaps)


def _same_groups(one: Gap, other: Gap) -> bool:
    if one.absolute is None or other.absolute is None:
        return False
    return set(one.absolute.compared or ()) == set(other.absolute.compared or ()) != set()


def _crossed(earlier: Gap, later: Gap, breaks: Sequence[SeriesBreak]) -> SeriesBreak | None:
    """The change of definition that lies between two moments and concerns one of their groups."""
    years = sorted((earlier.comparison.year, later.comparison.year))
    groups = set(pd.concat([earlier.comparison.figures.group, later.comparison.figures.group]))
    for each in breaks:
        concerned = each.group is None or each.group in groups
        if UNDATED not in years and concerned and years[0] < each.before and each.after < years[1]:
            return each
    return None


def difference_in_words(distance: float, unit: str, unit_label: str, language: Language) -> str:
    """How far one figure lies above or below another: `3.2 percentage points above`."""
    size = amount(DIFFERENCE, abs(distance), unit, unit_label, language)
    if distance == 0:
        return language("gap.same")
    return language("gap.above" if distance > 0 else "gap.below", size=size)
