"""Files made on request: in a process of their own, in turn, once, and never without end."""

from __future__ import annotations

import os
import time

import pytest
from pebble import ProcessExpired

from components import files
from components.content import content_of, story_of
from components.export.fonts import MissingCharactersError
from components.files import BusyError, file_of, waiting
from components.order import Chapter, Order
from data.catalog import catalog
from equity.view import Filters, View

LINK = "http://localhost/"


def order(name="goal-by-status", code="csv"):
    return Order.of(View.default(catalog().vocabulary.definition(name), Filters(language="zh")), LINK, code)


def sleeping(_, where):
    time.sleep(3600)


def telling(_, where):
    return str(os.getpid()).encode()


def missing(_, where):
    raise MissingCharactersError("\U00020bb7")


def dying(_, where):
    os._exit(1)


def test_a_file_is_made_in_another_process_and_kept():
    made = file_of(order())
    assert "goal" in made.decode("utf-8-sig")
    assert file_of(order()) is made
    assert int(files._in_turn(telling, order()).result()) != os.getpid()
    assert waiting() == 0


def test_an_error_of_the_fonts_reaches_the_reader_with_its_characters():
    with pytest.raises(MissingCharactersError) as failed:
        files._in_turn(missing, order()).result()
    assert failed.value.characters == "\U00020bb7"


def test_what_takes_too_long_is_ended_and_the_next_file_is_made(monkeypatch):
    monkeypatch.setattr(files, "SECONDS", 0.5)
    with pytest.raises(TimeoutError):
        files._in_turn(sleeping, order()).result()
    monkeypatch.undo()
    assert file_of(order("coverage-by-income"))


def test_a_worker_that_dies_is_replaced():
    with pytest.raises(ProcessExpired):
        files._in_turn(dying, order()).result()
    assert file_of(order("share-repaid"))


def test_a_full_queue_refuses_and_nothing_is_lost(monkeypatch):
    monkeypatch.setattr(files, "QUEUE", 0)
    with pytest.raises(BusyError):
        file_of(order("members-by-scheme"))
    monkeypatch.undo()
    assert file_of(order("members-by-scheme"))
    assert waiting() == 0


def test_a_story_keeps_the_titles_and_the_order_of_its_teller():
    first, second = (order(name).chapters[0].view for name in ("share-repaid", "goal-by-status"))
    story = story_of(
        [Chapter(first, LINK, title="A title", text="*why*"), Chapter(second, LINK)], "Whole", LINK
    )
    assert story.title == "Whole"
    assert [each.view.id for each in story.contents] == ["share-repaid", "goal-by-status"]
    assert story.contents[0].title == "A title"
    assert story.contents[0].stamp.title == content_of(first, LINK).title
    assert story.texts == ("*why*", "")
