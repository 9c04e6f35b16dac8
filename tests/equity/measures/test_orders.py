"""Orders run from the most disadvantaged: read, and seen in a known slope."""

from __future__ import annotations

from equity.measures import compute, options_for

ENDS = {
    "area_deprivation": ("Most deprived quarter of counties", "Least deprived quarter of counties"),
    "expenditure_quintile": ("Lowest-spending fifth", "Highest-spending fifth"),
    "income_quintile": ("Lowest fifth", "Highest fifth"),
    "socioeconomic_tenth": ("Bottom tenth of families", "Top tenth of families"),
}
"""Dimension to the labels of its first and last group: the first must be the most disadvantaged."""


def test_every_order_begins_with_the_most_disadvantaged(vocabulary):
    declared = {}
    for code, dimension in sorted(vocabulary.dimensions.items()):
        if dimension.ordered:
            labels = [label["en"] for label in dimension.subgroups.values()]
            declared[code] = (labels[0], labels[-1])
            print(f"{code}: {labels[0]} … {labels[-1]}")  # for a reader: pytest -s
    assert declared == ENDS


def test_more_is_raised_where_there_is_less_deprivation(store, vocabulary):
    code = "amount_raised_per_campaign_usd"
    rows = store.figures("crowdfunding_outcomes", indicator=code, dimension="area_deprivation")
    means = rows[rows.statistic == "mean"].set_index("subgroup")
    spreads = rows[rows.statistic == "standard deviation"].set_index("subgroup")
    frame = means[["estimate", "subgroup_order"]].assign(
        population=means.n, se=spreads.estimate / means.n**0.5
    )
    options = options_for(
        vocabulary.indicator("crowdfunding_outcomes", code), vocabulary.dimensions["area_deprivation"]
    )
    for model in ("linear", "log"):
        slope = compute("sii", frame.reset_index(), model=model, slope_errors="groups", **options)
        assert slope.n_groups == 4
        # From $4,858 in the most deprived quarter to $7,403 in the least, in steps that all go up.
        assert 2000 < slope.ci_low < slope.estimate < slope.ci_high < 5000
        assert compute("rii", frame.reset_index(), model=model, slope_errors="groups", **options).ci_low > 1
    assert compute("rci", frame.reset_index(), **options).ci_low > 0
    assert compute("d", frame.reset_index(), **options).compared == ("least_deprived", "most_deprived")
