"""Derived figures: rows computed from published ones, as the definition files declare them.

A derived row keeps what it was made of: the sources of both parts, the weaker grade, the flags of both, and a
footnote with both numbers in the formula. It is computed anew in every build and stands in no reviewed file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from statistics import median
from typing import Any

from data.catalog import LANGUAGES, language
from data.ledger import drawn_of
from data.reviewed import Reviewed, listed, part
from data.schema import LISTS, ROW_GRADES
from equity.formulas import FORMULAS
from equity.language import Language
from equity.vocabulary import CEILINGS, FLOORS, RESIDENCE, RESIDENCES, TOTAL

Row = Mapping[str, str]
Key = tuple[str, ...]

TAKEN = ("setting", "region_code", "dimension", "subgroup", "attribute_dimension", "attribute")
"""What a derived row has from the part named by `take`: its place and its group."""

WEIGHTED, MEDIAN = "mean, weighted", "median"

DERIVED = "derived"
"""The flag, the statistic and the locator of a derived row."""


def with_derived(reviewed: Reviewed, complete: Mapping[str, list[dict[str, str]]]) -> dict[str, list[Row]]:
    """The rows of every dataset, those derived from them at the end.

    Parameters
    ----------
    complete : for each dataset its rows with all columns (see `Reviewed.complete`).
    """
    drawn = {name: drawn_of(rows) for name, rows in complete.items()}
    return {name: [*rows, *derived(reviewed, name, drawn)] for name, rows in complete.items()}


def derived(reviewed: Reviewed, name: str, drawn: Mapping[str, list[dict[str, str]]]) -> Iterator[Row]:
    """The rows that follow from those of one dataset, whose rows and those it refers to are in `drawn`."""
    yield from _proportions(reviewed, name, drawn)
    yield from benchmarks(reviewed, name, drawn[name])


def referred_to(reviewed: Reviewed, name: str) -> set[str]:
    """The other datasets whose figures a dataset's derived ones are made of."""
    parts = [each[side] for each in listed(reviewed.definitions[name], "derived") for side in ("of", "per")]
    return {str(each["dataset"]) for each in parts if "dataset" in each} - {name}


def _proportions(reviewed: Reviewed, name: str, drawn: Mapping[str, list[dict[str, str]]]) -> Iterator[Row]:
    for declared in listed(reviewed.definitions[name], "derived"):
        yield from _derived(reviewed, name, declared, drawn)


def _derived(
    reviewed: Reviewed, name: str, declared: Mapping[str, Any], drawn: Mapping[str, list[dict[str, str]]]
) -> Iterator[Row]:
    """One row for each pair of figures that are equal in the columns of `match`."""
    years = _years_of(declared.get("year_of"), drawn[name])
    parts = {
        side: [row for row in drawn[declared[side].get("dataset", name)] if _selected(row, declared[side])]
        for side in ("of", "per")
    }
    pairs: dict[Key, list[dict[str, str]]] = defaultdict(list)
    for row in parts["per"]:
        pairs[_key(row, declared["match"], year_of)].append(row)
    for of in parts["of"]:
        for per in pairs[_key(of, declared["match"], years)]:
            yield _row(reviewed, name, declared, of, per, years)


def _selected(row: Row, select: Mapping[str, Any]) -> bool:
    """Whether a row has, in each column named, the value or one of the values given."""
    for column, wanted in select.items():
        if column == "dataset":
            continue
        value = year_of(row) if column == "year" else row[column]
        if value not in [str(each) for each in (wanted if isinstance(wanted, list) else [wanted])]:
            return False
    return True


def _years_of(declared: Mapping[str, Any] | None, rows: list[dict[str, str]]) -> Callable[[Row], str]:
    """The year of a row: its own, or that of the figure which shares the columns of `match` with it."""
    if declared is None:
        return year_of
    years = {
        tuple(row[column] for column in declared["match"]): year_of(row)
        for row in rows
        if row["indicator"] == declared["indicator"]
    }
    return lambda row: years.get(tuple(row[column] for column in declared["match"]), "")


def year_of(row: Row) -> str:
    """The year in which the period of a row ends; empty when it has none."""
    return (row["period_end"] or row["period_start"])[:4]


def _key(row: Row, columns: list[str], year: Callable[[Row], str]) -> Key:
    """What two parts must share. An empty text is shared with nothing."""
    values = tuple(year(row) if column == "year" else row[column] for column in columns)
    return values if all(values) else (*values, str(id(row)))


def _row(
    reviewed: Reviewed,
    name: str,
    declared: Mapping[str, Any],
    of: Row,
    per: Row,
    years: Callable[[Row], str],
) -> Row:
    dataset = reviewed.datasets[name]
    code = declared["indicator"]
    place = of if declared["take"] == "of" else per
    own = {column: of[column] or per.get(column, "") for column in dataset.own_columns}
    attributes = declared.get("attribute", {}).items()
    dated = {"period_start": of["period_start"], "period_end": of["period_end"]}
    if not year_of(of):
        dated = {"period_start": years(of), "period_end": years(of)}
    row = dict.fromkeys(of, "") | {column: place[column] for column in TAKEN} | own | dated
    for dimension, attribute in attributes:
        row |= {"attribute_dimension": dimension, "attribute": attribute}
    value = FORMULAS[declared["formula"]](float(of["estimate"]), float(per["estimate"]))
    sources = [of["source_id"], *_codes(of["also_source_ids"]), per["source_id"]]
    first, *others = dict.fromkeys(sources)
    return row | {
        "indicator": code,
        "estimate": repr(value),
        "unit": str(part(dataset.indicators, code).get("unit", "")),
        "qualifier": _qualifier(of["qualifier"], per["qualifier"]),
        "statistic": DERIVED,
        "source_id": first,
        "also_source_ids": ";".join(others),
        "locator": DERIVED,
        "grade": max((of["grade"], per["grade"]), key=ROW_GRADES.index),
        **{column: _joined(column, of, per) for column in LISTS if column != "also_source_ids"},
        **{
            f"footnote_{each}": _footnote(reviewed, declared["formula"], of, per, language(each))
            for each in LANGUAGES
        },
    }


