"""A reader's own file: brought, examined, and shown like the published figures for as long as they visit."""

import streamlit as st

from components import link
from components.card import card
from components.filters import filters
from components.frame import notices
from components.own_data import visit
from components.own_data.bring import bring
from components.own_data.cases import cases
from components.own_data.report import report
from components.own_data.understood import understood
from components.own_data.unshown import unshown
from data.catalog import catalog

language = link.current_language(link.current_link(catalog().vocabulary))

st.title(language("page.your_data"), anchor=False)
st.markdown(language("own.lead"))
if visit.waits():
    with st.spinner(language("own.examining"), show_time=True):
        settled = visit.settle()
    if not settled:
        st.error(language("own.not_understood"), icon=":material/error:")
brought = visit.brought()
bring(language)
if brought:
    understood(brought, language)
    report(brought, language)
reading = link.current_link(catalog().vocabulary)
views = dict(brought.where.brought.dataset.views) if brought and brought.where else {}
notices(reading, views, language)
filters(reading, views.values(), language)
for definition in views.values():
    card(definition)
if brought:
    unshown(brought, language)
    cases(brought, language)
