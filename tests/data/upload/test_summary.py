"""Cases summed up: what is hidden stays hidden, whoever does the sums; and what a file of any kind comes to."""

from __future__ import annotations

import ibis
import numpy as np
import pandas as pd
import pytest

from components.content import content_of
from components.figure import charts_of, finding_of, gaps_of, marks_of
from components.notes import notes
from components.own_data.visit import OwnFile, examined
from data.catalog import language, using
from data.upload.recognition import CASES, Roles
from data.upload.sheets import Opened, Sheet
from data.upload.small_groups import FEWEST
from equity.microdata import gini, order, rank, top_share
from equity.view import Filters, View


def brought(cells, **said):
    cells = pd.DataFrame(cells)
    cells.index = pd.RangeIndex(2, len(cells) + 2)
    return examined(OwnFile("cases.csv", "0" * 12, Opened((Sheet("", cells),)), **said))


def cases(sizes, *, unknown=0):
    """Incomes of people in channels of these sizes, some of no known channel."""
    channels = [name for name, size in sizes.items() for _ in range(size)] + [None] * unknown
    incomes = np.random.default_rng(5).lognormal(8, 1, len(channels)).round(0)
    return {"person": range(len(channels)), "channel": channels, "amount": incomes}


def shown(found):
    figures = found.where.brought.table.to_pandas()
    names = {
        code: label["en"]
        for dimension in found.where.brought.dimensions.values()
        for code, label in dimension.subgroups.items()
    }
    return {names[code] for code in figures.subgroup if code in names}


def test_an_interval_that_reaches_below_zero_makes_no_amount_negative():
    made = cases({"a": 15, "b": 15}) | {"amount": [*np.arange(14.0), 900.0, *np.arange(101.0, 116)]}
    found = brought(made, kind=CASES).where.brought
    assert found.table["ci_low"].to_pandas().min() < 0
    assert {each.minimum for each in found.dataset.indicators.values()} == {0}


@pytest.mark.parametrize(
    ("sizes", "unknown", "hidden"),
    [
        ({"a": 300, "b": 200, "c": 100}, 0, set()),
        ({"a": 300, "b": 200, "c": 3}, 0, {"b", "c"}),
        ({"a": 300, "b": 200, "c": 1, "d": 1}, 0, {"b", "c", "d"}),
        ({"a": 300, "b": 200, "c": 6, "d": 6}, 0, {"c", "d"}),
        ({"a": 300, "b": 200, "c": 100}, 1, {"c"}),
        ({"a": 300, "b": 200, "c": 100}, FEWEST, set()),
    ],
)
def test_what_is_hidden_cannot_be_worked_out_from_the_total(sizes, unknown, hidden):
    found = brought(cases(sizes, unknown=unknown))
    assert {each.subgroup for each in found.hidden} == hidden
    assert shown(found) == set(sizes) - hidden
    assert {each.group for each in found.where.brought.suppressed} == hidden
    assert all(bool(view.note) == bool(hidden) for view in found.where.brought.dataset.views.values())
    compared = found.where.vocabulary.datasets[found.where.brought.dataset.id].comparing
    assert compared.note == next(iter(found.where.brought.dataset.views.values())).note


@pytest.mark.parametrize(
    ("cities", "hidden"),
    [
        # Zhejiang less Hangzhou would be Ningbo
        ({"330000": {"杭州": 60, "宁波": 4}, "430000": {"长沙": 50}}, {"杭州", "宁波"}),
        # The next smallest city must not stand as its province
        (
            {"430000": {"长沙": 50}, "540000": {"拉萨": 12}, "810000": {"香港岛": 4}},
            {"拉萨", "香港岛", "540000", "810000"},
        ),
        # What no city is known of counts as hidden
        ({"330000": {"杭州": 60, "宁波": 11, None: 4}, "430000": {"长沙": 50}}, {"宁波"}),
        # Groups across provinces tell nothing of one
        ({"330000": {"a": 60, "b": 4, "c": 20}, "430000": {"a": 50, "b": 20}}, set()),
    ],
)
def test_what_is_hidden_cannot_be_worked_out_from_another_division(cities, hidden):
    rows = [
        (province, city)
        for province, held in cities.items()
        for city, size in held.items()
        for _ in range(size)
    ]
    cells = pd.DataFrame(rows, columns=["province", "place"]).assign(amount=np.arange(len(rows)) ** 2.0)
    found = brought(cells, kind=CASES, roles=Roles("amount", group="place", region="province"))
    assert {each.subgroup for each in found.hidden} == hidden


