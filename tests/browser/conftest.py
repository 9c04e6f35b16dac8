"""The app in a real browser: one server a worker, and readers who open its pages.

Nothing here knows a wording: texts come from the catalogues, codes from the vocabulary.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Download, Locator, Page, expect, sync_playwright

from data.catalog import ROOT, catalog, language
from equity.language import Language

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
STREAMLIT = (sys.executable, "-m", "streamlit", "run")
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
STARTS_WITHIN = 40
SETTLES_WITHIN = 25_000
PROBES = re.compile(r"^/[^/]+/_stcore/(health|host-config)$")
"""What Streamlit asks of a deep link to find its own root, and is told 404."""

SETTLED = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')];
    const quiet = app
        && app.dataset.testScriptState === 'notRunning'
        && app.dataset.testConnectionState === 'CONNECTED'
        && !document.querySelector('[data-stale=true], [data-testid=stSkeleton], [data-testid=stStatusWidget]')
        && document.querySelector('h1, h2')
        && charts.every(chart => chart.querySelector('svg, canvas'));
    if (!quiet) { window.quietSince = undefined; return false; }
    window.quietSince ??= performance.now();
    return performance.now() - window.quietSince > 400;
}"""


EXEMPT: dict[str, tuple[str, str]] = {}
"""Rule of axe to (the part of a target inside Streamlit's own widget, why it is not ours to mend)."""


@dataclass
class Reader:
    """One reader with one page open, and all that the page asked of the network and complained of."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.context.on("request", lambda request: self._see(request.url))
        self.page.on("websocket", lambda opened: self._see(opened.url))

    def _hear(self, message: ConsoleMessage) -> None:
        source = urlsplit(message.location["url"])
        probing = (
            self._is_home(message.location["url"]) and PROBES.match(source.path) and "404" in message.text
        )
        if message.type == "error" and not probing:
            self.errors.append(f"{message.text} ({message.location['url']})")

    def _see(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and not self._is_home(url):
            self.foreign.append(url)

    def _is_home(self, url: str) -> bool:
        return urlsplit(url).netloc == urlsplit(self.address).netloc

    def open(self, path: str) -> None:
        """Open a path or a full link, and wait for all of it."""
        self.page.goto(path if "://" in path else self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the script rests, nothing is stale and every chart is drawn, for a while on end."""
        self.page.evaluate("window.quietSince = undefined")
        self.page.wait_for_function(SETTLED, timeout=SETTLES_WITHIN)

    def centre(self, control: Locator) -> None:
        """Bring a control to the middle and the page to rest: an open list closes when the page scrolls.

        A turn of the wheel comes first, as from a reader: until one moves, the page holds its focused card in view.
        """
        self.page.mouse.wheel(0, 1)
        control.evaluate("one => one.scrollIntoView({ block: 'center' })")
        self.settle()

    @property
    def parameters(self) -> dict[str, str]:
        """The query parameters of the address."""
        return dict(parse_qsl(urlsplit(self.page.url).query))

    def expect_parameters(self, **expected: str | None) -> None:
        """Wait until the address has these parameters (`None`: has it not), then until the page has settled."""
        self.page.wait_for_function(
            """expected => {
                const address = new URLSearchParams(location.search);
                return Object.entries(expected).every(([name, value]) => address.get(name) === value);
            }""",
            arg=expected,
            timeout=SETTLES_WITHIN,
        )
        self.settle()

    def card(self, view: str) -> Locator:
        """The card of a view, or of a finding on the first page."""
        return self.page.locator(f".st-key-card-{view}")

    def tab(self, view: str, name: str, words: Language) -> Locator:
        """Choose what a card shows (chart, table, sources, reading), and give the card."""
        self.part(view, words(f"tab.{name}")).click()
        expect(self.part(view, words(f"tab.{name}"))).to_be_checked()
        self.settle()
        return self.card(view)

    def part(self, view: str, label: str) -> Locator:
        """The choice of what a card shows that is called so."""
        return self.page.locator(f"[class*='st-key-tabs-{view}-']").get_by_role(
            "radio", name=label, exact=True
        )

    def table(self, view: str, words: Language) -> list[list[str]]:
        """The rows in sight of a card's table, each as its cells' texts; the header first."""
        grid = self.tab(view, "table", words).locator("canvas table[role=grid]")
        grid.wait_for(state="attached")
        return grid.evaluate(
            "grid => [...grid.querySelectorAll('tr')].map(row => [...row.children].map(cell => cell.textContent))"
        )

    def chart_texts(self, view: str) -> list[str]:
        """Every text in a card's charts, but for its tile grid."""
        return self.card(view).evaluate(
            """card => [...card.querySelectorAll('[data-testid=stVegaLiteChart]')]
                .filter(chart => !chart.closest('[class*=st-key-grid-]'))
                .flatMap(chart => [...chart.querySelectorAll('svg text')].map(text => text.textContent))"""
        )

    def download(self, view: str) -> bytes:
        """The bytes of a card's CSV."""
        return Path(self.file(view, "csv").path()).read_bytes()

    def file(self, view: str, code: str) -> Download:
        """A view as a file of a format, from its card's list of files."""
        button = self.way(view, "download").locator(f".st-key-file-{code}-{view} button")
        with self.page.expect_download() as started:
            button.click()
        return started.value

    def shared_link(self, view: str) -> str:
        """The link that a card offers for sharing."""
        return self.way(view, "share").locator("code").first.inner_text().strip()

    def way(self, view: str, name: str) -> Locator:
        """Open a way out of a card (share, cite, report, download), if it is not open, and give what it shows."""
        choice = self.card(view).get_by_role("radio", name=self.words(name), exact=True)
        if choice.get_attribute("aria-checked") == "false":
            choice.click()
        shown = self.card(view).locator(f".st-key-way-{view}")
        expect(shown).to_contain_text(self.words(f"{name}.note"))
        self.settle()
        return shown

    def serious_violations(self) -> list[tuple[str, str, str]]:
        """Each serious or critical finding of axe as rule, target and element, but for those exempt."""
        found = Axe().run(self.page).response["violations"]
        return [
            (rule["id"], str(node["target"]), node["html"][:160])
            for rule in found
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
            if rule["id"] not in EXEMPT or EXEMPT[rule["id"]][0] not in str(node["target"]) + node["html"]
        ]

    @property
    def words(self) -> Language:
        """The language that is shown."""
        return language(self.page.evaluate("document.documentElement.lang").split("-")[0])

    @property
    def region_list(self) -> Locator:
        """The input of the list of regions, found by its label in whichever language is shown."""
        return self.page.get_by_role("combobox", name=self.words("filters.regions")).first

    def choose_region(self, typed: str) -> None:
        """Type into the list of regions and take the first that is offered."""
        self.centre(self.region_list)
        self.region_list.focus()
        self.region_list.fill(typed)
        expect(self.page.get_by_role("option")).to_have_count(1)
        self.region_list.press("ArrowDown")
        self.region_list.press("Enter")
        self.region_list.press("Escape")

    @property
    def cells(self) -> Locator:
        """The cells of the tile grid in sight, by the initials written on them."""
        initials = {region.letters for region in catalog().vocabulary.regions.values()}
        initials |= {region.initial_zh for region in catalog().vocabulary.regions.values()}
        pattern = re.compile("^(" + "|".join(sorted(initials - {""})) + ")$")
        return self.page.locator("[class*=st-key-grid-] svg text").filter(has_text=pattern)

    def cell(self, code: str, words: Language) -> Locator:
        """The cell of a province."""
        region = catalog().vocabulary.regions[code]
        written = region.initial_zh if words.code == "zh" else region.letters
        return self.cells.filter(has_text=re.compile(f"^{written}$")).first


