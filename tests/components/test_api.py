"""The API: what it answers, what it refuses and how, and that it does as its own description says."""

from __future__ import annotations

import io
import json
import re
from itertools import cycle
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.python.asgi import get_client
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from components import files
from components.address import REGION_FORMATS
from components.api.answers import Answer, answering
from components.api.lists import TABLE_FORMATS
from components.api.requests import LONGEST_QUERY
from components.api.routes import ENDPOINTS, ORIGINS, api
from components.export.fonts import MissingCharactersError
from components.export.formats import FORMATS
from components.export.table import table_bytes
from components.files import BusyError
from data.catalog import LANGUAGES, catalog
from data.catalog import language as language_of
from equity.view import YEARS, card_codes
from equity.vocabulary import GRADES, NATION

VOCABULARY = catalog().vocabulary
VIEWS = tuple(VOCABULARY.view_ids)
LISTS = ("health", "datasets", "views", "regions", "sources", "openapi.json")
APPLICATION = Starlette(routes=[api()])
MAGIC = {
    "png": b"\x89PNG",
    "card": b"\x89PNG",
    "svg": b"<svg",
    "pdf": b"%PDF",
    "brief": b"%PDF",
    "parquet": b"PAR1",
    "csv": "\ufeff".encode(),
    "json": b"{",
    "pptx": b"PK",
    "xlsx": b"PK",
    "zip": b"PK",
}


@pytest.fixture(scope="module")
def ask():
    """`ask(path, **parameters)`: the answer to a request, below /api."""
    client = get_client(APPLICATION)

    def asked(path, method="GET", headers=None, **parameters):
        return client.request(method, f"/api/{path}", params=parameters, headers=headers)

    return asked


# Lists and tables --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_json_in_utf_8(ask, name):
    answer = ask(f"v1/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()


def test_health_says_whether_files_can_be_made(ask):
    told = ask("v1/health").json()
    assert told["status"] == "ok"
    assert told["data"]["version"] == VOCABULARY.data_version
    assert told["queue"] == {"waiting": 0, "most": files.QUEUE}
    assert told["workers"] == files.workers()
    assert "noto-sans-sc-regular.woff2" in told["fonts"]


def test_every_link_of_a_list_is_answered(ask):
    for name in ("datasets", "views", "regions"):
        for each in ask(f"v1/{name}").json()[name]:
            for link in each["formats"].values():
                path = urlsplit(link).path.removeprefix("/api/")
                # What is asked with a wrong parameter is refused for it alone: the address itself is known.
                assert ask(path, nothing="x").status_code == 400, link


@pytest.mark.parametrize("name", catalog().tables)
def test_a_table_has_the_same_rows_in_every_format(ask, name):
    table, data, parquet = (ask(f"v1/datasets/{name}.{code}") for code in TABLE_FORMATS)
    assert parquet.content == catalog().table(name).read_bytes()
    held = pd.read_parquet(io.BytesIO(parquet.content))
    assert table.content == table_bytes(held)
    assert table_bytes(pd.DataFrame(data.json()["rows"]).astype(held.dtypes)) == table.content
    assert re.fullmatch(r'inline; filename="[a-z_.0-9-]+\.csv"', table.headers["content-disposition"])


@pytest.mark.exhaustive
def test_numbers_have_no_noise_of_binary(ask):
    printed: list[str] = []
    for path in ("v1/datasets/insurance_coverage.json", "v1/regions/620000.json"):
        json.loads(ask(path).content, parse_float=lambda text: printed.append(text) or text)
    assert printed
    assert [text for text in printed if float(text) != float(f"{float(text):.15g}")] == []


def test_views_are_listed_with_the_codes_that_their_links_take(ask):
    listed = {each["id"]: each for each in ask("v1/views").json()["views"]}
    assert tuple(listed) == VIEWS
    for name, told in listed.items():
        definition = VOCABULARY.definition(name)
        assert told["question"] == definition.question
        assert told["formats"].keys() == FORMATS.keys()
        codes = {each["name"]: each for each in told["parameters"]}
        known = card_codes(definition, VOCABULARY, definition.dimensions[0])
        assert codes.keys() > known.keys()
        assert codes["dimension"]["allowed"] == list(definition.dimensions)
        assert codes["indicators"]["several"] == definition.several_indicators


def test_every_source_has_its_grade_and_citation(ask):
    listed = ask("v1/sources").json()["sources"]
    assert len(listed) == catalog().tables["sources"]["rows"]
    assert {each["grade"] for each in listed} <= set(GRADES)
    assert all(each["title"][:20] in each["citation"]["text"] for each in listed)


def test_a_source_is_told_in_one_shape_wherever_it_is(ask):
    listed = {each["id"]: each for each in ask("v1/sources").json()["sources"]}
    told = ask("v1/views/share-repaid.json").json()["sources"]
    assert told
    for each in told:
        # A file does not know the day it is cited on.
        assert each | {"citation": {}} == listed[each["id"]] | {"citation": {}}
        assert each["citation"].keys() == listed[each["id"]]["citation"].keys()


# Views -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view_id", "code", "spoken"),
    list(zip(VIEWS, FORMATS, cycle(LANGUAGES), strict=False)),
)
def test_a_view_is_a_file_of_every_format(ask, view_id, code, spoken):
    answer = ask(f"v1/views/{view_id}.{code}", lang=spoken)
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == FORMATS[code].mime
    assert answer.content.startswith(MAGIC[code])
    assert f"_{spoken}_" in answer.headers["content-disposition"]


