"""The groups of one panel at one moment, side by side: what a gap is measured between, and what is measured."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from equity.measures import REGISTRY, Advice, Groups, Measure, advise, compute, groups_of, options_for
from equity.measures.difference import pair
from equity.view import View
from equity.vocabulary import (
    CEILINGS,
    FLOORS,
    INDICATOR,
    LACKING,
    NATION,
    REGION,
    TOTAL,
    Dimension,
    Indicator,
    Vocabulary,
)

UNDATED = -1
"""Stands for the year of a figure without a date."""

Residents: TypeAlias = Mapping[tuple[str, int, str], float]
"""People living in a region at the end of a year, by its code, the year and `total`, `urban` or `rural`: what places
are weighted by."""


@dataclass(frozen=True)
class Measured:
    """What one measure says of a comparison, or why it is not asked."""

    advice: Advice
    measure: Measure | None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Groups that may be set against each other: of one indicator, one place and one moment.

    `figures` are rows of a labelled frame, one a group, in the declared order (most disadvantaged first where the
    dimension is ordered); totals and groups that contain others are not among them.
    """

    indicator: Indicator
    dimension: Dimension
    figures: pd.DataFrame
    absent: Mapping[str, float] = field(default_factory=dict)
    """Labels of the groups that are asked for and have no figure here, with their order or NaN."""
    rows_follow: bool = True
    """Whether the rows of the view follow each other in time, as periods and before and after do."""

    @property
    def year(self) -> int:
        """The year of the figures, `UNDATED` when they have none."""
        year = self.figures.year.iloc[0]
        return UNDATED if pd.isna(year) else int(year)

    @property
    def moment(self) -> str:
        """When, or in which row, as a reader sees it."""
        return str(self.figures.row_label.iloc[0])

    def is_like(self, other: Comparison, columns: Collection[str]) -> bool:
        """Whether two comparisons are of the same kind of figures: equal in these columns, which split panels."""
        return all(self.figures[name].iloc[0] == other.figures[name].iloc[0] for name in columns)

    @property
    def compared(self) -> tuple[pd.Series, pd.Series]:
        """The two figures that a difference or a ratio sets against each other, the one that it starts from first.

        Also where neither means anything, as between sizes: a sentence names the same two groups as a gap would.
        """
        estimates = self.figures.estimate.to_numpy(dtype=float)
        unknown = np.full(len(estimates), np.nan)
        reference = np.flatnonzero(self.figures.group == self.dimension.reference)
        groups = Groups(
            names=tuple(self.figures.group_label),
            estimates=estimates,
            **dict.fromkeys(("standard_errors", "populations", "sample_sizes", "orders"), unknown),
            reference=int(reference[0]) if reference.size else None,
            favourable=options_for(self.indicator, self.dimension)["favourable"],
            ordered=self.dimension.ordered,
        )
        first, second = pair(estimates, groups)
        return self.figures.iloc[int(first)], self.figures.iloc[int(second)]

    @property
    def only_bounds(self) -> bool:
        """Whether a figure is a floor or a ceiling, so that no distance from it is known."""
        return bool(self.figures.qualifier.isin((*FLOORS, *CEILINGS)).any())

    def errors_from_sample_sizes(self, groups: Collection[str]) -> bool:
        """Whether a standard error of these groups (by label) is that of a simple random sample."""
        rows = self.figures.group_label.isin(groups)
        return bool((self._errors.notna() & self.figures.se.isna() & rows).any())

    @cached_property
    def _errors(self) -> pd.Series:
        """Published standard errors; of a share of people asked, that of a simple random sample."""
        published = self.figures.se.astype(float)
        if not self.indicator.share_of_people:
            return published
        share = self.figures.estimate.where(self.figures.estimate.between(0, 100, inclusive="neither"))
        asked = self.figures.n.where(self.figures.ci_low.isna())
        return published.fillna(np.sqrt(share * (100 - share) / asked))

    def groups(self, residents: Residents) -> pd.DataFrame:
        """The frame that `equity.measures.compute` takes; places are weighted by those who live in them that year."""
        figures = self.figures
        population = figures.population.astype(float)
        if self.dimension.code == REGION:
            lived = [
                residents.get((code, self.year, residence), np.nan)
                for code, residence in zip(figures.region_code, figures.residence, strict=True)
            ]
            population = population.fillna(pd.Series(lived, figures.index))
        present = pd.DataFrame(
            {
                "subgroup": figures.group_label,
                "estimate": figures.estimate,
                "se": self._errors,
                "ci_low": figures.ci_low,
                "ci_high": figures.ci_high,
                "population": population,
                "n": figures.n,
                "subgroup_order": figures.subgroup_order if self.dimension.ordered else np.nan,
                "reference_subgroup": figures.group == self.dimension.reference,
            }
        )
        absent = pd.DataFrame({"subgroup": list(self.absent), "reference_subgroup": False})
        if self.dimension.ordered:
            absent["subgroup_order"] = list(self.absent.values())
        return (
            pd.concat([present, absent], ignore_index=True) if self.absent else present.reset_index(drop=True)
        )

    def measured(
        self, residents: Residents, codes: Collection[str] = REGISTRY, **changed: Any
    ) -> list[Measured]:
        """Each measure (or those with these codes) with its advice, in the order of the registry.

        `changed` overrides what the declarations say: `equal_weights`, `favourable`, `model`, `level`, ….
        """
        level: dict[str, Any] = {"level": changed.pop("level")} if "level" in changed else {}
        wanted = changed.pop("model", None)
        options: dict[str, Any] = options_for(self.indicator, self.dimension) | changed
        groups = groups_of(self.groups(residents), **options)
        told = []
        for advice in advise(self.indicator, self.dimension, groups, codes):
            measure = None
            if not advice.refused:
                model = wanted or next(iter(advice.models), groups.model)
                measure = compute(advice.code, replace(groups, model=model), slope_errors="groups", **level)
            told.append(Measured(advice, measure))
        return told


