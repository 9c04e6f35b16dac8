"""The methods page: all of it comes from the definition files, the tables and the manifest."""

from __future__ import annotations

import hashlib
import re
import shutil

import pandas as pd
import pytest

from components.codebook import (
    INCOME,
    SIGNS,
    caveat_counts,
    codebook,
    derived_figures,
    dimension_lines,
    grade_lines,
    indicator_lines,
    one_copy,
    qualifier_lines,
)
from components.data_files import CODEBOOK_COLUMNS, COLUMN_TYPES, dictionary, files, meaning_of
from components.measure_list import AGAINST, GROUPS, measure_lines, measures_of, reason_lines, reasons
from components.methods_page import PARTS, citation_of_data
from data.catalog import LANGUAGES, ROOT, Catalog
from data.catalog import language as language_of
from data.ledger import RULES
from equity.formulas import FORMULAS
from equity.measures import REGISTRY
from equity.measures.registry import COVERS_LESS
from equity.measures.words import NOTES, note_sentence, unit_label
from equity.vocabulary import GRADES

PAGE = "methods"


def written(at):
    kinds = (at.title, at.header, at.markdown, at.caption, at.info, at.warning)
    return [element.value for kind in kinds for element in kind]


def open_everything(at, where, language):
    keys = [f"indicators-{name}" for name in where.vocabulary.datasets]
    keys += [f"dictionary-{name}" for name in where.tables]
    keys += ["dimensions-methods.dimensions.ordered", "dimensions-methods.dimensions.unordered"]
    keys += [f"measures-{group}" for group in GROUPS] + [f"against-{kind}" for kind in AGAINST]
    for key in keys:
        at.session_state[f"{key}-{language.code}"] = True
    return at.run()


def test_the_page_has_every_section(language, opened):
    at = opened(PAGE, lang=language.code)
    assert not at.exception
    assert not at.error
    assert not at.warning
    assert at.title[0].value == language("page.methods")
    assert [each.value for each in at.header] == [language(f"methods.{part}") for part in PARTS]


def test_every_indicator_dimension_and_column_is_on_the_page(language, opened, where):
    at = open_everything(opened(PAGE, lang=language.code), where, language)
    assert not at.exception
    assert not at.error
    text = "\n".join(written(at))
    for dataset in where.vocabulary.datasets.values():
        for each in dataset.indicators.values():
            assert f"**{language.of(each.label)}** `{each.code}`" in text
    for each in where.vocabulary.dimensions.values():
        assert f"**{language.of(each.label)}** `{each.code}`" in text
    shown = [each.value for each in at.dataframe if language("codebook.column") in each.value.columns]
    assert [len(each) for each in shown] == [len(table["columns"]) for table in where.tables.values()]


def test_no_raw_key_or_unfilled_place_is_shown(language, opened, where):
    at = open_everything(opened(PAGE, lang=language.code), where, language)
    headings = [name for each in at.dataframe for name in each.value.columns]
    for text in [*written(at), *headings, *(each.label for each in at.expander)]:
        assert not re.search(r"\{\w*\}", text), text
        assert not re.search(r"(methods|codebook|trust)\.[a-z_]+", text), text


def test_a_new_indicator_is_on_the_page_without_a_further_line(tmp_path, monkeypatch, opened, en):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    definition = tmp_path / "data" / "definitions" / "regional_context.toml"
    declared = definition.read_text(encoding="utf-8")
    new = '\n[indicators.brand_new]\nlabel = { en = "Brand new", zh = "新指标" }\nunit = "%"\nmaximum = 5\n'
    definition.write_text(declared + new, encoding="utf-8")
    monkeypatch.setenv("CAREGAP_DATA", str(tmp_path / "data"))
    where = Catalog(tmp_path / "data")
    at = open_everything(opened(PAGE, lang="en"), where, en)
    assert not at.exception
    (line,) = [each for each in "\n".join(written(at)).split("\n\n") if "`brand_new`" in each]
    assert line.startswith("**Brand new**")
    assert en("methods.bounds.high", high="5") in line
    assert "brand_new" in set(codebook(where).indicator)


# Evidence ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_grades_stand_in_their_order_with_their_meaning_and_all_figures(where, store, code):
    lines = grade_lines(where, code)
    language = language_of(code)
    for grade, line in zip(GRADES, lines, strict=True):
        assert line.startswith(f"**{language.of(where.vocabulary.grades[grade])}**")
        assert language.of(where.shared["grades"][grade]["meaning"]) in line
    counted = sum(int(re.findall(r"[\d,]+", line)[-1].replace(",", "")) for line in lines)
    assert counted == sum(len(store.rows(name)) for name in where.vocabulary.datasets)


