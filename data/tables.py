"""Tables as Parquet below one address: a folder, or a prefix in an object store.

`<address>/<name>.parquet` is a file, or a folder of parts. Parts may lie in Hive partitions
(`region_code=110000/part-0.parquet`); a column that stands in the path is text, whatever it looks like, because
"000000" is a code and engines guess differently.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import dataset as ds
from pyarrow.fs import FileInfo, FileSelector, FileSystem, FileType

ENDING = ".parquet"
PATH_WITHOUT_SCHEME = "://"
SPARKS_S3 = "s3a://"
"""What Spark calls the S3 that everybody else calls s3."""


class NoSuchTableError(LookupError):
    """A table is asked for that does not lie at the address."""


class EngineError(RuntimeError):
    """What asks the tables cannot be had; the message names the cure."""


@dataclass(frozen=True)
class Tables:
    """The tables at an address. Reads footers and listings only, unless a caller reads a `dataset`."""

    address: str

    @property
    def folder(self) -> Path | None:
        """The folder on this machine; `None` in an object store."""
        return None if PATH_WITHOUT_SCHEME in self.address else Path(self.address)

    def path(self, name: str) -> str:
        """Where a table lies, as DuckDB and Spark are told."""
        return f"{self.address.rstrip('/')}/{name}{ENDING}"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The tables there are, in alphabetical order; none where there is no such folder."""
        found = (Path(each.path).name for each in self._below(recursive=False))
        return tuple(sorted(each.removesuffix(ENDING) for each in found if each.endswith(ENDING)))

    def file(self, name: str) -> Path | None:
        """The one file on this machine that a table is; `None` for a folder of parts and in an object store."""
        whole = self.folder / f"{name}{ENDING}" if self.folder else None
        return whole if whole and whole.is_file() else None

    def require(self, name: str) -> None:
        """Raise NoSuchTableError unless this table is there."""
        if name not in self.names:
            held = ", ".join(self.names)
            raise NoSuchTableError(
                f"{self.path(name)} is not there. At {self.address} lie: {held or 'no tables'}"
            )

    def dataset(self, name: str) -> ds.Dataset:
        """A table as Arrow reads it. Raises NoSuchTableError."""
        self.require(name)
        system, root = self._opened
        place = f"{root}/{name}{ENDING}"
        found = ds.dataset(place, filesystem=system, format="parquet", partitioning="hive")
        written = {
            column for part in islice(found.get_fragments(), 1) for column in part.physical_schema.names
        }
        in_path = [(column, pa.string()) for column in found.schema.names if column not in written]
        if not in_path:
            return found
        texts = ds.partitioning(pa.schema(in_path), flavor="hive")
        return ds.dataset(place, filesystem=system, format="parquet", partitioning=texts)

    def described(self, name: str) -> dict[str, Any]:
        """A table as a manifest says it: rows, columns with their types; sha256 where it is one file here."""
        held, file = self.dataset(name), self.file(name)
        return {
            "name": name,
            "rows": held.count_rows(),
            "columns": {field.name: _kind(field.type) for field in held.schema},
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest() if file else "",
        }

    def state(self) -> bytes:
        """What changes when any file does: the path, size and time of each."""
        every = [(each.path, each.size, str(each.mtime)) for each in self._below(recursive=True)]
        return json.dumps(sorted(every)).encode()

    @cached_property
    def _opened(self) -> tuple[FileSystem, str]:
        address = self.address.replace(SPARKS_S3, "s3://", 1)
        system, root = FileSystem.from_uri(address if self.folder is None else str(self.folder.resolve()))
        return system, root.rstrip("/")

    def _below(self, *, recursive: bool) -> list[FileInfo]:
        system, root = self._opened
        found = system.get_file_info(FileSelector(root, allow_not_found=True, recursive=recursive))
        return [each for each in found if not recursive or each.type == FileType.File]


def _kind(held: pa.DataType) -> str:
    """What a manifest calls a type."""
    kinds: Mapping[str, bool] = {
        "bool": pa.types.is_boolean(held),
        "int64": pa.types.is_integer(held),
        "double": pa.types.is_floating(held) or pa.types.is_decimal(held),
    }
    return next((kind for kind, fits in kinds.items() if fits), "string")
