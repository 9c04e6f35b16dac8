"""What files cost beside the bare library for the same content, and what readers feel while files are made.

    make bench

In one process, in turn: the picture of a view beside its charts alone; twelve slides beside twelve slides of the same
charts by python-pptx alone; a brief beside a plain typst document of the same charts and tables. Each is the median
of several, warm. Then, in Chromium: the slowest of twenty presses on a filter but one, alone and while four decks are
made.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from statistics import median
from urllib.request import urlopen

import typst
import vl_convert
from playwright.sync_api import Browser, sync_playwright
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from benchmarks.pages import ARGUMENTS, AT_REST, CHROMIUM, DRAWN_AHEAD, WITHIN, press, reader, served
from components.charts.axes import printed
from components.content import story_of
from components.export.brief import brief_bytes
from components.export.content import Content, Story
from components.export.drawing import drawn
from components.export.fonts import FAMILIES, font_folder
from components.export.picture import PNG_SCALE, WIDTH, png_bytes
from components.export.pptx import pptx_bytes
from components.export.xlsx import panel_table
from components.order import Chapter
from data.catalog import catalog
from equity.view import Filters, View

ROUNDS, PRESSES, SLIDES, EXPORTS = 7, 20, 12, 4
LINK = "http://localhost/"
ASKED = (
    "income-over-time",
    "residents",
    "what-a-consultation-weighs",
    "what-a-course-weighs",
    "money-per-member",
)
P95 = -2
"""The place of the 95th percentile among twenty, from the end."""


def told(views: list[str]) -> Story:
    definitions = [catalog().vocabulary.definition(name) for name in views]
    return story_of([Chapter(View.default(each, Filters()), LINK) for each in definitions])


def bare_pictures(content: Content) -> None:
    """The charts of a view as PNG, by the library alone."""
    for chart in content.charts:
        vl_convert.vegalite_to_png(printed(chart, WIDTH, FAMILIES["en"]), scale=PNG_SCALE)


def bare_slides(story: Story) -> None:
    """A slide a view with the same figures in plain charts."""
    deck = Presentation()
    for content in story.contents:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        if slide.shapes.title:
            slide.shapes.title.text = content.stamp.title
        for _, panel in content.drawn.groupby("panel", sort=False):
            rows = panel_table(panel, content.form)
            data = CategoryChartData()
            data.categories = [str(each) for each in rows.iloc[:, 0]]
            for column in rows.columns[1:]:
                data.add_series(str(column), [None if each != each else each for each in rows[column]])
            place = (Inches(1), Inches(2), Inches(8), Inches(4))
            slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)  # type: ignore[arg-type]
    deck.save(io.BytesIO())


def bare_brief(content: Content) -> None:
    """The same charts and the same table, set plainly."""
    drawings = [each.svg() for each in drawn(content.charts, WIDTH, content.language)]
    rows = content.table.astype(str)
    data = {
        "charts": drawings,
        "columns": len(rows.columns),
        "cells": [*rows.columns, *rows.to_numpy().ravel()],
    }
    markup = """
#let told = json(bytes(sys.inputs.told))
#for chart in told.charts { image(bytes(chart), format: "svg") }
#set text(size: 7pt)
#table(columns: told.columns, ..told.cells)
"""
    typst.compile(
        markup.encode(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder())]),
        sys_inputs={"told": json.dumps(data)},
    )


def beside(name: str, own: Callable[[], object], bare: Callable[[], object]) -> None:
    """Print the medians of two ways, taken in turn after one of each."""
    taken = [(seconds(own), seconds(bare)) for _ in range(ROUNDS + 1)][1:]
    mine, theirs = (1000 * median(each) for each in zip(*taken, strict=True))
    print(f"{name:34} {mine:6.0f} / {theirs:5.0f} ms = {mine / theirs:4.2f}")


def seconds(make: Callable[[], object]) -> float:
    started = time.perf_counter()
    make()
    return time.perf_counter() - started


def while_exporting(browser: Browser, address: str) -> tuple[float, float]:
    """The 95th percentile of a press on a filter, alone and while decks nobody has asked for are made."""
    with reader(browser) as someone:
        page = someone.new_page()
        page.goto(f"{address}/insurance?lang=en")
        page.wait_for_function(AT_REST, timeout=WITHIN)
        page.wait_for_timeout(2000)
        alone = sorted(press(page, "grades", turn) for turn in range(PRESSES))
        asked = product(ASKED, catalog().vocabulary.provinces())
        with ThreadPoolExecutor(EXPORTS) as others:
            going = [others.submit(_ask, address, *next(asked)) for _ in range(EXPORTS)]
            during = []
            for turn in range(PRESSES):
                during.append(press(page, "grades", turn))
                for place, each in enumerate(going):
                    if each.done() and (new := next(asked, None)):
                        each.result()
                        going[place] = others.submit(_ask, address, *new)
    return alone[P95], sorted(during)[P95]


def _ask(address: str, view: str, region: str) -> None:
    urlopen(f"{address}/api/v1/views/{view}.pptx?lang=en&regions={region}", timeout=60).read()


def main() -> None:
    """Print one line a file, then what readers feel."""
    views = [each.id for each in catalog().vocabulary.views()][:SLIDES]
    story, one = told(views), told(["share-repaid"])
    beside(
        "picture (PNG, 2 panels)", lambda: png_bytes(one.contents[0]), lambda: bare_pictures(one.contents[0])
    )
    beside(f"slides (PPTX, {SLIDES} views)", lambda: pptx_bytes(story), lambda: bare_slides(story))
    beside("brief (PDF, 2 pages)", lambda: brief_bytes(one), lambda: bare_brief(one.contents[0]))
    with sync_playwright() as playwright, served("app.py") as address:
        time.sleep(DRAWN_AHEAD)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        alone, during = while_exporting(browser, address)
        browser.close()
    print(f"filter, slowest but one of {PRESSES}   {during:6.0f} / {alone:5.0f} ms = {during / alone:4.2f}")


if __name__ == "__main__":
    main()
