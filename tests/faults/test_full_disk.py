"""A real PostgreSQL whose disk is full: reads go on, a write is refused with a sentence, and is there once it fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.faults.auditing import SOUND, auditing
from tests.faults.mounting import filled, small_disk
from tests.faults.writing import OURS, measure, titles
from tests.replicas.pair import Pair, Server, another, behind
from tests.serving import serving

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql",
    reason="SQLite's full disk has a test of its own.",
)
ROOM = 192
"""Megabytes: what a copy of the database takes, its log, and some."""
MANY = [measure(f"many {number}", summary=f"{number} words " * 400) for number in range(400)]


@pytest.fixture
def disk(pair: Pair) -> Iterator[Path]:
    with small_disk(pair.replica.data.parent / "disk", ROOM) as made:
        yield made


@pytest.fixture
def copy(pair: Pair, disk: Path) -> Iterator[Server]:
    """A copy of the primary on that disk, which has become a primary itself."""
    with another(pair.primary, disk) as replica:
        replica.run("pg_ctl", "promote", "-w", "-s", "-D", str(replica.data))
        replica.tell("SELECT pg_switch_wal()", "CHECKPOINT")
        yield replica


def test_its_disk_is_full(copy: Server, disk: Path, pair: Pair) -> None:
    before = behind([], copy, "full", 5)
    with serving(before, pair.token) as served, auditing(before) as auditor:
        there = titles(served)
        with filled(disk):
            refused = served.post("measures/bulk/", MANY, Idempotency_Key="many")
            assert (refused.status, refused.headers["Content-Type"]) == (507, "application/problem+json")
            assert refused.json["detail"].startswith("There is no room left")
            assert titles(served) == there
            assert served.get(OURS).status == served.get("treaties/cets-225/status/").status == 200
        assert [served.post("measures/bulk/", MANY, Idempotency_Key="many").status for _ in range(2)] == [201, 201]
        assert sorted(titles(served)) == sorted([*there, *(row["title"] for row in MANY)])
        assert auditor.told() == SOUND