def _qualifier(of: str, per: str) -> str:
    """What is known of a quotient: a floor below the line is a ceiling of the whole, and so on."""
    below = "less than" if per in FLOORS else "more than" if per in CEILINGS else per
    if of in ("", below) or not below:
        return of or below
    same_side = {of, below} <= {*FLOORS} or {of, below} <= {*CEILINGS}
    return of if same_side else "about"


def _joined(column: str, of: Row, per: Row) -> str:
    codes = [*_codes(of[column]), *_codes(per[column]), *([DERIVED] if column == "flags" else [])]
    return ";".join(dict.fromkeys(codes))


def _codes(joined: str) -> list[str]:
    return [code for code in joined.split(";") if code]


def _footnote(reviewed: Reviewed, formula: str, of: Row, per: Row, say: Language) -> str:
    """The formula with both numbers in it, each with its unit and the year it belongs to."""
    told = {side: _told(reviewed, row, say) for side, row in (("of", of), ("per", per))}
    return say.of(part(reviewed.codes("formulas"), formula)["label"]).format(**told)


def _told(reviewed: Reviewed, row: Row, say: Language) -> str:
    unit = say.of(part(reviewed.codes("units"), row["unit"])["label"])
    number = say.exact(float(row["estimate"]))
    quantity = say("quantity", number=number, unit=unit) if row["unit"] != "%" else number + unit
    if row["qualifier"]:
        qualifier = say.of(part(reviewed.codes("qualifiers"), row["qualifier"])["label"])
        quantity = say("qualified", qualifier=qualifier, quantity=quantity)
    return say("figure_of_year", quantity=quantity, year=year_of(row)) if year_of(row) else quantity


def benchmarks(reviewed: Reviewed, name: str, drawn: list[dict[str, str]]) -> Iterator[Row]:
    """The level of each NBS region, year and residence, wherever every province of it has a figure.

    The mean weighted by residents where residents of the year are known (urban ones by the urban share), else
    the middle value of the provinces, not weighted. The footnote tells the range.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for code in reviewed.codes("regions"):
        members[str(part(reviewed.codes("regions"), code).get("nbs_region", ""))].append(code)
    of = {
        (row["indicator"], row["region_code"], year_of(row), row["subgroup"]): row
        for row in drawn
        if row["region_code"] and row["dimension"] in (TOTAL, RESIDENCE) and not row["attribute"]
    }
    years = sorted({year for _, _, year, _ in of})
    for declared in listed(reviewed.definitions[name], "benchmarks"):
        for group in reviewed.codes("nbs_regions"):
            for year, residence in product(years, (TOTAL, *RESIDENCES)):
                keys = [(code, year, residence) for code in members[group]]
                rows = [of.get((declared["indicator"], *key)) for key in keys]
                if all(rows):
                    yield _benchmark(reviewed, declared, group, [row for row in rows if row], of)


def _benchmark(
    reviewed: Reviewed,
    declared: Mapping[str, str],
    group: str,
    rows: list[dict[str, str]],
    of: Mapping[Key, Row],
) -> Row:
    values = [float(row["estimate"]) for row in rows]
    weighing = [_residents(row, declared, of) for row in rows]
    weights = [weight for weight, _ in weighing]
    weighted = all(weights)
    value = (
        sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)
        if weighted
        else median(values)
    )
    used = [row for each in weighing for row in each[1]] if weighted else []
    first, *others = dict.fromkeys(row["source_id"] for row in (*rows, *used))
    key = "derive.weighted" if weighted else "derive.unweighted"
    unit = part(reviewed.codes("units"), rows[0]["unit"])["label"]

    def footnote(say: Language) -> str:
        low, high = (say.quantity(end, rows[0]["unit"], say.of(unit)) for end in (min(values), max(values)))
        return say(key, count=len(rows), low=low, high=high)

    return rows[0] | {
        "estimate": repr(value),
        "statistic": WEIGHTED if weighted else MEDIAN,
        "region_code": "",
        "setting": group,
        "source_id": first,
        "also_source_ids": ";".join(others),
        "locator": DERIVED,
        "grade": max((row["grade"] for row in (*rows, *used)), key=ROW_GRADES.index),
        "flags": ";".join(
            dict.fromkeys(flag for row in (*rows, *used) for flag in (*_codes(row["flags"]), DERIVED))
        ),
        "same_as": "",
        "founding": "",
        "printed_estimate": "",
        "printed_unit": "",
        **{f"footnote_{each}": footnote(language(each)) for each in LANGUAGES},
    }


def _residents(row: Row, declared: Mapping[str, str], of: Mapping[Key, Row]) -> tuple[float, list[Row]]:
    """The residents a figure speaks for, and the figures that say so; 0 when they are not known."""
    place = (row["region_code"], year_of(row), TOTAL)
    residents, share = of.get((declared["weights"], *place)), of.get((declared["share"], *place))
    if residents is None or (row["subgroup"] != TOTAL and share is None):
        return 0, []
    everybody = float(residents["estimate"])
    if row["subgroup"] == TOTAL or share is None:
        return everybody, [residents]
    urban = float(share["estimate"]) / 100
    return everybody * (urban if row["subgroup"] == "urban" else 1 - urban), [residents, share]
