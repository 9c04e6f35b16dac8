"""Small tables as readers bring them, without a problem; tests spoil them."""

from __future__ import annotations

import pandas as pd

from data.upload.sheets import Sheet


def sheet(columns, name=""):
    """A sheet of columns, its first row numbered 2 as in a plain CSV."""
    cells = pd.DataFrame(
        {heading: pd.Series(list(cells), dtype=object) for heading, cells in columns.items()}
    )
    return Sheet(name, cells.set_axis(range(2, len(cells) + 2)))


def template(**changed):
    """Two provinces by five income groups, which have an order, and by residence, which has none."""
    rows = [
        {
            "setting": setting, "date": "2020", "source": "survey", "indicator_abbr": "ins",
            "indicator_name": "Insured",
            "dimension": dimension, "subgroup": group, "estimate": estimate, "se": 0.5, "population": 1000,
            "setting_average": 94, "iso3": iso3, "favourable_indicator": 1, "indicator_scale": 100,
            "ordered_dimension": ordered, "subgroup_order": order, "reference_subgroup": reference,
            "ci_lb": estimate - 1, "ci_ub": estimate + 1,
        }
        for setting, iso3 in (("Hunan", "CHN"), ("Gansu", "CHN"))
        for dimension, group, estimate, ordered, order, reference in (
            ("income", "lowest", 91, 1, 1, 0), ("income", "second", 93, 1, 2, 0), ("income", "middle", 94, 1, 3, 0),
            ("income", "fourth", 95, 1, 4, 0), ("income", "highest", 97, 1, 5, 0),
            ("residence", "rural", 92, 0, 0, 0), ("residence", "urban", 95, 0, 0, 1),
            ("residence", "other", 93, 0, 0, 0),
        )
    ]  # fmt: skip
    return spoilt(sheet({name: [row[name] for row in rows] for name in rows[0]}), changed)


def campaigns(**changed):
    """Eight campaigns, as a platform lists them."""
    columns = {
        "项目编号": [f"c{number}" for number in range(8)],
        "省份": ["北京", "浙江", "甘肃", "湖南", "北京", "浙江", "甘肃", "湖南"],
        "渠道": ["app", "app", "web", "web", "app", "app", "web", "web"],
        "收入": [10, 20, 30, 40, 50, 60, 70, 80],
        "目标金额": [100_000] * 8,
        "筹得金额": [20_000, 25_000, 30_000, 35_000, 40_000, 45_000, 50_000, 55_000],
        "权重": [1, 1, 1, 1, 2, 2, 2, 2],
        "抽样单元": ["a", "a", "b", "b", "c", "c", "d", "d"],
        "发起时间": ["2020-01-05"] * 8,
    }
    return spoilt(sheet(columns), changed)


def spoilt(before, changed):
    """A sheet with other cells: heading → {row number: cell}, or `None` to leave the column out."""
    cells = before.cells.copy()
    for heading, others in changed.items():
        if others is None:
            cells = cells.drop(columns=heading)
        else:
            for row, value in others.items():
                cells.loc[row, heading] = value
    return Sheet(before.name, cells)
