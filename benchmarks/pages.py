"""What a page costs beside a minimal Streamlit page with as many charts, in one run, in Chromium.

    make bench

Three ratios a page: a rerun after one press on a filter; the same under a province, where no reader has been
yet and nothing is drawn ahead; and the cold load by a new reader. Each is the median of several, taken in turn
with the minimal page, so that a busy machine slows both. The clock runs in the browser: from the press until the
script rests and every chart is drawn.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from data.catalog import ROOT, catalog

ROUNDS, LOADS = 5, 3
SETTLING = 300
DRAWN_AHEAD = 120
"""Seconds that a server is given to draw ahead, as one that readers use has had."""

PROVINCE = "&regions=620000"
STARTS_WITHIN = 40
WITHIN, STARTS_RUNNING = 60_000, 1000
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
    let ran = false;
    const seen = new MutationObserver(() => {{ ran = true; }});
    seen.observe(app, {{attributes: true, attributeFilter: ['data-test-script-state']}});
    const started = performance.now();
    button.click();
    while (!ran) {{
        if (performance.now() - started > {STARTS_RUNNING}) throw new Error('the press changed nothing');
        await next();
    }}
    seen.disconnect();
    while (!rest()) await next();
    return performance.now() - started;
}}"""


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


def press(page: Page, key: str, turn: int) -> float:
    """One press on a filter's button, another one every turn, in milliseconds; a second press then lifts it."""
    taken = []
    for _ in range(2):
        buttons = page.locator(f".st-key-{key} button[data-variant=pills]").element_handles()
        taken.append(page.evaluate(CLICKED, buttons[turn % len(buttons)]))
        page.wait_for_timeout(SETTLING)
    return taken[0]


def reruns(browser: Browser, address: str, minimal: str) -> tuple[int, float, float]:
    """The charts of a page, and the medians of its reruns and of those of a minimal page with as many charts."""
    with reader(browser) as mine, reader(browser) as theirs:
        page, other = mine.new_page(), theirs.new_page()
        page.goto(address)
        page.wait_for_function(AT_REST, timeout=WITHIN)
        page.wait_for_timeout(2000)
        charts = page.locator(CHARTS).count()
        other.goto(f"{minimal}/?charts={charts}")
        other.wait_for_function(AT_REST, timeout=WITHIN)
        taken = [(press(page, "grades", turn), press(other, "kept", turn)) for turn in range(ROUNDS)]
    return charts, median(own for own, _ in taken), median(bare for _, bare in taken)


def loads(browser: Browser, address: str, beside: str) -> tuple[float, float]:
    """The medians of the cold loads of a page and of another, taken in turn."""
    taken = [(cold_load(browser, address), cold_load(browser, beside)) for _ in range(LOADS)]
    return median(own for own, _ in taken), median(bare for _, bare in taken)


def told(own: float, bare: float) -> str:
    return f"{own:5.0f} / {bare:4.0f} ms = {own / bare:4.2f}"


def main() -> None:
    """Print one line a page."""
    pages = [each.page for each in catalog().vocabulary.datasets.values() if each.views]
    print(f"{'page':14} {'charts':>6}   {'rerun / minimal':22}   {'under a province':22}   {'cold load':22}")
    with (
        served("app.py") as site,
        served("benchmarks/minimal.py") as minimal,
        sync_playwright() as playwright,
    ):
        time.sleep(DRAWN_AHEAD)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for path in pages:
            address = f"{site}/{path}?lang=en"
            charts, *usual = reruns(browser, address, minimal)
            _, *new = reruns(browser, address + PROVINCE, minimal)
            load = loads(browser, address, f"{minimal}/?charts={charts}")
            print(
                f"/{path:13} {charts:6}   {told(*usual):22}   {told(*new):22}   {told(*load):22}", flush=True
            )
        browser.close()


if __name__ == "__main__":
    main()
