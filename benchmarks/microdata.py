"""What an analysis of many cases costs beside hand-written SQL and the exact way in pandas, in one run.

    python -m benchmarks.microdata

The question: among made-up campaigns launched from 2017 on, the mean raised by tenths of status, the Gini index of
the amounts and their concentration index by status, each with its standard error. Three ways answer it from the same
Parquet file: this project; SQL for DuckDB written by hand for just this question, which scans once where two answers
need the same (the limit); and pandas with numpy, every case ranked by itself. The first two ask the project's DuckDB
and keep the columns they need in a table in memory. Each runs in a process of its own, in turn with the others, and
the answers are compared. Times are the least of several, reading the file included; memory is the peak of the
process, imports included.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
EXTRAPOLATED = 100_000_000
TURNS, ROUNDS = 3, 3
"""Processes of each way, and how often each answers."""

FROM = "2017-01-01"
TENTHS = 10
SAME = 1e-9
Answer = dict[str, Any]


def ours(file: str) -> Callable[[], Answer]:
    import ibis

    from data.engine import in_memory
    from equity.microdata import concentration_index, gini, group_means, quantile_groups, rank

    table = ibis.duckdb.from_connection(in_memory(may_spill=True)).read_parquet(file)

    def answer() -> Answer:
        with table.filter(table.launched >= ibis.date(FROM)).select("status", "raised").cache() as cases:
            with rank(cases, "raised", "status").cache() as ranked:
                tenths = quantile_groups(ranked, TENTHS)
                of_gini, of_index = gini(ranked), concentration_index(ranked)
            means = group_means(tenths, "raised", ["quantile_group"])
        return {
            "tenths": means[["estimate", "se"]].to_numpy().tolist(),
            **{
                name: [found.estimate, found.se, found.bound]
                for name, found in {"gini": of_gini, "index": of_index}.items()
            },
        }

    return answer


KEPT = "create or replace temp table kept as select status, raised from '{file}' where launched >= date '{start}'"
STATS = """
select count(*), avg(raised), min(raised), max(raised), avg(status), min(status), max(status) from kept
"""
BLOCKS = """
create or replace temp table {name} as
with blocks as (
    select {key} as key, min({rank}) as low, max({rank}) as high, count(*)::double as w,
        sum(raised - {mean}) as t, sum((raised - {mean}) * (raised - {mean})) as q
    from kept group by 1
)
select *, sum(w) over so_far as upto, sum(t) over so_far as t_upto
from blocks window so_far as (order by key rows unbounded preceding)
"""
INDEX = """
with sums as (
    select 2 * sum(t * (upto - w / 2)) / {n}^2 as a,
        sum(case when low < high then w * sqrt(greatest(w * q - t * t, 0)) else 0 end) / {n}^2 / sqrt(3) as bound
    from {name}
), influences as (
    select w, t, q, a, bound, (2 * upto - w) / {n} - 1 - a / {mean} as steep, -(2 * t_upto - t) / {n} - 2 * a as level
    from {name}, sums
)
select max(a) / {mean}, sqrt({n} / ({n} - 1) * sum(steep^2 * q + 2 * steep * level * t + level^2 * w)) / {n} / {mean},
    max(bound) / {mean}
