"""What is drawn ahead of readers, so that neither the first of a page nor the first touch of a filter need wait."""

from __future__ import annotations

from dataclasses import replace

from components.figure import charts_of, explorer_of, finding_of, marks_of, tiles_of
from components.inequality import gap_text
from components.notes import trust_line
from data.catalog import LANGUAGES, catalog, language
from data.store import store
from equity.view import Filters, View
from equity.vocabulary import DEFAULT_GRADES, EXPLORER, GRADES, REGION, RESIDENCES, ViewDefinition

LOOK = "light"


def draw_ahead() -> None:
    """Draw every view at its default and after each first change of evidence or residence, in every language.

    Most changes leave most views as they were, and cost nothing.
    """
    for definition in catalog().vocabulary.comparing_views():
        store().contents(definition)
    for filters in first_filters():
        for code in LANGUAGES:
            for definition in catalog().vocabulary.views():
                _draw(View.default(definition, replace(filters, language=code)), definition)


def _draw(view: View, definition: ViewDefinition) -> None:
    """Everything on the card of a view that is kept; a view without figures has none of it."""
    if marks_of(view).empty:
        return
    form, reader = definition.form_of(view.dimension), language(view.filters.language)
    (explorer_of if form == EXPLORER else charts_of)(view, LOOK)
    if form == "bars" and view.dimension == REGION:
        tiles_of(view, LOOK)
    finding_of(view)
    gap_text(view, reader)
    trust_line(view, reader)


def first_filters() -> list[Filters]:
    """The default filters, then those after one press on a grade of evidence or a residence."""
    pressed = [
        tuple(each for each in GRADES if (each in DEFAULT_GRADES) != (each == grade)) for grade in GRADES
    ]
    return [
        Filters(),
        *(Filters(grades=grades) for grades in pressed),
        *(Filters(residence=(each,)) for each in RESIDENCES),
    ]
