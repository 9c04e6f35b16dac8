"""The house rules: what imports what, and where paths and colours live."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from components.charts.theme import DARK, LIGHT
from data.catalog import ROOT

FOLDERS = ("pages", "components", "data", "equity")
FILES = [ROOT / "app.py", *(file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py")))]
TOOLS = set((ROOT / "pages" / "static").rglob("*.py"))
"""Scripts that are run by hand and imported by nobody."""

MODULES = [file for file in FILES if file not in TOOLS]
NAMES = [str(file.relative_to(ROOT)) for file in MODULES]

# A folder imports only what stands to its right; `components` holds an arrow of its own.
ARROW = (
    "app",
    "pages",
    "components.api",
    "components",
    "components.export",
    "components.charts",
    "data",
    "equity",
)
WITHOUT_STREAMLIT = ("components.export", "components.charts", "components.api", "data", "equity")


def layer(module: str) -> str | None:
    """Where a module stands on the arrow, by its dotted name; `None` when it is not the project's."""
    found = [each for each in ARROW if module == each or module.startswith(each + ".")]
    return max(found, key=len, default=None)


def dotted(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(file: Path) -> list[str]:
    """Every module that a file imports, with `from package import module` as `package.module`."""
    modules = []
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            modules += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative imports hide where a module stands"
            modules += [f"{node.module}.{alias.name}" for alias in node.names]
    return modules


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_module_imports_only_what_stands_to_its_right(name):
    file = ROOT / name
    mine = ARROW.index(layer(dotted(file)))
    for module in imported(file):
        if layer(module):
            assert ARROW.index(layer(module)) >= mine, f"{name} imports {module}"


def test_the_arrow_is_read_from_imports_that_exist():
    every = {(layer(dotted(file)), layer(module)) for file in MODULES for module in imported(file)}
    for left, right in [
        ("pages", "components"),
        ("components", "data"),
        ("data", "equity"),
        ("components", "components.charts"),
    ]:
        assert (left, right) in every


@pytest.mark.parametrize("name", [name for name in NAMES if layer(dotted(ROOT / name)) in WITHOUT_STREAMLIT])
def test_charts_files_data_and_domain_know_no_streamlit(name):
    assert [each for each in imported(ROOT / name) if each.split(".")[0] == "streamlit"] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("equity/")])
def test_the_domain_opens_no_file(name):
    forbidden = {
        "pathlib",
        "os",
        "io",
        "shutil",
        "tempfile",
        "urllib",
        "requests",
        "socket",
        "duckdb",
        "sqlite3",
    }
    assert {module.split(".")[0] for module in imported(ROOT / name)} & forbidden == set()
    called = [node.func for node in ast.walk(tree(ROOT / name)) if isinstance(node, ast.Call)]
    names = {func.id if isinstance(func, ast.Name) else getattr(func, "attr", "") for func in called}
    assert "open" not in names
    assert {each for each in names if each.startswith(("read_", "to_csv", "to_parquet", "to_excel"))} == set()


KNOW_THEIR_PLACE = ("app.py", "data/catalog.py")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in KNOW_THEIR_PLACE])
def test_paths_are_known_to_the_catalog_alone(name):
    used = {node.id for node in ast.walk(tree(ROOT / name)) if isinstance(node, ast.Name)}
    assert "__file__" not in used
    texts = [each.value for each in ast.walk(tree(ROOT / name)) if isinstance(each, ast.Constant)]
    own = re.compile(r"^(\.{0,2}/)?(data|locales|pages|equity|components)/")
    assert [text for text in texts if isinstance(text, str) and own.match(text) and " " not in text] == []


HEX = re.compile(r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3,4})\b")
COLOURED = ("components/charts/theme.py",)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in COLOURED])
def test_colours_are_known_to_the_theme_alone(name):
    texts = [each.value for each in ast.walk(tree(ROOT / name)) if isinstance(each, ast.Constant)]
    assert [text for text in texts if isinstance(text, str) and HEX.search(text)] == []
    named = re.compile(r"\b(rgb|rgba|hsl|hsla|oklch)\(")
    assert [text for text in texts if isinstance(text, str) and named.search(text)] == []


@pytest.mark.parametrize("folder", ["data/definitions", "locales"])
def test_texts_hold_no_colour(folder):
    files = [file for file in (ROOT / folder).iterdir() if file.is_file()]
    assert files
    assert [file.name for file in files if HEX.search(file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_charts_have_the_colours_of_the_page(theme):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    page = config["theme"][theme.name]
    assert theme.background == page["backgroundColor"]
    assert theme.ink == page["textColor"]
    assert theme.muted == page["grayTextColor"]
    assert list(theme.categories) == page["chartCategoricalColors"]
    assert list(theme.sequential) == page["chartSequentialColors"]


def test_no_page_shadows_a_module():
    """`pages/` is first on the import path, so a page called `data.py` would be imported instead of `data`."""
    pages = {file.stem for file in (ROOT / "pages").glob("*.py")}
    assert pages.isdisjoint(
        {"app", "data", "components", "equity", "locales", "pages", "streamlit", "pandas"}
    )
    imports = {module.split(".")[0] for file in MODULES for module in imported(file)}
    assert pages.isdisjoint(imports)
