"""Each rule of the check, shown by the smallest mistake that breaks it."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from babel.messages.pofile import read_po

from data.build import main
from data.catalog import LANGUAGES, LOCALES, ROOT, Catalog, language
from data.check import problems
from data.reviewed import read

FACTS, SOURCES = "facts/clinic_fees.csv", "facts/sources.csv"
SHARED, REGIONS = "definitions/shared.toml", "definitions/regions.toml"
DATASET, HOME, RELEASE = "definitions/clinic_fees.toml", "definitions/home.toml", "release.toml"
SECOND = "definitions/second.toml"

# (rule, changed cells by row, where the problem is reported: row and column)
CELLS = [
    ("unknown_indicator", {2: {"indicator": "fees"}}, (2, "indicator")),
    ("unknown_unit", {2: {"unit": "yen"}}, (2, "unit")),
    ("other_unit", {2: {"unit": "%"}}, (2, "unit")),
    ("unknown_qualifier", {2: {"qualifier": "roughly"}}, (2, "qualifier")),
    ("unknown_statistic", {4: {"statistic": "average"}}, (4, "statistic")),
    ("unknown_setting", {2: {"setting": "three_cities", "region_code": ""}}, (2, "setting")),
    ("unknown_region", {2: {"region_code": "110001"}}, (2, "region_code")),
    ("two_places", {2: {"setting": "two_cities"}}, (2, "setting")),
    ("unknown_dimension", {1: {"dimension": "residences"}}, (1, "dimension")),
    (
        "unknown_dimension",
        {2: {"attribute_dimension": "wealth", "attribute": "rich"}},
        (2, "attribute_dimension"),
    ),
    ("unknown_group", {1: {"subgroup": "countryside"}}, (1, "subgroup")),
    ("unknown_group", {2: {"attribute_dimension": "income_half", "attribute": "middle"}}, (2, "attribute")),
    ("unknown_group", {2: {"attribute": "lower"}}, (2, "attribute")),
    ("repeats_column", {2: {"dimension": "clinic", "subgroup": "east_gate"}}, (2, "dimension")),
    ("unknown_subgroup", {2: {"clinic": "north_gate"}}, (2, "clinic")),
    ("unknown_source", {2: {"source_id": "C"}}, (2, "source_id")),
    ("unknown_source", {5: {"also_source_ids": "A;C"}}, (5, "also_source_ids")),
    ("unknown_grade", {2: {"grade": "weak"}}, (2, "grade")),
    ("unknown_flag", {2: {"flags": "weak;odd"}}, (2, "flags")),
    ("unknown_caveat", {5: {"caveats": "single_copy;two_copies"}}, (5, "caveats")),
    ("missing_value", {2: {"estimate": ""}}, (2, "estimate")),
    ("not_a_mark", {3: {"founding": "yes"}}, (3, "founding")),
    ("missing_language", {2: {"footnote_en": "As printed."}}, (2, "footnote_zh")),
    ("not_a_number", {2: {"estimate": "4E+1"}}, (2, "estimate")),
    ("not_a_number", {4: {"ci_high": "65,0"}}, (4, "ci_high")),
    ("not_whole", {4: {"n": "200.5"}}, (4, "n")),
    ("minimum_passed", {1: {"estimate": "-1"}}, (1, "estimate")),
    ("maximum_passed", {4: {"ci_high": "100.1"}}, (4, "ci_high")),
    ("outside_interval", {4: {"ci_low": "62.6"}}, (4, "ci_low")),
    ("outside_interval", {4: {"ci_high": "62.4"}}, (4, "ci_high")),
    ("bad_period", {4: {"period_end": "2020-13"}}, (4, "period_end")),
    ("period_too_early", {4: {"period_start": "1948"}}, (4, "period_start")),
    ("period_too_late", {4: {"period_end": "2026-12"}}, (4, "period_end")),
    ("reversed_period", {4: {"period_start": "2020-09", "period_end": "2020-08"}}, (4, "period_start")),
    ("duplicate_figure", {2: {"dimension": "residence", "subgroup": "rural"}}, (2, "")),
    ("out_of_order", {3: {"estimate": "39"}}, (3, "estimate")),
    ("same_as_alone", {5: {"same_as": ""}}, (4, "same_as")),
    ("same_as_across", {3: {"same_as": "S1"}}, (4, "same_as")),
    ("same_as_across", {5: {"indicator": "fee", "unit": "yuan"}}, (5, "same_as")),
]

# file: (rule, text, text that replaces it, the key that is reported)
DEFINITIONS = {
    RELEASE: [
        ("missing_key", 'version = "2026.11.1"\n', "", "version"),
        ("bad_date", "2026-11-22", "22 November", "released"),
    ],
    REGIONS: [
        ("unknown_nbs_region", 'nbs_region = "east"', 'nbs_region = "south"', "regions.110000.nbs_region")
    ],
    SHARED: [
        ("not_toml", "[units.yuan]", "[units.yuan", ""),
        ("unknown_key", "", '[colours.red]\nlabel = "red"\n', "colours"),
        ("wrong_type", "ordered = true", 'ordered = "yes"', "dimensions.income_half.ordered"),
        ("unknown_subgroup", 'reference = "urban"', 'reference = "city"', "dimensions.residence.reference"),
    ],
    DATASET: [
        ("unknown_key", "minimum = 0\nmax", "least = 0\nmax", "indicators.repaid_share.least"),
        ("missing_key", 'form = "groups"\n', "", "views.fees.form"),
        ("missing_language", ', zh = "诊费"', "", "indicators.fee.label.zh"),
        ("missing_language", 'zh = "谁付多少？"', 'zh = ""', "views.fees.question.zh"),
        ("wrong_type", '["indicator"]', '"indicator"', "views.fees.panels"),
        ("wrong_type", '["residence", "clinic"]', "[]", "views.fees.dimensions"),
        ("wrong_type", "[2019, 2020]", "[2019]", "views.fees.defaults.period"),
        ("bad_code", 'id = "fees"', 'id = "fees.now"', "views.fees.now"),
        ("bad_code", "east_gate = {", "all = {", "dimensions.clinic.subgroups.all"),
        ("reversed", "maximum = 100", "maximum = -1", "indicators.repaid_share"),
        ("reversed", "after = 2018", "after = 2020", "views.fees.breaks"),
        ("reversed", "[2019, 2020]", "[2020, 2019]", "views.fees.defaults.period"),
        ("not_file_name", 'id = "clinic_fees"', 'id = "clinics"', "dataset.id"),
        (
            "column_taken",
            'own_columns = ["clinic"]',
            'own_columns = ["clinic", "year"]',
            "dataset.own_columns",
        ),
        ("unknown_unit", 'unit = "%"', 'unit = "percent"', "indicators.repaid_share.unit"),
        ("unknown_direction", '"low"', '"down"', "indicators.fee.favourable"),
        ("unknown_caveat", '["single_copy"]', '["copied"]', "indicators.repaid_share.caveats"),
        ("unknown_subgroup", '"total", "urban"]', '"village"]', "indicators.fee.ordered_subgroups"),
        ("unknown_subgroup", '["east_gate"]', '["gate"]', "views.fees.defaults.choices.clinic"),
        ("unknown_subgroup", '= ["rural"]', '= ["lower"]', "views.fees.defaults.groups.residence"),
        ("unknown_subgroup", 'group = "rural"', 'group = "lower"', "views.fees.breaks.1.group"),
        ("unknown_dimension", 'own_columns = ["clinic"]', 'own_columns = ["doctor"]', "dataset.own_columns"),
        ("unknown_dimension", '["residence", "clinic"]', '["wealth"]', "views.fees.dimensions"),
        ("unknown_form", '"groups"', '"pie"', "views.fees.form"),
        ("unknown_indicator", '["fee"]\ndim', '["fee", "price"]\ndim', "views.fees.indicators"),
        ("unknown_indicator", 'joined = ["fee"]', 'joined = ["repaid_share"]', "views.fees.joined"),
        ("unknown_column", '"grades", "clinic"]', '"grades", "doctor"]', "views.fees.filters"),
        ("unknown_column", '["indicator"]', '["doctor"]', "views.fees.panels"),
        ("unknown_column", "{ clinic =", "{ doctor =", "views.fees.defaults.choices.doctor"),
        ("unknown_place", '["110000"]', '["120000"]', "views.fees.places"),
        ("unknown_formula", '"percent_of"', '"half_of"', "derived.1.formula"),
        ("unknown_part", 'take = "of"', 'take = "other"', "derived.1.take"),
        ("unknown_dataset", 'dataset = "clinic_fees"', 'dataset = "clinics"', "derived.1.per.dataset"),
        ("unknown_indicator", 'indicator = "fee_share"', 'indicator = "fee_part"', "derived.1.indicator"),
        (
            "unknown_indicator",
            'of = { indicator = "fee" }',
            'of = { indicator = "fees" }',
            "derived.1.of.indicator",
        ),
        ("unknown_column", 'match = ["clinic"]', 'match = ["doctor"]', "derived.1.of"),
        ("unknown_indicator", 'weights = "fee"', 'weights = "fees"', "benchmarks.1.weights"),
        ("unknown_column", 'rows = "attribute"', 'rows = "doctor"', "views.fees.rows"),
        ("unknown_column", 'symbols = "source_id"', 'symbols = "doctor"', "views.fees.symbols"),
        ("unknown_statistic", 'statistics = ["mean"]', 'statistics = ["mode"]', "views.fees.statistics"),
        ("unknown_event", 'events = ["opening"]', 'events = ["closing"]', "views.fees.events"),
        (
            "unknown_table",
            'own_columns = ["clinic"]',
            'own_columns = ["clinic"]\nbrought = { clinic = { table = "doors", columns = ["wing"] } }',
            "dataset.brought.clinic.table",
        ),
    ],
}

# file: (rule, text, text that replaces it, the row and the column that are reported)
SHEETS = {
    FACTS: [
        ("unknown_column", "locator", "page", (None, "page")),
        ("duplicate_column", "locator", "grade", (None, "grade")),
        ("missing_column", ",estimate,", ",value,", (None, "estimate")),
    ],
    SOURCES: [
        ("missing_column", ",licence,", ",url,", (None, "licence")),
        ("row_length", "B,Newspaper", "B,Newspaper,", (2, "")),
        ("duplicate_source", "B,Newspaper", "A,Newspaper", (2, "source_id")),
        ("unknown_grade", ",news\n", ",rumour\n", (2, "grade")),
        ("not_a_link", "https://example.org/a", "javascript:alert(1)", (1, "url")),
    ],
}
TEXTS = [(file, *each) for file, mistakes in (DEFINITIONS | SHEETS).items() for each in mistakes]
TRIED_BELOW = {
    "missing_file",
    "not_utf8",
    "declared_twice",
    "not_a_correction",
    "not_one_row",
    "other_value",
}


def found(folder):
    """What the check finds, as (rule, file, row, column)."""
    return [(each.rule, each.file, each.row, each.column) for each in problems(read(folder))]


def test_a_sound_folder_has_no_problems(folder):
    assert found(folder) == []


@pytest.mark.parametrize(("rule", "changes", "place"), CELLS)
def test_a_wrong_cell_is_named_with_its_row_and_column(folder, rule, changes, place):
    folder.write_facts(changes)
    assert (rule, FACTS, *place) in found(folder)


@pytest.mark.parametrize(("file", "rule", "old", "new", "place"), TEXTS)
def test_a_wrong_text_is_named_with_its_file_and_place(folder, file, rule, old, new, place):
    folder.replace(file, old, new)
    row, column = (None, place) if isinstance(place, str) else place
    assert (rule, file, row, column) in found(folder)


@pytest.mark.parametrize(
    ("addition", "key"),
    [
        ("[caveats.single_copy]\ntext = { en = 'One.', zh = '一。' }", "caveats"),
        ("[units.yuan]\nlabel = { en = 'yuan', zh = '元' }", "units"),
    ],
)
def test_a_code_declared_in_two_files_is_named(folder, addition, key):
    folder.replace(DATASET, "", addition)
    assert found(folder) == [("declared_twice", SHARED, None, key)]


@pytest.mark.parametrize("file", [SHARED, REGIONS, SOURCES, FACTS])
def test_a_missing_file_is_named(folder, file):
    (folder.folder / file).unlink()
    assert ("missing_file", file, None, "") in found(folder)


def test_a_file_in_another_encoding_is_named(folder):
    (folder.folder / SOURCES).write_bytes("source_id,title\nA,年鉴\n".encode("gb18030"))
    assert ("not_utf8", SOURCES, None, "") in found(folder)


RURAL = "clinic_fees, indicator=fee subgroup=rural"
# what the change log corrects, newest first, and what is wrong with it: the figure is 30
CORRECTIONS = [
    ([f"{RURAL}: 28 → 30, A"], []),
    ([f"{RURAL}: 29 → 30, A", f"{RURAL}: 28 → 29, A"], []),
    ([f"{RURAL}: 28 → 30.0, B"], []),
    ([f"{RURAL}: 28 → 31, A"], ["other_value"]),
    ([f"{RURAL}: 29 → 30, A", f"{RURAL}: 27 → 28, A"], ["other_value"]),
    (["clinic_fees, indicator=fee: 28 → 30, A"], ["not_one_row"]),
    (["doctor_fees, indicator=fee: 28 → 30, A"], ["not_one_row"]),
    (["clinic_fees, indicator=fee doctor=x: 28 → 30, A"], ["not_one_row"]),
    ([f"{RURAL}: 28 → 30, C"], ["unknown_source"]),
    (["clinic_fees, row 1: 28 → 30, A"], ["not_a_correction"]),
    *(
        ([f"{RURAL} {named}: 28 → 30, A"], ["not_a_correction"])
        for named in ("estimate=30", "n=4", "founding=yes")
    ),
    (["Fees rose."], []),
]


@pytest.mark.parametrize(("lines", "rules"), CORRECTIONS)
def test_a_correction_names_one_figure_and_leads_to_its_value(folder, lines, rules):
    releases = [f"## 2026.{12 - place}.1 (2026-11-22)\n\n- {line}\n" for place, line in enumerate(lines)]
    folder.changelog.write_text("\n".join(releases), encoding="utf-8")
    assert [(each.rule, each.file) for each in problems(read(folder))] == [
        (rule, "CHANGELOG.md") for rule in rules
    ]


def test_a_single_mistake_gives_a_single_problem(folder):
    folder.write_facts({4: {"n": "many"}})
    assert found(folder) == [("not_a_number", FACTS, 4, "n")]


def test_all_problems_are_reported_at_once_in_the_order_of_the_file(folder):
    folder.write_facts({1: {"estimate": "12,4"}, 3: {"grade": "rumour"}, 4: {"region_code": "999999"}})
    folder.replace(DATASET, '"groups"', '"pie"')
    assert found(folder) == [
        ("unknown_form", DATASET, None, "views.fees.form"),
        ("not_a_number", FACTS, 1, "estimate"),
        ("unknown_grade", FACTS, 3, "grade"),
        ("unknown_region", FACTS, 4, "region_code"),
    ]


@pytest.mark.parametrize("odd", [7, True, "odd", [], [1], [[]], [{}], {}, {"odd": 1}], ids=str)
def test_no_misplaced_value_stops_the_check(folder, odd):
    sound = read(folder)
    for keys in places(sound.definitions):
        if len(keys) > 1:  # a file itself is always a table
            definitions = copy.deepcopy(dict(sound.definitions))
            entry = definitions
            for key in keys[:-1]:
                entry = entry[key]
            entry[keys[-1]] = odd
            problems(replace(sound, definitions=definitions))


def places(declared, keys=()):
    """Where a value stands: the keys that lead to it, for every value in declared tables and lists."""
    inside = declared.items() if isinstance(declared, dict) else enumerate(declared)
    for key, value in inside:
        yield (*keys, key)
        if isinstance(value, dict | list):
            yield from places(value, (*keys, key))


def test_two_datasets_cannot_share_a_page(folder):
    text = (folder.folder / DATASET).read_text(encoding="utf-8").partition("[indicators.fee]")[0]
    second = text.replace("clinic_fees", "second") + "[indicators]\n"
    (folder.folder / SECOND).write_text(second, encoding="utf-8")
    folder.write_rows("facts/second.csv", ("indicator", "estimate", "source_id"), [])
    assert found(folder) == [("declared_twice", SECOND, None, "dataset.page")]


def test_a_row_is_found_by_its_line_when_texts_above_it_span_lines(folder):
    folder.write_facts({1: {"footnote_en": "two\nlines", "footnote_zh": "两行"}, 4: {"n": "many"}})
    (problem,) = problems(read(folder))
    assert (problem.row, problem.line) == (4, 6)  # the header is line 1, row 1 stands on lines 2 and 3


def test_an_indicator_no_reader_meets_may_lack_a_language(folder):
    folder.replace(DATASET, ', zh = "报销比例"', "")
    assert found(folder) == []


def test_an_indicator_has_a_label_in_one_language_at_least(folder):
    folder.replace(DATASET, '{ en = "Share repaid", zh = "报销比例" }', "{}")
    assert found(folder) == [
        ("missing_language", DATASET, None, f"indicators.repaid_share.label.{code}") for code in ("en", "zh")
    ]


def test_a_projection_may_lie_after_the_release(folder):
    folder.write_facts({5: {"period_end": "2030", "statistic": "projection"}})
    assert found(folder) == []


def test_a_weak_figure_may_stand_out_of_order(folder):
    folder.write_facts({3: {"estimate": "39", "flags": "weak"}})
    assert found(folder) == []


def test_the_start_of_a_period_may_be_dated_more_finely_than_its_end(folder):
    folder.write_facts({4: {"period_start": "2020-09", "period_end": "2020"}})
    assert found(folder) == []


def test_an_indicator_may_name_several_units_for_its_rows(folder):
    folder.replace(DATASET, 'unit = "yuan"', 'unit = "yuan"\nunits = ["%"]')
    folder.write_facts({2: {"unit": "%"}})
    assert found(folder) == []


def test_the_findings_of_the_first_page_have_known_keys(folder):
    text = '[[findings]]\nid = "fees"\ntext = { en = "Fees", zh = "诊费" }\nchart = "fees"\n'
    (folder.folder / HOME).write_text(text, encoding="utf-8")
    assert found(folder) == [("unknown_key", HOME, None, "findings.fees.chart")]


def test_the_nearest_known_code_is_offered(folder):
    folder.write_facts({2: {"indicator": "fees"}})
    assert problems(read(folder))[0].values["nearest"] == "fee"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_rule_has_a_sentence_and_a_cure_and_is_tried_here(code):
    with (LOCALES / f"{code}.po").open("rb") as file:
        texts = {str(message.id) for message in read_po(file) if str(message.id).startswith("check.")}
    rules = TRIED_BELOW | {rule for rule, *_ in CELLS} | {rule for _, rule, *_ in TEXTS}
    assert {text.removesuffix(".cure") for text in texts if text.endswith(".cure")} == {
        f"check.{rule}" for rule in rules
    }
    assert {f"check.{rule}" for rule in rules} <= texts


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_sentence_names_the_place_the_value_and_the_cure(folder, code):
    folder.write_facts({2: {"indicator": "fees"}, 4: {"n": "many"}})
    for problem in problems(read(folder)):
        sentence = problem.sentence(language(code))
        place = language(code)("check.row", row=problem.row, line=problem.row + 1)
        assert sentence.startswith(f"{FACTS} · {place} · {problem.column} · {problem.value} · ")
        assert "check." not in sentence


def test_the_command_reports_and_fails_without_building(folder, capsys):
    folder.write_facts({4: {"n": "many"}})
    assert main(["--check", "--data", str(folder.folder)]) == 1
    assert main(["--data", str(folder.folder)]) == 1
    assert capsys.readouterr().out.count(FACTS) == 2
    assert not folder.parquet.exists()


def test_the_reviewed_files_of_this_project_have_no_problems():
    assert problems(read(Catalog(ROOT / "data"))) == []
