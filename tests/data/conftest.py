"""A small data folder that has no problems: two regions, one dataset, five figures."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.catalog import Catalog
from data.schema import SOURCE_COLUMNS, fact_columns

FACTS = "facts/clinic_fees.csv"
SOURCES = "facts/sources.csv"

SHARED = """
[units.yuan]
label = { en = "yuan", zh = "元" }
[units."%"]
label = { en = "%", zh = "%" }
[statistics.mean]
label = { en = "mean", zh = "均值" }
[statistics.projection]
label = { en = "projection", zh = "预测" }
[qualifiers.about]
label = { en = "about", zh = "约" }
[grades.official]
label = { en = "official", zh = "官方" }
[caveats.single_copy]
text = { en = "From one copy.", zh = "据单一转载。" }
[formulas.percent_of]
label = { en = "{of} ÷ {per}", zh = "{of} ÷ {per}" }
[settings.two_cities]
label = { en = "Two cities", zh = "两座城市" }
[dimensions.residence]
label = { en = "Residence", zh = "城乡" }
reference = "urban"
subgroups = { rural = { en = "Rural", zh = "农村" }, urban = { en = "Urban", zh = "城镇" } }
[dimensions.income_half]
label = { en = "Income half", zh = "收入两等份" }
ordered = true
subgroups = { lower = { en = "Lower", zh = "较低" }, upper = { en = "Upper", zh = "较高" } }
"""

REGIONS = """
[regions.000000]
label = { en = "China", zh = "全国" }
[regions.110000]
label = { en = "Beijing", zh = "北京" }
nbs_region = "east"
[nbs_regions.east]
label = { en = "East", zh = "东部" }
"""

DATASET = """
[dataset]
id = "clinic_fees"
page = "clinics"
title = { en = "Clinics", zh = "诊所" }
lead = { en = "What clinics charge.", zh = "诊所收费。" }
own_columns = ["clinic"]

[indicators.fee]
label = { en = "Fee", zh = "诊费" }
unit = "yuan"
favourable = "low"
minimum = 0
ordered_subgroups = ["rural", "total", "urban"]

[indicators.fee_share]
label = { en = "Fee, in % of that for all", zh = "诊费相当于总体诊费的比例" }
unit = 'yuan'
kind = "derived"

[indicators.repaid_share]
label = { en = "Share repaid", zh = "报销比例" }
unit = "%"
minimum = 0
maximum = 100
caveats = ["single_copy"]

[[derived]]
indicator = "fee_share"
formula = "percent_of"
of = { indicator = "fee" }
per = { dataset = "clinic_fees", indicator = "fee", year = 2020, dimension = "total" }
match = ["clinic"]
take = "of"
attribute = { residence = "rural" }

[[benchmarks]]
indicator = "fee"
weights = "fee"
share = "repaid_share"

[dimensions.clinic]
label = { en = "Clinic", zh = "诊所" }
subgroups = { east_gate = { en = "East Gate", zh = "东门" }, west_gate = { en = "West Gate", zh = "西门" } }

[[views]]
id = "fees"
question = { en = "Who pays what?", zh = "谁付多少？" }
how_to_read = { en = "One mark a fee.", zh = "每个点为一项诊费。" }
form = "groups"
indicators = ["fee"]
dimensions = ["residence", "clinic"]
filters = ["regions", "grades", "clinic"]
places = ["110000"]
panels = ["indicator"]
rows = "attribute"
symbols = "source_id"
statistics = ["mean"]
events = ["opening"]
joined = ["fee"]
breaks = [{ after = 2018, before = 2019, reason = { en = "New list.", zh = "新目录。" }, group = "rural" }]
[views.defaults]
indicators = ["fee"]
choices = { clinic = ["east_gate"] }
groups = { residence = ["rural"] }
period = [2019, 2020]
"""

BEIJING = {"region_code": "110000", "period_start": "2020", "period_end": "2020", "statistic": "mean"}
FEE = BEIJING | {
    "indicator": "fee",
    "unit": "yuan",
    "clinic": "east_gate",
    "source_id": "A",
    "grade": "official",
}
SHARE = BEIJING | {
    "indicator": "repaid_share",
    "unit": "%",
    "same_as": "S1",
    "dimension": "total",
    "subgroup": "total",
}
ROWS = [
    FEE | {"estimate": "30", "dimension": "residence", "subgroup": "rural"},
    FEE | {"estimate": "40", "dimension": "total", "subgroup": "total"},
    FEE | {"estimate": "50", "dimension": "residence", "subgroup": "urban", "founding": "1"},
    SHARE
    | {
        "estimate": "62.5",
        "ci_low": "60",
        "ci_high": "65",
        "n": "200",
        "source_id": "A",
        "grade": "official",
    },
    SHARE
    | {"estimate": "63", "source_id": "B", "also_source_ids": "A", "grade": "news", "caveats": "single_copy"},
]
BIBLIOGRAPHY = [
    {"source_id": "A", "title": "Yearbook", "url": "https://example.org/a", "grade": "official"},
    {"source_id": "B", "title": "Newspaper", "grade": "news"},
]


class Folder(Catalog):
    """A data folder that a test may spoil."""

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace a text that stands in a file once; `old` blank means: add `new` at the end."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert not old or text.count(old) == 1, (old, text.count(old))
        path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8", newline="")

    def write_rows(self, file: str, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
        """Write a CSV with these columns."""
        with (self.folder / file).open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def write_facts(self, changes: dict[int, dict[str, str]] | None = None) -> None:
        """Write the five figures with some cells changed; rows count from 1, a new number adds a row."""
        rows = [dict(row) for row in ROWS]
        for number, cells in (changes or {}).items():
            rows += [{} for _ in range(number - len(rows))]
            rows[number - 1] |= cells
        self.write_rows(FACTS, fact_columns(("clinic",)), rows)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "facts").mkdir()
    (tmp_path / "definitions").mkdir()
    for name, text in {"shared": SHARED, "regions": REGIONS, "clinic_fees": DATASET}.items():
        (tmp_path / "definitions" / f"{name}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "release.toml").write_text(
        'version = "2026.11.1"\nreleased = "2026-11-22"\n', encoding="utf-8"
    )
    made = Folder(tmp_path)
    made.write_rows(SOURCES, SOURCE_COLUMNS, BIBLIOGRAPHY)
    made.write_rows("facts/policy_events.csv", ("event", "date"), [{"event": "opening", "date": "2019"}])
    made.write_facts()
    return made
