"""A reader's file, opened: whatever it is called, it is taken for what it holds, and nothing in it is run.

A file is read in the process that asks. Who serves several readers asks `components.own_data.opening`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from data.upload.columnar import opened_parquet
from data.upload.delimited import opened_text
from data.upload.kinds import kind_of
from data.upload.limits import MEGABYTE, Limits
from data.upload.problems import Problem, shortened
from data.upload.sheets import Opened
from data.upload.workbooks import opened_archive, opened_old

ENDINGS = {
    "text": (".csv", ".tsv", ".txt", ".tab", ""),
    "ZIP": (".xlsx", ".xlsm", ".ods", ".xltx", ""),
    "OLE": (".xls", ".xlt", ""),
    "Parquet": (".parquet", ".pq", ""),
}
"""What files of a kind are called; another name is worth saying."""

READABLE = {"text": "CSV", "ZIP": "XLSX", "OLE": "XLS", "Parquet": "Parquet"}
STANDARD = Limits()
BLANK = b"\xef\xbb\xbf \t\r\n\0"


def opened(name: str, content: bytes, limits: Limits = STANDARD) -> Opened:
    """The sheets of a file and everything that is odd about it. Never fails: what cannot be read is said."""
    if len(content) > limits.size:
        values = {"megabytes": round(len(content) / MEGABYTE), "limit": limits.size // MEGABYTE}
        return _refused(name, "too_large", **values)
    kind = kind_of(content)
    if not content[: len(BLANK) * 100].strip(BLANK) and not content.strip(BLANK):
        return _refused(name, "empty_file")
    if kind == "binary":
        return _refused(name, "not_text")
    if kind == "PARE":
        return _refused(name, "locked")
    if kind not in ENDINGS:
        return _refused(name, "other_kind", kind=kind)
    found = _read(kind, content, limits)
    problems = [
        replace(each, value=each.value or name) if _is_of_file(each) else each for each in found.problems
    ]
    if found.sheets and not name.lower().endswith(ENDINGS[kind][:-1]) and PurePath(name).suffix:
        problems.append(
            Problem("named_otherwise", value=shortened(name), values={"kind": READABLE[kind]}, serious=False)
        )
    return replace(found, problems=tuple(problems))


def pasted(text: str, limits: Limits = STANDARD) -> Opened:
    """A table that was pasted: its lines, with tabs, commas or another separator between the cells."""
    return opened("", text.encode("utf-8", "replace"), limits)


def not_in_time(seconds: float) -> Opened:
    """What is said of a file that could not be opened in so many seconds."""
    return _refused("", "too_slow", seconds=seconds)


def _read(kind: str, content: bytes, limits: Limits) -> Opened:
    if kind == "ZIP":
        return opened_archive(content, limits)
    if kind == "OLE":
        return opened_old(content)
    if kind == "Parquet":
        return opened_parquet(content, limits)
    return opened_text(content, limits)


def _refused(name: str, rule: str, **values: object) -> Opened:
    return Opened((), (Problem(rule, value=shortened(name), values=values),))


def _is_of_file(problem: Problem) -> bool:
    return not (problem.sheet or problem.column or problem.row)
