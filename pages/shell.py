"""The frame around every page: menu, language, notices. Then the page itself."""

import streamlit as st

from components import link
from components.document import describe_document
from components.failure import told_to_the_reader
from components.frame import footer, header, menu
from data.catalog import MARK, catalog

vocabulary = catalog().vocabulary
st.set_page_config(page_icon=str(MARK), layout="wide")
titles = link.current_language(link.current_link(vocabulary))
page = st.navigation(menu(vocabulary, titles), position="top")
link.keep_filters_across_pages(page.url_path, vocabulary)

language = link.current_language(link.current_link(vocabulary))
if language.code != titles.code:
    st.rerun()

describe_document(language, st.query_params.get("view", ""))
header(language)
with told_to_the_reader(language):
    page.run()
footer(language)
