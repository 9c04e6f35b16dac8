"""Made-up case-level files, one for each dataset, to try the pages and to time them at any size.

    python -m data.synthetic crowdfunding --rows 1000000 --seed 1 --out campaigns.parquet

The datasets are `crowdfunding`, `insurance`, `procurement` and `consultations`; the end of the file's name says
whether it is Parquet or CSV. Every row has `synthetic` = true, and Parquet says `SYNTHETIC` in its metadata, beside
the assumptions, which are the docstring of the function that makes the rows. Nothing is taken from a real case.

Rows are made and written chunk by chunk, so that memory does not grow with their number. Each chunk has a seed of
its own: the same seed gives the same rows, and a longer file begins with the rows of a shorter one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from data.catalog import catalog
from equity.measures.groups import Array

Columns: TypeAlias = dict[str, pa.Array]

CHUNK = 250_000
"""Rows that are made at a time."""

CITIES = 340
"""Made-up cities, the clusters. Each lies in one of the provinces, which lie in the four NBS regions, the strata."""

MARK = "SYNTHETIC"
FIRST_DAY, DAYS = np.datetime64("2016-01-01"), 3288
"""Cases are of the years 2016 to 2024."""


@dataclass(frozen=True)
class Places:
    """The cities of one file: where they lie, how many cases they have, and how well-off they are."""

    regions: list[str]
    strata: list[str]
    province: np.ndarray
    """Place of each city's province in `regions`."""
    shares: Array
    advantage: Array
    """Normal, with mean 0 and standard deviation 1; half of it is that of the province."""

    @classmethod
    def of(cls, seed: int) -> Places:
        generator = np.random.default_rng([seed])
        known = [each for each in catalog().vocabulary.regions.values() if each.nbs_region]
        province = np.sort(
            np.r_[np.arange(len(known)), generator.integers(0, len(known), CITIES - len(known))]
        )
        common, own = generator.normal(0, 0.5**0.5, len(known)), generator.normal(0, 0.5**0.5, CITIES)
        return cls(
            [each.code for each in known],
            [str(each.nbs_region) for each in known],
            province,
            generator.dirichlet(np.full(CITIES, 2.0)),
            common[province] + own,
        )

    def drawn(self, generator: np.random.Generator, rows: int) -> np.ndarray:
        """The city of each of some cases."""
        return generator.choice(CITIES, rows, p=self.shares)

    def columns(self, city: np.ndarray, weight: Array) -> Columns:
        """The columns that every file ends with."""
        province = self.province[city]
        return {
            "region": coded(province, self.regions),
            "weight": pa.array(weight.round(3)),
            "cluster": coded(city, [f"city_{place + 1:03}" for place in range(CITIES)]),
            "stratum": coded(province, self.strata),
            "synthetic": pa.array(np.ones(len(city), dtype=bool)),
        }


def crowdfunding(generator: np.random.Generator, first: int, rows: int, places: Places) -> Columns:
    """One campaign a row.

    - `status`, from 0 to 100, is 100 times a Beta(2, 2) draw, moved by up to a few points by the city.
    - `goal` is lognormal with a median of 150,000 yuan and a sigma of 0.8, in thousands, whatever the status.
    - `days` from launch to when the campaign was looked at are lognormal with a median of 45 and a sigma of 1.2,
      rounded up, no more than 360.
    - `raised` is the goal times a gamma draw of shape 0.8 whose mean rises in a straight line with status, from
      0.165 at 0 to 0.435 at 100: about 20% in the lowest tenth and 40% in the highest, as one comparison has it.
      It grows with the days since launch, fast at first: by 1 - exp(-days/20), set beside the 0.79 that this is on
      average. No more than 1.5 times the goal.
    - `channel`: relatives and friends 60%, a hospital's adviser 25%, the public feed 15%, which raises a third more.
    - `donors` give 60 yuan each on average, with a sigma of 0.5 between campaigns.
    - `launched` is any day from 2016 to 2024. `weight` is uniform from 0.5 to 2, as if drawn unevenly.
    """
    city = places.drawn(generator, rows)
    status = np.clip(100 * generator.beta(2, 2, rows) + 3 * places.advantage[city], 0, 100).round(4)
    goal = np.maximum(1000.0, (150_000 * np.exp(generator.normal(0, 0.8, rows))).round(-3))
    channel = generator.choice(3, rows, p=[0.6, 0.25, 0.15])
    mean = (0.165 + 0.0027 * status) * np.where(channel == 2, 4 / 3, 1.0)
    elapsed = np.minimum(np.ceil(45 * np.exp(generator.normal(0, 1.2, rows))), 360)
    mean *= (1 - np.exp(-elapsed / 20)) / 0.79
    raised = (goal * np.minimum(mean / 0.8 * generator.gamma(0.8, 1, rows), 1.5)).round(0)
    donors = np.ceil(raised / (60 * np.exp(generator.normal(-0.125, 0.5, rows)))).astype(np.int64)
    return {
        "campaign": numbered(first, rows),
        "launched": days(generator, rows),
        "days": pa.array(elapsed.astype(np.int64)),
        "status": pa.array(status),
        "channel": coded(channel, ["family_and_friends", "hospital_adviser", "public_feed"]),
        "goal": pa.array(goal),
        "raised": pa.array(raised),
        "donors": pa.array(donors),
        **places.columns(city, generator.uniform(0.5, 2, rows)),
    }