def test_a_view_takes_the_parameters_of_its_page(ask):
    chosen = ask("v1/views/share-repaid.csv", lang="zh", groups="employee", view="share-repaid")
    assert chosen.status_code == 200
    table = pd.read_csv(io.BytesIO(chosen.content))
    assert set(table.scheme) == {"employee"}
    assert language_of("zh")("column.value_label") in table.columns


def test_a_file_carries_the_link_of_its_page_with_the_same_parameters(ask):
    told = ask("v1/views/share-repaid.svg", lang="zh", groups="employee", dimension="scheme").text
    link = re.search(r"http://testserver/\S*?(?=[<&\"\s])(?:&amp;[^<\"\s]*)*", told)[0].replace("&amp;", "&")
    assert urlsplit(link).path == "/insurance"
    asked = {"lang": ["zh"], "data": [VOCABULARY.data_version], "view": ["share-repaid"]}
    assert parse_qs(urlsplit(link).query) == asked | {"groups": ["employee"]}


def test_a_card_has_the_size_that_social_media_show(ask):
    answer = ask("og/share-repaid.png", lang="zh")
    assert answer.headers["content-type"] == "image/png"
    assert tuple(int.from_bytes(answer.content[place : place + 4]) for place in (16, 20)) == (1200, 630)


# Regions -----------------------------------------------------------------------------------------------------


def test_a_province_is_told_beside_the_nation_its_region_and_its_peers(ask):
    told = ask("v1/regions/620000.json", lang="zh").json()
    assert told["region"]["nbs_region"] == "west"
    assert len(told["peers"]) == 5
    beside = {"620000", NATION, "west", *told["peers"]}
    for line in told["profile"]:
        assert {each["place"] for each in line["figures"]} <= beside
    assert beside == {each["place"] for each in told["profile"][0]["figures"]}
    views = [code for section in catalog().sections for code in section["views"]]
    assert len(told["views"]) == len(views)


@pytest.mark.parametrize("extension", ["pdf", "pptx"])
def test_a_province_is_a_document(ask, extension):
    answer = ask(f"v1/regions/110000.{extension}")
    assert answer.status_code == 200
    assert answer.content.startswith(MAGIC[extension])
    assert f"_110000_en_{VOCABULARY.data_version}.{extension}" in answer.headers["content-disposition"]


# What is refused ---------------------------------------------------------------------------------------------


WRONG = {
    "lang": ("fr", ["en", "zh"]),
    "data": ("1999.1.1", [VOCABULARY.data_version]),
    "regions": ("000000.xx", list(VOCABULARY.regions)),
    "grades": ("hearsay", list(GRADES)),
    "dimension": ("region", list(VOCABULARY.definition("share-repaid").dimensions)),
    "scheme": ("nothing", list(VOCABULARY.groups("scheme"))),
    "period": ("2010", ["all", f"{YEARS[0]}-{YEARS[-1]}"]),
    "view": ("goal-by-status", ["share-repaid"]),
}


LATER = {"data": ("2099.1.1", [VOCABULARY.data_version])}


@pytest.mark.parametrize(
    ("field", "value", "allowed"), [(name, *each) for wrong in (WRONG, LATER) for name, each in wrong.items()]
)
def test_a_value_that_is_not_known_is_refused_with_those_that_are(ask, field, value, allowed):
    answer = ask("v1/views/share-repaid.csv", **{field: value})
    told = answer.json()
    assert answer.status_code == 400
    assert (told["field"], told["allowed"]) == (field, allowed)
    assert told["all"] == [{name: told[name] for name in ("error", "field", "allowed")}]


