"""The ways in for a reader's own file: upload, paste, an example, and forms to fill in."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pyarrow as pa
import streamlit as st

from components.export.formats import FORMATS
from components.export.names import form_file_name
from components.export.table import table_bytes
from components.export.xlsx import workbook_bytes
from components.own_data import visit
from components.own_data.uploader import uploader
from components.own_data.visit import PASTED
from data.catalog import published
from data.synthetic import chunks
from data.upload.forms import Form, templates
from data.upload.recognition import DATASET
from data.upload.sheets import Sheet
from equity.language import Language

EXAMPLE_ROWS, EXAMPLE_SEED = 5_000, 1
WAYS = ("upload", "paste", "example", "forms")


def bring(language: Language) -> None:
    """Upload or paste; beside it, what can be tried and what can be filled in."""
    names = [language(f"own.way.{each}") for each in WAYS]
    upload, paste, example, forms = st.tabs(names, key=f"own-ways-{language.code}")
    with upload:
        uploader(language)
    with paste:
        st.text_area(language("own.paste"), key=PASTED, height=160)
        st.button(
            language("own.read_pasted"),
            key="own-read-pasted",
            on_click=_pasted,
            args=(language("own.pasted_name"),),
            icon=":material/content_paste_go:",
        )
    with example:
        _examples(language)
    with forms:
        st.markdown(language("own.forms_lead"))
        for form in templates(published()).values():
            _form(form, language)


def _pasted(name: str) -> None:
    if text := st.session_state[PASTED].strip():
        visit.paste(text, name)


def _examples(language: Language) -> None:
    """A made-up file for each dataset, marked as such, with what it was made from."""
    st.markdown(language.of(published().own["synthetic_note"]))
    with st.container(horizontal=True):
        for name, label in published().own["examples"].items():
            st.button(
                language.of(label),
                key=f"own-example-{name}",
                on_click=visit.bring_example,
                args=(f"{name}-{EXAMPLE_ROWS}", partial(_example, name)),
                icon=":material/science:",
            )


def _example(name: str) -> Sheet:
    """The rows of a made-up file, as a sheet of it would hold them."""
    table = pa.concat_tables(chunks(name, EXAMPLE_ROWS, EXAMPLE_SEED))
    plain = [pa.string() if pa.types.is_dictionary(each.type) else each.type for each in table.schema]
    cells = table.cast(pa.schema(zip(table.column_names, plain, strict=True))).to_pandas()
    cells.index = pd.RangeIndex(2, len(cells) + 2)
    return Sheet("", cells)


def _form(form: Form, language: Language) -> None:
    """One form: what it is for, and its files."""
    with st.expander(form_name(form.kind, language)):
        rows = [(name, language.of(label)) for name, label in form.columns.items()]
        meanings = pd.DataFrame(rows, columns=[language("own.column"), language("own.meaning")])
        st.dataframe(meanings, hide_index=True, width="stretch")
        with st.container(horizontal=True):
            for code, data in (
                ("csv", table_bytes),
                ("xlsx", lambda example: workbook_bytes({"data": example})),
            ):
                st.download_button(
                    language(f"file.{code}"),
                    data=lambda data=data: data(form.example),
                    file_name=form_file_name(form.kind, code),
                    mime=FORMATS[code].mime,
                    on_click="ignore",
                    key=f"own-form-{form.kind}-{code}",
                )


def form_name(kind: str, language: Language) -> str:
    """What a kind of file is called."""
    if kind.startswith(DATASET):
        title = language.of(published().vocabulary.datasets[kind.removeprefix(DATASET)].title)
        return language("own.kind.dataset", title=title)
    return language(f"own.kind.{kind}")
