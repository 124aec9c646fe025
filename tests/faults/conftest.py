"""What each fault begins with: the product by two processes on a primary that keeps what it has said it kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.auditing import SOUND, Auditor, auditing
from tests.replicas.pair import Pair, Server, behind
from tests.serving import Product, serving


@pytest.fixture(scope="module")
def primary(pair: Pair) -> Server:
    """The primary: what it has acknowledged outlives it, as in production."""
    pair.primary.tell("ALTER SYSTEM SET synchronous_commit = on", "ALTER SYSTEM SET deadlock_timeout = '100ms'")
    pair.primary.tell("SELECT pg_reload_conf()")
    return pair.primary


@pytest.fixture(scope="module")
def settings_of_it(primary: Server) -> dict[str, str]:
    return behind([], primary, "faults", 5)


@pytest.fixture(scope="module")
def served(settings_of_it: dict[str, str], pair: Pair) -> Iterator[Product]:
    with serving(settings_of_it, pair.token, workers=2) as product:
        yield product


@pytest.fixture(scope="module")
def auditor(settings_of_it: dict[str, str]) -> Iterator[Auditor]:
    with auditing(settings_of_it) as one:
        yield one


@pytest.fixture
def sound_afterwards(auditor: Auditor) -> Iterator[None]:
    """After the test, every rule holds and so does the log."""
    yield
    assert auditor.told() == SOUND
