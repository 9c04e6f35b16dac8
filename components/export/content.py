"""What a file is made of: a view with its figures, its charts and all that must be said beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from components.charts.axes import Specification
from equity.language import Language
from equity.view import View

MADE = datetime(1980, 1, 1)
"""Stands for the time of making, so that equal figures give equal bytes; files name the release of the data."""


@dataclass(frozen=True)
class Stamp:
    """What every file of a view carries, so that it can be read and quoted alone."""

    title: str
    """The finding, or the question where the figures support none."""
    question: str
    filters: tuple[tuple[str, str], ...]
    """Each choice that the view makes, as label and value."""
    gaps: tuple[str, ...]
    notes: tuple[str, ...]
    trust: str
    version: str
    released: str
    """The day of its release, as an ISO date; blank of a reader's own file, which was never released."""
    licence: str
    link: str

    def lines(self, language: Language) -> list[tuple[str, str]]:
        """All of it as labels and texts, in reading order."""
        return [
            (language("stamp.finding"), self.title),
            (language("stamp.question"), self.question),
            *self.filters,
            *((language("stamp.gap"), each) for each in self.gaps),
            *((language("stamp.note"), each) for each in self.notes),
            (language("stamp.trust"), self.trust),
            (language("stamp.data"), self.data(language)),
            (language("stamp.licence"), self.licence),
            (language("stamp.link"), self.link),
        ]

    def data(self, language: Language) -> str:
        """The version of the data and the day it was released; of a reader's own file, that it is one."""
        if not self.released:
            return language("stamp.own", version=self.version)
        return language("stamp.version", version=self.version, released=language.period(self.released, None))


@dataclass(frozen=True)
class Passage:
    """One thing to know before reading figures: of what, in words, and what to bear in mind; each may be blank."""

    head: str
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """One view, ready to be written in any format.

    `title` is its heading: the finding, unless its teller has put another in place. `marks` is the labelled frame
    of the view and `table` what a reader sees of it as a table; `charts` are Vega-Lite specifications in the
    light look, one a panel, with their rows; `tiles` is the grid of all provinces, where places are compared;
    `reading` is how to read them; `sources` are the rows of the bibliography that the figures rest on, by
    `source_id`; `codebook` says what each column of a file holds; `caveats` are the texts of the caveats that
    figures have, by code; `hidden` has a row each of the groups that are not shown, in the columns of `marks`, and
    `hidden_words` names those of each indicator in a sentence; `form` is how the view is drawn.
    """

    view: View
    title: str
    form: str
    marks: pd.DataFrame
    table: pd.DataFrame
    charts: tuple[Specification, ...]
    tiles: Specification | None
    stamp: Stamp
    reading: tuple[Passage, ...]
    sources: pd.DataFrame
    codebook: Mapping[str, str]
    caveats: Mapping[str, str]
    hidden: pd.DataFrame
    hidden_words: Mapping[str, str]
    language: Language

    @property
    def drawn(self) -> pd.DataFrame:
        """The figures that are drawn; the others are listed beneath them."""
        return self.marks[self.marks.drawn]

    @property
    def rows(self) -> pd.DataFrame:
        """What a table of the view holds: every figure, and a row without one for each group that is not shown."""
        return pd.concat([self.marks, self.hidden]) if len(self.hidden) else self.marks

    def hidden_in(self, panel: pd.DataFrame) -> pd.DataFrame:
        """The rows of those groups whose figures would stand in a panel."""
        return self.hidden[self.hidden.indicator == panel.indicator.iloc[0]]

    def told_hidden(self, panel: pd.DataFrame) -> str:
        """Those groups in words; blank where there are none."""
        return self.hidden_words.get(panel.indicator.iloc[0], "")

    @property
    def source_line(self) -> str:
        """The sources by title, in one line."""
        return self.language("cite.source_line", sources=self.language.list(list(self.sources.title)))


@dataclass(frozen=True)
class Story:
    """Several views under one title, in the order they are told; one view alone is a story of one."""

    title: str
    link: str
    contents: tuple[Content, ...]
    texts: tuple[str, ...]
    """Beside each view what its teller wrote, in Markdown; blank for none."""
    language: Language
