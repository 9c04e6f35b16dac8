"""How figures and sources are cited, and what a quote needs."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from components.charts.marks import rows_of
from components.export.citation import QUOTED, cite_source, cite_view, escaped, quote_kit
from components.export.content import Stamp
from data.store import store

TODAY = "2026-11-23"
STAMP = Stamp(
    title="A finding: 84.1% and 66%.",
    question="What share of a bill does each scheme repay?",
    filters=(),
    gaps=(),
    notes=(),
    trust="",
    version="2026.11.1",
    released="2026-11-22",
    licence="",
    link="https://example.org/insurance?view=share-repaid&data=2026.11.1",
)


def source(**cells):
    usual = {"title": "A title", "authors": "", "publisher": "", "year": "", "url": "", "kind": "news"}
    (row,) = rows_of(pd.DataFrame([usual | cells], index=["S1"]))
    return cite_source("S1", row, TODAY)


def test_a_file_that_does_not_know_the_day_names_none():
    cited = cite_view("share-repaid", STAMP, "")
    assert cited.gbt7714.endswith(f"[DB/OL]. (2026-11-22). {STAMP.link}.")
    assert cited.text.endswith(STAMP.link)
    assert "urldate" not in fields(cited.bibtex)


def test_a_file_of_a_reader_was_released_on_no_day():
    stamp = replace(STAMP, version="own-1", released="")
    cited = cite_view("share-repaid", stamp, "")
    assert cited.text == f"Care Gap. {STAMP.question} own-1. {STAMP.link}"
    assert cited.gbt7714.endswith(f"[DB/OL]. {STAMP.link}.")


def fields(bibtex):
    return dict(re.findall(r"^  (\w+) = \{(.*)\},$", bibtex, re.MULTILINE))


def test_a_figure_is_cited_with_its_question_release_and_link():
    cited = cite_view("share-repaid", STAMP, TODAY)
    for form in (cited.text, cited.bibtex, cited.gbt7714):
        assert STAMP.link in form
        assert "What share of a bill does each scheme repay" in form
        assert TODAY in form
    assert cited.bibtex.startswith("@dataset{caregap-share-repaid-2026.11.1,\n")
    assert fields(cited.bibtex)["version"] == "2026.11.1"
    assert fields(cited.bibtex)["year"] == "2026"
    assert cited.gbt7714.startswith(
        "Care Gap. What share of a bill does each scheme repay?[DB/OL]. (2026-11-22)[2026-11-23]. "
    )


def test_a_journal_article_is_cited_with_authors_and_letter():
    cited = source(
        authors="程诚; 任奕飞", title="求助悖论", publisher="社会 42(1)", year="2022", kind="journal article"
    )
    assert cited.gbt7714 == "程诚, 任奕飞. 求助悖论[J]. 社会 42(1), 2022."
    assert cited.bibtex.startswith("@article{S1,")
    assert fields(cited.bibtex)["author"] == "程诚 and 任奕飞"


def test_a_source_without_author_stands_under_its_publisher():
    cited = source(publisher="NHSA", year="2024", url="https://example.org/a", kind="government")
    assert cited.gbt7714 == "NHSA. A title[EB/OL]. 2024[2026-11-23]. https://example.org/a."
    assert fields(cited.bibtex)["urldate"] == TODAY


def test_a_source_on_paper_has_no_date_of_access():
    cited = source(publisher="A house", year="1985", kind="book")
    assert cited.gbt7714 == "A house. A title[Z]. 1985."
    assert "urldate" not in fields(cited.bibtex)


@pytest.mark.parametrize("sign", "&%$#_{}")
def test_signs_that_bibtex_reads_are_escaped(sign):
    assert escaped(f"a{sign}b") == f"a\\{sign}b"
    assert "\\" not in escaped("a\\b")


def test_every_source_can_be_cited():
    every = store().sources()
    for row in rows_of(every):
        cited = cite_source(str(row.Index), row, TODAY)
        assert row.title.strip().rstrip(".。") in cited.gbt7714
        assert cited.bibtex.count("{") == cited.bibtex.count("}")
        assert re.match(r"@(article|misc)\{[A-Za-z0-9.-]+,\n", cited.bibtex)


def test_a_quote_has_findings_numbers_sources_and_the_link(language):
    numbers = tuple(f"number {place}" for place in range(QUOTED + 3))
    kit = quote_kit(("A finding.", "一个发现。"), numbers, ("One", "Two"), STAMP.link, language)
    assert kit.startswith("A finding.\n一个发现。\n\nnumber 0\n")
    assert f"number {QUOTED - 1}\n" in kit
    assert f"number {QUOTED}" not in kit
    assert language.plural("cite.more_numbers", 3) in kit
    assert language("cite.source_line", sources=language.list(["One", "Two"])) in kit
    assert kit.endswith(STAMP.link)


def test_a_quote_without_a_finding_begins_with_its_numbers(en):
    assert quote_kit((), ("84.1%",), ("One",), STAMP.link, en).startswith("84.1%\n\n")
