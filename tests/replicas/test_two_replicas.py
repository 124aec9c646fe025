"""Behind a real primary with two streaming replicas: one dies, both die, and both come back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.replicas.conftest import in_step
from tests.replicas.pair import Pair, Replica, another, behind
from tests.serving import eventually, serving

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql",
    reason="Only PostgreSQL has replicas.",
)
FIRST, SECOND = "replica_1", "replica_2"


@pytest.fixture
def second(pair: Pair) -> Iterator[Replica]:
    with another(pair.primary, pair.replica.data.parent, "second") as replica:
        yield replica


def test_readers_are_answered_by_whichever_is_there(pair: Pair, second: Replica, tmp_path: Path) -> None:
    first, numbers, log = pair.replica, iter(range(1, 1000)), tmp_path / "log"
    settings = behind([first, second], pair.primary, "both", 5, LOG_LEVEL="INFO")
    with log.open("wb") as told, serving(settings, pair.token, log=told) as product:

        def read_from() -> set[str]:
            """Who answered ten readers, as the lines of the log have it."""
            before = log.stat().st_size
            assert {product.get(f"sources/?limit={next(numbers)}").status for _ in range(10)} == {200}
            lines = log.read_bytes()[before:].splitlines()
            return {line["database"] for line in map(json.loads, lines) if line["event"] == "request"}

        eventually(lambda: read_from() == {FIRST, SECOND})
        first.kill()
        try:
            assert read_from() <= {SECOND, "default"}
            eventually(lambda: read_from() == {SECOND})
            second.kill()
            try:
                assert read_from() == {"default"}, "the primary answers"
            finally:
                second.start()
        finally:
            first.start()
        eventually(lambda: read_from() == {FIRST, SECOND})
    in_step(pair)
