"""The few rules of style that the theme file cannot say. Colours come from the theme's own variables."""

STYLE = """
.st-key-masthead { justify-content: space-between; }
[class*="st-key-card-"] h2 { line-height: 1.35; text-wrap: pretty; }
:lang(zh) [class*="st-key-card-"] h2, :lang(zh) p { line-height: 1.7; letter-spacing: 0; }
[class*="st-key-grid-"] { max-width: 30rem; }
.st-key-region-groups { row-gap: 0; }
"""
