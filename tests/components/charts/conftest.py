"""A chart taken apart: its layers, the rows each of them draws, and the fields each of them reads."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import pandas as pd
import pytest
from altair.utils import schemapi

from components.charts import FORMS
from components.charts.series import dated, visible
from components.charts.theme import LIGHT, THEMES
from equity.language import Language
from equity.view import View

KEY = "row_key"
"""A column the tests add to a frame, to find each row again in a specification."""

FIGURES = ("point", "bar", "rect", "rule")
"""Marks that may stand for a figure."""


class Drawing(NamedTuple):
    """A view drawn: its frame with keys, the rows it should show, the form, and one specification a panel."""

    marks: pd.DataFrame
    shown: pd.DataFrame
    form: str
    charts: list[dict[str, Any]]

    @property
    def value_axis(self) -> str:
        return "y" if self.form == "timeline" else "x"


class Layer(NamedTuple):
    """One layer of a chart: its mark, its encoding, and the rows left after its filters."""

    mark: dict[str, Any]
    encoding: dict[str, Any]
    rows: list[dict[str, Any]]
    columns: set[str]

    @property
    def fields(self) -> set[str]:
        """Every column that the encoding reads."""
        return set(_fields(self.encoding))


def _fields(encoding: object) -> Iterator[str]:
    if isinstance(encoding, dict):
        if isinstance(encoding.get("field"), str):
            yield encoding["field"]
        test = encoding.get("test")
        if isinstance(test, str):
            yield from re.findall(r"datum\.(\w+)", test)
        for value in encoding.values():
            yield from _fields(value)
    elif isinstance(encoding, list):
        for value in encoding:
            yield from _fields(value)


def _layers(chart: Any) -> list[Layer]:
    spec = chart if isinstance(chart, dict) else chart.specification(LIGHT)
    return list(_unfold(spec, None, {}, spec.get("datasets", {})))


def _unfold(spec: dict, data: Any, encoding: dict, datasets: dict) -> Iterator[Layer]:
    data, encoding = spec.get("data", data), encoding | spec.get("encoding", {})
    if "layer" in spec:
        for each in spec["layer"]:
            yield from _unfold(each, data, encoding, datasets)
        return
    rows = datasets[data["name"]] if "name" in data else data["values"]
    columns = {name for row in rows for name in row}
    for transform in spec.get("transform", []):
        assert set(transform) == {"filter"}, f"the tests do not know the transform {transform}"
        columns_read = set(re.findall(r"datum\.(\w+)", transform["filter"]))
        assert columns_read <= columns, columns_read - columns
        rows = [row for row in rows if _holds(transform["filter"], row)]
    mark = spec["mark"] if isinstance(spec["mark"], dict) else {"type": spec["mark"]}
    yield Layer(mark, encoding, rows, columns)


def _holds(expression: str, row: dict[str, Any]) -> bool:
    """Whether a row passes a Vega filter, which here is made of comparisons, `&&`, `||` and `!`."""
    python = re.sub(r"datum\.(\w+)", r"row['\1']", expression)
    python = python.replace("!==", "!=").replace("===", "==").replace("&&", " and ").replace("||", " or ")
    python = re.sub(r"!(?!=)", " not ", python)
    values = {name: (math.nan if value is None else value) for name, value in row.items()}
    return bool(eval(python, {"__builtins__": {}, "true": True, "false": False}, {"row": values}))


def _keys_drawn(charts: list[Any]) -> set[int]:
    """The rows that stand as a figure in at least one layer of one of the charts.

    A national figure that is the sum of the provinces is told in words above their bars.
    """
    return {
        row[KEY]
        for chart in charts
        for layer in _layers(chart)
        if layer.mark["type"] in FIGURES or "nation_label" in layer.fields
        for row in layer.rows
        if KEY in row and not {"ci_low", "ci_high"} & layer.fields
    }


@cache
def _drawn(view: View, language: Language, theme: str, marks_of: Callable, definition: Callable) -> Drawing:
    with schemapi.debug_mode(False):  # one test has altair check every chart against its schema
        marks = marks_of(view, language)
        marks = marks.assign(**{KEY: range(len(marks))})
        form = definition(view).form_of(view.dimension)
        charts = FORMS[form](marks, view, definition(view), language, THEMES[theme])
        specs = [chart.specification(THEMES[theme]) for chart in charts]
    shown = dated(marks) if form == "timeline" else visible(marks)
    return Drawing(marks, shown, form, specs)


@pytest.fixture(scope="session")
def drawn(marks_of: Callable, definition_of: Callable) -> Callable[..., Drawing]:
    """A view drawn in a language and a look, once."""
    return lambda view, language, theme="light": _drawn(view, language, theme, marks_of, definition_of)


@pytest.fixture(scope="session")
def layers() -> Callable[[Any], list[Layer]]:
    return _layers


@pytest.fixture(scope="session")
def keys_drawn() -> Callable[[list[Any]], set[int]]:
    return _keys_drawn
