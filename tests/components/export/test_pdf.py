"""A view as one page of PDF: whole, searchable in both languages, equal every time."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2

from components.export.pdf import WIDTH, pdf_bytes


def bare(text):
    return "".join(text.split())


def test_the_page_holds_finding_charts_notes_sources_and_link(content, pages_of):
    made = pdf_bytes(content)
    (told,) = pages_of(made)
    stamp = content.stamp
    for each in (stamp.title, *stamp.notes, stamp.trust, *content.sources.title, stamp.link):
        assert bare(each) in told
    for chart in content.charts:
        assert bare(chart["title"]["text"]) in told
    (page,) = pypdfium2.PdfDocument(io.BytesIO(made))
    assert round(page.get_width()) == WIDTH
    assert pdf_bytes(content) == made


def test_a_view_without_figures_has_its_question(content_in, pages_of):
    content = content_in("goal-by-status", "en")
    empty = replace(content, charts=(), marks=content.marks.iloc[:0], sources=content.sources.iloc[:0])
    assert bare(content.stamp.question) in pages_of(pdf_bytes(empty))[0]
