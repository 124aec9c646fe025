"""Which database is asked: in turn, none that failed before its pause is over, and all of an answer from one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.handlers.exception import convert_exception_to_response
from django.db import OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from signatories.keeping import replicas as room
from signatories.keeping.middleware import KeptAnswers
from signatories.keeping.pauses import LONGEST_WAIT
from signatories.keeping.replicas import Replicas, database_to_read
from signatories.keeping.routing import PRIMARY, OneDatabaseAnAnswer, read_from, reading_from
from signatories.models import Source, TreatyAction
from signatories.record.patience import TookTooLong
from signatories.record.version import Version

ADDRESS = "/api/v1/sources/"
MOST_BEHIND = dt.timedelta(seconds=5)


class Servers:
    """What each database holds, None where it is away; and every look at one."""

    def __init__(self) -> None:
        self.holds: dict[str, int | None] = {PRIMARY: 7, "one": 7, "two": 7}
        self.least: int | None = 7
        self.looks: list[str] = []
        self.pulses = 0
        self.time = 1000.0

    def version(self, using: str = PRIMARY) -> Version:
        self.looks.append(using)
        number = self.holds[using]
        if number is None:
            raise OperationalError("the server closed the connection\nThis probably means a lot.")
        return Version(str(number), None, number)

    def last_number(self, by: dt.datetime) -> int:
        self.pulses += 1
        if self.least is None:
            raise OperationalError("no route to host")
        return self.least

    def looked_at(self, ask: Callable[[], Any], times: int = 1) -> list[str]:
        """The databases that are looked at meanwhile."""
        self.looks.clear()
        for _ in range(times):
            ask()
        return list(self.looks)


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Servers:
    servers = Servers()
    known = Replicas(["one", "two"], MOST_BEHIND)
    closed = {
        name: SimpleNamespace(in_atomic_block=False, connection=None, close=lambda: None) for name in servers.holds
    }
    monkeypatch.setattr(room, "record_version", servers.version)
    monkeypatch.setattr(room, "last_number", servers.last_number)
    monkeypatch.setattr(room, "connections", closed)
    monkeypatch.setattr(room, "replicas", lambda: known)
    monkeypatch.setattr("time.monotonic", lambda: servers.time)
    return servers


class TestChoice:
    def test_replicas_take_turns_at_one_look_each(self, servers: Servers) -> None:
        assert servers.looked_at(database_to_read, 4) == ["one", "two", "one", "two"]
        assert servers.pulses == 1

    def test_the_primary_is_asked_once_a_second_what_all_should_hold(self, servers: Servers) -> None:
        for _ in range(30):
            database_to_read()
            servers.time += 0.1
        assert servers.pulses == 3

    def test_one_that_is_behind_is_left_out_and_comes_back(
        self, servers: Servers, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        servers.holds["one"] = 6
        assert servers.looked_at(database_to_read, 4) == ["one", "two", "two", "two", "two"]
        servers.holds["one"] = 8
        servers.time += 1.1
        assert "one" in servers.looked_at(database_to_read, 2)
        told = [record.getMessage() for record in caplog.records]
        assert told == ["one is left out: it holds change 6 and should hold 7", "one answers again."]

    def test_one_that_is_away_is_asked_again_later_each_time(self, servers: Servers) -> None:
        servers.holds["one"] = None
        asked = []
        for _ in range(950):
            if "one" in servers.looked_at(database_to_read, 2):
                asked.append(servers.time)
            servers.time += 0.1
        waits = [round(later - earlier) for earlier, later in pairwise(asked)]
        assert waits == [1, 2, 4, 8, 16, LONGEST_WAIT, LONGEST_WAIT]

    def test_where_none_is_left_the_primary_answers_and_nothing_else_is_asked(self, servers: Servers) -> None:
        servers.holds |= {"one": None, "two": 3}
        assert servers.looked_at(database_to_read) == ["one", "two", PRIMARY]
        assert servers.looked_at(database_to_read, 2) == [PRIMARY, PRIMARY]

    def test_without_the_primary_replicas_go_on(self, servers: Servers) -> None:
        servers.least = servers.holds[PRIMARY] = None
        assert servers.looked_at(database_to_read, 2) == ["one", "two"]
        assert servers.pulses == 1

    def test_a_change_that_no_replica_has_had_time_for_leaves_none_out(self, servers: Servers) -> None:
        servers.holds[PRIMARY] = 8
        assert servers.looked_at(database_to_read, 2) == ["one", "two"]


def test_a_connection_that_broke_off_between_requests_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Any] = [OperationalError("server closed the connection"), Version("7", None, 7)]
    kept = SimpleNamespace(in_atomic_block=False, health_check_done=False, close=lambda: looks.insert(0, "closed"))
    kept.connection = "open"

    def look() -> Version:
        assert kept.health_check_done
        found = looks.pop(0)
        if isinstance(found, Exception):
            raise found
        assert found == "closed"
        return looks.pop(0)

    monkeypatch.setattr(room, "connections", {PRIMARY: kept})
    monkeypatch.setattr(room, "record_version", look)
    assert database_to_read() == (PRIMARY, Version("7", None, 7))

    looks[:] = [OperationalError("connection timeout expired")]
    kept.connection = None
    with pytest.raises(OperationalError, match="timeout"):
        database_to_read()
    assert looks == ["closed"], "where there was no connection, none is tried twice"


def test_reads_follow_the_answer_and_writes_never_do() -> None:
    router = OneDatabaseAnAnswer()
    assert (router.db_for_read(Source), router.db_for_write(Source)) == (PRIMARY, PRIMARY)
    with reading_from("one"):
        assert (router.db_for_read(Source), router.db_for_write(Source)) == ("one", PRIMARY)
    assert read_from() == PRIMARY


@pytest.mark.django_db
def test_without_replicas_nothing_more_is_asked(client: Client) -> None:
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as asked:
        client.get(ADDRESS)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{ADDRESS}nothing/").status_code == 404
    assert sum("signatories_change" in query["sql"] for query in asked) == 2


@pytest.fixture
def replica(
    settings: Any, monkeypatch: pytest.MonkeyPatch, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A further way to the tests' own database, which stands for a replica of it and is only read."""
    if connection.vendor != "postgresql":
        pytest.skip("The tests' SQLite database lies in memory, where one connection is all there is.")
    alias = "replica_1"
    settings.REPLICAS, settings.REPLICA_MAX_LAG = [alias], 5
    settings.DATABASE_ROUTERS = ["signatories.keeping.routing.OneDatabaseAnAnswer"]
    monkeypatch.setitem(connections.databases, alias, {**connections.databases[PRIMARY], "CONN_HEALTH_CHECKS": False})
    room.replicas.cache_clear()
    with django_db_blocker.unblock():
        yield alias
        connections[alias].close()
        connections[PRIMARY].close()
    del connections[alias]
    room.replicas.cache_clear()


