"""The words of the data: indicators, dimensions, places and views, as the definition files declare them.

Everything here is a frozen value. Labels carry both languages: `label["en"]`, `label["zh"]`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

Label: TypeAlias = Mapping[str, str]

NATION = "000000"
WITHOUT_NATIONAL_TABLES = ("710000", "810000", "820000")
"""Taiwan, Hong Kong and Macao: national tables cover the other 31."""

TOTAL = "total"
REGION = "region"
"""The dimension whose groups are the places of `region_code`."""
RESIDENCE = "residence"
"""The dimension of urban and rural, which the build also derives into a column of its own."""
LACKING = ("indicator", "region_code", "setting", "source_id", "period_end", "dimension")
"""The columns by which it is known which groups have no figure where others have one."""
DERIVED = "derived"
"""The kind of an indicator that the build computes from two others; its places are never ranked."""
INDICATOR = "indicator"
"""The dimension whose groups are the indicators of a view themselves."""

EXPLORER = "explorer"
"""The form for many points, drawn by Plotly: to zoom and point at, on the page only."""

CORE_FILTERS = ("regions", "residence", "grades", "period")
RESIDENCES = ("urban", "rural")
GRADES = ("official", "journal", "company", "news", "secondary", "weak")
"""Evidence grades from the strongest to the weakest; `weak` marks any row whose reading is doubtful."""

DEFAULT_GRADES = GRADES[:-1]
OWN = "own"
"""The grade of figures from a reader's own file, which no filter of evidence applies to."""

FLOORS = ("more than", "at least")
CEILINGS = ("less than", "up to")
"""Qualifiers of a value that is itself not known: only a bound is, so no distance from it can be given."""


@dataclass(frozen=True)
class Indicator:
    """One measured quantity. Bounds are in `unit` and are `None` where the quantity has no limit."""

    code: str
    label: Label
    definition: Label
    unit: str
    kind: str
    favourable: str
    """`high`, `low` or `none`: the direction a reader would call better."""
    minimum: float | None = None
    maximum: float | None = None
    caveats: tuple[str, ...] = ()
    share_of_people: bool = False
    """Whether it is a share of people, households, births or campaigns, each counted once: only of such can one ask
    how many more there would be."""
    complete_count: bool = False
    """Whether every case there is has been counted, so that a change between two dates needs no interval."""


@dataclass(frozen=True)
class MeasureWords:
    """What a measure of inequality is called and means; the code is a key of `equity.measures.REGISTRY`."""

    code: str
    label: Label
    meaning: Label
    formula: str
    equal: Label
    """What the value is, and says, when all groups are equal."""
    sign: Label
    applies: Label
    source: str


@dataclass(frozen=True)
class Dimension:
    """A way to divide people, places or products into subgroups."""

    code: str
    label: Label
    subgroups: Mapping[str, Label]
    """Code to label. When `ordered`, the most disadvantaged comes first and position is `subgroup_order`."""
    ordered: bool = False
    equal_weights: bool = False
    reference: str | None = None
    wholes: tuple[str, ...] = ()
    """Subgroups that contain others and are therefore never set against them."""
    note: Label | None = None
    sequence: bool = False
    """Whether the groups follow each other in time, so that the first and the last are told, and no distance."""

    def order_of(self, subgroup: str) -> int | None:
        """Position from 1 = most disadvantaged, or `None` for a total or an unordered dimension."""
        if not self.ordered or subgroup not in self.subgroups:
            return None
        return list(self.subgroups).index(subgroup) + 1


@dataclass(frozen=True)
class Region:
    """A province-level cell of China, or the nation (which has no place on the grid)."""

    code: str
    label: Label
    full: Label
    pinyin: str
    letters: str = ""
    initial_zh: str = ""
    area: str | None = None
    nbs_region: str | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class SeriesBreak:
    """A change of definition: marks of `group` (or of all, when `None`) are never joined across it.

    The break lies between the years `after` and `before`.
    """

    after: int
    before: int
    reason: Label
    group: str | None = None


@dataclass(frozen=True)
class Suppressed:
    """A group whose figures of an indicator there are and are not shown, lest they tell of the few cases behind them.

    That is another thing than a group without a figure, and is drawn as such.
    """

    indicator: str
    dimension: str
    """`region` for a place, `total` for a year or month of undivided figures."""
    group: str
    """The code of a place, a year, a month (`2019-03`), or what its file calls it: no code of a link, because nothing
    is shown of it."""
    label: Label