def test_no_heading_is_taken_for_a_column_made_here():
    roles = ("outcome", "group", "order", "region", "period")
    plain = pd.DataFrame(
        {
            "outcome": range(1, 61),
            "group": ["a", "b", "c"] * 20,
            "order": range(60),
            "region": ["北京", "甘肃"] * 30,
            "period": ["2016"] * 20 + ["2017"] * 20 + ["2018"] * 20,
        }
    )
    usual = brought(plain, kind=CASES, roles=Roles(**{name: name for name in roles}))
    for headings in (
        ("=division", "=group", "=rank", "=elapsed", "=period"),
        ("u", "v", "KEY", "n", "weight"),
    ):
        renamed = plain.rename(columns=dict(zip(roles, headings, strict=True)))
        found = brought(renamed, kind=CASES, roles=Roles(**dict(zip(roles, headings, strict=True))))
        figures, expected = (each.where.brought.table.to_pandas() for each in (found, usual))
        assert figures.estimate.tolist() == pytest.approx(expected.estimate.tolist())


FEW = {"110000": 4, "310000": 4, "510000": 4}
YEARS = {"2016": 4, "2017": 4, "2018": 4}


@pytest.mark.parametrize(
    ("sizes", "further", "unshown"),
    [
        ({"a": 300, "b": 200, "c": 3}, {}, []),
        ({"a": 300, "b": 3}, {}, ["channel"]),
        ({"a": 12}, {"province": FEW}, ["province"]),
        ({"a": 4, "b": 4, "c": 4}, {"province": FEW}, ["channel", "province"]),
        ({"a": 12}, {"year": YEARS}, ["time"]),
        ({"a": 4, "b": 4}, {}, ["all cases of the file", "channel"]),
    ],
)
def test_what_has_no_group_that_may_be_shown_is_named(sizes, further, unshown):
    spread = {
        name: [each for each, size in held.items() for _ in range(size)] for name, held in further.items()
    }
    where = brought(cases(sizes) | spread, kind=CASES).where
    assert [each["en"] for each in where.brought.unshown] == unshown
    assert all(each["zh"] for each in where.brought.unshown)
    assert bool(where.brought.dataset.views) == (sum(sizes.values()) >= FEWEST)
    assert bool(where.vocabulary.datasets[where.brought.dataset.id].comparing) == bool(
        where.brought.dataset.views
    )


@pytest.mark.parametrize(
    ("column", "sizes", "name"),
    [
        ("province", {"110000": 60, "310000": 6, "510000": 5}, "places"),
        ("year", {"2017": 60, "2018": 6, "2019": 5}, "years"),
    ],
)
def test_one_province_or_year_that_may_be_shown_stands_beside_the_hidden_ones(column, sizes, name):
    found = brought(cases({"a": 71}) | {column: [each for each, size in sizes.items() for _ in range(size)]})
    assert not found.where.brought.unshown
    definition = found.where.vocabulary.definition(f"{found.where.brought.dataset.id}-{name}")
    with using(found.where):
        content = content_of(View.default(definition, Filters()), "link")
        assert finding_of(content.view)
        assert charts_of(content.view, "light")
    assert content.drawn[["region_code", "period_end"]].isin([next(iter(sizes))]).any(axis=1).all()
    assert len(content.hidden) == 2


