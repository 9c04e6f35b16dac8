"""Every measure is declared once in code and once in words, and both sides agree."""

from __future__ import annotations

import re

import pytest

from benchmarks.measures import PLAIN, frames
from data.catalog import LANGUAGES, ROOT
from data.catalog import language as language_of
from equity.measures import REGISTRY, compute, groups_of
from equity.measures.definedness import REASONS
from equity.measures.words import METHODS, NOTES, UNITS, note_sentence

HAN = re.compile(r"[\u4e00-\u9fff]")
TOOLKIT = [
    *("d", "r", "aci", "rci", "sii", "rii", "bgv", "bgsd", "cov", "mdmu", "mdmw", "mdbu", "mdbw"),
    *("mdru", "mdrw", "idisu", "idisw", "ti", "mld", "par", "paf"),
]
INTERVALS = ("delta", "log", "simulation", "inversion", "counts")


def test_the_first_21_are_those_of_the_toolkit():
    assert list(REGISTRY)[:21] == TOOLKIT
    assert all(definition.code == code for code, definition in REGISTRY.items())


def test_every_measure_has_words_and_no_words_are_without_a_measure(vocabulary):
    assert set(vocabulary.measures) == set(REGISTRY)


@pytest.mark.parametrize("code", REGISTRY)
def test_a_measure_is_explained_in_both_languages(code, vocabulary):
    words = vocabulary.measures[code]
    for label in (words.label, words.meaning, words.equal, words.sign, words.applies):
        assert label["en"].strip()
        assert not HAN.search(label["en"])
        assert HAN.search(label["zh"])
    assert words.formula
    assert words.source


@pytest.mark.parametrize("code", REGISTRY)
def test_what_is_said_of_equality_is_the_value_of_equality(code, vocabulary):
    equal = f"{REGISTRY[code].when_equal:g}"
    assert vocabulary.measures[code].equal["en"].startswith(f"{equal}:")
    assert vocabulary.measures[code].equal["zh"].startswith(f"{equal}表示")


@pytest.mark.parametrize("code", REGISTRY)
def test_a_measure_is_in_the_document(code, vocabulary):
    text = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    words = vocabulary.measures[code]
    assert f"(`{code}`)" in text
    assert words.formula in text
    assert words.meaning["en"] in text
    assert re.search(rf"^\| `{code}`", text, re.MULTILINE)


def test_definitions_name_only_what_there_is():
    for definition in REGISTRY.values():
        assert definition.interval in INTERVALS
        assert definition.unit in UNITS
        assert definition.dimension in ("any", "ordered")
        assert set(definition.undefined) <= set(REASONS)
        assert set(definition.notes) <= set(NOTES)
        assert definition.error or definition.interval in ("simulation", "inversion")
        assert definition.floor is None or definition.floor <= definition.when_equal


def test_what_uses_weights_says_that_it_needs_populations():
    for code, definition in REGISTRY.items():
        assert not definition.weighted or "no_population" in definition.undefined, code


@pytest.mark.parametrize("code", REGISTRY)
def test_a_measure_says_nothing_that_has_no_words(code, provinces):
    frame = provinces.assign(subgroup_order=range(1, 13))
    for options in ({"ordered": True}, {}, {"favourable": False}):
        measured = compute(code, frame, **{"favourable": True, "bounded": True} | options)
        assert set(measured.note) <= set(NOTES)
        assert measured.method in (*METHODS, None)


@pytest.mark.parametrize("code", PLAIN)
def test_a_measure_written_down_a_second_time_agrees(code):
    for frame in frames()[:3]:
        groups = groups_of(frame, favourable=True, ordered=True, bounded=True)
        measured = compute(code, groups, draws=100)
        assert measured.estimate == pytest.approx(PLAIN[code](groups.estimates, groups), rel=1e-9)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_note_is_a_sentence(code):
    language = language_of(code)
    for note in NOTES:
        assert note_sentence(note, language).endswith((".", "。"))
