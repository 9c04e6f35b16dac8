"""The addresses that programs ask at, and the application that answers there."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.routing import Mount, Route

from components.address import API, REGION_FORMATS, address_on, path_of, with_data_of_today
from components.api.answers import METHODS, Answer, answering, as_json, document, unrouted
from components.api.lists import (
    TABLE_FORMATS,
    datasets,
    regions,
    release,
    sources,
    table_file,
    views,
)
from components.api.openapi import openapi
from components.api.regions import SHARED, region_document, region_order
from components.api.requests import (
    Problem,
    RefusedError,
    filters_asked,
    format_asked,
    language_asked,
    view_asked,
)
from components.export.formats import FORMATS
from components.export.names import file_name, region_file_name, table_file_name
from components.files import QUEUE, file_of, waiting, workers
from components.order import Order
from data.catalog import FONTS, catalog

ROOT = "/" + API.split("/")[0]
ORIGINS = "CAREGAP_CORS"
"""The variable that names, joined by commas, the origins whose pages may ask; none may unless it does."""


def api() -> Mount:
    """The API, to stand beside the routes of the pages."""
    origins = [each.strip() for each in os.environ.get(ORIGINS, "").split(",") if each.strip()]
    cors = Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=METHODS,
        allow_headers=["If-None-Match"],
        expose_headers=["ETag", "Retry-After"],
    )
    handler = unrouted(tuple(ROOT + path for path in ENDPOINTS))
    application = Starlette(
        routes=[Route(path, answering(find), methods=METHODS) for path, find in ENDPOINTS.items()],
        middleware=[cors] if origins else [],
        exception_handlers={404: handler, 405: handler},
    )
    return Mount(ROOT, app=application)


def _health(request: Request) -> Answer:
    filters_asked(request, "lang")
    told = {
        "status": "ok",
        "data": release(),
        "queue": {"waiting": waiting(), "most": QUEUE},
        "workers": workers(),
        "fonts": sorted(file.name for file in FONTS.glob("*.woff2")),
    }
    return Answer(lambda: as_json(told))


def _list_of(contents: Callable[[str], object]) -> Callable[[Request], Answer]:
    def find(request: Request) -> Answer:
        filters_asked(request, "lang")
        return document(request, lambda: contents(_base(request)))

    return find


def _sources(request: Request) -> Answer:
    filters_asked(request, "lang")
    today = date.today()
    return document(request, lambda: sources(today), today)


def _openapi(request: Request) -> Answer:
    filters_asked(request, "lang")
    return document(request, lambda: openapi(_base(request), language_asked(request)))


def _dataset(request: Request) -> Answer:
    name, tables = request.path_params["id"], catalog().tables
    if name not in tables:
        raise RefusedError(404, Problem("id", "id", name, tuple(tables)))
    code = format_asked(request, TABLE_FORMATS)
    filters_asked(request, "lang")
    file = table_file_name(name, catalog().release["version"], code)
    return Answer(lambda: table_file(name, code), FORMATS[code].mime, (name, code), file)


def _view(request: Request) -> Answer:
    return _file_of_view(request, format_asked(request, tuple(FORMATS)))


def _card(request: Request) -> Answer:
    return _file_of_view(request, "card")


def _file_of_view(request: Request, code: str) -> Answer:
    view, definition = view_asked(request)
    wanted = FORMATS[code]
    page = f"{_base(request)}{path_of(definition)}"
    order = Order.of(view, address_on(page, with_data_of_today(view), definition), code)
    name = file_name(view, catalog().release["version"], wanted.extension)
    return Answer(lambda: file_of(order), wanted.mime, (order,), name)


def _region(request: Request) -> Answer:
    code, provinces = request.path_params["code"], catalog().vocabulary.provinces()
    if code not in provinces:
        raise RefusedError(404, Problem("id", "code", code, provinces))
    extension = format_asked(request, tuple(REGION_FORMATS))
    filters, base = filters_asked(request, *SHARED), _base(request)
    name = region_file_name(code, filters.language, catalog().release["version"], extension)
    parts, mime = (code, filters, base, extension), FORMATS[REGION_FORMATS[extension]].mime
    if extension == "json":
        return Answer(lambda: as_json(region_document(code, filters, base)), mime, parts, name)
    return Answer(lambda: file_of(region_order(code, filters, base, extension)), mime, parts, name)


def _base(request: Request) -> str:
    """The address of the site that the request came to, with a slash at its end."""
    return str(request.base_url)


ENDPOINTS: dict[str, Callable[[Request], Answer]] = {
    "/v1/health": _health,
    "/v1/datasets": _list_of(datasets),
    "/v1/datasets/{id}.{format}": _dataset,
    "/v1/views": _list_of(views),
    "/v1/views/{id}.{format}": _view,
    "/v1/regions": _list_of(regions),
    "/v1/regions/{code}.{format}": _region,
    "/v1/sources": _sources,
    "/v1/openapi.json": _openapi,
    "/og/{id}.png": _card,
}