def test_the_rules_of_drawing_are_told_in_the_order_of_the_ledger(language, opened):
    (told,) = [text for text in written(opened(PAGE, lang=language.code)) if text.startswith("1. ")]
    sentences = [line.removeprefix("1. ") for line in told.split("\n")]
    assert len(sentences) == len(RULES)
    assert sentences[0] == language("methods.rule.not_weak")
    assert sentences[-1] == language("methods.rule.order")


def test_income_that_rests_on_one_copy_is_counted_from_the_table(where, store, language):
    table, indicator, first, last = INCOME
    rows = store.rows(table)
    rows = rows[(rows.indicator == indicator) & rows.year.between(first, last)]
    single = rows[rows.caveats.str.contains("single_copy")]
    assert 0 < len(single) < len(rows)
    assert set(single.grade) == {"secondary"}
    told = one_copy(where, language.code)
    assert language.number(len(single)) in told
    assert language.number(len(rows)) in told


def test_every_qualifier_has_the_sign_of_the_legend(where, language):
    lines = qualifier_lines(where, language.code)
    assert len(lines) == len(where.vocabulary.qualifiers)
    assert {line[0] for line in lines} <= set(SIGNS.values())
    assert set(SIGNS.values()) <= set(language("note.legend"))


def test_every_caveat_is_told_with_the_figures_that_bear_it(where, store):
    told = caveat_counts(where, "en").set_index("caveat")
    assert len(told) == len(where.vocabulary.caveats)
    bearing = sum(
        int(store.rows(name).caveats.str.split(";").map(lambda codes: "single_copy" in codes).sum())
        for name in where.vocabulary.datasets
    )
    assert told.figures[where.vocabulary.caveats["single_copy"]["en"]] == bearing


def test_every_break_of_a_view_is_told(where, language, opened):
    text = "\n".join(written(opened(PAGE, lang=language.code)))
    breaks = [each for view in where.vocabulary.views() for each in view.breaks]
    assert breaks
    for each in breaks:
        assert language.of(each.reason) in text


# Codes -------------------------------------------------------------------------------------------------------


def test_an_indicator_is_told_with_definition_unit_bounds_direction_and_caveats(where, en):
    lines = indicator_lines(where, "insurance_coverage", "en").split("\n\n")
    (line,) = [each for each in lines if "`inpatient_reimbursement_within_policy`" in each]
    indicator = where.vocabulary.indicator("insurance_coverage", "inpatient_reimbursement_within_policy")
    assert indicator.definition["en"] in line
    assert en("methods.unit", unit="%") in line
    assert en("methods.bounds", low="0", high="100") in line
    assert en("methods.favourable.high") in line
    for each in indicator.caveats:
        assert where.vocabulary.caveats[each]["en"] in line


def test_ordered_dimensions_stand_apart_with_the_most_disadvantaged_first(where):
    ordered = dimension_lines(where, True, "en").split("\n\n")
    unordered = dimension_lines(where, False, "en").split("\n\n")
    assert len(ordered) + len(unordered) == len(where.vocabulary.dimensions)
    (tenths,) = [each for each in ordered if "`socioeconomic_tenth`" in each]
    assert tenths.index("Bottom tenth") < tenths.index("Top tenth")


def test_every_formula_is_told_and_counts_the_figures_it_made(where, store, language, opened):
    text = "\n".join(written(opened(PAGE, lang=language.code)))
    for code in where.shared["formulas"]:
        assert f"`equity.formulas.{code}`" in text
    made = derived_figures(where, language.code)
    assert set(made) <= set(FORMULAS)
    for lines in made.values():
        for line in lines:
            assert line in text


def test_the_codebook_has_every_indicator_in_both_languages(where):
    held = codebook(where)
    assert len(held) == sum(len(each.indicators) for each in where.vocabulary.datasets.values())
    assert not held.duplicated(["dataset", "indicator"]).any()
    assert (held[["label_en", "label_zh", "definition_en", "definition_zh"]] != "").all().all()


# Measures of inequality --------------------------------------------------------------------------------------


def test_every_measure_is_told_with_all_that_is_declared_of_it(where, language, opened):
    at = open_everything(opened(PAGE, lang=language.code), where, language)
    told = {each for text in written(at) for each in text.split("\n\n")}
    for code, measure in REGISTRY.items():
        words = where.vocabulary.measures[code]
        (line,) = [each for each in told if each.startswith(f"**{language.of(words.label)}** `{code}`")]
        for label in (words.meaning, words.equal, words.sign, words.applies):
            assert language.of(label) in line
        assert f"`{words.formula}`" in line
        assert words.source in line
        assert language("methods.measure.unit", unit=unit_label(measure.unit, language)) in line
        for note in measure.notes:
            assert note_sentence(note, language) in line


