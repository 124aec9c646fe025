"""`GET /api/v1/export/`: the package that `export_record` writes, streamed."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from signatories.exchange.writing import Held, write_package, zip_chunks
from signatories.models import Change, TreatyAction
from signatories.record.changing import change
from signatories.record.moments import last_change
from tests.models import builders as make

pytestmark = pytest.mark.django_db

EXPORT = "/api/v1/export/"


def test_it_is_the_same_package(client: Client, tmp_path: Path) -> None:
    write_package(tmp_path / "record.zip")
    answer = client.get(EXPORT)
    assert (answer.status_code, answer["Content-Type"], answer.streaming) == (200, "application/zip", True)
    day = last_change().date()
    assert answer["Content-Disposition"] == f'attachment; filename="convention-record-{day}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as served, zipfile.ZipFile(tmp_path / "record.zip") as written:
        assert served.testzip() is None
        assert served.namelist() == written.namelist()
        assert all(served.read(name) == written.read(name) for name in written.namelist())


def test_it_is_of_the_moment_asked(client: Client) -> None:
    before, moment = client.get(EXPORT).getvalue(), Change.objects.latest("number").at
    with change() as changing:
        changing.retract(TreatyAction.objects.held().get(key="cets-225.CHE.signature.1"), reason="Never made.")
    assert client.get(EXPORT).getvalue() != before
    assert client.get(EXPORT, {"known_on": moment.isoformat()}).getvalue() == before


def test_what_is_recorded_meanwhile_does_not_show(client: Client) -> None:
    before = client.get(EXPORT).getvalue()
    streamed: Any = client.get(EXPORT)
    pieces = iter(streamed.streaming_content)
    begun = next(pieces)
    with change() as changing:
        changing.retract(TreatyAction.objects.held().get(key="cets-225.CHE.signature.1"), reason="Never made.")
    assert begun + b"".join(pieces) == before


@pytest.mark.parametrize("asked", [{"known_on": "2999-01-01"}, {"known_on": "soon"}, {"treaty": "cets-225"}])
def test_a_wrong_parameter_is_named(client: Client, asked: dict[str, str]) -> None:
    answer = client.get(EXPORT, asked)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [error["parameter"] for error in answer.json()["errors"]] == list(asked)


def test_head_makes_no_package(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(4):
        answer = client.head(EXPORT)
    assert (answer["Content-Type"], answer.content) == ("application/zip", b"")
    assert answer["Content-Disposition"].startswith("attachment")


def test_memory_does_not_grow_with_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signatories.models.plain_rows.CHUNK", 100)

    def peak() -> int:
        tracemalloc.start()
        for _ in zip_chunks(Held.on(None)):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    treaty = make.open_treaty(key="q-treaty")
    given = {"treaty": treaty, "participant": make.participant(), "source": make.source()}
    TreatyAction.objects.bulk_create(make.unsaved(TreatyAction, key=f"q.{n}", **given) for n in range(500))
    some = peak()
    TreatyAction.objects.bulk_create(make.unsaved(TreatyAction, key=f"q.more.{n}", **given) for n in range(2000))
    assert peak() < 1.2 * some
