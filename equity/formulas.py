"""The formulas of derived values: one published figure set in proportion to another.

Each takes two numbers and gives one. What a derived value rests on stands beside it in the data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

DAYS_IN_A_YEAR = 365
MONTHS_IN_A_YEAR = 12


def days_of_income(price: float, annual_income: float) -> float:
    """How many days of average disposable income per person equal a price.

    Both in yuan of the same year. The income is a mean over all household members, so the result says what a
    price weighs in a place, not what a person earns. ValueError when the income is not positive.

    >>> round(days_of_income(65.10, 10344.3), 1)
    2.3
    """
    return price / (_positive(annual_income) / DAYS_IN_A_YEAR)


def share_of_month_income(price: float, annual_income: float) -> float:
    """A price as a percentage of a month's average disposable income per person, both of the same year.

    >>> round(share_of_month_income(65.10, 10344.3), 1)
    7.6
    """
    return 100 * price / (_positive(annual_income) / MONTHS_IN_A_YEAR)


def percent_of(part: float, whole: float) -> float:
    """One value as a percentage of another in the same unit; it can pass 100.

    >>> percent_of(5500, 11000)
    50.0
    """
    return 100 * part / _positive(whole)


def per_hundred(count: float, population: float) -> float:
    """A count per hundred residents; it can pass 100 where people are counted elsewhere than they live.

    >>> per_hundred(30, 120)
    25.0
    """
    return percent_of(count, population)


def per_million(count: float, population: float) -> float:
    """A count per million residents.

    >>> per_million(30, 15_000_000)
    2.0
    """
    return 1_000_000 * count / _positive(population)


def _positive(whole: float) -> float:
    if whole <= 0:
        raise ValueError(f"the value divided by must be positive, not {whole}")
    return whole


FORMULAS: Mapping[str, Callable[[float, float], float]] = {
    each.__name__: each
    for each in (days_of_income, share_of_month_income, percent_of, per_hundred, per_million)
}
"""Name, as the definition files give it, to formula."""
