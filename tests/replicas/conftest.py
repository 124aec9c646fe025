"""A primary and its replica for the session, and the product on both, as each test should find them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.replicas import pair as pairs
from tests.replicas.pair import Pair
from tests.serving import Product, eventually

A_TEST_LONG = 600


@pytest.fixture(scope="session")
def patient(pair: Pair) -> Iterator[Product]:
    """The product, by two processes, whose replica may be behind for longer than any test lasts."""
    with pairs.product(pair, "patient", A_TEST_LONG) as product:
        yield product


@pytest.fixture(scope="session")
def impatient(pair: Pair) -> Iterator[Product]:
    """The product, by two processes, which leave out a replica that is behind by a second."""
    with pairs.product(pair, "impatient", 1) as product:
        yield product


@pytest.fixture(autouse=True)
def well(pair: Pair, patient: Product, impatient: Product) -> None:
    """Every process reads from a replica that has caught up."""
    in_step(pair)
    for name, product in {"patient": patient, "impatient": impatient}.items():
        eventually(lambda name=name, product=product: product.get("") and pair.replica.clients(name) >= 2)  # type: ignore[misc]


def in_step(pair: Pair) -> None:
    """Waits until the replica holds what the primary holds."""
    last = "SELECT max(number) FROM signatories_change"
    eventually(lambda: pair.replica.ask(last) == pair.primary.ask(last))
