"""The reader's story: figures from any page in an order of their own, with their words, to present and to hand on."""

import streamlit as st

from components import link, story, story_page
from components.frame import notices
from components.story_items import items
from data.catalog import catalog

reading = link.current_link(catalog().vocabulary)
language = link.current_language(reading)

st.title(language("page.story"), anchor=False)
st.markdown(language("story.lead"))
story_page.arrival(language)
notices(story_page.without_story(reading), (), language)
outline = story.present()
if outline.items:
    story_page.bar(outline, language)
    items(outline, language)
else:
    story_page.beginning(reading, language)
