"""The sources page: every source with its figures, every disagreement, what is wanted, every founding figure."""

from __future__ import annotations

import re

import pytest

from components.bibliography import COUNTS, DERIVED, Search, bibliography, found, search_of, uses
from components.export.table import table_bytes
from components.figure_list import HEADINGS, headed
from components.record import figures_of, founding_figures, in_no_view, ledger, told_texts
from components.sources_page import PARTS
from data.catalog import LANGUAGES
from data.catalog import language as language_of
from data.founding import EVENTS, PROFILES, is_shown
from equity.view import decode
from equity.vocabulary import DEFAULT_GRADES

PAGE = "sources"
PILOT = "HereComesChina-2021"


def written(at):
    kinds = (at.title, at.header, at.markdown, at.caption, at.info, at.warning)
    return [element.value for kind in kinds for element in kind]


def table(at, language, heading):
    """The one table of the page with this column."""
    name = language(f"column.{heading}")
    (frame,) = [each.value for each in at.dataframe if name in each.value.columns]
    return frame


# The page ----------------------------------------------------------------------------------------------------


def test_the_page_has_every_section(language, opened):
    at = opened(PAGE, lang=language.code)
    assert not at.exception
    assert not at.error
    assert not at.warning
    assert at.title[0].value == language("page.sources")
    assert [each.value for each in at.header] == [language(f"section.{part}") for part in PARTS]


def test_no_raw_key_or_unfilled_place_is_shown(language, opened):
    at = opened(PAGE, lang=language.code, source=PILOT)
    headings = [name for each in at.dataframe for name in each.value.columns]
    for text in [*written(at), *headings, *(each.label for each in at.expander)]:
        assert not re.search(r"\{\w*\}", text), text
        assert not re.fullmatch(r"[a-z]+(\.[a-z_0-9]+)+", text), text


def test_a_link_with_unknown_values_names_them_and_works(language, opened):
    at = opened(PAGE, lang=language.code, source="nobody", dataset="nothing", text="yearbook", utm="mail")
    assert not at.exception
    values = language.list(["source=nobody", "dataset=nothing", "utm=mail"])
    assert [each.value for each in at.warning] == [language("notice.dropped", values=values)]
    assert at.text_input(key="sources.text").value == "yearbook"


def test_typing_and_choosing_write_the_address(opened, en, where):
    at = opened(PAGE, lang="en", regions="620000")
    at = at.text_input(key="sources.text").set_value("yearbook 2009").run()
    assert not at.exception
    assert at.query_params["text"] in ("yearbook 2009", ["yearbook 2009"])
    assert at.query_params["regions"] in ("620000", ["620000"])
    listed = found(Search(text="yearbook 2009"), DEFAULT_GRADES, where).index
    assert 0 < len(listed) < 20
    assert len(table(at, en, "authors")) == len(listed)
    at = at.selectbox(key="sources.source").set_value(listed[0]).run()
    assert not at.exception
    assert at.query_params["source"] in (listed[0], [listed[0]])
    assert at.query_params["text"] in ("yearbook 2009", ["yearbook 2009"])


def test_grades_are_those_shared_with_other_pages_and_weak_ones_stay_chosen(opened, en, where):
    at = opened(PAGE, lang="en", grades="official.weak")
    assert at.button_group(key="sources.grades").value == ["official"]
    assert set(table(at, en, "authors")[en("column.grade_label")]) == {
        en.of(where.vocabulary.grades["official"])
    }
    at = at.button_group(key="sources.grades").set_value(["journal"]).run()
    assert at.query_params["grades"] in ("journal.weak", ["journal.weak"])
    at = at.button_group(key="sources.grades").set_value([]).run()
    assert len(table(at, en, "authors")) == 397


def test_a_chosen_source_shows_how_to_cite_it_and_all_its_figures(language, opened, store, where):
    at = opened(PAGE, lang=language.code, source=PILOT)
    assert not at.exception
    title = store.sources().title[PILOT]
    assert any(title in text for text in written(at))
    used = [uses(name) for name in where.vocabulary.datasets]
    rows = sum(len(each[each.source_id == PILOT].drop_duplicates("row")) for each in used)
    assert len(table(at, language, "role")) == rows > 30


def test_the_language_switch_keeps_the_source(opened):
    at = opened(PAGE, lang="en", source=PILOT)
    at = at.button(key="language-zh").click().run()
    assert not at.exception
    assert at.query_params["source"] in (PILOT, [PILOT])
    assert at.selectbox(key="sources.source").value == PILOT


def test_every_expander_of_figures_in_no_chart_opens(language, opened, where):
    at = opened(PAGE, lang=language.code)
    held = [name for name in where.vocabulary.datasets if len(in_no_view(where, name, "en"))]
    assert held
    for name in held:
        at.session_state[f"listed-{name}-{language.code}"] = True
    at = at.run()
    assert not at.exception
    assert not at.error


# The bibliography --------------------------------------------------------------------------------------------


def test_every_source_is_listed(where, store):
    assert len(bibliography(where)) == len(store.sources()) == 397
    assert len(found(Search(), DEFAULT_GRADES, where)) == 397


def test_every_figure_is_counted_once_for_the_source_that_prints_it(where, store):
    counts = bibliography(where)
    printed = sum(int((store.rows(name).statistic != DERIVED).sum()) for name in where.vocabulary.datasets)
    assert int(counts.drawn_count.sum() + counts.listed_count.sum()) == printed
    by_dataset = counts[list(where.vocabulary.datasets)].sum().sum()
    assert int(by_dataset) == int(counts[list(COUNTS)].sum().sum())


