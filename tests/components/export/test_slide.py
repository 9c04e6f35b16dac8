"""A slide: one picture for a wide screen and one for a phone, and room for what its teller wrote."""

from __future__ import annotations

import json
from xml.etree.ElementTree import fromstring

import pytest

from components.content import story_of
from components.export.slide import BESIDE_TEXT, WHOLE, slide_bytes
from components.order import Chapter
from data.catalog import catalog
from equity.view import Filters, View


def slide(code, title="", text=""):
    definition = catalog().vocabulary.definition("share-repaid")
    view = View.default(definition, Filters(language=code))
    made = json.loads(slide_bytes(story_of((Chapter(view, "http://localhost/insurance", title, text),))))
    return {name: fromstring(svg) for name, svg in made.items()}


def frame(svg):
    return tuple(round(float(each)) for each in svg.get("viewBox").split()[2:])


@pytest.mark.parametrize(("text", "expected"), [("", WHOLE), ("Words.", BESIDE_TEXT)])
def test_a_slide_fills_a_screen_or_leaves_room_for_words_and_has_a_column_for_a_phone(text, expected):
    drawn = slide("en", text=text)
    assert frame(drawn["wide"]) == expected
    width, height = frame(drawn["narrow"])
    assert width < height


def test_the_title_of_the_teller_stands_on_both_pictures():
    for svg in slide("zh", "住院费用由谁支付").values():
        assert "住院费用由谁支付" in "".join(svg.itertext())
