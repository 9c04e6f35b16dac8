"""A story as it travels: a file of JSON, or the same packed into a link.

{"care_gap_story": 1, "title": "…", "data": "…", "items": [{"view": {"view": "share-repaid"}, "text": "…"}]}
"""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from equity.story import LONGEST_TEXT, LONGEST_TITLE, MOST_ITEMS, UNSHOWN, Item, Outline, line, shown

FORMAT = 1
MARK = "care_gap_story"
LONGEST_LINK = 8192
"""How many characters a link with a story may have; beyond, chats and mail begin to cut it."""

LONGEST_PARAMETER = 2000
LARGEST = 2_000_000
"""How many bytes a packed story may unfold to: more than the most items with the longest texts."""

OUTER = (MARK, "title", "data", "items")
INNER = ("view", "title", "text")
PROBLEMS = (
    "unreadable",
    "too_large",
    "no_story",
    "other_format",
    "no_list",
    "too_many",
    "no_figure",
    "no_text",
    "too_long",
    "unshown",
    "unknown_field",
)
"""What can be wrong with a story, by the codes of `Problem`."""


@dataclass(frozen=True)
class Problem:
    """What of a story could not be read: a code, and the values of the sentence that says it."""

    code: str
    values: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True)
class Reading:
    """A story as far as it could be read, and every problem met on the way."""

    outline: Outline
    problems: tuple[Problem, ...] = ()


def to_json(outline: Outline) -> str:
    """The story as a file; `from_json` is the inverse."""
    return json.dumps(_plain(outline), ensure_ascii=False, indent=2) + "\n"


def encode(outline: Outline) -> str:
    """The story packed for a link, in characters that no browser escapes; `decode` is the inverse."""
    packed = json.dumps(_plain(outline), ensure_ascii=False, separators=(",", ":")).encode()
    return urlsafe_b64encode(zlib.compress(packed, 9)).rstrip(b"=").decode()


def decode(text: str) -> Reading:
    """Read a packed story. Never fails: what cannot be read is left out and named."""
    try:
        unpacking = zlib.decompressobj()
        unpacked = unpacking.decompress(urlsafe_b64decode(text + "=" * (-len(text) % 4)), LARGEST + 1)
    except (ValueError, zlib.error):
        return _unreadable("unreadable")
    if len(unpacked) > LARGEST:
        return _unreadable("too_large")
    return from_json(unpacked) if unpacking.eof else _unreadable("unreadable")


def from_json(text: str | bytes | None) -> Reading:
    """Read the file of a story, `None` for one of more bytes than `LARGEST`. Never fails: what cannot be read is left
    out and named.
    """
    if text is None or len(text) > LARGEST:
        return _unreadable("too_large")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return _unreadable("unreadable")
    if not isinstance(told, dict) or MARK not in told:
        return _unreadable("no_story")
    return _Reader().story(told)


def _plain(outline: Outline) -> dict[str, Any]:
    items = [
        _without_blanks({"view": dict(each.parameters), "title": each.title, "text": each.text})
        for each in outline.items
    ]
    return {MARK: FORMAT, **_without_blanks({"title": outline.title, "data": outline.data}), "items": items}


def _without_blanks(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value != ""}


def _unreadable(code: str) -> Reading:
    return Reading(Outline(), (Problem(code),))


class _Reader:
    """Takes a story out of plain values and remembers what it had to leave."""

    def __init__(self) -> None:
        self.problems: dict[Problem, None] = {}

    def story(self, told: Mapping[str, Any]) -> Reading:
        if told[MARK] != FORMAT:
            self._note("other_format")
        self._note_unknown(told, OUTER)
        title = self._line(told, 0)
        data = self._text(told, "data", LONGEST_TITLE, 0)
        listed = told.get("items", [])
        if not isinstance(listed, list):
            self._note("no_list")
            listed = []
        if len(listed) > MOST_ITEMS:
            self._note("too_many", count=len(listed), most=MOST_ITEMS)
        items = [self._item(each, place) for place, each in enumerate(listed[:MOST_ITEMS], start=1)]
        return Reading(Outline(title, data, tuple(each for each in items if each)), tuple(self.problems))

    def _item(self, told: Any, place: int) -> Item | None:
        view = told.get("view") if isinstance(told, dict) else None
        if not isinstance(view, dict):
            self._note("no_figure", place=place)
            return None
        self._note_unknown(told, INNER)
        parameters = {
            shown(name, LONGEST_PARAMETER): self._text(view, name, LONGEST_PARAMETER, place) for name in view
        }
        return Item.of(parameters, self._line(told, place), self._text(told, "text", LONGEST_TEXT, place))

    def _line(self, told: Mapping[str, Any], place: int) -> str:
        return line(self._text(told, "title", LONGEST_TITLE, place), LONGEST_TITLE)

    def _text(self, told: Mapping[str, Any], name: str, longest: int, place: int) -> str:
        value = told.get(name, "")
        if not isinstance(value, str):
            self._note("no_text", place=place, field=shown(name, LONGEST_TITLE))
            return ""
        if len(value) > longest:
            self._note("too_long", place=place, longest=longest)
        if UNSHOWN.search(value.replace("\r", "")):
            self._note("unshown", place=place)
        return shown(value, longest)

    def _note_unknown(self, told: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for name in told:
            if name not in known:
                self._note("unknown_field", field=shown(name, LONGEST_TITLE))

    def _note(self, code: str, **values: str | int) -> None:
        self.problems[Problem(code, tuple(values.items()))] = None
