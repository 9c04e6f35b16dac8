"""What a file was understood as, for its reader to put right: which table, which columns, which parts."""

from __future__ import annotations

import streamlit as st

from components.evidence import escaped
from components.own_data import visit
from components.own_data.bring import form_name
from components.own_data.visit import Brought
from data.catalog import published
from data.upload.recognition import CASES, ROLES, TABLE, Recognition
from data.upload.sheets import Sheet
from equity.language import Language

LARGEST_THRESHOLD = 100
SIZES = "n"
"""The column of a dataset that says how many cases are behind a figure."""


def understood(brought: Brought, language: Language) -> None:
    """The file by its name, and everything about it that the reader can put right."""
    file, recognition, sheet = brought.file, brought.recognition, brought.sheet
    with st.container(horizontal=True, vertical_alignment="center", key="own-file"):
        st.markdown(f"**{escaped(file.name)}**", width="content")
        st.button(
            language("own.let_go"),
            key="own-let-go",
            on_click=visit.let_go,
            icon=":material/delete:",
            type="tertiary",
        )
    if recognition is None or sheet is None:
        return
    st.markdown(language("own.understood", kind=form_name(recognition.kind, language)))
    if len(file.opened.sheets) > 1:
        _sheets(brought, language)
    if brought.personal:
        _personal(brought, language)
    if not recognition.has_schema:
        _parts(brought, recognition, sheet, language)
    elif recognition.dataset and SIZES in recognition.columns:
        _threshold(brought, language)


def _sheets(brought: Brought, language: Language) -> None:
    sheets = brought.file.opened.sheets
    st.session_state["own-sheet"] = brought.file.sheet
    st.selectbox(
        language("own.sheet"),
        range(len(sheets)),
        format_func=lambda place: sheets[place].name,
        key="own-sheet",
        on_change=lambda: visit.change(
            sheet=st.session_state["own-sheet"], roles=None, kind="", left_out=None
        ),
    )


def _personal(brought: Brought, language: Language) -> None:
    """Columns that look personal, to be left out before anything is computed."""
    personal = brought.personal or {}
    reasons = [
        language("own.looks", column=escaped(name), reason=language(f"own.personal.{why}"))
        for name, why in personal.items()
    ]
    st.warning(language("own.personal", columns=language.list(reasons)), icon=":material/person_alert:")
    st.session_state["own-left-out"] = [name for name in personal if name in brought.left_out]
    st.pills(
        language("own.leave_out"),
        list(personal),
        selection_mode="multi",
        key="own-left-out",
        on_change=lambda: visit.change(left_out=tuple(st.session_state["own-left-out"])),
    )


def _parts(brought: Brought, recognition: Recognition, sheet: Sheet, language: Language) -> None:
    """The mapping step: what a row is, and which column plays which part, the guess filled in."""
    st.session_state["own-kind"] = recognition.kind
    st.segmented_control(
        language("own.row_is"),
        (CASES, TABLE),
        format_func=lambda kind: language(f"own.row.{kind}"),
        key="own-kind",
        required=True,
        on_change=lambda: visit.change(kind=st.session_state["own-kind"]),
    )
    headings = ["", *map(str, sheet.cells.columns)]
    with st.container(horizontal=True, key="controls-own-parts"):
        for role in ROLES:
            key = f"own-part-{role}"
            chosen = getattr(recognition.roles, role)
            st.session_state[key] = chosen if chosen in headings else ""
            st.selectbox(
                language(f"own.part.{role}"),
                headings,
                format_func=lambda heading: heading or language("own.part_none"),
                key=key,
                on_change=_take_part,
                args=(role,),
            )
    with st.container(horizontal=True, key="own-unit-and-threshold"):
        st.session_state["own-unit"] = brought.file.unit
        st.text_input(
            language("own.unit"),
            key="own-unit",
            placeholder=_unit_of(brought, language) or language("own.unit_hint"),
            on_change=lambda: visit.change(unit=st.session_state["own-unit"].strip()),
            width=240,
        )
        if recognition.kind == CASES:
            _threshold(brought, language)


def _unit_of(brought: Brought, language: Language) -> str:
    """The unit that the file states, as a reader is told it."""
    unit = brought.report.unit if brought.report else ""
    known = published().vocabulary.units
    return language.of(known[unit]) if unit in known else unit


def _threshold(brought: Brought, language: Language) -> None:
    """From how many cases on a group is shown."""
    st.session_state["own-fewest"] = brought.file.fewest
    st.number_input(
        language("own.fewest"),
        min_value=1,
        max_value=LARGEST_THRESHOLD,
        key="own-fewest",
        help=language("own.fewest_help"),
        on_change=lambda: visit.change(fewest=st.session_state["own-fewest"]),
        width=240,
    )


def _take_part(role: str) -> None:
    visit.take_part(role, st.session_state[f"own-part-{role}"])
