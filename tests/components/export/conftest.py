"""Views ready to be written: one of each form, in either language."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import pypdfium2
import pytest

from components.content import content_of
from components.export.content import Content, Story
from data.catalog import catalog
from equity.view import Filters, View

LINK = "http://localhost/page?lang=en"
ONE_OF_EACH_FORM = ("coverage-by-income", "share-repaid", "what-a-consultation-weighs", "product-by-product")


@cache
def _content(name: str, code: str) -> Content:
    definition = catalog().vocabulary.definition(name)
    return content_of(View.default(definition, Filters(language=code)), LINK)


@pytest.fixture(scope="session")
def content_in() -> Callable[[str, str], Content]:
    """`content_in(name, code)`: a view at its default in a language."""
    return _content


@pytest.fixture(scope="session", params=list(enumerate(ONE_OF_EACH_FORM)), ids=ONE_OF_EACH_FORM)
def content(request: pytest.FixtureRequest) -> Content:
    """A view of each form, half of them in each language."""
    place, name = request.param
    return _content(name, ("en", "zh")[place % 2])


@pytest.fixture(scope="session")
def story_of_two() -> Story:
    """Two views under a title."""
    told = tuple(_content(name, "zh") for name in ("goal-by-status", "residents"))
    return Story("两个问题", LINK, told, ("第一段话。", ""), told[0].language)


def _texts(made: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(made))
    # A hyphen at the end of a line is read as a sign that stands for none.
    told = (page.get_textpage().get_text_range().replace("\ufffe", "-") for page in document)
    return ["".join(each.split()) for each in told]


@pytest.fixture(scope="session")
def pages_of() -> Callable[[bytes], list[str]]:
    """`pages_of(pdf)`: the text of each page without blanks, as a search finds it."""
    return _texts
