"""The list of files on a card: what could not be made is told in words, in the reader's language."""

from __future__ import annotations

import pytest

from components import download
from components.export.fonts import MissingCharactersError
from components.files import BusyError
from components.order import Order

VIEW = "share-repaid"


@pytest.fixture
def listed(opened, language):
    """The page with the list of files open, after some of them failed."""

    def open_with(**failed):
        at = opened("insurance", lang=language.code)
        at.session_state[f"not-made-{VIEW}"] = failed
        return at.pills(key=f"ways-{VIEW}-{language.code}").set_value("download").run()

    return open_with


def test_every_reason_has_its_words(listed, language):
    at = listed(png=TimeoutError(), svg=MissingCharactersError("\U00020bb7"), pdf=ValueError())
    assert not at.exception
    told = [each.value for each in at.error]
    assert told == [
        language("download.too_slow"),
        language("download.missing_characters", characters="\U00020bb7"),
        language("download.not_made"),
    ]


def test_nothing_is_told_while_nothing_failed(listed):
    at = listed()
    assert not at.error
    assert not at.warning


def test_a_failure_is_kept_until_the_file_is_asked_for_again(monkeypatch, where):
    order, failed = Order("png", ()), {}
    monkeypatch.setattr(download, "file_of", lambda *_: (_ for _ in ()).throw(BusyError()))
    with pytest.raises(BusyError):
        download._made(order, where, failed)
    assert isinstance(failed["png"], BusyError)
    monkeypatch.setattr(download, "file_of", lambda *_: b"made")
    assert download._made(order, where, failed) == b"made"
    assert failed == {}
