"""The different values of a column, so that each is read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute

kernels: Any = pyarrow.compute
"""The kernels of Arrow. They are made when it is loaded, so that no type checker knows them."""


@dataclass(frozen=True)
class Distinct:
    """The different values of a column, texts apart from the rest, and where each stands."""

    index: pd.Index
    codes: np.ndarray
    """For each row the position of its value; -1 where it is empty."""
    values: pd.Series
    textual: np.ndarray
    """Which of the values are texts."""

    @classmethod
    def of(cls, column: pd.Series) -> Distinct:
        """The different values of a column; cells of nothing but spaces are empty."""
        plain = column.astype(object) if isinstance(column.dtype, pd.CategoricalDtype) else column
        codes, found = pd.factorize(plain)
        values = pd.Series(list(found), dtype=object)
        textual = values.map(lambda value: isinstance(value, str)).to_numpy(bool)
        return cls(column.index, codes, values, textual)

    @property
    def texts(self) -> pa.Array:
        """The values that are texts."""
        return pa.array(self.values[self.textual], pa.string())

    @property
    def others(self) -> pd.Series:
        """The values that are none."""
        return self.values[~self.textual]

    def spread(self, texts: Iterable[object], others: Iterable[object], empty: object) -> pd.Series:
        """What was read of each value, set where the value stands."""
        each = np.full(len(self.values) + 1, empty, dtype=object)
        each[:-1][self.textual] = list(texts)
        each[:-1][~self.textual] = list(others)
        kind = "str" if isinstance(empty, str) else type(empty)
        return pd.Series(each[self.codes], self.index, dtype=kind)


def strings(column: pd.Series) -> pa.Array | None:
    """The texts among the cells of a column, empty where a cell is none; `None` where no cell can be one."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return None
    try:
        texts = pa.array(column, pa.string(), from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        texts = pa.array([each if isinstance(each, str) else None for each in column], pa.string())
        return texts if texts.null_count < len(texts) else None
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def plain(texts: pa.Array) -> pa.Array:
    """Texts in one form to be compared: full-width signs as half-width ones, small letters, no spaces at the ends."""
    normal = kernels.utf8_lower(kernels.utf8_normalize(texts, form="NFKC"))
    return kernels.utf8_trim_whitespace(
        kernels.replace_substring_regex(normal, r"[\x{2212}\x{2010}\x{2011}\x{fe63}]", "-")
    )
