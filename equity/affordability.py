"""What one price weighs where people live: derived values, each with the parts it was made from."""

from __future__ import annotations

DAYS_IN_A_YEAR = 365


def days_of_income(price: float, annual_income: float) -> float:
    """How many days of average disposable income per person equal a price.

    Both in yuan of the same year. The income is a mean over all household members, so the result says what a
    price weighs in a place, not what a person earns. ValueError when the income is not positive.

    >>> round(days_of_income(65.10, 10344.3), 1)
    2.3
    """
    if annual_income <= 0:
        raise ValueError(f"annual income must be positive, not {annual_income}")
    return price / (annual_income / DAYS_IN_A_YEAR)
