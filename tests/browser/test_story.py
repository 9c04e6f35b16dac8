"""A story from three pages: ordered, told, kept, handed on and opened again, by readers with a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from components.export.formats import FORMATS, STORIES
from components.export.writers import OF_A_STORY
from equity.story import Item, Outline
from equity.story_format import encode

pytestmark = pytest.mark.browser

PINNED = {"insurance": "share-repaid", "crowdfunding": "platform-totals", "compare": "compare-crowdfunding"}
"""A page, and a view to pin on it."""

TOLD = Outline(
    "Insurance",
    "",
    (
        Item.of({"view": "share-repaid"}, "Half a bill"),
        Item.of({"view": "coverage-history"}, "", "It **fell**.\n\n- once\n- [twice](https://example.org)"),
        Item.of({"view": "money-per-member", "dimension": "region"}, "Money"),
    ),
)
MAKING = 90_000
"""How long the first file of a process may take, in ms, while other tests want the same two cores."""


def headings(reader):
    return reader.page.locator("[class*='st-key-card-item-'] h2")


def press(reader, name):
    reader.page.locator(f".st-key-story-{name} button").first.click()
    reader.settle()


def opened(reader, outline, code="en"):
    reader.open(f"/story?lang={code}&story={encode(outline)}")
    expect(headings(reader)).to_have_count(len(outline.items))
    return reader


def test_three_figures_of_three_pages_become_a_story_that_is_never_lost(reader, english, chinese):
    reader.open("/insurance?lang=en")
    for count, (page, view) in enumerate(PINNED.items(), start=1):
        if count > 1:
            reader.page.locator(f"[data-testid=stTopNavLink][href*='/{page}']").click()
            expect(reader.card(view)).to_be_visible()
            reader.settle()
        press(reader, view)
        said = reader.page.locator(f".st-key-story-said-{view}")
        expect(said).to_contain_text(english.plural("story.added", count))
    reader.page.locator(".st-key-story-said-compare-crowdfunding a").click()
    expect(headings(reader)).to_have_count(3)
    reader.settle()
    first, second, third = headings(reader).all_inner_texts()

    press(reader, "down-0")
    expect(headings(reader)).to_have_text([second, first, third])
    press(reader, "edit-0-en")
    title = reader.page.get_by_role("textbox", name=english("story.item_title"))
    title.fill("Told by me")
    title.press("Enter")
    expect(headings(reader)).to_have_text(["Told by me", first, third])
    reader.page.keyboard.press("Escape")
    press(reader, "undo")
    expect(headings(reader)).to_have_text([second, first, third])
    press(reader, "redo")
    expect(headings(reader)).to_have_text(["Told by me", first, third])

    reader.page.reload()
    expect(headings(reader)).to_have_text(["Told by me", first, third])
    reader.settle()
    reader.page.locator(".st-key-language-zh button").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(chinese("page.story"))
    expect(headings(reader).first).to_have_text("Told by me")
    expect(headings(reader)).to_have_count(3)
    reader.page.locator("[data-testid=stTopNavLink]").first.click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(chinese("home.title"))
    reader.page.reload()
    reader.settle()
    reader.page.locator("[data-testid=stTopNavLink][href*='/story']").click()
    expect(headings(reader).first).to_have_text("Told by me")
    assert reader.errors == []


def test_a_view_that_is_added_after_a_reload_joins_those_that_were_there(reader, english):
    opened(reader, TOLD)
    reader.open("/insurance?lang=en")
    press(reader, "left-to-pay")
    said = reader.page.locator(".st-key-story-said-left-to-pay")
    expect(said).to_contain_text(english.plural("story.added", 4))


def test_a_story_is_presented_with_the_keyboard_alone(reader, english):
    opened(reader, TOLD)
    button = reader.page.locator(".st-key-story-present button")
    button.focus()
    button.press("Enter")
    dialog = reader.page.locator("dialog[open]")
    expect(dialog.locator(".picture > svg")).to_be_visible(timeout=MAKING)
    picture, place, said = (dialog.locator(name) for name in (".picture > svg", ".place", ".said"))
    keys = [
        ("ArrowRight", 2),
        (" ", 3),
        ("ArrowRight", 3),
        ("ArrowLeft", 2),
        ("Home", 1),
        ("End", 3),
        ("PageUp", 2),
    ]
    for key, expected in keys:
        reader.page.keyboard.press(key)
        expect(place).to_have_text(english("story.number", place=expected, count=3))
    expect(said).to_contain_text(english("story.number", place=2, count=3))
    expect(dialog.locator(".text strong")).to_have_text("fell")
    reader.page.keyboard.press("Home")
    expect(picture).to_have_attribute("aria-label", "Half a bill")
    assert "Half a bill" in picture.text_content()
    dialog.locator(".on").click()
    reader.page.keyboard.press("ArrowRight")
    expect(place).to_have_text(english("story.number", place=3, count=3))
    assert reader.serious_violations() == []
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("dialog[open]")).to_have_count(0)
    reader.settle()
    assert reader.errors == []


def test_a_phone_presents_a_picture_of_its_own_and_turns_by_touch(arrive, chinese):
    reader = opened(arrive(None, width=375), TOLD, "zh")
    press(reader, "present")
    dialog = reader.page.locator("dialog[open]")
    picture = dialog.locator(".picture > svg")
    expect(picture).to_be_visible(timeout=MAKING)
    wide, high = picture.evaluate("one => [one.viewBox.baseVal.width, one.viewBox.baseVal.height]")
    assert wide < high
    box = dialog.locator(".on").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    dialog.locator(".on").click()
    expect(dialog.locator(".place")).to_have_text(chinese("story.number", place=2, count=3))
    dialog.locator(".leave").click()
    expect(dialog).to_have_count(0)


def test_a_story_goes_to_another_reader_as_a_file_and_as_a_link(arrive, english):
    first = opened(arrive(None), TOLD)
    press(first, f"hand-on-{english.code}")
    body = first.page.get_by_test_id("stPopoverBody")
    link = body.locator("code").inner_text().strip()
    with first.page.expect_download() as started:
        body.locator(".st-key-story-file button").click()
    file = Path(started.value.path())
    assert json.loads(file.read_text(encoding="utf-8"))["title"] == TOLD.title

    second = arrive(link, locale="zh-CN")
    expect(headings(second)).to_have_text(headings(first).all_inner_texts())

    third = arrive("/story?lang=en")
    third.page.locator("input[type=file]").set_input_files(
        {"name": "story.json", "mimeType": "application/json", "buffer": file.read_bytes()}
    )
    expect(headings(third)).to_have_text(headings(first).all_inner_texts())
    third.settle()
    third.page.reload()
    expect(headings(third)).to_have_count(3)


@pytest.mark.parametrize("code", [each for each in STORIES if each in OF_A_STORY])
def test_a_story_is_exported_whole(reader, chinese, code):
    opened(reader, TOLD, "zh")
    press(reader, "exports-zh")
    reader.page.locator(f".st-key-story-{code} button").click()
    save = reader.page.locator(f".st-key-story-{code}-save button")
    expect(save).to_be_visible(timeout=MAKING)
    with reader.page.expect_download() as started:
        save.click()
    assert started.value.suggested_filename.endswith(FORMATS[code].extension)
    assert Path(started.value.path()).stat().st_size > 10_000


def test_a_link_with_another_story_asks_and_undoing_brings_the_first_back(reader, english):
    opened(reader, TOLD)
    other = Outline("Another", "", TOLD.items[:1])
    reader.open(f"/story?lang=en&story={encode(other)}")
    expect(reader.page.get_by_text(english("story.arrived.link"))).to_be_visible()
    expect(headings(reader)).to_have_count(3)
    press(reader, "take")
    expect(headings(reader)).to_have_count(1)
    reader.expect_parameters(story=None)
    press(reader, "undo")
    expect(headings(reader)).to_have_count(3)


@pytest.mark.exhaustive
def test_two_windows_of_one_reader_tell_one_story(reader, english):
    opened(reader, TOLD)
    other = type(reader)(reader.page.context.new_page(), reader.address)
    other.open("/story?lang=en")
    expect(headings(other)).to_have_count(3)
    press(other, "remove-0")
    expect(headings(other)).to_have_count(2)
    expect(headings(reader)).to_have_count(2)


@pytest.mark.parametrize(("code", "scheme", "width"), [("en", "light", 1280), ("zh", "dark", 375)])
def test_the_page_of_a_story_is_sound(arrive, code, scheme, width):
    reader = opened(arrive(None, scheme=scheme, width=width), TOLD, code)
    assert reader.serious_violations() == []
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    assert reader.errors == []
