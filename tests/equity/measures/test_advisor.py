"""Which measures are offered for which indicator, and what is said against the others."""

from __future__ import annotations

import pandas as pd
import pytest

from data.catalog import LANGUAGES
from data.catalog import language as language_of
from equity.measures import REGISTRY, MeasureError, advise, compute, options_for
from equity.measures.advisor import MODEL_REFUSALS, REFUSALS
from equity.measures.definedness import REASONS
from equity.vocabulary import Dimension, Indicator

BOTH = {"en": "x", "zh": "某"}


def indicator(unit="%", kind="measure", favourable="high", minimum=0, maximum=None, **more):
    return Indicator("x", BOTH, BOTH, unit, kind, favourable, minimum, maximum, **more)


def dimension(size=5, **more):
    return Dimension("x", BOTH, {f"g{place}": BOTH for place in range(1, size + 1)}, **more)


COVERAGE = indicator(maximum=100, share_of_people=True)
AMOUNT = indicator("yuan", "money")
PRICE = indicator("yuan per visit", "price", "low")
CUT = indicator(minimum=-100, favourable="none")
AVAILABILITY = indicator(maximum=100)
FIFTHS = dimension(ordered=True, equal_weights=True)
PLACES = dimension(12)


def refused(*facts):
    return {each.code: each.refused for each in advise(*facts)}


def advice(code, *facts):
    return next(each for each in advise(*facts) if each.code == code)


def test_advice_is_given_on_every_measure_in_the_order_of_the_registry():
    assert [each.code for each in advise(COVERAGE, FIFTHS)] == list(REGISTRY)


def test_of_coverage_by_fifths_the_ordered_measures_are_offered_with_erreygers_first():
    told = refused(COVERAGE, FIFTHS)
    offered = {code for code, reason in told.items() if reason is None}
    assert offered == {"d", "r", "aci", "rci", "sii", "rii", "par", "paf", "erreygers", "wagstaff"}
    assert told["bgsd"] == told["ti"] == "ignores_order"
    assert told["gini"] == "not_an_amount"
    headlines = [each.code for each in advise(COVERAGE, FIFTHS) if each.headline]
    assert headlines == ["d", "r", "sii", "rii", "erreygers"]
    assert advice("sii", COVERAGE, FIFTHS).models == ("logit", "linear", "log")


def test_of_coverage_by_province_the_measures_of_spread_are_offered():
    told = refused(COVERAGE, PLACES)
    assert told["aci"] == told["sii"] == told["erreygers"] == "no_order"
    assert told["mdru"] == told["mdrw"] == "no_reference"
    for code in (
        "d",
        "r",
        "bgv",
        "bgsd",
        "cov",
        "mdmw",
        "mdbw",
        "idisw",
        "ti",
        "mld",
        "par",
        "paf",
        "p80_p20",
    ):
        assert told[code] is None, code


def test_there_is_no_logit_on_yuan():
    for money in (AMOUNT, PRICE):
        slope = advice("sii", money, FIFTHS)
        assert slope.refused is None
        assert slope.models == ("log", "linear")
        assert slope.refused_models == {"logit": "logit_needs_bounds"}


def test_amounts_are_shared_out_and_prices_can_be_saved():
    told = refused(AMOUNT, PLACES)
    assert told["gini"] is told["palma"] is told["s80s20"] is told["ti"] is None
    assert told["paf"] == "not_of_people"
    assert refused(PRICE, PLACES)["par"] is None
    assert told["erreygers"] == "needs_bounds"


def test_there_is_no_attributable_fraction_for_medicines():
    told = refused(AVAILABILITY, PLACES)
    assert told["paf"] == "not_of_people"
    assert told["par"] == "nothing_to_gain"


def test_of_price_cuts_that_may_be_rises_no_ratio_is_offered():
    told = refused(CUT, PLACES)
    for code, definition in REGISTRY.items():
        if definition.relative:
            assert told[code] == "no_true_zero", code
    assert told["bgsd"] is told["mdmw"] is told["d"] is None
    assert told["mdbu"] == told["par"] == "no_direction"


