"""How a view is to be read: its form, what its figures and groups mean, and what to bear in mind of them."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from components.export.content import Passage
from data.catalog import catalog
from data.store import store
from data.upload.brought import is_own
from data.upload.summary import everybody
from equity.language import Language
from equity.view import View
from equity.vocabulary import TOTAL, ViewDefinition


def reading(marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language) -> list[Passage]:
    """The form, each indicator with its caveats, the groups, what is missing, and the caveats of single figures."""
    vocabulary = catalog().vocabulary
    told = [Passage("", language.of(definition.how_to_read))]
    for code in view.indicators:
        indicator = vocabulary.indicator(view.dataset, code)
        caveats = tuple(language.of(vocabulary.caveats[each]) for each in indicator.caveats)
        text = language.sentences(language.of(indicator.definition), _cases(view, code, language))
        if text or caveats:
            told.append(Passage(language.of(indicator.label), text, caveats))
    dimension = vocabulary.dimensions.get(view.dimension)
    if dimension and dimension.note:
        told.append(Passage(language.of(dimension.label), language.of(dimension.note)))
    if definition.missing:
        told.append(Passage(language("reading.missing"), language.of(definition.missing)))
    counted = Counter(code for codes in marks[marks.drawn].caveats for code in codes.split(";") if code)
    if counted:
        points = (
            language(
                "reading.caveat",
                caveat=language.of(vocabulary.caveats[code]),
                figures=language.plural("trust.figures", count),
            )
            for code, count in counted.most_common()
        )
        told.append(Passage(language("reading.caveats"), "", tuple(points)))
    return told


def _cases(view: View, indicator: str, language: Language) -> str:
    """Of how many cases of a reader's file figures are worked out; blank where its rows are no cases, or where no
    figure of all of them is shown, so that a count gives nothing away that is hidden."""
    if not is_own(view.id):
        return ""
    settings = catalog().vocabulary.settings
    rows = store().figures(view.dataset, indicator=indicator, dimension=TOTAL)
    whole = [code for code, label in settings.items() if label == everybody()]
    rows = rows[rows.setting.isin(whole)]
    undivided = rows[
        (rows.period_start == rows.period_start.min()) & (rows.period_end == rows.period_end.max())
    ]
    count = undivided.n.max()
    return language("reading.cases", count=language.number(count)) if count > 0 else ""
