"""The OpenAPI document: what the code generates, valid, with prose on everything, and true of what is served."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from signatories.api.openapi import OpenAPIView
from signatories.api.schema import EXAMPLES as EXAMPLES_FILE
from tests.api import examples
from tests.api.conftest import RESOURCES
from tests.api.routes import EXPORT, FILES, LOG, ROUTES, SERVED, WRITTEN_TO
from tests.asking import headers_but_its_id

# The log holds when the record was loaded, which no example can say.
TELLING_OF_TIME = {"changes/", *LOG, *FILES, EXPORT}

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


@cache
def generated() -> str:
    """The document as `make schema` writes it."""
    out = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=out)
    return out.getvalue()


@cache
def document() -> dict[str, Any]:
    return yaml.safe_load(generated())


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation with its path."""
    for path, item in document()["paths"].items():
        yield from ((path, operation) for method, operation in item.items() if method in METHODS)


def shapes(schema: Any, where: str) -> Iterator[tuple[str, Any]]:
    """Every property of a schema, with where it stands."""
    if isinstance(schema, list):
        for item in schema:
            yield from shapes(item, where)
    if isinstance(schema, dict):
        for name, shape in schema.get("properties", {}).items():
            yield f"{where}.{name}", shape
            yield from shapes(shape, f"{where}.{name}")
        for name in ("items", "additionalProperties", "allOf", "oneOf", "anyOf"):
            yield from shapes(schema.get(name), where)


def test_the_committed_document_is_what_the_code_generates() -> None:
    committed = (Path(settings.BASE_DIR) / "docs" / "openapi.yaml").read_text()
    assert committed == generated(), "docs/openapi.yaml is not what the code serves: run make schema."


def test_the_document_is_valid_openapi_3_1() -> None:
    from drf_spectacular.validation import validate_schema  # Importing jsonschema takes a second: here, when it is due.

    assert document()["openapi"].startswith("3.1")
    validate_schema(document())


def test_what_is_served_is_what_is_generated(client: Client) -> None:
    response = client.get("/api/schema/", headers={"accept": "application/json"})
    assert response.json() == json.loads(json.dumps(document()))
    assert client.get("/api/schema/?format=json").json() == response.json()
    assert "openapi" in client.get("/api/schema/")["Content-Type"]


def test_its_page_tells_the_methods_it_takes(client: Client) -> None:
    response = client.options("/api/docs/")
    assert (response.status_code, response["Allow"]) == (200, "GET, HEAD, OPTIONS")


def test_it_is_made_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/api/schema/")
    monkeypatch.setattr(OpenAPIView, "generator_class", None)
    for asked in ("", "?version=2", "?lang=fr"):
        again = client.get(f"/api/schema/{asked}")
        assert (again.status_code, again.content) == (200, first.content)
        assert headers_but_its_id(again) == headers_but_its_id(first)


def test_every_address_served_is_described_and_no_other() -> None:
    assert {path: sorted(METHODS & set(item)) for path, item in document()["paths"].items()} == {
        f"/api/v1/{route}": ["get"] * (route in ROUTES) + ["post"] * (route in WRITTEN_TO) for route in SERVED
    }


def test_only_what_is_written_asks_who_is_asking() -> None:
    for path, item in document()["paths"].items():
        assert [method for method in ("get", "post") if "security" in item.get(method, {})] == ["post"] * (
            "post" in item
        ), path


def test_what_may_be_refused_anywhere_is_named_and_no_room_where_it_is_written() -> None:
    for path, item in document()["paths"].items():
        for method in METHODS & set(item):
            named = {"429", "503", "507"} & set(item[method]["responses"])
            assert named == {"429", "503"} | ({"507"} if method == "post" else set()), (method, path)


def test_every_operation_has_prose() -> None:
    assert [path for path, operation in operations() if len(operation.get("description", "")) < 20] == []
    assert [path for path, operation in operations() if not operation.get("summary")] == []


def test_every_parameter_has_prose() -> None:
    bare = [
        f"{path}?{parameter['name']}"
        for path, operation in operations()
        for parameter in operation.get("parameters", [])
        if len(parameter.get("description", "")) < 8
    ]
    assert bare == []


def test_every_response_and_field_has_prose() -> None:
    assert [
        path for path, one in operations() for answer in one["responses"].values() if not answer["description"]
    ] == []
    components = document()["components"]["schemas"]
    found = [shape for name, schema in components.items() for shape in shapes(schema, name)]
    found += [
        shape
        for path, operation in operations()
        for answer in [*operation["responses"].values(), operation.get("requestBody", {})]
        for content in answer.get("content", {}).values()
        for shape in shapes(content.get("schema"), path)
    ]
    assert [where for where, shape in found if not shape.get("description")] == []
    assert [name for name, schema in components.items() if "enum" not in schema and not schema.get("description")] == []


@pytest.mark.parametrize("route", [route for route in ROUTES if route and route not in TELLING_OF_TIME])
def test_every_resource_has_an_example_that_fits_its_schema(route: str) -> None:
    import jsonschema

    operation = document()["paths"][f"/api/v1/{route}"]["get"]
    content = operation["responses"]["200"]["content"]["application/json"]
    assert content["examples"]
    resolving = {**content["schema"], "components": document()["components"]}
    for example in content["examples"].values():
        jsonschema.Draft202012Validator(resolving).validate(example["value"])


@pytest.mark.django_db
@pytest.mark.parametrize("name", examples.PATHS)
def test_an_example_is_what_the_api_says(name: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["api.example.org"]
    assert json.loads(EXAMPLES_FILE.read_text())[name] == examples.example(name), "Run python -m tests.api.examples."


def test_every_resource_has_an_example() -> None:
    assert set(RESOURCES) == set(examples.EXAMPLES)


def test_the_page_asks_no_other_host(client: Client) -> None:
    page = client.get("/api/docs/")
    body = page.content.decode() + client.get("/api/docs/?script=").content.decode()
    assert page.status_code == 200
    assert "swagger-ui" in body and "/api/schema/" in body
    assert "http://" not in body.replace("http://testserver", "") and "https://" not in body
    assert 'src="//' not in body and 'href="//' not in body
