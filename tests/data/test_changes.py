"""The change log of the data, read as the sources page needs it."""

from __future__ import annotations

from data.changes import releases

LOG = """# Data changes

One line a correction: what changed, old value → new value, source.

## 2026.12.1 (2026-12-20)

- insurance_coverage, row 12: 84.8 → 84.9, Bulletin 2024
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
    assert newest.corrections == ({"en": "insurance_coverage, row 12: 84.8 → 84.9, Bulletin 2024"},)
    assert newest.news == ({"en": "insurance_coverage: 1,677 figures", "zh": "医保：1,677项数据"},)
    assert len(newest.lines) == 2
    assert first.corrections == ()


def test_the_project_s_own_log_names_the_release_in_use(where):
    written = releases(where.changelog.read_text(encoding="utf-8"))
    assert (written[0].version, written[0].released) == (where.release["version"], where.release["released"])