def test_the_curve_of_few_cases_is_not_drawn_and_no_step_is_of_fewer_than_a_group():
    assert brought(cases({"a": FEWEST + 1})).distribution is None
    found = brought(cases({"a": 300, "b": 200}))
    steps = found.distribution.curves["lorenz"].population_share.diff().dropna()
    assert (steps * 500 > FEWEST - 1).all()


def test_many_hidden_groups_are_counted_and_not_listed():
    found = brought(cases({"a": 400, "b": 300, **{f"village {place}": 1 for place in range(40)}}))
    definition = next(iter(found.where.brought.dataset.views.values()))
    view = View.default(definition, Filters())
    with using(found.where):
        told = " ".join(notes(marks_of(view), view, definition, language("en")))
    assert "village 0" in told
    assert "village 20" not in told
    assert " and 35 more" in told


@pytest.mark.parametrize("code", ["en", "zh"])
def test_dates_that_are_ranges_or_names_are_told_as_they_are(code):
    named = {
        "setting": "China",
        "source": "s",
        "indicator_abbr": "i",
        "indicator_name": "Rate",
        "dimension": "sex",
    }
    flags = {"ordered_dimension": 0, "subgroup_order": 0, "reference_subgroup": 0, "favourable_indicator": 1}
    rows = [
        {**named, **flags, "indicator_scale": 100, "date": date, "subgroup": group, "estimate": estimate}
        for date in ("Round 1", "2015-2019", "2020")
        for group, estimate in (("women", 10), ("men", 20))
    ]
    found = brought(rows)
    assert len(found.report.used) == len(rows)
    with using(found.where):
        for definition in found.where.brought.dataset.views.values():
            view = View.default(definition, Filters(language=code))
            marks = marks_of(view)
            assert charts_of(view, "light")
            assert finding_of(view)
    assert {"Round 1"} <= set(marks.file_date_label)
    assert set(marks.year.dropna()) == {2019, 2020}
    assert set(marks.year_start.dropna()) == {2015, 2020}


DAYS = [0, 7] * 20 + [8, 30] * 20 + [31, 90] * 15 + [181] * 3 + [-1] * 4
"""In the intervals 40, 40, 30, none and 3; the last ones in none."""


def timed(**columns):
    raised = np.random.default_rng(2).lognormal(9, 1, len(DAYS)).round(0)
    return brought({"campaign": range(len(DAYS)), "goal": 100_000, "raised": raised, **columns})


def test_campaigns_are_divided_by_time_since_launch_which_is_no_rank():
    launched = pd.Series(pd.Timestamp("2024-01-01"), range(len(DAYS)))
    by_days, by_dates = (
        timed(days=DAYS),
        timed(launched=launched.dt.date, ended=(launched + pd.to_timedelta(DAYS, "D")).dt.date),
    )
    for found, columns in ((by_days, "“days”"), (by_dates, "“launched” to “ended”")):
        (dimension,) = found.where.brought.dimensions.values()
        assert dimension.label["en"] == f"Time since launch ({columns})"
        assert (dimension.sequence, dimension.ordered) == (True, False)
        labels = [label["en"] for label in dimension.subgroups.values()]
        assert labels == ["up to 7 days", "8 to 30 days", "31 to 90 days", "more than 180 days"]
        assert list(dict.fromkeys(each.subgroup for each in found.hidden)) == [
            "31 to 90 days",
            "more than 180 days",
        ]
        figures = found.where.brought.table.to_pandas()
        here = figures[figures.dimension == dimension.code]
        assert here.n.tolist() == [40] * len(here)
        assert here.subgroup_order.isna().all()
        with using(found.where):
            definition = found.where.vocabulary.view(f"{found.where.brought.dataset.id}-groups")
            view = View.default(definition, Filters(language="zh"))
            assert charts_of(view, "light")
            assert "7天及以内" in finding_of(view)
            every = [each for gaps in gaps_of(view) for each in gaps[0].comparison.measured({})]
            assert {each.advice.refused for each in every} == {"sequence"}


