"""Every source, where they differ, what was corrected, what is not known, and where each founding figure stands."""

import streamlit as st

from components import link, sources_page
from components.bibliography import search_of
from components.frame import notices
from data.catalog import catalog

reading = link.current_link(catalog().vocabulary)
language = link.current_language(reading)
_, rest = search_of(reading)

st.title(language("page.sources"), anchor=False)
st.markdown(language("sources_page.lead"))
notices(rest, (), language)
sources_page.contents(language)
sources_page.sources()
sources_page.disagreements(language)
sources_page.corrections(language)
sources_page.unknown(language)
sources_page.profiles(language)
sources_page.events(language)
sources_page.founding(language)
sources_page.listed(language)
