"""The look at the version that every kept answer begins with: one prepared statement a connection, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from signatories.keeping.routing import PRIMARY
from signatories.record import version as room
from signatories.record.version import record_version

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite is looked at through Django's own cursors."
)


@pytest.fixture
def primary(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """The connection to the tests' database, new and outside any transaction; nothing may be written through it."""
    with django_db_blocker.unblock():
        connections[PRIMARY].close()
        yield connections[PRIMARY]
        connections[PRIMARY].close()


@pytest.fixture
def by_a_cursor(monkeypatch: pytest.MonkeyPatch, primary: Any) -> list[str]:
    """What is asked through Django's cursors meanwhile."""
    asked: list[str] = []

    def noting(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    monkeypatch.setattr(primary, "execute_wrappers", [noting])
    return asked


def prepared() -> list[tuple[str, int]]:
    """The statements that the connection has prepared, and how often each was carried out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, generic_plans + custom_plans FROM pg_prepared_statements")
        return cursor.fetchall()


def end_the_connection(one: Any) -> None:
    """Ends it on the server's side, as a restart does, by another one."""
    other = one.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [one.connection.info.backend_pid])
    other.close()


def test_it_is_prepared_once_and_says_what_a_cursor_does(primary: Any) -> None:
    looks = [record_version() for _ in range(3)]
    with transaction.atomic():
        assert looks == [record_version()] * 3
    assert prepared() == [("record_version", 3)]


@pytest.mark.django_db
def test_within_a_transaction_django_is_asked_and_knows_what_went_wrong() -> None:
    before = prepared()
    with pytest.raises(DatabaseError), transaction.atomic():
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT nothing")
        record_version()
    assert record_version().number
    assert prepared() == before


def test_a_statement_that_was_forgotten_is_prepared_again(primary: Any, by_a_cursor: list[str]) -> None:
    before = record_version()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    by_a_cursor.clear()
    assert [record_version(), record_version()] == [before, before]
    assert len(by_a_cursor) == 1
    assert prepared() == [("record_version", 1)]


def test_a_connection_that_broke_off_is_told_in_djangos_words(primary: Any) -> None:
    before = record_version()
    end_the_connection(primary)
    primary.health_check_done = True
    with pytest.raises(OperationalError):
        record_version()
    primary.close()
    assert record_version() == before


def test_a_reader_does_not_notice_a_restart(primary: Any) -> None:
    client, address = Client(), "/api/v1/sources/?limit=1"
    made = client.get(address)
    end_the_connection(primary)
    answers = [client.get(address), client.get(address)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(200, made.content)] * 2


def test_an_unchanged_answer_takes_one_look_and_asks_nothing_else(
    primary: Any, by_a_cursor: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = Client(), "/api/v1/sources/?limit=2"
    made = client.get(address)
    by_a_cursor.clear()
    looks, look = [], room._looked_up_quickly
    monkeypatch.setattr(room, "_looked_up_quickly", lambda one: looks.append(one) or look(one))
    assert client.get(address).content == made.content
    assert (len(looks), by_a_cursor) == (1, [])
