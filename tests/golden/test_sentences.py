"""Every sentence of every view at its default, as it was last read. `python -m tests.golden` writes them anew."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

import pytest

from components.figure import finding_of, gaps_of
from data.catalog import LANGUAGES, catalog
from equity.view import Filters, View
from tests.golden.sentences import kept, path_of, sentences, written

RENEW = "if it reads well: .venv/bin/python -m tests.golden"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_view_is_told_as_it_was_last_read(code):
    before, now = kept(tomllib.loads(path_of(code).read_text(encoding="utf-8"))), sentences(code)
    changed = {
        name: (before.get(name), now.get(name)) for name in before | now if before.get(name) != now.get(name)
    }
    assert not changed, RENEW


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_kept_is_what_is_written(code):
    text = path_of(code).read_text(encoding="utf-8")
    assert written(kept(tomllib.loads(text))) == text


def test_both_languages_tell_as_many_sentences_of_the_same_panels():
    counts = [
        {name: len(lines) for name, lines in kept(tomllib.loads(path_of(code).read_text("utf-8"))).items()}
        for code in LANGUAGES
    ]
    assert counts[0] == counts[1]


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "万": 1e4, "亿": 1e8}
"""What stands behind a number and multiplies it, which the languages do differently."""


def numbers(text):
    """The numbers of a text, those with a scale multiplied by it."""
    found = []
    for match in NUMBER.finditer(text):
        behind = text[match.end() :].lstrip()
        scale = next((size for word, size in SCALES.items() if behind.startswith(word)), 1)
        found.append(round(float(match[0].replace(",", "")) * scale, 6))
    return sorted(found)


GAPS = ("gap", "change")


def test_gaps_have_the_same_numbers_in_both_languages():
    english, chinese = (kept(tomllib.loads(path_of(code).read_text("utf-8"))) for code in ("en", "zh"))
    for name, lines in english.items():
        if name.rsplit(".", 1)[1] in GAPS:
            # Months are words in English and numbers in Chinese; group names may hold numerals of their own.
            assert [numbers(line) for line in lines] == [numbers(line) for line in chinese[name]], name


def told_by(definition, dimension, indicator, code):
    """How many gaps stand beside the finding of a view; each is of the two groups that the finding names."""
    view = View.default(definition, Filters(language=code))
    view = replace(view, dimension=dimension, indicators=(indicator,), groups=())
    sentence, count = finding_of(view), 0
    for gap, *_ in gaps_of(view):
        label = gap.comparison.figures.panel_label.iloc[0]
        if label in sentence and gap.absolute is not None and gap.absolute.estimate:
            assert all(name in sentence for name in gap.absolute.compared), sentence
            count += 1
    return count


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    ("view_id", "dimension", "indicator"),
    [
        ("coverage-history", "scheme", "insurance_coverage_survey"),
        ("who-answers", "department", "online_doctors_share"),
        ("money-per-member", "region", "funding_per_member"),
    ],
)
def test_a_finding_names_the_two_groups_of_the_gap_beside_it(view_id, dimension, indicator, code):
    assert told_by(catalog().vocabulary.definition(view_id), dimension, indicator, code)


@pytest.mark.exhaustive
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_finding_names_the_two_groups_of_the_gap_beside_it(code):
    counts = [
        told_by(definition, dimension, indicator, code)
        for definition in catalog().vocabulary.views()
        for dimension in definition.dimensions
        for indicator in definition.indicators
    ]
    assert sum(counts) > 40
