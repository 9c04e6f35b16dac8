"""A story: figures in the order they are told, each with its teller's title and words.

A figure is kept as the parameters of its link but for the language and the version of the data, so that a story is
read in any language, and rests on today's data or on those it is pinned to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from equity.view import Link
from equity.view import decode as decode_link
from equity.vocabulary import Vocabulary

MOST_ITEMS = 60
LONGEST_TITLE = 200
LONGEST_TEXT = 5000
STEPS = 100
"""How many changes can be undone."""

NOT_KEPT = ("lang", "data", "story")
"""Parameters of a link that belong to whoever reads it, or to the story as a whole."""

UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no page and no file can show."""


@dataclass(frozen=True)
class Item:
    """One figure of a story: the parameters of its link, and what its teller put in place of its title or beside it.

    A blank `title` stands for the finding; `text` is Markdown.
    """

    parameters: tuple[tuple[str, str], ...]
    title: str = ""
    text: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, str], title: str = "", text: str = "") -> Item:
        """An item in the one form that equal items have."""
        kept = {name: value for name, value in parameters.items() if name not in NOT_KEPT}
        return cls(tuple(sorted(kept.items())), title, text)


@dataclass(frozen=True)
class Outline:
    """A story as its teller makes it; `data` is the version its figures are pinned to, blank where they follow."""

    title: str = ""
    data: str = ""
    items: tuple[Item, ...] = ()

    def holds(self, item: Item) -> bool:
        """Whether the figure of an item is in the story, under whatever title."""
        return any(each.parameters == item.parameters for each in self.items)

    def added(self, *items: Item) -> Outline:
        """The story with further items at its end, but for those that it holds word for word."""
        new = (each for each in dict.fromkeys(items) if each not in self.items)
        return replace(self, items=(*self.items, *new))

    def moved(self, position: int, by: int) -> Outline:
        """The item at a position some places further down; up where `by` is negative; never beyond either end."""
        items = list(self.items)
        item = items.pop(position)
        items.insert(min(max(position + by, 0), len(items)), item)
        return replace(self, items=tuple(items))

    def removed(self, position: int) -> Outline:
        """The story without the item at a position."""
        return replace(self, items=self.items[:position] + self.items[position + 1 :])

    def reworded(self, position: int, *, title: str | None = None, text: str | None = None) -> Outline:
        """The item at a position under another title, with another text, or both."""
        old = self.items[position]
        new = replace(
            old,
            title=old.title if title is None else line(title, LONGEST_TITLE),
            text=old.text if text is None else shown(text, LONGEST_TEXT),
        )
        return replace(self, items=(*self.items[:position], new, *self.items[position + 1 :]))

    def retitled(self, title: str) -> Outline:
        """The story under another title; blank for that of its first figure."""
        return replace(self, title=line(title, LONGEST_TITLE))

    def resting_on(self, data: str) -> Outline:
        """The story pinned to a version of the data; blank to follow them."""
        return replace(self, data=data)


@dataclass(frozen=True)
class History:
    """A story, what it was before each change, and what undoing has taken back."""

    present: Outline = field(default_factory=Outline)
    past: tuple[Outline, ...] = ()
    future: tuple[Outline, ...] = ()

    def changed(self, outline: Outline) -> History:
        """One step on; what has been undone cannot be redone after it. No step where nothing changes."""
        if outline == self.present:
            return self
        return History(outline, (*self.past, self.present)[-STEPS:])

    def undone(self) -> History:
        """One step back, if there is one."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redone(self) -> History:
        """The last step that was undone, done again."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.present), self.future[1:])


def view_of(item: Item, outline: Outline, vocabulary: Vocabulary, language: str) -> Link:
    """The view of an item, read as the link that it is: `focused` is `None` where the view is not known."""
    return decode_link(
        {**dict(item.parameters), "lang": language, "data": outline.data}, vocabulary, language
    )


def shown(text: str, longest: int) -> str:
    """A text without the characters that nothing can show, and no longer than it may be."""
    return UNSHOWN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:longest]


def line(text: str, longest: int) -> str:
    """A text as `shown`, on one line."""
    return " ".join(shown(text, longest).split())
