"""Input that no one sends by mistake: never a 5xx, and a 400 or 404 that says why."""

from __future__ import annotations

import base64
from itertools import product
from string import ascii_lowercase
from typing import Any

import orjson
import pytest
from django.test import Client

from tests.api.conftest import RESOURCES
from tests.api.routes import ROUTES
from tests.api.test_pages import cursor_of

pytestmark = pytest.mark.django_db

PAIRS = ["".join(pair) for pair in product(ascii_lowercase, repeat=2)]
NUMBERS = ",".join(map(str, range(1000)))
YEARS = [f"{1000 + n}-01-01" for n in range(1000)]
TOO_MUCH = {
    "days": ({"done_on": ",".join(YEARS[:101])}, 400),
    "days-at-the-most": ({"done_on": ",".join(YEARS[:100]), "certainty": "certain"}, 200),
    "moments": ({"known_from": ",".join(YEARS[:101])}, 400),
    "moments-at-the-most": ({"known_from": ",".join(YEARS[:100])}, 200),
    "words-of-lists": ({"articles": NUMBERS}, 400),
    "words-of-lists-at-the-most": ({"articles": ",".join(NUMBERS.split(",")[:100])}, 200),
    "texts-at-the-most": ({"note": NUMBERS}, 200),
    "keys-at-the-most": ({"refers_to": NUMBERS}, 200),
    "longer-than-an-address-may-be": (dict.fromkeys(("note", "refers_to"), NUMBERS), 414),
    "texts": ({"note": f"{NUMBERS},one more"}, 400),
    "many-words-sought": ({"search": " ".join(PAIRS)}, 400),
    "many-words-at-the-most": ({"search": " ".join(PAIRS[:20])}, 200),
    "a-long-word-sought": ({"search": "x" * 101}, 400),
    "a-long-word-at-the-most": ({"search": "é" * 100}, 200),
    "parameters": ({f"{n:x}": "" for n in range(1200)}, 400),
    "a-word-with-signs": ({"search": r"%_\ .* [a-z] ^$ (?i) ''"}, 200),
    "a-pattern-that-explodes": ({"search": "(a+)+$ (((((((( *** \\m"}, 200),
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_too_much_is_refused_and_the_most_is_answered(client: Client, case: str) -> None:
    parameters, status = TOO_MUCH[case]
    response = client.get("/api/v1/actions/", parameters)
    assert response.status_code == status, response.content[:500]


@pytest.mark.parametrize("sought", ["%", "_", ".", "[", "\\", "(", "*", "^", "'"])
def test_signs_sought_are_only_signs(client: Client, sought: str) -> None:
    body = client.get("/api/v1/sources/", {"search": sought, "fields": "title,publisher,author,note,language"}).json()
    assert all(any(sought in (text or "") for text in row.values()) for row in body["results"])


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize(
    "key", ["%00", "a%00b", "%ff", "..", "%2e%2e", "a" * 3000, "%F0%9F%98%80", "'%22;--"], ids=ascii
)
def test_keys_that_are_none(client: Client, resource: str, key: str) -> None:
    response = client.get(f"/api/v1/{resource}/{key}/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["lang", "ordering", "known_on", "fields", "format", "cursor", "limit", "%00", "kind"])
@pytest.mark.parametrize("value", ["%00", "%ff", "", "%F0%9F%98%80"], ids=ascii)
def test_parameters_that_are_none(client: Client, name: str, value: str) -> None:
    response = client.get(f"/api/v1/actions/?{name}={value}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "accept", ["*", "/", "text/csv;q=x", "*/*;q=0", "a/b/c", "\x80", ",,,", "text/*", "x" * 5000], ids=ascii
)
def test_odd_accept_headers(client: Client, accept: str) -> None:
    assert client.get("/api/v1/actions/", headers={"accept": accept}).status_code in (200, 406)


@pytest.mark.parametrize("place", [0, 1, 2, 3], ids=["value", "key", "direction", "moment"])
@pytest.mark.parametrize("ordering", ["key", "known_from", "-known_from", "done_on", "-takes_effect_on"])
def test_forged_cursors(client: Client, ordering: str, place: int) -> None:
    """A cursor is no secret: whatever is written into it is refused or answered."""
    page = client.get("/api/v1/actions/", {"ordering": ordering, "limit": 1}).json()
    cursor = cursor_of(page["next"])
    parts: list[Any] = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    for forged in (
        "abc",
        "",
        None,
        "\x00",
        "9" * 50,
        "2026-13-45",
        "0001-01-01T00:00:00",
        [],
        {},
        1,
        2.5,
        True,
        "9999-12-31",
    ):
        words = [*parts[:place], forged, *parts[place + 1 :]]
        text = base64.urlsafe_b64encode(orjson.dumps(words)).decode().rstrip("=")
        response = client.get("/api/v1/actions/", {"ordering": ordering, "limit": 1, "cursor": text})
        assert response.status_code in (200, 400), forged


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "MADEUP"])
def test_methods_no_one_offers(client: Client, method: str) -> None:
    response = client.generic(method, "/api/v1/statuses/")
    assert response.status_code == 405
    assert {word.strip() for word in response["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("query", ["format=", "format=json&format=json", "format=xml", "format=JSON"])
def test_a_form_is_named_once_everywhere(client: Client, route: str, query: str) -> None:
    response = client.get(f"/api/v1/{route.format(key='cets-225')}?{query}")
    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == ["format"]
