"""How figures are chosen, drawn and computed, what every code means, and all of it as files."""

import streamlit as st

from components import link, methods_page
from components.frame import notices
from data.catalog import catalog

reading = link.current_link(catalog().vocabulary)
language = link.current_language(reading)

st.title(language("page.methods"), anchor=False)
st.markdown(language("methods.lead"))
notices(reading, (), language)
methods_page.contents(language)
methods_page.grades(language)
methods_page.marks(language)
methods_page.indicators(language)
methods_page.dimensions(language)
methods_page.formulas(language)
methods_page.measures(language)
methods_page.places(language)
methods_page.data_dictionary(language)
methods_page.downloads(language)
methods_page.api(language)
methods_page.licence(language)
