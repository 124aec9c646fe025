"""Tests of what is refused: each begins with nothing counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from signatories.limits.rates import counts


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    counts.cache_clear()
    yield
    counts.cache_clear()
