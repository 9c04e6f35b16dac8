"""Views as a brief: two pages each, everything on them told or counted."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest

from components.content import content_of
from components.export.brief import brief_bytes
from components.export.content import Story
from data.catalog import LANGUAGES, catalog
from equity.view import Filters, View
from equity.vocabulary import GRADES

LINK = "http://localhost/insurance?lang=zh&view=share-repaid&data=2026.11.1"
VOCABULARY = catalog().vocabulary
VIEWS = {each.id: each for each in (*VOCABULARY.views(), *VOCABULARY.comparing_views())}
A4 = (595, 842)


def alone(content, text=""):
    return Story(content.stamp.title, content.stamp.link, (content,), (text,), content.language)


def bare(text):
    return "".join(text.split())


@pytest.fixture
def pages(pages_of):
    """`pages(story)`: the text of each page of its brief, all of A4."""

    def read(story):
        made = brief_bytes(story)
        assert {tuple(map(round, page.get_size())) for page in pypdfium2.PdfDocument(io.BytesIO(made))} == {
            A4
        }
        return pages_of(made)

    return read


@pytest.mark.exhaustive
@pytest.mark.parametrize(("place", "name"), list(enumerate(VIEWS)))
def test_every_view_has_two_pages(place, name, pages):
    code = list(LANGUAGES)[place % 2]
    content = content_of(View.default(VIEWS[name], Filters(language=code)), LINK)
    # Charts take the room that words leave them; drawing them here would take minutes.
    first, second = pages(alone(replace(content, charts=())))
    assert bare(content.stamp.title) in first
    assert bare(content.stamp.trust) in first
    assert bare(content.language("brief.figures")) in second
    assert bare(content.stamp.version) in second


def test_the_first_page_holds_the_finding_and_charts(content, pages):
    first, second = pages(alone(content))
    stamp = content.stamp
    for told in (stamp.question, stamp.title, stamp.trust, *stamp.gaps, *stamp.notes, stamp.version):
        assert bare(told) in first
    title = bare(content.charts[0]["title"]["text"])
    assert first.count(title) > bare(stamp.title + "".join(stamp.gaps)).count(title)
    assert bare(stamp.licence) in first
    assert bare(stamp.licence) in second


def test_the_second_page_holds_figures_reading_choices_sources_and_link(content_in, pages):
    content = content_in("coverage-by-income", "zh")
    _, second = pages(alone(content))
    for value in content.drawn.value_label:
        assert bare(value) in second
    for passage in content.reading:
        assert all(bare(each) in second for each in (passage.head, passage.text, *passage.points))
    for label, value in content.stamp.filters:
        assert bare(f"{label}{value}") in second
    assert all(bare(each) in second for each in content.sources.title)
    assert bare(content.stamp.link) in second


def test_what_finds_no_room_is_counted(content_in, pages):
    content = content_in("income-by-province", "en")
    figures = len(content.drawn)
    _, second = pages(alone(replace(content, charts=())))
    told = [bare(content.language.plural("brief.more_rows.ends", count)) for count in range(1, figures)]
    (left_out,) = [count for count, each in enumerate(told, 1) if each in second]
    # A code stands in the first column of each row.
    shown = sum(
        second.count(f"{code}{bare(content.language.of(VOCABULARY.regions[code].label))}")
        for code in VOCABULARY.regions
    )
    assert shown + left_out == figures


def test_several_views_have_a_cover_and_two_pages_each(story_of_two, pages):
    cover, first, _, third, _ = pages(story_of_two)
    assert bare(story_of_two.title) in cover
    for content in story_of_two.contents:
        assert bare(content.stamp.title) in cover
    assert bare(story_of_two.texts[0]) in first
    assert bare(story_of_two.contents[1].stamp.title) in third


def test_a_long_text_and_many_choices_leave_two_pages(content_in, pages):
    content = content_in("goal-by-status", "en")
    text = "\n\n".join(f"**Paragraph** {number} of [many](http://localhost/)." for number in range(200))
    first, _ = pages(alone(content, text))
    assert "Paragraph0ofmany(http://localhost/)." in first
    assert any(bare(content.language.plural("brief.more", count)) in first for count in range(100, 200))
    everywhere = Filters(regions=VOCABULARY.provinces(), grades=GRADES)
    wide = content_of(View.default(VIEWS["income-over-time"], everywhere), LINK + "&regions=" + "x" * 4000)
    assert len(pages(alone(replace(wide, charts=())))) == 2


def test_equal_stories_give_equal_bytes(story_of_two):
    assert brief_bytes(story_of_two) == brief_bytes(story_of_two)


def test_a_view_without_figures_has_its_two_pages(pages):
    nowhere = Filters(regions=("820000",), grades=("company",))
    content = content_of(View.default(VIEWS["money-per-member"], nowhere), LINK)
    assert content.marks.empty
    first, _ = pages(alone(content))
    assert bare(content.stamp.question) in first
