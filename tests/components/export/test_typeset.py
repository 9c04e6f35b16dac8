"""Pages by Typst: texts are never markup, drawings never without words, letters never missing."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdfium2
import pytest
from typst import TypstError

from components.export.arrangement import in_columns
from components.export.drawing import drawn
from components.export.fonts import MissingCharactersError
from components.export.pdf import pdf_bytes
from components.export.typeset import placed, typeset


def page(content, **changes):
    """The data of a page with one chart."""
    shown = replace(content, charts=content.charts[:1])
    told = {"title": "T", "question": "Q", "foot": [], "origin": "", "link": "http://localhost/"}
    charts = placed(in_columns(drawn(shown.charts, 480, shown.language), 1, 1), shown)
    return told | {"page": {"width": 595, "margin": 45}, "charts": charts} | changes


def texts(made):
    document = pypdfium2.PdfDocument(io.BytesIO(made))
    return [each.get_textpage().get_text_range() for each in document]


def test_texts_are_never_read_as_markup(content_in):
    content = content_in("goal-by-status", "en")
    written = "#panic() *b* $x$ [c] @d <e> \\ `f` // g"
    assert written in texts(typeset("figure.typ", page(content, question=written), content.language))[0]


def test_a_drawing_without_words_is_refused(content_in):
    content = content_in("goal-by-status", "en")
    data = page(content)
    data["charts"]["rows"][0][0]["alt"] = ""
    with pytest.raises(TypstError, match="alt"):
        typeset("figure.typ", data, content.language)


@pytest.mark.parametrize("place", ["title", "question"])
def test_characters_that_the_fonts_lack_are_named(content_in, place):
    content = content_in("goal-by-status", "zh")
    with pytest.raises(MissingCharactersError) as failed:
        typeset("figure.typ", page(content, **{place: "\U00020bb7和\U0001f600"}), content.language)
    assert failed.value.characters == "\U0001f600\U00020bb7"


def test_the_document_says_its_title_language_and_that_it_is_tagged(content):
    made = pdf_bytes(content)
    document = pypdfium2.PdfDocument(io.BytesIO(made))
    assert document.get_metadata_dict()["Title"] == content.stamp.title
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
    assert re.search(rb"/Lang ?\((en-GB|zh-CN)\)", made)
