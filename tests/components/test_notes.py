"""What stands below a chart, that its figures may not be taken for more than they are."""

from __future__ import annotations

import pytest

from components.figure import marks_of
from components.notes import SELF_SELECTED, notes
from data.catalog import catalog
from equity.view import Filters, View

VOCABULARY = catalog().vocabulary


def self_selected(definition):
    indicators = VOCABULARY.datasets[definition.dataset].indicators
    return any(SELF_SELECTED in indicators[code].caveats for code in definition.default_indicators)


@pytest.mark.parametrize(
    "asked",
    [each for each in (*VOCABULARY.views(), *VOCABULARY.comparing_views()) if self_selected(each)],
    ids=lambda each: each.id,
)
def test_of_those_who_chose_to_take_part_nothing_is_said_of_all(asked, language):
    view = View.default(asked, Filters(language=language.code))
    told = notes(marks_of(view), view, asked, language)
    caveat = language.of(VOCABULARY.caveats[SELF_SELECTED])
    assert caveat in told or (asked.note and language.of(asked.note) in told)


def test_there_are_views_of_those_who_chose_to_take_part():
    assert len([each for each in VOCABULARY.views() if self_selected(each)]) >= 2
