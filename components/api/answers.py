"""How a request is answered: off the event loop, with a tag for caches, and in words where it cannot be."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from components.api.requests import Problem, RefusedError, language_asked
from components.export.fonts import MissingCharactersError
from components.export.formats import FORMATS
from components.files import BusyError
from data.catalog import catalog

LOG = logging.getLogger("caregap")

JSON = FORMATS["json"].mime
METHODS = ("GET", "HEAD", "OPTIONS")
FRESH = 300
"""For how many seconds a cache need not ask again."""

RETRY = 30
"""After how many seconds a file may be asked for again, when too many are being made or one takes too long."""


@dataclass(frozen=True)
class Answer:
    """What a request gets: bytes that are made when they are needed.

    Answers with equal `parts`, on one edition of data and program, have equal bytes; without parts, an answer is of
    the moment and is not to be kept. `name` is what a browser calls the file when it saves it.
    """

    write: Callable[[], bytes]
    media_type: str = JSON
    parts: tuple[object, ...] = ()
    name: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers that a full answer and a 304 share."""
        if not self.parts:
            return {"Cache-Control": "no-store"}
        made = repr((catalog().edition, *self.parts)).encode()
        tag = hashlib.sha256(made).hexdigest()[:32]
        return {"ETag": f'"{tag}"', "Cache-Control": f"public, max-age={FRESH}"}


def document(request: Request, contents: Callable[[], Any], *parts: object) -> Answer:
    """The answer that holds plain data as JSON; `parts` are what it depends on beside the address it is asked at."""
    return Answer(lambda: as_json(contents()), parts=(str(request.url), *parts))


def as_json(contents: Any) -> bytes:
    """Plain data as JSON in UTF-8; numbers are finite or null."""
    return json.dumps(contents, ensure_ascii=False, allow_nan=False).encode("utf-8")


def answering(find: Callable[[Request], Answer]) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that answers with what `find` finds. It runs in a thread: reading and writing take their time."""

    async def endpoint(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
        return await run_in_threadpool(_answered, find, request)

    return endpoint


def _answered(find: Callable[[Request], Answer], request: Request) -> Response:
    try:
        answer = find(request)
        headers = answer.headers | {"X-Content-Type-Options": "nosniff"}
        if _is_known(headers.get("ETag"), request):
            return Response(status_code=304, headers=headers)
        if answer.name:
            headers["Content-Disposition"] = f'inline; filename="{answer.name}"'
        return Response(answer.write(), media_type=answer.media_type, headers=headers)
    except RefusedError as refused:
        return refusal(request, refused.status, refused.problems)
    except BusyError:
        return refusal(request, 503, (Problem("busy"),), {"Retry-After": str(RETRY)})
    except TimeoutError:
        return refusal(request, 503, (Problem("slow"),), {"Retry-After": str(RETRY)})
    except MissingCharactersError as missing:
        return refusal(request, 422, (Problem("characters", value=" ".join(missing.characters)),))
    except Exception:
        LOG.exception("a request could not be answered")
        return refusal(request, 500, (Problem("failed"),))


def _is_known(tag: str | None, request: Request) -> bool:
    """Whether who asks already has the answer with this tag."""
    asked = request.headers.get("If-None-Match", "")
    held = {each.strip().removeprefix("W/") for each in asked.split(",")}
    return tag is not None and not held.isdisjoint({tag, "*"})


def refusal(
    request: Request, status: int, problems: tuple[Problem, ...], headers: dict[str, str] | None = None
) -> Response:
    """The answer to a request that cannot be granted: the first problem, and under `all` every one."""
    language = language_asked(request)
    told = [each.told(language) for each in problems]
    return Response(
        as_json({**told[0], "all": told}),
        status,
        {"Cache-Control": "no-store", **(headers or {})},
        media_type=JSON,
    )


def unrouted(paths: tuple[str, ...]) -> Callable[[Request, Exception], Response]:
    """The handler for requests that no route takes; `paths` are those that one does."""

    def handler(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        wrong = {
            404: Problem("path", "path", request.url.path, paths),
            405: Problem("method", "method", request.method, METHODS),
        }
        headers = {"Allow": ", ".join(METHODS)} if error.status_code == 405 else None
        return refusal(request, error.status_code, (wrong[error.status_code],), headers)

    return handler
