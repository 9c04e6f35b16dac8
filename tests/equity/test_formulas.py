"""What one price weighs where people live."""

from __future__ import annotations

import pytest

from equity.formulas import days_of_income


def test_a_price_of_one_days_income_is_one_day():
    # 36,500 yuan a year are 100 yuan a day.
    assert days_of_income(100, 36_500) == 1
    assert days_of_income(250, 36_500) == 2.5
    assert days_of_income(0, 36_500) == 0


def test_the_published_price_weighs_two_days_in_rural_gansu():
    # 10,344.3 / 365 = 28.34 yuan a day; 65.1 / 28.34 = 2.297
    assert days_of_income(65.10, 10_344.3) == pytest.approx(2.297, abs=5e-4)


def test_the_ratio_of_two_places_is_that_of_their_incomes():
    assert days_of_income(7, 10_000) / days_of_income(7, 25_000) == pytest.approx(2.5)


@pytest.mark.parametrize("income", [0, -1])
def test_an_income_that_is_not_positive_is_refused(income):
    with pytest.raises(ValueError, match=str(income)):
        days_of_income(65.1, income)
