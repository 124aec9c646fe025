"""Behind a real primary with two streaming replicas: one dies, both die, and both come back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.replicas.conftest import in_step
from tests.replicas.pair import Pair, Replica, another, behind
from tests.serving import Product, eventually, serving

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql",
    reason="Only PostgreSQL has replicas.",
)
ASKED = "SELECT sum(xact_commit) FROM pg_stat_database"


@pytest.fixture
def second(pair: Pair) -> Iterator[Replica]:
    with another(pair.primary, pair.replica.data.parent, "second") as replica:
        yield replica


@pytest.fixture
def product(pair: Pair, second: Replica) -> Iterator[Product]:
    with serving(behind([pair.replica, second], pair.primary, "both", 5), pair.token) as served:
        yield served


def test_readers_are_answered_by_whichever_is_there(pair: Pair, second: Replica, product: Product) -> None:
    first, numbers = pair.replica, iter(range(1, 1000))

    def read_from() -> set[str]:
        """Who answered twenty readers, told by what each was asked meanwhile; the primary is asked what is newest."""
        running = [server for server in (first, second) if (server.data / "postmaster.pid").exists()]
        before = {id(server): int(server.ask(ASKED)) for server in running}
        assert {product.get(f"sources/?limit={next(numbers)}").status for _ in range(20)} == {200}
        return {
            "first" if server is first else "second"
            for server in running
            if int(server.ask(ASKED)) - before[id(server)] > 8
        }

    eventually(lambda: read_from() == {"first", "second"})
    first.kill()
    try:
        assert read_from() <= {"second"}
        eventually(lambda: read_from() == {"second"})
        second.kill()
        try:
            assert read_from() == set(), "the primary answers"
        finally:
            second.start()
    finally:
        first.start()
    eventually(lambda: read_from() == {"first", "second"})
    in_step(pair)
