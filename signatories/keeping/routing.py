"""Which database is read: one for all of a public answer. All else, and all that writes, has the primary."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

PRIMARY = DEFAULT_DB_ALIAS

_read_from: ContextVar[str] = ContextVar("read_from", default=PRIMARY)


@contextmanager
def reading_from(using: str) -> Iterator[None]:
    """Whatever is read inside, unless it names its database, is read from this one."""
    token = _read_from.set(using)
    try:
        yield
    finally:
        _read_from.reset(token)


def read_from() -> str:
    """The database that is read from here."""
    return _read_from.get()


class OneDatabaseAnAnswer:
    """Database router: reads go where the answer in the making is made from, writes to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return read_from()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Replicas hold the same rows, so rows of one may name rows of another."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """What the primary's migrations do, replicas receive."""
        return db not in settings.REPLICAS