@contextmanager
def serving(*command: str, cwd: Path = ROOT) -> Iterator[str]:
    """Run a server until the block ends; `{port}` in the command is a free loopback port. Gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = subprocess.Popen(
        [part.format(port=port) for part in command],
        cwd=cwd,
        env=os.environ | {"CAREGAP_DRAW_AHEAD": "0"},  # two cores are wanted for the pages that tests open
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for_health(address, started)
        yield address
    finally:
        started.terminate()
        try:
            started.wait(timeout=5)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def _wait_for_health(address: str, started: subprocess.Popen) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if started.poll() is not None:
            pytest.fail(f"the server ended with {started.returncode}: {started.args}")
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server was not healthy within {STARTS_WITHIN} s: {started.args}")


@pytest.fixture(scope="session")
def serve() -> Callable[..., AbstractContextManager[str]]:
    """Start a server of one's own: `with serve(*command) as address`."""
    return serving


@pytest.fixture(scope="session")
def app() -> Iterator[str]:
    """The address of the app, started once for this worker."""
    loopback = ("--server.address", "127.0.0.1", "--server.port", "{port}")
    with serving(*STREAMLIT, "app.py", *loopback) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of `CHROMIUM`, else of the search path, else Playwright's own."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    executable = os.environ.get("CHROMIUM") or next(filter(None, found), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def arrive(app: str, chromium: Browser) -> Iterator[Callable[..., Reader]]:
    """Let a new reader, with a browser of their own, open a path. Nobody may be sent to another host."""
    readers: list[Reader] = []

    def arrive(
        path: str | None, *, width: int = 1280, scheme: str = "light", locale: str = "en-GB", at: str = app
    ) -> Reader:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale=locale
        )
        context.set_default_timeout(15_000)
        reader = Reader(context.new_page(), at)
        readers.append(reader)
        if path is not None:
            reader.open(path)
        return reader

    yield arrive
    for reader in readers:
        reader.page.context.close()
    foreign = [url for reader in readers for url in reader.foreign]
    assert not foreign, f"requests to other hosts: {foreign}"


@pytest.fixture
def reader(arrive: Callable[..., Reader]) -> Reader:
    """A reader at a desk who has opened nothing yet."""
    return arrive(None)


@pytest.fixture
def page(reader: Reader) -> Page:
    """The bare page of `reader`."""
    return reader.page


@pytest.fixture(
    params=[pytest.param(each, marks=pytest.mark.exhaustive) if each == "en" else each for each in LOCALES]
)
def words(request: pytest.FixtureRequest) -> Language:
    """Each language in turn; English, which most other tests read, where there is more time."""
    return language(request.param)


@pytest.fixture
def english() -> Language:
    return language("en")


@pytest.fixture
def chinese() -> Language:
    return language("zh")
