"""Disaggregated figures, one group of one indicator a row, as a dataset: the field's template, typed.

Case-level files come to the same, once they are summed up: `data.upload.summary` gives rows of this shape.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.catalog import published
from data.upload.brought import (
    NO_WORDS,
    Brought,
    dataset_of,
    made_up,
    places_of,
    sources_of,
    table_of,
    view_of,
)
from data.upload.distribution import Distribution
from data.upload.places import places
from data.upload.summary import MONTH, YEAR, Hidden
from equity.language import VALUE
from equity.vocabulary import (
    LACKING,
    NATION,
    REGION,
    TOTAL,
    Dimension,
    Indicator,
    Label,
    Suppressed,
    ViewDefinition,
)

SOURCE = "file_source"
"""The own column of a file that names several sources: figures of two are never set against each other."""

WHEN = "file_date"
"""The own column of a file whose dates are names, such as rounds of a survey."""

DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
RANGE = r"^(\d{4})\s*[-–—/~\u81f3]\s*(\d{4})$"

COLUMNS = (
    "setting", "date", "source", "indicator_abbr", "indicator_name", "dimension", "subgroup", "estimate",
    "se", "ci_lb", "ci_ub", "population", "setting_average", "favourable_indicator", "indicator_scale",
    "ordered_dimension", "subgroup_order", "reference_subgroup",
)  # fmt: skip
"""What a row says, as in the template. `n`, `unit`, `statistic`, `region_code`, `date_from`, `footnote_en`
and `footnote_zh` are understood too; so is `sequence_dimension`, 1 where groups follow each
other in time, in the order of `subgroup_order`."""

SHARE = 100
"""The scale of percentages."""

MOSTLY_PLACES = 0.8
"""From which share of groups that are provinces on a dimension is that of places."""

TREND = 3
"""From how many years, or months where every date has one, figures are shown over time."""

MOMENT = ("date", WHEN, "source", "indicator_abbr", "dimension")
"""What figures have in common that are compared with each other, beside their place."""

REACH = 1.96
"""Standard errors to each end of an interval of 95%, for rows that give an error alone (HEAT technical notes)."""


def brought_of(
    rows: pd.DataFrame,
    file: str,
    digest: str,
    words: Mapping[str, Label] = NO_WORDS,
    note: Label = NO_WORDS,
    distribution: Distribution | None = None,
    hidden: Collection[Hidden] = (),
    *,
    synthetic: bool = False,
) -> Brought:
    """The dataset that the rows of a file make.

    Parameters
    ----------
    rows : typed, with the columns of `COLUMNS`; index as in the file. A row without an estimate says that its group
        is there and has no figure.
    file : its name, which the reader sees as the source of every figure that names none.
    digest : of its content, short: it is part of every code that a link may hold.
    words : names in the rows that are not the reader's own, as each language says them.
    note : what must be known to read the figures, said on every card and in every file.
    distribution : of single cases, where rows are sums of them; its measures have a view of their own.
    hidden : groups that have no row, because they are not shown.
    """
    if distribution is not None:
        rows = pd.concat([rows, distribution.figures], ignore_index=True)
        words = {**words, **distribution.words}
    measures = distribution.meanings if distribution is not None else NO_WORDS
    rows = _known_groups(_complete(rows, file, synthetic))
    codes_of_settings = _settings_of(rows)
    rows = rows.assign(**_located(rows, codes_of_settings))
    settings = {
        code: name for name, code in codes_of_settings.items() if code not in published().vocabulary.places
    }
    indicators, codes = _indicators(rows, words, measures)
    dimensions, groups = _dimensions(rows, digest, words)
    sources = _named(rows["source"], f"own-{digest}-source-")
    apart = {SOURCE: rows["source"].map(sources)} if len(sources) > 1 else {}
    if len(sources) > 1:
        dimensions[SOURCE] = _listed(SOURCE, sources)
    if (rows[WHEN] != "").any():
        rounds = _named(rows[WHEN], f"own-{digest}-date-")
        dimensions[WHEN] = _listed(WHEN, rounds)
        apart[WHEN] = rows[WHEN].map(rounds)
    own = tuple(apart)
    figures = pd.DataFrame(
        {
            "indicator": rows["indicator_abbr"].map(codes),
            "estimate": rows["estimate"],
            "unit": rows["unit"],
            "statistic": rows["statistic"],
            "se": rows["se"],
            "ci_low": rows["ci_lb"],
            "ci_high": rows["ci_ub"],
            "n": rows["n"],
            "population": rows["population"],
            "setting": rows["setting_code"],
            "region_code": rows["region_code"],
            "period_start": rows["date_from"].where(rows["date_from"] != "", rows["date"]),
            "period_end": rows["date"],
            "dimension": [TOTAL if each == TOTAL else groups[each][0] for each in rows["dimension"]],
            "subgroup": [
                _group(each, groups) for each in zip(rows["dimension"], rows["subgroup"], strict=True)
            ],
            "subgroup_order": rows["subgroup_order"].where(rows["sequence_dimension"] != 1),
            "reference_subgroup": rows["reference_subgroup"] == 1,
            "source_id": rows["source"].map(sources),
            "footnote_en": rows["footnote_en"],
            "footnote_zh": rows["footnote_zh"],
            "locator": [str(place) for place in rows.index],
            **apart,
        }
    )
    stated = figures["estimate"].notna()
    lacking = _lacking(figures[~stated])
    figures = figures[stated]
    figures = pd.concat([figures, _averages(figures, rows[stated])], ignore_index=True)
    table = table_of(figures, own)
    held = tuple(code for code in dimensions if code not in apart)
    places = places_of(set(figures["region_code"]) - {""}, settings)
    of_cases = tuple(code for abbreviation, code in codes.items() if abbreviation in measures)
    shown = tuple(code for code in indicators if code not in of_cases)
    known = _places_in(hidden, groups)
    suppressed = tuple(_suppressed(hidden, codes, groups, known, words))
    said = {
        "note": note or None,
        "comparator": published().own["synthetic_mark"] if synthetic else None,
        "suppressed": suppressed,
    }
    views = _views(digest, table, shown, held, own, places, said)
    if distribution is not None and of_cases:
        views.append(_view_of_measures(digest, of_cases, places, said, distribution.undefined))
    return Brought(
        dataset=dataset_of(digest, indicators, views, own, set(figures["region_code"]), lacking),
        dimensions=dimensions,
        settings={code: _both(name, words) for code, name in settings.items()},
        units=_units(rows),
        table=table,
        sources=sources_of(sources),
        places=places,
        note=dict(note),
        synthetic=synthetic,
        measures=of_cases,
        suppressed=suppressed,
        unshown=_unshown(hidden, figures[figures["indicator"].isin(shown)], groups, known, words),
    )


# Rows --------------------------------------------------------------------------------------------------------


def _complete(rows: pd.DataFrame, file: str, synthetic: bool) -> pd.DataFrame:
    """Every column that is understood; blank where the file lacks it."""
    texts = (
        "setting",
        "date",
        "date_from",
        "source",
        "dimension",
        "subgroup",
        "unit",
        "statistic",
        "region_code",
        "footnote_en",
        "footnote_zh",
    )
    names = (*COLUMNS, *texts, "n", "sequence_dimension")
    columns: dict[str, Any] = {
        name: rows[name] if name in rows else pd.Series(None if name in texts else np.nan, rows.index)
        for name in names
    }
    complete = pd.DataFrame(columns, index=rows.index)
    for name in texts:
        complete[name] = complete[name].astype(object).where(complete[name].notna(), "").map(str)
    complete["source"] = complete["source"].replace("", file)
    if synthetic:
        complete["source"] = complete["source"].map(made_up)
    scale = complete["indicator_scale"].fillna(1)
    complete["unit"] = [unit or _unit(each) for unit, each in zip(complete["unit"], scale, strict=True)]
    complete["dimension"] = complete["dimension"].replace("", TOTAL)
    complete["subgroup"] = complete["subgroup"].replace("", TOTAL)
    complete = _dated(complete)
    for name, side in (("ci_lb", -1), ("ci_ub", 1)):
        reach = complete["estimate"] + side * REACH * complete["se"]
        complete[name] = complete[name].fillna(reach)
    complete["indicator_name"] = complete["indicator_name"].astype(object).fillna(complete["indicator_abbr"])
    return complete


def _known_groups(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with a figure, and of those without one the groups that would stand beside figures and do not."""
    stated = rows["estimate"].notna()
    moments = pd.MultiIndex.from_frame(rows[["setting", "region_code", *MOMENT]])
    groups = pd.MultiIndex.from_frame(rows[["setting", "region_code", *MOMENT, "subgroup"]])
    beside = moments.isin(moments[stated]) & ~groups.isin(groups[stated]) & (rows["subgroup"] != TOTAL)
    return rows[stated | beside]


