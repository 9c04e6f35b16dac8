"""How much of a reader's file is taken in, so that no file can fill the memory or keep others waiting."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 10**6


@dataclass(frozen=True)
class Limits:
    """What is refused, with a message that names the limit. Each leaves room for any table read as a whole."""

    size: int = 200 * MEGABYTE
    """Bytes of the file as it comes."""
    unpacked: int = 600 * MEGABYTE
    """Bytes of the sheets of a workbook, unpacked."""
    ratio: int = 500
    """How many times smaller than its contents a workbook of more than `small` bytes may be. Sheets of equal rows
    shrink a hundred times, a bomb a thousand."""
    small: int = 10 * MEGABYTE
    columns: int = 5_000
    rows: int = 10_000_000
    cells: int = 30_000_000
    """Of a text or Parquet table."""
    sheet_cells: int = 2_000_000
    """Of a workbook, whose cells are read one by one."""
    area: int = 10_000_000
    """Cells between the first and the last of a sheet, empty ones counted: the reader makes room for all of them."""
    memory: int = 1_500 * MEGABYTE
    """Bytes of a Parquet table, unpacked."""
    ragged: int = 100_000
    """Rows with another number of cells than the heading."""
    line: int = 16 * MEGABYTE
    """Bytes of one line of text."""