def test_sources_that_print_the_same_figure_are_counted_as_named(where, store):
    named = store.rows("medicine_procurement_prices")
    named = named[(named.also_source_ids != "") & (named.statistic != DERIVED)]
    expected = sum(len(codes.split(";")) for codes in named.also_source_ids)
    assert int((uses("medicine_procurement_prices").role == "named_count").sum()) == expected > 0


def test_texts_and_dates_are_counted_apart(where):
    assert bibliography(where).texts_count["NEJMCatalyst-2022"] >= 18  # 16 profiles, 2 events


@pytest.mark.parametrize(
    ("search", "grades", "wanted"),
    [
        (Search(text="NEJM catalyst"), DEFAULT_GRADES, {"NEJMCatalyst-2022"}),
        (Search(text="catalyst 1066"), DEFAULT_GRADES, set()),
        (Search(text="统计年鉴 2010"), DEFAULT_GRADES, None),
        (Search(dataset="crowdfunding_outcomes"), ("official",), None),
    ],
)
def test_every_word_of_a_search_must_stand_in_a_source(where, search, grades, wanted):
    listed = found(search, grades, where)
    if wanted is not None:
        assert set(listed.index) == wanted
    for word in search.text.casefold().split():
        text = listed.title + listed.authors + listed.publisher + listed.year + listed.index
        assert text.str.casefold().str.contains(word, regex=False).all()
    if search.dataset:
        assert (listed[search.dataset] > 0).all()
        assert set(listed.grade) <= set(grades)


def test_a_search_is_read_from_the_address_and_the_rest_stays_unknown(vocabulary):
    reading = decode({"text": "a.b", "source": PILOT, "dataset": "none", "x": "y"}, vocabulary)
    search, rest = search_of(reading)
    assert search == Search(text="a.b", source=PILOT)
    assert [each.parameter for each in rest.dropped] == ["dataset", "x"]


# The record --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_row_that_differs_stands_in_the_ledger_with_the_one_drawn(where, store, code):
    pairs, alone = ledger(where, code)
    different = sum(int(store.rows(name).disagrees.sum()) for name in where.vocabulary.datasets)
    assert len(pairs) == different >= 40
    assert (pairs.drawn_value != pairs.other_value).all()
    assert (pairs.rule != "").all()
    assert len(alone) >= 10
    assert (alone.footnote != "").all()


def test_the_ledger_names_the_rule_that_chose(where):
    pairs, _ = ledger(where, "en")
    # 5.8 and 25.3 billion yuan saved by the pilot: the second is marked as in conflict.
    (pilot,) = [row for row in pairs.to_dict("records") if "25.3 billion" in row["other_value"]]
    assert "5.8 billion" in pilot["drawn_value"]
    assert pilot["rule"] == language_of("en")("ledger.not_in_conflict")
    # 1,333.890 million members in the bulletin of 2023, 1,333.869 million in the preliminary report.
    (members,) = [row for row in pairs.to_dict("records") if "133386.9" in row["other_value"]]
    assert "133389" in members["drawn_value"]
    assert members["rule"] == language_of("en")("ledger.final")


def test_every_figure_in_conflict_stands_in_one_of_the_two_lists(where, store):
    pairs, alone = ledger(where, "en")
    marked = sum(
        int((rows["flags"].str.contains("conflict") & ~rows["flags"].str.contains("derived")).sum())
        for rows in (store.rows(name) for name in where.vocabulary.datasets)
    )
    assert len(pairs) + len(alone) >= marked - 10  # both rows of a pair may be marked
    assert "22.07" in " ".join(alone.value_label)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_founding_row_has_a_place_and_a_link(where, code):
    told = founding_figures(where, code)
    assert len(told) == 115
    assert (told.seen_in != "").all()
    assert told.figure_link.str.contains(f"lang={code}", regex=False).all()


def test_links_are_kept_without_the_name_of_a_host(where):
    for told in (founding_figures(where, "en"), figures_of(where, PILOT, "en")):
        assert not told.figure_link.str.contains("://").any()


@pytest.mark.parametrize("code", LANGUAGES)
def test_texts_are_told_in_the_reader_s_language_with_their_source(where, code):
    texts = told_texts(where, code)
    assert (len(texts[PROFILES]), len(texts[EVENTS])) == (16, 7)
    for each in texts.values():
        assert (each.text != "").all()
        assert (each.source_label != "").all()


def test_figures_in_no_chart_are_those_that_no_view_can_hold(where, store):
    for name in where.vocabulary.datasets:
        rows = store.rows(name).to_dict("records")
        assert len(in_no_view(where, name, "en")) == sum(not is_shown(name, row, store) for row in rows)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_list_has_headings(where, code):
    pairs, alone = ledger(where, code)
    lists = [pairs, alone, founding_figures(where, code), *told_texts(where, code).values()]
    lists += [figures_of(where, PILOT, code), in_no_view(where, "insurance_coverage", code)]
    assert {column for told in lists for column in told.columns} <= set(HEADINGS)


def test_a_list_leaves_as_a_file_with_full_links_and_no_formula(where, en):
    told = founding_figures(where, "en").head(3).assign(source_label="=1+1")
    content = table_bytes(headed(told, en)).decode("utf-8-sig")
    assert content.count("\n") == 4
    assert "'=1+1" in content
    assert content.startswith(en("column.indicator_label"))