@dataclass(frozen=True)
class ViewDefinition:
    """A view as declared: one question, the figures that answer it, and the form they are drawn in."""

    id: str
    dataset: str
    question: Label
    how_to_read: Label
    form: str
    """`timeline`, `groups`, `bars` or `explorer`: a key of `components.charts.FORMS`."""
    indicators: tuple[str, ...]
    dimensions: tuple[str, ...]
    """What the reader may compare by; the first is the default."""
    filters: tuple[str, ...]
    """What the view can honour, of: regions, residence, grades, period, and the dataset's own columns."""
    default_indicators: tuple[str, ...]
    default_choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Own column to the codes chosen at first; a column left out starts with all."""
    default_period: tuple[int, int] | None = None
    default_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Dimension to the groups compared at first; a dimension left out starts with all."""
    several_indicators: bool = False
    places: tuple[str, ...] = (NATION,)
    """Regions and settings shown when the reader has chosen no region."""
    panels: tuple[str, ...] = ("indicator",)
    """Columns beside the place that never share an axis."""
    joined: tuple[str, ...] = ()
    """Indicators whose consecutive years are one series and may be joined by a line."""
    scales: tuple[str, ...] = ("linear",)
    breaks: tuple[SeriesBreak, ...] = ()
    missing: Label | None = None
    """What is not published, said on the card."""
    note: Label | None = None
    """What must be known to read the figures at all, said on the card."""
    comparator: Label | None = None
    """Said first wherever the view is shown: its figures are of another country, or were made up to try the page."""
    rows: str | None = None
    """In the form `groups`, the column whose values make the rows; periods make them when `None`."""
    symbols: str | None = None
    """In the form `timeline`, the column whose values have a symbol each; every value is then told as text."""
    months: bool = False
    """In the form `timeline`, whether marks stand at their month rather than their year."""
    events: tuple[str, ...] = ()
    """In the form `timeline`, the policy events that stand on the axis."""
    statistics: tuple[str, ...] = ()
    """The statistics shown; empty means all."""
    places_over_time: bool = False
    """Whether places are compared over the years, rather than side by side in one year."""
    suppressed: tuple[Suppressed, ...] = ()
    """Groups that are not shown, each told where its figure would stand."""

    def honours(self, name: str) -> bool:
        """Whether this view can apply the filter `name`."""
        return name in self.filters

    def form_of(self, dimension: str) -> str:
        """The form drawn when comparing by `dimension`: places stand side by side unless declared otherwise."""
        return "bars" if dimension == REGION and not self.places_over_time else self.form

    def panel_columns(self, dimension: str) -> tuple[str, ...]:
        """The declared columns that split panels when comparing by `dimension`, which never splits them."""
        return tuple(column for column in self.panels if column != dimension)

    @property
    def columns(self) -> tuple[str, ...]:
        """The dataset's own columns that this view can be filtered by."""
        return tuple(name for name in self.filters if name not in CORE_FILTERS)


@dataclass(frozen=True)
class Dataset:
    """One table of figures with its own columns, indicators and views."""

    id: str
    page: str
    title: Label
    lead: Label
    own_columns: tuple[str, ...]
    indicators: Mapping[str, Indicator]
    views: Mapping[str, ViewDefinition]
    order: int = 100
    provinces: tuple[str, ...] = ()
    """Those that a reader's file has figures of; empty where all are asked for that national tables cover."""
    lacking: Mapping[tuple[str, ...], Mapping[str, float]] = field(default_factory=dict)
    """Groups that a reader's file has without a figure, with their order (NaN where there is none), by the values of
    `LACKING` that are shared with the figures they would stand beside."""
    comparing: ViewDefinition | None = None
    """Any of its indicators by any groups: what the page of comparisons shows."""


@dataclass(frozen=True)
class Renaming:
    """A name that links once held, and the one that took its place, so that those links keep working."""

    old: str
    new: str
    since: str
    """The first data version with the new name."""
    parameter: str = ""
    """Where the code stands; empty when a parameter itself was renamed. The ids of views are codes of `view`."""