def test_every_family_of_measures_stands_in_one_group():
    families = [family for held in GROUPS.values() for family in held]
    assert len(families) == len(set(families))
    assert set(families) == {each.family for each in REGISTRY.values()}
    assert sum(len(measures_of(group)) for group in GROUPS) == len(REGISTRY)


def test_measures_are_written_only_when_they_are_opened(language, opened):
    text = "\n".join(written(opened(PAGE, lang=language.code)))
    assert language("measure.symbols") in text
    assert not [code for code in REGISTRY if f"** `{code}`" in text]


def test_a_letter_of_a_formula_is_explained(where, language):
    entries = re.split("[;；]", language("measure.symbols"))
    explained = {name.strip() for entry in entries for name in re.split("[,、]", re.split("[:：]", entry)[0])}
    used = {
        name
        for words in where.vocabulary.measures.values()
        for name in re.findall(r"P\d\d|[a-zA-Zμ]+′?", words.formula.replace("ln", ""))
    }
    assert used == explained


def test_every_note_on_a_measure_is_told_with_some_measure(where, language):
    told = "\n".join(measure_lines(where, group, language.code) for group in GROUPS)
    # The others are said of figures or of a missing interval, whatever the measure.
    general = {"errors_from_intervals", "groups_missing", "errors_missing", "too_uncertain", "no_interval"}
    assert {note for note in NOTES if note_sentence(note, language) not in told} == general


def test_every_reason_against_a_measure_is_told(where, language):
    for kind in AGAINST:
        lines = reason_lines(where, kind, language.code).split("\n")
        assert len(lines) == len(reasons(kind)) == len(set(lines))


STUDY = r"^\| `(\w+)`([^|]*)\|(.*)\|$"
"""A row of the coverage study: measure, the way it is used, shares."""


def test_what_is_said_of_the_coverage_study_is_what_it_found(language):
    study = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    least = {}
    for code, use, cells in re.findall(STUDY, study, re.MULTILINE):
        if "from scatter" not in use:  # not in use on these pages
            least[code, use.strip()] = min(map(float, re.findall(r"\d+\.\d", cells)))
    below = {(code, use) for (code, use), share in least.items() if share < 90}
    noted = {code for code, measure in REGISTRY.items() if COVERS_LESS in measure.notes}
    assert below == {(code, "") for code in noted} | {("par", "best group"), ("paf", "best group")}
    sentence = language("methods.intervals.study")
    assert "90" in sentence
    assert str(int(min(least.values()))) in sentence


# Tables and files --------------------------------------------------------------------------------------------


def test_every_column_of_every_table_has_a_meaning_in_both_languages(where):
    lacking = [
        (name, column)
        for name, table in where.tables.items()
        for column in table["columns"]
        if not all(meaning_of(where, name, column).get(code) for code in LANGUAGES)
    ]
    assert lacking == []


def test_every_type_of_the_manifest_has_a_word(where):
    assert {kind for table in where.tables.values() for kind in table["columns"].values()} <= set(
        COLUMN_TYPES
    )


def test_a_table_s_own_meaning_goes_before_the_general_one(where):
    general, own = (meaning_of(where, name, "source_id") for name in ("insurance_coverage", "sources"))
    assert general != own
    assert meaning_of(where, "insurance_coverage", "scheme") == where.vocabulary.dimensions["scheme"].label
    assert meaning_of(where, "insurance_coverage", "no_such_column") == {}


def test_every_file_is_offered_with_its_rows_size_and_checksum(where):
    held = files(where)
    assert set(held.table) == set(where.tables)
    assert len(held) == 2 * len(where.tables)
    for each in held.itertuples():
        content = each.path.read_bytes()
        assert each.sha256 == hashlib.sha256(content).hexdigest()
        assert each.size == len(content)
        read = pd.read_parquet if each.kind == "Parquet" else pd.read_csv
        assert each.rows == len(read(each.path))


@pytest.mark.parametrize("code", LANGUAGES)
def test_tables_made_here_have_headings(where, code):
    tables = [caveat_counts(where, code), dictionary(where, "sources", code)]
    shown = {column for each in tables for column in each.columns} | {"file", "rows", "size", "sha256"}
    assert shown == set(CODEBOOK_COLUMNS)


def plain(text):
    return re.sub(r"[*\s]", "", text).replace("．", ".").rstrip(".")


def test_the_data_set_is_cited_as_its_licence_says(language):
    licence = (ROOT / "LICENSE-DATA.md").read_text(encoding="utf-8")
    assert plain(citation_of_data(language)) in plain(licence)
