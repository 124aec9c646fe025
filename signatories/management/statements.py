"""Long commands without Django's memory of the statements they send."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def statements_not_kept() -> Iterator[None]:
    """Under DEBUG Django keeps the last 9,000 statements with their values: of a great import, far too much memory."""
    connection.make_debug_cursor = connection.make_cursor  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        del connection.make_debug_cursor
