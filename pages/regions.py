"""One province against its peers, its NBS region and the nation; what is known there, and what is not."""

import streamlit as st

from components import link
from components.card import card
from components.filters import filters
from components.frame import notices
from components.region_picker import home_tiles
from components.region_profile import region_profile
from data.catalog import catalog

vocabulary = catalog().vocabulary
reading = link.current_link(vocabulary)
language = link.current_language(reading)
dataset = vocabulary.datasets["regional_context"]
sections = [
    (section["heading"], [vocabulary.view(code) for code in section["views"]])
    for section in catalog().sections
]
views = [view for _, shown in sections for view in shown if view]

st.title(language.of(dataset.title), anchor=False)
st.markdown(language.of(dataset.lead))
notices(reading, [view.id for view in views], language)
filters(reading, views, language)
home_tiles(reading.filters, language)
region_profile(reading.filters.regions, language)
for heading, shown in sections:
    st.header(language.of(heading))
    for definition in shown:
        if definition:
            card(definition)