class Failing:
    """Answers with the database it is read from, which is ended first where that is a replica."""

    def __init__(self, *, streamed: bool, meanwhile: str = "SELECT pg_terminate_backend(pg_backend_pid())") -> None:
        self.streamed, self.meanwhile = streamed, meanwhile
        self.asked: list[str] = []

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return StreamingHttpResponse(self._read()) if self.streamed else HttpResponse(b"".join(self._read()))

    def _read(self) -> Iterator[bytes]:
        self.asked.append(read_from())
        yield f"{TreatyAction.objects.all().db} ".encode()
        if read_from() != PRIMARY:
            with connections[read_from()].cursor() as cursor:
                cursor.execute(self.meanwhile)
        yield f"{TreatyAction.objects.exists()}".encode()


def test_a_replica_that_fails_in_the_middle_is_repeated_by_the_primary_alone(replica: str) -> None:
    view = Failing(streamed=False)
    answer: Any = KeptAnswers(view)(RequestFactory().get(ADDRESS))
    assert (answer.content, view.asked) == (b"default True", [replica, PRIMARY])
    again: Any = KeptAnswers(view)(RequestFactory().get(ADDRESS))
    assert (again.content, view.asked) == (answer.content, [replica, PRIMARY]), "it is kept, and the replica left out"


def test_a_view_that_fails_on_a_replica_is_no_error_yet(
    replica: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    every = Source.objects.order_by

    def cancelled(view: Any) -> Any:
        asked.append(read_from())
        if read_from() != PRIMARY:
            with connections[replica].cursor() as cursor:
                cursor.execute("SET statement_timeout = 1")
                cursor.execute("SELECT pg_sleep(1)")
        return every()

    monkeypatch.setattr("signatories.api.reading.RecordListViewSet.get_queryset", cancelled)
    answers = [client.get(f"{ADDRESS}?limit={number}") for number in (1, 2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert asked == [replica, PRIMARY, replica, PRIMARY], "it gave up these answers alone, and is not left out"


def test_what_takes_too_long_on_a_replica_is_not_asked_of_the_primary_too(
    replica: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def endless(view: Any) -> Any:
        asked.append(read_from())
        raise TookTooLong("This would take longer than it may.")

    monkeypatch.setattr("signatories.api.reading.RecordListViewSet.get_queryset", endless)
    refusal = client.get(ADDRESS)
    assert (refusal.status_code, refusal.json()["detail"]) == (503, "This would take longer than it may.")
    assert asked == [replica]


def test_a_stream_is_read_from_one_database_to_its_end(replica: str) -> None:
    view = Failing(streamed=True, meanwhile="SELECT 1")
    answer: Any = KeptAnswers(view)(RequestFactory().get(ADDRESS))
    assert read_from() == PRIMARY
    assert b"".join(answer) == f"{replica} True".encode()
    assert connections[replica].in_atomic_block
    answer.close()
    assert not connections[replica].in_atomic_block


@pytest.mark.django_db
def test_without_any_database_it_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> Version:
        raise OperationalError("connection refused")

    monkeypatch.setattr(room, "record_version", away)
    kept: Any = convert_exception_to_response(KeptAnswers(lambda request: HttpResponse()))
    answer = kept(RequestFactory().get(ADDRESS))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"] == "application/problem+json"
