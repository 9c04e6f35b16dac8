"""The change log of the data, read as the sources page needs it."""

from __future__ import annotations

import pytest

from data.changes import Correction, correction, releases

LOG = """# Data changes

One line a correction: table, row: old → new, source.

## 2026.12.1 (2026-12-20)

- insurance_coverage, indicator=share_repaid scheme=employee: 84.8 → 84.9, bulletin-2024
- insurance_coverage: 1,677 figures
  医保：1,677项数据

## 2026.11.1 (2026-11-22)

First release.

- sources: 397
"""


def test_releases_are_read_in_the_order_of_the_file():
    assert [(each.version, each.released) for each in releases(LOG)] == [
        ("2026.12.1", "2026-12-20"),
        ("2026.11.1", "2026-11-22"),
    ]


def test_a_correction_is_a_line_with_an_old_and_a_new_value():
    newest, first = releases(LOG)
    assert newest.corrections == (
        Correction(
            table="insurance_coverage",
            row={"indicator": "share_repaid", "scheme": "employee"},
            old="84.8",
            new="84.9",
            source_id="bulletin-2024",
        ),
    )
    assert newest.news == ({"en": "insurance_coverage: 1,677 figures", "zh": "医保：1,677项数据"},)
    assert len(newest.lines) == 2
    assert first.corrections == ()


def test_a_correction_is_of_the_row_that_has_all_it_names():
    newest, _ = releases(LOG)
    (read,) = newest.corrections
    row = {"indicator": "share_repaid", "scheme": "employee", "estimate": "84.9"}
    assert read.is_of(row)
    assert not read.is_of(row | {"scheme": "resident"})


@pytest.mark.parametrize(
    "line",
    [
        "fees, row 12: 12 → 14, yearbook",
        "fees, indicator=fee: 12 → 14",
        "fees, indicator=fee: 1,200 → 1,400, yearbook",
        "fees, indicator=fee: 12 -> 14, yearbook",
        "indicator=fee: 12 → 14, yearbook",
    ],
)
def test_a_line_written_otherwise_is_no_correction(line):
    assert correction(line) is None


def test_the_project_s_own_log_names_the_release_in_use(where):
    written = where.releases
    assert (written[0].version, written[0].released) == (where.release["version"], where.release["released"])