def by_dates(dates, **said):
    """Cases of these dates, each with an amount."""
    amounts = np.random.default_rng(5).lognormal(8, 1, len(dates)).round(0)
    return brought({"case": range(len(dates)), "date": dates, "amount": amounts}, kind="cases", **said)


def months_from(first, count, each=12):
    """As many days in each of so many months."""
    return [
        f"{month}-{1 + day:02}"
        for month in pd.period_range(first, periods=count, freq="M")
        for day in range(each)
    ]


@pytest.mark.parametrize(
    ("dates", "length"),
    [
        (months_from("2019-11", 14), len("2019-11")),
        (months_from("2019-02", 24), len("2019-11")),
        (months_from("2019-02", 25), len("2019")),
        (months_from("2019-11", 14, each=5), len("2019")),
        ([f"2019Q{quarter}" for quarter in (1, 2, 3, 4) for _ in range(12)], len("2019")),
        ([*months_from("2019-11", 14), *["2020"] * 12], len("2019")),
        ([*months_from("2019-11", 14), *[None] * 12], len("2019-11")),
    ],
)
def test_cases_stand_by_month_where_few_and_full_months_are_known_of_all(dates, length):
    found = by_dates(dates)
    figures = found.where.brought.table.to_pandas()
    assert {len(each) for each in figures.period_end} == {length}
    assert figures.period_end.nunique() == len({each[:length] for each in dates if each})
    assert figures.n[figures.statistic == "mean"].sum() == sum(each is not None for each in dates)


def test_dates_that_are_years_tell_no_days():
    found = timed(launched=2023, ended=2024)
    assert not found.where.brought.dimensions


def ranked(**columns):
    """Three hundred households with a status, their amounts rising with it."""
    status = np.arange(300)
    amounts = np.random.default_rng(4).gamma(2, 1 + status / 100).round(2)
    return {"household id": status, "status": status, "amount": amounts, "weight": 1, **columns}


@pytest.mark.parametrize(
    ("cases", "threshold", "values", "name", "groups"),
    [
        (300, FEWEST, 300, "Tenths by status", 10),
        (290, FEWEST, 290, "Fifths by status", 5),
        (300, 40, 300, "Fifths by status", 5),
        (300, 90, 300, "3 groups by status, equal values kept together", 3),
        (300, FEWEST, 3, "3 groups by status, equal values kept together", 3),
        (300, FEWEST, 1, "", 0),
        (19, FEWEST, 19, "", 0),
    ],
)
def test_ranks_are_as_many_as_there_are_and_large_enough(cases, threshold, values, name, groups):
    columns = {key: each[:cases] if np.ndim(each) else each for key, each in ranked().items()}
    found = brought(columns | {"status": np.arange(cases) % values}, fewest=threshold)
    dimensions = list(found.where.brought.dimensions.values())
    assert [each.label["en"] for each in dimensions] == ([name] if name else [])
    assert not found.hidden
    if groups:
        labels = [label["en"] for label in dimensions[0].subgroups.values()]
        between = [f"{place} of {groups}" for place in range(2, groups)]
        assert labels == [f"lowest (1 of {groups})", *between, f"highest ({groups} of {groups})"]
        assert list(dimensions[0].subgroups) == [f"g1-{place}" for place in range(1, groups + 1)]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_measures_among_cases_are_figures_with_a_view_of_their_own(code):
    found = brought(ranked())
    where, dataset = found.where, found.where.brought.dataset
    definition = dataset.views[f"{dataset.id}-cases"]
    assert not set(definition.indicators) & set(where.vocabulary.datasets[dataset.id].comparing.indicators)
    assert all(
        not set(definition.indicators) & set(view.indicators)
        for view in dataset.views.values()
        if view is not definition
    )
    with using(where):
        view = View.default(definition, Filters(language=code))
        content = content_of(view, "")
        marks = marks_of(view)
        assert len(charts_of(view, "light")) == 4  # each on an axis of its own
        assert not gaps_of(view)
    table = ibis.memtable(found.report.used[["amount", "status"]].astype(float))
    index, share = gini(rank(table, "amount")), top_share(rank(table, "amount"))
    assert marks.unit.tolist() == ["index", "%", "ratio", "index"]
    values = marks[["estimate", "se", "ci_low", "ci_high", "n"]].to_numpy()
    assert values[0].tolist() == pytest.approx([index.estimate, index.se, index.ci_low, index.ci_high, 300])
    assert values[1][:2].tolist() == pytest.approx([100 * share.estimate, 100 * share.se])
    assert all("amount" in label for label in marks.indicator_label)
    assert "status" in marks.indicator_label.iloc[3]
    assert len(content.table) == 4
    texts = "".join(passage.text for passage in content.reading)
    assert all(meaning[code] in texts for meaning in found.distribution.meanings.values())