from influences
"""
REACHED = """
create or replace temp table reached as
with goals as (select unnest(range(1, {tenths})) as tenth)
select tenth, key, upto - w as before from blocks_of_status join goals
on upto - w < tenth * {n} / {tenths} and upto >= tenth * {n} / {tenths}
"""
WITHIN = """
with values as (
    select {key} as key, status, count(*) as w from kept where {key} in (select key from reached) group by 1, 2
), placed as (
    select status, w, tenth, before + sum(w) over (partition by tenth order by status) as upto
    from values join reached using (key)
)
select tenth, status, upto - w / 2 >= tenth * {n} / {tenths} from placed
where upto - w < tenth * {n} / {tenths} and upto >= tenth * {n} / {tenths} order by tenth
"""
MEANS = """
with tenths as (
    select case {cases} else {tenths} end as tenth, count(*)::double as w, sum(raised) as t, sum(raised * raised) as q
    from kept group by 1
)
select t / w, sqrt({n} / ({n} - 1) * (q - t * t / w)) / w from tenths order by tenth
"""


def by_hand(file: str) -> Callable[[], Answer]:
    from data.engine import in_memory
    from equity.microdata.order import COARSE_BINS, EXACT_ROWS, fine_bins

    database = in_memory(may_spill=True)

    def stretched(column: str, low: float, high: float, mean: float, bins: int) -> str:
        """As `equity.microdata.order` makes bins."""
        place = (mean - low) / (high - low)
        along = f"({high!r} - {column})" if place > 0.5 else f"({column} - {low!r})"
        along = f"{along} / {high - low!r}"
        place = min(place, 1 - place)
        bend = (1 - 2 * place) / place**2
        if bend > 1:
            bend = 2.0 ** round(math.log2(bend))
            along = f"ln(1 + {bend!r} * {along}) / {math.log1p(bend)!r}"
        sign = "-" if mean - low > (high - low) / 2 else ""
        return f"{sign}(floor({along} * {bins})::bigint)"

    def answer() -> Answer:
        def asked(text: str, **further: object) -> list[Any]:
            return database.execute(text.format(file=file, start=FROM, tenths=TENTHS, **further)).fetchall()

        asked(KEPT)
        n, mean, low, high, of_status, lowest, highest = asked(STATS)[0]
        found: Answer = {}
        keys = {}
        for name, rank, spread, bins in (
            ("gini", "raised", (low, high, mean), COARSE_BINS),
            ("index", "status", (lowest, highest, of_status), fine_bins(n)),
        ):
            keys[rank] = rank if n <= EXACT_ROWS else stretched(rank, *spread, bins)
            blocks = f"blocks_of_{rank}"
            asked(BLOCKS, name=blocks, key=keys[rank], rank=rank, mean=repr(mean))
            found[name] = list(asked(INDEX, name=blocks, n=f"{n}::double", mean=repr(mean))[0])
        asked(REACHED, n=n)
        cuts = asked(WITHIN, key=keys["status"], n=n)
        cases = " ".join(
            f"when status {'<' if upper else '<='} {value!r} then {tenth}" for tenth, value, upper in cuts
        )
        found["tenths"] = [list(row) for row in asked(MEANS, cases=cases, n=f"{n}::double")]
        return found

    return answer


def in_pandas(file: str) -> Callable[[], Answer]:
    import pandas as pd

    def index(outcome: np.ndarray, order: np.ndarray, starts: np.ndarray) -> tuple[list[float], np.ndarray]:
        """The index of sorted cases with its error, and their mid-ranks; `starts` of blocks of ties."""
        n, sizes = len(outcome), np.diff(np.r_[starts, len(outcome)])
        y = outcome[order]
        mean = y.mean()
        ranks = np.repeat((starts + sizes / 2) / n, sizes)
        held = np.add.reduceat(y, starts) / (n * mean)
        ordinates = np.repeat(np.cumsum(held) - held / 2, sizes)
        value = 2 * (y @ ranks) / (n * mean) - 1
        influence = y / mean * (2 * ranks - 1 - value) + 2 - 2 * ordinates - (1 + value)
        return [float(value), float(np.sqrt(n / (n - 1) * (influence @ influence)) / n), 0.0], ranks

    def blocks(ranking: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        order = np.argsort(ranking)
        ordered = ranking[order]
        return order, np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])

    def answer() -> Answer:
        later = [("launched", ">=", date.fromisoformat(FROM))]
        frame = pd.read_parquet(file, columns=["status", "raised"], filters=later)
        raised, n = frame["raised"].to_numpy(), len(frame)
        order, starts = blocks(frame["status"].to_numpy())
        of_index, ranks = index(raised, order, starts)
        tenth = np.minimum(np.floor(ranks * TENTHS + SAME), TENTHS - 1)
        means = pd.Series(raised[order]).groupby(tenth).agg(["mean", "var", "size"])
        error = np.sqrt(n / (n - 1) * means["var"] * (means["size"] - 1)) / means["size"]
        of_gini, _ = index(raised, *blocks(raised))
        tenths = np.c_[means["mean"], error].tolist()
        return {"tenths": tenths, "gini": of_gini, "index": of_index}

    return answer


WAYS = {"ours": ours, "SQL": by_hand, "pandas": in_pandas}


def run(way: str, file: str) -> None:
    """Answer several times; print seconds, peak memory in MB and the answer."""
    answer = WAYS[way](file)
    seconds, found = [], {}
    for _ in range(ROUNDS):
        started = time.perf_counter()
        found = answer()
        seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": min(seconds), "megabytes": peak, "answer": found}))


def measured(files: dict[int, Path]) -> dict[int, dict[str, Answer]]:
    """The best of several processes of each way at each size. All are taken in turn, so that a busy spell of the
    machine slows every size and way alike.
    """
    best: dict[int, dict[str, Answer]] = {size: {} for size in files}
    for _ in range(TURNS):
        for (size, file), way in product(files.items(), WAYS):
            command = [sys.executable, "-W", "ignore", "-m", "benchmarks.microdata", "--way", way]
            done = subprocess.run([*command, "--file", str(file)], check=True, capture_output=True, text=True)
            found = json.loads(done.stdout.splitlines()[-1])
            if way not in best[size] or found["seconds"] < best[size][way]["seconds"]:
                best[size][way] = found
    return best


def differences(found: dict[str, Answer]) -> tuple[float, float]:
    """The largest difference to SQL, relative; and to pandas, as a part of the bound (above 1 it would be broken)."""

    def flat(way: str) -> np.ndarray:
        answer = found[way]["answer"]
        return np.r_[np.ravel(answer["tenths"]), answer["gini"][:2], answer["index"][:2]]

    to_sql = np.abs(flat("ours") / flat("SQL") - 1).max()
    parts = [
        np.abs(
            np.ravel(found["ours"]["answer"]["tenths"]) / np.ravel(found["pandas"]["answer"]["tenths"]) - 1
        )
    ]
    for name in ("gini", "index"):
        value, _, bound = found["ours"]["answer"][name]
        parts.append(np.abs([value - found["pandas"]["answer"][name][0]]) / (bound + SAME))
    return float(to_sql), float(max(part.max() for part in parts))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.microdata")
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--file")
    given = parser.parse_args()
    if given.way:
        run(given.way, given.file)
        return

    from data.synthetic import write

    taken: dict[int, Answer] = {}
    print(f"{'campaigns':>11}   {'ours':>7} {'SQL':>7} {'pandas':>7}   ours/SQL pandas/ours   "
          f"{'peak MB':>7} {'SQL':>5} {'pandas':>6}   {'bound':>7} {'off by':>7}")  # fmt: skip
    with TemporaryDirectory() as folder:
        files = {size: Path(folder) / f"{size}.parquet" for size in SIZES}
        for size, file in files.items():
            write("crowdfunding", size, 1, file)
        for size, found in measured(files).items():
            to_sql, part = differences(found)
            assert to_sql < SAME, f"SQL gives another answer: {to_sql}"
            assert part <= 1, f"beyond the bound: {part}"
            seconds = {way: found[way]["seconds"] for way in WAYS}
            peak = {way: found[way]["megabytes"] for way in WAYS}
            value, _, bound = found["ours"]["answer"]["index"]
            off = abs(value - found["pandas"]["answer"]["index"][0])
            taken[size] = {"seconds": seconds["ours"], "megabytes": peak["ours"]}
            print(
                f"{size:11,}   {seconds['ours']:7.3f} {seconds['SQL']:7.3f} {seconds['pandas']:7.3f}   "
                f"{seconds['ours'] / seconds['SQL']:8.2f} {seconds['pandas'] / seconds['ours']:11.1f}   "
                f"{peak['ours']:7.0f} {peak['SQL']:5.0f} {peak['pandas']:6.0f}   {bound:7.1e} {off:7.1e}",
                flush=True,
            )
    large = [size for size in SIZES if size >= 1_000_000]
    ends = [taken[size]["seconds"] for size in (large[0], large[-1])]
    exponent = math.log(ends[1] / ends[0]) / math.log(large[-1] / large[0])
    a_case = (ends[1] - ends[0]) / (large[-1] - large[0])
    start = ends[0] - a_case * large[0]
    print(f"growth of time with rows from {large[0]:,} to {large[-1]:,}: exponent {exponent:.2f}")
    print(
        f"{EXTRAPOLATED:,}: about {start + a_case * EXTRAPOLATED:.0f} s, were it still {start:.2f} s and "
        f"{1e6 * a_case:.3f} s a million cases (a straight line through these two sizes; not run)"
    )


if __name__ == "__main__":
    main()
