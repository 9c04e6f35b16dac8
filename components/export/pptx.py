"""Views as slides: findings as titles, charts that can be edited, sources below, the rest in the speaker's notes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Inches, Pt

from components.charts.theme import LIGHT
from components.export.content import MADE, Content, Story
from components.export.editable import TAGS, Box, draw, rgb
from components.export.fonts import wrapped
from components.export.markdown import Paragraph, Run, paragraphs
from components.export.plots import Plot, plots_of
from equity.language import Language

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN, GAP = Inches(0.55), Inches(0.25)
ROOM = WIDTH - 2 * MARGIN
ROOM_IN_POINTS = ROOM / Pt(1) / 1.1
"""What a line holds, measured in the project's own fonts: those of offices are wider by a tenth."""

TOP, FOOT_TOP = Inches(0.4), Inches(6.72)
TITLE_LINES, TITLE_SIZES = 2, (28, 26, 24, 22, 20)
LEAST_TITLE, COVER_TITLE = 16, 36
LEAD, LEAD_LINES, TEXT, FOOT, NOTES, CELL = 14, 5, 18, 10, 12, 12
LEADING = 1.25
"""Height of a line, as a multiple of its letters."""

APART = 0.4
"""Between two paragraphs, likewise."""

TEXT_LINES = 11
"""Lines of a teller's text that a slide of its own holds."""

FOOT_LINES = 2
ROWS, ROW = 12, Inches(0.35)
"""How many rows of a table a slide holds, and the least height of one."""

PROPERTY = 255
"""Characters that a property of the file may have."""

COVER, TITLE_ONLY = 0, 5
"""Layouts of the library's own template."""

LATIN, CHINESE = "Arial", "Microsoft YaHei"
"""Fonts that office computers have; where one lacks, the suite takes its own for the script."""

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)|(?<=[\u3002\uff01\uff1f])")
TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
WORDS = {1: 14, 2: 12, 3: 10, 4: 10}
"""Points of the words of a chart, by how many stand on a slide."""

PAGE = 4
"""Charts on a slide when all are small; of others two."""


def pptx_bytes(story: Story) -> bytes:
    """The slides of a story, wide format; equal stories give equal bytes.

    A view takes as many slides as its panels need. Several views have a cover, and what their teller wrote stands
    under the title, or on a slide of its own where it is long. Figures without a date, which no axis of years can
    hold, stand in a table.
    """
    deck = _Deck(story)
    if len(story.contents) > 1:
        deck.cover()
    for content, text in zip(story.contents, story.texts, strict=True):
        deck.view(content, text)
    return deck.bytes()