def insurance(generator: np.random.Generator, first: int, rows: int, places: Places) -> Columns:
    """One person a row, asked once.

    - `residence`: rural 40%. `income` a year is lognormal with a sigma of 0.7 and a median of 34,000 yuan in cities
      and 15,000 in the countryside, 15% more for each standard deviation of the city's advantage.
    - `scheme`: employee for 55% of the urban and 10% of the rural, else resident; none for whom `insured` is 0.
    - `insured` is 1 with log-odds of 2.2 plus 0.5 for each e-fold of income above 20,000 yuan.
    - `bill` of a year is 0 for 70% and else lognormal with a median of 4,000 yuan and a sigma of 1.2.
    - `repaid` is the share of the bill that insurance paid: a Beta draw with a mean of 0.72 (employee) or 0.58
      (resident) and the strength of ten cases, 0 for the uninsured; missing without a bill.
    - `year` is any from 2016 to 2024. `weight` is uniform from 0.5 to 2, as if drawn unevenly.
    """
    city = places.drawn(generator, rows)
    rural = generator.uniform(size=rows) < 0.4
    level = np.where(rural, 15_000, 34_000) * np.exp(0.14 * places.advantage[city])
    income = (level * np.exp(generator.normal(0, 0.7, rows))).round(0)
    odds = np.exp(2.2 + 0.5 * np.log(np.maximum(income, 1) / 20_000))
    insured = generator.uniform(size=rows) < odds / (1 + odds)
    employee = generator.uniform(size=rows) < np.where(rural, 0.1, 0.55)
    ill = generator.uniform(size=rows) < 0.3
    bill = np.where(ill, (4000 * np.exp(generator.normal(0, 1.2, rows))).round(0), 0.0)
    mean = np.where(employee, 0.72, 0.58)
    repaid = np.where(insured, generator.beta(10 * mean, 10 * (1 - mean)), 0.0).round(3)
    return {
        "person": numbered(first, rows),
        "year": pa.array(generator.integers(2016, 2025, rows)),
        "residence": coded(rural.astype(int), ["urban", "rural"]),
        "income": pa.array(income),
        "scheme": coded(np.where(insured, np.where(employee, 1, 2), 0), ["none", "employee", "resident"]),
        "insured": pa.array(insured.astype(np.int64)),
        "bill": pa.array(bill),
        "repaid": pa.array(repaid, mask=~ill),
        **places.columns(city, generator.uniform(0.5, 2, rows)),
    }


def procurement(generator: np.random.Generator, first: int, rows: int, places: Places) -> Columns:
    """One hospital's order of one medicine a row.

    - `medicine` is one of 60 made-up ones; each has a price before of its own, lognormal with a median of 8 yuan a
      unit and a sigma of 1.5, and a cut of its own, a Beta(5, 4) draw with a mean of 56%.
    - `price_before` differs by 5% and `price_after` by 3% between orders; a price after may exceed the one before.
    - `units` are lognormal with a median of 2,000 and a sigma of 1; three times as many in a tertiary hospital.
    - `hospital_level`: primary 40%, secondary 35%, tertiary 25%.
    - `ordered` is any day from 2016 to 2024. `weight` is the number of units.
    """
    city = places.drawn(generator, rows)
    of_medicines = np.random.default_rng(60)
    price, cut = 8 * np.exp(of_medicines.normal(0, 1.5, 60)), of_medicines.beta(5, 4, 60)
    medicine, hospital = generator.integers(0, 60, rows), generator.choice(3, rows, p=[0.4, 0.35, 0.25])
    before = price[medicine] * np.exp(generator.normal(0, 0.05, rows))
    after = price[medicine] * (1 - cut[medicine]) * np.exp(generator.normal(0, 0.03, rows))
    units = np.ceil(2000 * np.exp(generator.normal(0, 1, rows)) * np.where(hospital == 2, 3, 1))
    return {
        "order": numbered(first, rows),
        "ordered": days(generator, rows),
        "medicine": coded(medicine, [f"medicine_{place + 1:02}" for place in range(60)]),
        "hospital_level": coded(hospital, ["primary", "secondary", "tertiary"]),
        "price_before": pa.array(before.round(4)),
        "price_after": pa.array(after.round(4)),
        "units": pa.array(units.astype(np.int64)),
        **places.columns(city, units),
    }


