"""A primary and its replica for the session, and the product on both, as each test should find them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.replicas import pair as pairs
from tests.replicas.pair import Pair
from tests.serving import Product, eventually

MOST_BEHIND = 3


@pytest.fixture(scope="session")
def pair() -> Iterator[Pair]:
    with pairs.pair() as both:
        yield both


@pytest.fixture(scope="session")
def served(pair: Pair) -> Iterator[Product]:
    """The product, by two processes."""
    with pairs.product(pair, REPLICA_MAX_LAG=str(MOST_BEHIND)) as product:
        yield product


@pytest.fixture
def product(pair: Pair, served: Product) -> Product:
    """The product, with every process reading from a replica that has caught up."""
    in_step(pair)

    def read_by_both() -> bool:
        served.get("")
        return pair.replica.clients() >= 2

    eventually(read_by_both)
    return served


def in_step(pair: Pair) -> None:
    """Waits until the replica holds what the primary holds."""
    last = "SELECT max(number) FROM signatories_change"
    eventually(lambda: pair.replica.ask(last) == pair.primary.ask(last))
