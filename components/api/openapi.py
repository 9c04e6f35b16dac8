"""The description of the API for programs, made of the vocabulary, so that no code in it can be out of date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from components.address import API, REGION_FORMATS
from components.api.answers import JSON, METHODS
from components.api.lists import TABLE_FORMATS, parameters
from components.api.regions import SHARED
from components.api.requests import LONGEST_QUERY
from components.export.formats import FORMATS
from data.catalog import LANGUAGES, catalog
from equity.language import Language
from equity.view import ALL, SEPARATOR, SINGLE, YEARS, filter_codes
from equity.vocabulary import NATION, ViewDefinition

Schema: TypeAlias = dict[str, Any]

VERSION = "3.1.0"
LISTS = ("health", "datasets", "views", "regions", "sources", "openapi.json")
"""What is asked for without an id."""

OPERATIONS = (*(name.removesuffix(".json") for name in LISTS), "dataset", "region", "card")
"""Operations that have the summary `api.<name>`; a view is summed up by its question."""

STATUSES = (400, 404, 405, 414, 422, 503)
OF_FILES = (400, 414, 422, 503)
"""What a file that is made on request may be answered with instead, beside 404."""

TEXT: Schema = {"type": "string"}
BOTH_LANGUAGES: Schema = {
    "type": "object",
    "properties": dict.fromkeys(LANGUAGES, TEXT),
    "required": list(LANGUAGES),
}


def openapi(base: str, language: Language) -> Schema:
    """The description in OpenAPI, its sentences in a language; `base` is the address of the site."""
    vocabulary = catalog().vocabulary
    every = [vocabulary.definition(each) for each in vocabulary.view_ids]
    return {
        "openapi": VERSION,
        "info": {
            "title": language("site.name"),
            "version": API.rsplit("/", 1)[-1],
            "description": language("api.description"),
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": base.rstrip("/")}],
        "paths": {
            **{f"/{API}/{name}": {"get": _list_of(name.removesuffix(".json"), language)} for name in LISTS},
            f"/{API}/datasets/{{id}}.{{format}}": {"get": _dataset(language)},
            **{f"/{API}/views/{each.id}.{{format}}": {"get": _view(each, language)} for each in every},
            f"/{API}/regions/{{code}}.{{format}}": {"get": _region(language)},
            **{f"/api/og/{each.id}.png": {"get": _card(each, language)} for each in every},
        },
        "components": {"schemas": _schemas(), "responses": _refusals(language)},
    }


# Operations --------------------------------------------------------------------------------------------------


def _operation(
    name: str,
    language: Language,
    content: Mapping[str, Schema],
    refused: Iterable[int],
    takes: list[Schema],
    summary: str = "",
) -> Schema:
    tag = {"description": language("api.etag"), "schema": TEXT}
    return {
        "operationId": name,
        "summary": summary or language(f"api.{name}"),
        "parameters": takes,
        "responses": {
            "200": {
                "description": language("api.answer"),
                "headers": {} if name == "health" else {"ETag": tag},
                "content": {media: {"schema": schema} for media, schema in content.items()},
            },
            **{str(status): {"$ref": f"#/components/responses/{status}"} for status in (*refused, 405)},
        },
    }


def _list_of(name: str, language: Language) -> Schema:
    return _operation(name, language, {JSON: _named(name)}, (400, 414), [_shared("lang", language)])


def _dataset(language: Language) -> Schema:
    takes = [
        _in_path("id", catalog().tables, language("api.id")),
        _in_path("format", TABLE_FORMATS, language("api.format")),
        _shared("lang", language),
    ]
    content = {FORMATS[code].mime: {} for code in TABLE_FORMATS} | {JSON: _named("table")}
    return _operation("dataset", language, content, (400, 404, 414), takes)


def _view(definition: ViewDefinition, language: Language) -> Schema:
    content: dict[str, Schema] = {each.mime: {} for each in FORMATS.values()} | {JSON: _named("view")}
    takes = [
        _in_path("format", FORMATS, language("api.format")),
        *(_of_view(each, language) for each in parameters(definition)),
    ]
    question = language.of(definition.question)
    return _operation(f"view-{definition.id}", language, content, (*OF_FILES, 404), takes, question)


def _region(language: Language) -> Schema:
    provinces = [code for code in catalog().vocabulary.regions if code != NATION]
    takes = [
        _in_path("code", provinces, language("filters.regions")),
        _in_path("format", REGION_FORMATS, language("api.format")),
        *(_shared(name, language) for name in SHARED),
    ]
    files = {FORMATS[code].mime: {} for code in REGION_FORMATS.values()}
    return _operation("region", language, files | {JSON: _named("region")}, (*OF_FILES, 404), takes)


def _card(definition: ViewDefinition, language: Language) -> Schema:
    takes = [_of_view(each, language) for each in parameters(definition)]
    content: dict[str, Schema] = {FORMATS["card"].mime: {}}
    return _operation(f"card-{definition.id}", language, content, OF_FILES, takes, language("api.card"))


# Parameters --------------------------------------------------------------------------------------------------


def _in_path(name: str, codes: Iterable[str], description: str) -> Schema:
    schema = {"type": "string", "enum": list(codes)}
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _shared(name: str, language: Language) -> Schema:
    codes = filter_codes(catalog().vocabulary)[name]
    return _of_view({"name": name, "several": name not in SINGLE, "allowed": codes}, language)


def _of_view(told: Mapping[str, Any], language: Language) -> Schema:
    """A parameter as `lists.parameters` tells it."""
    name, by_dimension = told["name"], told.get("allowed_by_dimension", {})
    codes = told.get("allowed") or tuple(
        dict.fromkeys(code for each in by_dimension.values() for code in each)
    )
    return {
        "name": name,
        "in": "query",
        "description": _meaning(name, language),
        "schema": _codes(name, codes, told["several"]),
    }


def _codes(name: str, codes: Iterable[str], several: bool) -> Schema:
    """What a parameter may hold. Lists joined by a point are no array that OpenAPI could name, so a pattern tells."""
    if name == "period":
        return {"type": "string", "pattern": f"^({ALL}|{_year()}-{_year()})$"}
    if not several:
        return {"type": "string", "enum": list(codes)}
    one = "|".join(map(re.escape, codes))
    pattern = f"^({ALL}|({one})({re.escape(SEPARATOR)}({one}))*)$"
    return {"type": "string", "pattern": pattern, "maxLength": LONGEST_QUERY // 2}


def _year() -> str:
    first, last = str(YEARS[0]), str(YEARS[-1])
    return f"({first[:2]}({first[2:]}|[5-9][0-9])|20[0-9]{{2}}|{last})"


def _meaning(name: str, language: Language) -> str:
    vocabulary = catalog().vocabulary
    if name in filter_codes(vocabulary):
        return language(f"filters.{name}")
    if name in vocabulary.dimensions:
        return language.of(vocabulary.dimensions[name].label)
    return language(f"controls.{name}")


# Answers -----------------------------------------------------------------------------------------------------


def _named(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _array(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _schemas() -> dict[str, Schema]:
    count: Schema = {"type": "integer", "minimum": 0}
    links: Schema = {"type": "object", "additionalProperties": TEXT}
    data = _object(version=TEXT, released={"type": "string", "format": "date"})
    codes = {
        "grade": {"type": "string", "enum": list(filter_codes(catalog().vocabulary)["grades"])},
        "region_code": {"type": "string", "enum": list(catalog().vocabulary.regions)},
    }
    problem = _object(error=TEXT, field=TEXT, allowed=_array(TEXT))
    region = _object(
        code=codes["region_code"],
        iso_3166_2=TEXT,
        label=BOTH_LANGUAGES,
        full=BOTH_LANGUAGES,
        nbs_region={"type": ["string", "null"]},
        formats=links,
    )
    citation = _object(text=TEXT, bibtex=TEXT, gbt7714=TEXT)
    cited = dict.fromkeys(("id", "title", "authors", "publisher", "year", "url", "licence", "kind"), TEXT)
    source = _object(**cited, grade=codes["grade"], citation=citation)
    return {
        "error": _object(error=TEXT, field=TEXT, allowed=_array(TEXT), all=_array(problem)),
        "health": _object(
            status=TEXT,
            data=data,
            queue=_object(waiting=count, most=count),
            workers=count,
            fonts=_array(TEXT),
        ),
        "datasets": _object(
            data=data,
            datasets=_array(_object(id=TEXT, title=BOTH_LANGUAGES, rows=count, sha256=TEXT, formats=links)),
        ),
        "table": _object(id=TEXT, data=data, rows=_array({"type": "object"})),
        "views": _object(
            data=data,
            views=_array(
                _object(
                    id=TEXT,
                    question=BOTH_LANGUAGES,
                    dataset=TEXT,
                    page=TEXT,
                    parameters=_array(_object(name=TEXT, several={"type": "boolean"})),
                    formats=links,
                )
            ),
        ),
        "view": _object(
            view=TEXT,
            dataset=TEXT,
            language={"type": "string", "enum": list(LANGUAGES)},
            finding=TEXT,
            question=TEXT,
            link=TEXT,
            data=data,
            figures=_array(_figure(codes["grade"])),
            sources=_array(_named("source")),
        ),
        "regions": _object(data=data, regions=_array(region)),
        "region": _object(
            data=data,
            region=region,
            peers=_array(codes["region_code"]),
            profile=_array(_object(label=BOTH_LANGUAGES, figures=_array({"type": "object"}))),
            views=_array(_named("view")),
        ),
        "openapi": _object(openapi=TEXT, info={"type": "object"}, paths={"type": "object"}),
        "source": source,
        "sources": _object(data=data, sources=_array(_named("source"))),
    }


def _figure(grade: Schema) -> Schema:
    number: Schema = {"type": ["number", "null"]}
    coded = _object(code=TEXT, label=TEXT)
    return _object(
        indicator=coded,
        value=number,
        qualifier=TEXT,
        unit=coded,
        interval={"type": ["array", "null"], "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        group=coded,
        grade=grade,
        source_ids=_array(TEXT),
    )


def _refusals(language: Language) -> dict[str, Schema]:
    """What a request that cannot be answered gets, by status."""
    again = {"description": language("api.retry"), "schema": {"type": "integer"}, "required": True}
    allow = {"description": ", ".join(METHODS), "schema": TEXT, "required": True}
    return {
        str(status): {
            "description": language(f"api.status.{status}"),
            "headers": {"Retry-After": again} if status == 503 else {"Allow": allow} if status == 405 else {},
            "content": {JSON: {"schema": _named("error")}},
        }
        for status in STATUSES
    }