@dataclass(frozen=True)
class Vocabulary:
    """Every code that a link, a query or a label may name."""

    data_version: str
    languages: tuple[str, ...]
    datasets: Mapping[str, Dataset]
    dimensions: Mapping[str, Dimension]
    regions: Mapping[str, Region]
    """In ascending GB/T 2260 order, the nation first."""
    nbs_regions: Mapping[str, Label]
    settings: Mapping[str, Label]
    units: Mapping[str, Label]
    statistics: Mapping[str, Label]
    caveats: Mapping[str, Label]
    qualifiers: Mapping[str, Label]
    grades: Mapping[str, Label]
    measures: Mapping[str, MeasureWords] = field(default_factory=dict)
    older_versions: tuple[str, ...] = ()
    """The data versions before this one that links may be pinned to."""
    renamed: tuple[Renaming, ...] = ()

    def current(self, name: str, known: Collection[str], parameter: str = "") -> str:
        """What a link means by `name`, a code of `parameter`: itself where it is known, else what it became.

        Without `parameter`, `name` is that of a parameter. A name that became nothing known is given back.
        """
        if name in known:
            return name
        renamed = (each for each in self.renamed if (each.parameter, each.old) == (parameter, name))
        return next((each.new for each in renamed if each.new in known), name)

    def views(self) -> Iterator[ViewDefinition]:
        """All views, dataset by dataset, in the declared order."""
        for dataset in self.datasets.values():
            yield from dataset.views.values()

    def indicator(self, dataset: str, code: str) -> Indicator:
        """The indicator `code` of `dataset`; KeyError when it is not declared."""
        return self.datasets[dataset].indicators[code]

    @property
    def places(self) -> Mapping[str, Label]:
        """Code to label of every place a figure may be about: regions, groups of them, and other settings."""
        return {code: region.label for code, region in self.regions.items()} | dict(self.settings)

    def provinces(self) -> tuple[str, ...]:
        """The 34 province-level codes in GB/T 2260 order."""
        return tuple(code for code in self.regions if code != NATION)

    def provinces_of(self, dataset: str) -> tuple[str, ...]:
        """The provinces that a dataset can be expected to have a figure of, in GB/T 2260 order."""
        covered = tuple(code for code in self.provinces() if code not in WITHOUT_NATIONAL_TABLES)
        return self.datasets[dataset].provinces or covered

    def cells(self) -> Iterator[tuple[Region, int, int]]:
        """The 34 provinces with their row and column on the tile grid, both from 1."""
        for code in self.provinces():
            region = self.regions[code]
            if region.row is None or region.column is None:
                raise LookupError(f"region {code} has no row and column on the tile grid")
            yield region, region.row, region.column

    def nbs_region_members(self, nbs_region: str) -> tuple[str, ...]:
        """The provinces of one of the four NBS regions, in GB/T 2260 order."""
        return tuple(code for code, region in self.regions.items() if region.nbs_region == nbs_region)

    def comparing_views(self) -> Iterator[ViewDefinition]:
        """The view of each dataset that compares any of its indicators, in the declared order."""
        yield from filter(None, (dataset.comparing for dataset in self.datasets.values()))

    def compares(self, definition: ViewDefinition) -> bool:
        """Whether a view is one of those that compare any indicator, rather than one with a question of its own."""
        return any(definition.id == view.id for view in self.comparing_views())

    def view(self, view_id: str) -> ViewDefinition | None:
        """The view with this id, which no other dataset declares; `None` when there is none."""
        return self._by_id.get(view_id)

    @property
    def view_ids(self) -> Collection[str]:
        """The ids of all views that a link may name."""
        return self._by_id.keys()

    def definition(self, view_id: str) -> ViewDefinition:
        """The view with this id; KeyError when there is none."""
        return self._by_id[view_id]

    @cached_property
    def _by_id(self) -> Mapping[str, ViewDefinition]:
        return {view.id: view for view in (*self.views(), *self.comparing_views())}

    def groups(self, dimension: str) -> Mapping[str, Label]:
        """Code to label of the groups that `dimension` compares."""
        if dimension == REGION:
            return {code: region.label for code, region in self.regions.items()} | dict(self.nbs_regions)
        if dimension == INDICATOR:
            return {
                code: indicator.label
                for dataset in self.datasets.values()
                for code, indicator in dataset.indicators.items()
            }
        return self.dimensions[dimension].subgroups if dimension != TOTAL else {}
