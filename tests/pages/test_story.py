"""The page of the story as Streamlit runs it: what a link brings, what each change does, what is asked and told."""

from __future__ import annotations

import pytest

from components.evidence import escaped
from components.figure import finding_of
from components.story import visit
from data.catalog import catalog
from equity.story import Item, Outline, view_of
from equity.story_format import decode, encode

SHARE = Item.of({"view": "share-repaid", "period": "2019-2021"})
HISTORY = Item.of(
    {"view": "coverage-history"}, "How many were covered", "It *fell*.\n\n![](http://elsewhere/x.png)"
)
MONEY = Item.of({"view": "money-per-member", "dimension": "region"})
TOLD = Outline("Insurance", "", (SHARE, HISTORY, MONEY))


def titles(at):
    return [each.value for each in at.header]


def told(outline, language):
    """The title of each figure, as the page writes it."""
    views = [view_of(each, outline, catalog().vocabulary, language.code).focused for each in outline.items]
    return [escaped(each.title or finding_of(view)) for each, view in zip(outline.items, views, strict=True)]


def kept(at):
    return at.session_state[visit.HISTORY].present


def test_an_empty_story_says_what_one_is_and_how_to_begin(opened, language):
    at = opened("story", lang=language.code)
    assert not at.exception
    assert not at.warning
    assert at.title[0].value == language("page.story")
    assert language("story.beginning") in [each.value for each in at.markdown]
    assert not at.header


