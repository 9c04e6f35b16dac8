"""Labelled rows and declarations made by hand, for what sets groups against each other."""

from __future__ import annotations

import pandas as pd

from equity.comparison import Comparison
from equity.vocabulary import (
    DEFAULT_GRADES,
    REGION,
    RESIDENCE,
    TOTAL,
    Dataset,
    Dimension,
    Indicator,
    Region,
    Vocabulary,
)

NAN = float("nan")
LABEL = {"en": "x", "zh": "x"}
EMPTY = ("nbs_regions", "settings", "units", "statistics", "caveats", "qualifiers")


def indicator(code, **declared):
    """A bounded share of which more is better, unless declared otherwise."""
    usual = {"unit": "%", "kind": "measure", "favourable": "high", "minimum": 0, "maximum": 100}
    return Indicator(code, LABEL, LABEL, **usual | declared)


def subgroups(*codes):
    return dict.fromkeys(codes, LABEL)


FIFTHS = subgroups("q1", "q2", "q3", "q4", "q5")
INDICATORS = {
    each.code: each
    for each in (
        indicator("share"),
        indicator("people_share", share_of_people=True),
        indicator("counted", complete_count=True),
        indicator("unpaid", favourable="low"),
        indicator("neither", favourable="none"),
        indicator("change", minimum=None, maximum=None),
        indicator("counted_change", minimum=None, maximum=None, complete_count=True),
        indicator("days", kind="derived", maximum=None, unit="days of income", favourable="low"),
        indicator("money", kind="money", maximum=None, unit="yuan"),
        indicator("members", kind="count", maximum=None, unit="persons"),
        indicator("part", kind="composition"),
    )
}
DIMENSIONS = {
    "income": Dimension("income", LABEL, FIFTHS, ordered=True, equal_weights=True, wholes=("everybody",)),
    "scheme": Dimension("scheme", LABEL, subgroups("a", "b", "c"), wholes=("everybody",)),
    "round": Dimension("round", LABEL, subgroups("first", "last"), sequence=True),
    RESIDENCE: Dimension(RESIDENCE, LABEL, subgroups("urban", "rural"), reference="urban"),
    REGION: Dimension(REGION, {}, subgroups("110000", "310000", "620000", "650000")),
}
VOCABULARY = Vocabulary(
    data_version="1",
    languages=("en", "zh"),
    datasets={"d": Dataset("d", "d", LABEL, LABEL, (), INDICATORS, {})},
    **{table: {} for table in EMPTY},
    dimensions={code: each for code, each in DIMENSIONS.items() if code != REGION},
    regions={code: Region(code, LABEL, LABEL, "x") for code in ("000000", *DIMENSIONS[REGION].subgroups)},
    grades=dict.fromkeys(DEFAULT_GRADES, LABEL),
)


def row(group, estimate, year=2020, **cells):
    """A labelled row: its labels are the codes in capitals."""
    usual = {
        "indicator": "share",
        "panel": "share",
        "panel_label": "SHARE",
        "group": group,
        "group_label": group.upper(),
        "group_position": 0,
        "subgroup_order": NAN,
        "estimate": float(estimate),
        "unit": "%",
        "unit_label": "%",
        "qualifier": "",
        "year": float(year),
        "period_end": "" if year != year else str(year),
        "row_label": "?" if year != year else str(year),
        "row_position": 0,
        "region_code": "000000",
        "residence": TOTAL,
        "source_id": "S",
        "se": NAN,
        "ci_low": NAN,
        "ci_high": NAN,
        "n": NAN,
        "population": NAN,
    }
    return usual | cells


def frame(*rows):
    return pd.DataFrame(rows, columns=list(row("any", 0)))


def comparison(values, year=2020, of="share", by="scheme", **cells):
    """Groups side by side, `values` mapping each to its figure, in the declared order of their dimension."""
    codes = list(DIMENSIONS[by].subgroups)
    rows = [
        row(group, value, year, group_position=codes.index(group), subgroup_order=codes.index(group) + 1)
        | {"indicator": of, "unit": INDICATORS[of].unit, "unit_label": INDICATORS[of].unit.upper()}
        | cells
        for group, value in values.items()
    ]
    return Comparison(INDICATORS[of], DIMENSIONS[by], frame(*rows))
