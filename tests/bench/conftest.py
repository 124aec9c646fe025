"""A small made-up record in the test database."""

from __future__ import annotations

import pytest

from benchmarks.bulk import load

ACTS = 200


@pytest.fixture
def made_up(empty_record: None) -> None:
    """A record of two hundred acts, loaded as the bench loads it."""
    load(ACTS)
