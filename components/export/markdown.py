"""A teller's Markdown, read by one rule wherever it is shown: text, lists, tables and links, no pictures, no HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, count, repeat

from markdown_it import MarkdownIt
from markdown_it.token import Token

BULLET, BETWEEN_CELLS = "• ", " · "


@dataclass(frozen=True)
class Run:
    """Words of one look; a newline in them is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a text, an item of a list with its mark, or a row of a table; `level` counts nested lists."""

    runs: tuple[Run, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """All of it, in plain words."""
        return "".join(run.text for run in self.runs)

    def part(self, start: int, end: int) -> Paragraph:
        """Its characters from `start` to before `end`, each in its look."""
        firsts = accumulate((len(run.text) for run in self.runs[:-1]), initial=0)
        cut = (
            replace(run, text=run.text[max(0, start - first) : max(0, end - first)])
            for run, first in zip(self.runs, firsts, strict=True)
        )
        return replace(self, runs=tuple(run for run in cut if run.text))


@cache
def parser() -> MarkdownIt:
    """The rule: HTML is shown as text, a picture becomes a link to it, and a new line is a new line."""
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")


def paragraphs(text: str) -> list[Paragraph]:
    """Markdown as paragraphs: bold, italic, links and lists as such, headings in bold, anything else as its words.

    >>> [each.text for each in paragraphs("1. one\\n2. two\\n\\n| a | b |\\n|---|---|\\n| *c* | d |")]
    ['1. one', '2. two', 'a · b', 'c · d']
    """
    told: list[Paragraph] = []
    lists: list[Iterator[str]] = []
    cells: list[list[Run]] = []
    mark, bold = "", False
    for token in parser().parse(text):
        runs: list[Run] = []
        if token.type == "bullet_list_open":
            lists.append(repeat(BULLET))
        elif token.type == "ordered_list_open":
            lists.append(map("{}. ".format, count(int(token.attrs.get("start", 1)))))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            mark = next(lists[-1])
        elif token.type == "list_item_close":
            mark = ""  # of an item without words
        elif token.type in ("heading_open", "heading_close", "thead_open", "thead_close"):
            bold = token.nesting > 0
        elif token.type in ("th_open", "td_open"):
            cells.append([])
        elif token.type == "tr_close":
            runs = [run for cell in cells for run in (Run(BETWEEN_CELLS), *cell)][1:]
            cells = []
        elif token.type in ("fence", "code_block"):
            runs = [Run(token.content.rstrip("\n"))]
        elif token.type == "inline":
            written = list(_runs(token.children or [], bold=bold))
            if cells:
                cells[-1] += written
            else:
                runs = written
        if any(run.text for run in runs):
            told.append(Paragraph((*([Run(mark)] if mark else []), *runs), len(lists)))
            mark = ""
    return told


def _runs(tokens: Sequence[Token], *, bold: bool) -> Iterator[Run]:
    strong, italic, link = int(bold), 0, ""
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type in ("em_open", "em_close"):
            italic += token.nesting
        elif token.type in ("link_open", "link_close"):
            link = str(token.attrs.get("href", "")) if token.nesting > 0 else ""
        elif token.content or token.type in ("softbreak", "hardbreak"):
            yield Run(token.content or "\n", strong > 0, italic > 0, link)
