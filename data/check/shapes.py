"""Whether a declared value has the shape `schema` gives it: keys known, none missing, types right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeGuard

from data.problems import nearest
from data.schema import LABEL, NUMBER


class Departure(NamedTuple):
    """One way in which a declared value departs from its shape."""

    keys: tuple[str, ...]
    value: str
    rule: str
    values: dict[str, object]


def departures(shape: object, declared: object, keys: tuple[str, ...] = ()) -> Iterator[Departure]:
    """All departures of `declared`, which stands at `keys`, from `shape`."""
    if isinstance(shape, dict) and isinstance(declared, Mapping):
        yield from _of_table(shape, declared, keys)
    elif isinstance(shape, list) and isinstance(declared, list) and _long_enough(shape, declared):
        for position, each in enumerate(declared, start=1):
            yield from departures(shape[0], each, (*keys, name_of(each, position)))
    elif not _is_a(declared, shape):
        yield Departure(keys, str(declared), "wrong_type", {"expected": _type_name(shape)})


def name_of(entry: object, position: int) -> str:
    """What an entry of a list is called in a report: its id, else its position from 1."""
    return str(entry["id"]) if isinstance(entry, Mapping) and "id" in entry else str(position)


def _of_table(
    shape: dict[str, Any], declared: Mapping[str, Any], keys: tuple[str, ...]
) -> Iterator[Departure]:
    known = {key.removesuffix("?"): each for key, each in shape.items()}
    for key, value in declared.items():
        if key in known:
            yield from departures(known[key], value, (*keys, key))
        elif "*" in known:
            yield from departures(known["*"], value, (*keys, key))
        else:
            yield Departure((*keys, key), "", "unknown_key", {"key": key, "nearest": nearest(key, known)})
    for key in shape:
        if not (key.endswith("?") or key == "*" or declared.get(key, "") != ""):
            rule = "missing_language" if key in LABEL else "missing_key"
            yield Departure((*keys, key), "", rule, {"key": key})


def is_number(value: object) -> TypeGuard[float]:
    """Whether a declared value is a number; `true` is none."""
    return _is_a(value, NUMBER)


def _long_enough(shape: list[Any], declared: list[Any]) -> bool:
    """`[str]` takes any number of texts, `[str, ...]` one or more, `[int, int]` exactly two numbers."""
    if shape[1:] == [...]:
        return bool(declared)
    return len(shape) == 1 or len(shape) == len(declared)


def _is_a(value: object, shape: object) -> bool:
    if isinstance(shape, dict | list):
        return False
    if isinstance(value, bool):  # to Python true is also the number 1
        return shape in (bool, object)
    return isinstance(value, shape) if isinstance(shape, type | tuple) else False


def _type_name(shape: object) -> str:
    if isinstance(shape, dict):
        return "{ … }"
    if isinstance(shape, list):
        return "[2015, 2024]" if shape == [int, int] else "[ … ]"
    return {str: '"…"', bool: "true/false", int: "1"}.get(shape, "1.5")
