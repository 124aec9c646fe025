"""Bad input: a sentence that names the parameter, and nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from signatories.models import FACTS
from tests.api.conftest import RESOURCES
from tests.api.routes import WRITTEN_TO

Get = Callable[..., Any]


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"kinds": "signature"}, "kinds"),
        ({"kind": "ratified"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"participant": "XYZ"}, "participant"),
        ({"treaty": "cets-999"}, "treaty"),
        ({"source": "nowhere"}, "source"),
        ({"member_of": "GBR"}, "member_of"),
        ({"member_of": "NATO"}, "member_of"),
        ({"participant_type": "country"}, "participant_type"),
        ({"done_on": "2025-02-30"}, "done_on"),
        ({"done_on": "yesterday"}, "done_on"),
        ({"done_on_after": "05/09/2024"}, "done_on_after"),
        ({"known_from": "soon"}, "known_from"),
        ({"ordering": "participant_name"}, "ordering"),
        ({"ordering": ""}, "ordering"),
        ({"fields": "key,colour"}, "fields"),
        ({"limit": "0"}, "limit"),
        ({"limit": "1001"}, "limit"),
        ({"limit": "ten"}, "limit"),
        ({"limit": ["1", "2"]}, "limit"),
        ({"lang": "de"}, "lang"),
        ({"certainty": "sure"}, "certainty"),
        ({"cursor": "abc"}, "cursor"),
        ({"cursor": "é"}, "cursor"),
        ({"format": "xml"}, "format"),
        ({"known_on": "2999-01-01"}, "known_on"),
        ({"known_on": "then"}, "known_on"),
        ({"search": ""}, "search"),
        ({"search": "a\x00b"}, "search"),
        ({"note": "\x00"}, "note"),
        ({"as_of": "2025-01-01"}, "as_of"),
    ],
    ids=str,
)
def test_a_wrong_parameter_is_named(get: Get, parameters: dict[str, Any], named: str) -> None:
    body = get("actions/", status=400, **parameters)
    assert body["status"] == 400
    assert [error["parameter"] for error in body["errors"]] == [named]
    assert body["errors"][0]["detail"]


def test_every_wrong_parameter_is_named_at_once(get: Get) -> None:
    body = get("actions/", status=400, colour="red", kind="ratified", limit="0")
    assert {error["parameter"] for error in body["errors"]} == {"colour", "kind", "limit"}


def test_what_is_accepted_is_listed(get: Get) -> None:
    (error,) = get("actions/", status=400, kind="ratified")["errors"]
    assert "ratification" in error["accepted"]
    (error,) = get("actions/", status=400, participant="GRB")["errors"]
    assert "GBR" in error["accepted"]


@pytest.mark.parametrize("parameter", ["as_of"])
@pytest.mark.parametrize("value", ["2025-09", "2025-02-29", "x"])
def test_a_day_asked_about_is_a_whole_day(get: Get, parameter: str, value: str) -> None:
    (error,) = get("memberships/", status=400, **{parameter: value})["errors"]
    assert error["parameter"] == parameter


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_unknown_key_is_not_found(client: Any, db: None, resource: str) -> None:
    response = client.get(f"/api/v1/{resource}/nothing-here/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["nowhere/", "actions/a/b/", ""])
def test_an_unknown_address_is_a_problem_document(client: Any, db: None, path: str, settings: Any) -> None:
    for debug in (True, False):
        settings.DEBUG = debug
        response = client.get(f"/api/v2/{path}")
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("resource", [*RESOURCES, None])
@pytest.mark.parametrize("detail", [False, True], ids=["list", "detail"])
def test_nobody_writes_who_has_not_said_who_they_are(
    client: Any, db: None, method: str, resource: str | None, detail: bool
) -> None:
    if resource is None and detail:
        resource, detail = "treaties/cets-225/rules", False
    before = held()
    path = "/api/v1/" + (f"{resource}/" if resource else "") + ("GBR/" if detail else "")
    response = getattr(client, method)(path, data={"kind": "x"}, content_type="application/json")
    is_written_to = f"{resource}/" in WRITTEN_TO and not detail
    if is_written_to and method == "post":
        assert (response.status_code, response["WWW-Authenticate"]) == (401, "Token")
    else:
        assert response.status_code == (404 if "rules" in path else 405)
    if response.status_code == 405:
        assert response["Content-Type"] == "application/problem+json"
        offered = {"GET", "HEAD", "OPTIONS"} | ({"POST"} if is_written_to else set())
        assert {word.strip() for word in response["Allow"].split(",")} == offered
    assert held() == before


def held() -> list[Any]:
    """How many rows each table of facts has, and the last of them."""
    return [(model.objects.count(), model.objects.order_by("pk").values().last()) for model in FACTS]


def test_a_fault_of_ours_says_nothing_of_the_inside(client: Any, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("SELECT secret FROM inside")

    monkeypatch.setattr("signatories.api.lists.ListQuestion.page", fails)
    client.raise_request_exception = False
    response = client.get("/api/v1/actions/")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert "secret" not in response.content.decode()


def test_a_form_not_offered(client: Any, db: None) -> None:
    response = client.get("/api/v1/actions/", headers={"accept": "application/xml"})
    assert response.status_code == 406
    assert response["Content-Type"] == "application/problem+json"