def test_a_measure_of_many_cases_says_how_far_from_exact_it_may_be(monkeypatch):
    monkeypatch.setattr(order, "EXACT_ROWS", 0)
    table = brought(ranked()).where.brought.table.to_pandas().set_index("unit")
    assert "精确值" in table.loc["index", "footnote_zh"].iloc[-1]  # two statuses share a bin
    assert table.loc["ratio", ["footnote_en", "footnote_zh"]].isna().all()  # exact at any size


def test_measures_without_a_value_are_told_with_the_reason():
    loss = ranked()["amount"] - 5
    found = brought(ranked(amount=loss))
    assert f"{found.where.brought.dataset.id}-cases" not in found.where.brought.dataset.views
    assert "Gini index of amount among cases" in found.distribution.undefined["en"]
    half = brought(ranked(amount=np.where(np.arange(300) < 150, 0.0, 5.0)))
    definition = half.where.brought.dataset.views[f"{half.where.brought.dataset.id}-cases"]
    assert len(definition.indicators) == 3
    assert definition.missing["en"].startswith("Palma ratio of amount has no value.")


def test_a_change_of_what_is_said_of_a_file_changes_its_name_in_links():
    usual = brought(cases({"a": 300, "b": 200}))
    other = brought(cases({"a": 300, "b": 200}), unit="yuan")
    assert usual.where.brought.dataset.id == "own-" + "0" * 12
    assert other.where.brought.dataset.id != usual.where.brought.dataset.id


def test_groups_of_a_table_have_one_order_at_every_date():
    groups, years = ("low", "middle", "high"), (2019, 2020, 2021)
    incomes = {"low": (10, 20, 30), "middle": (15, 25, 45), "high": (19, 29, 39)}
    table = [
        {"group": group, "year": year, "income": incomes[group][at], "value": place}
        for at, year in enumerate(years)
        for place, group in enumerate(groups)
    ]
    roles = Roles(outcome="value", group="group", period="year", order="income")
    found = brought(table, kind="table", roles=roles)
    figures = found.where.brought.table.to_pandas()
    assert figures.groupby("year").subgroup_order.apply(list).tolist() == [[1, 2, 3]] * 3
    moved = [each.row for each in found.report.problems if each.rule == "order_moved"]
    assert moved == [9, 10]
    assert found.report.aside.empty
    (dimension,) = found.where.brought.dimensions.values()
    assert [label["en"] for label in dimension.subgroups.values()] == list(groups)


def test_a_group_without_a_figure_at_one_date_moves_no_other():
    numbered = [
        {"group": group, "year": year, "place": place, "value": 1}
        for year in (2019, 2020)
        for place, group in enumerate("abcd", 1)
        if (year, group) not in ((2019, "a"), (2020, "d"))
    ]
    roles = Roles(outcome="value", group="group", period="year", order="place")
    figures = brought(numbered, kind="table", roles=roles).where.brought.table.to_pandas()
    assert figures.groupby("year").subgroup_order.apply(list).tolist() == [[2, 3, 4], [1, 2, 3]]


