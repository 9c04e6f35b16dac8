"""The pages as Streamlit runs them: shell.py with the parameters of an address, in both languages."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.app_test import calc_hash

from components.charts.marks import labelled
from components.evidence import escaped
from components.headline import headlines
from data.build import build
from data.catalog import LANGUAGES, ROOT, SHELL, Catalog
from data.catalog import language as language_of
from data.schema import SOURCE_COLUMNS
from data.store import Store
from equity.findings import finding
from equity.view import Filters, View
from equity.vocabulary import GRADES

HOME, INSURANCE = "", "insurance"
DATASET_PAGES = [each.page for each in Catalog(ROOT / "data").vocabulary.datasets.values() if each.views]
TIMEOUT = 60


def texts(at):
    """Everything that is written on the page."""
    kinds = (at.title, at.header, at.subheader, at.markdown, at.caption, at.info, at.warning)
    return [element.value for kind in kinds for element in kind]


def headings(at):
    return [element.value for element in at.header]


def charts(at):
    return at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart")


def sentence(view, where, store, language):
    definition = where.vocabulary.definition(view.id)
    view = view.honoured(definition, store.grades(definition))
    marks = labelled(store.query(view), view, definition, where.vocabulary, store.sources(), language)
    return finding(marks, view, where.vocabulary, language) or language.of(definition.question)


def views_of(where, page, filters):
    """The views of a page in its order; that of the regions names views of other datasets."""
    if page == "regions":
        codes = [code for section in where.sections for code in section["views"]]
        definitions = [where.vocabulary.view(code) for code in codes]
    else:
        dataset = next(each for each in where.vocabulary.datasets.values() if each.page == page)
        definitions = list(dataset.views.values())
    return [View.default(definition, filters) for definition in definitions]


BAD = {"regions": "620000.999999", "view": "no-such-view", "utm_source": "mail"}
DROPPED = ["regions=999999", "view=no-such-view", "utm_source=mail"]


@pytest.mark.parametrize("regions", ["", "620000"], ids=["no-filter", "gansu"])
def test_home_tells_the_four_findings(opened, language, regions, where, store):
    at = opened(HOME, lang=language.code, **({"regions": regions} if regions else {}))
    assert not at.exception
    assert not at.warning
    shown = headings(at)
    for headline in headlines(where, store, language):
        assert headline.sentence in shown
        assert headline.note in texts(at)
    assert at.title[0].value == language("home.title")
    assert at.multiselect(key="regions").value == ([regions] if regions else [])


ASKED = [
    ("en", {}),
    ("zh", {"regions": ("620000",)}),
    ("en", {"residence": ("rural",), "grades": GRADES}),
    ("zh", {"regions": ("110000", "310000"), "grades": ("official", "journal")}),
]


@pytest.mark.parametrize(
    ("code", "asked"), ASKED, ids=["plain", "a-province", "rural-and-weak", "two-places"]
)
@pytest.mark.parametrize("page", DATASET_PAGES)
def test_a_page_draws_a_card_for_every_view(opened, page, code, asked, where, store):
    filters = Filters(language=code, **asked)
    at = opened(page, **filters.encode())
    assert not at.exception
    assert not at.warning
    assert not at.error
    expected = [
        escaped(sentence(view, where, store, language_of(code))) for view in views_of(where, page, filters)
    ]
    assert [each for each in headings(at) if each in expected] == expected
    assert len(charts(at)) >= (len(expected) if not asked else 1)


@pytest.mark.parametrize("page", [HOME, INSURANCE], ids=["home", "insurance"])
def test_a_link_with_unknown_values_names_them_and_works(opened, language, page, where, store):
    at = opened(page, lang=language.code, **BAD)
    assert not at.exception
    values = language.list([escaped(each) for each in DROPPED])
    assert [each.value for each in at.warning] == [language("notice.dropped", values=values)]
    assert at.multiselect(key="regions").value == ["620000"]
    assert len(headings(at)) >= 4


@pytest.mark.parametrize("page", [HOME, INSURANCE], ids=["home", "insurance"])
def test_a_link_in_an_unknown_language_is_read_in_a_known_one(opened, page):
    at = opened(page, lang="fr")
    assert not at.exception
    english = language_of("en")
    assert [each.value for each in at.warning] == [english("notice.dropped", values="lang=fr")]


def test_a_focused_card_changes_that_card_alone(opened, language, where, store):
    filters = Filters(language=language.code)
    usual = views_of(where, INSURANCE, filters)
    definition = where.vocabulary.datasets["insurance_coverage"].views["share-repaid"]
    focused = {"view": definition.id, "period": "2019-2021", "indicators": definition.indicators[1]}
    at = opened(INSURANCE, lang=language.code, **focused)
    assert not at.exception
    before = [sentence(view, where, store, language) for view in usual]
    changed = [view.id for view, old, new in zip(usual, before, headings(at), strict=True) if old != new]
    assert changed == [definition.id]
    indicators = at.multiselect(key=f"insurance_coverage.{definition.id}.indicators")
    assert indicators.value == [definition.indicators[1]]


def test_a_card_without_figures_says_so_and_offers_the_way_back(opened, language):
    at = opened(INSURANCE, lang=language.code, regions="820000")
    assert not at.exception
    assert language("empty.card") in [each.value for each in at.info]
    resets = [each for each in at.button if (each.key or "").startswith("reset-")]
    assert len(resets) == len(at.info)
    at = resets[0].click().run()
    assert not at.exception
    assert "regions" not in at.query_params


@pytest.mark.parametrize("page", [HOME, INSURANCE], ids=["home", "insurance"])
def test_switching_the_language_keeps_the_address(opened, page):
    at = opened(page, lang="en", regions="620000")
    at = at.button(key="language-zh").click().run()
    assert not at.exception
    assert at.query_params["lang"] in ("zh", ["zh"])
    assert at.query_params["regions"] in ("620000", ["620000"])
    assert language_of("zh")("site.tagline") in " ".join(texts(at))


def test_choosing_a_province_reaches_every_card_that_knows_it(opened, en, where, store):
    at = opened(INSURANCE, lang="en")
    at = at.multiselect(key="regions").set_value(["620000"]).run()
    assert not at.exception
    expected = views_of(where, INSURANCE, Filters(regions=("620000",)))
    assert headings(at) == [sentence(view, where, store, en) for view in expected]


def test_a_chosen_province_is_offered_as_files(opened, language):
    chosen = {"residence": "rural", "grades": "official"}
    page = opened("regions", lang=language.code, regions="620000.000000", **chosen)
    links = [
        link for caption in page.caption for link in re.findall(r"\((api/v1/regions/[^)]*)\)", caption.value)
    ]
    kept = f"lang={language.code}&residence=rural&grades=official"
    assert links == [f"api/v1/regions/620000.{each}?{kept}" for each in ("pdf", "pptx", "json")]


def test_no_page_shows_a_raw_key_or_an_unfilled_place(opened, language):
    for page in (HOME, INSURANCE):
        for text in texts(opened(page, lang=language.code)):
            if "<style>" not in text:
                assert not re.search(r"\{\w*\}", text), text
                assert not re.fullmatch(r"[a-z]+(\.[a-z_0-9]+)+", text), text


# A fifth dataset: one CSV and one TOML, no Python ------------------------------------------------------------

FIFTH = """
[dataset]
id = "ambulance_waits"
page = "ambulances"
title = { en = "Ambulances", zh = "急救" }
lead = { en = "How long people wait.", zh = "等待多久。" }
own_columns = ["vehicle"]
order = 90

