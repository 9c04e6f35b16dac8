"""The reader's story: figures from any page in an order of their own, with their words, to present and to hand on."""

import streamlit as st

from components import link
from components.frame import notices
from components.story import page, visit
from components.story.items import items
from data.catalog import catalog

reading = link.current_link(catalog().vocabulary)
language = link.current_language(reading)

st.title(language("page.story"), anchor=False)
st.markdown(language("story.lead"))
page.arrival(language)
notices(page.without_story(reading), (), language)
outline = visit.present()
if outline.items:
    page.bar(outline, language)
    items(outline, language)
else:
    page.beginning(reading, language)
