"""What a reader's file could be compared by and is not, because all groups are hidden."""

from __future__ import annotations

import streamlit as st

from components.evidence import escaped
from components.own_data.visit import Brought
from equity.language import Language


def unshown(brought: Brought, language: Language) -> None:
    """A card that names these dimensions, says why nothing of them is shown, and what can be done."""
    labels = brought.where.brought.unshown if brought.where else ()
    if not labels:
        return
    # A column of groups may be headed as provinces or times are called here: one word, told once.
    names = {name.casefold(): name for name in map(language.of, labels)}
    named = language.list(list(names.values()))
    fewest = language.number(brought.file.fewest)
    with st.container(border=True, key="card-own-unshown"):
        st.header(escaped(language("own.unshown", dimensions=named)), anchor=False)
        st.markdown(language("own.unshown.text", fewest=fewest, control=language("own.fewest")))
