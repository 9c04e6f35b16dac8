"""Processes beside the server, for what takes long or may go wrong: the site goes on answering meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing import get_context
from threading import Lock
from typing import Any

from pebble import ProcessPool


class Workers:
    """As many processes as `count` says, each of which runs `begin` first; they start with the first work.

    One that ends while it works fails that work alone, and is replaced. Where one ends at rest, as when memory runs
    out, the pool gives up: the next work begins another pool.
    """

    def __init__(self, count: Callable[[], int], begin: Callable[[], None]) -> None:
        self._count, self._begin = count, begin
        self._lock = Lock()
        self._held: ProcessPool | None = None

    def ask(self, work: Callable[..., Any], *arguments: object, seconds: float | None = None) -> Future[Any]:
        """The result of `work` in a worker, when its turn comes; from then on it may take so many seconds.

        The result raises what the work raises, `TimeoutError`, or `ProcessExpired` where the worker ended.
        """
        return self._pool().schedule(work, args=arguments, timeout=seconds)

    def prepare(self) -> None:
        """Start the workers, so that the first reader need not wait for them."""
        self.ask(os.getpid)

    def close(self) -> None:
        """End the workers, and what they are doing."""
        with self._lock:
            if self._held is not None:
                self._held.stop()
                self._held.join()
            self._held = None

    def _pool(self) -> ProcessPool:
        with self._lock:
            if self._held is not None and not self._held.active:
                self._held.join()
                self._held = None
            if self._held is None:
                # Fresh processes, not forks: the server has threads, and a fork would copy their locks.
                self._held = ProcessPool(self._count(), initializer=self._begin, context=get_context("spawn"))
            return self._held
