"""A gap in words: how far apart two groups are, absolutely and relatively, and what may be said of it over time.

A change is named only where the figures bear it: where its interval excludes zero, or where every case is counted.
Otherwise the two gaps stand side by side with their dates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import NormalDist

import pandas as pd

from equity.comparison import UNDATED, Comparison, Measured, Residents, newest
from equity.language import Language
from equity.measures import REGISTRY, Advice, InputProblem, Measure, MeasureError
from equity.measures.words import note_sentence, refused_sentence
from equity.vocabulary import DERIVED, SeriesBreak

DIFFERENCE, RATIO = "d", "r"
RATIO_DIGITS, FRACTION_DIGITS = 2, 3
VERDICTS = (
    *("wider", "narrower", "absolute_wider", "relative_wider", "not_shown", "changed_places", "no_interval"),
    *("absolute_wider_alone", "absolute_narrower_alone", "relative_wider_alone", "relative_narrower_alone"),
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
    def against_difference(self) -> Advice:
        """What is said against a difference, where there is none."""
        return self._asked[0].advice

    @property
    def against_ratio(self) -> Advice | None:
        """Why there is no ratio, where there is none."""
        return self._asked[1].advice if self._asked and self.relative is None else None

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with the figures, so that nothing can be measured of them."""
        return self._outcome[1]

    @property
    def _asked(self) -> list[Measured]:
        """The two measures; none where a figure is only a bound, or cannot be measured."""
        return self._outcome[0]

    @cached_property
    def _outcome(self) -> tuple[list[Measured], tuple[InputProblem, ...]]:
        if self.comparison.only_bounds:
            return [], ()
        try:
            asked = self.comparison.measured(self.residents, (DIFFERENCE, RATIO), level=self.level)
        except MeasureError as error:
            return [], error.problems
        return asked, ()


def gap_lines(gap: Gap, language: Language) -> list[str]:
    """The absolute gap, the relative gap and what must be said of both, one a line; nothing when there is none."""
    figures, absolute, relative = gap.comparison.figures, gap.absolute, gap.relative
    if absolute is None or absolute.estimate is None or absolute.compared is None:
        return [_why_no_gap(gap, language)]
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
    if absolute.interval and absolute.interval[0] <= 0 <= absolute.interval[1]:
        said.insert(0, language("gap.may_be_none"))
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


def _why_no_gap(gap: Gap, language: Language) -> str:
    if gap.comparison.only_bounds:
        return language("gap.only_bounds")
    if gap.problems:
        return problems_told(gap, language)
    return language("gap.refused", reason=gap.against_difference.sentence(language))


def problems_told(gap: Gap, language: Language) -> str:
    """Everything wrong with the figures of a gap, and how to mend each, in the reader's words."""
    told_each = (problem.sentence(language) for problem in gap.problems)
    return language("gap.refused", reason=language.sentences(*told_each))


def _why_no_ratio(gap: Gap, language: Language) -> str:
    if gap.comparison.indicator.kind == DERIVED:
        return refused_sentence("fixed_ratio", language)
    return gap.against_ratio.sentence(language) if gap.against_ratio else ""


def _direction(comparison: Comparison, language: Language) -> str:
    favourable = comparison.indicator.favourable
    return language(f"gap.favourable.{favourable}") if favourable in ("high", "low") else ""


def _caveats(gap: Gap, language: Language) -> list[str]:
    assert gap.absolute is not None
    counted = gap.comparison.indicator.complete_count
    notes = [
        language("gap.counted") if counted and code == "no_interval" else note_sentence(code, language)
        for code in gap.absolute.note
    ]
    if gap.absolute.interval and gap.comparison.errors_from_sample_sizes(gap.absolute.compared or ()):
        notes.append(language("gap.simple_random"))
    return notes


# over time


