"""What a reader is told by every view at its default, and by the first page, as text to be kept and read."""

from __future__ import annotations

import json
from pathlib import Path

from components.figure import finding_of, gaps_of
from components.headline import headlines
from data.catalog import catalog
from data.catalog import language as language_of
from data.store import store
from equity.gaps import change_lines, gap_lines
from equity.view import Filters, View

HERE = Path(__file__).parent


def path_of(code):
    return HERE / f"findings.{code}.toml"


def sentences(code):
    """Name to sentences: the finding of a view, then panel by panel the newest gap and that of two dates."""
    language = language_of(code)
    told = {f"home.{each.id}": [each.sentence, each.note] for each in headlines(catalog(), store(), language)}
    for definition in catalog().vocabulary.views():
        view = View.default(definition, Filters(language=code))
        told[f"{view.id}.finding"] = [finding_of(view)]
        for place, gaps in enumerate(gaps_of(view), start=1):
            name, figures = f"{view.id}.panel_{place}", gaps[0].comparison.figures
            told[f"{name}.of"] = [figures.panel_label.iloc[0], gaps[0].comparison.moment]
            told[f"{name}.gap"] = gap_lines(gaps[0], language)
            told[f"{name}.change"] = change_lines(gaps, definition.breaks, language)
    return {name: lines for name, lines in told.items() if lines}


def written(told):
    """Sentences as TOML, a line each, so that a difference shows the sentence that changed."""
    lines, heading = [], None
    for name, texts in told.items():
        table, key = name.rsplit(".", 1)
        if table != heading:
            lines += ["", f"[{table}]"]
            heading = table
        quoted = [json.dumps(text, ensure_ascii=False) for text in texts]
        lines += [f"{key} = [", *(f"    {text}," for text in quoted), "]"]
    return "\n".join(lines[1:]) + "\n"


def kept(told, prefix=""):
    """The sentences of a file that has been read, under the names that `sentences` gives them."""
    flat = {}
    for key, value in told.items():
        flat |= kept(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return flat
