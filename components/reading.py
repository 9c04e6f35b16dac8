"""How a view is to be read: its form, what its figures and groups mean, and what to bear in mind of them."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from components.export.content import Passage
from data.catalog import catalog
from equity.language import Language
from equity.view import View
from equity.vocabulary import ViewDefinition


def reading(marks: pd.DataFrame, view: View, definition: ViewDefinition, language: Language) -> list[Passage]:
    """The form, each indicator with its caveats, the groups, what is missing, and the caveats of single figures."""
    vocabulary = catalog().vocabulary
    told = [Passage("", language.of(definition.how_to_read))]
    for code in view.indicators:
        indicator = vocabulary.indicator(view.dataset, code)
        caveats = tuple(language.of(vocabulary.caveats[each]) for each in indicator.caveats)
        told.append(Passage(language.of(indicator.label), language.of(indicator.definition), caveats))
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
