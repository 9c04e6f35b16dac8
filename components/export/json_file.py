"""A view as JSON: every figure with its codes and labels, and all that must be said beside them."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from components.charts.marks import Row, rows_of
from components.export.citation import cite_source, cite_view
from components.export.content import Content
from data.derive import DERIVED


def json_bytes(content: Content) -> bytes:
    """What `as_data` returns as UTF-8, Chinese as it is; equal figures give equal bytes."""
    text = json.dumps(as_data(content), ensure_ascii=False, allow_nan=False, indent=1)
    return f"{text}\n".encode()


def as_data(content: Content) -> dict[str, Any]:
    """A view as plain values.

    Returns
    -------
    All of `description_of`, then `figures`: a list in the order of the frame, drawn or not, then what is hidden, of

    - `indicator`, `unit`, `group`: each `{code, label}`; `dimension` is the code of what groups divide
    - `value`: a number with no more digits than it is stored with, null where `flags` has `suppressed`;
      `qualifier`: `""`, `"about"`, `"at least"` …; `text`: the value as it is read, rounded, with qualifier and unit
    - `interval`: `[low, high]` or null; `se`, `n`: a number or null; `statistic`: a code
    - `region`: `{code, label}`, the code of GB/T 2260; null where the place is a `setting`, `{code, label}` as well
    - `period`: `{start, end, label}`; start and end are years, months or days (`2020`, `2020-09`), `""` if not stated
    - `residence`, `attribute_dimension`, `attribute`: codes, `""` where there is none
    - `columns`: the dataset's own columns by name, each `{code, label}`
    - `panel`: what shares an axis, in words; `drawn`: false for another statement of the same quantity;
      `same_as`: the code that such statements share; `disagrees`: whether it differs from the one drawn
    - `grade`, `flags`, `caveats`: codes, the last two as lists; `footnote`: in the language, `derived`: whether the
      value was computed here, by the formula in the footnote; `founding`, `preliminary`: whether it is
    - `source_ids`: first the source that prints it, or of the first part where it is derived; `locator`: where in
      it; `printed`: `{value, unit}` as printed there

    Numbers that are not known are null, texts that are blank `""`.
    """
    rows = content.rows
    own = [name for name in rows.columns if f"{name}_position" in rows.columns and name != "group"]
    return description_of(content) | {"figures": [_figure(row, own, content) for row in rows_of(rows)]}


def description_of(content: Content) -> dict[str, Any]:
    """What is said of a view beside its figures.

    Returns
    -------
    - `view`, `dataset`, `language`: codes; `link`: reopens the view
    - `finding`, `question`, `trust`, `licence`: texts; `gaps`, `notes`: lists of texts
    - `choices`: a list of `{label, value}`; `reading`: a list of `{head, text, points}`
    - `caveats`: code to text; `data`: `{version, released}`, an ISO date
    - `citation`: `{text, bibtex, gbt7714}` of the view
    - `sources`: a list of `{id, title, authors, publisher, year, url, licence, kind, grade, citation}`

    Citations leave out the day of access, which a file does not know.
    """
    stamp, view = content.stamp, content.view
    return {
        "view": view.id,
        "dataset": view.dataset,
        "language": content.language.code,
        "finding": stamp.title,
        "question": stamp.question,
        "choices": [{"label": label, "value": value} for label, value in stamp.filters],
        "gaps": list(stamp.gaps),
        "notes": list(stamp.notes),
        "trust": stamp.trust,
        "reading": [
            {"head": each.head, "text": each.text, "points": list(each.points)} for each in content.reading
        ],
        "caveats": dict(content.caveats),
        "data": {"version": stamp.version, "released": stamp.released},
        "licence": stamp.licence,
        "link": stamp.link,
        "citation": vars(cite_view(view.id, stamp, "")),
        "sources": [source_as_data(row) for row in rows_of(content.sources)],
    }


def source_as_data(row: Row, today: str = "") -> dict[str, Any]:
    """A row of the bibliography as plain values, its texts as they stand there.

    Parameters
    ----------
    today : ISO date of access that the citation names; left out where it is not known.
    """
    told = ("title", "authors", "publisher", "year", "url", "licence", "kind", "grade")
    source_id = str(row.Index)
    return {
        "id": source_id,
        **{name: getattr(row, name) for name in told},
        "citation": vars(cite_source(source_id, row, today)),
    }


def _figure(row: Row, own: list[str], content: Content) -> dict[str, Any]:
    def coded(name: str) -> dict[str, str]:
        return {"code": getattr(row, name), "label": getattr(row, f"{name}_label")}

    low, high = number(row.ci_low), number(row.ci_high)
    return {
        "indicator": coded("indicator"),
        "value": number(row.estimate),
        "qualifier": row.qualifier,
        "unit": coded("unit"),
        "text": row.value_label,
        "interval": None if low is None or high is None else [low, high],
        "se": number(row.se),
        "n": number(row.n),
        "statistic": row.statistic,
        "dimension": content.view.dimension,
        "group": coded("group"),
        "region": {"code": row.region_code, "label": row.place_label} if row.region_code else None,
        "setting": {"code": row.setting, "label": row.place_label}
        if row.setting and not row.region_code
        else None,
        "period": {"start": row.period_start, "end": row.period_end, "label": row.period_label},
        "residence": row.residence,
        "attribute_dimension": row.attribute_dimension,
        "attribute": row.attribute,
        "columns": {name: coded(name) for name in own},
        "panel": row.panel_label,
        "drawn": bool(row.drawn),
        "same_as": row.same_as,
        "disagrees": bool(row.disagrees),
        "grade": row.grade,
        "flags": _several(row.flags),
        "caveats": _several(row.caveats),
        "footnote": getattr(row, f"footnote_{content.language.code}"),
        "derived": DERIVED in _several(row.flags),
        "preliminary": bool(row.preliminary),
        "founding": bool(row.founding),
        "source_ids": [*_several(row.source_id), *_several(row.also_source_ids)],
        "locator": row.locator,
        "printed": {"value": row.printed_estimate, "unit": row.printed_unit},
    }


def number(value: float) -> int | float | None:
    """A number without the noise of binary: fifteen digits, whole where it is whole, `None` where it is not known.

    >>> number(68.60000000000001), number(1930.0), number(float("nan"))
    (68.6, 1930, None)
    """
    if pd.isna(value):
        return None
    exact = float(f"{value:.15g}")
    return int(exact) if exact.is_integer() else exact


def _several(codes: str) -> list[str]:
    return [code for code in codes.split(";") if code]
