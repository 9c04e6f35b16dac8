"""A teller's Markdown: the same words, lines and lists in every file and on the page."""

from __future__ import annotations

import pytest

from components.export.markdown import Paragraph, Run, paragraphs
from components.story.text import html_of


def texts(written):
    return [each.text for each in paragraphs(written)]


def test_markdown_is_read_as_its_words():
    told = paragraphs(
        "# Head\n\nOne **bold**\nline\n\n1. first\n2. second\n   - inner\n\n<b>raw</b>\n\n```\ncode\nmore\n```"
    )
    assert [each.text for each in told] == [
        "Head",
        "One bold\nline",
        "1. first",
        "2. second",
        "• inner",
        "<b>raw</b>",
        "code\nmore",
    ]
    assert [each.level for each in told] == [0, 0, 1, 1, 2, 0, 0]
    assert [run.text for each in told for run in each.runs if run.bold] == ["Head", "bold"]


def test_a_table_is_a_line_a_row_its_head_in_bold():
    told = paragraphs("| | 2019 |\n|---|---|\n| *East* | [84%](http://localhost/) |\n\nafter")
    assert [each.text for each in told] == [" · 2019", "East · 84%", "after"]
    assert [run.text for each in told for run in each.runs if run.bold] == ["2019"]
    assert [run.link for run in told[1].runs] == ["", "", "http://localhost/"]


@pytest.mark.parametrize("written", ["- one\n-\n\nafter", "- one\n- \n\nafter"])
def test_an_empty_item_leaves_its_mark_to_nobody(written):
    assert texts(written) == ["• one", "after"]


def test_a_list_counts_from_where_its_teller_began():
    assert texts("0. a\n0. b\n\n   still b\n\ntext\n\n7. c") == ["0. a", "1. b", "still b", "text", "7. c"]


def test_a_part_keeps_the_look_of_each_run():
    told = Paragraph((Run("• "), Run("plain "), Run("bold words", bold=True)), level=1)
    assert told.part(4, 12) == Paragraph((Run("ain "), Run("bold", bold=True)), level=1)


def test_page_and_files_read_alike():
    html = html_of("One\ntwo ![picture](http://elsewhere/x.png) <i>\n\n| a |\n|---|\n| b |")
    assert "One<br />\ntwo" in html
    assert "<table>" in html
    assert "<img" not in html
    assert "&lt;i&gt;" in html
    assert texts("One\ntwo ![picture](http://elsewhere/x.png) <i>") == ["One\ntwo !picture <i>"]
