"""How often the intervals hold the truth: a seeded study of every measure, written into docs/measures.md.

    python -m benchmarks.coverage            run the study and write docs/measures.md
    python -m benchmarks.coverage --check    run it, judge it and compare

A known truth is given errors of a known size again and again; the share of intervals that hold the true value is
counted. Nominal is 95%.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np

from data.catalog import ROOT, catalog, language
from equity.measures import REGISTRY, Groups, compute
from equity.measures.registry import COVERS_LESS
from equity.measures.words import note_sentence, undefined_sentence, unit_label

SIZES = (5, 10, 31)
NOISES: Mapping[str, float] = {"small": 1.0, "medium": 3.0, "large": 6.0}
"""Mean standard error of a group, in percentage points; the true groups lie between 35% and 80%."""

BLOCKS = 20
"""Each with draws of its own, so that no result hangs on one simulation."""
REPLICATES: Mapping[str, int] = {"delta": 160, "log": 160, "inversion": 100, "simulation": 25, "counts": 25}
"""Intervals a block, by how they are made: many where they are cheap."""
LOGIT_REPLICATES = 50
DRAWS = 1_000
SEED = 7


@dataclass(frozen=True)
class Trial:
    """One measure as it is used: on an order or between extremes, with one model or another."""

    code: str
    label: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict, hash=False)
    slope_errors: str = "scatter"

    @property
    def replicates(self) -> int:
        """How often it is tried in each block."""
        if self.changes.get("model") == "logit":
            return LOGIT_REPLICATES
        return REPLICATES[REGISTRY[self.code].interval]


UNORDERED: dict[str, Any] = {"ordered": False}


def trials() -> Iterator[Trial]:
    """Every measure in the ways that differ in their intervals."""
    for code, definition in REGISTRY.items():
        if definition.family == "regression":
            for model, errors in product(("linear", "logit"), ("scatter", "groups")):
                yield Trial(code, f"{model}, errors from {errors}", {"model": model}, errors)
        elif definition.family == "difference":
            yield Trial(code, "ends of an order")
            yield Trial(code, "highest and lowest", UNORDERED | {"reference": None})
        elif definition.family == "attributable":
            yield Trial(code, "end of an order")
            yield Trial(code, "best group", UNORDERED)
        else:
            yield Trial(code)


def truth(size: int) -> Groups:
    """The true groups, as it were: uneven steps upwards, uneven populations."""
    generator = np.random.default_rng(SEED + size)
    estimates = np.linspace(35, 80, size) + generator.uniform(-6, 6, size)
    return Groups(
        names=tuple(f"g{place}" for place in range(size)),
        estimates=estimates,
        standard_errors=generator.uniform(0.7, 1.3, size),
        populations=generator.uniform(0.5, 2.0, size),
        sample_sizes=np.full(size, np.nan),
        orders=np.arange(1.0, size + 1),
        reference=size // 2,
        ordered=True,
        bounded=True,
    )


@dataclass(frozen=True)
class Covered:
    """What was found of one trial in one scenario."""

    share: float
    """Of intervals that hold the true value."""
    noted: bool
    """Whether the measure says that its intervals may hold the truth less often than they say."""


def covered(trial: Trial, size: int, noise: float) -> Covered | None:
    """How many intervals hold the true value; `None` where the measure needs more groups."""
    real = truth(size)
    real = replace(real, standard_errors=real.standard_errors * noise, **trial.changes)
    options: dict[str, Any] = {"slope_errors": trial.slope_errors, "draws": DRAWS}
    expected = compute(trial.code, real, **options)
    if expected.estimate is None:
        return None
    held = []
    for block in range(BLOCKS):
        generator = np.random.default_rng((SEED, size, round(10 * noise), block))
        for _ in range(trial.replicates):
            seen = real.estimates + real.standard_errors * generator.standard_normal(size)
            seen = replace(real, estimates=np.clip(seen, 0, real.scale))
            low, high = compute(trial.code, seen, seed=block, **options).interval or (np.nan, np.nan)
            held.append(low <= expected.estimate <= high)
    return Covered(float(np.mean(held)), COVERS_LESS in expected.note)


Study = Mapping[Trial, list[Covered | None]]


def study() -> Study:
    """Every trial in every scenario, on two processes."""
    tried = list(trials())
    scenarios = list(product(SIZES, NOISES.values()))
    asked = [(trial, *scenario) for trial in tried for scenario in scenarios]
    with ProcessPoolExecutor(max_workers=2) as pool:
        found = list(pool.map(covered, *zip(*asked, strict=True), chunksize=3))
    width = len(scenarios)
    return {trial: found[place * width : (place + 1) * width] for place, trial in enumerate(tried)}


SOUND, SOUND_FROM, SOUND_TO = ("d", "r", "aci", "rci", "bgv"), 0.93, 0.97
CHOSEN = "highest and lowest"
LEAST = 0.90


def failures(found: Study) -> list[str]:
    """What the study finds and no note says."""
    wrong = []
    for trial, row in found.items():
        shares = [each.share for each in row if each]
        told = " ".join(f"{100 * share:.1f}" for share in shares)
        if (
            trial.code in SOUND
            and trial.label != CHOSEN
            and not SOUND_FROM <= min(shares) <= max(shares) <= SOUND_TO
        ):
            wrong.append(f"{trial.code} {trial.label}: not between 93% and 97%: {told}")
        if min(shares) < LEAST and not all(each.noted for each in row if each):
            wrong.append(f"{trial.code} {trial.label}: below 90% and no note says so: {told}")
    return wrong


# The document -------------------------------------------------------------------------------------------------

DOCUMENT = ROOT / "docs" / "measures.md"
TOLERANCE = 1.0
"""Percentage points by which a share may differ on another machine."""

INTRODUCTION = """# Measures of inequality

