"""The frame around every page: menu, language, notices. Then the page itself, or one card alone in another site."""

import streamlit as st

from components import link
from components.card import card
from components.document import describe_document
from components.failure import told_to_the_reader
from components.frame import footer, header, menu, notices
from components.own_data.visit import catalog_of_visit
from components.story.shelf import shelf
from components.style import use_style
from data.catalog import MARK, ask_visit, catalog, published
from equity.language import Language
from equity.view import Link, View


def draw() -> None:
    ask_visit(catalog_of_visit)
    vocabulary = published().vocabulary
    st.set_page_config(page_icon=str(MARK), layout="wide")
    before = link.current_link(vocabulary)
    titles = link.current_language(before)
    position = "hidden" if link.alone(before) else "top"
    page = st.navigation(menu(vocabulary, titles), position=position)
    link.keep_filters_across_pages(page.url_path, vocabulary)

    reading = link.current_link(catalog().vocabulary)
    language = link.current_language(reading)
    if language.code != titles.code:
        st.rerun()

    alone = link.alone(reading)
    use_style(alone=alone is not None)
    if alone:
        one_card(alone, reading, language)
        return
    describe_document(language, reading.focused.id if reading.focused else "")
    header(language)
    with told_to_the_reader(language):
        page.run()
    shelf()
    footer(language)


def one_card(view: View, reading: Link, language: Language) -> None:
    describe_document(language, "")
    notices(reading, (view.id,), language)
    card(catalog().vocabulary.definition(view.id))


# A process that makes files imports this as the main script of its parent, and must draw nothing.
if __name__ == "__main__":
    draw()
