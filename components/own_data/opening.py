"""A reader's file, opened in a process of its own: whatever is in it, the site goes on answering, and opening ends.

What is in memory here stays in memory there: neither process writes any of it down.
"""

from __future__ import annotations

from collections.abc import Callable
from traceback import extract_tb

from components.workers import Workers
from data.upload import opening
from data.upload.sheets import Opened

WORKERS = 2
"""So that one file that takes long keeps no other reader waiting. Each takes 70 MB beyond what processes share."""

SECONDS = 60
"""How long opening a file may take. The largest that are taken in need a few, on a machine of two cores."""


class OpeningError(Exception):
    """Something went wrong in the other process. The message says what and where, and holds nothing of the file."""


def opened(name: str, content: bytes) -> Opened:
    """The sheets of a file and everything that is odd about it, `too_slow` being one of the things.

    Raises
    ------
    OpeningError
        If opening fails, which it does for no file that is known.
    ProcessExpired
        If the other process ends, as where memory runs out.
    """
    return _apart(opening.opened, name, content)


def pasted(text: str) -> Opened:
    """A table that was pasted, as `opened` reads a file."""
    return _apart(opening.pasted, text)


def place_of(error: Exception) -> str:
    """Where an error was raised: all of it that may be told where its message can hold cells of a file."""
    if isinstance(error, OpeningError):
        return str(error)
    frames = extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def _apart(read: Callable[..., Opened], *content: str | bytes) -> Opened:
    try:
        return POOL.ask(_told, read, *content, seconds=SECONDS).result()
    except TimeoutError:
        return opening.not_in_time(SECONDS)


def _begin() -> None:
    """In a new worker: load what files are read with."""
    opening.opened("", b"a,b\n1,2\n")


def _told(read: Callable[..., Opened], *content: str | bytes) -> Opened:
    """In a worker: the file, or where reading it went wrong."""
    try:
        return read(*content)
    except Exception as error:
        raise OpeningError(f"{place_of(error)} {type(error).__name__}") from None


POOL = Workers(lambda: WORKERS, _begin)
