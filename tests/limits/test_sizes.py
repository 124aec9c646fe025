"""How much one request may hold: refused with a sentence, and before it is read."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from signatories.limits.sizes import LONGEST_ADDRESS

MOST = 2_621_440
DIGITS = "9" * 1_000_000


@pytest.mark.django_db
def test_addresses_of_the_most_and_of_more(client: Client) -> None:
    room = LONGEST_ADDRESS - len("/api/v1/sources/") - len("key=")
    assert client.get(f"/api/v1/sources/?key={'x' * room}").status_code == 200
    refusal = client.get(f"/api/v1/sources/?key={'x' * (room + 1)}")
    assert (refusal.status_code, refusal["Content-Type"]) == (414, "application/problem+json")
    assert refusal.json()["detail"] == "The address has 8001 bytes: give at most 8000, and ask in parts."
    assert client.get(f"/?day={'x' * LONGEST_ADDRESS}")["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/sources/", "/admin/login/", "/"])
@pytest.mark.parametrize("form", ["application/json", "multipart/form-data; boundary=x"])
def test_a_large_body_is_not_read(client: Client, path: str, form: str) -> None:
    class Unread:
        def read(self, *_: Any) -> bytes:
            raise AssertionError("it is read")

        readline = read

    refusal = client.generic(
        "POST", path, content_type=form, **{"CONTENT_LENGTH": str(MOST + 1), "wsgi.input": Unread()}
    )
    assert refusal.status_code == 413
    assert "The body is larger than 2621440 bytes" in refusal.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        DIGITS,
        f'{{"key": {DIGITS}}}',
        f'{{"key": "x", "title": {DIGITS}, "published_on": "{DIGITS}"}}',
        f'{{"key": 1e{DIGITS}}}',
        f"[{DIGITS}]",
        "[" * 1_000_000,
        json.dumps({f"column-{n}": n for n in range(20_000)}),
        json.dumps([{}] * 1001),
    ],
    ids=["a-number", "as-key", "as-day", "exponent", "in-a-list", "nested", "columns", "rows"],
)
@pytest.mark.parametrize("path", ["sources/", "sources/bulk/"])
def test_bodies_no_one_sends_by_mistake_are_refused_soon(client: Client, path: str, body: str) -> None:
    client.force_login(User.objects.create_superuser("officer"))
    began = time.monotonic()
    refusal = client.post(f"/api/v1/{path}", body, content_type="application/json")
    assert (refusal.status_code, refusal["Content-Type"]) == (400, "application/problem+json")
    assert time.monotonic() - began < 10
    assert len(refusal.content) < 250_000
