"""Links pinned to other data than these: what has changed is told, and old values stand beside the new ones."""

from __future__ import annotations

import pytest

from data.catalog import Catalog
from data.check import problems
from data.reviewed import read
from equity.view import Dropped, decode

INSURANCE = "insurance"
FIRST, BETWEEN, NOW = "2026.11.1", "2026.12.1", "2026.12.2"


@pytest.fixture
def later(later_data, monkeypatch):
    monkeypatch.setenv("CAREGAP_DATA", str(later_data))
    return Catalog(later_data)


def told(at, language, key, **values):
    """Notices on the page that begin as a text does."""
    return [each.value for each in (*at.info, *at.warning) if each.value.startswith(language(key, **values))]


def values(where, language, *numbers):
    return [language.quantity(number, "%", language.of(where.vocabulary.units["%"])) for number in numbers]


def test_the_later_data_have_no_problems(later):
    assert problems(read(later)) == []
    assert later.vocabulary.older_versions == (BETWEEN, FIRST)


def test_a_link_to_older_data_says_what_changed_and_shows_the_old_value_beside_the_new(
    opened, later, language
):
    at = opened(INSURANCE, lang=language.code, data=FIRST, view="share-repaid")
    assert not at.exception
    (notice,) = told(at, language, "notice.older_data", version=FIRST, current=NOW)
    wrong, between, now = values(later, language, 48.4, 84.7, 84.8)
    news = {"en": "Insurance: 3 figures of 2025", "zh": "医保：2025年数据3项"}
    lines = notice.splitlines()[2:]
    # The newest release first; of each what is new, then what was corrected.
    expected = (f"{between} → {now}", news[language.code], f"{wrong} → {between}")
    assert len(lines) == len(expected)
    assert [line for text, line in zip(expected, lines, strict=True) if text not in line] == []
    (card,) = told(at, language, "corrected_since", version=FIRST)
    assert f"{wrong} → {now}" in card
    assert language.period("2024", "2024") in card


def test_only_what_was_corrected_after_the_link_was_made_is_told(opened, later, en):
    at = opened(INSURANCE, lang="en", data=BETWEEN)
    _, between, now = values(later, en, 48.4, 84.7, 84.8)
    (card,) = told(at, en, "corrected_since", version=BETWEEN)
    assert f"{between} → {now}" in card
    (notice,) = told(at, en, "notice.older_data", version=BETWEEN, current=NOW)
    assert len(notice.splitlines()) == 3


def test_a_card_without_a_corrected_figure_says_nothing(opened, later, en):
    at = opened("crowdfunding", lang="en", data=FIRST)
    assert told(at, en, "notice.older_data", version=FIRST, current=NOW)
    assert told(at, en, "corrected_since", version=FIRST) == []


def test_a_link_to_the_data_in_use_says_nothing(opened, later):
    at = opened("", lang="en", data=NOW)
    assert not at.warning
    assert not [each for each in at.button if each.key == "current-data"]


@pytest.mark.parametrize("asked", ["2026.10.1", "1999.1.1", "2026.11", "newest"])
def test_an_unknown_version_is_dropped_and_named(later, asked):
    opened = decode({"data": asked}, later.vocabulary)
    assert (opened.filters.data_version, opened.dropped) == ("", (Dropped("data", asked),))


def test_a_link_to_newer_data_says_that_these_are_older(opened, later, language):
    at = opened("", lang=language.code, data="2027.1.1")
    newer = language("notice.newer_data", version="2027.1.1", current=NOW)
    assert [each.value for each in at.warning] == [newer]


def test_a_press_leads_to_the_current_data(opened, later):
    at = opened(INSURANCE, lang="en", data=FIRST, view="share-repaid")
    at = at.button(key="current-data").click().run()
    assert not at.exception
    assert "data" not in at.query_params
    assert at.query_params["view"] in ("share-repaid", ["share-repaid"])


def test_corrections_are_told_among_the_sources(opened, later, en):
    at = opened("sources", lang="en")
    assert not at.exception
    wrong, between, now = values(later, en, 48.4, 84.7, 84.8)
    written = "\n".join(each.value for each in at.markdown)
    assert f"{between} → {now}" in written
    assert f"{wrong} → {between}" in written