class _Deck:
    """A presentation under way."""

    def __init__(self, story: Story) -> None:
        self.story, self.language = story, story.language
        self.file = Presentation()
        _widen(self.file)
        _house_style(self.file)
        core = self.file.core_properties
        core.title, core.author = story.title[:PROPERTY], self.language("site.name")
        core.language, core.last_modified_by = TAGS[self.language.code], core.author
        core.created = core.modified = MADE

    def cover(self) -> None:
        """Title, how much is told, the release of the data, and the link."""
        story, language = self.story, self.language
        slide = self._slide(COVER)
        box = (MARGIN, Inches(2.1), ROOM, Inches(1.9))
        _place(slide.shapes.title, box, MSO_ANCHOR.BOTTOM)
        _write(slide.shapes.title.text_frame, [_plain(story.title)], COVER_TITLE, language, bold=True)
        below = slide.placeholders[1]
        _place(below, (MARGIN, Inches(4.2), ROOM, Inches(1.5)), MSO_ANCHOR.TOP)
        figures = sum(len(each.drawn) for each in story.contents)
        lines = [
            _plain(language("slides.count", views=len(story.contents), figures=language.number(figures))),
            _plain(
                language("separator").join((language("site.name"), story.contents[0].stamp.data(language)))
            ),
            Paragraph((Run(story.link, link=story.link),)),
        ]
        _write(below.text_frame, lines, TEXT, language, colour=LIGHT.muted)

    def view(self, content: Content, text: str) -> None:
        """The slides of one view."""
        title, rest = _title(content.title, content.language)
        lead, told = ([_plain(rest)] if rest else []), paragraphs(text)
        if told and _lines([*lead, *told], LEAD, self.language) <= LEAD_LINES:
            lead += told
            told = []
        pages = [("text", each) for each in _pages(told, self.language)]
        pages += [("charts", each) for each in _together(plots_of(content))]
        pages += [("table", each) for each in _tables(content)]
        if len(pages) == 0:
            pages = [("text", [_plain(content.language("empty.card"))])]
        foot = _foot(content)
        for place, (kind, held) in enumerate(pages, start=1):
            numbered = _numbered(title, place, len(pages), self.language)
            slide = self._page(content.language, numbered, lead, kind, held)
            below = (MARGIN, FOOT_TOP, ROOM, HEIGHT - FOOT_TOP)
            _text(slide, below, foot, FOOT, content.language, LIGHT.muted)
            notes = slide.notes_slide.notes_text_frame
            _write(notes, _notes(content), NOTES, content.language, colour="")

    def _page(self, language: Language, title: Paragraph, lead: list[Paragraph], kind: str, held: Any) -> Any:
        """A slide with its title, what stands below it, and charts, a table or a text."""
        slide = self._slide(TITLE_ONLY)
        size = _title_size(title.text, language)
        height = _height([title], size, language, "bold")
        _place(slide.shapes.title, (MARGIN, TOP, ROOM, height), MSO_ANCHOR.TOP)
        _write(slide.shapes.title.text_frame, [title], size, language, bold=True)
        top = TOP + height + GAP
        if lead:
            height = _height(lead, LEAD, language) + GAP
            _text(slide, (MARGIN, top, ROOM, height), lead, LEAD, language)
            top += height
        box = (MARGIN, top, ROOM, FOOT_TOP - top)
        if kind == "charts":
            for plot, place in zip(held, _places(len(held), box), strict=True):
                draw(slide.shapes, plot, place, WORDS[len(held)], language)
        elif kind == "table":
            _table(slide, held, box, language)
        else:
            _text(slide, box, held, TEXT, language)
        return slide

    def _slide(self, layout: int) -> Any:
        return self.file.slides.add_slide(self.file.slide_layouts[layout])

    def bytes(self) -> bytes:
        """The file; no time and no picture of the template's is in it."""
        file = io.BytesIO()
        self.file.save(file)
        return _timeless(file.getvalue())


def _widen(file: Any) -> None:
    """The template's layouts in the wide format."""
    wider = WIDTH / file.slide_width
    file.slide_width, file.slide_height = WIDTH, HEIGHT
    for each in (file.slide_master, *file.slide_layouts):
        for shape in each.placeholders:
            if shape.element.spPr.find(qn("a:xfrm")) is not None:
                shape.left, shape.width = Emu(round(shape.left * wider)), Emu(round(shape.width * wider))


def _house_style(file: Any) -> None:
    """Fonts and colours of the theme, which everything on the slides follows, and what is added to them later."""
    package = file.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.drop_rel(key)
    part = file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme: Any = parse_xml(part.blob)
    for each in theme.iter(qn("a:majorFont"), qn("a:minorFont")):
        each.find(qn("a:latin")).set("typeface", LATIN)
        each.find(qn("a:ea")).set("typeface", CHINESE)
    colours = {"dk1": LIGHT.ink, "lt1": LIGHT.background, "dk2": LIGHT.muted, "lt2": LIGHT.grid}
    colours |= {f"accent{place}": colour for place, colour in enumerate(LIGHT.categories, start=1)}
    colours |= {"hlink": LIGHT.accent, "folHlink": LIGHT.categories[3]}
    for name, colour in colours.items():
        (held,) = theme.iter(qn(f"a:{name}"))
        for child in list(held):
            held.remove(child)
        shown = OxmlElement("a:srgbClr")
        shown.set("val", colour.removeprefix("#"))
        held.append(shown)
    part._blob = serialize_part_xml(theme)


