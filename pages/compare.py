"""Any figure by any groups: what can be compared, how far apart it is, and whether the answer holds."""

import streamlit as st

from components import link
from components.card import card
from components.compare_page import contents, subject
from components.filters import filters
from components.frame import notices
from data.catalog import catalog

vocabulary = catalog().vocabulary
reading = link.current_link(vocabulary)
language = link.current_language(reading)
views = {view.id: view for view in vocabulary.comparing_views()}

st.title(language("page.compare"), anchor=False)
st.markdown(language("compare.lead"))
notices(reading, views, language)
definition = subject(views, reading, language)
contents({definition.id: definition}, reading, language)
filters(reading, [definition], language)
card(definition)
