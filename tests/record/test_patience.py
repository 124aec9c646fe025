"""An answer has so much time: its statements are stopped by the database, and what is worked out stops by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client

from signatories.chart import statuses as chart
from signatories.record import patience
from signatories.record.patience import TookTooLong, answering_within

pytestmark = pytest.mark.django_db

PAST = "known_on=2026-09-20"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
OF_ALL_TREATIES = [f"/api/v1/{path}" for path in (f"statuses/?{PAST}", f"matrix/?{PAST}", f"calendar.ics?{PAST}")]


@pytest.fixture
def bounded(settings: Any) -> Iterator[None]:
    """The tests' connection has the bounds that those of a serving process have: of a second."""
    settings.ANSWER_SECONDS = 1
    patience._bound(connection)
    yield
    connection.execute_wrappers.remove(patience._in_time)
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(None, 0)


@pytest.mark.parametrize("path", [*OF_ALL_TREATIES, "/", f"/compare/?{PAST}", "/api/v1/claims/"])
def test_an_answer_without_time_is_given_up_with_a_sentence(client: Client, settings: Any, path: str) -> None:
    settings.ANSWER_SECONDS = 0
    response = client.get(path)
    told = response.json()["detail"] if path.startswith("/api/") else response.content.decode()
    assert response.status_code == 503
    assert told.startswith("This would take longer than the 0 seconds that an answer may: ask about fewer")
    assert response["Retry-After"] == "5"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [*OF_ALL_TREATIES, f"/api/v1/statuses/?{PAST}&format=csv"])
def test_the_worst_that_can_be_asked_takes_its_time_and_one_treaty(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Whatever grows with the record grows by the treaty, and is asked once a treaty whether there is time."""
    settings.ANSWER_SECONDS = 0.2
    in_time, asked = patience.still_in_time, []

    def slow() -> None:
        in_time()
        asked.append(time.sleep(0.3))

    monkeypatch.setattr(chart, "still_in_time", slow)
    monkeypatch.setattr("signatories.chart.calendar.still_in_time", slow)
    assert client.get(path).status_code == 503
    assert len(asked) <= 1


def test_a_write_is_not_cut_in_the_middle(client: Client, settings: Any) -> None:
    settings.ANSWER_SECONDS = 0
    client.force_login(User.objects.create_superuser("officer"))
    row = {"key": "a-page", "kind": "official", "title": "A page"}
    assert client.post("/api/v1/sources/", row, content_type="application/json").status_code == 201


def test_a_write_that_waited_in_vain_is_told_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked() -> None:
        raise TookTooLong("Another change is under way.")

    monkeypatch.setattr("signatories.api.repeated.nothing_else_changing", locked)
    client.force_login(User.objects.create_superuser("officer"))
    refusal = client.post("/api/v1/sources/", {"key": "a-page"}, content_type="application/json")
    assert (refusal.status_code, refusal["Retry-After"]) == (503, "5")
    assert refusal.json()["detail"] == "Another change is under way."


def test_a_stream_goes_on_after_its_time(client: Client, settings: Any, bounded: None) -> None:
    """Its first piece is an answer; the others are read as long as there is a reader."""
    response = client.get("/api/v1/actions/?format=csv")
    time.sleep(1.1)
    assert len(b"".join(response.streaming_content).splitlines()) > 30


def test_a_statement_is_stopped(bounded: None) -> None:
    began = time.monotonic()
    with pytest.raises(TookTooLong, match="1 seconds that an answer may"), answering_within(1):
        connection.cursor().execute(ENDLESS)
    assert 0.9 < time.monotonic() - began < 20


def test_a_statement_that_takes_its_time_outside_answers_does(bounded: None) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("There every statement of a process that serves is bounded.")
    with connection.cursor() as cursor:
        cursor.execute(f"{ENDLESS.replace('FROM n)', 'FROM n WHERE i < 3000000)')}")
        assert cursor.fetchone() == (3_000_000,)


def test_no_statement_is_begun_too_late(bounded: None) -> None:
    with pytest.raises(TookTooLong), answering_within(-1), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


# On PostgreSQL, over connections of their own


def over_a_connection_of_its_own(ask: Callable[[], Any]) -> Any:
    """What it gives in a thread, whose connection has the bounds of a process that serves."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(ask())
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join(30)
    return found[0]


@pytest.fixture
def on_postgresql(settings: Any) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer, and readers beside it wait for nobody.")
    settings.ANSWER_SECONDS = 1


def test_whoever_waits_for_a_lock_is_told(on_postgresql: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE signatories_source IN ACCESS EXCLUSIVE MODE")
    began = time.monotonic()
    response = over_a_connection_of_its_own(lambda: Client().get("/api/v1/sources/"))
    assert response.status_code == 503
    assert response.json()["detail"].startswith("Another change is under way")
    assert 0.4 < time.monotonic() - began < 20


def test_a_process_that_serves_bounds_each_connection(on_postgresql: None) -> None:
    def bounds() -> list[str]:
        Client().get("/healthz")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
                " current_setting('idle_in_transaction_session_timeout')"
            )
            return list(cursor.fetchone() or ())

    assert over_a_connection_of_its_own(bounds) == ["1s", "500ms", "1min"]
