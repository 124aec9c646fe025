"""Tests of what is kept: with a store of their own, empty before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from signatories.keeping.once import _made
from signatories.keeping.store import store


@pytest.fixture(autouse=True)
def keeping(settings: Any) -> Iterator[None]:
    """Answers are kept, in a store that begins empty."""
    settings.KEPT_BYTES = 16 * 1024 * 1024
    store.cache_clear()
    _made.cache_clear()
    yield
    store.cache_clear()
    _made.cache_clear()