def test_a_link_with_a_story_shows_it_in_the_language_of_its_reader(opened, language):
    at = opened("story", lang=language.code, story=encode(TOLD))
    assert not at.exception
    assert not at.warning
    assert titles(at) == told(TOLD, language)
    assert at.text_input(key="story-title").value == TOLD.title
    assert len(at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart")) == len(TOLD.items)
    written = " ".join(each.value for each in at.get("html"))
    assert "<em>fell</em>" in written
    assert "<img" not in written
    assert kept(at) == TOLD


def test_figures_are_moved_removed_and_titled_and_every_step_is_undone(opened, en):
    at = opened("story", lang="en", story=encode(TOLD))
    assert at.button(key="story-up-0").disabled
    assert at.button(key="story-down-2").disabled
    assert at.button(key="story-redo").disabled
    at = at.button(key="story-down-0").click().run()
    assert titles(at) == told(TOLD.moved(0, 1), en)
    assert "story" not in at.query_params, "what the link brought is no longer what is shown"
    at = at.button(key="story-remove-2").click().run()
    at = at.text_input(key="story-title").set_value("Other").run()
    assert kept(at) == TOLD.moved(0, 1).removed(2).retitled("Other")
    for _ in range(3):
        at = at.button(key="story-undo").click().run()
    assert kept(at) == TOLD
    at = at.button(key="story-redo").click().run()
    assert titles(at) == told(TOLD.moved(0, 1), en)
    at = at.button(key="story-empty").click().run()
    assert not at.header
    at = at.button(key="story-undo").click().run()
    assert titles(at) == told(TOLD.moved(0, 1), en)
    assert not at.exception


def test_a_figure_takes_a_title_and_a_text(opened, language):
    at = opened("story", lang=language.code, story=encode(TOLD))
    at.session_state[f"story-edit-0-{language.code}"] = True
    at = at.run()
    assert at.text_input(key="story-title-0").placeholder == finding_of(
        view_of(SHARE, TOLD, catalog().vocabulary, language.code).focused
    )
    at = at.text_input(key="story-title-0").set_value("Half a *bill*").run()
    at = at.text_area(key="story-text-0").set_value("See **here**.").run()
    assert not at.exception
    assert titles(at)[0] == escaped("Half a *bill*")
    assert kept(at).items[0] == Item(SHARE.parameters, "Half a *bill*", "See **here**.")


def test_what_is_not_known_is_named_and_stays_in_the_story(opened, language):
    gone = Item.of({"view": "no-such-view"}, "", "Words to keep.")
    old = Item.of({"view": "share-repaid", "regions": "999999"})
    outline = Outline("", "1999.1.1", (gone, old))
    at = opened("story", lang=language.code, story=encode(outline))
    assert not at.exception
    named = " ".join(each.value for each in at.warning)
    assert "view=no-such-view" in named
    assert "regions=999999" in named
    assert "1999.1.1" not in named
    informed = [each.value for each in at.info]
    assert language("story.unknown_figure") in informed
    version = catalog().release["version"]
    assert language("story.other_data", pinned="1999.1.1", version=version) in informed
    assert kept(at) == outline


def test_figures_of_an_own_file_are_said_to_go_with_the_visit_and_others_are_not(opened, language):
    own = Item.of({"view": "own-0123456789ab-groups"})
    said = [
        language("story.own_figures") in "".join(each.value for each in at.caption)
        for at in (
            opened("story", lang=language.code, story=encode(Outline("", "", items)))
            for items in ((SHARE, own), (SHARE,))
        )
    ]
    assert said == [True, False]


def test_a_damaged_link_says_so_and_leaves_the_story_alone(opened, language):
    at = opened("story", lang=language.code, story=encode(TOLD)[:-9])
    assert not at.exception
    (warning,) = at.warning
    assert language("story.problem.unreadable") in warning.value
    assert visit.HISTORY not in at.session_state


OTHER = Outline("", "", (Item.of({"view": "left-to-pay"}), HISTORY))


@pytest.mark.parametrize(
    ("answer", "expected"), [("keep", TOLD), ("take", OTHER), ("join", TOLD.added(*OTHER.items))]
)
def test_a_second_story_never_replaces_the_first_unasked(opened, en, answer, expected):
    at = opened("story", lang="en", story=encode(TOLD))
    at.query_params["story"] = encode(OTHER)
    at = at.run()
    assert kept(at) == TOLD
    assert titles(at) == told(TOLD, en)
    at = at.button(key=f"story-{answer}").click().run()
    assert kept(at) == expected
    assert "story" not in at.query_params
    assert not [each for each in at.button if each.key == f"story-{answer}"]
    if answer != "keep":
        at = at.button(key="story-undo").click().run()
        assert kept(at) == TOLD


def opened_popover(at, name, language):
    at.session_state[f"story-{name}-{language.code}"] = True
    return at.run()


def test_a_story_is_pinned_to_todays_data_and_let_go_again(opened, en):
    at = opened_popover(opened("story", lang="en", story=encode(TOLD)), "hand-on", en)
    version = catalog().release["version"]
    at = at.toggle(key="story-pin").set_value(True).run()
    assert kept(at).data == version
    link = at.get("code")[0].value
    assert decode(link.split("story=")[1]).outline == TOLD.resting_on(version)
    at = at.toggle(key="story-pin").set_value(False).run()
    assert kept(at) == TOLD


def test_a_story_too_long_for_a_link_is_offered_as_a_file(opened, language):
    words = "".join(chr(0x4E00 + (place * 7919) % 20000) for place in range(5000))
    long = Outline("", "", (Item.of({"view": "share-repaid"}, "", words),))
    at = opened_popover(opened("story", lang=language.code, story=encode(long)), "hand-on", language)
    assert not at.exception
    assert not at.get("code")
    assert any(language.number(len(encode(long))) in each.value for each in at.info)
    assert at.get("download_button")


def test_every_card_adds_its_view_as_it_stands_once(opened, language):
    at = opened("insurance", lang=language.code, view="share-repaid", period="2019-2021")
    at = at.button(key="story-share-repaid").click().run()
    assert not at.exception
    assert kept(at) == Outline("", "", (SHARE,))
    assert language.plural("story.added", 1) in [each.value for each in at.markdown]
    at = at.button(key="story-share-repaid").click().run()
    assert kept(at) == Outline("", "", (SHARE,))
    assert language.plural("story.already_there", 1) in [each.value for each in at.markdown]


PICTURE = "![d](https://elsewhere.example/d.png)"


@pytest.mark.parametrize(
    "outline",
    [
        Outline("T", PICTURE, (SHARE,)),
        Outline(PICTURE, "", (SHARE,)),
        Outline("T", "", (Item.of({"view": "share-repaid", f"x` {PICTURE} `y": "1"}),)),
        Outline("T", "", (Item.of({"view": "share-repaid", "scale": f"` {PICTURE} `"}, PICTURE),)),
    ],
)
def test_a_story_from_anyone_asks_no_other_host_for_anything(opened, en, outline):
    at = opened("story", lang="en", story=encode(TOLD))
    at.query_params["story"] = encode(outline)
    for shown in (at.run(), opened("story", lang="en", story=encode(outline))):
        assert not shown.exception
        written = [
            each.value
            for kind in ("caption", "info", "warning", "markdown", "header")
            for each in shown.get(kind)
        ]
        assert not [text for text in written if "](http" in text.replace("\\]", "")]


def test_a_story_without_a_figure_that_is_known_offers_no_stage(opened, en):
    at = opened("story", lang="en", story=encode(Outline("T", "", (Item.of({"view": "no-such-view"}),))))
    assert at.button(key="story-present").disabled


def test_adding_a_figure_drops_none_that_is_there_twice():
    twice = Outline("T", "", (SHARE, SHARE))
    assert twice.added(MONEY, MONEY).items == (SHARE, SHARE, MONEY)
