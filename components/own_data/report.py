"""What the doctor says of a file: every problem with its place and cure, and a mended copy with a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd
import streamlit as st

from components.export.formats import FORMATS
from components.export.names import mended_file_name
from components.export.table import table_bytes
from components.export.xlsx import workbook_bytes
from components.own_data.visit import Brought
from data.upload.doctor import Report
from data.upload.mending import left_out, mended
from data.upload.problems import Problem
from data.upload.sheets import Sheet
from equity.language import Language


def report(brought: Brought, language: Language) -> None:
    """How many rows are used, what is wrong with the others, and what can be mended."""
    problems = [*brought.file.opened.problems, *(brought.report.problems if brought.report else ())]
    problems = [replace(each, value="") if each.column in brought.left_out else each for each in problems]
    if brought.report and brought.sheet:
        _counts(brought.report, language)
    if not problems:
        st.success(language("own.nothing_wrong"), icon=":material/check_circle:")
        return
    told = list(_folded(problems))
    with st.expander(_heading(told, language), expanded=any(each.serious for each in told), key="own-report"):
        st.dataframe(problem_table(told, language), hide_index=True, width="stretch")
        if brought.report and brought.sheet:
            _mended(brought.sheet, brought.report, brought.file.digest, language)


def _counts(found: Report, language: Language) -> None:
    told = language(
        "own.rows",
        rows=language.number(found.rows),
        used=language.number(len(found.used)),
        aside=language.number(len(found.aside)),
    )
    if found.used.empty:
        st.error(told, icon=":material/block:")
    elif len(found.aside):
        st.warning(told, icon=":material/rule:")
    else:
        st.markdown(told)


def _heading(told: Iterable[Problem], language: Language) -> str:
    """How many things there are to look at, and how many were read without doubt."""
    read = [not each.serious and each.mendable for each in told]
    counts = {"own.problems": read.count(False), "own.readings": read.count(True)}
    return " · ".join(language.plural(key, count) for key, count in counts.items() if count)


def problem_table(told: Iterable[Problem], language: Language) -> pd.DataFrame:
    """A problem a row: the serious ones first, those that need no answer last."""
    rows = [
        {
            language("own.report.place"): each.place(language),
            language("own.report.value"): each.value,
            language("own.report.problem"): each.sentence(language),
            language("own.report.cure"): each.cure(language),
            language("own.report.suggestion"): each.suggestion,
            language("own.report.rows"): each.count,
        }
        for each in sorted(told, key=lambda each: (not each.serious, each.mendable))
    ]
    return pd.DataFrame(rows)


def _folded(problems: Iterable[Problem]) -> Iterator[Problem]:
    """What is only worth knowing once for each value, at the first of its rows."""
    alike: dict[tuple[object, ...], Problem] = {}
    for number, each in enumerate(problems):
        key = (number,) if each.serious else (each.rule, each.sheet, each.column, each.value, each.suggestion)
        first = alike.get(key)
        alike[key] = replace(first, count=first.count + each.count) if first else each
    yield from alike.values()


def _free(name: str, table: pd.DataFrame) -> str:
    """A name that no column of a reader's table has."""
    return name if name not in table else _free(name + "_", table)


def _mended(sheet: Sheet, found: Report, digest: str, language: Language) -> None:
    """The mended copy: as a workbook with what was set aside and the log, or as CSV."""
    if found.changes.empty and found.aside.empty and not found.headings:
        return

    def tables() -> dict[str, pd.DataFrame]:
        copy, log = mended(sheet, found)
        names = [language(f"own.mended.{each}") for each in ("data", "aside", "log")]
        return dict(
            zip(
                names,
                (
                    copy,
                    left_out(found)
                    .rename_axis(None)
                    .reset_index(names=_free(language("own.report.row"), found.aside)),
                    log,
                ),
                strict=True,
            )
        )

    st.caption(language("own.mended_lead"))
    with st.container(horizontal=True):
        st.download_button(
            language("own.mended_xlsx"),
            data=lambda: workbook_bytes(tables()),
            file_name=mended_file_name(digest, "xlsx"),
            mime=FORMATS["xlsx"].mime,
            on_click="ignore",
            key="own-mended-xlsx",
            icon=":material/healing:",
        )
        st.download_button(
            language("own.mended_csv"),
            data=lambda: table_bytes(next(iter(tables().values()))),
            file_name=mended_file_name(digest, "csv"),
            mime=FORMATS["csv"].mime,
            on_click="ignore",
            key="own-mended-csv",
            icon=":material/healing:",
        )
