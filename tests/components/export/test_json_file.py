"""A view as JSON: every figure, exact, with its codes, and all that must be said beside it."""

from __future__ import annotations

import json

import pytest

from components.export.json_file import as_data, json_bytes, number


def test_every_figure_stands_in_it_as_it_is_stored(content):
    figures = json.loads(json_bytes(content))["figures"]
    marks = content.marks
    assert [each["value"] for each in figures] == pytest.approx(list(marks.estimate), rel=1e-14)
    assert [each["source_ids"][0] for each in figures] == list(marks.source_id)
    assert [each["indicator"]["code"] for each in figures] == list(marks.indicator)
    assert [each["group"]["code"] for each in figures] == list(marks.group)
    assert [each["drawn"] for each in figures] == list(marks.drawn)
    assert [each["text"] for each in figures] == list(marks.value_label)


def test_what_stands_beside_the_figures_is_the_stamp(content):
    told = json.loads(json_bytes(content))
    stamp = content.stamp
    assert (told["finding"], told["question"], told["trust"]) == (stamp.title, stamp.question, stamp.trust)
    assert told["choices"] == [{"label": label, "value": value} for label, value in stamp.filters]
    assert (told["gaps"], told["notes"]) == (list(stamp.gaps), list(stamp.notes))
    assert told["data"] == {"version": stamp.version, "released": stamp.released}
    assert (told["licence"], told["link"]) == (stamp.licence, stamp.link)


def test_sources_and_caveats_explain_every_code_of_a_figure(content):
    told = as_data(content)
    sources = {each["id"]: each for each in told["sources"]}
    assert {code for each in told["figures"] for code in each["source_ids"]} == set(sources)
    assert {code for each in told["figures"] for code in each["caveats"]} == set(told["caveats"])
    assert all(told["caveats"].values())
    assert all(each["title"] in each["citation"]["text"] for each in sources.values())


def test_a_derived_figure_has_its_formula(content_in):
    derived = as_data(content_in("what-a-consultation-weighs", "en"))["figures"]
    assert derived
    for each in derived:
        assert each["derived"]
        assert each["footnote"]
        assert len(each["source_ids"]) > 1


def test_places_are_regions_by_code_or_settings(content_in):
    provinces = as_data(content_in("residents", "en"))["figures"]
    assert {"code": "620000", "label": "Gansu"} in [each["region"] for each in provinces]
    abroad = as_data(content_in("outcome-by-deprivation", "en"))["figures"]
    assert [each["region"] for each in abroad] == [None] * len(abroad)
    assert {each["setting"]["code"] for each in abroad} == {"US"}
    low, high = abroad[0]["interval"]
    assert low < abroad[0]["value"] < high
    assert isinstance(abroad[0]["n"], int)


def test_numbers_are_exact_and_unknown_ones_are_null(content_in):
    figures = as_data(content_in("share-repaid", "en"))["figures"]
    assert 68.6 in [each["value"] for each in figures]
    assert {each["interval"] for each in figures} == {None}
    assert (number(0.1 + 0.2), number(1930.0), number(float("nan"))) == (0.3, 1930, None)


def test_chinese_is_written_as_it_is_and_equal_figures_give_equal_bytes(content_in):
    zh = content_in("share-repaid", "zh")
    assert zh.stamp.question.encode() in json_bytes(zh)
    assert json_bytes(zh) == json_bytes(zh)
