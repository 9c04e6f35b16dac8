"""A view as a picture: text that is text, in fonts that can draw it, and nothing blank."""

from __future__ import annotations

import io
from dataclasses import replace
from xml.etree.ElementTree import fromstring, tostring

import pytest
from PIL import Image, ImageChops

from components.content import content_of
from components.export import drawing, picture
from components.export.fonts import FAMILIES, MissingCharactersError, check, width, wrapped
from data.catalog import LANGUAGES, catalog
from data.catalog import language as language_of
from equity.view import Filters, View

LINK = "http://localhost/insurance?lang=zh&data=2026.11.1"
FORMS = (
    "coverage-history",
    "coverage-by-income",
    "money-per-member",
    "product-by-product",
    "platform-totals",
)
"""A view of every form, of places, and of more panels than a frame has room for."""


def content(name, code):
    definition = catalog().vocabulary.definition(name)
    return content_of(View.default(definition, Filters(language=code)), LINK)


def texts(svg):
    return ["".join(each.itertext()) for each in fromstring(svg).iter(drawing.TEXT)]


def image(png):
    return Image.open(io.BytesIO(png)).convert("RGB")


@pytest.mark.parametrize(("place", "name"), list(enumerate(FORMS)))
def test_the_drawing_holds_finding_figures_sources_and_link_as_text(place, name):
    view = content(name, list(LANGUAGES)[place % 2])
    written = texts(picture.picture_svg(view))
    told = "".join(written).replace(" ", "")
    for each in (view.stamp.title, view.stamp.question, view.stamp.trust, view.source_line, LINK):
        assert each.replace(" ", "") in told
    for title in view.drawn.panel_title:
        assert title in written


def test_the_description_carries_the_whole_stamp():
    view = content("share-repaid", "zh")
    root = fromstring(picture.picture_svg(view))
    assert root.findtext(f"{{{drawing.SVG}}}title") == view.stamp.title
    described = root.findtext(f"{{{drawing.SVG}}}desc")
    for _, text in view.stamp.lines(view.language):
        assert text in described


@pytest.mark.parametrize("code", LANGUAGES)
def test_letters_are_drawn_and_the_picture_is_not_blank(code):
    view = content("goal-by-status", code)
    svg = picture.picture_svg(view)
    without = fromstring(svg)
    for each in without.iter(drawing.TEXT):
        each.text = ""
    drawn, blank = image(picture.png(svg)), image(picture.png(tostring(without, encoding="unicode")))
    assert drawn.size == blank.size
    changed = ImageChops.difference(drawn, blank).convert("L").point(lambda level: 255 * (level > 40))
    assert sum(changed.histogram()[255:]) > 5000
    assert len(blank.getcolors(1 << 20)) > 10


@pytest.mark.parametrize(("name", "left_out"), [("platform-totals", True), ("share-repaid", False)])
def test_a_social_card_has_the_size_that_is_asked_for_and_says_what_it_leaves_out(name, left_out):
    view = content(name, "en")
    assert image(picture.card_bytes(view)).size == picture.CARD
    written = texts(picture.framed_svg(view, *picture.CARD))
    titles = list(view.drawn.drop_duplicates("panel").panel_title)
    hidden = len(titles) - sum(text in titles for text in written)
    assert (hidden > 0) == left_out
    if left_out:
        assert view.language.plural("picture.more_panels", hidden) in written[-1]


def test_a_social_card_of_places_is_the_grid_of_all_provinces_and_the_gaps():
    view = content("money-per-member", "zh")
    written = texts(picture.framed_svg(view, *picture.CARD))
    assert {region.initial_zh for region in catalog().vocabulary.regions.values() if region.row} <= set(
        written
    )
    assert set(view.stamp.gaps[:1]) <= set(written)


def test_a_png_has_two_pixels_a_unit_and_is_never_larger_than_its_limit():
    view = content("platform-totals", "en")
    assert max(image(picture.png_bytes(view)).size) == picture.PNG_LIMIT
    assert image(picture.png_bytes(content("goal-by-status", "en"))).width == 2 * picture.WIDTH


def test_equal_figures_give_equal_bytes():
    for make in (picture.svg_bytes, picture.png_bytes, picture.card_bytes):
        assert make(content("share-repaid", "zh")) == make(content("share-repaid", "zh"))


def test_identifiers_of_panels_stay_apart():
    root = fromstring(picture.picture_svg(content("coverage-history", "en")))
    named = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(named) == len(set(named))
    used = {value for each in root.iter() for value in each.attrib.values() if drawing.REFERENCE in value}
    assert {value.split(drawing.REFERENCE)[1].rstrip(")") for value in used} <= set(named)


def test_a_character_that_no_font_has_is_named_and_nothing_is_drawn():
    view = content("goal-by-status", "zh")
    lost = replace(view, title="\U0001f600 and \U00020bb7")
    with pytest.raises(MissingCharactersError) as failed:
        picture.picture_svg(lost)
    assert failed.value.characters == "\U0001f600\U00020bb7"


def test_every_text_of_the_product_can_be_drawn():
    for code in LANGUAGES:
        for entry in language_of(code).catalogue._catalog.values():
            check([entry])


def test_quotes_are_as_narrow_as_each_writing_has_them():
    assert set(FAMILIES) == set(LANGUAGES)
    en, zh = language_of("en"), language_of("zh")
    assert width("’", 10, zh) == 10
    assert width("’", 10, en) < 4
    assert width("国", 10, en) == width("国", 10, zh) == 10


def test_a_text_breaks_where_its_writing_allows_and_no_line_begins_with_a_closing_sign():
    zh = language_of("zh")
    text = "基本医保参保率（行政统计）、China、职工医保。"
    for room in range(60, 300, 7):
        lines = wrapped(text, 12, room, zh)
        assert "".join(lines) == text
        assert not [line for line in lines if line[0] in "，。、；：）》”"]