def _title(finding: str, language: Language) -> tuple[str, str]:
    """The finding as a title of two lines, and the sentences of it for which the title has no room."""
    sentences = list(filter(None, SENTENCE.split(finding)))
    for count in range(len(sentences), 0, -1):
        head = finding[: finding.index(sentences[count - 1]) + len(sentences[count - 1])]
        if count == 1 or len(wrapped(head, TITLE_SIZES[-1], ROOM_IN_POINTS, language, "bold")) <= TITLE_LINES:
            return head, finding[len(head) :].strip()
    return finding, ""


def _title_size(title: str, language: Language) -> int:
    """The largest size at which a title takes two lines."""
    fitting = (
        each
        for each in TITLE_SIZES
        if len(wrapped(title, each, ROOM_IN_POINTS, language, "bold")) <= TITLE_LINES
    )
    return next(fitting, LEAST_TITLE)


def _numbered(title: str, place: int, count: int, language: Language) -> Paragraph:
    return _plain(language("slides.part", title=title, number=place, count=count) if count > 1 else title)


def _together(plots: Sequence[Plot]) -> Iterator[list[Plot]]:
    """The charts of each slide: two, four where all are small, and the pieces of a divided panel by themselves."""
    page: list[Plot] = []
    for plot in plots:
        small = all(each.small for each in (*page, plot))
        apart = page and page[-1].panel != plot.panel and max(page[-1].pieces, plot.pieces) > 1
        if page and (apart or len(page) == (PAGE if small else 2) or (len(page) > 1 and not small)):
            yield page
            page = []
        page.append(plot)
    if page:
        yield page


