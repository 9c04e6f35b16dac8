"""What is being looked at. The URL is a View, a card is a View drawn, a file is a View rendered.

A link carries the shared filters of the whole page and at most one focused card:

    ?lang=zh&regions=110000.620000&view=coverage-history&dimension=residence&period=1978-2012

Lists are joined by `.`, which no code contains and no browser escapes; `all` undoes a default that narrows.
Whatever equals the default is left out, so that a live link follows the data; `data=` pins it to a version. Names
that have changed since a link was made are read as what they are called now.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from equity.vocabulary import DEFAULT_GRADES, GRADES, RESIDENCES, ViewDefinition, Vocabulary

SEPARATOR = "."
ALL = "all"
ORDERS = ("code", "value", "pinyin")
AXES = ("shared", "own")
"""Whether panels of one unit stand on one scale, or each on its own."""

VERSION = re.compile(r"\d{4}\.\d{1,2}\.\d{1,3}")
"""A data version: year, month, and which release of the month."""

YEARS = range(1949, 2101)
ALL_YEARS = (YEARS[0], YEARS[-1])
SHARED_PARAMETERS = ("lang", "regions", "residence", "grades", "data")


@dataclass(frozen=True)
class Dropped:
    """One value of a link that is not known and was left out: `parameter` names where it stood."""

    parameter: str
    value: str


@dataclass(frozen=True)
class Filters:
    """What every card of a page shares. Empty `regions` or `residence` means: not filtered."""

    language: str = "en"
    regions: tuple[str, ...] = ()
    residence: tuple[str, ...] = ()
    grades: tuple[str, ...] = DEFAULT_GRADES
    data_version: str = ""
    """Empty: the current data. Otherwise what the link was pinned to: current figures, and what has changed."""

    def encode(self, *, language: bool = True) -> dict[str, str]:
        """The URL parameters of these filters; defaults are left out, the language is always named."""
        parameters = {"lang": self.language} if language else {}
        parameters["regions"] = SEPARATOR.join(self.regions)
        parameters["residence"] = SEPARATOR.join(self.residence)
        parameters["grades"] = "" if self.grades == DEFAULT_GRADES else SEPARATOR.join(self.grades)
        parameters["data"] = self.data_version
        return {name: value for name, value in parameters.items() if value}


@dataclass(frozen=True)
class View:
    """One figure: a declared view, under shared filters, with the reader's choices on its card.

    `choices` pairs each of the dataset's own columns that the view can be filtered by with the codes chosen.
    Wherever codes are chosen (`groups`, `choices`), none means all; a `period` of `None` means all years.
    """

    filters: Filters
    id: str
    dataset: str
    indicators: tuple[str, ...]
    dimension: str
    groups: tuple[str, ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    period: tuple[int, int] | None = None
    scale: str = "linear"
    order: str = "code"
    axis: str = "shared"

    @classmethod
    def default(cls, definition: ViewDefinition, filters: Filters) -> View:
        """The view as declared, before the reader touches its card."""
        return cls(
            filters=filters,
            id=definition.id,
            dataset=definition.dataset,
            indicators=definition.default_indicators,
            dimension=definition.dimensions[0],
            groups=definition.default_groups.get(definition.dimensions[0], ()),
            choices=tuple(
                (column, definition.default_choices.get(column, ())) for column in definition.columns
            ),
            period=definition.default_period,
            scale=definition.scales[0],
        )

    def of_regions(self, regions: tuple[str, ...]) -> View:
        """The same view of other places; none means the places it declares, or all where places are compared."""
        return replace(self, filters=replace(self.filters, regions=regions))

    def honoured(self, definition: ViewDefinition, grades: Collection[str] = GRADES) -> View:
        """The same view without the shared filters that change nothing in it: the same figures, whatever those say.

        `grades` are those that the figures of the view have; no other can add or hide one.
        """
        idle = {name: () for name in ("regions", "residence") if not definition.honours(name)}
        telling = tuple(grade for grade in self.filters.grades if grade in grades)
        return replace(self, filters=replace(self.filters, grades=telling, **idle))

    def canonical(self) -> View:
        """The same view in no language: views with equal canonical forms have equal frames."""
        return replace(self, filters=replace(self.filters, language="", data_version=""))

    def choice(self, column: str) -> tuple[str, ...]:
        """The codes chosen in an own column; empty means all."""
        return dict(self.choices).get(column, ())

    def encode(self, definition: ViewDefinition) -> dict[str, str]:
        """The URL parameters that reopen this view, focused; the inverse of `decode`."""
        default = View.default(definition, self.filters)
        parameters = {
            "indicators": (self.indicators, default.indicators),
            "dimension": ((self.dimension,), (default.dimension,)),
            "groups": (self.groups, definition.default_groups.get(self.dimension, ())),
            "period": (_years(self.period), _years(default.period)),
            "scale": ((self.scale,), (default.scale,)),
            "order": ((self.order,), (default.order,)),
            "axis": ((self.axis,), (default.axis,)),
        }
        parameters |= {column: (self.choice(column), default.choice(column)) for column in definition.columns}
        changed = {
            name: SEPARATOR.join(codes) or ALL
            for name, (codes, usual) in parameters.items()
            if codes != usual
        }
        return self.filters.encode() | {"view": self.id} | changed


def _years(period: tuple[int, int] | None) -> tuple[str, ...]:
    return () if period is None else (f"{period[0]}-{period[1]}",)


@dataclass(frozen=True)
class Link:
    """A decoded link: the shared filters, the focused card if there is one, and what had to be dropped."""

    filters: Filters
    focused: View | None = None
    dropped: tuple[Dropped, ...] = field(default=())

    def view(self, definition: ViewDefinition) -> View:
        """The view of a card: as the link says when it is the focused one, else at its default."""
        if self.focused and self.focused.id == definition.id:
            return self.focused
        return View.default(definition, self.filters)


def decode(parameters: Mapping[str, str], vocabulary: Vocabulary, language: str = "en") -> Link:
    """Read the parameters of a link. Never fails: unknown values are dropped and named in `Link.dropped`.

    Parameters
    ----------
    parameters : one text a name, as in the URL.
    vocabulary : the codes that are known.
    language : used when the link names none.
    """
    reader, known = _Reader(parameters, vocabulary), filter_codes(vocabulary)
    filters = Filters(
        language=reader.one("lang", known["lang"], language),
        regions=reader.some("regions", known["regions"]),
        residence=reader.some("residence", known["residence"]),
        grades=reader.some("grades", known["grades"]) or DEFAULT_GRADES,
        data_version=reader.one("data", _versions(parameters.get("data", ""), vocabulary), ""),
    )
    view_id = reader.one("view", vocabulary.view_ids, "")
    focused = _focused(reader, vocabulary.definition(view_id), filters, vocabulary) if view_id else None
    reader.drop_unread()
    return Link(filters, focused, tuple(reader.dropped))


def is_later(version: str, than: str) -> bool:
    """Whether a data version follows another one.

    >>> is_later("2026.11.2", "2026.9.1"), is_later("2026.9.1", "2026.11.2"), is_later("tomorrow", "2026.11.2")
    (True, False, False)
    """
    return bool(VERSION.fullmatch(version)) and _parts(version) > _parts(than)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(SEPARATOR))


def _versions(asked: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The data versions a link may be pinned to: those known here, and any later one, which the page then tells."""
    known = (vocabulary.data_version, *vocabulary.older_versions)
    return (*known, asked) if is_later(asked, vocabulary.data_version) else known


