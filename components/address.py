"""The addresses of a view: the page that reopens it, and its files for programs."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from data.catalog import catalog
from equity.view import Filters, View
from equity.vocabulary import ViewDefinition

API = "api/v1"
COMPARE = "compare"

REGION_FORMATS = {"pdf": "brief", "pptx": "pptx", "json": "json"}
"""The end of a region's address to the code of the format that its file is made in."""


def address_on(page: str, view: View, definition: ViewDefinition) -> str:
    """The link that reopens a view on a page, whose own address is `page`."""
    return f"{page}?{urlencode(view.encode(definition))}"


def with_data_of_today(view: View) -> View:
    """The same view with the data of today."""
    version = catalog().release["version"]
    return replace(view, filters=replace(view.filters, data_version=version))


def path_of(definition: ViewDefinition) -> str:
    """The path of the page that a view stands on."""
    vocabulary = catalog().vocabulary
    return COMPARE if vocabulary.compares(definition) else vocabulary.datasets[definition.dataset].page


def file_address(view: View, definition: ViewDefinition, code: str) -> str:
    """Where programs find a view in a format, relative to the address of any page."""
    parameters = view.encode(definition)
    del parameters["view"]
    return f"{API}/views/{view.id}.{code}?{urlencode(parameters)}"


def region_address(code: str, filters: Filters, extension: str) -> str:
    """Where the file of a province stands under a reader's filters, relative to the address of any page."""
    parameters = replace(filters, regions=(), data_version="").encode()
    return f"{API}/regions/{code}.{extension}?{urlencode(parameters)}"
