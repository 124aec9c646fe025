"""The record's version: one word for all it holds, which every committed change moves, whichever door it came by.

A change is the only thing that writes to the record, and takes its number and the log's new root in the transaction
that writes; so one look at the last change tells whether anything at all is other than before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from weakref import WeakSet

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from psycopg.pq import ExecStatus

from signatories.models import Change


@dataclass(frozen=True, slots=True)
class Version:
    """The state of the record after its last change: one word for it; the change's instant, number and log."""

    name: str
    at: dt.datetime | None
    number: int = 0
    size: int = 0
    """How many entries the log has."""


NOTHING = Version("0", None)
"""The version of a record in which nothing was ever recorded."""
LOOK = b"record_version"

_prepared: WeakSet[Any] = WeakSet()
"""The connections that have prepared the look."""


def record_version(using: str = DEFAULT_DB_ALIAS) -> Version:
    """The number of the last change and the log's root after it, in one look at an index."""
    connection: Any = connections[using]
    last = None
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        last = _looked_up_quickly(connection)
    if last is None:
        with connection.cursor() as cursor:
            cursor.execute(_look())
            last = cursor.fetchone()
    if last is None:
        return NOTHING
    return _read(*last)


def last_number(by: dt.datetime) -> int:
    """The number of the last change up to that instant; 0 for none. One look at an index, at the primary."""
    done = Change.objects.using(DEFAULT_DB_ALIAS).filter(at__lte=by)
    return done.order_by("-at").values_list("number", flat=True).first() or 0


@contextmanager
def one_state(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Everything read inside is of one state of the database, whatever is committed meanwhile.

    Inside a transaction that is already under way it adds nothing.
    """
    connection: Any = connections[using]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _beside_writers(connection), transaction.atomic(using=using):
            yield


@contextmanager
def _beside_writers(connection: Any) -> Iterator[None]:
    """Transactions begun on SQLite meanwhile wait for nobody who writes, and nobody for them."""
    connection.ensure_connection()
    mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = mode


def _looked_up_quickly(connection: Any) -> tuple[bytes, ...] | None:
    """The row of the look, by a statement that each connection to PostgreSQL prepares once; None where that fails.

    Every kept answer waits for this, and through a cursor it is parsed and planned anew, in several times the time.
    What fails, such as a connection that broke off, is left for the cursor to find out, and to say in Django's words.
    """
    connection.ensure_connection()
    found = None
    with suppress(psycopg.Error):
        libpq = connection.connection.pgconn
        if connection.connection not in _prepared:
            libpq.prepare(LOOK, _look().encode())
            _prepared.add(connection.connection)
        found = libpq.exec_prepared(LOOK, [])
    if found is None or found.status != ExecStatus.TUPLES_OK:
        _prepared.discard(connection.connection)
        return None
    if not found.ntuples:
        return None
    return tuple(found.get_value(0, column) for column in range(4))


@lru_cache(maxsize=16)
def _read(*last: Any) -> Version:
    """The version that a row of the look tells: values, or the bytes of their text.

    The same few rows are seen by all who ask between two changes, so they are read once.
    """
    number, root, at, size = (value.decode() if isinstance(value, bytes) else value for value in last)
    return Version(f"{number}-{root[:16]}", _utc(at), int(number), int(size))


@cache
def _look() -> str:
    done = Change.objects.filter(at__isnull=False)
    statement: str
    statement, _ = done.order_by("-number").values_list("number", "root", "at", "size")[:1].query.sql_with_params()
    return statement


def _utc(stored: Any) -> dt.datetime:
    """The instant; SQLite stores it without saying that it is in UTC, and either may hand it over as text."""
    at = stored if isinstance(stored, dt.datetime) else dt.datetime.fromisoformat(stored)
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
