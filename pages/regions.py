"""One province against its peers, its NBS region and the nation; what is known there, and what is not."""

import streamlit as st

from components import link
from components.filters import filters
from components.frame import notices
from components.profile import views_of_sections
from components.region_picker import home_tiles
from components.region_profile import cards_by_section, region_profile
from components.unknown import unknown_of_regions
from data.catalog import catalog

reading = link.current_link(catalog().vocabulary)
language = link.current_language(reading)
dataset = catalog().vocabulary.datasets["regional_context"]
views = views_of_sections()

st.title(language.of(dataset.title), anchor=False)
st.markdown(language.of(dataset.lead))
notices(reading, views, language)
filters(reading, views.values(), language)
home_tiles(reading.filters, language)
region_profile(reading.filters, language)
cards_by_section(views, language)
unknown_of_regions(reading.filters.regions, language)