def _focused(reader: _Reader, definition: ViewDefinition, filters: Filters, vocabulary: Vocabulary) -> View:
    default = View.default(definition, filters)
    dimension = reader.one("dimension", definition.dimensions, default.dimension)
    known = card_codes(definition, vocabulary, dimension)
    indicators = reader.some("indicators", known["indicators"]) or default.indicators
    if not definition.several_indicators:
        reader.dropped += [Dropped("indicators", code) for code in indicators[1:]]
        indicators = indicators[:1]
    return View(
        filters=filters,
        id=definition.id,
        dataset=definition.dataset,
        indicators=indicators,
        dimension=dimension,
        groups=reader.some("groups", known["groups"], definition.default_groups.get(dimension, ())),
        choices=tuple(
            (column, reader.some(column, known[column], default.choice(column)))
            for column in definition.columns
        ),
        period=reader.period("period", default.period),
        scale=reader.one("scale", known["scale"], default.scale),
        order=reader.one("order", known["order"], default.order),
        axis=reader.one("axis", known["axis"], default.axis),
    )


def filter_codes(vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """The codes that each shared filter takes in a link, in their order; of `data`, today's version.

    A link may be pinned to another version, older or later: the page then tells what has changed.
    """
    return {
        "lang": vocabulary.languages,
        "regions": tuple(vocabulary.regions),
        "residence": RESIDENCES,
        "grades": GRADES,
        "data": (vocabulary.data_version,),
    }


def card_codes(
    definition: ViewDefinition, vocabulary: Vocabulary, dimension: str
) -> Mapping[str, tuple[str, ...]]:
    """The codes that each parameter of a card takes when it compares by `dimension`; of `period`, its two forms."""
    return {
        "indicators": definition.indicators,
        "dimension": definition.dimensions,
        "groups": tuple(vocabulary.groups(dimension)),
        **{column: tuple(vocabulary.groups(column)) for column in definition.columns},
        "period": (ALL, f"{YEARS[0]}-{YEARS[-1]}"),
        "scale": definition.scales,
        "order": ORDERS,
        "axis": AXES,
    }


SINGLE = ("lang", "data", "dimension", "period", "scale", "order", "axis")
"""Parameters of one value; the others take several codes, joined by `SEPARATOR`, but for the indicators of a view
without `several_indicators`."""


class _Reader:
    """Takes known values out of URL parameters, under old names as well, and remembers what it had to leave."""

    def __init__(self, parameters: Mapping[str, str], vocabulary: Vocabulary) -> None:
        self.parameters = dict(parameters)
        self.vocabulary = vocabulary
        self.read: set[str] = set()
        self.dropped: list[Dropped] = []

    def text(self, name: str) -> str:
        """What a parameter says, under its name or else one that it had before; empty when it is not there."""
        held = [each for each in self.parameters if self.vocabulary.current(each, (name,)) == name]
        self.read.update(held)
        return self.parameters.get(name) or next((self.parameters[each] for each in held), "")

    def one(self, name: str, known: Collection[str], default: str) -> str:
        value = self.text(name)
        if not value:
            return default
        current = self.vocabulary.current(value, known, name)
        if current in known:
            return current
        self.dropped.append(Dropped(name, value))
        return default

    def some(self, name: str, known: Collection[str], default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Known codes in the order of `known`; none, which means all, when the parameter says `all`."""
        text, ordered = self.text(name), list(known)
        if text == ALL:
            return ()
        codes = [self.vocabulary.current(code, ordered, name) for code in text.split(SEPARATOR) if code]
        unknown = [code for code in codes if code not in ordered]
        self.dropped += [Dropped(name, code) for code in dict.fromkeys(unknown)]
        kept = tuple(code for code in ordered if code in codes)
        return kept or default

    def period(self, name: str, default: tuple[int, int] | None) -> tuple[int, int] | None:
        value = self.text(name)
        if not value:
            return default
        if value == ALL:
            return None
        match = re.fullmatch(r"(\d{4})-(\d{4})", value)
        if match:
            first, last = sorted((int(match[1]), int(match[2])))
            if first in YEARS and last in YEARS:
                return first, last
        self.dropped.append(Dropped(name, value))
        return default

    def drop_unread(self) -> None:
        for name, value in self.parameters.items():
            if name not in self.read:
                self.dropped.append(Dropped(name, value))
