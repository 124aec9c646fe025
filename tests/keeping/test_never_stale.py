"""While others write, an answer is of one state of the record, and of none that a change has already ended."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from signatories.keeping.middleware import KeptAnswers
from signatories.keeping.store import OwnMemory
from signatories.models import Change, Source
from signatories.record.changing import change
from signatories.record.version import NOTHING, record_version
from tests.models import builders as make
from tests.record.doors import done

ADDRESS = "/api/v1/sources/"


def new_source(key: str) -> None:
    done(lambda record: record.keep(make.unsaved(Source, key=key, publisher="Ours")))


def elsewhere(act: Callable[[], Any]) -> None:
    """Does it in another thread, with a connection of its own, and waits until it is done."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.usefixtures("empty_record")
def test_the_version_of_an_empty_record() -> None:
    assert record_version() == NOTHING


@pytest.mark.django_db
def test_each_change_moves_the_version_and_one_undone_does_not() -> None:
    new_source("one")
    first = record_version()
    with pytest.raises(RuntimeError), change() as record:
        record.keep(make.unsaved(Source, key="two"))
        raise RuntimeError
    assert record_version() == first
    new_source("two")
    second = record_version()
    assert second.name != first.name
    assert second.at is not None and first.at is not None and second.at > first.at
    assert second.at == Change.objects.latest("number").at


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_of_one_state_and_kept_as_of_that() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("The tests' SQLite database lies in memory, where one connection is all there is.")
    new_source("one")

    def torn(request: HttpRequest) -> HttpResponse:
        before = Source.objects.count()
        elsewhere(lambda: new_source("two"))
        return HttpResponse(f"{before} {Source.objects.count()}")

    def whole(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{Source.objects.count()}")

    asked, count = RequestFactory().get(ADDRESS), Source.objects.count()
    assert KeptAnswers(torn)(asked).content.decode() == f"{count} {count}"  # type: ignore[attr-defined]
    assert KeptAnswers(whole)(asked).content.decode() == f"{count + 1}"  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_two_processes_never_send_what_a_change_has_ended(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stores = [OwnMemory(10_000_000), OwnMemory(10_000_000)]

    def asked_of(process: int) -> list[str]:
        monkeypatch.setattr("signatories.keeping.middleware.store", lambda: stores[process])
        return [row["key"] for row in client.get(f"{ADDRESS}?publisher=Ours").json()["results"]]

    recorded: list[str] = []
    for number in range(6):
        recorded.append(f"source-{number}")
        new_source(recorded[-1])
        for process in (number % 2, 1 - number % 2, 0, 1):
            assert asked_of(process) == recorded