def latest(gaps: Sequence[Gap]) -> Gap:
    """The gap to tell of a panel: of the newest period, and of its last row where rows follow each other."""
    return gaps[_rows_together(gaps) - 1] if gaps[0].comparison.rows_follow else gaps[0]


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
    of what has been counted completely needs no interval, but must be larger than the rounding of its figures.
    """
    absolute = _change(earlier, later, DIFFERENCE)
    relative = _change(earlier, later, RATIO)
    if absolute is None or "no_interval" in (absolute, relative):
        return "no_interval"
    if "changed_places" in (absolute, relative):
        return "changed_places"
    if relative is None:
        return f"only_absolute_{absolute}"
    if absolute == relative:
        return absolute
    if relative == "not_shown":
        return f"absolute_{absolute}_alone"
    if absolute == "not_shown":
        return f"relative_{relative}_alone"
    return "absolute_wider" if absolute == "wider" else "relative_wider"


def _change(earlier: Gap, later: Gap, code: str) -> str | None:
    """`wider`, `narrower` or `changed_places` where that is shown, `not_shown` where it may be chance or rounding."""
    before, after = _value(earlier, code), _value(later, code)
    if before is None or after is None:
        return None
    errors = _error(earlier, code), _error(later, code)
    if None in errors:
        return "no_interval"
    margins = [error or 0.0 for error in errors]
    turned = _turned(earlier, later)
    if before * after < 0 or turned:
        shown = abs(before) > margins[0] and abs(after) > margins[1]
        return "changed_places" if shown else "not_shown"
    change = abs(after) - abs(before)
    # Errors of samples add in square, those of rounding plainly.
    margin = sum(margins) if later.comparison.indicator.complete_count else math.hypot(*margins)
    if abs(change) <= margin:
        return "not_shown"
    return "wider" if change > 0 else "narrower"


def _measure(gap: Gap, code: str) -> Measure | None:
    measure = gap.absolute if code == DIFFERENCE else gap.relative
    return measure if measure is not None and measure.estimate is not None else None


def _value(gap: Gap, code: str) -> float | None:
    """A difference as it is, a ratio as its logarithm: both are 0 where the groups are equal."""
    measure = _measure(gap, code)
    if measure is None or measure.estimate is None:
        return None
    return math.log(measure.estimate) if code == RATIO else measure.estimate


def _error(gap: Gap, code: str) -> float | None:
    """Half the width of the interval of `_value`: of rounding, where every case is counted; `None` if unknown."""
    measure = _measure(gap, code)
    assert measure is not None
    if gap.comparison.indicator.complete_count:
        figures = gap.comparison.figures.set_index("group_label").estimate
        pair = [float(figures[name]) for name in measure.compared or ()]
        return sum(_rounding(each) / (each if code == RATIO else 1) for each in pair)
    if measure.se is None or measure.interval is None:
        return None
    return NormalDist().inv_cdf((1 + measure.level) / 2) * measure.se


def _rounding(figure: float) -> float:
    """Half a unit of the last digit that a figure is printed with."""
    exponent = Decimal(repr(figure)).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return 0.5 * 10.0 ** min(exponent, 0)


def _turned(earlier: Gap, later: Gap) -> bool:
    """Whether the highest and the lowest group are the same two the other way round."""
    return (
        earlier.absolute is not None
        and later.absolute is not None
        and earlier.absolute.compared != later.absolute.compared
    )


def _two_moments(gaps: Sequence[Gap]) -> tuple[Gap, Gap] | None:
    if len(gaps) < 2 or gaps[0].absolute is None:
        return None
    together = _rows_together(gaps)
    if together > 1 and not gaps[0].comparison.rows_follow:
        return None
    if together > 1:
        earlier, later = gaps[0], gaps[together - 1]
    else:
        later = gaps[0]
        earlier = next((gap for gap in reversed(gaps[1:]) if _same_groups(gap, later)), None)
    return (earlier, later) if earlier is not None and _same_groups(earlier, later) else None


def _rows_together(gaps: Sequence[Gap]) -> int:
    """How many of the gaps are of the newest period; 1 for places, which have no rows."""
    rows = [gap.comparison.figures for gap in gaps]
    return len(newest(rows)) if all("together" in each for each in rows) else 1


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
