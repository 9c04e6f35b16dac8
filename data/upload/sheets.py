"""What a reader's file holds: its tables as they stand there, before anything is read into them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.upload.problems import Problem


@dataclass(frozen=True)
class Sheet:
    """One table of a reader's file, as it stands there."""

    name: str
    """Of the worksheet; empty in a file that has none."""
    cells: pd.DataFrame
    """One column a heading (unique, as printed). Values as read: str, float, int, bool, datetime, or missing.
    The index is the row that a spreadsheet program shows: the first below the heading of a plain CSV is 2."""
    above: tuple[str, ...] = ()
    """Lines above the heading: a title, a unit (`单位：万人`)."""
    below: tuple[str, ...] = ()
    """Footnotes under the table."""


@dataclass(frozen=True)
class Opened:
    """A reader's file, opened. `sheets` is empty where nothing could be read; `problems` then say why."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    encoding: str = ""
    """What the text was read as; empty for files that are not text."""
