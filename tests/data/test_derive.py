"""Derived rows: computed as their formula says, of figures that belong together, with all that they rest on."""

from __future__ import annotations

import pandas as pd
import pytest

from data.build import build, tables
from data.catalog import read_toml
from data.derive import DERIVED
from data.reviewed import read
from equity.formulas import FORMULAS, days_of_income, per_hundred
from equity.vocabulary import NATION

DATASET, SHARED = "definitions/clinic_fees.toml", "definitions/shared.toml"


def derived(folder) -> pd.DataFrame:
    rows = tables(read(folder), folder)["clinic_fees"].to_pandas()
    return rows[(rows.locator == DERIVED) & (rows.indicator == "fee_share")]


def test_each_figure_is_set_against_the_one_it_matches(folder):
    # 30, 40 and 50 yuan of a total of 40 yuan.
    rows = derived(folder)
    assert list(rows.estimate) == [75, 100, 125]
    assert list(rows.subgroup) == ["rural", "total", "urban"]
    assert set(rows.indicator) == {"fee_share"}
    assert set(rows.clinic) == {"east_gate"}
    assert set(rows.year) == {2020}


def test_the_attribute_declared_is_that_of_the_derived_row(folder):
    rows = derived(folder)
    assert set(rows.attribute_dimension) == {"residence"}
    assert set(rows.attribute) == {"rural"}


def test_the_footnote_tells_both_numbers_in_both_languages(folder):
    first = derived(folder).iloc[0]
    assert first.footnote_en == "30 yuan (2020) ÷ 40 yuan (2020)"
    assert first.footnote_zh == "30元（2020年） ÷ 40元（2020年）"


def test_the_place_can_be_that_of_the_other_part(folder):
    folder.replace(DATASET, 'take = "of"', 'take = "per"')
    assert set(derived(folder).subgroup) == {"total"}


def test_a_derived_row_is_as_weak_as_its_weaker_part(folder):
    folder.write_facts({1: {"grade": "news", "source_id": "B", "flags": "weak"}})
    rows = derived(folder)
    assert list(rows.grade) == ["news", "official", "official"]
    assert rows["flags"].iloc[0].split(";") == ["weak", DERIVED]
    assert rows["flags"].iloc[1] == DERIVED
    assert (rows.source_id.iloc[0], rows.also_source_ids.iloc[0]) == ("B", "A")


def test_figures_of_different_years_are_not_set_against_each_other(folder):
    folder.replace(DATASET, 'match = ["clinic"]', 'match = ["clinic", "year"]')
    folder.replace(DATASET, ', year = 2020, dimension = "total"', ', dimension = "total"')
    folder.write_facts({1: {"period_start": "2019", "period_end": "2019"}})
    assert list(derived(folder).subgroup) == ["total", "urban"]


def test_an_undated_figure_takes_the_year_of_the_one_it_is_tied_to(folder):
    folder.replace(DATASET, 'match = ["clinic"]', 'match = ["clinic", "year"]')
    folder.replace(
        DATASET, 'of = { indicator = "fee" }', 'of = { indicator = "fee", dimension = "residence" }'
    )
    folder.write_facts({1: {"period_start": "", "period_end": ""}})
    assert list(derived(folder).subgroup) == ["urban"]
    folder.replace(
        DATASET,
        'take = "of"',
        'take = "of"\nyear_of = { indicator = "repaid_share", match = ["region_code"] }',
    )
    rows = derived(folder)
    assert (list(rows.subgroup), set(rows.year)) == (["rural", "urban"], {2020})


def test_a_row_that_is_not_drawn_is_no_part(folder):
    tied = {"same_as": "S9"}
    folder.write_facts({2: tied, 6: tied | {"indicator": "fee", "estimate": "41", "source_id": "B"}})
    assert list(derived(folder).estimate) == [75, 100, 125]


def test_columns_of_a_small_table_are_brought_to_its_rows(folder):
    folder.write_rows(
        "facts/doors.csv", ("clinic", "income_half"), [{"clinic": "east_gate", "income_half": "upper"}]
    )
    folder.replace(
        DATASET,
        'own_columns = ["clinic"]',
        'own_columns = ["clinic", "income_half"]\n'
        'brought = { clinic = { table = "doors", columns = ["income_half"] } }',
    )
    build(folder)
    rows = pd.read_parquet(folder.table("clinic_fees"))
    assert set(rows[rows.clinic == "east_gate"].income_half) == {"upper"}
    assert rows[rows.clinic.isna()].income_half.isna().all()


