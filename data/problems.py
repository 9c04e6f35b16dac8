"""What the check reports: where, what is wrong, and how to put it right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from equity.language import Language


@dataclass(frozen=True)
class Problem:
    """One thing wrong in the data folder. `rule` names the sentence `check.<rule>` and its cure."""

    file: str
    row: int | None
    """1 is the first row below the header; `None` in a definition file."""
    column: str
    """The column, or the dotted key in a definition file."""
    value: str
    rule: str
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
    """What the sentence mentions beyond `column` and `value`."""
    line: int | None = field(default=None, compare=False)

    def sentence(self, language: Language) -> str:
        """The place, the value, what is wrong and how to put it right, on one line."""
        values = {"column": self.column, "value": self.value, **self.values}
        place = [self.file]
        if self.row is not None:
            place.append(language("check.row", row=self.row, line=self.line or self.row + 1))
        place += [each for each in (self.column, self.value) if each]
        cure = language(f"check.{self.rule}.cure", **values)
        if self.values.get("nearest"):
            cure += " " + language("check.nearest", nearest=self.values["nearest"])
        return " · ".join([*place, language(f"check.{self.rule}", **values), cure])


def nearest(value: str, known: Iterable[str]) -> str:
    """The known code most like a wrong one, or nothing when none is alike."""
    return next(iter(get_close_matches(value, [str(code) for code in known], 1)), "")
