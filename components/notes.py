"""What stands below a chart: how its marks are meant, what broke, what is missing, what a filter cannot do, and how
much its figures can be trusted.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from components.charts.suppressed import suppressed_in, told_hidden
from components.figure import KEPT, events_of, honoured, marks_of
from data.catalog import Catalog, catalog, kept_with_catalog
from data.upload.brought import is_own
from equity.language import Language
from equity.view import View
from equity.vocabulary import GRADES, NATION, OWN, REGION, WITHOUT_NATIONAL_TABLES, ViewDefinition

SELF_SELECTED = "self_selected"
"""The caveat of figures of those who chose to take part, of which nothing may be said of all people."""


def notes(marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language) -> list[str]:
    """The notes of a view, in reading order."""
    vocabulary = catalog().vocabulary
    hidden = suppressed_in(view, definition, vocabulary, language)
    told = [each for each in (language.of(definition.note or {}), told_hidden(hidden, language)) if each]
    # A view with a question of its own says in its own words what its figures are worth; where it says nothing, and
    # where any figure may be compared, their caveats speak.
    asked = [vocabulary.indicator(view.dataset, code) for code in view.indicators]
    caveats = dict.fromkeys(code for each in asked for code in each.caveats)
    if not vocabulary.compares(definition) and not is_own(view.id):
        caveats = {} if definition.note else dict.fromkeys({SELF_SELECTED} & caveats.keys())
    told += [language.of(vocabulary.caveats[code]) for code in caveats]
    told += [*_marks(marks, view, definition, language), *_missing_places(marks, view, definition, language)]
    if view.filters.regions and not definition.honours("regions"):
        names = [language.of(vocabulary.places[code]) for code in definition.places]
        told.append(language("note.regions_not_honoured", places=language.list(names)))
    if view.filters.residence and not definition.honours("residence"):
        told.append(language("note.residence_not_honoured"))
    if definition.missing:
        told.append(language.of(definition.missing))
    if definition.events:
        happened = events_of(definition, language)
        told += [
            language("note.event", number=number, event=event)
            for number, event in zip(happened.number, happened.event_label, strict=True)
        ]
    return told


def _marks(marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language) -> list[str]:
    told = []
    timeline = definition.form_of(view.dimension) == "timeline"
    if timeline and not definition.symbols and (marks.disagrees.any() or (marks.certainty != "exact").any()):
        told.append(language("note.legend"))
    undated = int((marks.drawn & marks.year.isna()).sum())
    if timeline and undated:
        told.append(language.plural("note.undated", undated))
    groups = set(marks.group)
    shown = [each for each in definition.breaks if each.group is None or each.group in groups]
    return told + [language.of(each.reason) for each in shown if timeline]


def _missing_places(
    marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language
) -> list[str]:
    """Places asked for without a figure here; where places are compared, all provinces are, or all of a file."""
    vocabulary = catalog().vocabulary
    asked = view.filters.regions if definition.honours("regions") else ()
    if view.dimension == REGION and not definition.places_over_time:
        asked = asked or vocabulary.provinces_of(view.dataset)
    present = set(marks.region_code)
    hidden = set(suppressed_in(view, definition, vocabulary, language).group)
    missing = [
        language.of(vocabulary.regions[code].label)
        for code in asked
        if code not in {*present, *hidden, NATION}
    ]
    told = [language("note.no_figure_for", places=language.list(missing))] if missing else []
    if view.dimension == REGION and not present & set(WITHOUT_NATIONAL_TABLES) and not is_own(view.id):
        told.append(language("note.national_tables"))
    return told


def trust_line(view: View, language: Language) -> str:
    """How many figures, of which grades, how much of the country, the newest period, and what is contested."""
    return _trust_line(catalog(), honoured(view), language)


@kept_with_catalog(KEPT)
def _trust_line(where: Catalog, view: View, language: Language) -> str:
    marks = marks_of(view)
    drawn = marks[marks.drawn]
    weak = drawn["flags"].str.contains("weak")
    grades = Counter(drawn.grade.mask(weak, "weak"))
    told = [language.plural("trust.figures", len(drawn))]
    counted = [
        language("trust.grade", grade=language.of(where.vocabulary.grades[grade]), count=grades[grade])
        for grade in (*GRADES, OWN)
        if grade in grades
    ]
    told.append(language.list(counted))
    if view.dimension == REGION:
        provinces = drawn[~drawn.region_code.isin(("", NATION))].region_code.nunique()
        hidden = {
            each.group for each in where.vocabulary.definition(view.id).suppressed if each.dimension == REGION
        }
        held = hidden.union(where.vocabulary.datasets[view.dataset].provinces)
        key = "trust.provinces_of_file" if held else "trust.provinces"
        told.append(language(key, count=provinces, total=len(held)))
    if drawn.year.notna().any():
        newest = drawn.sort_values("year", na_position="first").iloc[-1]
        told.append(language("trust.newest", period=newest.period_label))
    sizes = drawn.n.dropna()
    if sizes.nunique() == 1:
        told.append(language("trust.sample_one", size=language.number(sizes.iloc[0])))
    elif len(sizes):
        told.append(
            language("trust.sample", low=language.number(sizes.min()), high=language.number(sizes.max()))
        )
    told.append(language("trust.intervals" if (drawn.interval_label != "").any() else "trust.no_interval"))
    contested = int(marks.disagrees.sum())
    if contested:
        told.append(language.plural("trust.disagreements", contested))
    return language("trust.separator").join(told)
