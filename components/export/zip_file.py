"""Views as an archive that explains itself: of each its figures, what they are, and a text to read first."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator

from components.charts.marks import rows_of
from components.export.citation import cite_source, cite_view
from components.export.content import MADE, Content, Story
from components.export.csv import columns_of, csv_bytes, heading, stamp_columns
from components.export.json_file import description_of

README = "README.md"
FILES = {"data": "data.csv", "metadata": "metadata.json"}
"""What lies beside the text of each view; it is told by the key `zip.<name>`."""


def zip_bytes(story: Story) -> bytes:
    """The archive of a story: of one view its files, of several a folder each and a list of them."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, held in _files(story):
            entry = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            opened.writestr(entry, held)
    return archive.getvalue()


def _files(story: Story) -> Iterator[tuple[str, bytes]]:
    if len(story.contents) == 1:
        yield from _of_a_view(story.contents[0], story.texts[0])
        return
    folders = [f"{number:02}-{each.view.id}" for number, each in enumerate(story.contents, 1)]
    titles = [each.title for each in story.contents]
    listed = [f"{folder}/: {title}" for folder, title in zip(folders, titles, strict=True)]
    link = f"**{story.language('stamp.link')}**: {story.link}"
    yield README, _text([f"# {story.title}", _bullets(listed), link])
    for folder, content, text in zip(folders, story.contents, story.texts, strict=True):
        for name, held in _of_a_view(content, text):
            yield f"{folder}/{name}", held


def _of_a_view(content: Content, text: str) -> Iterator[tuple[str, bytes]]:
    yield README, _readme(content, text)
    yield FILES["data"], csv_bytes(content)
    described = description_of(content) | {"columns": _columns(content)}
    yield FILES["metadata"], f"{json.dumps(described, ensure_ascii=False, indent=1)}\n".encode()


def _columns(content: Content) -> dict[str, str]:
    """What each column of the CSV holds, by its heading."""
    own = {heading(name, content.language): content.codebook[name] for name in columns_of(content.marks)}
    return own | dict.fromkeys(stamp_columns(content), content.language("csv.stamp"))


def _readme(content: Content, text: str) -> bytes:
    language, stamp = content.language, content.stamp
    files = [f"`{name}`: {language(f'zip.{key}')}" for key, name in FILES.items()]
    cited = [cite_view(content.view.id, stamp, "")]
    cited += [cite_source(str(row.Index), row, "") for row in rows_of(content.sources)]
    blocks = [
        f"# {content.title}",
        text,
        _bullets(f"**{label}**: {value}" for label, value in stamp.lines(language) if value != content.title),
        f"## {language('zip.files')}",
        _bullets(files),
        f"## {language('tab.reading')}",
        *(_passage(each.head, each.text, each.points) for each in content.reading),
        f"## {language('sheet.codebook')}",
        _bullets(f"`{name}`: {meaning}" for name, meaning in _columns(content).items()),
        f"## {language('zip.cite')}",
        language("zip.cite_note"),
        *(f"```\n{each.text}\n{each.gbt7714}\n{each.bibtex}\n```" for each in cited),
    ]
    return _text(blocks)


def _passage(head: str, text: str, points: Iterable[str]) -> str:
    bold = f"**{head}**" if head else ""
    return "\n\n".join(part for part in (bold, text, _bullets(points)) if part)


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _text(blocks: Iterable[str]) -> bytes:
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()
