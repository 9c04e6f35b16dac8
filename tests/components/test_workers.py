"""Processes beside the server: what one of them does is its own, whatever becomes of it."""

from __future__ import annotations

import os
import signal
import time

import pytest
from pebble import ProcessExpired

from components.workers import Workers


def nothing():
    pass


@pytest.fixture
def workers():
    held = Workers(lambda: 1, nothing)
    yield held
    held.close()


def dying():
    os._exit(1)


def test_a_worker_that_ends_is_replaced_whether_it_was_working_or_not(workers):
    with pytest.raises(ProcessExpired):
        workers.ask(dying).result()
    resting, pool = workers.ask(os.getpid).result(), workers._pool()
    os.kill(resting, signal.SIGKILL)
    while pool.active:
        time.sleep(0.05)
    assert workers.ask(os.getpid).result() != resting


def test_what_takes_too_long_is_ended(workers):
    with pytest.raises(TimeoutError):
        workers.ask(time.sleep, 3600, seconds=0.2).result()


def test_who_closes_may_begin_anew(workers):
    before = workers.ask(os.getpid).result()
    workers.close()
    assert workers.ask(os.getpid).result() != before
