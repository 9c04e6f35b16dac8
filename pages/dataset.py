"""Any dataset as a page: its shared filters, then a card for each view it declares."""

import streamlit as st

from components import link
from components.card import card
from components.filters import filters
from components.frame import dataset_of_page, notices
from data.catalog import catalog

vocabulary = catalog().vocabulary
dataset = dataset_of_page(vocabulary)
reading = link.current_link(vocabulary)
language = link.current_language(reading)

st.title(language.of(dataset.title), anchor=False)
st.markdown(language.of(dataset.lead))
notices(reading, dataset.views, language)
filters(reading, dataset.views.values(), language)
for definition in dataset.views.values():
    card(definition)
