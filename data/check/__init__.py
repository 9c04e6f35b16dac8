"""Whether the reviewed files may be built: every problem of a data folder, found at once."""

from __future__ import annotations

from data.check.corrections import correction_problems
from data.check.definitions import definition_problems
from data.check.figures import figure_problems
from data.check.sheets import sheet_problems
from data.problems import Problem
from data.reviewed import Reviewed


def problems(reviewed: Reviewed) -> list[Problem]:
    """Every problem of a data folder, file by file and row by row.

    A definition file that cannot be read is reported alone: each row that uses it would be reported as well.
    """
    if any(each.rule == "not_toml" for each in reviewed.unread):
        return list(reviewed.unread)
    found = [
        *reviewed.unread,
        *definition_problems(reviewed),
        *sheet_problems(reviewed),
        *figure_problems(reviewed),
        *correction_problems(reviewed),
    ]
    return sorted(found, key=lambda each: (each.file, each.row or 0))
