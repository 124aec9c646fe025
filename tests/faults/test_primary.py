"""Behind a real PostgreSQL that dies, hangs, has no connection left, and runs into a deadlock."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from itertools import cycle

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from tests.faults.writing import OURS, Writer, measure, titles
from tests.replicas.pair import Server
from tests.serving import Answer, Product, eventually

pytestmark = [
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql",
        reason="Only PostgreSQL can be stopped, hang and run out of connections.",
    ),
    pytest.mark.usefixtures("sound_afterwards"),
]
CHANGES = sql.Identifier("signatories_change")
MEASURES = sql.Identifier("signatories_implementingmeasure")
READ = ["treaties/cets-225/status/", "statuses/?limit={}", OURS, "sources/?limit={}", "actions/?format=csv"]
END_ITS_CONNECTIONS = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'faults'"


def is_a_problem(answer: Answer, status: int) -> bool:
    """A problem document with this status, a sentence, and when to come again."""
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json"), answer
    assert answer.json["status"] == status and answer.json["detail"].endswith(".")
    return int(answer.headers["Retry-After"]) >= 5


class Reader(threading.Thread):
    """Reads one address after another until it is stopped, and remembers what it was told."""

    def __init__(self, product: Product, paths: Iterator[str]) -> None:
        super().__init__()
        self.product, self.paths, self.over = product, paths, threading.Event()
        self.told: list[tuple[str, Answer | None]] = []

    def run(self) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            path = next(self.paths).format(number % 1000 + 1)
            try:
                self.told.append((path, self.product.get(path)))
            except (OSError, HTTPException):
                self.told.append((path, None))
            time.sleep(0.01)

    def stop(self) -> None:
        self.over.set()
        self.join()


def test_it_is_stopped_and_started_again_under_load(served: Product, primary: Server) -> None:
    workers = served.workers()
    served.get(OURS)
    reader, writer = Reader(served, cycle(READ)), Writer(served, "stopped")
    reader.start()
    writer.start()
    try:
        eventually(lambda: len(writer.acknowledged) > 3)
        primary.kill()
        assert is_a_problem(served.get(OURS), 503), "what is kept is not sent while nobody can tell whether it is true"
        assert is_a_problem(served.post("measures/", measure("in between")), 503)
        assert served.get("/healthz").status == 200
        assert served.get("/readyz").status == 503
        page = served.get("/", **{"Accept-Language": "fr"})
        assert (page.status, page.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
        assert "Pas de réponse pour le moment" in page.body.decode() and page.headers["Retry-After"] == "5"
    finally:
        primary.start()
    try:
        there = len(writer.acknowledged)
        eventually(lambda: len(writer.acknowledged) > there + 3)
    finally:
        writer.stop()
        reader.stop()
    assert served.workers() == workers, "nobody died of it"
    held = [title for title in titles(served) if title.startswith("stopped")]
    assert sorted(held) == sorted(writer.acknowledged), "each once, and nothing else"
    assert "in between" not in titles(served)
    assert {answer.status for answer in writer.refused} == {503}
    for path, answer in reader.told:
        if answer is None:
            assert "csv" in path, "only a stream may be broken off"
        elif answer.status != 200:
            assert answer.status == 503 and answer.headers["Retry-After"] == "5"
            assert "problem" in answer.headers["Content-Type"]


def test_it_hangs_and_nobody_waits_for_a_connection(served: Product, primary: Server) -> None:
    primary.tell(END_ITS_CONNECTIONS)
    primary.signal(signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(2) as both:
            read = both.submit(served.get, OURS)
            written = both.submit(served.post, "measures/", measure("while it hangs"), Idempotency_Key="hangs")
        assert is_a_problem(read.result(), 503) and is_a_problem(written.result(), 503)
    finally:
        primary.signal(signal.SIGCONT)
    eventually(lambda: served.post("measures/", measure("while it hangs"), Idempotency_Key="hangs").status == 201)
    assert titles(served).count("while it hangs") == 1


def test_it_has_no_connection_left(served: Product, primary: Server) -> None:
    served.get(OURS)
    where = {"host": str(primary.sockets), "user": "postgres", "dbname": "postgres"}
    taken = []
    try:
        primary.tell(END_ITS_CONNECTIONS)
        with pytest.raises(psycopg.OperationalError, match="too many clients"):
            while True:
                taken.append(psycopg.connect(**where))
        assert is_a_problem(served.get(OURS), 503)
        assert is_a_problem(served.post("measures/", measure("too many")), 503)
    finally:
        for connection in taken:
            connection.close()
    eventually(lambda: served.get(OURS).status == 200)
    assert "too many" not in titles(served)


def test_it_takes_no_writes(served: Product, primary: Server) -> None:
    """As after a failover that left the service with what is still a standby."""
    primary.tell("ALTER DATABASE postgres SET default_transaction_read_only = on", END_ITS_CONNECTIONS)
    try:
        answer = served.post("measures/", measure("only read"), Idempotency_Key="only-read")
        assert is_a_problem(answer, 503) and "read at the moment and not written" in answer.json["detail"]
        assert served.get(OURS).status == 200
    finally:
        back = "ALTER DATABASE postgres RESET default_transaction_read_only"
        primary.tell("SET default_transaction_read_only = off", back, END_ITS_CONNECTIONS)
    assert served.post("measures/", measure("only read"), Idempotency_Key="only-read").status == 201


def test_two_changes_that_wait_for_each_other(served: Product, primary: Server) -> None:
    with psycopg.connect(host=str(primary.sockets), user="postgres", dbname="postgres") as other:
        other.execute("SET deadlock_timeout = '60s'")
        other.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(MEASURES))
        with ThreadPoolExecutor(1) as writer:
            writing = writer.submit(served.post, "measures/", measure("deadlocked"), Idempotency_Key="deadlocked")
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND mode <> 'ShareRowExclusiveLock'"
            eventually(lambda: primary.ask(waiting))
            other.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(CHANGES))
            refused = writing.result()
    assert is_a_problem(refused, 503) and "nothing was changed" in refused.json["detail"]
    assert "deadlocked" not in titles(served)
    assert served.post("measures/", measure("deadlocked"), Idempotency_Key="deadlocked").status == 201


def test_workers_are_killed_with_requests_in_flight(served: Product, primary: Server) -> None:
    workers = served.workers()
    with psycopg.connect(host=str(primary.sockets), user="postgres", dbname="postgres") as other:
        other.execute(sql.SQL("LOCK TABLE {}, {}").format(CHANGES, MEASURES))
        with ThreadPoolExecutor(3) as asking:
            flying = [
                asking.submit(served.post, "measures/", measure("in flight"), Idempotency_Key="flight"),
                asking.submit(served.get, "measures/?format=csv&fields=title"),
            ]
            eventually(lambda: primary.ask("SELECT count(*) FROM pg_locks WHERE NOT granted") == len(flying))
            flying.append(asking.submit(served.get, OURS))
            time.sleep(0.1)
            for worker in workers:
                os.kill(worker, signal.SIGKILL)
            for one in flying[:2]:
                with pytest.raises((OSError, HTTPException)):
                    one.result()
            other.rollback()
    assert flying[2].result().status == 200, "it had waited for a worker, and was given to the next"
    eventually(lambda: len(served.workers()) == 2 and not served.workers() & workers)
    assert "in flight" not in titles(served)
    again = [served.post("measures/", measure("in flight"), Idempotency_Key="flight") for _ in range(2)]
    assert [answer.status for answer in again] == [201, 201] and again[0].body == again[1].body
    assert titles(served).count("in flight") == 1
    assert "in flight" in served.get("measures/?format=csv&fields=title").body.decode()