WEALTH = ("Q1", "Q2", "Q3", "Q4", "Q5")


def by_wealth(ordered, lacking):
    """A file after the template whose groups in `lacking` (date and group) have no figure."""
    return [
        {
            **{"setting": "China", "source": "s", "indicator_abbr": "i", "indicator_name": "Rate"},
            **{"dimension": "wealth", "favourable_indicator": 1, "indicator_scale": 100},
            **{"date": date, "subgroup": group, "estimate": None if (date, group) in lacking else 10 * place},
            **{"ordered_dimension": int(ordered), "subgroup_order": place if ordered else 0},
            "reference_subgroup": 0,
        }
        for date in ("2019", "2020")
        for place, group in enumerate(WEALTH, 1)
    ]


def reasons(found, code):
    """Of each date, the newest first, why a measure has no value; nothing where it has one."""
    with using(found.where):
        (view,) = (each for each in found.where.brought.dataset.views.values() if each.form == "groups")
        gaps = gaps_of(View.default(view, Filters()))[0]
        return [gap.comparison.measured({}, (code,), equal_weights=True)[0].advice.refused for gap in gaps]


@pytest.mark.parametrize(
    ("ordered", "lacking", "difference", "slope"),
    [
        (True, (), [None, None], [None, None]),
        (True, [("2020", "Q5")], ["missing_end", None], ["incomplete_order", None]),
        (True, [("2019", "Q1"), ("2020", "Q1")], ["missing_end"] * 2, ["incomplete_order"] * 2),
        (True, [("2019", "Q3"), ("2020", "Q3")], [None, None], ["incomplete_order"] * 2),
        (False, [("2019", "Q3"), ("2020", "Q3")], ["too_few_estimates"] * 2, ["no_order"] * 2),
    ],
)
def test_a_group_that_a_file_has_without_a_figure_counts_as_missing(ordered, lacking, difference, slope):
    found = brought(by_wealth(ordered, lacking))
    assert len(found.report.used) == 10 - len(lacking)
    assert found.where.brought.table.num_rows == 10 - len(lacking)
    assert reasons(found, "d") == difference
    assert reasons(found, "sii") == slope


def test_a_group_of_a_table_that_cannot_be_read_counts_as_missing_and_a_total_does_not():
    table = [
        {"group": group, "rank": place, "value": value}
        for place, (group, value) in enumerate((("a", 1), ("b", 2), ("c", 3), ("d", "?!")), 1)
    ]
    table.append({"group": "合计", "rank": 5, "value": 6})
    found = brought(table, kind="table", roles=Roles(outcome="value", group="group", order="rank"))
    assert reasons(found, "d") == ["missing_end"]
    (dimension,) = found.where.brought.dimensions.values()
    assert [label["en"] for label in dimension.subgroups.values()] == ["a", "b", "c", "d"]


def test_measures_over_all_groups_are_refused_where_groups_are_hidden():
    found = brought(cases({"a": 300, "b": 200, "c": 100, "d": 6, "e": 6}))
    with using(found.where):
        view = View.default(
            found.where.vocabulary.view(f"{found.where.brought.dataset.id}-groups"), Filters()
        )
        comparison = gaps_of(view)[0][0].comparison
        assert set(comparison.absent) == {"d", "e"}
        assert {each.advice.refused for each in comparison.measured({})} >= {"too_few_estimates"}
        assert not any(each.measure for each in comparison.measured({}))


def test_groups_of_a_column_called_total_are_groups():
    file = cases({"a": 300, "b": 200})
    found = brought(
        {"person": file["person"], "total": file["channel"], "amount": file["amount"]},
        kind="cases",
        roles=Roles("amount", "total"),
    )
    assert shown(found) == {"a", "b"}
    with using(found.where):
        view = View.default(
            found.where.vocabulary.view(f"compare-{found.where.brought.dataset.id}"), Filters()
        )
        assert not marks_of(view).empty
