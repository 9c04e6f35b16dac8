"""Put a new folder in the place of an old one in a single step, so that no reader finds half of each."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

AT_FDCWD = -100
"""Linux: paths are read from the working directory."""

RENAME_EXCHANGE = 2
RENAME_SWAP = 2


def prepare(place: Path) -> Path:
    """An empty folder beside `place` to build in; clears what a killed build left there."""
    aside, new = _aside(place), place.with_name(f".{place.name}-new")
    if aside.exists() and not place.exists():  # killed between two renames
        aside.rename(place)
    shutil.rmtree(aside, ignore_errors=True)
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    return new


def exchange(new: Path, place: Path) -> None:
    """Make `new` stand at `place`, and remove what stood there. Both lie in one folder."""
    if place.exists():
        if not _swap(new, place):
            _rename_twice(new, place)
        shutil.rmtree(new)
    else:
        new.rename(place)


def _aside(place: Path) -> Path:
    return place.with_name(f".{place.name}-old")


def _swap(one: Path, other: Path) -> bool:
    """Exchange two folders by the system's own call; False where the system or the disk cannot."""
    if sys.platform not in ("linux", "darwin"):
        return False
    system = ctypes.CDLL(None)
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(system, "renameat2"):
        return system.renameat2(AT_FDCWD, first, AT_FDCWD, second, ctypes.c_uint(RENAME_EXCHANGE)) == 0
    if sys.platform == "darwin" and hasattr(system, "renamex_np"):
        return system.renamex_np(first, second, ctypes.c_uint(RENAME_SWAP)) == 0
    return False


def _rename_twice(new: Path, place: Path) -> None:
    """Exchange by renaming; for a moment nothing stands at `place`."""
    place.rename(_aside(place))
    new.rename(place)
    _aside(place).rename(new)
