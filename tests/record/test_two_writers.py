"""Two writers at once, on connections of their own: whoever follows the log misses nothing and reads nothing twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from signatories.models import Change, Declaration, Entry, Participant, Source, Treaty
from signatories.models.changes import log_size
from signatories.record.changing import NoLongerHeld, change
from tests.record.doors import done, new, recorded

pytestmark = [
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql",
        reason="Two connections write at once on PostgreSQL only: SQLite takes one writer, and tests share its memory.",
    ),
    pytest.mark.django_db(transaction=True),
]

EACH = 6
WRITERS = ["XAA", "XBB"]


@pytest.fixture(autouse=True)
def treaty(transactional_db: None) -> Treaty:
    """What the writers write about, committed; whatever else the database holds."""
    with change() as record:
        record.keep(Source(key="x-chart", kind="official", title="Chart"))
        for key in WRITERS:
            record.keep(Participant(key=key, type="state", name_en=key, name_fr=key))
        opened = Treaty(key="x-treaty", title_en="A Convention", title_fr="Une convention")
        record.keep(opened)
    return opened


@pytest.fixture
def at_once() -> Iterator[Callable[..., Future[Any]]]:
    """Runs a function in a thread with a connection of its own."""

    def alone(act: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return act(*arguments)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        yield lambda act, *arguments: pool.submit(alone, act, *arguments)


def declared(key: str, number: int) -> Declaration:
    return recorded(Declaration, treaty_id="x-treaty", participant_id=key, summary_en=f"Declaration {number}.")


def test_a_reader_who_follows_the_log_misses_nothing_and_reads_nothing_twice(at_once: Any) -> None:
    ready, over = threading.Barrier(len(WRITERS)), threading.Event()
    first = log_size()

    def write(key: str) -> None:
        ready.wait(timeout=30)
        for number in range(EACH):
            declared(key, number)

    def follow() -> list[tuple[int, Any]]:
        """Asks again and again for what comes after the last entry it was given."""
        told: list[tuple[int, Any]] = []
        while True:
            was_over = over.is_set()
            cursor = told[-1][0] + 1 if told else first
            more = list(Entry.objects.filter(index__gte=cursor).order_by("index").values_list("index", "leaf"))
            told += [(index, json.loads(leaf)) for index, leaf in more]
            if was_over and not more:
                return told

    following = at_once(follow)
    writing = [at_once(write, key) for key in WRITERS]
    try:
        for one in writing:
            one.result(timeout=120)
    finally:
        over.set()
    told = following.result(timeout=60)

    assert [index for index, _ in told] == list(range(first, first + len(WRITERS) * EACH))
    assert log_size() == first + len(told)
    instants = [said["at"] for _, said in told]
    assert all(earlier < later for earlier, later in pairwise(instants))
    for key in WRITERS:
        own = [said["after"]["summary_en"] for _, said in told if said["after"]["participant"] == key]
        assert own == [f"Declaration {number}." for number in range(EACH)]
    held = Declaration.objects.held().filter(treaty="x-treaty")
    assert {said["after"]["key"] for _, said in told} == set(held.values_list("key", flat=True))
    changes = Change.objects.order_by("number")
    assert [number for number, _ in changes.values_list("number", "at")] == list(range(1, changes.count() + 1))
    assert all(earlier < later for earlier, later in pairwise(changes.values_list("at", flat=True)))


def test_of_two_corrections_of_one_row_one_is_told_that_it_comes_too_late(at_once: Any) -> None:
    row = declared("XAA", 1)
    ready = threading.Barrier(2)

    def correct(said: str) -> str:
        held = Declaration.objects.get(pk=row.pk)
        ready.wait(timeout=30)
        try:
            done(lambda record: record.correct(held, {"summary_en": said}, reason="Misread."))
        except NoLongerHeld:
            return "too late"
        return said

    outcomes = [one.result(timeout=60) for one in [at_once(correct, said) for said in ("This.", "That.")]]
    (kept,) = set(outcomes) - {"too late"}
    assert sorted(outcomes) == sorted([kept, "too late"])
    assert Declaration.objects.held().get(key=row.key).summary_en == kept
    assert Declaration.objects.filter(key=row.key).count() == 2


def test_a_change_under_way_keeps_no_reader_waiting_and_shows_nothing(at_once: Any) -> None:
    before = log_size()
    with change() as record:
        row = record.record(new(Declaration, treaty_id="x-treaty", participant_id="XAA"))

        def read() -> tuple[int, bool]:
            return log_size(), Declaration.objects.filter(key=row.key).exists()

        assert at_once(read).result(timeout=10) == (before, False)
    assert at_once(read).result(timeout=10) == (before + 1, True)
