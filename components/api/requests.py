"""From a request to what it asks for, or to everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request

from data.catalog import LANGUAGES, catalog
from data.catalog import language as language_of
from equity.language import Language
from equity.view import Dropped, Filters, View, card_codes, decode, filter_codes
from equity.vocabulary import ViewDefinition

LONGEST_QUERY = 16384
"""How many characters may stand behind the question mark; every code of the longest list fits."""

ECHOED = 80

PROBLEMS = (
    *("value", "parameter", "twice", "long", "id", "format", "path", "method"),
    *("busy", "slow", "characters", "failed"),
)
"""What can be wrong. Each has the sentence `api.error.<name>`."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the field it stands in, what stands there, and what could stand there instead."""

    kind: str
    field: str = ""
    value: str = ""
    allowed: tuple[str, ...] = ()

    def told(self, language: Language) -> dict[str, object]:
        """The problem as an answer tells it."""
        field, value = self.field[:ECHOED], self.value[:ECHOED]
        sentence = language(f"api.error.{self.kind}", field=field, value=value)
        return {"error": sentence, "field": field, "allowed": list(self.allowed)}


class RefusedError(Exception):
    """A request that cannot be answered as it stands: the status of the answer and all that is wrong."""

    def __init__(self, status: int, *problems: Problem) -> None:
        super().__init__(status, *problems)
        self.status = status
        self.problems = problems


def language_asked(request: Request) -> Language:
    """The language that a request names, else English; whatever else is wrong with it."""
    asked = request.query_params.get("lang", "")
    return language_of(asked if asked in LANGUAGES else "en")


def view_asked(request: Request) -> tuple[View, ViewDefinition]:
    """The view that a request names, under its parameters, which are those of the view's page.

    Raises
    ------
    RefusedError
        404 if there is no such view, 400 if a parameter or a value of it is not known.
    """
    vocabulary, view_id = catalog().vocabulary, request.path_params["id"]
    definition = vocabulary.view(view_id)
    if definition is None:
        raise RefusedError(404, Problem("id", "id", view_id, tuple(vocabulary.view_ids)))
    asked = _parameters(request)
    link = decode(asked | {"view": view_id}, vocabulary)
    view = link.view(definition)
    known = {**filter_codes(vocabulary), **card_codes(definition, vocabulary, view.dimension)}
    other = [Dropped("view", asked["view"])] if asked.get("view", view_id) != view_id else []
    _refuse([*link.dropped, *_pinned_elsewhere(link.filters), *other], {**known, "view": (view_id,)})
    return view, definition


def filters_asked(request: Request, *names: str) -> Filters:
    """The shared filters that a request names, of those called `names`.

    Raises
    ------
    RefusedError
        400 if a parameter or a value of it is not known.
    """
    vocabulary, asked = catalog().vocabulary, _parameters(request)
    known = {name: codes for name, codes in filter_codes(vocabulary).items() if name in names}
    link = decode({name: value for name, value in asked.items() if name in known}, vocabulary)
    other = [Dropped(name, value) for name, value in asked.items() if name not in known]
    _refuse([*link.dropped, *_pinned_elsewhere(link.filters), *other], known)
    return link.filters


def _pinned_elsewhere(filters: Filters) -> list[Dropped]:
    """A data version that cannot be answered with: a page would tell what has changed since, a file cannot."""
    version = filters.data_version
    return [Dropped("data", version)] if version not in ("", catalog().release["version"]) else []


def format_asked(request: Request, known: tuple[str, ...]) -> str:
    """The format that stands at the end of a request's path, of those in `known`; else RefusedError, 404."""
    code = request.path_params["format"]
    if code not in known:
        raise RefusedError(404, Problem("format", "format", code, known))
    return code


def _parameters(request: Request) -> dict[str, str]:
    if len(request.scope["query_string"]) > LONGEST_QUERY:
        raise RefusedError(414, Problem("long", "query", allowed=(f"0-{LONGEST_QUERY}",)))
    asked = request.query_params.multi_items()
    names = [name for name, _ in asked]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise RefusedError(400, *(Problem("twice", name) for name in twice))
    return dict(asked)


def _refuse(dropped: list[Dropped], known: Mapping[str, tuple[str, ...]]) -> None:
    if dropped:
        raise RefusedError(400, *(_problem(each, known) for each in dropped))


def _problem(dropped: Dropped, known: Mapping[str, tuple[str, ...]]) -> Problem:
    if dropped.parameter in known:
        return Problem("value", dropped.parameter, dropped.value, known[dropped.parameter])
    return Problem("parameter", dropped.parameter, allowed=tuple(known))
