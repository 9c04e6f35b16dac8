"""A link keeps working: each name it may hold is known, or `renamed.toml` says what it is called now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.bibliography import search_of
from data.catalog import catalog
from equity.view import decode
from equity.vocabulary import Renaming
from tests.published.codes import names, published, shared_codes, view_codes, written

VOCABULARY = catalog().vocabulary
RENEW = "new names: .venv/bin/python -m tests.published"
RENAME = "what these are called now belongs into data/definitions/renamed.toml"

MADE_UP = (
    Renaming("cover-by-year", "coverage-history", "2027.1.1", "view"),
    Renaming("bill_repaid", "inpatient_reimbursement_whole_bill", "2027.1.1", "indicators"),
    Renaming("city_or_country", "residence", "2027.1.1", "dimension"),
    Renaming("countryside", "rural", "2027.1.1", "groups"),
    Renaming("tibet", "540000", "2027.1.1", "regions"),
    Renaming("press", "news", "2027.1.1", "grades"),
    Renaming("logarithmic", "log", "2027.1.1", "scale"),
    Renaming("years", "period", "2027.1.1"),
    Renaming("system", "scheme", "2027.1.1"),
    Renaming("provinces", "regions", "2027.1.1"),
)
"""Examples of every kind, beside the true ones."""


def known(kind, name, today, vocabulary):
    """Whether a published name still says something, under its own name or the one that followed."""
    parameter, _, dimension = kind.partition(".")
    parameter = vocabulary.current(parameter, today["parameter"])
    dimension = vocabulary.current(dimension, today["dimension"], "dimension")
    codes = today.get(f"{parameter}.{dimension}" if dimension else parameter, ())
    return vocabulary.current(name, codes, "" if kind == "parameter" else parameter) in codes


def test_every_name_that_links_have_held_is_still_known():
    today = names()
    assert [pair for pair in published() if not known(*pair, today, VOCABULARY)] == [], RENAME


def test_every_name_of_today_is_on_the_list():
    today = {(kind, name) for kind, every in names().items() for name in every}
    assert today - set(published()) == set(), RENEW
    assert written(published()) == written(set(published()))


def test_a_renamed_name_is_missed_until_the_table_has_it():
    today = names()
    today["groups.residence"] = today["groups.residence"] - {"rural"} | {"countryside"}
    missed = [pair for pair in published() if not known(*pair, today, VOCABULARY)]
    assert missed == [("groups.residence", "rural")]
    told = replace(VOCABULARY, renamed=(Renaming("rural", "countryside", "2027.1.1", "groups"),))
    assert all(known(*pair, today, told) for pair in published())


def links(renaming):
    """Links of today that hold the new name, each with the same link as it was."""
    shared = shared_codes(VOCABULARY)
    for definition in (*VOCABULARY.views(), *VOCABULARY.comparing_views()):
        codes = {"period": ["2010-2015"], **shared, **view_codes(definition, VOCABULARY)}
        for kind, every in codes.items():
            parameter, _, dimension = kind.partition(".")
            link = {"view": definition.id} | ({"dimension": dimension} if dimension else {})
            if parameter == renaming.parameter and renaming.new in every:
                yield link | {parameter: renaming.new}, link | {parameter: renaming.old}
            elif not renaming.parameter and parameter == renaming.new and every:
                yield link | {parameter: every[-1]}, link | {renaming.old: every[-1]}


@pytest.mark.parametrize("renaming", [*VOCABULARY.renamed, *MADE_UP], ids=lambda each: each.old)
def test_a_link_with_an_old_name_opens_what_the_new_one_opens(renaming):
    before, now = (replace(VOCABULARY, renamed=each) for each in ((), (*VOCABULARY.renamed, renaming)))
    both = list(links(renaming))
    assert both, "nothing has the new name"
    for new, old in both:
        assert decode(old, now) == decode(new, now)
        assert decode(old, now).dropped == ()
        assert decode(old, before).dropped != ()


def test_an_old_name_is_written_as_the_new_one():
    now = replace(VOCABULARY, renamed=MADE_UP)
    opened = decode({"view": "cover-by-year", "years": "2010-2015", "provinces": "tibet"}, now)
    definition = VOCABULARY.definition("coverage-history")
    assert opened.focused.encode(definition) == {
        "lang": "en",
        "view": "coverage-history",
        "period": "2010-2015",
        "regions": "540000",
    }


def test_a_name_still_in_use_is_never_read_as_another():
    now = replace(VOCABULARY, renamed=(Renaming("urban", "rural", "2027.1.1", "residence"),))
    assert decode({"residence": "urban"}, now).filters.residence == ("urban",)
    both = replace(VOCABULARY, renamed=(Renaming("provinces", "regions", "2027.1.1"),))
    assert decode({"regions": "620000", "provinces": "310000"}, both).filters.regions == ("620000",)


def test_the_search_for_sources_knows_old_names_too(monkeypatch):
    renamed = (
        Renaming("insurance", "insurance_coverage", "2027.1.1", "dataset"),
        Renaming("words", "text", "2027.1.1"),
    )
    monkeypatch.setitem(vars(catalog()), "vocabulary", replace(VOCABULARY, renamed=renamed))
    search, rest = search_of(decode({"dataset": "insurance", "words": "yearbook"}, VOCABULARY))
    assert (search.dataset, search.text, rest.dropped) == ("insurance_coverage", "yearbook", ())