# The derived rows of this project, computed again by pandas alone. ----------------------------------------------


def figures(where, dataset, **columns):
    rows = pd.read_parquet(where.table(dataset))
    for name, value in columns.items():
        rows = rows[rows[name] == value]
    return rows[rows.draw_rank == 0]


def test_a_consultation_weighs_its_price_in_days_of_the_income_of_its_year(where):
    price = figures(
        where,
        "online_consultation_prices",
        indicator="consultation_price_per_package",
        platform="four_platforms_average",
    )
    weights = figures(
        where,
        "online_consultation_prices",
        indicator="consultation_days_of_income",
        platform="four_platforms_average",
    )
    incomes = figures(where, "regional_context", indicator="disposable_income_per_person", year=2020)
    keys = ["region_code", "dimension", "subgroup"]
    both = weights.merge(incomes, on=keys, suffixes=("", "_of_income"))
    assert len(both) == len(weights) > 60
    expected = [days_of_income(price.estimate.item(), income) for income in both.estimate_of_income]
    assert list(both.estimate) == pytest.approx(expected)
    gansu = weights[(weights.region_code == "620000") & (weights.subgroup == "rural")]
    assert round(gansu.estimate.item(), 1) == 2.3


def test_members_per_hundred_residents_are_of_one_place_and_year(where):
    rates = figures(where, "insurance_coverage", indicator="members_per_100_residents")
    members = figures(where, "insurance_coverage", indicator="insured_members")
    residents = figures(where, "regional_context", indicator="resident_population", dimension="total")
    both = rates.merge(
        members, on=["region_code", "year", "scheme", "source_id", "dimension"], suffixes=("", "_m")
    )
    both = both.merge(residents, on=["region_code", "year"], suffixes=("", "_r"))
    pairs = set(zip(both.estimate_m, both.estimate_r, strict=True))
    expected = {round(per_hundred(count, population), 9) for count, population in pairs}
    assert {round(rate, 9) for rate in rates.estimate} <= expected
    assert (rates.region_code != NATION).any()


def test_every_derived_row_says_so_and_has_its_parts(where):
    found = 0
    for dataset in where.vocabulary.datasets:
        rows = pd.read_parquet(where.table(dataset))
        rows = rows[rows.locator == DERIVED]
        found += len(rows)
        assert rows["flags"].str.split(";").map(lambda flags: DERIVED in flags).all()
        assert rows.footnote_en.notna().all()
        assert rows.footnote_zh.notna().all()
        assert not rows.founding.any()
    assert found > 500


def test_a_region_is_the_mean_of_its_provinces_weighted_by_residents(where):
    provinces = list(where.vocabulary.nbs_region_members("northeast"))
    rows = figures(where, "regional_context")
    of = rows[rows.region_code.isin(provinces) & (rows.year == 2020)].set_index("region_code")
    income = of[(of.indicator == "disposable_income_per_person") & (of.subgroup == "rural")].estimate
    residents = of[(of.indicator == "resident_population") & (of.subgroup == "total")].estimate
    rural = residents * (1 - of[of.indicator == "urban_population_share"].estimate / 100)
    region = rows[(rows.setting == "northeast") & (rows.year == 2020) & (rows.subgroup == "rural")]
    assert region.estimate.item() == pytest.approx((income * rural).sum() / rural.sum())
    assert region.statistic.item() == "mean, weighted"


def test_a_year_without_residents_has_the_middle_province(where):
    rows = figures(
        where, "regional_context", indicator="disposable_income_per_person", year=2013, subgroup="urban"
    )
    region = rows[rows.setting == "west"]
    provinces = rows[rows.region_code.isin(where.vocabulary.nbs_region_members("west"))]
    assert region.estimate.item() == pytest.approx(provinces.estimate.median())
    assert region.statistic.item() == "median"


def test_every_formula_has_words_and_every_use_a_formula(where):
    words = read_toml(where.definitions / "shared.toml")["formulas"]
    assert set(words) == set(FORMULAS)
