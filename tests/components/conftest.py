"""A page as Streamlit runs it, opened cold at an address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.app_test import calc_hash

from data.catalog import SHELL

TIMEOUT = 60


@pytest.fixture
def opened() -> Callable[..., AppTest]:
    """`opened(page, **parameters)`: the app at the address of a page."""

    def open_page(page: str, **parameters: str) -> AppTest:
        at = AppTest.from_file(str(SHELL), default_timeout=TIMEOUT)
        at._page_hash = calc_hash(page)
        for name, value in parameters.items():
            at.query_params[name] = value
        return at.run()

    return open_page
