"""One card alone in a frame of another site."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.app_test import calc_hash

from components.credit import SOURCES_NAMED
from data.catalog import SHELL

PAGE = "https://care-gap.example/insurance"


@pytest.fixture
def embedded():
    """`embedded(page, **parameters)`: the app at the address of a page, in a frame."""

    def open_page(page, **parameters):
        at = AppTest.from_file(str(SHELL), default_timeout=60)
        at._page_hash = calc_hash(page)
        at.context = {"is_embedded": True, "url": PAGE}
        for name, value in parameters.items():
            at.query_params[name] = value
        return at.run()

    return open_page


def written(at):
    return [each.value for each in (*at.markdown, *at.caption)]


def test_a_focused_view_stands_alone_with_its_sources_and_the_way_to_its_page(embedded, language):
    at = embedded("insurance", lang=language.code, view="share-repaid", period="2023-2025")
    assert not at.exception
    assert len(at.header) == 1
    assert list(at.title) == []
    assert all(each.key != "regions" for each in at.multiselect)
    address = f"{PAGE}?lang={language.code}&view=share-repaid&period=2023-2025"
    assert f"[{language('credit.whole_page')}]({address})" in written(at)
    (line,) = [each for each in written(at) if each.startswith(language("cite.source_line", sources=""))]
    assert "2025" in line
    assert line.count(language("credit.separator")) <= SOURCES_NAMED


def test_a_view_without_figures_still_leads_to_its_page(embedded, en):
    at = embedded("insurance", lang="en", view="money-per-member", regions="820000")
    assert not at.exception
    assert en("empty.card") in [each.value for each in at.info]
    assert any(en("credit.whole_page") in each for each in written(at))


def test_a_view_stands_alone_on_any_page(embedded):
    at = embedded("crowdfunding", lang="en", view="share-repaid")
    assert not at.exception
    assert len(at.header) == 1
    assert not at.info


def test_without_a_focused_view_a_page_in_a_frame_is_as_it_is(embedded, en, vocabulary):
    at = embedded("insurance", lang="en")
    assert not at.exception
    assert len(at.header) == len(vocabulary.datasets["insurance_coverage"].views)
    assert at.title[0].value