def comparisons(drawn: pd.DataFrame, view: View, vocabulary: Vocabulary) -> list[Comparison]:
    """Every set of two or more groups that a view's figures hold, panel by panel, the newest first in each.

    Parameters
    ----------
    drawn : the drawn rows of the labelled frame of the view.
    """
    if view.dimension in (INDICATOR, TOTAL):
        return []
    every = []
    for _, panel in drawn.groupby("panel", sort=False):
        if view.dimension == REGION:
            sets, follow = places_of(panel), True
        else:
            sets = groups_by_moment(panel, vocabulary.dimensions[view.dimension])
            follow = _rows_follow(panel, view, vocabulary)
        every += [replace(comparison(each, view, vocabulary), rows_follow=follow) for each in sets]
    return every


def comparison(figures: pd.DataFrame, view: View, vocabulary: Vocabulary) -> Comparison:
    """Figures of one panel at one moment, one a group, as a comparison by the dimension of the view."""
    if view.dimension == REGION:
        dimension, absent = _of_places(vocabulary), _places_absent(figures, view, vocabulary)
    else:
        dimension, absent = vocabulary.dimensions[view.dimension], _lacking(figures, view, vocabulary)
    indicator = vocabulary.indicator(view.dataset, figures.indicator.iloc[0])
    return Comparison(indicator, dimension, figures, absent)


def _of_places(vocabulary: Vocabulary) -> Dimension:
    return Dimension(REGION, {}, {each: vocabulary.regions[each].label for each in vocabulary.provinces()})


def _lacking(figures: pd.DataFrame, view: View, vocabulary: Vocabulary) -> dict[str, float]:
    """The groups that a reader's file has without a figure beside these, where none are chosen."""
    known = vocabulary.datasets[view.dataset].lacking
    if not known or view.groups:
        return {}
    names = vocabulary.groups(view.dimension)
    lacking = known.get(tuple(figures.iloc[0][list(LACKING)]), {})
    return {names[group][view.filters.language]: order for group, order in lacking.items()}


def _places_absent(figures: pd.DataFrame, view: View, vocabulary: Vocabulary) -> dict[str, float]:
    """The provinces without a figure here: all are asked for where none is chosen."""
    expected = () if view.filters.regions else vocabulary.provinces_of(view.dataset)
    absent = [code for code in expected if code not in set(figures.region_code)]
    return {vocabulary.regions[code].label[view.filters.language]: np.nan for code in absent}


def _rows_follow(panel: pd.DataFrame, view: View, vocabulary: Vocabulary) -> bool:
    definition = vocabulary.view(view.id)
    if definition is None or definition.rows is None:
        return True
    column = definition.rows
    code = panel.attribute_dimension.iloc[0] if column == "attribute" else column
    declared = vocabulary.dimensions.get(code)
    return declared is not None and declared.sequence


def groups_by_moment(panel: pd.DataFrame, dimension: Dimension | None) -> list[pd.DataFrame]:
    """The groups that stand side by side in one period and row, the newest period first, rows in their order.

    Figures without a date stand together only when one source prints them together, whose id is then in the column
    `together`. A group with two figures at one moment is left out: nothing says which is meant.
    """
    wholes = dimension.wholes if dimension else ()
    told = panel[~panel.group.isin((TOTAL, *wholes))]
    told = told.assign(year=told.year.fillna(UNDATED), together=told.source_id.where(told.year.isna(), ""))
    single = told[~told.duplicated(["group", "year", "together", "row_label"], keep=False)]
    keys = ["year", "together", "row_position", "row_label"]
    sets = [
        (key[:2], (key[2], rows.period_end.min()), rows.sort_values("group_position"))
        for key, rows in single.groupby(keys)
        if rows.group.nunique() >= 2
    ]
    sets.sort(key=lambda each: each[1])  # the months of a year one after the other, not by their names
    sets.sort(key=lambda each: each[0], reverse=True)
    return [rows.assign(year=rows.year.where(rows.year != UNDATED)) for *_, rows in sets]


def newest(sets: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """The sets of the newest period: several where the view has rows, such as before and after."""
    first = sets[0].iloc[0]
    return [
        rows
        for rows in sets
        if rows.together.iloc[0] == first.together
        and (rows.year.iloc[0] == first.year or (pd.isna(rows.year.iloc[0]) and pd.isna(first.year)))
    ]


def places_of(panel: pd.DataFrame) -> list[pd.DataFrame]:
    """The provinces of each year, the newest year first; neither the nation nor groups of provinces."""
    provinces = panel[(panel.group != NATION) & (panel.region_code != "") & panel.year.notna()]
    provinces = provinces[~provinces.duplicated(["group", "year"], keep=False)]
    years = sorted(provinces.year.unique(), reverse=True)
    sets = [provinces[provinces.year == year].sort_values("group_position") for year in years]
    return [places for places in sets if len(places) >= 2]