def _places(count: int, box: Box) -> list[Box]:
    """Where each of up to four charts stands: side by side, then in two rows."""
    left, top, width, height = box
    columns, rows = min(count, 2), (count + 1) // 2
    wide, high = (width - GAP * (columns - 1)) // columns, (height - GAP * (rows - 1)) // rows
    return [
        (left + (place % columns) * (wide + GAP), top + (place // columns) * (high + GAP), wide, high)
        for place in range(count)
    ]


def _tables(content: Content) -> Iterator[pd.DataFrame]:
    """The figures without a date, where the chart is one of years."""
    drawn = content.drawn
    undated = drawn[drawn.year.isna()] if content.form == "timeline" else drawn.iloc[:0]
    columns = ["panel_label", "group_label", "period_label", "value_label", "source_label"]
    for start in range(0, len(undated), ROWS):
        yield undated[columns].iloc[start : start + ROWS]


def _table(slide: Any, rows: pd.DataFrame, box: Box, language: Language) -> None:
    left, top, width, _ = box
    shape = slide.shapes.add_table(
        len(rows) + 1, len(rows.columns), Emu(left), Emu(top), Emu(width), (len(rows) + 1) * ROW
    )
    shape._element.nvGraphicFramePr.cNvPr.set("descr", language("slides.undated"))
    names = ("indicator_label", *rows.columns[1:])
    lines = [[language(f"column.{name}") for name in names], *rows.to_numpy().tolist()]
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            colour = LIGHT.background if row == 0 else LIGHT.ink
            frame = shape.table.cell(row, column).text_frame
            _write(frame, [_plain(cell)], CELL, language, colour=colour, bold=row == 0)


def _foot(content: Content) -> list[Paragraph]:
    """The sources, as many as two lines hold, then the release of the data and the link."""
    stamp, language = content.stamp, content.language
    line = ""
    for count in range(1, len(content.sources) + 1):
        longer = _sources(content, count)
        if line and len(wrapped(longer, FOOT, ROOM_IN_POINTS, language)) > FOOT_LINES:
            break
        line = longer
    data = Run(language("separator").join((language("site.name"), stamp.data(language), "")))
    return [_plain(line), Paragraph((data, Run(stamp.link, link=stamp.link)))]


def _sources(content: Content, count: int) -> str:
    """The first sources by title, and how many more there are."""
    language, titles = content.language, list(content.sources.title)
    more = len(titles) - count
    named = titles[:count] + ([language.plural("picture.more_sources", more)] if more else [])
    return language("cite.source_line", sources=language.list(named))


def _notes(content: Content) -> list[Paragraph]:
    """All that must be said beside the figures: choices, gaps, notes, evidence, data, terms, link; every source."""
    told = content.stamp.lines(content.language)
    told += [
        (content.language("column.source_label"), " ".join(filter(None, (title, url))))
        for title, url in zip(content.sources.title, content.sources.url, strict=True)
    ]
    # Slides have no triangle that points down.
    return [
        _plain(content.language("slides.note", label=label, text=text.replace("▽", "◇")))
        for label, text in told
    ]


def _pages(told: list[Paragraph], language: Language) -> Iterator[list[Paragraph]]:
    """A long text in pages that a slide has room for."""
    page: list[Paragraph] = []
    for each in (part for whole in told for part in _parts(whole, language)):
        if page and _lines([*page, each], TEXT, language) > TEXT_LINES:
            yield page
            page = []
        page.append(each)
    if page:
        yield page


def _parts(told: Paragraph, language: Language) -> Iterator[Paragraph]:
    """A paragraph that is longer than a page in parts of a page, cut between its lines."""
    places, end = [], 0
    for line in _wrapped(told, TEXT, language):
        start = told.text.index(line, end)
        end = start + len(line)
        places.append((start, end))
    for first in range(0, len(places), TEXT_LINES):
        page = places[first : first + TEXT_LINES]
        yield told.part(page[0][0], page[-1][1])


def _lines(told: Sequence[Paragraph], size: int, language: Language, weight: str = "regular") -> int:
    return sum(len(_wrapped(each, size, language, weight)) for each in told)


def _wrapped(told: Paragraph, size: int, language: Language, weight: str = "regular") -> list[str]:
    """The lines of a paragraph as wide as a slide."""
    parts = told.text.split("\n")
    return [line for part in parts for line in wrapped(part, size, ROOM_IN_POINTS, language, weight)]


def _height(told: Sequence[Paragraph], size: int, language: Language, weight: str = "regular") -> int:
    lines = _lines(told, size, language, weight) * LEADING + (len(told) - 1) * APART
    return int(lines * Pt(size))


def _plain(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _text(
    slide: Any, box: Box, told: Sequence[Paragraph], size: int, language: Language, colour: str = LIGHT.ink
) -> None:
    shape = slide.shapes.add_textbox(*(Emu(each) for each in box))
    _place(shape, box, MSO_ANCHOR.TOP)
    _write(shape.text_frame, told, size, language, colour=colour)


def _place(shape: Any, box: Box, anchor: Any) -> None:
    shape.left, shape.top, shape.width, shape.height = (Emu(each) for each in box)
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)


def _write(
    frame: Any,
    told: Sequence[Paragraph],
    size: int,
    language: Language,
    *,
    colour: str = LIGHT.ink,
    bold: bool = False,
) -> None:
    """Paragraphs into a frame, each run in its look and language, an address as a link that works."""
    for place, each in enumerate(told):
        paragraph = frame.add_paragraph() if place else frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        indent = max(0, each.level - 1)
        for run in each.runs:
            for text in filter(None, re.split("(\n)", run.text)):
                if text == "\n":
                    paragraph.add_line_break()
                    continue
                written = paragraph.add_run()
                written.text = text
                font = written.font
                font.size, font.bold, font.italic = Pt(size), bold or run.bold, run.italic or None
                if run.link:
                    written.hyperlink.address = run.link
                elif colour:
                    font.color.rgb = rgb(colour)
                font._element.set("lang", TAGS[language.code])
        if size in (LEAD, TEXT):
            paragraph.space_after = Pt(size * APART)
        if indent:
            paragraph._p.get_or_add_pPr().set("marL", str(Inches(0.3) * indent))


def _timeless(file: bytes) -> bytes:
    """The same archive, and every workbook in it, without the time of making."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            held = old.read(entry)
            if entry.filename.endswith(".xlsx"):
                held = _timeless(held)
            elif entry.filename == "docProps/core.xml":
                held = TIMES.sub(rb"\g<1>" + MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), held)
            new.writestr(zipfile.ZipInfo(entry.filename, MADE.timetuple()[:6]), held, zipfile.ZIP_DEFLATED)
    return made.getvalue()
