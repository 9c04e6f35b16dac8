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


def exchange(new: Path, old: Path) -> None:
    """Make `new` stand at `old`, and remove what stood there. Both lie in one folder."""
    if old.exists():
        if not _swap(new, old):
            _rename_twice(new, old)
        shutil.rmtree(new)
    else:
        new.rename(old)


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


def _rename_twice(new: Path, old: Path) -> None:
    """Exchange by renaming; for a moment nothing stands at `old`."""
    aside = old.with_name(f".{old.name}-old")
    shutil.rmtree(aside, ignore_errors=True)
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    aside.rename(new)
