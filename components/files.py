"""Files made on request: in a process of their own and in turn, so that who exports does not stop who reads."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock

from components.content import story_of
from components.order import Order
from components.workers import Workers
from data.catalog import Catalog, catalog, kept_with_catalog, published, using

WORKERS = 1
"""One leaves the other core to readers; `CAREGAP_WORKERS` says otherwise."""

QUEUE = 24
SECONDS = 60
"""How many files may be asked for and not yet made, and how long making one may take."""

KEPT = 64
CONSIDERATE = 10
"""Readers go first: by how much a worker's priority is lowered."""


class BusyError(Exception):
    """More files are asked for than can be made soon: ask again."""


def file_of(order: Order, where: Catalog | None = None) -> bytes:
    """The file of an order; made once, kept for whoever asks again.

    `where` is the catalog that the order is of, where this runs outside of the visit that it was made in.

    Raises
    ------
    BusyError
        If the queue is full.
    TimeoutError
        If it takes longer than `SECONDS`.
    MissingCharactersError
        If the fonts cannot draw a character of it.
    """
    return _file(where or catalog(), order)


def waiting() -> int:
    """How many files are asked for and not yet made."""
    return len(_asked)


@kept_with_catalog(KEPT)
def _file(where: Catalog, order: Order) -> bytes:
    return _in_turn(_made, order, None if where is published() else where).result()


_asked: dict[tuple[Callable[..., bytes], Order, Catalog | None], Future[bytes]] = {}
_lock = Lock()


def _in_turn(
    make: Callable[[Order, Catalog | None], bytes], order: Order, where: Catalog | None = None
) -> Future[bytes]:
    """The file of an order, when its turn comes; whoever asks for one that is being made waits for the same."""
    with _lock:
        if (make, order, where) in _asked:
            return _asked[make, order, where]
        if len(_asked) >= QUEUE:
            raise BusyError
        future = _asked[make, order, where] = POOL.ask(make, order, where, seconds=SECONDS)
    future.add_done_callback(lambda _: _asked.pop((make, order, where), None))
    return future


def workers() -> int:
    """How many files are made at the same time."""
    return int(os.environ.get("CAREGAP_WORKERS", WORKERS))


def _begin() -> None:
    """In a new worker: give way to readers, and load what files are written with."""
    os.nice(CONSIDERATE)
    import components.export.writers  # noqa: F401
    from components.export.fonts import font_folder

    font_folder()


def _made(order: Order, where: Catalog | None) -> bytes:
    """In a worker: gather what the file is made of, and write it. Only a reader's own catalog comes along."""
    from components.export.writers import written

    with using(where or published()):
        return written(story_of(order.chapters, order.title, order.link), order.format)


POOL = Workers(workers, _begin)