def _lacking(figures: pd.DataFrame) -> dict[tuple[str, ...], dict[str, float]]:
    """The groups without a figure, and their place in the order, by what `Dataset.lacking` is asked with."""
    found: dict[tuple[str, ...], dict[str, float]] = {}
    divided = figures[figures["dimension"] != TOTAL]
    for *moment, group, order in divided[[*LACKING, "subgroup", "subgroup_order"]].itertuples(index=False):
        found.setdefault(tuple(map(str, moment)), {})[str(group)] = order if order > 0 else np.nan
    return found


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    """Dates as the tables of the project hold them, ranges by both ends; any other text stands in `when`."""
    ends = rows["date"].str.extract(RANGE)
    several = ends[0].notna()
    rows["date_from"] = rows["date_from"].where(~several, ends[0])
    rows["date"] = rows["date"].where(~several, ends[1])
    known = rows["date"].str.fullmatch(DATE)
    rows[WHEN] = rows["date"].where(~known & (rows["date"] != ""), "")
    rows["date"] = rows["date"].where(known, "")
    return rows


def _unit(scale: float) -> str:
    return "%" if scale == SHARE else VALUE if scale == 1 else f"per {scale:.0f}"


def _units(rows: pd.DataFrame) -> dict[str, Label]:
    known, words = published().vocabulary.units, published().own["per_scale"]["label"]
    named = {VALUE: published().own["value"]["label"]}
    return named | {
        unit: {code: text.format(scale=unit.removeprefix("per ")) for code, text in words.items()}
        if unit.startswith("per ")
        else _both(unit)
        for unit in rows["unit"].unique()
        if unit not in known and unit not in named
    }


