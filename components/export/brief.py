"""Views as a brief to print: of each two pages of A4, what is found and what it rests on.

What finds no room is cut by rule and counted; the template decides how much that is, because it can measure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from components.charts.lines import letters
from components.charts.marks import Row, rows_of, sources_of
from components.export.arrangement import Arrangement, Room, arranged
from components.export.citation import cite_source, cite_view
from components.export.content import Content, Story
from components.export.markdown import Run, paragraphs
from components.export.qr import qr_svg
from components.export.typeset import GAP, on_paper, placed, queried, typeset
from equity.language import Language
from equity.vocabulary import NATION, REGION

TEMPLATE = "brief.typ"
PAGE = {"x": 57, "top": 62, "bottom": 52, "words": 0.55}
"""Margins in points, and the most of page one that words may take from its charts."""

ROOM = 595 - 2 * PAGE["x"]
TITLE_SIZES = ((100, 22), (180, 18), (300, 15))
LEAST_TITLE = 12.5
"""Up to so many letters the finding is set in such a size."""

LARGEST, LEGIBLE = 0.8, 0.55
"""Points a pixel of a chart may be: its smallest letters have 11 pixels."""

LEAST_WIDTH = 360
"""Pixels that a chart needs at least."""

LINE = 18
"""Points that the line on charts left out takes from the others."""

NUMBERS = ("value_label", "interval_label", "n")
NEVER_SAME = ("value_label", "source_label")
"""Columns of the table that are set right; and those that stay columns even where all cells are the same."""

NARROW, WIDEST = 14, 40
"""Letters up to which a column is as wide as its cells, and those that one is given room for at most."""


def brief_bytes(story: Story) -> bytes:
    """The brief of a story as PDF: two pages a view, before them a cover where there are several.

    Raises
    ------
    MissingCharactersError
        If the fonts cannot draw a character of it.
    """
    language, first = story.language, story.contents[0]
    several = len(story.contents) > 1
    views = [_view(content, text) for content, text in zip(story.contents, story.texts, strict=True)]
    data = {
        "title": story.title,
        "link": story.link,
        "page": PAGE,
        "edition": first.stamp.data(language),
        "licence": first.stamp.licence,
        "cover": [content.title for content in story.contents] if several else None,
        "words": {
            "trust": language("stamp.trust"),
            "figures": language("brief.figures"),
            "reading": language("tab.reading"),
            "choices": language("brief.choices"),
            "sources": language("sheet.sources"),
            "cite": language("zip.cite"),
            "qr": language("brief.qr"),
        },
        "views": views,
        "only_rooms": True,
    }
    # First without charts, to learn how much room the words leave them.
    rooms = queried(TEMPLATE, data, language, "room")
    charted = [
        view | _charts(on_paper(content), room)
        for view, content, room in zip(views, story.contents, rooms, strict=True)
    ]
    return typeset(TEMPLATE, data | {"views": charted, "only_rooms": False}, language)


def _view(content: Content, text: str) -> dict[str, Any]:
    stamp, language = content.stamp, content.language
    ranked = _ranked(content)
    cited = content.sources.loc[sources_of(content.marks.loc[ranked])] if ranked else content.sources
    entries = enumerate(rows_of(cited), 1)
    said = _paragraphs(text)
    longest = max(map(len, (said, cited, stamp.gaps, stamp.notes, content.reading)))
    return {
        "title": content.title,
        "title_size": next(
            (size for most, size in TITLE_SIZES if letters(content.title) <= most), LEAST_TITLE
        ),
        "question": stamp.question,
        "about": _about(content),
        "text": said,
        "gaps": stamp.gaps,
        "notes": stamp.notes,
        "trust": stamp.trust,
        "charts": placed(Arrangement((), 1, 1), content),
        "charts_left_out": "",
        "table": _table(content, ranked, list(cited.index)),
        "reading": [
            {"head": each.head, "text": each.text, "points": each.points} for each in content.reading
        ],
        "choices": [{"label": label, "value": value} for label, value in stamp.filters],
        "sources": [f"{number}. {cite_source(str(row.Index), row, '').text}" for number, row in entries],
        "more": _counted(lambda count: language.plural("brief.more", count), longest),
        "citation": cite_view(content.view.id, replace(stamp, link=""), "").text,
        "link": stamp.link,
        "qr": qr_svg(stamp.link),
    }


def _charts(content: Content, room: float) -> dict[str, Any]:
    limits = Room(ROOM, room, GAP, LEAST_WIDTH, LARGEST, LEGIBLE, LINE)
    arrangement = arranged(content.charts, limits, content.language)
    left_out = arrangement.left_out
    told = content.language.plural("picture.more_panels", left_out) if left_out else ""
    return {"charts": placed(arrangement, content), "charts_left_out": told}


def _about(content: Content) -> str:
    """What is measured in which unit, where and when."""
    drawn, language = content.drawn, content.language
    what = dict.fromkeys(_measured(each, language) for each in rows_of(drawn))
    places = list(dict.fromkeys(drawn.place_label))
    where = language.list(places) if len(places) <= 3 else language.plural("brief.places", len(places))
    dates = sorted(date for column in ("period_start", "period_end") for date in drawn[column] if date)
    when = language.period(dates[0], dates[-1]) if dates else language.period(None, None)
    return language("separator").join((language.list(list(what)), where, when)) if len(drawn) else ""


def _measured(row: Row, language: Language) -> str:
    label, unit = row.indicator_label, row.unit_label
    return label if unit in label else language("brief.measured", what=label, unit=unit)


def _ranked(content: Content) -> list[int]:
    """The figures of the table by what matters most, as labels of the frame, every panel in its turn.

    Of places the nation, then the highest and the lowest; of others the newest.
    """
    marks = content.marks.loc[[each for each in content.table.index if each in content.marks.index]]
    panels = [
        _ends(rows) if _of_places(content) else _newest(rows)
        for _, rows in marks.groupby("panel", sort=False)
    ]
    turns = max(map(len, panels), default=0)
    return [panel[turn] for turn in range(turns) for panel in panels if turn < len(panel)]


def _of_places(content: Content) -> bool:
    return content.view.dimension == REGION and content.form == "bars"


def _ends(rows: pd.DataFrame) -> list[int]:
    nation = rows.region_code == NATION
    ordered = list(rows[~nation].sort_values("estimate", kind="stable").index)
    ends = [ordered.pop(-1 if turn % 2 == 0 else 0) for turn in range(len(ordered))]
    return [*rows[nation].index, *ends]


def _newest(rows: pd.DataFrame) -> list[int]:
    return list(rows.sort_values("year", ascending=False, kind="stable", na_position="last").index)


def _table(content: Content, ranked: Sequence[int], cited: Sequence[str]) -> dict[str, Any]:
    """The table of the card, narrowed to a page: sources by number, told once what all figures have in common, and
    what is hidden after the figures.
    """
    language = content.language
    hidden = content.table[language("column.value_label")] == language("suppressed.group")
    table = content.table[hidden | content.table.index.isin(content.marks.index)]
    table = table.drop(columns=language("column.source_url"))
    kept = [*ranked, *content.table.index[hidden]]
    numbers = {source: str(number) for number, source in enumerate(cited, 1)}
    rested = {row.Index: sources_of(pd.DataFrame([row])) for row in rows_of(content.drawn)}
    table[language("column.source_label")] = [
        ", ".join(numbers[source] for source in rested.get(each, ())) for each in table.index
    ]
    size = language("column.n")
    if size in table:
        table[size] = ["" if pd.isna(each) else language.number(each) for each in table[size]]
    figures = table.drop(index=content.table.index[hidden])
    fixed = {language(f"column.{name}") for name in NEVER_SAME}
    same = [
        name for name in table.columns if name not in fixed and figures[name].nunique() == 1 < len(figures)
    ]
    shown = table.drop(columns=same)
    places = {label: place for place, label in enumerate(shown.index)}
    right = {language(f"column.{name}") for name in NUMBERS}
    more = "brief.more_rows.ends" if _of_places(content) else "brief.more_rows.newest"
    return {
        "heads": list(shown.columns),
        "widths": _widths(shown),
        "numbers": [name in right for name in shown.columns],
        "same": language("separator").join(
            language("brief.pair", label=name, value=figures[name].iloc[0]) for name in same
        ),
        "rows": [
            {"place": places[label], "cells": [str(cell) for cell in shown.loc[label]]} for label in kept
        ],
        "more": _counted(lambda count: language.plural(more, count), len(kept)),
    }


def _widths(table: pd.DataFrame) -> list[int]:
    """For each column 0 where it is as wide as its cells, else its share of the room left, in letters.

    Where all are narrow, they share the whole room.
    """
    longest = [max(map(letters, [name, *map(str, table[name])])) for name in table.columns]
    if max(longest, default=0) <= NARROW:
        return longest
    return [0 if each <= NARROW else min(each, WIDEST) for each in longest]


def _counted(told: Callable[[int], str], most: int) -> list[str]:
    """What is said of none, one, two … left out."""
    return [told(count) for count in range(most + 1)]


def _paragraphs(text: str) -> list[str]:
    """A teller's Markdown as plain paragraphs, the target of a link after its words."""
    return ["".join(map(_printed, each.runs)) for each in paragraphs(text)]


def _printed(run: Run) -> str:
    return f"{run.text} ({run.link})" if run.link not in ("", run.text) else run.text
