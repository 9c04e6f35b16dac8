"""A file in the columns of one of the datasets published here: that dataset once more, over the reader's figures.

Indicators with their definitions and caveats, own columns, groups, places and views are the published ones, so that
what is kept apart on the dataset's page is kept apart here. Only the grade is not: nobody here has checked the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from data.catalog import published
from data.derive import DERIVED, derived, referred_to
from data.ledger import disagreements, draw_ranks, drawn_of
from data.schema import IDENTITY, MARKS, NUMBERS, ROW_GRADES
from data.upload.brought import (
    Brought,
    dataset_of,
    made_up,
    own_id,
    places_of,
    sources_of,
    table_of,
)
from data.upload.figures import declared_in, typed
from data.upload.small_groups import FEWEST, small_figures
from data.upload.summary import note_of
from equity.vocabulary import (
    INDICATOR,
    NATION,
    REGION,
    RESIDENCE,
    TOTAL,
    Label,
    Suppressed,
    ViewDefinition,
    Vocabulary,
)

LISTED = ";"
"""What stands between several codes in one cell."""


def declared_of(
    rows: pd.DataFrame,
    dataset: str,
    digest: str,
    fewest: int = FEWEST,
    *,
    synthetic: bool = False,
) -> Brought:
    """The dataset `dataset` over the rows of a file that the doctor found usable, and over what follows from these.

    Parameters
    ----------
    rows : typed, with all columns of the dataset's fact file; index as in the file.
    digest : of its content, short: it is part of every code that a link may hold.
    fewest : figures of fewer cases are hidden, where the file says of how many they are.
    """
    vocabulary = published().vocabulary
    declared = vocabulary.datasets[dataset]
    small = _small(rows, declared.own_columns, fewest)
    suppressed = _suppressed(rows[small], declared.own_columns, vocabulary)
    note = note_of(suppressed, fewest, made_up=synthetic)
    rows = _with_derived(rows[~small], dataset)
    sources = dict(_sources(rows, digest, synthetic))
    figures = _figures(rows, sources, vocabulary)
    held = set(figures["setting"])
    settings = {code: each for code, each in vocabulary.settings.items() if code in held}
    places = places_of(set(figures["region_code"]) - {""}, settings)
    there = set(figures["indicator"])
    views = [
        replace(_view(view, digest, figures, places, synthetic), note=note or None, suppressed=suppressed)
        for view in declared.views.values()
        if there & set(view.indicators) and (not view.comparator or _of_places(figures, view.places).any())
    ]
    indicators = {code: each for code, each in declared.indicators.items() if code in there}
    return Brought(
        dataset=dataset_of(digest, indicators, views, declared.own_columns, set(figures["region_code"])),
        dimensions={code: each for code, each in vocabulary.dimensions.items() if _groups(figures, code)},
        settings=settings,
        units={},
        table=table_of(figures, declared.own_columns),
        sources=sources_of(
            {made_up(name) if synthetic else name: code for name, code in sources.items() if name != code}
        ),
        places=places,
        note=note,
        synthetic=synthetic,
        suppressed=suppressed,
        unshown=tuple(_unshown(suppressed, figures, vocabulary)),
    )


def _unshown(
    suppressed: Collection[Suppressed], figures: pd.DataFrame, vocabulary: Vocabulary
) -> Iterator[Label]:
    """What divides the file's figures into groups of which none is shown."""
    undivided = figures[(figures["dimension"] == TOTAL) & figures["region_code"].isin(("", NATION))]
    words = published().own["cases"]
    for axis in dict.fromkeys(each.dimension for each in suppressed):
        if axis == TOTAL:
            if undivided.empty:
                yield words["time"]
        elif not _groups(figures, axis):
            yield words["province"] if axis == REGION else vocabulary.dimensions[axis].label


def _small(rows: pd.DataFrame, own: tuple[str, ...], fewest: int) -> pd.Series:
    """Which rows to hide: groups, provinces and the codes of an own column make up a whole each."""
    texts = [*IDENTITY, *own, "source_id"]
    figures = rows[texts].fillna("").replace({"subgroup": {TOTAL: ""}, "region_code": {NATION: ""}})
    return small_figures(figures.assign(n=rows["n"]), texts, ("subgroup", "region_code", *own), fewest)


