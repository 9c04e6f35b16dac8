"""What files are called."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from components.export.names import file_name
from equity.view import Filters, View
from equity.vocabulary import GRADES

VERSION = "2026.11.1"


def test_names_are_ascii_in_every_language(view, language):
    filters = replace(view.filters, language=language.code, regions=("620000",))
    name = file_name(replace(view, filters=filters), VERSION, "csv")
    assert re.fullmatch(r"[A-Za-z0-9_.+-]+\.csv", name)
    for part in (view.id, view.dimension, "620000", language.code, VERSION):
        assert part in name


@pytest.fixture
def plain():
    return View(Filters(), "share-repaid", "insurance_coverage", ("share_in_scope",), "scheme")


def test_a_name_says_what_the_file_holds(plain):
    expected = "care-gap_share-repaid_share-in-scope_scheme_china_all-years_en_2026.11.1.csv"
    assert file_name(plain, VERSION, "csv") == expected
    chosen = replace(plain, period=(2019, 2025), filters=Filters(language="zh", regions=("110000", "620000")))
    expected = "care-gap_share-repaid_share-in-scope_scheme_110000-620000_2019-2025_zh_2026.11.1.csv"
    assert file_name(chosen, VERSION, "csv") == expected


def test_of_several_indicators_the_first_is_named(plain):
    assert "_x-y-etc_" in file_name(replace(plain, indicators=("x_y", "z")), VERSION, "csv")


def test_a_name_stays_short_with_many_regions(plain, vocabulary):
    many = replace(plain, filters=Filters(regions=vocabulary.provinces(), grades=GRADES))
    assert "110000-120000-130000-etc" in file_name(many, VERSION, "csv")
    assert len(file_name(many, VERSION, "csv")) < 140
