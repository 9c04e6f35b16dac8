"""What a file is asked to hold: one view, or several with what their teller says of them."""

from __future__ import annotations

from dataclasses import dataclass

from equity.view import View


@dataclass(frozen=True)
class Chapter:
    """A view of a story: the link that reopens it, and what its teller put in place of its title or beside it."""

    view: View
    link: str
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Order:
    """What is to be made: one view, or several under a title, in a format."""

    format: str
    chapters: tuple[Chapter, ...]
    title: str = ""
    link: str = ""

    @classmethod
    def of(cls, view: View, link: str, code: str) -> Order:
        """One view in a format."""
        return cls(code, (Chapter(view, link),))
