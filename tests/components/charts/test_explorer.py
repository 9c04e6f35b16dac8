"""Products one by one: who has a mark, what its colour, shape and fill mean, and what pointing at it says."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any, TypeAlias

import pandas as pd
import pytest

from components.charts.explorer import ANOTHER_SOURCE, WIDTH, explorer, wrapped
from components.charts.rounds import SAME_PRODUCT
from components.charts.theme import DARK, FONT, LIGHT, Theme
from equity.language import Language
from equity.view import Filters, View
from equity.vocabulary import GRADES, NATION, ViewDefinition

DATASET = "medicine_procurement_prices"
NAMED = ("round", "round_kind", "price_base", "comparator")
Figure: TypeAlias = Any
"""A Plotly figure, whose parts have no types to check."""

HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")
EXPLORERS = ("product-by-product", "cuts-as-printed")


@pytest.fixture(scope="module", params=EXPLORERS)
def definition_drawn(request, vocabulary) -> ViewDefinition:
    return vocabulary.datasets[DATASET].views[request.param]


@pytest.fixture(scope="module")
def shares(vocabulary) -> ViewDefinition:
    return vocabulary.datasets[DATASET].views["product-by-product"]


@pytest.fixture(scope="module")
def products(marks_of, vocabulary) -> Callable[[View, Language], pd.DataFrame]:
    """The labelled frame of a view, the codes of its own columns named and in their place."""

    def named(view: View, language: Language) -> pd.DataFrame:
        marks = marks_of(view, language)
        for column in NAMED:
            labels = vocabulary.groups(column)
            codes = list(labels)
            marks[f"{column}_label"] = [
                language.of(labels[code]) if code in labels else "" for code in marks[column]
            ]
            marks[f"{column}_position"] = [
                codes.index(code) if code in labels else -1 for code in marks[column]
            ]
        return marks

    return named


@pytest.fixture(scope="module")
def drawn(products) -> Callable[..., tuple[pd.DataFrame, Figure]]:
    """A view with weak figures too, as a frame and as a figure; drawn once."""

    kept: dict[tuple[str, ...], tuple[pd.DataFrame, Figure]] = {}

    def draw(
        definition: ViewDefinition, language: Language, theme: Theme = LIGHT, scale: str = "linear"
    ) -> tuple[pd.DataFrame, Figure]:
        key = (definition.id, language.code, theme.name, scale)
        if key not in kept:
            view = replace(View.default(definition, Filters(grades=GRADES)), groups=(), scale=scale)
            marks = products(view, language)
            kept[key] = marks, explorer(marks, view, definition, language, theme)
        return kept[key]

    return draw


def told(figure: Figure) -> list[dict[str, Any]]:
    """Every mark that can be pointed at: its place, symbol, colour and text."""
    marks = []
    for trace in figure.data:
        if trace.hovertext is None:
            continue
        symbols = trace.marker.symbol
        symbols = [symbols] * len(trace.x) if isinstance(symbols, str) else symbols
        marks += [
            {"x": x, "y": y, "symbol": symbol, "colour": trace.marker.color, "text": text}
            for x, y, symbol, text in zip(trace.x, trace.y, symbols, trace.hovertext, strict=True)
        ]
    return marks


def plain(text: str) -> str:
    """The words of a Plotly label on one line, without spaces, which a line break may have taken."""
    return re.sub(r"\s", "", unescape(re.sub(r"<br>|</?b>", "", text)))


def mark_of(row: Any, figure: Figure) -> dict[str, Any]:
    """The mark of one row: that of its value and product."""
    name = plain(f"<b>{wrapped(row.group_label)}</b>")
    found = [
        mark
        for mark in told(figure)
        if math.isclose(mark["x"], row.estimate) and plain(mark["text"]).startswith(name)
    ]
    assert len(found) == 1, (row.group, row.estimate, len(found))
    return found[0]


# Every figure has a mark ------------------------------------------------------------------------------------


def test_every_product_has_one_mark_at_its_value(definition_drawn, language, drawn):
    marks, figure = drawn(definition_drawn, language)
    shown = marks[marks.drawn | marks.disagrees]
    assert len(shown) > 20
    assert sorted(mark["x"] for mark in told(figure)) == sorted(shown.estimate)
    assert len({(mark["x"], mark["y"], mark["text"]) for mark in told(figure)}) == len(shown)


def test_a_value_of_another_source_is_a_cross_and_has_no_number(vocabulary, language, drawn):
    marks, figure = drawn(vocabulary.datasets[DATASET].views["cuts-as-printed"], language)
    other = marks[~marks.drawn & marks.disagrees]
    assert len(other) > 0
    crosses = [trace for trace in figure.data if trace.hovertext and trace.marker.symbol == ANOTHER_SOURCE]
    assert [sorted(trace.x) for trace in crosses] == [sorted(other.estimate)]
    assert all(trace.text is None for trace in crosses)


def test_every_drawn_product_carries_its_value_with_its_qualifier(definition_drawn, language, drawn):
    marks, figure = drawn(definition_drawn, language)
    texts = [plain(text) for trace in figure.data if trace.text for text in trace.text]
    assert sorted(texts) == sorted(plain(label) for label in marks[marks.drawn].value_label)


def test_a_view_without_figures_is_an_empty_figure(shares, products, en):
    view = View.default(shares, Filters())
    figure: Figure = explorer(products(view, en).iloc[:0], view, shares, en, LIGHT)
    assert told(figure) == []
    assert not figure.layout.shapes


# What colour, shape and fill mean ---------------------------------------------------------------------------


def test_only_the_same_product_of_the_same_maker_has_a_full_mark(definition_drawn, en, drawn):
    marks, figure = drawn(definition_drawn, en)
    for row in marks[marks.drawn].itertuples():
        full = not mark_of(row, figure)["symbol"].endswith("-open")
        assert full == (row.comparator == SAME_PRODUCT), row.group


def test_each_base_has_a_shape_of_its_own(definition_drawn, en, drawn):
    marks, figure = drawn(definition_drawn, en)
    shapes: dict[str, set[str]] = {}
    for row in marks[marks.drawn].itertuples():
        shape = mark_of(row, figure)["symbol"].removesuffix("-open")
        shapes.setdefault(row.price_base, set()).add(shape)
    assert len(shapes) > 2
    assert all(len(each) == 1 for each in shapes.values())
    assert len(set.union(*shapes.values())) == len(shapes)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_kind_of_purchase_has_a_colour_of_its_own(definition_drawn, en, drawn, theme):
    marks, figure = drawn(definition_drawn, en, theme)
    colours: dict[str, set[str]] = {}
    for row in marks[marks.drawn & (marks.round_kind != "")].itertuples():
        colours.setdefault(row.round_kind, set()).add(mark_of(row, figure)["colour"])
    assert len(colours) > 2
    assert all(len(each) == 1 for each in colours.values())
    assert len(set.union(*colours.values())) == len(colours)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_and_the_font_are_the_house_s(definition_drawn, en, drawn, theme):
    _, figure = drawn(definition_drawn, en, theme)
    of_theme = {theme.background, theme.ink, theme.muted, theme.grid, *theme.categories}
    spec = json.loads(figure.to_json())
    template = spec["layout"].pop("template", None)
    assert set(HEX.findall(json.dumps(spec))) <= of_theme
    assert figure.layout.font.family == FONT
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == theme.background
    assert template is None or figure.layout.font.color == theme.ink


def test_the_legend_names_each_kind_and_each_base_that_is_shown(definition_drawn, language, drawn):
    marks, figure = drawn(definition_drawn, language)
    keys = [plain(trace.name) for trace in figure.data if trace.showlegend is not False]
    shown = marks[marks.drawn]
    for column in ("round_kind", "price_base"):
        labels = {plain(label) for label in shown[f"{column}_label"] if label}
        assert labels <= set(keys)
    assert plain(language("explorer.full")) in keys
    assert plain(language("explorer.open")) in keys
    assert (plain(language("explorer.other_source")) in keys) == (not marks.drawn.all())


# Where marks stand ------------------------------------------------------------------------------------------


def test_rounds_follow_each_other_as_they_were_announced(definition_drawn, language, drawn):
    marks, figure = drawn(definition_drawn, language)
    shown = marks[marks.drawn & (marks.round_position >= 0)]
    heights = [(mark_of(row, figure)["y"], row.round_position) for row in shown.itertuples()]
    positions = [position for _, position in sorted(heights)]
    assert positions == sorted(positions)
    assert len(set(positions)) > 5


def test_a_heading_names_the_round_and_any_place_that_is_not_the_nation(definition_drawn, language, drawn):
    marks, figure = drawn(definition_drawn, language)
    headings = {note.y: plain(note.text) for note in figure.layout.annotations if note.text.startswith("<b>")}
    for row in marks[marks.drawn & (marks["round"] != "")].itertuples():
        y = mark_of(row, figure)["y"]
        heading = headings[max(height for height in headings if height < y)]
        assert plain(row.round_label) in heading
        assert (plain(row.place_label) in heading) == (row.region_code != NATION)


def test_each_product_has_its_name_at_the_height_of_its_mark(definition_drawn, language, drawn):
    marks, figure = drawn(definition_drawn, language)
    names = {note.y: plain(note.text) for note in figure.layout.annotations if note.xref == "paper"}
    for row in marks[marks.drawn].itertuples():
        assert names[mark_of(row, figure)["y"]] == plain(row.group_label)


def test_no_two_products_stand_at_one_height(shares, en, drawn):
    marks, figure = drawn(shares, en)
    assert len({mark["y"] for mark in told(figure)}) == len(marks)


def test_the_axis_begins_at_zero_and_holds_every_value(definition_drawn, en, drawn):
    marks, figure = drawn(definition_drawn, en)
    low, high = figure.layout.xaxis.range
    assert low == 0
    assert high > max(100, marks.estimate.max())
    assert 100 in figure.layout.xaxis.tickvals


# The line at 100% -------------------------------------------------------------------------------------------


def test_the_line_at_100_percent_stands_where_two_prices_are_compared_only(vocabulary, en, drawn):
    lines = {}
    for view in EXPLORERS:
        _, figure = drawn(vocabulary.datasets[DATASET].views[view], en)
        lines[view] = [(shape.x0, shape.x1) for shape in figure.layout.shapes]
    assert lines == {"product-by-product": [(100, 100)], "cuts-as-printed": []}


def test_a_price_that_rose_stands_beyond_the_line(shares, en, drawn):
    marks, figure = drawn(shares, en)
    beyond = [mark for mark in told(figure) if mark["x"] > 100]
    assert len(beyond) == int((marks.estimate > 100).sum()) == 1


def test_a_logarithmic_axis_counts_by_exponents_and_so_do_the_words(shares, en, drawn):
    marks, figure = drawn(shares, en, scale="log")
    assert figure.layout.xaxis.type == "log"
    low, high = figure.layout.xaxis.range
    assert 10**low < marks.estimate.min()
    assert 10**high > marks.estimate.max()
    words = [
        note.x for note in figure.layout.annotations if plain(note.text) == plain(en("explorer.reference"))
    ]
    assert words == [2]
    assert figure.layout.shapes[0].x0 == 100


# What is said -----------------------------------------------------------------------------------------------


def test_pointing_at_a_mark_tells_both_prices_and_where_they_come_from(shares, language, drawn):
    marks, figure = drawn(shares, language)
    for row in marks[marks.drawn].itertuples():
        text = plain(mark_of(row, figure)["text"])
        footnote = getattr(row, f"footnote_{language.code}")
        assert "÷" in footnote
        said = (
            row.group_label,
            footnote,
            row.round_label,
            language("explorer.value", indicator=row.indicator_label, value=row.value_label),
            language("explorer.base", base=row.price_base_label),
            language("explorer.comparator", comparator=row.comparator_label),
            language("explorer.source", grade=row.grade_label, source=row.source_label),
        )
        for part in said:
            assert plain(wrapped(part)) in text


def test_a_name_that_looks_like_markup_is_shown_as_it_is(shares, products, en):
    view = View.default(shares, Filters())
    marks = products(view, en)
    marks["group_label"] = "<b>A & B</b>"
    texts = [mark["text"] for mark in told(explorer(marks, view, shares, en, LIGHT))]
    assert texts
    assert all("&lt;b&gt;A &amp; B&lt;/b&gt;" in text for text in texts)


def width(line: str) -> int:
    return sum(2 if character > "\u2e80" else 1 for character in unescape(line))


def test_every_line_fits_a_phone(definition_drawn, language, drawn):
    marks, figure = drawn(definition_drawn, language)
    assert len(marks)
    texts = [note.text for note in figure.layout.annotations] + [mark["text"] for mark in told(figure)]
    for text in texts:
        for line in re.sub(r"</?b>", "", text).split("<br>"):
            # A closing mark stays with the character before it, whatever the width.
            assert width(line) <= WIDTH + 2, line


def test_wrapping_loses_no_word_and_begins_no_line_with_a_closing_mark():
    text = "精蛋白锌重组赖脯胰岛素混合注射液（25R），礼来—胰岛素接续采购（2024年）；每支18.89元，单位相同，企业相同。"
    lines = wrapped(text).split("<br>")
    assert len(lines) > 1
    assert "".join(lines) == text
    assert not any(line[0] in "，。、；：）》”" for line in lines)


def test_a_short_name_stays_on_one_line():
    assert wrapped("Bortezomib") == "Bortezomib"
    assert wrapped("") == ""
