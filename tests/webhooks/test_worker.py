"""The whole way, from the log to real receivers, by the command and by several of it at once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from signatories.models import Delivery, Source, Webhook
from signatories.record.changing import change
from signatories.webhooks import sending, working
from signatories.webhooks.queue import make_deliveries, take
from signatories.webhooks.working import Worker
from tests.webhooks.conftest import Receiver, after, answers, hangs, recorded, sends, verified, webhook

ROOT = Path(__file__).parents[2]
Receivers = Callable[..., Receiver]


def delivered(**options: Any) -> list[str]:
    """Runs the command once; the lines it prints."""
    out = StringIO()
    call_command("deliver_webhooks", "--once", stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture(autouse=True)
def connection_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection is the test's own, with its transaction open: it stays."""
    monkeypatch.setattr(working, "close_old_connections", lambda: None)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WHOLE_SECONDS", 0.8)
    monkeypatch.setattr(working, "IDLE_SECONDS", 0.05)


@pytest.mark.django_db
def test_what_is_recorded_arrives_as_changes_gives_it(receiver: Receivers, client: Client) -> None:
    server = receiver()
    hook = webhook(server.address)
    with change(reason="Found in the archive.") as record:
        record.keep(Source(key="archive-1", kind="official", title="A page"))
    (line,) = delivered()
    assert line.startswith(f"{hook.key} msg_")
    assert line.endswith("Delivered: the receiver answered 204 No Content.")
    (got,) = server.got
    told = verified(hook, got)
    since = {"since": str(hook.position)}
    answer = client.get("/api/v1/changes/", since).json()
    assert told == {"webhook": hook.key, "entries": answer["results"], "cursor": answer["cursor"]}
    assert told["entries"][0]["after"]["key"] == "archive-1"
    assert client.get("/api/v1/changes/", {"since": told["cursor"]}).json()["results"] == []


@pytest.mark.django_db
def test_nothing_to_do_is_nothing_to_say() -> None:
    webhook()
    assert delivered() == []


@pytest.mark.django_db
def test_a_number_of_workers_below_one_is_refused() -> None:
    with pytest.raises(CommandError, match="give 1 or more"):
        delivered(workers=0)


@pytest.mark.django_db
def test_receivers_that_misbehave_are_listed_and_cost_a_good_one_nothing(receiver: Receivers, impatient: None) -> None:
    target, good = receiver(), receiver()
    bad = {
        "hangs": receiver(hangs),
        "trickles": receiver(sends(*[b"H"] * 99, every=0.05)),
        "fails": receiver(answers(500)),
        "redirects": receiver(answers(307, location=target.address)),
        "closes": receiver(sends(b"")),
    }
    hooks = {name: webhook(server.address) for name, server in bad.items()}
    best = webhook(good.address)
    keys = recorded(3)
    told = [line.split()[0] for line in delivered()]
    assert sorted(told) == sorted(hook.key for hook in (best, *hooks.values()))
    assert {hooks["hangs"].key, hooks["trickles"].key} == set(told[-2:])
    assert good.entries() == keys
    assert target.got == []
    for name, hook in hooks.items():
        delivery = hook.deliveries.get()
        assert (delivery.state, delivery.attempts, delivery.taken_until) == ("waiting", 1, None), name
        assert delivery.next_attempt_at > timezone.now()
    statuses = {name: hook.deliveries.get().last_status for name, hook in hooks.items()}
    assert statuses == {"hangs": None, "trickles": None, "fails": 500, "redirects": 307, "closes": None}

    for server in bad.values():
        server.behaviour = answers(200)
        server.got.clear()
    Delivery.objects.filter(state="waiting").update(next_attempt_at=timezone.now())
    assert len(delivered()) == 5
    assert all(server.entries() == keys for server in bad.values())
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


@pytest.mark.django_db
def test_as_many_receivers_that_hang_as_there_are_places_make_nobody_wait(receiver: Receivers, impatient: None) -> None:
    hanging = [receiver(hangs) for _ in range(2)]
    for server in hanging:
        webhook(server.address)
    recorded()
    delivered(workers=2)
    good = receiver()
    webhook(good.address)
    recorded()
    Delivery.objects.update(next_attempt_at=timezone.now())
    lines = delivered(workers=2)
    assert "Delivered" in lines[0]
    assert len(lines) == 3


@pytest.mark.django_db
def test_batches_follow_each_other_without_a_rest(receiver: Receivers) -> None:
    server = receiver()
    webhook(server.address)
    keys = recorded(250)
    assert len(delivered()) == 3
    assert server.entries() == keys


