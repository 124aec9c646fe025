"""How the API speaks HTTP, and how the service says whether it is well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from tests.api.examples import PATHS
from tests.api.routes import EXPORT, FILES, LISTS, LOG, ROUTES, WRITTEN_TO

IN_A_LANGUAGE = [f"/api/v1/{path}" for path in [*LISTS, *FILES, *PATHS.values()]]
ADDRESSES = ["/api/v1/", *(f"/api/v1/{path}" for path in [*LOG.values(), EXPORT]), *IN_A_LANGUAGE]

pytestmark = pytest.mark.django_db


def words(header: str) -> set[str]:
    return {word.strip().lower() for word in header.split(",")}


@pytest.mark.parametrize("address", ADDRESSES)
def test_anyone_may_read_from_anywhere(client: Client, address: str) -> None:
    answer = client.get(address, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert not answer.cookies


def test_a_browser_asking_first_is_told_what_is_allowed(client: Client) -> None:
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    answer = client.options("/api/v1/actions/", headers=asked)
    assert answer.status_code == 200
    assert words(answer["Access-Control-Allow-Methods"]) == {"get", "head", "options"}


def test_pages_outside_the_api_are_not_opened_to_others(client: Client) -> None:
    answer = client.get("/admin/login/", headers={"origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_says_what_get_would_without_a_body(client: Client, address: str) -> None:
    got, headed = client.get(address), client.head(address)
    assert (headed.status_code, headed.content) == (got.status_code, b"")
    assert {name: headed[name] for name in ("Content-Type", "Vary", "Allow")} == {
        name: got[name] for name in ("Content-Type", "Vary", "Allow")
    }


@pytest.mark.parametrize("address", ADDRESSES)
def test_options_lists_the_methods(client: Client, address: str) -> None:
    answer = client.options(address)
    assert answer.status_code == 200
    is_written_to = address.removeprefix("/api/v1/") in WRITTEN_TO
    assert words(answer["Allow"]) == {"get", "head", "options"} | ({"post"} if is_written_to else set())


@pytest.mark.parametrize("address", [address for address in ADDRESSES if address.endswith("/")])
def test_a_missing_slash_is_mended(client: Client, address: str) -> None:
    answer = client.get(f"{address.rstrip('/')}?lang=fr")
    assert answer.status_code == 301
    assert answer["Location"] == f"{address}?lang=fr"


@pytest.mark.parametrize("address", IN_A_LANGUAGE)
def test_the_language_is_negotiated(client: Client, address: str) -> None:
    french = client.get(address, headers={"accept-language": "fr-CH, fr;q=0.9, en;q=0.8"})
    assert french["Content-Language"] == "fr"
    assert "accept-language" in words(french["Vary"])
    assert client.get(address, headers={"accept-language": "de"})["Content-Language"] == "en"
    parameter = f"{address}{'&' if '?' in address else '?'}lang=en"
    assert client.get(parameter, headers={"accept-language": "fr"})["Content-Language"] == "en"


@pytest.mark.parametrize("route", LISTS)
def test_a_list_that_has_two_forms_varies_by_accept(client: Client, route: str) -> None:
    assert "accept" in words(client.get(f"/api/v1/{route}")["Vary"])


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "application/json"),
        ("", "application/json"),
        ("application/json", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.9, text/plain", "text/csv; charset=utf-8"),
    ],
)
def test_the_form_is_negotiated(client: Client, accept: str, form: str) -> None:
    assert client.get("/api/v1/states/", headers={"accept": accept})["Content-Type"] == form


def test_answers_are_utf_8(client: Client) -> None:
    body = client.get("/api/v1/participants/?search=turkiye").content
    assert "Türkiye".encode() in body
    assert b"\\u" not in body
    assert "Türkiye".encode() in client.get("/api/v1/participants/?search=turkiye&format=csv").getvalue()


def test_the_root_lists_what_is_served_and_nothing_else(client: Client) -> None:
    root = client.get("/api/v1/").json()
    offered = {route.rstrip("/") for route in ROUTES if route and route.count("/") < 2}
    assert set(root) == offered == {route.rstrip("/") for route in (*LISTS, *FILES, "log/", EXPORT)}
    for name, about in root.items():
        assert about.keys() == {"url", "description"}
        assert about["url"] == f"http://testserver/api/v1/{name}{'' if name in FILES else '/'}"
        assert client.get(about["url"]).status_code == 200
        assert 10 < len(about["description"]) < 300 and "\n" not in about["description"]


def test_the_front_leads_to_the_documentation(client: Client) -> None:
    assert client.get("/", follow=True).status_code == 200


def test_the_process_is_up_without_a_database(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-cache" in answer["Cache-Control"]


def test_ready_when_the_database_answers_and_is_migrated(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


def test_not_ready_while_a_migration_is_missing(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="signatories").last().delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "migrate" in answer.json()["checks"]["migrations"]


@pytest.fixture
def no_database() -> Iterator[None]:
    """A connection that leads nowhere, in place of the real one."""
    real = connections["default"]
    lost = real.copy()
    lost.settings_dict |= {"NAME": "/nowhere/at/all", "HOST": "/nowhere"}
    connections["default"] = lost
    yield
    connections["default"] = real


def test_not_ready_when_the_database_is_gone(client: Client, no_database: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "not reachable"
    assert "nowhere" not in answer.content.decode()
    assert client.get("/healthz").status_code == 200
