"""A view made ready for a file, gathered from the same parts that the card shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from components.charts.marks import sources_of
from components.charts.suppressed import in_rows, suppressed_in, told_hidden
from components.data_files import meaning_of
from components.export.content import Content, Stamp, Story
from components.export.csv import columns_of
from components.figure import finding_of, gaps_of, marks_of, printed_charts_of, printed_tiles_of
from components.notes import notes, trust_line
from components.order import Chapter
from components.reading import reading
from components.table import table
from data.catalog import catalog
from data.catalog import language as language_of
from data.store import store
from data.upload.brought import is_own
from equity.gaps import gap_lines, latest
from equity.language import Language
from equity.view import View
from equity.vocabulary import REGION, TOTAL, ViewDefinition


def content_of(view: View, link: str) -> Content:
    """All that any file of a view is made of; `link` reopens the view."""
    vocabulary = catalog().vocabulary
    language, definition = language_of(view.filters.language), vocabulary.definition(view.id)
    marks = marks_of(view)
    hidden = suppressed_in(view, definition, vocabulary, language)
    stamp = stamp_of(marks, view, definition, link, language)
    return Content(
        view=view,
        title=stamp.title,
        form=definition.form_of(view.dimension),
        marks=marks,
        table=table(marks, view, language),
        charts=printed_charts_of(view),
        tiles=printed_tiles_of(view),
        stamp=stamp,
        reading=tuple(reading(marks, view, definition, language)),
        sources=store().sources().loc[sources_of(marks)],
        codebook={name: _meaning(view.dataset, name, language) for name in columns_of(marks)},
        caveats=_caveats(marks, language),
        hidden=in_rows(hidden, marks, view, vocabulary, language),
        hidden_words={
            str(code): told_hidden(held, language) for code, held in hidden.groupby("indicator", sort=False)
        },
        language=language,
    )


def story_of(chapters: Sequence[Chapter], title: str = "", link: str = "") -> Story:
    """All that a file of several views is made of; by default its title and its link are those of the first."""
    told = [_titled(content_of(each.view, each.link), each.title) for each in chapters]
    first = told[0]
    return Story(
        title=title or first.title,
        link=link or first.stamp.link,
        contents=tuple(told),
        texts=tuple(each.text for each in chapters),
        language=first.language,
    )


def _titled(content: Content, title: str) -> Content:
    return replace(content, title=title) if title else content


def _meaning(dataset: str, column: str, language: Language) -> str:
    """What a column of a file holds; a label holds what its code does."""
    names = (column, column.removesuffix("_label"))
    return next(filter(None, (language.of(meaning_of(catalog(), dataset, name)) for name in names)), "")


def _caveats(marks: pd.DataFrame, language: Language) -> Mapping[str, str]:
    codes = dict.fromkeys(code for codes in marks.caveats for code in codes.split(";") if code)
    return {code: language.of(catalog().vocabulary.caveats[code]) for code in codes}


def stamp_of(
    marks: pd.DataFrame, view: View, definition: ViewDefinition, link: str, language: Language
) -> Stamp:
    """The stamp of a view whose figures are `marks`, reopened by `link`."""
    question, own = language.of(definition.question), is_own(view.id)
    release = {"version": view.dataset, "released": ""} if own else catalog().release
    return Stamp(
        title=finding_of(view) or question,
        question=question,
        filters=tuple(_filters(view, definition, language)),
        gaps=tuple(_gaps(view, language)),
        notes=tuple(notes(marks, view, definition, language)),
        trust=trust_line(view, language),
        version=release["version"],
        released=release["released"],
        licence=language("stamp.own_terms" if own else "stamp.terms"),
        link=link,
    )


def _gaps(view: View, language: Language) -> list[str]:
    """The gap of each panel: of one alone line by line, of several in a paragraph each that says which it is of."""
    latest_of = [latest(each) for each in gaps_of(view)]
    told = [gap_lines(each, language) for each in latest_of]
    if len(told) == 1:
        return told[0]
    heads = [each.comparison.figures.iloc[0] for each in latest_of]
    alike = len({head.panel_title for head in heads}) == 1
    return [
        language(
            "gap.of_panel",
            panel=head.panel_context if alike and head.panel_context else head.panel_label,
            gap=language.sentences(*lines),
        )
        for head, lines in zip(heads, told, strict=True)
    ]


def _filters(view: View, definition: ViewDefinition, language: Language) -> list[tuple[str, str]]:
    """Every choice of the view in words, those left open as well: a file must say what it leaves out."""
    vocabulary = catalog().vocabulary
    indicators = vocabulary.datasets[view.dataset].indicators
    everything = language("controls.all")
    regions = [language.of(vocabulary.regions[code].label) for code in view.filters.regions]
    residences = vocabulary.dimensions["residence"].subgroups
    shared = {
        "regions": language.list(regions) or everything,
        "residence": language.list([language.of(residences[each]) for each in view.filters.residence])
        or everything,
        "grades": language.list([language.of(vocabulary.grades[each]) for each in view.filters.grades]),
    }
    told = [
        (
            language("controls.indicators"),
            language.list([language.of(indicators[each].label) for each in view.indicators]),
        ),
        (language("controls.dimension"), _dimension(view, language)),
        *(
            (language(f"filters.{name}"), chosen)
            for name, chosen in shared.items()
            if definition.honours(name)
            or not is_own(view.id)  # a file is not asked for what it does not have
        ),
    ]
    if view.groups:
        names = vocabulary.groups(view.dimension)
        told.append(
            (language("controls.groups"), language.list([language.of(names[each]) for each in view.groups]))
        )
    for column in definition.columns:
        names = vocabulary.groups(column)
        chosen = language.list([language.of(names[each]) for each in view.choice(column)])
        told.append((language.of(vocabulary.dimensions[column].label), chosen or everything))
    if definition.honours("period"):
        period = language.period(*map(str, view.period)) if view.period else everything
        told.append((language("controls.period"), period))
    return told


def _dimension(view: View, language: Language) -> str:
    if view.dimension == REGION:
        return language(f"dimension.{REGION}")
    if view.dimension == TOTAL:
        return language("group.total")
    dimension = catalog().vocabulary.dimensions.get(view.dimension)
    return language.of(dimension.label) if dimension else language("controls.indicators")
