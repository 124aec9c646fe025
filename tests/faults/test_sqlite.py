"""On a SQLite file whose disk is full, and on one that can only be read: reads go on, and nothing is half-written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.faults.auditing import SOUND, auditing
from tests.faults.mounting import filled, mounted, small_disk, unmounted
from tests.faults.writing import OURS, measure, titles
from tests.replicas.pair import prepared
from tests.serving import Product, environment, serving

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3", reason="It is about SQLite's file."
)
ROOM = 24
"""Megabytes."""
MANY = [measure(f"many {number}", summary="word " * 400) for number in range(400)]


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk with little room, and beside it a folder that shows the same and lets nobody write."""
    place = tmp_path_factory.mktemp("place")
    shown = place / "only-read"
    shown.mkdir()
    with small_disk(place / "disk", ROOM) as made:
        assert mounted("--bind", str(made), str(shown)) and mounted("-o", "remount,bind,ro", str(shown))
        try:
            yield made
        finally:
            unmounted(shown)


@pytest.fixture(scope="module")
def record(disk: Path, shipped: str) -> dict[str, str]:
    return environment(f"sqlite:///{shutil.copyfile(shipped, disk / 'record.sqlite3')}")


@pytest.fixture(scope="module")
def token(record: dict[str, str]) -> str:
    return prepared(record)


@pytest.fixture(scope="module")
def served(record: dict[str, str], token: str) -> Iterator[Product]:
    with serving(record, token) as product:
        yield product


def is_refused(product: Product, status: int, sentence: str) -> None:
    """A row, and many, are refused with this status and the beginning of this sentence; reading goes on."""
    before = titles(product)
    for path, body in {"measures/": measure("refused"), "measures/bulk/": MANY}.items():
        answer = product.post(path, body, Idempotency_Key=f"refused-{status}")
        assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json")
        assert answer.json["detail"].startswith(sentence) and answer.headers["Retry-After"] == "60"
    assert titles(product) == before
    assert product.get(OURS).status == product.get("treaties/cets-225/status/").status == 200


def test_the_disk_is_full(served: Product, disk: Path, record: dict[str, str]) -> None:
    assert served.post("measures/", measure("before")).status == 201
    with filled(disk):
        is_refused(served, 507, "There is no room left")
    assert served.post("measures/bulk/", MANY, Idempotency_Key="many").status == 201
    held = titles(served)
    assert all(held.count(title) == 1 for title in ["before", *(row["title"] for row in MANY)])
    assert "refused" not in held
    with auditing(record) as auditor:
        assert auditor.told() == SOUND


def test_the_file_can_only_be_read(served: Product, disk: Path, token: str) -> None:
    only_read = disk.with_name("only-read") / "record.sqlite3"
    with serving(environment(f"sqlite:///{only_read}"), token) as reading:
        is_refused(reading, 503, "The record can be read at the moment and not written")
        assert served.post("measures/", measure("through the other door")).status == 201
        assert "through the other door" in titles(reading)
