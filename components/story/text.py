"""A teller's Markdown as HTML: text, lists, tables and links, and nothing that calls another host or runs."""

from __future__ import annotations

from components.export.markdown import parser

HEADING = 3
"""Headings of a text stand below that of its figure."""


def html_of(text: str) -> str:
    """The HTML of a Markdown text. HTML in it is shown as text; a picture becomes a link to it."""
    tokens = parser().parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, HEADING - 1 + int(token.tag[1]))}"
        for inner in token.children or ():
            if inner.type == "link_open":
                inner.attrSet("target", "_blank")
                inner.attrSet("rel", "noopener")
    return parser().renderer.render(tokens, parser().options, {})