Made by `python -m benchmarks.coverage` from `equity/measures/registry.py`, `data/definitions/measures.toml` and the
study below; `make check-measures` compares. The first 21 are those of the WHO Health Equity Assessment Toolkit.

y is a group's figure, s its standard error, p its share of the population, μ the mean weighted by p, X the share of
the population before a group plus half its own, J the number of groups, v a fitted line, S the upper bound; A and B
the figures of two groups compared, b, r and t those of the best, the reference and the target group; L the Lorenz
curve at the end of a group, L′ before it.

```python
from equity.measures import compute

compute("sii", frame, favourable=True, ordered=True, bounded=True, model="logit")
```

`frame` has one row a group: `subgroup`, `estimate` and, where known, `se` (or `ci_low` and `ci_high`), `population`,
`n` (how many were asked), `subgroup_order` (1 = most disadvantaged) and `reference_subgroup`.

## Intervals

- By the groups' own standard errors (delta method) where there is a formula, for ratios on the logarithm.
- For slopes by the scatter of the groups around the line (`slope_errors="scatter"`), or by the groups' own errors
  (`slope_errors="groups"`). The study shows what the first costs with five groups.
- For the variance and the standard deviation by inversion: the true variances under which that seen is not unlikely.
- Otherwise by simulation, reflected at the estimate and never below the least value the measure can have.
- Measures that noise enlarges show their noise floor. Where equal groups with the same errors would show as much in
  more than one case of forty (at 95%), the interval holds equality, and a note says that the groups may be equal.
- For attributable risk and fraction by how many were asked, only where that is known (`n`): numbers of residents are
  no sample, and would make an interval as narrow as one likes.
- Where a logit slope is fitted and `n` is known, shares are made whole counts first: 20% of 78 is 16 of 78.
"""


def document(found: Study) -> str:
    """The whole document."""
    return "\n".join([INTRODUCTION, *_measures(), *_coverage(found)]) + "\n"


def _measures() -> Iterator[str]:
    words, english = catalog().vocabulary.measures, language("en")
    yield "## The measures\n"
    for code, definition in REGISTRY.items():
        told = words[code]
        kind = "relative" if definition.relative else "absolute"
        weighted = "weighted" if definition.weighted else "each group alike"
        yield f"### {told.label['en']} · {told.label['zh']} (`{code}`)\n"
        yield f"{told.meaning['en']}\n"
        yield f"    {told.formula}\n"
        yield f"- {kind.capitalize()}, {weighted}; unit: {unit_label(definition.unit, english)}."
        yield f"- {told.equal['en']} {told.sign['en']}"
        yield f"- {told.applies['en']} At least {definition.least_groups} groups."
        yield f"- Interval: {definition.interval}."
        yield from (f"- {note_sentence(note, english)}" for note in definition.notes)
        reasons = " ".join(undefined_sentence(reason, english) for reason in definition.undefined)
        if reasons:
            yield f"- No value when: {reasons}"
        yield f"- Source: {told.source}.\n"


def _coverage(found: Study) -> Iterator[str]:
    yield "## How often the intervals hold the truth\n"
    yield (
        f"Nominal 95%. Known groups between 35% and 80% are given normal errors of {NOISES['small']:g} (small), "
        f"{NOISES['medium']:g} (medium) and {NOISES['large']:g} (large) percentage points on average; "
        f"{BLOCKS * REPLICATES['delta']:,} intervals a cell where a formula gives them, "
        f"{BLOCKS * LOGIT_REPLICATES:,} for logit slopes, {BLOCKS * REPLICATES['inversion']:,} by inversion, "
        f"{BLOCKS * REPLICATES['simulation']:,} by simulation with {DRAWS:,} draws. A cell below 90% is bold, and "
        f"the measure then says: “{note_sentence(COVERS_LESS, language('en'))}”\n"
    )
    yield (
        "The true groups stand apart here. Where many are alike, the highest less the lowest and the distance from "
        "the best are larger than the truth, and their notes say why.\n"
    )
    scenarios = [f"{size} {noise}" for size, noise in product(SIZES, NOISES)]
    yield f"| measure | {' | '.join(scenarios)} |"
    yield "|---|" + "---:|" * len(scenarios)
    for trial, row in found.items():
        label = f"`{trial.code}` {trial.label}".strip()
        yield f"| {label} | {' | '.join(map(_cell, row))} |"


def _cell(found: Covered | None) -> str:
    if found is None:
        return "–"
    told = f"{100 * found.share:.1f}"
    return f"**{told}**" if found.share < LEAST else told


CELL = re.compile(r"\*{0,2}(\d+\.\d)\*{0,2} (?=\|)")


def same(first: str, second: str) -> bool:
    """Whether two documents differ in nothing but shares, and in these by no more than machines do."""
    one, other = ([float(cell) for cell in CELL.findall(text)] for text in (first, second))
    alike = CELL.sub("", first) == CELL.sub("", second) and len(one) == len(other)
    return alike and all(abs(a - b) <= TOLERANCE for a, b in zip(one, other, strict=True))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    check = parser.parse_args().check
    found = study()
    wrong = failures(found)
    made = document(found)
    if check and not (DOCUMENT.exists() and same(made, DOCUMENT.read_text(encoding="utf-8"))):
        wrong.append("docs/measures.md is not what the study gives: python -m benchmarks.coverage")
    if not check:
        DOCUMENT.write_text(made, encoding="utf-8")
    print("\n".join(wrong) or "Every interval does what its notes say.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