[indicators.ambulance_wait]
label = { en = "Minutes until an ambulance comes", zh = "急救车到达时间" }
unit = "minutes"
favourable = "low"
minimum = 0

[dimensions.vehicle]
label = { en = "Vehicle", zh = "车辆" }
[dimensions.vehicle.subgroups]
car = { en = "By car", zh = "汽车" }
boat = { en = "By boat", zh = "船" }

[[views]]
id = "waits"
question = { en = "Who waits how long?", zh = "谁等得更久？" }
how_to_read = { en = "One mark a year.", zh = "每年一个标记。" }
form = "timeline"
indicators = ["ambulance_wait"]
dimensions = ["vehicle", "residence", "region"]
filters = ["regions", "residence", "grades", "period", "vehicle"]
joined = ["ambulance_wait"]
"""

SOURCE = {"source_id": "XX-waits", "title": "Yearbook of Waits", "year": "2024", "grade": "official"}
COLUMNS = (
    "indicator",
    "estimate",
    "period_start",
    "period_end",
    "region_code",
    "dimension",
    "subgroup",
    "vehicle",
    "source_id",
)
WAITS = [
    # estimate, year, region, dimension, subgroup, vehicle
    ("12", "2023", "", "", "", "car"),
    ("30", "2023", "", "", "", "boat"),
    ("10", "2024", "", "", "", "car"),
    ("25", "2024", "", "", "", "boat"),
    ("40", "2024", "", "residence", "rural", ""),
    ("9", "2024", "", "residence", "urban", ""),
    ("17", "2024", "620000", "", "", "car"),
    ("8", "2024", "310000", "", "", "car"),
]


@pytest.fixture
def fifth(tmp_path, monkeypatch):
    """A data folder with a fifth dataset beside the four, built, and in use."""
    for name in ("definitions", "facts"):
        shutil.copytree(ROOT / "data" / name, tmp_path / name)
    shutil.copy(ROOT / "data" / "release.toml", tmp_path)
    (tmp_path / "definitions" / "ambulance_waits.toml").write_text(FIFTH, encoding="utf-8")
    with (tmp_path / "facts" / "ambulance_waits.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for estimate, year, region, dimension, subgroup, vehicle in WAITS:
            writer.writerow(
                ["ambulance_wait", estimate, year, year, region, dimension, subgroup, vehicle, "XX-waits"]
            )
    with (tmp_path / "facts" / "sources.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, SOURCE_COLUMNS, restval="", lineterminator="\n").writerow(SOURCE)
    where = Catalog(tmp_path)
    build(where)
    monkeypatch.setenv("CAREGAP_DATA", str(tmp_path))
    return where


def test_a_fifth_dataset_is_a_page_without_a_line_of_python(opened, fifth):
    language = language_of("en")
    at = opened("ambulances", lang="en")
    assert not at.exception
    assert at.title[0].value == language.of(fifth.vocabulary.datasets["ambulance_waits"].title)
    assert "ambulances" in {page["url_pathname"] for page in at._registered_pages.values()}
    (view,) = views_of(fifth, "ambulances", Filters())
    # In 2024: 25 − 10 = 15 minutes; 25 / 10 = 2.5
    told = sentence(view, fifth, Store(fifth), language)
    assert headings(at) == [told]
    assert {"25", "10", "15", "2.5"} <= set(re.findall(r"[\d.]*\d", told))
    assert len(charts(at)) == 1
    assert at.multiselect(key="regions").value == []
    (shown,) = [each for each in at.get("button_group") if (each.key or "").startswith("tabs-")]
    assert len(shown.options) == 5


def test_a_fifth_dataset_can_be_filtered_and_compared(opened, fifth):
    at = opened("ambulances", lang="zh", view="waits", dimension="region", regions="620000")
    assert not at.exception
    assert not at.warning
    (shown,) = headings(at)
    chinese = language_of("zh")
    assert chinese.of(fifth.vocabulary.regions["620000"].label) in shown
    assert "17" in shown
    assert len(charts(at)) == 2  # the grid and the bars


@pytest.mark.parametrize("tab", ["sources", "reading"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_tab_of_a_fifth_dataset_opens(fifth, code, tab):
    """Its indicator has no definition and its dimension no note, which a definition file may leave out."""
    at = AppTest.from_file(str(SHELL), default_timeout=TIMEOUT)
    at._page_hash = calc_hash("ambulances")
    at.query_params["lang"] = code
    at.session_state[f"tabs-waits-{code}"] = tab
    at.run()
    assert not at.exception
    written = " ".join(texts(at)) + " ".join(each.label for each in at.expander)
    definition = fifth.vocabulary.datasets["ambulance_waits"].views["waits"]
    expected = SOURCE["title"] if tab == "sources" else language_of(code).of(definition.how_to_read)
    assert expected in written


def test_the_page_of_comparisons_draws_what_a_link_names(opened, language, where, store):
    definition = where.vocabulary.definition("compare-insurance")
    view = replace(
        View.default(definition, Filters(language=language.code, regions=("620000",))),
        indicators=("insurance_coverage_survey",),
        dimension="expenditure_quintile",
    )
    at = opened("compare", **view.encode(definition))
    assert not at.exception
    assert not at.warning
    assert escaped(sentence(view, where, store, language)) in headings(at)
    assert len(at.dataframe[0].value) > 20
    assert any(language("gap.simple_random") in text for text in texts(at))


def test_a_link_to_a_comparison_leads_from_another_page_to_its_own(opened, language):
    at = opened(INSURANCE, lang=language.code, view="compare-insurance")
    assert not at.exception
    question = language.of(Catalog(ROOT / "data").vocabulary.definition("compare-insurance").question)
    assert [each.value for each in at.info] == [language("notice.elsewhere", question=question)]