@pytest.mark.django_db
def test_what_is_recorded_while_another_hangs_is_sent_at_once(receiver: Receivers, impatient: None) -> None:
    hanging, good = receiver(hangs), receiver()
    webhook(hanging.address)
    recorded()
    webhook(good.address)
    lines: list[str] = []
    worker = Worker(4, lines.append)
    begin, keys = worker._begin, []

    def begin_and_record(threads: Any) -> None:
        if hanging.got and not keys:
            keys.extend(recorded())
        begin(threads)

    worker._begin = begin_and_record  # type: ignore[method-assign]
    worker.run(once=True)
    assert good.entries() == keys
    assert ["Delivered" in line for line in lines] == [True, False]


@pytest.mark.django_db
def test_a_database_that_is_away_is_asked_again(receiver: Receivers, monkeypatch: pytest.MonkeyPatch) -> None:
    server = receiver()
    webhook(server.address)
    keys = recorded()
    worker = Worker(1, lambda line: worker.stop.set())
    begin, faults = worker._begin, iter([OperationalError("away")])

    def begin_or_fail(threads: Any) -> None:
        for fault in faults:
            raise fault
        begin(threads)

    worker._begin = begin_or_fail  # type: ignore[method-assign]
    monkeypatch.setattr(working, "RECOVERY_SECONDS", 0.01)
    monkeypatch.setattr(working.connection, "close", lambda: None)
    worker.run()
    assert server.entries() == keys


@pytest.fixture
def database(transactional_db: None, tmp_path: Path) -> str:
    """The address of a database that other processes can use, holding what is stored here before `shared`."""
    if connection.vendor == "postgresql":
        address = urlsplit(os.environ["DATABASE_URL"])
        return address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return f"sqlite:///{tmp_path / 'record.sqlite3'}"


def shared(database: str) -> None:
    """Lets other processes see what was stored: a copy, of a database that is in this process's memory."""
    if database.startswith("sqlite"):
        with sqlite3.connect(database.removeprefix("sqlite:///")) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)


def execute(database: str, statement: str) -> list[Any]:
    """What the statement gives in the database that other processes use."""
    if database.startswith("sqlite"):
        with sqlite3.connect(database.removeprefix("sqlite:///"), timeout=20) as copy:
            return copy.execute(statement).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def process(database: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A real `manage.py deliver_webhooks` on the database, that may reach this machine."""
    environment = {**os.environ, "DATABASE_URL": database, "WEBHOOKS_MAY_REACH_PRIVATE_ADDRESSES": "true"}
    environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    command = [sys.executable, str(ROOT / "manage.py"), "deliver_webhooks", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as started:
        try:
            yield started
        finally:
            started.kill()


def test_processes_share_the_work_and_what_a_killed_one_had_is_sent_again(database: str, receiver: Receivers) -> None:
    good, slow = receiver(), receiver(hangs)
    hooks = [webhook(good.address) for _ in range(10)]
    late = webhook(slow.address)
    keys = recorded(120)
    shared(database)
    of_late = f"FROM signatories_delivery WHERE webhook_id = '{late.key}'"
    with process(database) as first, process(database) as second:
        slow.wait_for(1)
        good.wait_for(2 * len(hooks))
        while execute(database, "SELECT count(*) FROM signatories_delivery WHERE state = 'delivered'") != [(20,)]:
            time.sleep(0.02)
        first.kill()
        second.kill()
    assert sorted(set(good.ids)) == sorted(good.ids)
    assert sorted(good.entries()) == sorted(keys * len(hooks))
    assert execute(database, f"SELECT state, attempts {of_late}") == [("waiting", 0)]

    slow.behaviour = after(0.5, answers(200))
    execute(database, "UPDATE signatories_delivery SET taken_until = created_at WHERE taken_until IS NOT NULL")
    with process(database) as third:
        slow.wait_for(2)
        third.terminate()
        said, _ = third.communicate(timeout=60)
    assert third.returncode == 0
    assert said.count("Delivered") == 1
    assert slow.ids[0] == slow.ids[1]
    assert slow.entries()[100:] == keys[:100]
    assert execute(database, f"SELECT state {of_late}") == [("delivered",)]


def test_two_workers_never_take_the_same(transactional_db: None) -> None:
    """Tried by threads at one instant where the database lets two write at one time."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one worker at a time take deliveries: there is nothing to race for.")
    hooks = [webhook() for _ in range(30)]
    recorded(2)
    moment = timezone.now()
    barrier, taken = Barrier(4), []

    def work() -> None:
        try:
            barrier.wait()
            make_deliveries(moment)
            for _ in range(10):
                taken.extend(one.pk for one in take(moment, 3, most_retries=0))
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(Delivery.objects.values_list("pk", flat=True))
    assert len(taken) == len(set(taken)) == len(hooks) == Webhook.objects.count()
