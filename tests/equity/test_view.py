"""A link is a view: what is written into an address comes back, and what is not known is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalog import ROOT, Catalog
from equity.view import (
    ALL,
    ORDERS,
    SEPARATOR,
    SHARED_PARAMETERS,
    YEARS,
    Dropped,
    Filters,
    View,
    decode,
)
from equity.vocabulary import DEFAULT_GRADES, GRADES, RESIDENCES, ViewDefinition

VOCABULARY = Catalog(ROOT / "data").vocabulary
DEFINITIONS = list(VOCABULARY.views())
ALWAYS_NAMED = ("lang", "view")


def some(codes, least=0):
    """Codes in their declared order, as the controls put them."""
    codes = list(codes)
    chosen = st.sets(st.sampled_from(codes), min_size=least) if codes else st.just(set())
    return chosen.map(lambda kept: tuple(code for code in codes if code in kept))


def filters():
    return st.builds(
        Filters,
        language=st.sampled_from(VOCABULARY.languages),
        regions=some(VOCABULARY.regions),
        residence=some(RESIDENCES),
        grades=some(GRADES, least=1),
        data_version=st.sampled_from(["", VOCABULARY.data_version]),
    )


@st.composite
def views(draw):
    """Any view in the form that the controls write, with its definition."""
    definition = draw(st.sampled_from(DEFINITIONS))
    dimension = draw(st.sampled_from(definition.dimensions))
    several = some(definition.indicators, least=1)
    one = st.sampled_from(definition.indicators).map(lambda code: (code,))
    years = st.tuples(st.sampled_from(YEARS), st.sampled_from(YEARS)).map(sorted).map(tuple)
    view = View(
        filters=draw(filters()),
        id=definition.id,
        dataset=definition.dataset,
        indicators=draw(several if definition.several_indicators else one),
        dimension=dimension,
        groups=draw(some(VOCABULARY.groups(dimension))),
        choices=tuple((column, draw(some(VOCABULARY.groups(column)))) for column in definition.columns),
        period=draw(st.none() | years),
        scale=draw(st.sampled_from(definition.scales)),
        order=draw(st.sampled_from(ORDERS)),
    )
    return definition, view


def reopened(view, definition, **changes):
    return decode(view.encode(definition) | changes, VOCABULARY)


@given(views())
@settings(max_examples=200, deadline=None)
def test_a_written_link_reopens_the_same_view_and_drops_nothing(case):
    definition, view = case
    link = reopened(view, definition)
    assert (link.focused, link.dropped) == (view, ())


@given(views())
@settings(max_examples=100, deadline=None)
def test_a_link_opened_in_the_other_language_shows_the_same_figure(case):
    definition, view = case
    for code in VOCABULARY.languages:
        link = reopened(view, definition, lang=code)
        assert link.focused.canonical() == view.canonical()
        assert link.focused.filters.language == code


@given(views())
@settings(max_examples=80, deadline=None)
def test_every_parameter_of_a_link_changes_what_it_opens(case):
    # A parameter that could be left out is a default, and a default must not be written.
    definition, view = case
    written = view.encode(definition)
    for name in written.keys() - set(ALWAYS_NAMED):
        shorter = {key: value for key, value in written.items() if key != name}
        assert decode(shorter, VOCABULARY).focused != view, name


@given(filters())
@settings(deadline=None)
def test_shared_filters_come_back_without_a_focused_card(given_filters):
    link = decode(given_filters.encode(), VOCABULARY)
    assert (link.filters, link.focused, link.dropped) == (given_filters, None, ())
    assert set(given_filters.encode()) <= set(SHARED_PARAMETERS)


def test_a_default_view_is_its_id_and_its_language_alone(definition):
    view = View.default(definition, Filters())
    assert view.encode(definition) == {"lang": "en", "view": definition.id}


@given(views(), st.sampled_from(["groups", "indicators", "regions", "residence", "grades"]))
@settings(max_examples=80, deadline=None)
def test_an_unknown_code_is_named_and_its_known_neighbours_stay(case, name):
    definition, view = case
    written = view.encode(definition)
    if written.get(name, ALL) == ALL:
        return
    spoilt = written[name].replace(SEPARATOR, SEPARATOR + "nobody_knows" + SEPARATOR, 1)
    if SEPARATOR not in written[name]:
        spoilt = "nobody_knows" + SEPARATOR + written[name]
    link = decode(written | {name: spoilt}, VOCABULARY)
    assert link.dropped == (Dropped(name, "nobody_knows"),)
    assert link.focused == view


ONE_VALUE = {
    "lang": "fr",
    "data": "1999.1.1",
    "view": "no-such-view",
    "dimension": "shoe_size",
    "scale": "cubic",
    "order": "beauty",
    "period": "last year",
    "utm_source": "mail",
}


@pytest.mark.parametrize(("name", "value"), ONE_VALUE.items(), ids=ONE_VALUE)
def test_an_unknown_value_gives_way_to_the_default_and_is_named(name, value):
    definition = DEFINITIONS[0]
    plain = {"lang": "zh", "regions": "620000", "view": definition.id}
    link = decode(plain | {name: value}, VOCABULARY)
    assert link.dropped == (Dropped(name, value),)
    default = View.default(
        definition, Filters(language="en" if name == "lang" else "zh", regions=("620000",))
    )
    assert link.focused == (None if name == "view" else default)
    assert link.view(definition) == default


@pytest.mark.parametrize("period", ["2010", "2010-", "1900-2000", "2010-2222", "2010-2015-2020", "-", "all."])
def test_a_period_that_is_no_span_of_known_years_is_dropped(period):
    definition = DEFINITIONS[0]
    link = decode({"view": definition.id, "period": period}, VOCABULARY)
    assert link.dropped == (Dropped("period", period),)
    assert link.focused.period == definition.default_period


def test_a_period_written_backwards_is_read_forwards():
    definition = DEFINITIONS[0]
    link = decode({"view": definition.id, "period": "2015-2010"}, VOCABULARY)
    assert (link.focused.period, link.dropped) == ((2010, 2015), ())


def test_every_unknown_value_of_a_list_is_named_once():
    link = decode({"regions": "xx.620000.yy.xx"}, VOCABULARY)
    assert link.filters.regions == ("620000",)
    assert link.dropped == (Dropped("regions", "xx"), Dropped("regions", "yy"))


def test_regions_stand_in_the_order_of_their_codes_however_the_link_names_them():
    assert decode({"regions": "620000.110000.000000"}, VOCABULARY).filters.regions == (
        "000000",
        "110000",
        "620000",
    )


def test_a_view_is_found_whatever_its_dataset():
    for definition in DEFINITIONS:
        assert decode({"view": definition.id}, VOCABULARY).focused == View.default(definition, Filters())


def test_no_two_views_share_an_id():
    assert len({each.id for each in DEFINITIONS}) == len(DEFINITIONS)


def test_an_unknown_view_is_named():
    opened = decode({"view": "nothing"}, VOCABULARY)
    assert (opened.focused, opened.dropped) == (None, (Dropped("view", "nothing"),))


def narrowed() -> ViewDefinition:
    """A declared view, made to start with two groups, one choice and a period."""
    definition = next(
        each for each in DEFINITIONS if each.columns and each.dimensions[0] in VOCABULARY.dimensions
    )
    dimension, column = definition.dimensions[0], definition.columns[0]
    return replace(
        definition,
        default_groups={dimension: tuple(VOCABULARY.groups(dimension))[:2]},
        default_choices={column: tuple(VOCABULARY.groups(column))[:1]},
        default_period=(2010, 2015),
    )


def under(definition: ViewDefinition):
    """The vocabulary with one view declared otherwise."""
    dataset = VOCABULARY.datasets[definition.dataset]
    changed = replace(dataset, views={**dataset.views, definition.id: definition})
    return replace(VOCABULARY, datasets={**VOCABULARY.datasets, dataset.id: changed})


def test_all_lifts_a_default_that_narrows():
    definition = narrowed()
    column = definition.columns[0]
    link = {"view": definition.id, "groups": ALL, column: ALL, "period": ALL}
    opened = decode(link, under(definition))
    assert (opened.focused.groups, opened.focused.choice(column), opened.focused.period) == ((), (), None)
    assert opened.dropped == ()
    assert opened.focused.encode(definition) == link | {"lang": "en"}


def test_a_default_that_narrows_holds_when_the_link_is_silent():
    definition = narrowed()
    opened = decode({"view": definition.id}, under(definition)).focused
    assert opened == View.default(definition, Filters())
    assert (len(opened.groups), len(opened.choice(definition.columns[0])), opened.period) == (
        2,
        1,
        (2010, 2015),
    )


def test_all_among_codes_is_an_unknown_code():
    link = decode({"regions": f"{ALL}.620000"}, VOCABULARY)
    assert (link.filters.regions, link.dropped) == (("620000",), (Dropped("regions", ALL),))


def test_grades_are_never_empty():
    assert decode({"grades": "gold"}, VOCABULARY).filters.grades == DEFAULT_GRADES


@given(views())
@settings(max_examples=50, deadline=None)
def test_a_canonical_view_differs_in_language_and_version_alone(case):
    _, view = case
    canonical = view.canonical()
    assert (canonical.filters.language, canonical.filters.data_version) == ("", "")
    assert replace(canonical, filters=view.filters) == view
    kept = replace(canonical.filters, language=view.filters.language, data_version=view.filters.data_version)
    assert kept == view.filters
    assert canonical.canonical() == canonical


def test_a_link_focuses_one_card_and_leaves_the_others_at_their_defaults():
    first, second = DEFINITIONS[:2]
    link = decode({"view": first.id, "period": "2000-2005", "regions": "620000"}, VOCABULARY)
    assert link.view(first).period == (2000, 2005)
    assert link.view(second) == View.default(second, Filters(regions=("620000",)))
