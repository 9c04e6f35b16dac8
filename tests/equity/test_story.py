"""A story is what its teller made of it: it travels whole, its steps can be undone, and no file can break it."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalog import ROOT, Catalog
from equity.story import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_ITEMS,
    STEPS,
    History,
    Item,
    Outline,
    line,
    shown,
    view_of,
)
from equity.story_format import FORMAT, LARGEST, MARK, PROBLEMS, decode, encode, from_json, to_json
from equity.view import Dropped

VOCABULARY = Catalog(ROOT / "data").vocabulary

texts = st.text(max_size=60).map(lambda text: shown(text, LONGEST_TEXT))
titles = st.text(max_size=60).map(lambda text: line(text, LONGEST_TITLE))
parameters = st.dictionaries(texts.filter(bool), texts, min_size=1, max_size=5)
items = st.builds(Item.of, parameters, titles, texts)
outlines = st.builds(
    Outline,
    titles,
    st.sampled_from(["", VOCABULARY.data_version]),
    st.lists(items, max_size=6).map(tuple),
)

FIRST = Item.of({"view": "share-repaid", "lang": "en", "regions": "620000"})
SECOND = Item.of({"view": "money-per-member"}, "Money", "Some *words*.")
THIRD = Item.of({"view": "coverage-history", "period": "1978-2012"})
TOLD = Outline("Three figures", "", (FIRST, SECOND, THIRD))


def packed(text):
    return urlsafe_b64encode(zlib.compress(text.encode())).decode()


def codes(reading):
    return [each.code for each in reading.problems]


@given(outlines)
@settings(max_examples=150, deadline=None)
def test_a_story_comes_back_from_a_link_and_from_a_file_as_it_was(outline):
    for reading in (
        decode(encode(outline)),
        from_json(to_json(outline)),
        from_json(to_json(outline).encode()),
    ):
        assert (reading.outline, reading.problems) == (outline, ())


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: urlsafe_b64encode(raw).decode()))
@settings(max_examples=150, deadline=None)
def test_junk_is_no_story_and_says_so(text):
    assert decode(text).problems
    assert decode(text).outline == Outline()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
fields = st.dictionaries(st.sampled_from(["title", "data", "items", "colour"]), json_values)
entries = st.dictionaries(st.sampled_from(["view", "title", "text", "size"]), json_values)


@given(fields, st.lists(entries | json_values, max_size=4))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_file_what_is_read_is_a_story(told, listed):
    reading = from_json(json.dumps({"items": listed, **told, MARK: FORMAT}))
    again = from_json(to_json(reading.outline))
    assert (again.outline, again.problems) == (reading.outline, ())


def test_a_truncated_link_is_not_read_in_part():
    assert codes(decode(encode(TOLD)[:-10])) == ["unreadable"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (packed("[" * LARGEST * 2), "too_large"),
        (packed("[" * (LARGEST - 1)), "unreadable"),
        (packed("9" * 100_000), "unreadable"),
        (packed('{"care_gap_story": 1, "title": "' + "a" * LARGEST * 20 + '"}'), "too_large"),
        (packed('{"something": "else"}'), "no_story"),
        (packed('"text"'), "no_story"),
    ],
    ids=["nested bomb", "nested", "a long number", "a long text", "another file", "a text"],
)
def test_a_bomb_is_not_unpacked_and_another_file_is_no_story(text, code):
    assert codes(decode(text)) == [code]


def test_every_part_that_is_left_out_is_named():
    told = {
        MARK: 99,
        "title": 5,
        "colour": "red",
        "items": [
            "no figure",
            {"view": "share-repaid"},
            {
                "view": {"view": "share-repaid", "period": 2019},
                "title": "a\x00b\nc",
                "text": "x" * 6000,
                "size": 3,
            },
            *[{"view": {"view": "share-repaid"}}] * MOST_ITEMS,
        ],
    }
    reading = from_json(json.dumps(told))
    assert [(each.code, dict(each.values)) for each in reading.problems] == [
        ("other_format", {}),
        ("unknown_field", {"field": "colour"}),
        ("no_text", {"place": 0, "field": "title"}),
        ("too_many", {"count": MOST_ITEMS + 3, "most": MOST_ITEMS}),
        ("no_figure", {"place": 1}),
        ("no_figure", {"place": 2}),
        ("unknown_field", {"field": "size"}),
        ("no_text", {"place": 3, "field": "period"}),
        ("unshown", {"place": 3}),
        ("too_long", {"place": 3, "longest": LONGEST_TEXT}),
    ]
    assert {each.code for each in reading.problems} < set(PROBLEMS)
    assert len(reading.outline.items) == MOST_ITEMS - 2
    assert reading.outline.items[0].title == "ab c"
    assert len(reading.outline.items[0].text) == LONGEST_TEXT


def test_a_figure_is_in_the_story_once_in_whatever_language_and_under_whatever_title():
    assert TOLD.holds(Item.of({"regions": "620000", "view": "share-repaid", "lang": "zh"}, "Another title"))
    assert not TOLD.holds(Item.of({"view": "share-repaid"}))
    assert TOLD.added(SECOND) == TOLD


@pytest.mark.parametrize(
    ("position", "by", "expected"),
    [
        (0, 1, (SECOND, FIRST, THIRD)),
        (2, -1, (FIRST, THIRD, SECOND)),
        (2, -2, (THIRD, FIRST, SECOND)),
        (0, -1, TOLD.items),
        (2, 1, TOLD.items),
    ],
)
def test_an_item_moves_by_places_and_never_beyond_an_end(position, by, expected):
    assert TOLD.moved(position, by).items == expected


def test_an_item_takes_a_title_and_a_text_each_without_the_other():
    titled = TOLD.reworded(0, title=" A  title ")
    assert titled.items[0] == Item(FIRST.parameters, "A title", "")
    assert titled.reworded(0, text="Words\r\nin lines").items[0] == Item(
        FIRST.parameters, "A title", "Words\nin lines"
    )
    assert TOLD.removed(1).items == (FIRST, THIRD)
    assert TOLD.retitled("").title == ""


@given(st.lists(outlines, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_every_step_can_be_undone_and_done_again(steps):
    history = History()
    for each in steps:
        history = history.changed(each)
    done = len(history.past)
    back = history
    for _ in range(done):
        back = back.undone()
    assert back.present == Outline()
    assert back.undone() == back
    for _ in range(done):
        back = back.redone()
    assert back == history
    assert history.redone() == history


def test_a_change_after_undoing_ends_what_was_undone_and_few_steps_are_kept():
    history = History().changed(TOLD).changed(TOLD.removed(0)).undone().changed(TOLD.retitled("Other"))
    assert history.future == ()
    assert history.changed(history.present) is history
    for count in range(STEPS * 2):
        history = history.changed(TOLD.retitled(str(count)))
    assert len(history.past) == STEPS


def test_a_view_is_read_in_the_language_of_whoever_reads_it_and_names_what_it_does_not_know():
    link = view_of(Item.of({"view": "share-repaid", "regions": "620000.999"}), TOLD, VOCABULARY, "zh")
    assert link.focused is not None
    assert link.focused.filters.language == "zh"
    assert link.focused.filters.regions == ("620000",)
    assert link.dropped == (Dropped("regions", "999"),)
    assert view_of(Item.of({"view": "gone"}), TOLD, VOCABULARY, "en").focused is None