def test_of_derived_values_no_ratio_is_offered_because_it_is_fixed():
    derived = indicator("days of income", "derived", "low")
    told = refused(derived, FIFTHS)
    assert told["r"] == told["rii"] == told["rci"] == "fixed_ratio"
    assert told["d"] is told["sii"] is told["aci"] is None


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("count", "size"),
        ("total", "size"),
        ("sample_size", "size"),
        ("composition", "part_of_whole"),
        ("model_result", "model_result"),
    ],
)
def test_sizes_parts_and_results_of_models_are_not_measured(kind, reason):
    assert set(refused(indicator(kind=kind), PLACES).values()) == {reason}


def test_a_sequence_of_rounds_is_no_population():
    assert set(refused(CUT, dimension(sequence=True)).values()) == {"sequence"}


def test_two_groups_have_a_difference_and_no_slope():
    told = refused(COVERAGE, dimension(2, ordered=True))
    assert told["d"] is told["r"] is told["paf"] is None
    assert told["sii"] == told["aci"] == "too_few_groups"


def test_a_group_that_contains_others_is_not_counted():
    assert refused(COVERAGE, dimension(3, wholes=("g3",)))["bgsd"] == "too_few_groups"


def frame(**columns):
    return pd.DataFrame({"subgroup": list("abcde"), "subgroup_order": range(1, 6)} | columns)


def test_figures_refuse_what_they_cannot_bear():
    with_zero = frame(estimate=[0, 20, 30, 40, 50])
    told = refused(AMOUNT, FIFTHS, with_zero)
    assert told["r"] == "zero_in_ratio"
    assert told["d"] is told["sii"] is None
    assert advice("sii", AMOUNT, FIFTHS, with_zero).models == ("linear",)
    assert advice("sii", AMOUNT, FIFTHS, with_zero).refused_models["log"] == "log_needs_positive"


def test_without_populations_nothing_is_weighted():
    told = refused(AMOUNT, dimension(), frame(estimate=[10, 20, 30, 40, 50]))
    assert told["gini"] == told["bgsd"] == told["mdmu"] == "no_population"
    assert told["mdbu"] is told["d"] is None


def test_groups_that_cannot_be_read_are_refused_with_an_error():
    with pytest.raises(MeasureError):
        advise(COVERAGE, FIFTHS, frame(estimate=["x", 1, 2, 3, 4]))


def test_what_is_declared_becomes_the_options_of_a_measure():
    assert options_for(COVERAGE, FIFTHS) == {
        "favourable": True,
        "ordered": True,
        "scale": 100.0,
        "bounded": True,
        "equal_weights": True,
    }
    assert options_for(CUT, PLACES)["favourable"] is None
    assert options_for(CUT, PLACES)["bounded"] is False
    figures = frame(estimate=[10, 20, 30, 40, 50])
    assert compute("erreygers", figures, **options_for(COVERAGE, FIFTHS)).estimate > 0


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_refusal_is_told(code, vocabulary):
    language = language_of(code)
    for reason in (*REFUSALS, *REASONS):
        told = [each for each in advise(COVERAGE, FIFTHS) if each.refused == reason]
        assert all(each.sentence(language) for each in told)
    assert not advice("d", COVERAGE, FIFTHS).sentence(language)
    assert set(MODEL_REFUSALS).isdisjoint(REFUSALS)


def test_what_is_offered_for_the_projects_own_figures_can_be_computed(store, vocabulary):
    """Every indicator by every dimension of every view: what is offered for the groups has a value."""
    offered = 0
    for definition in vocabulary.views():
        rows = store.rows(definition.dataset)
        for code in definition.indicators:
            declared = vocabulary.indicator(definition.dataset, code)
            for name in set(definition.dimensions) & set(vocabulary.dimensions):
                asked = vocabulary.dimensions[name]
                found = rows[(rows.indicator == code) & (rows.dimension == name)]
                found = found[~found.subgroup.isin(asked.wholes)].drop_duplicates("subgroup")
                if len(found) < 2 or found.estimate.isna().all():
                    continue
                groups = found[["subgroup", "estimate", "population", "subgroup_order"]]
                for each in advise(declared, asked, groups):
                    if each.refused is None:
                        model = {"model": each.models[0]} if each.models else {}
                        options = options_for(declared, asked) | model
                        measured = compute(each.code, groups, **options)
                        assert measured.undefined_reason is None, (code, name, each)
                        offered += 1
    assert offered > 50
