"""The record as lists to read: what sources disagree on, what they say in words, and where figures stand.

Each is a pure function of the data folder and of a language, kept for whoever asks again. Callers do not change what
they are given.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from components.bibliography import COUNTS, uses
from components.figure_list import figure_list, seen_in
from data.catalog import Catalog
from data.catalog import language as language_of
from data.founding import EVENTS, PROFILES, TEXTS, is_contested, is_shown
from data.ledger import decided_by
from data.store import store
from equity.language import Language


@lru_cache(maxsize=64)
def figures_of(where: Catalog, source_id: str, code: str) -> pd.DataFrame:
    """Every figure that names a source: its role, its labels, and where it can be seen. Texts have no part in it."""
    language = language_of(code)
    parts = []
    for table, dataset in where.vocabulary.datasets.items():
        used = uses(table)
        used = used[used.source_id == source_id].drop_duplicates("row").set_index("row")
        rows = store().rows(table).loc[used.index]
        role = used.role.map({role: language(f"role.{role}") for role in COUNTS}).rename("role")
        parts.append(
            pd.concat([figure_list(rows, dataset, language), role, seen_in(rows, table, language)], axis=1)
        )
    return pd.concat(parts).drop(columns=["source_label"])


@lru_cache(maxsize=4)
def ledger(where: Catalog, code: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pairs of a drawn figure and one that differs from it; and figures in conflict that no pair holds."""
    language = language_of(code)
    pairs, alone = [], []
    for table, dataset in where.vocabulary.datasets.items():
        rows = store().rows(table)
        contested = rows[pd.Series([is_contested(row) for row in rows.to_dict("records")], rows.index, bool)]
        others = contested[contested.disagrees]
        drawn = rows[(rows.same_as != "") & (rows.draw_rank == 0)].reset_index().set_index("same_as")["index"]
        first = others.same_as.map(drawn)
        told = figure_list(rows.loc[[*others.index, *first]].drop_duplicates(), dataset, language)
        for other, best in zip(others.index, first, strict=True):
            rule = decided_by(_written(rows.loc[best]), _written(rows.loc[other]))
            pairs.append(_pair(told.loc[best], told.loc[other], language(f"ledger.{rule}"), language))
        single = contested[~contested.index.isin([*others.index, *first])]
        places = seen_in(single, table, language)
        alone.append(pd.concat([figure_list(single, dataset, language), places], axis=1))
    kept = ["dataset", "indicator_label", "group_label", "place_label", "period_label", "value_label"]
    kept += ["source_label", "footnote", "seen_in", "figure_link"]
    return pd.DataFrame(pairs), pd.concat(alone)[kept]


def _pair(best: pd.Series, other: pd.Series, rule: str, language: Language) -> dict[str, Any]:
    shared = ("indicator_label", "group_label", "place_label", "period_label")
    value, different = (
        language("sources_page.as_printed", value=each.value_label, printed=each.printed)
        for each in (best, other)
    )
    return {column: best[column] for column in shared} | {
        "drawn_value": value,
        "other_value": different,
        "rule": rule,
        "drawn_source": best.source_label,
        "other_source": other.source_label,
        "footnote": language.sentences(best.footnote, other.footnote),
        "dataset": best.dataset,
    }


def _written(row: pd.Series) -> dict[Any, Any]:
    """A row as the reviewed files have it: texts only."""
    return row.to_dict() | {
        "estimate": f"{row.estimate:.15g}",
        "preliminary": "1" if row.preliminary else "",
    }


@lru_cache(maxsize=4)
def told_texts(where: Catalog, code: str) -> dict[str, pd.DataFrame]:
    """By section, the rows that are texts: what they say, of when, and by which source."""
    language = language_of(code)
    platforms = where.vocabulary.groups("platform")
    attributes = where.columns["tables"][PROFILES]["attributes"]
    profile, event = (store().rows(table) for table in TEXTS)
    named = [language.of(platforms[each]) if each else language("group.total") for each in profile.platform]
    what = [language.of(attributes[each]) for each in profile.attribute]
    return {
        PROFILES: _text(profile, {"platform": named, "text_of": what}, f"value_{code}", language),
        EVENTS: _text(event, {}, f"title_{code}", language),
    }


def _text(rows: pd.DataFrame, first: dict[str, list[str]], column: str, language: Language) -> pd.DataFrame:
    sources = store().sources()
    return pd.DataFrame(
        {
            **first,
            "text": rows[column],
            "period_label": [language.period(date, None) if date else "" for date in rows.date],
            "source_label": [sources.title[each] for each in rows.source_id],
            "locator": rows.locator,
            "source_url": [sources.url[each] for each in rows.source_id],
        },
        index=rows.index,
    )


@lru_cache(maxsize=4)
def founding_figures(where: Catalog, code: str) -> pd.DataFrame:
    """Every founding row of every table, figures first, with where it can be seen."""
    language = language_of(code)
    parts = []
    for table, dataset in where.vocabulary.datasets.items():
        rows = store().rows(table)
        rows = rows[rows.founding]
        parts.append(
            pd.concat([figure_list(rows, dataset, language), seen_in(rows, table, language)], axis=1)
        )
    tables = where.columns["tables"]
    for table in TEXTS:
        rows = store().rows(table)
        texts = told_texts(where, code)[table][rows.founding == "1"]
        texts = texts.assign(dataset=language.of(tables[table]["label"]), value_label=texts.text)
        texts["indicator_label"] = texts.get("text_of", texts["dataset"])
        texts["group_label"] = texts.get("platform", "")
        parts.append(pd.concat([texts, seen_in(rows.loc[texts.index], table, language)], axis=1))
    kept = ["indicator_label", "group_label", "value_label", "period_label", "place_label", "dataset"]
    kept += ["seen_in", "figure_link", "grade_label", "source_label"]
    return pd.concat(parts)[kept].fillna("").reset_index(drop=True)


@lru_cache(maxsize=16)
def in_no_view(where: Catalog, table: str, code: str) -> pd.DataFrame:
    """The figures of a dataset that no view can hold, with the reason where one is declared."""
    language = language_of(code)
    dataset = where.vocabulary.datasets[table]
    reasons = {
        indicator: language.of(each["reason"])
        for each in where.listed
        if each["dataset"] == table
        for indicator in each["indicators"]
    }
    rows = store().rows(table)
    rows = rows[pd.Series([not is_shown(table, row, store()) for row in rows.to_dict("records")], rows.index)]
    told = figure_list(rows, dataset, language).drop(columns="dataset")
    return told.assign(reason=[reasons.get(code, "") for code in rows.indicator])
