"""The few rules of style that the theme file cannot say. Colours come from the theme's own variables.

No rule asks what an element contains (`:has`): the browser would work out the styles of the page anew at each of the
hundreds of changes of a rerun. A chosen pill keeps its tint under the pointer: on Streamlit's deeper one its words
are too pale on the dark page. The buttons of a chart or table, which Streamlit shows to a pointer alone, are seen
when a key comes to them; so is which link it has come to.
"""

import streamlit as st

STYLE = """
.stMainBlockContainer { max-width: 76rem; padding-top: 4rem; padding-bottom: 4rem; }
[class*="st-key-card-"] { scroll-margin-top: 4.5rem; }
.st-key-masthead { justify-content: space-between; }
[class*="st-key-card-"] h2 { font-size: 1.3rem; line-height: 1.4; padding: 0 0 .5rem; text-wrap: pretty; }
:lang(zh) [class*="st-key-card-"] h2, :lang(zh) p { line-height: 1.7; letter-spacing: 0; }
[class*="st-key-grid-"] { max-width: 30rem; }
[data-testid="stCaptionContainer"] { color: inherit; opacity: .8; }
[data-tag], [data-tag] button { background: none; color: inherit; }
[data-tag] { border: 1px solid; }
[class*="st-key-controls-"] > .stElementContainer { flex: 1 1 13rem !important; }
[class*="st-key-controls-several-"] > .stElementContainer:first-child { flex: 2 1 18rem !important; }
.st-key-region-groups { row-gap: 0; }
[class*="st-key-card-item-"] .stHtml a { color: inherit; }
[data-testid="stElementToolbar"]:focus-within { opacity: 1 !important; }
:is(a, [data-testid="stElementToolbar"] button):focus-visible { outline: 2px solid !important; }
[data-testid="stButtonGroup"] > div { flex-wrap: wrap; overflow: visible; mask: none; }
[data-testid="stButtonGroup"] [data-selected][data-hovered] {
  background: color-mix(in srgb, currentColor 10%, transparent) !important;
}
[class*="st-key-way-"] .stCode { max-height: 16rem; overflow-y: auto; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 3.5rem .75rem; }
  [class*="st-key-wide-"] [data-testid="stTable"] { overflow-x: auto; }
  [class*="st-key-wide-"] table { min-width: 42rem; }
  [class*="st-key-stacked-"] :is(table, tbody, tr, th, td) { display: block; width: 100%; }
  [class*="st-key-stacked-"] thead { display: none; }
  [class*="st-key-stacked-"] :is(th, td) { border: none; padding: .1rem 0; }
  [class*="st-key-stacked-"] tr { border-bottom: 1px solid; padding: .5rem 0; }
}
"""

EMBEDDED = ".stMainBlockContainer { padding: .5rem; }"
"""A card in another site begins where its frame begins."""


def use_style(*, alone: bool) -> None:
    """Put the rules into the page; `alone`: that shows one card in another site."""
    st.html(f"<style>{STYLE}{EMBEDDED if alone else ''}</style>")
