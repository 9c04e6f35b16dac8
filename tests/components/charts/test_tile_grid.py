"""China as 34 equal cells: filled where a figure exists, hatched where none does."""

from __future__ import annotations

import pandas as pd
import pytest

from components.charts.theme import DARK, LIGHT
from components.charts.tile_grid import HATCH, SELECTION, cells, tile_grid
from equity.view import Filters, View
from equity.vocabulary import NATION


@pytest.fixture
def provinces(marks_of, vocabulary):
    definition = vocabulary.datasets["insurance_coverage"].views["money-per-member"]

    def marks(language):
        marks = marks_of(View.default(definition, Filters()), language)
        return marks[marks.region_code != NATION]

    return marks


def test_there_is_one_cell_a_province_whatever_has_figures(provinces, language, vocabulary):
    for marks in (provinces(language), provinces(language).iloc[:3], pd.DataFrame()):
        grid = cells(vocabulary, language, marks, ())
        assert list(grid.region_code) == list(vocabulary.provinces())
        assert not grid.duplicated(["row", "column"]).any()


def test_a_cell_has_a_figure_exactly_where_the_data_have_one(provinces, language, vocabulary):
    marks = provinces(language)
    grid = cells(vocabulary, language, marks, ()).set_index("region_code")
    assert set(grid.index[grid.has_figure]) == set(marks[marks.drawn].region_code)
    assert 0 < grid.has_figure.sum() < 34
    for row in marks[marks.drawn].itertuples():
        assert (grid.estimate[row.region_code], grid.value_label[row.region_code]) == (
            row.estimate,
            row.value_label,
        )
    assert set(grid.value_label[~grid.has_figure]) == {language("grid.no_figure")}


def test_cells_are_named_in_the_language(provinces, en, zh, vocabulary):
    beijing = cells(vocabulary, zh, pd.DataFrame(), ()).iloc[0]
    assert beijing.short == vocabulary.regions["110000"].initial_zh
    assert beijing.place_label == vocabulary.regions["110000"].full["zh"]
    assert cells(vocabulary, en, pd.DataFrame(), ()).iloc[0].short == vocabulary.regions["110000"].letters


def test_chosen_cells_are_marked(en, vocabulary):
    grid = cells(vocabulary, en, pd.DataFrame(), ("620000", "110000"))
    assert set(grid.region_code[grid.chosen]) == {"620000", "110000"}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_cell_is_drawn_once_and_named_once(provinces, language, vocabulary, layers, theme):
    grid = cells(vocabulary, language, provinces(language), ())
    drawn = layers(tile_grid(grid, "yuan", language, theme))
    tiles = [row["region_code"] for layer in drawn if layer.mark["type"] == "rect" for row in layer.rows]
    names = [row["short"] for layer in drawn if layer.mark["type"] == "text" for row in layer.rows]
    assert sorted(tiles) == sorted(vocabulary.provinces())
    assert names == list(grid.short)


def test_hatching_lies_where_there_is_no_figure_and_nowhere_else(provinces, language, vocabulary, layers):
    grid = cells(vocabulary, language, provinces(language), ())
    drawn = layers(tile_grid(grid, "yuan", language, LIGHT))
    strokes = [row for layer in drawn if layer.mark["type"] == "rule" for row in layer.rows]
    hatched = {(int(row["x"]), int(row["y"])) for row in strokes}
    missing = grid[~grid.has_figure]
    assert hatched == set(zip(missing.column, missing.row, strict=True))
    assert len(strokes) == len(HATCH) * len(missing)
    for row in strokes:
        assert int(row["x"]) <= row["x"] <= row["x2"] < int(row["x"]) + 1
        assert int(row["y"]) <= min(row["y"], row["y2"])


def test_a_grid_to_choose_from_is_not_hatched(en, vocabulary, layers):
    drawn = layers(tile_grid(cells(vocabulary, en, pd.DataFrame(), ()), "", en, LIGHT, hatched=False))
    assert {layer.mark["type"] for layer in drawn} == {"rect", "text"}


def test_a_full_grid_has_no_hatching(provinces, en, vocabulary, layers):
    grid = cells(vocabulary, en, provinces(en), ()).assign(has_figure=True, estimate=1.0)
    assert "rule" not in {layer.mark["type"] for layer in layers(tile_grid(grid, "yuan", en, LIGHT))}


def test_no_layer_of_the_grid_reads_a_column_that_its_data_has_not(provinces, language, vocabulary, layers):
    for marks in (provinces(language), pd.DataFrame()):
        grid = cells(vocabulary, language, marks, ())
        for layer in layers(tile_grid(grid, "yuan", language, LIGHT)):
            assert layer.fields <= layer.columns


def test_a_click_selects_a_region_by_its_code(provinces, en, vocabulary):
    spec = tile_grid(cells(vocabulary, en, provinces(en), ()), "yuan", en, LIGHT).specification(LIGHT)
    (parameter,) = [each for each in spec["params"] if each["name"] == SELECTION]
    assert parameter["select"]["fields"] == ["region_code"]


def test_the_scale_of_the_grid_starts_at_zero(provinces, en, vocabulary, layers):
    grid = cells(vocabulary, en, provinces(en), ())
    fills = [
        layer.encoding["fill"]
        for layer in layers(tile_grid(grid, "yuan", en, LIGHT))
        if "fill" in layer.encoding
    ]
    assert len(fills) == 1
    assert fills[0]["scale"]["zero"] is True
    assert fills[0]["scale"]["range"] == list(LIGHT.sequential[1:])