def consultations(generator: np.random.Generator, first: int, rows: int, places: Places) -> Columns:
    """One online consultation a row.

    - `service`: by text 70%, by telephone 20%, by video 10%. `title`: resident 20%, attending 40%, associate chief
      25%, chief 15%.
    - `price` is lognormal with a sigma of 0.6 and a median of 30 yuan by text, 60 by telephone and 80 by video,
      times 0.6, 1, 1.6 and 2.5 by title; 5% are free.
    - `platform` is one of four made-up ones, the last of them half as dear again.
    - `income` of the patient a year is lognormal with a median of 28,000 yuan and a sigma of 0.8, 15% more for each
      standard deviation of the city's advantage. Price does not depend on it.
    - `asked` is any day from 2016 to 2024. `weight` is uniform from 0.5 to 2, as if drawn unevenly.
    """
    city = places.drawn(generator, rows)
    service, title = (
        generator.choice(3, rows, p=[0.7, 0.2, 0.1]),
        generator.choice(4, rows, p=[0.2, 0.4, 0.25, 0.15]),
    )
    platform = generator.integers(0, 4, rows)
    median = np.array([30.0, 60, 80])[service] * np.array([0.6, 1, 1.6, 2.5])[title]
    median *= np.where(platform == 3, 1.5, 1.0)
    paid = generator.uniform(size=rows) >= 0.05
    price = np.where(paid, np.ceil(median * np.exp(generator.normal(0, 0.6, rows))), 0.0)
    income = 28_000 * np.exp(0.14 * places.advantage[city] + generator.normal(0, 0.8, rows))
    return {
        "consultation": numbered(first, rows),
        "asked": days(generator, rows),
        "platform": coded(platform, [f"platform_{place + 1}" for place in range(4)]),
        "service": coded(service, ["text_image", "telephone", "video"]),
        "title": coded(title, ["resident", "attending", "associate_chief", "chief"]),
        "price": pa.array(price),
        "income": pa.array(income.round(0)),
        **places.columns(city, generator.uniform(0.5, 2, rows)),
    }


DATASETS: Mapping[str, Callable[[np.random.Generator, int, int, Places], Columns]] = {
    each.__name__: each for each in (crowdfunding, insurance, procurement, consultations)
}


def numbered(first: int, rows: int) -> pa.Array:
    """The numbers of cases, from the first of a chunk on."""
    return pa.array(np.arange(first, first + rows))


def coded(places: np.ndarray, codes: list[str]) -> pa.Array:
    """Codes by their place in a list, in which one may stand several times."""
    known, among = np.unique(codes, return_inverse=True)
    return pa.DictionaryArray.from_arrays(pa.array(among.astype(np.int32)[places]), pa.array(known.tolist()))


def days(generator: np.random.Generator, rows: int) -> pa.Array:
    """Any day of the years covered."""
    return pa.array(FIRST_DAY + generator.integers(0, DAYS, rows))


def assumptions(dataset: str) -> str:
    """What the cases of a dataset are made from."""
    return cleandoc(DATASETS[dataset].__doc__ or "")


def chunks(dataset: str, rows: int, seed: int) -> Iterator[pa.Table]:
    """The cases of a made-up dataset, a few at a time; at least one table, which may be empty.

    The metadata of each table hold `SYNTHETIC`, the dataset, the seed and the assumptions.
    """
    places = Places.of(seed)
    told = {MARK: "true", "dataset": dataset, "seed": str(seed), "assumptions": assumptions(dataset)}
    for number, first in enumerate(range(0, max(rows, 1), CHUNK)):
        made = DATASETS[dataset](np.random.default_rng([seed, number]), first + 1, CHUNK, places)
        yield pa.table(made).slice(0, min(CHUNK, rows - first)).replace_schema_metadata(told)


def write(dataset: str, rows: int, seed: int, out: Path) -> None:
    """Write made-up cases as Parquet or CSV, by the end of the file's name. Raises ValueError for any other."""
    tables = chunks(dataset, rows, seed)
    first = next(tables)
    if out.suffix == ".parquet":
        writer = pq.ParquetWriter(out, first.schema, compression="zstd")
    elif out.suffix == ".csv":
        writer = pyarrow.csv.CSVWriter(out, first.schema)
    else:
        raise ValueError(f"{out.name}: write .parquet or .csv")
    with writer:
        writer.write_table(first)
        for table in tables:
            writer.write_table(table)


def main(arguments: list[str] | None = None) -> int:
    """The command line; 1 when the file cannot be written."""
    parser = argparse.ArgumentParser(
        prog="python -m data.synthetic", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("dataset", choices=DATASETS)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args(arguments)
    out = given.out or Path(f"{given.dataset}.parquet")
    try:
        write(given.dataset, given.rows, given.seed, out)
    except (ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{MARK}: {out}, {given.rows:,}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