def _suppressed(rows: pd.DataFrame, own: tuple[str, ...], vocabulary: Vocabulary) -> tuple[Suppressed, ...]:
    """The groups of hidden rows, each once."""
    found: dict[tuple[str, str, str], Suppressed] = {}
    told: Iterator[Any] = rows[[*IDENTITY, *own]].fillna("").itertuples()
    for row in told:
        axis, group = _divided_by(row, own)
        if group:
            years = dict.fromkeys(vocabulary.languages, group)
            label = years if axis == TOTAL else vocabulary.groups(axis)[group]
            found[row.indicator, axis, group] = Suppressed(row.indicator, axis, group, label)
    return tuple(found.values())


def _divided_by(row: Any, own: tuple[str, ...]) -> tuple[str, str]:
    """What divides a row and its group: a dimension, its place, or an own column; the year of an undivided figure."""
    if row.dimension != TOTAL:
        return row.dimension, row.subgroup
    if row.region_code not in ("", NATION):
        return REGION, row.region_code
    column = next((name for name in own if getattr(row, name)), "")
    if column:
        return column, getattr(row, column)
    return TOTAL, (row.period_end or row.period_start)[:4] if row.region_code else ""


def _with_derived(rows: pd.DataFrame, dataset: str) -> pd.DataFrame:
    """The rows, and those that follow from them; a file that has such rows already says all that it has to say."""
    if (rows["locator"] == DERIVED).any():
        return rows
    reviewed = declared_in(published())
    others = {
        name: [reviewed.complete(row, reviewed.datasets[name]) for row in reviewed.sheets[name].rows]
        for name in referred_to(reviewed, dataset)
    }
    drawn = {name: drawn_of(each) for name, each in (others | {dataset: _texts(rows)}).items()}
    found = pd.DataFrame(list(derived(reviewed, dataset, drawn)))
    if found.empty:
        return rows
    beyond = int(rows.index.max()) + 1  # of rows of the file, whose numbers are their own
    return pd.concat([rows, typed(found).set_axis(pd.RangeIndex(beyond, beyond + len(found)))])