def test_everything_that_is_wrong_is_told_at_once_in_the_language_asked_for(ask):
    told = ask("v1/views/share-repaid.csv", lang="zh", scheme="x.employee.y", utm_source="mail").json()
    assert [each["field"] for each in told["all"]] == ["scheme", "scheme", "utm_source"]
    assert told["error"] == language_of("zh")("api.error.value", field="scheme", value="x")
    assert "scheme" in told["all"][-1]["allowed"]


def test_a_view_of_one_indicator_refuses_a_second(ask):
    first, second, *_ = VOCABULARY.definition("goal-by-status").indicators
    told = ask("v1/views/goal-by-status.csv", indicators=f"{first}.{second}").json()
    assert (told["field"], first in told["allowed"]) == ("indicators", True)


def test_a_parameter_is_named_once(ask):
    answer = ask("v1/views?lang=en&lang=zh")
    assert (answer.status_code, answer.json()["field"]) == (400, "lang")


def test_parameters_have_a_bound(ask):
    assert ask("v1/views/share-repaid.csv", regions="x" * LONGEST_QUERY).status_code == 414


@pytest.mark.parametrize("view_id", VIEWS)
def test_every_choice_of_a_view_stands_within_the_bound(view_id):
    definition = VOCABULARY.definition(view_id)
    for dimension in definition.dimensions:
        every = card_codes(definition, VOCABULARY, dimension)
        chosen = {name: every[name] for name in ("groups", *definition.columns)}
        if definition.several_indicators:
            chosen["indicators"] = every["indicators"]
        longest = max(chosen.values(), key=lambda codes: len(".".join(codes)))
        assert len(".".join(longest)) < LONGEST_QUERY


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("v1/views/nothing.csv", "id"),
        ("v1/views/share-repaid.doc", "format"),
        ("v1/datasets/nothing.csv", "id"),
        ("v1/datasets/sources.xlsx", "format"),
        ("v1/regions/990000.json", "code"),
        ("v1/regions/000000.json", "code"),
        ("v1/regions/110000.csv", "format"),
        ("og/nothing.png", "id"),
        ("og/share-repaid.svg", "path"),
        ("v2/views", "path"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(ask, path, field):
    answer = ask(path)
    assert answer.status_code == 404
    assert answer.json()["field"] == field
    assert answer.json()["allowed"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(ask, method):
    answer = ask("v1/views", method=method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json()["allowed"] == ["GET", "HEAD", "OPTIONS"]


def test_a_request_is_asked_to_come_again_when_the_queue_is_full(ask, monkeypatch):
    monkeypatch.setattr(files, "QUEUE", 0)
    answer = ask("v1/views/share-repaid.csv", period="1999-2001")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["error"] == language_of("en")("api.error.busy")


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (BusyError(), 503, "busy"),
        (TimeoutError(), 503, "slow"),
        (MissingCharactersError("𠮷𡈽"), 422, "characters"),
        (RuntimeError(), 500, "failed"),
    ],
)
def test_a_file_that_is_not_made_is_told_in_the_usual_shape(error, status, kind):
    def failing(request):
        def write():
            raise error

        return Answer(write)

    client = get_client(Starlette(routes=[Route("/", answering(failing))]))
    answer = client.get("/")
    assert answer.status_code == status
    told = answer.json()
    assert told.keys() == {"error", "field", "allowed", "all"}
    assert told["error"] == language_of("en")(f"api.error.{kind}", value="𠮷 𡈽")
    assert ("retry-after" in answer.headers) == (status == 503)


# What caches and browsers need -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["v1/views", "v1/datasets/sources.parquet", "v1/views/share-repaid.csv"])
def test_an_answer_that_has_not_changed_is_not_sent_again(ask, path):
    first = ask(path)
    tag = first.headers["etag"]
    for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = ask(path, headers={"If-None-Match": asked})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == first.headers["cache-control"]
    assert ask(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_is_that_of_the_view_and_the_format(ask):
    def tag(code, **parameters):
        return ask(f"v1/views/share-repaid.{code}", method="HEAD", **parameters).headers["etag"]

    assert tag("csv") == tag("csv", lang="en", view="share-repaid")
    assert len({tag("csv"), tag("xlsx"), tag("csv", lang="zh"), tag("csv", scheme="employee")}) == 4


def test_head_tells_what_get_would_send(ask):
    head, get = ask("v1/regions", method="HEAD"), ask("v1/regions")
    assert head.content == b""
    assert head.headers == get.headers


def test_options_names_the_methods(ask):
    answer = ask("v1/views/share-repaid.csv", method="OPTIONS")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


def test_other_sites_may_ask_only_where_the_operator_names_them(ask, monkeypatch):
    origin = {"Origin": "https://example.org"}
    assert "access-control-allow-origin" not in ask("v1/regions", headers=origin).headers
    monkeypatch.setenv(ORIGINS, "https://example.org, https://example.com")
    client = get_client(Starlette(routes=[api()]))
    assert (
        client.get("/api/v1/regions", headers=origin).headers["access-control-allow-origin"]
        == origin["Origin"]
    )
    other = client.get("/api/v1/regions", headers={"Origin": "https://example.net"})
    assert "access-control-allow-origin" not in other.headers


def test_links_lead_back_to_where_the_request_came_in():
    mounted = get_client(Starlette(routes=[Mount("/gap", routes=[api()])]))
    listed = mounted.get("/gap/api/v1/views", headers={"Host": "care.example:8443"}).json()["views"]
    assert listed[0]["formats"]["csv"].startswith("http://care.example:8443/")


# The description ---------------------------------------------------------------------------------------------

DESCRIPTION = schemathesis.openapi.from_asgi("/api/v1/openapi.json", APPLICATION)
CONFORM = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


OPERATIONS = {each.ok().label: each.ok() for each in DESCRIPTION.get_all_operations()}
BOUNDED = settings(
    max_examples=2,
    phases=[Phase.generate],
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.exhaustive
@pytest.mark.parametrize("label", OPERATIONS)
def test_the_api_does_as_it_says(label):
    @BOUNDED
    @given(OPERATIONS[label].as_strategy())
    def conforms(case):
        if "/views/" in label or "/regions/" in label:
            case.path_parameters["format"] = "json"  # is held against its schema, and soon made
        answer = case.call_and_validate(checks=CONFORM)
        # The groups that may be chosen depend on what is compared, which no description can say.
        assert answer.status_code == 200 or {each["field"] for each in answer.json()["all"]} == {"groups"}

    conforms()


def test_every_endpoint_is_described(ask):
    described = set(ask("v1/openapi.json").json()["paths"])
    for path in ENDPOINTS:
        ids = VIEWS if "views/{id}" in path or "og/" in path else ("{id}",)
        assert {f"/api{path}".replace("{id}", each) for each in ids} <= described


def test_every_file_that_is_made_on_request_may_be_refused_as_described(ask):
    told = ask("v1/openapi.json").json()
    for path, each in told["paths"].items():
        made = any(part in path for part in ("/views/", "/regions/", "/og/"))
        assert ({"422", "503"} <= each["get"]["responses"].keys()) == made, path
    assert {"422", "503"} <= told["components"]["responses"].keys()


def test_a_card_takes_what_its_view_takes(ask):
    paths = ask("v1/openapi.json").json()["paths"]
    for view_id in VIEWS:
        of_view, of_card = (
            [each for each in paths[path]["get"]["parameters"] if each["in"] == "query"]
            for path in (f"/api/v1/views/{view_id}.{{format}}", f"/api/og/{view_id}.png")
        )
        assert of_card == of_view


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_description_speaks_the_language_asked_for(ask, code):
    told = ask("v1/openapi.json", lang=code).json()
    assert told["openapi"].startswith("3.1")
    assert told["info"]["description"] == language_of(code)("api.description")
    summary = told["paths"]["/api/v1/views/share-repaid.{format}"]["get"]["summary"]
    assert summary == VOCABULARY.definition("share-repaid").question[code]


def test_a_described_period_is_one_that_links_may_have(ask):
    path = ask("v1/openapi.json").json()["paths"]["/api/v1/views/share-repaid.{format}"]
    (pattern,) = (each["schema"]["pattern"] for each in path["get"]["parameters"] if each["name"] == "period")
    years = {each for each in range(1000, 10000) if re.fullmatch(pattern, f"{each}-{each}")}
    assert years == set(YEARS)


def test_a_region_has_the_formats_that_are_listed(ask):
    listed = ask("v1/regions").json()["regions"]
    assert [tuple(each["formats"]) for each in listed] == [(), *[tuple(REGION_FORMATS)] * 34]
    assert json.dumps(listed, ensure_ascii=False).count("甘肃省") == 1
