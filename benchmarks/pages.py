"""What a page costs beside a minimal Streamlit page with as many charts, in one run, in Chromium.

    make bench

Two ratios a page: a rerun after a filter has changed to something nobody has asked for yet, and the cold load by
a new reader. Each is the median of several, taken in turn with the minimal page, so that a busy machine slows
both. The clock runs in the browser: from the click until the script rests and every chart is drawn.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from data.catalog import ROOT, catalog

ROUNDS = 5
STARTS_WITHIN = 40
WITHIN = 60_000
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
]
WIDTH, HEIGHT = 1440, 900

CHARTS = "[data-testid=stVegaLiteChart], [data-testid=stPlotlyChart]"
AT_REST = f"""() => {{
    const app = document.querySelector('[data-testid=stApp]');
    const charts = [...document.querySelectorAll('{CHARTS}')];
    return app && app.dataset.testScriptState === 'notRunning' && document.querySelector('h1')
        && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
        && charts.every(chart => chart.querySelector('svg, canvas'));
}}"""
CLICKED = f"""async (button) => {{
    const rest = {AT_REST};
    const app = document.querySelector('[data-testid=stApp]');
    const next = () => new Promise((done) => setTimeout(done, 5));
    const started = performance.now();
    button.click();
    while (app.dataset.testScriptState === 'notRunning' && performance.now() - started < 1000) await next();
    while (!rest()) await next();
    return performance.now() - started;
}}"""


@dataclass(frozen=True)
class Measured:
    """Medians in milliseconds: of a rerun and of a cold load."""

    rerun: float
    load: float


@contextmanager
def served(script: str) -> Iterator[str]:
    """The address of a Streamlit server of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += ["--server.address", "localhost", "--server.headless", "true"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                urlopen(f"{address}/_stcore/health", timeout=2).close()
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


@contextmanager
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """A reader with nothing cached."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
    try:
        yield context
    finally:
        context.close()


def cold_load(browser: Browser, address: str) -> float:
    """From the request to a page at rest, in milliseconds."""
    with reader(browser) as context:
        page = context.new_page()
        started = time.perf_counter()
        page.goto(address)
        page.wait_for_function(AT_REST, timeout=WITHIN)
        return 1000 * (time.perf_counter() - started)


def pills(page: Page, key: str) -> list:
    """The buttons of a filter, by its key."""
    return page.locator(f".st-key-{key} button").element_handles()


def rerun(page: Page, key: str, turn: int) -> float:
    """One press of a filter's button, another one every turn, in milliseconds."""
    buttons = pills(page, key)
    taken = page.evaluate(CLICKED, buttons[turn % len(buttons)])
    page.wait_for_timeout(300)
    return taken


def measure(browser: Browser, site: str, path: str, minimal: str) -> tuple[int, Measured, Measured]:
    """The charts of a page, its own times, and those of a minimal page with as many charts."""
    with reader(browser) as mine, reader(browser) as theirs:
        page, other = mine.new_page(), theirs.new_page()
        page.goto(site + path)
        page.wait_for_function(AT_REST, timeout=WITHIN)
        page.wait_for_timeout(2000)
        charts = page.locator(CHARTS).count()
        beside = f"{minimal}/?charts={charts}"
        other.goto(beside)
        other.wait_for_function(AT_REST, timeout=WITHIN)
        reruns = [(rerun(page, "grades", turn), rerun(other, "kept", turn)) for turn in range(ROUNDS)]
    loads = [(cold_load(browser, site + path), cold_load(browser, beside)) for _ in range(3)]
    own, bare = (
        Measured(median(each[side] for each in reruns), median(each[side] for each in loads))
        for side in (0, 1)
    )
    return charts, own, bare


def main() -> None:
    """Print one line a page."""
    pages = [each.page for each in catalog().vocabulary.datasets.values() if each.views]
    heads = ("rerun", "minimal", "ratio", "load", "minimal", "ratio")
    print(f"{'page':16} {'charts':>6} " + " ".join(f"{head:>8}" for head in heads))
    with (
        served("app.py") as site,
        served("benchmarks/minimal.py") as minimal,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for path in pages:
            charts, own, bare = measure(browser, site, f"/{path}?lang=en", minimal)
            print(
                f"/{path:15} {charts:6}   {own.rerun:5.0f} ms {bare.rerun:5.0f} ms {own.rerun / bare.rerun:6.2f}"
                f"   {own.load:5.0f} ms {bare.load:5.0f} ms {own.load / bare.load:6.2f}",
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
