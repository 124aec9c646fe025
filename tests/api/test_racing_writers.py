"""Two programs write the same at the same moment, on connections of their own."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client

from signatories.models import Change, Claim, Source
from signatories.record.changing import change
from signatories.tokens.models import issue

pytestmark = [
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql",
        reason="Two connections write at once on PostgreSQL only: SQLite takes one writer, and tests share its memory.",
    ),
    pytest.mark.django_db(transaction=True),
]

CLAIM = {"source": "x-paper", "locator": "line 1", "question": "other", "claimed": "Many will sign."}


@pytest.fixture
def together(transactional_db: None) -> Any:
    """Sends the requests at the same moment, as two programs with a token each of one officer would."""
    with change() as record:
        record.keep(Source(key="x-paper", kind="news", title="Paper"))
    _, words = issue(User.objects.create_superuser("officer"), "race")
    start = threading.Barrier(2)

    def send(path: str, body: Any, headers: dict[str, str]) -> Any:
        try:
            start.wait(timeout=30)
            asked = {"authorization": f"Token {words}", **headers}
            return Client().post(f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=asked)
        finally:
            connections.close_all()

    def both(path: str, bodies: list[Any], **headers: str) -> list[Any]:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        with ThreadPoolExecutor(2) as pool:
            return [one.result() for one in [pool.submit(send, path, body, given) for body in bodies]]

    return both


def test_of_two_corrections_one_wins_and_the_other_is_told(together: Any, client: Client) -> None:
    first, second = together("claims/", [CLAIM, CLAIM])
    assert sorted([first.status_code, second.status_code]) == [200, 201]
    bodies = [{"claimed": f"{number} will sign.", "reason": "Read again."} for number in (5, 6)]
    answers = together(f"claims/{first.json()['key']}/correct/", bodies, if_match=first["ETag"])
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    (won,) = [answer for answer in answers if answer.status_code == 200]
    assert Claim.objects.held().get(source="x-paper").claimed == won.json()["claimed"]


def test_one_request_sent_twice_at_once_under_one_key_is_carried_out_once(together: Any) -> None:
    rows = [CLAIM | {"locator": f"line {number}"} for number in range(5)]
    before = Change.objects.count()
    first, second = together("claims/bulk/", [rows, rows], idempotency_key="one")
    assert (first.status_code, second.status_code) == (201, 201) and first.content == second.content
    assert Claim.objects.held().filter(source="x-paper").count() == 5
    assert Change.objects.count() == before + 1
