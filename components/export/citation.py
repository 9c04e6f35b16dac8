"""How a view and its sources are cited: as text, as BibTeX, and by GB/T 7714-2015; and what is needed to quote it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from components.charts.marks import Row
from components.export.content import Stamp
from equity.language import Language

SITE = "Care Gap"
BIBTEX_SPECIAL = re.compile(r"[&%$#_{}]")
SOURCE_TYPES = {"journal": "J", "news": "N"}
"""First word of a source's kind to its letter in GB/T 7714; any other with a link is `EB/OL`, without one `Z`."""

QUOTED = 8
"""Numbers in a quote kit; the rest stand in the file and behind the link."""


@dataclass(frozen=True)
class Citation:
    """One thing to cite, in the three forms."""

    text: str
    bibtex: str
    gbt7714: str


def cite_view(view_id: str, stamp: Stamp, today: str) -> Citation:
    """The citation of a figure of this site, as of `today` (an ISO date, blank when that is not known)."""
    key = f"caregap-{view_id}-{stamp.version}"
    fields = {
        "author": f"{{{SITE}}}",
        "title": escaped(_sentence(stamp.question)),
        "year": stamp.released[:4],
        "version": stamp.version,
        "url": stamp.link,
        "urldate": today,
    }
    # A reader's own file was released on no day.
    released = f"({stamp.released})" if stamp.released else ""
    version = f"{stamp.version} {released}".strip()
    text = f"{SITE}. {stamp.question} {version}. {stamp.link}".strip()
    days = f"{released}[{today}]" if today else released
    return Citation(
        text=f"{text} ({today})" if today else text,
        bibtex=_bibtex("dataset", key, fields),
        gbt7714=". ".join(
            filter(None, (SITE, f"{_sentence(stamp.question)}[DB/OL]", days, f"{stamp.link}."))
        ),
    )


def cite_source(source_id: str, entry: Row, today: str) -> Citation:
    """The citation of a source, from its row in the bibliography, as of `today` (blank when that is not known)."""
    authors = [each.strip() for each in entry.authors.split(";") if each.strip()]
    letter = SOURCE_TYPES.get(entry.kind.split(" ")[0], "EB/OL" if entry.url else "Z")
    if entry.url and "/" not in letter:
        letter += "/OL"
    who = ", ".join(authors) or entry.publisher
    published = ", ".join(part for part in (entry.publisher if authors else "", entry.year) if part)
    accessed = f"[{today}]" if today else ""
    access = f"{accessed}. {entry.url}" if entry.url else ""
    parts = [f"{who}. " if who else "", f"{_sentence(entry.title)}[{letter}]. ", published, access]
    fields = {
        "author": escaped(" and ".join(authors)),
        "title": escaped(entry.title),
        "publisher": escaped(entry.publisher),
        "year": entry.year,
        "url": entry.url,
        "urldate": today if entry.url else "",
    }
    text = ". ".join(
        _sentence(part) for part in (", ".join(authors), entry.title, entry.publisher, entry.year) if part
    )
    return Citation(
        text=f"{text}. {entry.url}".strip(),
        bibtex=_bibtex("article" if letter.startswith("J") else "misc", source_id, fields),
        gbt7714="".join(parts).rstrip(". ") + ".",
    )


def quote_kit(
    titles: tuple[str, ...], numbers: tuple[str, ...], sources: tuple[str, ...], link: str, language: Language
) -> str:
    """What is needed to quote a figure: the finding in every language, its numbers, its sources, the pinned link."""
    shown = [*numbers[:QUOTED]]
    if len(numbers) > QUOTED:
        shown.append(language.plural("cite.more_numbers", len(numbers) - QUOTED))
    blocks = [
        "\n".join(titles),
        "\n".join(shown),
        language("cite.source_line", sources=language.list(sources)),
        link,
    ]
    return "\n\n".join(block for block in blocks if block)


def escaped(text: str) -> str:
    """A text that BibTeX prints as it is."""
    return BIBTEX_SPECIAL.sub(lambda found: "\\" + found[0], text.replace("\\", "/"))


def _sentence(text: str) -> str:
    return text.strip().rstrip(".\u3002")


def _bibtex(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{re.sub(r'[^A-Za-z0-9.-]', '-', key)},", *lines, "}"])
