"""Columns of a reader's table read as texts, numbers, marks, dates and places; whatever cannot be read is found.

Each reader returns an array as long as the sheet, with `None` or NaN where a cell is empty or unreadable. A cell that
is written otherwise than it should be and can be read all the same is used, and noted as a change to make.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd
import pyarrow as pa

from data.catalog import Catalog
from data.upload.distinct import kernels, strings
from data.upload.findings import Findings, by_value, written
from data.upload.headings import bare
from data.upload.places import places
from data.upload.problems import WORTH_KNOWING
from data.upload.units import UNKNOWN, Unit, is_other
from data.upload.values import Numbers, dates, numbers

PLAIN_NUMBER = r"^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$"
"""A number that needs no other writing."""
DIGITS = r"^-?\d{1,15}(?:\.\d+)?$"
"""A number that can be read in one way only, whatever else its column holds."""
SHARES = ("%", "\u2030")
"""Units that change what a number says beside one without them."""
DECIMALS = 6
"""Of what is multiplied: the product of two decimals is seldom one in floating point."""
UNTIDY = r"^$|^[\s\pZ\x{200b}\x{feff}]|[\s\pZ\x{200b}\x{feff}]$|[\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}]"
"""A text that is empty, has spaces at an end, or digits or Latin letters in full width."""
WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
"""Digits and Latin letters in full width: told from others by their form alone."""


def read_texts(findings: Findings, heading: str) -> np.ndarray:
    """Texts without spaces at their ends, their digits and Latin letters in half width; empty ones are None."""
    column = findings.sheet.cells[heading]
    texts = strings(column)
    if texts is not None and _only(texts, column) and not _any_match(texts, UNTIDY):
        return texts.to_numpy(zero_copy_only=False)  # the usual case, a quick one
    tidy = _objects(by_value(column, lambda cells: cells.map(_tidy)))
    printed = by_value(column, lambda cells: cells.map(written)).to_numpy(dtype=object)
    findings.mend("untidy", ~pd.isna(tidy) & (tidy != printed), heading, tidy)
    return tidy


def _tidy(value: object) -> str | None:
    text = WIDE.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), written(value))
    return text.strip().strip("\u200b\ufeff") or None


def read_numbers(
    findings: Findings, heading: str, *, serious: bool = True, unit: Unit = UNKNOWN
) -> np.ndarray:
    """Numbers, however written, in plain units; a cell that is none is a problem, serious or not.

    `unit` is that of cells that state none. Others are mended to stand in it too, where they come to the same number.
    """
    column = findings.sheet.cells[heading]
    texts = strings(column)
    if (
        texts is not None and _only(texts, column) and _all_match(texts, DIGITS)
    ):  # the usual case, a quick one
        stated = kernels.cast(texts, pa.float64()).to_numpy(zero_copy_only=False)
        return _in_plain_unit(findings, heading, stated, np.zeros(len(stated), dtype=bool), unit)
    if pd.api.types.infer_dtype(column, skipna=True) in ("integer", "floating", "mixed-integer-float"):
        column = column.astype(float)
    read = numbers(column.astype(object) if pd.api.types.is_bool_dtype(column) else column)
    values, reasons = read.values.to_numpy(dtype=float), read.reasons.to_numpy(dtype=object)
    suggested = pd.to_numeric(read.suggestions, errors="coerce").to_numpy(dtype=float)
    values = np.where(np.isnan(values), suggested, values)
    one_unit = _one_unit(findings, heading, read, unit)
    own = read.own.to_numpy(dtype=bool)
    stated = np.where(own, _in_unit(values, unit), values)
    if texts is not None:
        otherwise = kernels.invert(kernels.match_substring_regex(texts, PLAIN_NUMBER)).fill_null(False)
        plainly = otherwise.to_numpy(zero_copy_only=False) & (reasons == "") & ~np.isnan(stated)
        otherwise_in = own & (unit.factor != 1)
        findings.mend("written_number", plainly & one_unit & ~otherwise_in, heading, stated)
        findings.mend("number_in_unit", plainly & one_unit & otherwise_in, heading, stated, unit=unit.written)
    _tell(findings, heading, reasons, stated, serious)
    return _in_plain_unit(findings, heading, values, own, unit)


def _in_unit(numbers: np.ndarray, unit: Unit) -> np.ndarray:
    """Plain numbers as they stand in a unit; missing where they would not come to the very same again."""
    if unit.factor == 1:
        return numbers
    stated = numbers / unit.factor
    return np.where(np.round(stated * unit.factor, DECIMALS) == numbers, stated, np.nan)


def _in_plain_unit(
    findings: Findings, heading: str, numbers: np.ndarray, own: np.ndarray, unit: Unit
) -> np.ndarray:
    """Numbers in the unit that is counted in: what is in tens of thousands of it is multiplied, and told."""
    stated = ~np.isnan(numbers)
    if unit.factor == 1 or not (stated & ~own).any():
        return numbers
    others, by_own = int((stated & ~own).sum()), int((stated & own).sum())
    rule = "multiplied_but" if by_own else "multiplied"
    findings.say(
        rule, heading, serious=False, unit=unit.written, factor=unit.factor, others=others, own=by_own
    )
    return np.where(own, numbers, np.round(numbers * unit.factor, DECIMALS))


def _only(texts: pa.Array, column: pd.Series) -> bool:
    """Whether a column holds nothing but texts."""
    return texts.null_count == int(column.isna().sum())


def _any_match(texts: pa.Array, pattern: str) -> bool:
    return bool(kernels.any(kernels.match_substring_regex(texts, pattern), min_count=0).as_py())


def _all_match(texts: pa.Array, pattern: str) -> bool:
    return bool(kernels.all(kernels.match_substring_regex(texts, pattern), min_count=0).as_py())


def _one_unit(findings: Findings, heading: str, read: Numbers, unit: Unit) -> bool:
    """Whether the numbers of a column are of one unit; else it is told which there are."""
    units = {str(each) for each in read.units[read.values.notna()].unique()}
    told = units - {""} | {unit.written for each in units if is_other(each, unit)}
    shares = units & set(SHARES) - {unit.name}
    one = len(units - {""}) < 2 and len(told) < 2 and not (shares and "" in units)
    if not one:
        findings.say("mixed_units", heading, serious=False, units=tuple(sorted(told)))
    return one


def _tell(
    findings: Findings, heading: str, reasons: np.ndarray, values: np.ndarray, serious: bool, **told: object
) -> None:
    """The reasons that come with what was read: with a value it can be rewritten, without one it cannot."""
    stated = ~pd.isna(values)
    for rule in sorted(set(reasons) - {""}):
        grave = serious and rule not in WORTH_KNOWING
        findings.mend(rule, (reasons == rule) & stated, heading, values, serious=grave, date=values)
        (findings.add if grave else findings.note)(rule, (reasons == rule) & ~stated, heading, **told)


def read_marks(findings: Findings, heading: str, where: Catalog) -> np.ndarray:
    """1 or 0, also where it is written as yes or no; anything else is a serious problem."""
    column = findings.sheet.cells[heading]
    words = {
        bare(word): float(mark)
        for mark, name in ((1, "yes"), (0, "no"))
        for word in where.headings["cells"][name]
    }
    codes, distinct = pd.factorize(column)
    texts = [written(each).strip() for each in distinct]
    marks = np.array([words.get(bare(each), np.nan) if each else np.nan for each in texts], dtype=float)
    otherwise = np.array([each not in ("", "0", "1") for each in texts], dtype=bool)
    values = _spread(marks, codes, np.nan)
    findings.mend("written_mark", _spread(otherwise & ~np.isnan(marks), codes, False), heading, values)
    findings.add("not_a_mark", _spread(otherwise & np.isnan(marks), codes, False), heading)
    return values


def read_dates(findings: Findings, heading: str, *, serious: bool = True, free: bool = False) -> np.ndarray:
    """Dates in ISO form (`2019`, `2019-09`, `2019-09-25`), of a range its last; `free` keeps what else may sort."""
    column = findings.sheet.cells[heading]
    start, end, told = dates(column)
    ranged = (start != end).to_numpy() & end.notna().to_numpy()
    values, printed = _objects(end), _printed(column)
    reasons = told.to_numpy(dtype=object)
    if free:
        kept = end.isna().to_numpy() | ranged
        values[kept] = printed[kept]
        reasons = np.where(np.isin(reasons, sorted(WORTH_KNOWING)), reasons, "")
    plainly = (reasons == "") & ~pd.isna(values) & ~ranged
    findings.mend("written_date", plainly & (values != printed), heading, values)
    _tell(findings, heading, reasons, values, serious)
    return values


def read_places(
    findings: Findings, heading: str, where: Catalog, *, serious: bool = True, but: np.ndarray | None = None
) -> np.ndarray:
    """Codes of GB/T 2260; a place that is not known is a problem, serious or not, `but` in these rows."""
    column = findings.sheet.cells[heading]
    codes, told, nearest = places(column)
    values, printed = _objects(codes), _printed(column)
    reasons = told.to_numpy(dtype=object)
    reasons = reasons if but is None else np.where(but, "", reasons)
    findings.mend("written_place", (reasons == "") & ~pd.isna(values) & (values != printed), heading, values)
    near = nearest.where(nearest != "").dropna().drop_duplicates()
    names = {codes: tuple(_place(code, where) for code in codes.split()) for codes in near}
    told_near = nearest.astype(object).map(names).astype(object).fillna("").to_numpy(dtype=object)
    reasons = np.where((reasons == "unknown_place") & (told_near != ""), "unknown_place_near", reasons)
    _tell(findings, heading, reasons, values, serious, nearest=told_near)
    return values


def _place(code: str, where: Catalog) -> str:
    label = where.vocabulary.regions[code].label
    return f"{label['en']} {label['zh']} {code}"


def within(
    findings: Findings,
    heading: str,
    numbers: np.ndarray,
    here: np.ndarray,
    least: float | None,
    most: float | None,
) -> None:
    """Whether the numbers of some rows lie within what an indicator can be; `None` is no bound."""
    if least is not None:
        findings.add("below_minimum", here & (numbers < least), heading, low=least)
    if most is not None:
        findings.add("above_maximum", here & (numbers > most), heading, high=most)


def example_rows(texts: np.ndarray | pd.Series, where: Catalog) -> np.ndarray:
    """Whether a text says that its row is an example, as the rows of the templates do."""
    cells = strings(pd.Series(texts))
    said = np.full(len(texts), cells is not None)
    for word in where.headings["cells"]["examples"] if cells is not None else ():
        said &= kernels.match_substring(cells, word).fill_null(False).to_numpy(zero_copy_only=False)
    return said


def _objects(column: pd.Series) -> np.ndarray:
    """The cells of a column, `None` where there is none."""
    cells = column.to_numpy(dtype=object, copy=True)
    cells[column.isna().to_numpy()] = None
    return cells


def _printed(column: pd.Series) -> np.ndarray:
    """Cells as texts, as one would type them."""
    return _objects(by_value(column, lambda cells: cells.map(lambda cell: written(cell).strip() or None)))


def _spread(answers: np.ndarray, codes: np.ndarray, empty: object) -> np.ndarray:
    """What holds for each distinct cell, for each cell of the column."""
    return np.append(answers, np.array([empty], dtype=answers.dtype))[codes]