def _texts(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Rows as a reviewed file has them. A grade that a file does not state is the weakest."""
    numbers = {name: rows[name].map(repr).where(rows[name].notna(), "") for name in NUMBERS}
    marks = {name: rows[name].map({True: "1", False: ""}) for name in MARKS}
    grade = rows["grade"].where(rows["grade"].isin(ROW_GRADES), ROW_GRADES[-1])
    plain = rows.assign(**numbers, **marks, grade=grade).fillna("")
    return [{str(name): cell for name, cell in row.items()} for row in plain.to_dict("records")]


def _sources(rows: pd.DataFrame, digest: str, synthetic: bool) -> Iterator[tuple[str, str]]:
    """The code of each source that rows name: its own where it is listed here, unless the rows were made up."""
    with_others = pd.concat([rows["source_id"], rows["also_source_ids"].dropna().str.split(LISTED).explode()])
    listed = set() if synthetic else set(_bibliography())
    for place, name in enumerate(dict.fromkeys(with_others.dropna()), 1):
        yield name, name if name in listed else f"own-{digest}-source-{place}"


def _bibliography() -> list[str]:
    sources = published().held.dataset("sources").to_table(columns=["source_id"])
    return sources.column("source_id").to_pylist()


def _figures(rows: pd.DataFrame, sources: Mapping[str, str], vocabulary: Vocabulary) -> pd.DataFrame:
    """The rows with the columns that a build would add, and no text missing."""
    texts = [str(name) for name in rows.select_dtypes(["object", "str"])]
    rows = rows.assign(**{name: rows[name].fillna("") for name in texts})
    of_attribute = rows["attribute"].where(rows["attribute_dimension"] == RESIDENCE, TOTAL)
    divided = [vocabulary.dimensions.get(code) for code in rows["dimension"]]
    groups = list(zip(divided, rows["subgroup"], strict=True))
    others = [cell.split(LISTED) if cell else [] for cell in rows["also_source_ids"]]
    return rows.assign(
        residence=rows["subgroup"].where(rows["dimension"] == RESIDENCE, of_attribute),
        subgroup_order=pd.Series(
            [each.order_of(group) if each else None for each, group in groups], rows.index
        ),
        reference_subgroup=[each is not None and each.reference == group for each, group in groups],
        source_id=rows["source_id"].map(sources),
        also_source_ids=[LISTED.join(sources[each] for each in cell) for cell in others],
        footnote_en=rows["footnote_en"].where(rows["footnote_en"] != "", rows["footnote_zh"]),
        footnote_zh=rows["footnote_zh"].where(rows["footnote_zh"] != "", rows["footnote_en"]),
        locator=rows["locator"].where(rows["locator"] != "", rows.index.map(str)),
        **_ranked(rows),
    )


def _ranked(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Of rows that state one quantity, the place of each, and whether it differs from the one drawn."""
    tied = rows[rows["same_as"] != ""]
    asked = _texts(tied)
    ranks = draw_ranks(asked)
    differs = disagreements(asked, ranks)
    return {
        "draw_rank": pd.Series(ranks, tied.index, dtype=int).reindex(rows.index, fill_value=0),
        "disagrees": pd.Series(differs, tied.index, dtype=bool).reindex(rows.index, fill_value=False),
    }


def _view(
    view: ViewDefinition,
    digest: str,
    figures: pd.DataFrame,
    places: tuple[str, ...],
    synthetic: bool,
) -> ViewDefinition:
    """A view of the dataset as a view of the file: its choices, and what they are at first, are what the file has.

    What its card says of the published figures is left out, for it need not hold for these.
    """
    here = figures[figures["indicator"].isin(view.indicators)]
    indicators = tuple(code for code in view.indicators if (here["indicator"] == code).any())
    usual = tuple(code for code in view.default_indicators if code in indicators)
    groups = {each: _groups(here, each) for each in dict.fromkeys((*view.dimensions, *view.columns))}
    years = here["period_end"].str[:4]
    first, last = map(str, view.default_period or ("", ""))
    weak = here["flags"].str.contains("weak").any()
    return replace(
        view,
        id=own_id(digest, view.id),
        dataset=own_id(digest),
        indicators=indicators,
        default_indicators=usual or indicators[:1],
        dimensions=tuple(each for each in view.dimensions if groups[each]) or view.dimensions[:1],
        default_choices=_narrowed(view.default_choices, groups),
        default_groups=_narrowed(view.default_groups, groups),
        default_period=view.default_period if years.between(first, last).any() else None,
        filters=tuple(each for each in view.filters if each != "grades" or weak),
        places=view.places if _of_places(here, view.places).any() else places,
        how_to_read=published().own["how_to_read"][view.form],
        missing=None,
        comparator=published().own["synthetic_mark"] if synthetic else view.comparator,
    )


def _of_places(figures: pd.DataFrame, places: tuple[str, ...]) -> pd.Series:
    return figures["region_code"].isin(places) | figures["setting"].isin(places)


def _groups(figures: pd.DataFrame, dimension: str) -> set[str]:
    """The groups that figures have by a dimension, or in an own column."""
    if dimension == INDICATOR:
        return set(figures["indicator"])
    if dimension == REGION:
        return {
            *figures["region_code"],
            *published().vocabulary.nbs_regions.keys() & set(figures["setting"]),
        } - {"", NATION}
    if dimension in figures:
        return set(figures[dimension]) - {""}
    return set(figures["subgroup"][figures["dimension"] == dimension])


def _narrowed(
    usual: Mapping[str, tuple[str, ...]], groups: Mapping[str, set[str]]
) -> dict[str, tuple[str, ...]]:
    """Codes chosen at first, those that the file has; all, where it has none of them."""
    held = {name: tuple(code for code in codes if code in groups[name]) for name, codes in usual.items()}
    return {name: codes for name, codes in held.items() if codes}
