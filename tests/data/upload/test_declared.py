"""A file in the columns of a published dataset: its page once more, over the reader's rows."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from components.content import content_of
from components.export.plots import plots_of
from components.figure import finding_of, marks_of, printed_charts_of
from components.notes import notes
from components.own_data.visit import OwnFile, digest_of, examined
from data.catalog import language, published, using
from data.store import store
from data.upload.opening import opened
from equity.view import Filters, View, decode
from equity.vocabulary import OWN

INSURANCE = "insurance_coverage"


def brought(rows, **said):
    content = rows if isinstance(rows, bytes) else rows.to_csv(index=False).encode()
    return examined(OwnFile("mine.csv", digest_of(content), opened("mine.csv", content), **said))


def published_rows(dataset):
    return pd.read_csv(
        io.BytesIO(published().facts_of(dataset).read_bytes()), dtype=str, keep_default_na=False
    )


def own_view(found, name):
    """A view of the page over the file, as it first stands."""
    definition = found.where.vocabulary.definition(f"{found.where.brought.dataset.id}-{name}")
    return View.default(definition, Filters())


@pytest.mark.parametrize("dataset", list(published().vocabulary.datasets))
def test_the_published_table_brought_as_a_file_gives_the_published_page(dataset):
    found = brought(published().held.dataset(dataset).to_table().to_pandas())
    assert len(found.report.used) == published().tables[dataset]["rows"]
    views = published().vocabulary.datasets[dataset].views
    assert len(found.where.brought.dataset.views) == len(views)
    for name, definition in views.items():
        there = View.default(definition, Filters())
        with using(found.where):
            here = own_view(found, name)
            marks, sentence = marks_of(here), finding_of(here)
        assert marks.estimate.tolist() == marks_of(there).estimate.tolist()
        assert sentence == finding_of(there)
        assert set(marks.grade) == {OWN}


@pytest.mark.parametrize("dataset", list(published().vocabulary.datasets))
def test_what_follows_from_reviewed_rows_is_worked_out_again(dataset):
    found = brought(published().facts_of(dataset).read_bytes())
    assert found.report.aside.empty
    made, built = found.where.brought.table, published().held.dataset(dataset).to_table()
    assert made.num_rows == built.num_rows
    for column in ("indicator", "estimate", "region_code", "draw_rank", "disagrees"):
        assert made.column(column).to_pylist() == built.column(column).to_pylist()


def test_what_a_readers_price_weighs_is_worked_out_with_the_published_incomes():
    rows = published_rows("online_consultation_prices")
    price = rows[(rows.indicator == "consultation_price_per_package") & (rows.period_end >= "2020")].head(1)
    found = brought(price.assign(estimate="100", source_id="My hospital"))
    with using(found.where):
        marks = marks_of(own_view(found, "what-a-consultation-weighs"))
    assert marks.region_code.nunique() > 30
    assert marks.footnote_en.str.contains("100 yuan").all()
    assert set(marks.grade) == {OWN}


def test_what_differs_in_an_own_column_alone_stays_apart():
    rows = published_rows(INSURANCE)
    rows = rows[(rows.indicator == "insured_members") & rows.scheme.isin(("employee", "resident"))]
    assert rows.scheme.nunique() == 2
    found = brought(rows)
    with using(found.where):
        marks = marks_of(own_view(found, "members-by-scheme"))
    assert set(marks.group) == {"employee", "resident"}


def test_indicators_keep_their_caveats():
    rows = published_rows(INSURANCE)
    found = brought(rows[rows.indicator == "insurance_coverage_survey"])
    say, view = language("en"), own_view(found, "coverage-history")
    definition = found.where.vocabulary.definition(view.id)
    with using(found.where):
        told = notes(marks_of(view), view, definition, say)
    assert say.of(published().vocabulary.caveats["survey_basis"]) in told


def test_a_view_narrows_what_it_shows_at_first_to_what_the_file_has():
    rows = published_rows(INSURANCE)
    found = brought(rows[(rows.indicator == "insurance_coverage_survey") & (rows.region_code != "")])
    for definition in found.where.brought.dataset.views.values():
        assert set(definition.indicators) == {"insurance_coverage_survey"}
        with using(found.where):
            assert not marks_of(View.default(definition, Filters())).empty


def test_sources_of_the_bibliography_are_cited_and_others_named():
    rows = published_rows(INSURANCE).head(3)
    known = rows.source_id.iloc[0]
    rows.loc[rows.index[1], "source_id"] = "Our survey of 2024"
    rows.loc[rows.index[1], "also_source_ids"] = known
    found = brought(rows)
    with using(found.where):
        held, sources = store().rows(found.where.brought.dataset.id), store().sources()
    assert held.source_id.iloc[0] == known
    assert sources.loc[held.source_id.iloc[1], "title"] == "Our survey of 2024"
    assert held.also_source_ids.iloc[1] == known


def test_made_up_rows_cite_no_real_source():
    found = brought(published_rows(INSURANCE).head(3), synthetic=True)
    with using(found.where):
        held, sources = store().rows(found.where.brought.dataset.id), store().sources()
    assert sources.loc[list(set(held.source_id)), "title"].str.startswith("SYNTHETIC").all()
    assert all(view.comparator for view in found.where.brought.dataset.views.values())
    compared = found.where.vocabulary.datasets[found.where.brought.dataset.id].comparing
    assert compared.comparator


def test_of_rows_that_state_one_quantity_one_is_drawn():
    rows = published_rows(INSURANCE)
    tied = rows[rows.same_as != ""]
    found = brought(tied)
    with using(found.where):
        held = store().rows(found.where.brought.dataset.id)
    there = store().rows(INSURANCE).query("same_as != ''")
    assert len(tied) == len(there)
    assert held.head(len(tied)).draw_rank.tolist() == there.draw_rank.tolist()
    assert held.head(len(tied)).disagrees.tolist() == there.disagrees.tolist()


def test_a_card_says_nothing_of_the_published_figures():
    found = brought(published_rows(INSURANCE))
    own = published().own["how_to_read"].values()
    for definition in found.where.brought.dataset.views.values():
        assert definition.how_to_read in own
        assert not definition.note
        assert not definition.missing


def test_a_footnote_in_one_language_is_read_in_both():
    rows = published_rows(INSURANCE).head(1).assign(footnote_en="As printed.", footnote_zh="")
    found = brought(rows)
    assert found.where.brought.table.column("footnote_zh").to_pylist()[0] == "As printed."


def test_a_link_keeps_a_choice_in_an_own_column():
    found = brought(published_rows(INSURANCE))
    view = own_view(found, "coverage-history")
    definition = found.where.vocabulary.definition(view.id)
    parameters = view.encode(definition)
    link = decode(parameters, found.where.vocabulary)
    assert link.focused == view
    assert not link.dropped


def test_figures_of_few_cases_and_what_would_give_them_away_are_hidden():
    rows = published_rows(INSURANCE)
    row = rows[(rows.indicator == "insurance_coverage_survey") & (rows.region_code != "")].iloc[[0]]
    places = {"110000": 400, "310000": 300, "620000": 4, "630000": 12}
    shares = pd.concat(
        [row.assign(region_code=code, n=str(n), same_as="", estimate="50") for code, n in places.items()]
        + [row.assign(region_code="000000", n="716", same_as="")]
    )
    found = brought(shares)
    held = found.where.brought.table.to_pandas()
    assert set(held.region_code) == {"000000", "110000", "310000"}
    for view in found.where.brought.dataset.views.values():
        assert {(each.dimension, each.group) for each in view.suppressed} == {
            ("region", "620000"),
            ("region", "630000"),
        }
        assert "10" in view.note["en"]
    assert not found.where.brought.unshown
    assert set(brought(shares, fewest=2).where.brought.table.to_pandas().region_code) == {*places, "000000"}


@pytest.mark.parametrize("with_nation", [True, False])
def test_what_has_no_group_that_may_be_shown_is_named(with_nation):
    rows = published_rows(INSURANCE)
    row = rows[(rows.indicator == "insurance_coverage_survey") & (rows.region_code != "")].iloc[[0]]
    places = {"110000": 4, "310000": 3} | ({"000000": 716} if with_nation else {})
    shares = [row.assign(region_code=code, n=str(n), same_as="") for code, n in places.items()]
    found = brought(pd.concat(shares))
    assert [each["en"] for each in found.where.brought.unshown] == ["province"]
    assert bool(found.where.brought.dataset.views) == with_nation


def test_products_one_by_one_are_drawn_and_written_where_a_figure_of_the_file_is_hidden():
    rows = published_rows("medicine_procurement_prices").assign(n="")
    rows.loc[rows.index[0], "n"] = "3"
    found = brought(rows)
    with using(found.where):
        shown = own_view(found, "product-by-product")
        assert found.where.vocabulary.definition(shown.id).suppressed
        assert printed_charts_of(shown)
        assert plots_of(content_of(shown, "link"))
