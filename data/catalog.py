"""What exists: the definition files read into a `Vocabulary`, and every path of the project.

`CAREGAP_DATA` names another folder with the same layout (facts/, definitions/, parquet/, release.toml); or a folder,
or prefix of an object store, that holds the Parquet alone, which is then read with the project's own definitions.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
import pyarrow as pa
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from data.changes import Release, releases
from data.tables import NoSuchTableError, Tables
from equity.language import Language
from equity.vocabulary import (
    CORE_FILTERS,
    NATION,
    REGION,
    RESIDENCE,
    Dataset,
    Dimension,
    Indicator,
    Label,
    MeasureWords,
    Region,
    Renaming,
    SeriesBreak,
    ViewDefinition,
    Vocabulary,
)

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "locales"
DEFINITIONS = ROOT / "data" / "definitions"
MARK = ROOT / "pages" / "static" / "mark.png"
FONTS = ROOT / "pages" / "static" / "fonts"
TEMPLATES = ROOT / "components" / "export" / "typst"
SHELL = ROOT / "pages" / "shell.py"
LANGUAGES = {"en": ("en_GB", "en"), "zh": ("zh_Hans_CN", "zh-CN")}
"""Code in links and labels to the Babel locale and the value of `<html lang>`."""

SHARED_FILES = (
    "shared", "regions", "home", "unknown", "listed", "columns", "measures", "compare", "renamed", "own", "reading",
    "prefectures", "headings",
)  # fmt: skip
"""Definition files that do not describe a dataset."""


@dataclass(frozen=True)
class Catalog:
    """One data folder and what its definition files declare."""

    folder: Path
    prefix: str = ""
    """Where the Parquet lies, when not in the folder."""
    kept: dict[Callable[..., Any], Callable[..., Any]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """What has been worked out of this catalog, by function: see `kept_with_catalog`."""

    @property
    def facts(self) -> Path:
        return self.folder / "facts"

    @property
    def definitions(self) -> Path:
        return self.folder / "definitions"

    @property
    def parquet(self) -> Path:
        return self.folder / "parquet"

    @property
    def manifest(self) -> Path:
        return self.parquet / "manifest.json"

    def table(self, name: str) -> Path:
        """The Parquet file of one table, as it is built."""
        return self.parquet / f"{name}.parquet"

    @cached_property
    def held(self) -> Tables:
        """The Parquet that is read."""
        return Tables(self.prefix or str(self.parquet))

    @cached_property
    def release(self) -> Mapping[str, str]:
        """`version` and `released` (ISO date) of the data."""
        return {name: str(value) for name, value in read_toml(self.folder / "release.toml").items()}

    @cached_property
    def home(self) -> Mapping[str, Any]:
        """The findings of the first page, as declared."""
        return read_toml(self.definitions / "home.toml")

    @cached_property
    def shared(self) -> Mapping[str, Any]:
        """Codes of every dataset as declared, with what the vocabulary leaves out: meanings and formulas."""
        return read_toml(self.definitions / "shared.toml")

    @cached_property
    def unknown(self) -> tuple[Mapping[str, Any], ...]:
        """What is not known and wanted, as declared."""
        return tuple(self._optional("unknown").get("unknown", ()))

    @cached_property
    def listed(self) -> tuple[Mapping[str, Any], ...]:
        """Indicators that no view shows although the project was founded on them, each group with its reason."""
        return tuple(self._optional("listed").get("listed", ()))

    @cached_property
    def columns(self) -> Mapping[str, Any]:
        """What the tables and their columns hold, as declared."""
        return self._optional("columns")

    @cached_property
    def own(self) -> Mapping[str, Any]:
        """How a reader's own file and its views are called, as declared."""
        return self._optional("own")

    @cached_property
    def compare(self) -> Mapping[str, Label]:
        """The words of the views that compare any figure, as declared."""
        return self._optional("compare")

    @cached_property
    def reading(self) -> Mapping[str, Any]:
        """The words by which files of readers say numbers, dates and places, as declared."""
        return self._optional("reading")

    @cached_property
    def prefectures(self) -> Mapping[str, list[list[str]]]:
        """Places of the second level, as declared: kind → rows of code, Chinese name and further names."""
        return self._optional("prefectures")

    @cached_property
    def headings(self) -> Mapping[str, Any]:
        """What readers call the columns of their files; the project's own words in a folder that declares none."""
        return self._optional("headings") or read_toml(DEFINITIONS / "headings.toml")

    def _optional(self, stem: str) -> Mapping[str, Any]:
        file = self.definitions / f"{stem}.toml"
        return read_toml(file) if file.exists() else {}

    @property
    def tables(self) -> Mapping[str, Mapping[str, Any]]:
        """The manifest's entry of every table, by name: rows, columns with their types, sha256."""
        if self.prefix:
            return self._described
        with self.manifest.open(encoding="utf-8") as file:
            return {table["name"]: table for table in json.load(file)["tables"]}

    @cached_property
    def _described(self) -> Mapping[str, Mapping[str, Any]]:
        return {name: self.held.described(name) for name in self.promised if name in self.held.names}

    @cached_property
    def edition(self) -> str:
        """A digest of data, texts and program: as long as it is the same, so is whatever is made of a view."""
        digest = hashlib.sha256(self.held.state() if self.prefix else self.manifest.read_bytes())
        for file in (*sorted(self.definitions.glob("*.toml")), *_program()):
            digest.update(file.read_bytes())
        return digest.hexdigest()

    @property
    def changelog(self) -> Path:
        return self.folder / "CHANGELOG.md"

    @cached_property
    def releases(self) -> tuple[Release, ...]:
        """The releases that the change log tells, the newest first; none in a folder without a log."""
        return tuple(releases(self.changelog.read_text(encoding="utf-8"))) if self.changelog.exists() else ()

    def releases_since(self, version: str) -> tuple[Release, ...]:
        """The releases after `version`, the newest first; none when it is the newest or not known here."""
        versions = [each.version for each in self.releases]
        return self.releases[: versions.index(version)] if version in versions else ()

    def facts_of(self, name: str) -> Path:
        """The reviewed CSV file of one table."""
        return self.facts / f"{name}.csv"

    @property
    def promised(self) -> tuple[str, ...]:
        """The tables that pages ask for: every dataset, and those whose columns are explained."""
        return tuple(sorted({*self.vocabulary.datasets, *self.columns.get("tables", {})}))

    @cached_property
    def profile(self) -> tuple[Mapping[str, Any], ...]:
        """The lines of a region's profile, as declared: `figures` to select and a `label`."""
        return tuple(read_toml(self.definitions / "regions.toml").get("profile", ()))

    @cached_property
    def sections(self) -> tuple[Mapping[str, Any], ...]:
        """The sections of the page of regions, as declared: a `heading` and the ids of its `views`."""
        return tuple(read_toml(self.definitions / "regions.toml").get("sections", ()))

    @cached_property
    def dataset_files(self) -> tuple[Path, ...]:
        """The definition files that describe a dataset, in alphabetical order."""
        files = sorted(self.definitions.glob("*.toml"))
        return tuple(file for file in files if file.stem not in SHARED_FILES)

    @property
    def brought_tables(self) -> Mapping[str, pa.Table]:
        """Tables that lie in no file of the data folder, by name."""
        return {}

    @property
    def brought_sources(self) -> pd.DataFrame | None:
        """The sources of such tables, indexed by `source_id`."""
        return None

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Everything the definition files declare, in one frozen value."""
        shared = read_toml(self.definitions / "shared.toml")
        places = read_toml(self.definitions / "regions.toml")
        described = [read_toml(file) for file in self.dataset_files]
        dimensions = {
            code: _dimension(code, declared)
            for part in (shared, *described)
            for code, declared in part.get("dimensions", {}).items()
        }
        studied = _merged("settings", shared, described)
        words = self.compare
        datasets = [_dataset(declared) for declared in described]
        if words:
            datasets = [
                replace(each, comparing=comparing(each, dimensions, studied, words)) for each in datasets
            ]
        datasets.sort(key=lambda each: (each.order, each.id))
        return Vocabulary(
            data_version=self.release["version"],
            older_versions=tuple(
                each.version for each in self.releases if each.version != self.release["version"]
            ),
            languages=tuple(LANGUAGES),
            datasets={dataset.id: dataset for dataset in datasets},
            dimensions=dimensions,
            regions={code: _region(code, declared) for code, declared in sorted(places["regions"].items())},
            nbs_regions=_labels(places, "nbs_regions"),
            settings=_labels(places, "nbs_regions") | studied,
            units=_merged("units", shared, described),
            statistics=_merged("statistics", shared, described),
            caveats=_merged("caveats", shared, described),
            qualifiers=_merged("qualifiers", shared, described),
            grades=_merged("grades", shared, described),
            measures={
                code: MeasureWords(code=code, **declared)
                for code, declared in self._optional("measures").get("measures", {}).items()
            },
            renamed=tuple(Renaming(**each) for each in self._optional("renamed").get("renamed", ())),
        )


def published() -> Catalog:
    """The catalog of the data folder in use, read once."""
    return _catalog(os.environ.get("CAREGAP_DATA", str(ROOT / "data")))


def catalog() -> Catalog:
    """The catalog in use here: the published one, with what a reader brought where their visit shows it."""
    return _in_use.get() or _of_visit() or published()


_in_use: ContextVar[Catalog | None] = ContextVar("catalog_in_use", default=None)


def _of_visit() -> Catalog | None:
    """What the visit brought in whose name this runs; `ask_visit` puts the answer of the pages in its place."""
    return None


@contextmanager
def using(where: Catalog) -> Iterator[None]:
    """Within it, `catalog()` is `where`: for work on a reader's behalf outside of their visit."""
    token = _in_use.set(where)
    try:
        yield
    finally:
        _in_use.reset(token)


