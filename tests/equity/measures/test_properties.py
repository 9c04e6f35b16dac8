"""What must hold for any groups: equality, scale, order, mirror, population, splitting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity.measures import REGISTRY, Groups, compute

QUICK = settings(max_examples=40, deadline=None)
DRAWS = 200
KERNELS = [code for code in REGISTRY if code != "p80_p20"]
SCALES = {"squared": 2, "outcome": 1}
"""By which power of a factor a measure grows when the outcome is told in another unit; the others do not."""


@st.composite
def some_groups(draw, least=3, most=9, lowest=1.0):
    size = draw(st.integers(least, most))
    numbers = st.lists(
        st.floats(lowest, 99.0).map(lambda value: round(value, 3)), min_size=size, max_size=size
    )
    people = st.lists(st.integers(1, 1000), min_size=size, max_size=size)
    return Groups(
        names=tuple(map(str, range(size))),
        estimates=np.array(draw(numbers)),
        standard_errors=np.full(size, 2.0),
        populations=np.array(draw(people), dtype=float),
        sample_sizes=np.full(size, np.nan),
        orders=np.arange(1.0, size + 1),
        reference=0,
        ordered=True,
        bounded=True,
    )


def value(code, groups):
    return compute(code, groups, draws=DRAWS).estimate


def close(first, second):
    if first is None or second is None:
        return first is second
    return first == pytest.approx(second, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("code", REGISTRY)
@pytest.mark.parametrize("level", [0.3, 50.0, 99.9])
def test_equal_groups_have_the_value_of_equality_and_no_other(code, level):
    groups = Groups(
        names=tuple("abcdefghijkl"),
        estimates=np.full(12, level),
        standard_errors=np.full(12, 0.05),
        populations=np.arange(1.0, 13),
        sample_sizes=np.full(12, np.nan),
        orders=np.arange(1.0, 13),
        reference=3,
        ordered=True,
        bounded=True,
    )
    for model in ("linear", "logit", "log"):
        measured = compute(code, replace(groups, model=model), draws=DRAWS)
        assert measured.estimate == REGISTRY[code].when_equal
        assert measured.ci_low <= measured.estimate <= measured.ci_high


@QUICK
@given(some_groups(), st.floats(0.01, 50))
def test_another_unit_changes_measures_of_that_unit_and_no_others(groups, factor):
    other = replace(
        groups,
        estimates=groups.estimates * factor,
        standard_errors=groups.standard_errors * factor,
        scale=groups.scale * factor,
    )
    for code in KERNELS:
        if code in ("ti", "mld"):
            continue  # a zero counts as a millionth in whatever unit
        before, after = value(code, groups), value(code, other)
        power = SCALES.get(REGISTRY[code].unit, 0)
        if before is None:
            assert after is None
        else:
            assert after == pytest.approx(before * factor**power, rel=1e-6, abs=1e-7 * max(1, factor**power))


@QUICK
@given(some_groups())
def test_reversing_an_order_turns_the_sign(groups):
    turned = replace(groups, estimates=groups.estimates[::-1], populations=groups.populations[::-1])
    for code in ("aci", "rci", "sii", "erreygers", "wagstaff", "d"):
        assert close(value(code, turned), -value(code, groups)), code
    for model in ("logit", "log"):
        before, after = (value("sii", replace(each, model=model)) for each in (groups, turned))
        assert close(after, None if before is None else -before)
    ratio, inverse = value("rii", groups), value("rii", turned)
    assert close(inverse, None if ratio is None else 1 / ratio)


@QUICK
@given(some_groups())
def test_coverage_and_non_coverage_are_mirrored_by_erreygers_and_wagstaff(groups):
    without = replace(groups, estimates=groups.scale - groups.estimates)
    for code in ("erreygers", "wagstaff", "aci"):
        assert close(value(code, without), -value(code, groups)), code
    assert close(value("sii", replace(without, model="logit")), -value("sii", replace(groups, model="logit")))


@QUICK
@given(some_groups(), st.integers(2, 10_000))
def test_counting_people_in_another_unit_changes_neither_value_nor_interval(groups, factor):
    more = replace(groups, populations=groups.populations * factor)
    for code in KERNELS:
        first, second = (compute(code, each, draws=DRAWS) for each in (groups, more))
        assert close(second.estimate, first.estimate), code
        assert close(second.ci_low, first.ci_low), code
        assert close(second.ci_high, first.ci_high), code


OF_PEOPLE = [
    code for code, definition in REGISTRY.items() if definition.weighted and definition.family != "regression"
]


@QUICK
@given(some_groups(), st.data())
def test_splitting_a_group_in_two_changes_no_weighted_measure(groups, data):
    place = data.draw(st.integers(0, len(groups) - 1))
    share = data.draw(st.floats(0.1, 0.9))
    twice = np.insert(np.arange(len(groups)), place, place)
    people = groups.populations[twice]
    people[place] *= share
    people[place + 1] *= 1 - share
    split = replace(
        groups,
        names=tuple(map(str, range(len(twice)))),
        estimates=groups.estimates[twice],
        standard_errors=groups.standard_errors[twice],
        populations=people,
        sample_sizes=groups.sample_sizes[twice],
        orders=np.arange(1.0, len(twice) + 1),
        reference=0,
    )
    for code in OF_PEOPLE:
        assert close(value(code, split), value(code, groups)), code


@QUICK
@given(some_groups())
def test_the_order_of_rows_of_unordered_groups_does_not_matter(groups):
    groups = replace(groups, ordered=False, reference=None)
    turned = replace(groups, **{
        name: getattr(groups, name)[::-1]
        for name in ("estimates", "standard_errors", "populations", "sample_sizes", "orders")
    })  # fmt: skip
    for code, definition in REGISTRY.items():
        if definition.dimension == "any":
            assert close(value(code, turned), value(code, groups)), code


@QUICK
@given(some_groups(lowest=0.0))
def test_no_measure_is_ever_without_number_or_reason(groups):
    for ordered in (True, False):
        for code in REGISTRY:
            measured = compute(code, replace(groups, ordered=ordered), draws=DRAWS)
            if measured.estimate is None:
                assert measured.undefined_reason
                assert measured.interval is None
            else:
                if "too_uncertain" in measured.note:
                    assert measured.interval is None
                    continue
                numbers = (measured.estimate, measured.ci_low, measured.ci_high, measured.se)
                assert all(np.isfinite(number) for number in numbers), (code, measured)
                assert measured.ci_low <= measured.ci_high
                floor = REGISTRY[code].floor
                assert floor is None or floor - 1e-9 <= measured.ci_low


@QUICK
@given(some_groups())
def test_a_kernel_gives_the_same_for_one_row_as_for_many(groups):
    many = np.stack([groups.estimates, groups.estimates[::-1], groups.estimates * 0.5])
    for model in ("linear", "logit", "log"):
        asked = replace(groups, model=model)
        for definition in REGISTRY.values():
            together = definition.kernel(many, asked)
            alone = [float(definition.kernel(row, asked)) for row in many]
            assert together == pytest.approx(alone, rel=1e-7, abs=1e-7), definition.code
