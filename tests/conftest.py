"""What all tests share: the project's own data, and every view that it declares, by every dimension."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.app_test import calc_hash

from components.charts.marks import labelled
from data.catalog import LANGUAGES, ROOT, SHELL, Catalog
from data.catalog import language as language_of
from data.store import Store
from equity.language import Language
from equity.view import Filters, View
from equity.vocabulary import EXPLORER, GRADES, ViewDefinition, Vocabulary

TIMEOUT = 60
WHERE = Catalog(ROOT / "data")


def views_by_every_dimension() -> Iterator[View]:
    """Each declared view by each of its dimensions; where it can be asked for doubtful figures, with them."""
    for definition in WHERE.vocabulary.views():
        filters = Filters(grades=GRADES) if definition.honours("grades") else Filters()
        default = View.default(definition, filters)
        for dimension in definition.dimensions:
            groups = definition.default_groups.get(dimension, ())
            yield replace(default, dimension=dimension, groups=groups)


def by_plotly(view: View) -> bool:
    """Whether a view is drawn by Plotly, which has tests of its own."""
    return WHERE.vocabulary.datasets[view.dataset].views[view.id].form_of(view.dimension) == EXPLORER


def by_its_first_dimension(view: View) -> bool:
    """Whether a view is compared as it is at first."""
    definition = WHERE.vocabulary.datasets[view.dataset].views[view.id]
    return view.dimension == definition.dimensions[0]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`view`, `definition` and `language` are parameters wherever a test names them."""
    languages = [language_of(code) for code in LANGUAGES]
    if "view" in metafunc.fixturenames:
        views = list(views_by_every_dimension())
        if "drawn" in metafunc.fixturenames or "charts" in metafunc.module.__name__:
            views = [each for each in views if not by_plotly(each)]
        names = [f"{each.id}-by-{each.dimension}" for each in views]
        if "language" not in metafunc.fixturenames:
            metafunc.parametrize("view", views, ids=names)
            return
        # Every view in one language or the other; by its first dimension in both.
        pairs = [
            (f"{name}-{say.code}", view, say)
            for place, (name, view) in enumerate(zip(names, views, strict=True))
            for turn, say in enumerate(languages)
            if by_its_first_dimension(view) or (place + turn) % len(languages) == 0
        ]
        metafunc.parametrize(
            ("view", "language"), [pair[1:] for pair in pairs], ids=[pair[0] for pair in pairs]
        )
        return
    if "definition" in metafunc.fixturenames:
        definitions = list(WHERE.vocabulary.views())
        metafunc.parametrize("definition", definitions, ids=[each.id for each in definitions])
    if "language" in metafunc.fixturenames:
        metafunc.parametrize("language", languages, ids=list(LANGUAGES))


@pytest.fixture(scope="session")
def where() -> Catalog:
    return WHERE


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return WHERE.vocabulary


@pytest.fixture(scope="session")
def store() -> Store:
    return Store(WHERE)


@pytest.fixture(scope="session")
def en() -> Language:
    return language_of("en")


@pytest.fixture(scope="session")
def zh() -> Language:
    return language_of("zh")


@pytest.fixture(scope="session")
def definition_of(vocabulary: Vocabulary) -> Callable[[View], ViewDefinition]:
    return lambda view: vocabulary.definition(view.id)


@pytest.fixture(scope="session")
def marks_of(
    store: Store, vocabulary: Vocabulary, definition_of: Callable
) -> Callable[[View, Language], pd.DataFrame]:
    """The labelled frame of a view, as a card makes it; a copy that a test may change."""

    @cache
    def once(view: View, code: str) -> pd.DataFrame:
        definition, language = definition_of(view), language_of(code)
        return labelled(store.query(view), view, definition, vocabulary, store.sources(), language)

    return lambda view, language: once(view, language.code).copy()


LATER = """## 2026.12.2 (2026-12-21)

- {figure}: 84.7 → 84.8, {source}

## 2026.12.1 (2026-12-20)

- {figure}: 48.4 → 84.7, {source}
- Insurance: 3 figures of 2025
  医保：2025年数据3项

"""


@pytest.fixture(scope="session")
def later_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder as it could be two releases on: one figure corrected twice, one view renamed."""
    folder = tmp_path_factory.mktemp("later")
    for name in ("facts", "parquet"):
        (folder / name).symlink_to(WHERE.folder / name)
    shutil.copytree(WHERE.definitions, folder / "definitions")
    renamed = '{ parameter = "view", old = "share-paid-back", new = "share-repaid", since = "2026.12.1" }'
    (folder / "definitions" / "renamed.toml").write_text(f"renamed = [{renamed}]\n", encoding="utf-8")
    (folder / "release.toml").write_text('version = "2026.12.2"\nreleased = "2026-12-21"\n', encoding="utf-8")
    columns = "indicator=inpatient_reimbursement_within_policy scheme=employee period_end=2024"
    lines = LATER.format(figure=f"insurance_coverage, {columns}", source="IN-nhsa_bulletin_2024")
    log = WHERE.changelog.read_text(encoding="utf-8").replace("## ", f"{lines}## ", 1)
    (folder / "CHANGELOG.md").write_text(log, encoding="utf-8")
    return folder


@pytest.fixture
def opened() -> Callable[..., AppTest]:
    """`opened(page, **parameters)`: the app at the address of a page."""

    def open_page(page: str, **parameters: str) -> AppTest:
        at = AppTest.from_file(str(SHELL), default_timeout=TIMEOUT)
        at._page_hash = calc_hash(page) if page else ""
        for name, value in parameters.items():
            at.query_params[name] = value
        return at.run()

    return open_page
