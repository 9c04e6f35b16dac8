"""The first page: four findings, a place to choose, and how to read the rest."""

import streamlit as st

from components import link
from components.findings_page import finding_card, how_to_read, independence, start_with_a_place, what_is_new
from components.frame import notices
from components.headline import headlines
from data.catalog import catalog
from data.store import store

reading = link.current_link(catalog().vocabulary)
language = link.current_language(reading)

st.title(language("home.title"), anchor=False)
st.markdown(language("home.lead"))
notices(reading, (), language)
told = headlines(catalog(), store(), language)
for pair in (told[:2], told[2:]):
    for column, headline in zip(st.columns(2), pair, strict=False):
        with column:
            finding_card(headline, reading, language)
independence(language)
start_with_a_place(reading, language)
how_to_read(language)
what_is_new(reading, language)