def _settings_of(rows: pd.DataFrame) -> dict[str, str]:
    """The code of each setting: a province or the nation by its name, any other as a setting of its own."""
    names = dict.fromkeys(rows["setting"])
    known = _region_of(names)
    return {name: known.get(name) or f"own-place-{place}" for place, name in enumerate(names, 1)}


def _region_of(names: Iterable[str]) -> dict[str, str]:
    """The code of each name that is a province or the nation, whole."""
    texts = pd.Series(list(dict.fromkeys(names)), dtype=object)
    found = places(texts)
    whole = found.codes.notna() & (found.reasons == "")
    return dict(zip(texts[whole], found.codes[whole], strict=True))


def _located(rows: pd.DataFrame, settings: Mapping[str, str]) -> dict[str, Any]:
    """Where each row is of, and where its whole is. A dimension whose groups are provinces becomes the places."""
    regions = published().vocabulary.regions
    code = rows["setting"].map(settings)
    region = rows["region_code"].where(rows["region_code"] != "", code.where(code.isin(regions), ""))
    setting = code.where(region == "", "")
    dimension, subgroup = rows["dimension"].copy(), rows["subgroup"].copy()
    whole = {"whole_region": region.copy(), "whole_setting": setting.copy()}
    for name in dimension.unique():
        here = dimension == name
        known = _region_of(subgroup[here]) if name != TOTAL else {}
        found = subgroup[here].map(lambda each, known=known: known.get(each, ""))
        if known and (found != "").mean() >= MOSTLY_PLACES:
            placed = found.index[found != ""]
            region.loc[placed], setting.loc[placed] = found[placed], ""
            dimension.loc[placed], subgroup.loc[placed] = TOTAL, TOTAL
    placed = {"region_code": region, "setting_code": setting, "dimension": dimension, "subgroup": subgroup}
    return placed | whole