def ask_visit(of_visit: Callable[[], Catalog | None]) -> None:
    """Have `catalog()` ask what the visit brought in whose name it is called; `None` where there is none."""
    global _of_visit
    _of_visit = of_visit


Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def kept_with_catalog(
    size: int | None,
) -> Callable[
    [Callable[Concatenate[Catalog, Arguments], Result]], Callable[Concatenate[Catalog, Arguments], Result]
]:
    """A cache of the newest `size` results of a function of a catalog, which ends with that catalog.

    What a reader brought must not outlive their visit, so no cache of the process may hold on to it.
    """

    def decorate(
        function: Callable[Concatenate[Catalog, Arguments], Result],
    ) -> Callable[Concatenate[Catalog, Arguments], Result]:
        def cached(where: Catalog, *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
            if function not in where.kept:
                where.kept.setdefault(function, lru_cache(size)(function))
            return where.kept[function](where, *arguments, **named)

        return cached

    return decorate


@cache
def _catalog(named: str) -> Catalog:
    """The catalog at a place: a folder that declares its own words, or Parquet alone. Raises NoSuchTableError."""
    tables = Tables(named)
    if tables.folder and (tables.folder / "definitions").is_dir():
        return Catalog(tables.folder.resolve())
    if not tables.names:
        raise NoSuchTableError(f"CAREGAP_DATA={named} holds neither definitions/ nor Parquet")
    return Catalog(ROOT / "data", prefix=str(tables.folder.resolve()) if tables.folder else named)


@cache
def language(code: str) -> Language:
    """The `Language` of a code in `LANGUAGES`; KeyError for any other."""
    locale, html = LANGUAGES[code]
    with (LOCALES / f"{code}.po").open("rb") as file:
        messages = read_po(file, locale=locale.split("_")[0])
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Language(code, Locale.parse(locale), GNUTranslations(compiled), html)


def _program() -> Iterator[Path]:
    """The files that decide, beside the data, how a view is drawn and told."""
    yield ROOT / "requirements.txt"
    for folder in ("components", "data", "equity"):
        yield from sorted((ROOT / folder).rglob("*.py"))
    for folder, ending in ((LOCALES, "*.po"), (TEMPLATES, "*.typ"), (FONTS, "*.woff2")):
        yield from sorted(folder.glob(ending))


def read_toml(file: Path) -> dict[str, Any]:
    """The contents of a TOML file."""
    with file.open("rb") as opened:
        return tomllib.load(opened)


def _labels(declared: Mapping[str, Any], table: str) -> dict[str, Label]:
    """Code to label; the label stands in the entry itself, or in its `label` or `text`."""
    entries = declared.get(table, {})
    return {code: entry.get("label") or entry.get("text") or entry for code, entry in entries.items()}


def _merged(table: str, shared: Mapping[str, Any], described: list[dict[str, Any]]) -> dict[str, Label]:
    merged = _labels(shared, table)
    for declared in described:
        merged |= _labels(declared, table)
    return merged


def _dimension(code: str, declared: Mapping[str, Any]) -> Dimension:
    return Dimension(
        code=code,
        label=declared["label"],
        subgroups=declared.get("subgroups", {}),
        ordered=declared.get("ordered", False),
        equal_weights=declared.get("equal_weights", False),
        reference=declared.get("reference"),
        wholes=tuple(declared.get("wholes", ())),
        note=declared.get("note"),
        sequence=declared.get("sequence", False),
    )


def _region(code: str, declared: Mapping[str, Any]) -> Region:
    return Region(
        code=code,
        label=declared["label"],
        full=declared.get("full", declared["label"]),
        pinyin=declared.get("pinyin", ""),
        letters=declared.get("letters", ""),
        initial_zh=declared.get("initial_zh", ""),
        area=declared.get("area"),
        nbs_region=declared.get("nbs_region"),
        row=declared.get("row"),
        column=declared.get("column"),
    )


def _dataset(declared: Mapping[str, Any]) -> Dataset:
    head = declared["dataset"]
    return Dataset(
        id=head["id"],
        page=head["page"],
        title=head["title"],
        lead=head["lead"],
        own_columns=tuple(head.get("own_columns", ())),
        indicators={code: _indicator(code, each) for code, each in declared.get("indicators", {}).items()},
        views={each["id"]: _view(head["id"], each) for each in declared.get("views", [])},
        order=head.get("order", 100),
    )


def comparing(
    dataset: Dataset, dimensions: Iterable[str], settings: Iterable[str], words: Mapping[str, Label]
) -> ViewDefinition | None:
    """The view of any indicator of a dataset by any groups; `None` when the dataset shows nothing.

    Whatever could tell two figures apart splits its panels, so that only like stands beside like. Comparators abroad
    are left to the views that say so.
    """
    if not dataset.views:
        return None
    first = next(iter(dataset.views.values()))
    abroad = places_abroad(dataset)
    usual = (first.dimensions[0],) if first.dimensions[0] in dimensions else (REGION,)
    return ViewDefinition(
        id=f"compare-{dataset.page}",
        dataset=dataset.id,
        question=words["question"],
        how_to_read=words["how_to_read"],
        form="groups",
        indicators=tuple(dataset.indicators),
        dimensions=tuple(dict.fromkeys((*usual, *dimensions, REGION))),
        filters=(*CORE_FILTERS, *dataset.own_columns),
        default_indicators=first.default_indicators[:1],
        places=(NATION, *(place for place in settings if place not in abroad)),
        panels=("indicator", RESIDENCE, "attribute", "statistic", *dataset.own_columns),
        breaks=tuple(each for view in dataset.views.values() for each in view.breaks),
        scales=("linear", "log"),
    )


def places_abroad(dataset: Dataset) -> set[str]:
    """The places of the views whose figures are of another country."""
    return {place for view in dataset.views.values() if view.comparator for place in view.places}


def _indicator(code: str, declared: Mapping[str, Any]) -> Indicator:
    return Indicator(
        code=code,
        label=declared["label"],
        definition=declared.get("definition", {}),
        unit=declared["unit"],
        kind=declared.get("kind", "measure"),
        favourable=declared.get("favourable", "none"),
        minimum=declared.get("minimum"),
        maximum=declared.get("maximum"),
        caveats=tuple(declared.get("caveats", ())),
        share_of_people=declared.get("share_of_people", False),
        complete_count=declared.get("complete_count", False),
    )


def _view(dataset: str, declared: Mapping[str, Any]) -> ViewDefinition:
    indicators = tuple(declared["indicators"])
    defaults = declared.get("defaults", {})
    return ViewDefinition(
        id=declared["id"],
        dataset=dataset,
        question=declared["question"],
        how_to_read=declared["how_to_read"],
        form=declared["form"],
        indicators=indicators,
        dimensions=tuple(declared["dimensions"]),
        filters=tuple(declared.get("filters", ("grades",))),
        default_indicators=tuple(defaults.get("indicators", indicators[:1])),
        default_choices={name: tuple(codes) for name, codes in defaults.get("choices", {}).items()},
        default_groups={name: tuple(codes) for name, codes in defaults.get("groups", {}).items()},
        default_period=tuple(defaults["period"]) if "period" in defaults else None,
        several_indicators=declared.get("several_indicators", False),
        places=tuple(declared.get("places", (NATION,))),
        panels=tuple(declared.get("panels", ("indicator",))),
        joined=tuple(declared.get("joined", ())),
        scales=tuple(declared.get("scales", ("linear",))),
        breaks=tuple(SeriesBreak(**each) for each in declared.get("breaks", ())),
        missing=declared.get("missing"),
        note=declared.get("note"),
        comparator=declared.get("comparator"),
        rows=declared.get("rows"),
        symbols=declared.get("symbols"),
        months=declared.get("months", False),
        events=tuple(declared.get("events", ())),
        places_over_time=declared.get("places_over_time", False),
        statistics=tuple(declared.get("statistics", ())),
    )