def _averages(figures: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The average of each setting, as the template gives it beside every group, as a figure of its own."""
    stated = rows["setting_average"].notna()
    own = figures[stated].assign(estimate=rows["setting_average"][stated], dimension=TOTAL, subgroup=TOTAL)
    own = own.assign(region_code=rows["whole_region"][stated], setting=rows["whole_setting"][stated])
    blank = {"se": np.nan, "ci_low": np.nan, "ci_high": np.nan, "n": np.nan, "population": np.nan}
    own = own.assign(subgroup_order=np.nan, reference_subgroup=False, **blank)
    keys = ["indicator", "setting", "region_code", "period_start", "source_id"]
    there = figures[figures["dimension"] == TOTAL][keys].apply(tuple, axis=1)
    own = own.drop_duplicates(keys)
    return own.loc[~own[keys].apply(tuple, axis=1).isin(set(there))]


# Words -------------------------------------------------------------------------------------------------------


def _both(name: str, words: Mapping[str, Label] = NO_WORDS) -> Label:
    """A reader's own word is the same in every language."""
    return words.get(name) or dict.fromkeys(published().vocabulary.languages, name)


def _listed(column: str, codes: Mapping[str, str]) -> Dimension:
    """An own column as a dimension: its codes under the words of the file."""
    return Dimension(
        column, published().own["columns"][column], {code: _both(name) for name, code in codes.items()}
    )


def _named(names: Iterable[Hashable], prefix: str) -> dict[str, str]:
    """A code for each name, in the order they come."""
    return {str(name): f"{prefix}{place}" for place, name in enumerate(dict.fromkeys(names), 1)}


def _indicators(
    rows: pd.DataFrame, words: Mapping[str, Label], meanings: Mapping[str, Label]
) -> tuple[dict[str, Indicator], dict[str, str]]:
    """The indicators by code, and the code of each abbreviation."""
    codes = _named(rows["indicator_abbr"], "own-")
    declared = {}
    for abbreviation, part in rows.groupby("indicator_abbr", sort=False):
        code, first = codes[str(abbreviation)], part.iloc[0]
        share = first.unit == "%"
        declared[code] = Indicator(
            code=code,
            label=_both(str(first.indicator_name), words),
            definition=meanings.get(str(abbreviation), {}),
            unit=first.unit,
            kind="measure",
            favourable={1: "high", 0: "low"}.get(first.favourable_indicator, "none"),
            minimum=None if (part["estimate"] < 0).any() else 0,
            maximum=SHARE if share and not (part[["estimate", "ci_ub"]] > SHARE).any(axis=None) else None,
        )
    return declared, codes


def _dimensions(
    rows: pd.DataFrame, digest: str, words: Mapping[str, Label]
) -> tuple[dict[str, Dimension], dict[str, tuple[str, dict[str, str]]]]:
    """The dimensions by code; and of each name its code and the codes of its groups."""
    declared, codes = {}, {}
    divided = rows[rows["dimension"] != TOTAL]
    for place, (name, part) in enumerate(divided.groupby("dimension", sort=False), 1):
        ordered, sequence = (
            bool((part[each] == 1).any()) for each in ("ordered_dimension", "sequence_dimension")
        )
        groups = part.sort_values("subgroup_order", kind="stable") if ordered or sequence else part
        named = _named(groups["subgroup"], f"g{place}-")
        reference = part["subgroup"][part["reference_subgroup"] == 1].unique()
        code = f"own-{digest}-{place}"
        codes[str(name)] = (code, named)
        declared[code] = Dimension(
            code=code,
            label=_both(str(name), words),
            subgroups={group: _both(text, words) for text, group in named.items()},
            ordered=ordered,
            reference=named[str(reference[0])] if len(reference) == 1 else None,
            sequence=sequence,
        )
    return declared, codes


def _places_in(hidden: Collection[Hidden], dimensions: Collection[str]) -> dict[str, str]:
    """The code of each hidden group that is a place, by its code or by its name."""
    codes = {code: code for code in published().vocabulary.regions}
    return codes | _region_of(each.subgroup for each in hidden if each.dimension not in dimensions)


def _suppressed(
    hidden: Collection[Hidden],
    indicators: Mapping[str, str],
    dimensions: Mapping[str, tuple[str, Mapping[str, str]]],
    places: Mapping[str, str],
    words: Mapping[str, Label],
) -> Iterator[Suppressed]:
    """The groups that are not shown, of indicators and dimensions that are."""
    regions = published().vocabulary.regions
    for each in hidden:
        if each.indicator not in indicators:
            continue
        shown = partial(Suppressed, indicators[each.indicator])
        if each.dimension in dimensions:
            yield shown(dimensions[each.dimension][0], each.subgroup, _both(each.subgroup, words))
        elif each.subgroup in places:
            place = places[each.subgroup]
            yield shown(REGION, place, regions[place].label)
        elif each.dimension == TOTAL and re.fullmatch(DATE, each.subgroup):
            yield shown(TOTAL, each.subgroup, _both(each.subgroup))


def _unshown(
    hidden: Collection[Hidden],
    figures: pd.DataFrame,
    dimensions: Collection[str],
    places: Mapping[str, str],
    words: Mapping[str, Label],
) -> tuple[Label, ...]:
    """What divides cases into groups of which none is shown, each once."""
    undivided = figures[figures["dimension"] == TOTAL]
    somewhere = undivided["region_code"].isin(set(places.values()) - {NATION})
    stated = {
        "province": somewhere.any(),
        "time": (undivided["period_end"][~somewhere] != "").any(),
        "everybody": (~somewhere).any(),
    }
    found: dict[str, Label] = {}
    for each in hidden:
        if each.subgroup in places and each.dimension not in dimensions:
            kind = "province"
        elif each.dimension == TOTAL:
            kind = "time" if re.fullmatch(DATE, each.subgroup) else "everybody"
        else:
            if each.dimension not in dimensions:
                found[each.dimension] = _both(each.dimension, words)
            continue
        if not stated[kind]:
            found[kind] = published().own["cases"][kind]
    return tuple(found.values())


def _group(named: tuple[str, str], groups: Mapping[str, tuple[str, Mapping[str, str]]]) -> str:
    dimension, subgroup = named
    return TOTAL if dimension == TOTAL else groups[dimension][1][subgroup]


# Views -------------------------------------------------------------------------------------------------------


def _views(
    digest: str,
    table: pa.Table,
    indicators: tuple[str, ...],
    dimensions: tuple[str, ...],
    own: tuple[str, ...],
    places: tuple[str, ...],
    said: Mapping[str, Any],
) -> list[ViewDefinition]:
    """By groups where there are any, by provinces where there are several, over time where there are enough dates.

    Groups that are hidden are counted beside those with a figure. `said` is what every view declares of the file.
    """
    figures = table.select(["indicator", "region_code", "period_end", "dimension"]).to_pandas()
    figures = figures[figures["indicator"].isin(indicators)]
    dated = figures["period_end"].dropna()
    months = bool(len(dated)) and bool((dated.str.len() >= MONTH).all())
    length = MONTH if months else YEAR
    figures = figures.assign(when=dated.str[:length])
    regions = set(figures["region_code"].dropna())
    provinces = regions - {NATION}
    hidden = {
        axis: {each.group for each in said["suppressed"] if each.dimension == axis}
        for axis in (REGION, TOTAL)
    }
    shared: dict[str, Any] = {
        "indicators": indicators,
        "default_indicators": indicators[:1],
        "filters": ("period", *(("regions",) if provinces else ()), *own),
        "places": places,  # of provinces beside a whole a reader chooses some
        "panels": ("indicator", "statistic", *own),
        **said,
    }
    views = []
    if dimensions:
        views.append(
            view_of(digest, "groups", "groups", dimensions=dimensions, scales=("linear", "log"), **shared)
        )
    if provinces and len(provinces | hidden[REGION]) > 1:
        views.append(view_of(digest, "bars", "places", dimensions=(REGION,), **shared))
    shown = figures if set(places) <= provinces else figures[~figures["region_code"].isin(provinces)]
    dates = shown.groupby("dimension").when.agg(lambda each: set(each.dropna())).to_dict()
    if dates.get(TOTAL):
        dates[TOTAL] |= {each[:length] for each in hidden[TOTAL]}
    divided = tuple(each for each in (*dimensions, TOTAL) if len(dates.get(each, ())) >= TREND)
    if divided:
        over_time = {"dimensions": divided, "scales": ("linear", "log"), "months": months}
        views.append(view_of(digest, "timeline", "years", **over_time, **shared))
    if not views and len(figures):
        views.append(view_of(digest, "groups", "groups", dimensions=(TOTAL,), **shared))
    return views


def _view_of_measures(
    digest: str,
    indicators: tuple[str, ...],
    places: tuple[str, ...],
    said: Mapping[str, Any],
    undefined: Label,
) -> ViewDefinition:
    """Measures over single cases below each other, each on an axis of its own."""
    return view_of(
        digest,
        "groups",
        "cases",
        indicators=indicators,
        default_indicators=indicators,
        several_indicators=True,
        dimensions=(TOTAL,),
        filters=(),
        places=places,
        missing=undefined or None,
        note=said["note"],
        comparator=said["comparator"],
    )
