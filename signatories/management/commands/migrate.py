"""`manage.py migrate`: Django's own, one at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.files import locks
from django.core.management.commands.migrate import Command as Migrate
from django.db import InterfaceError, OperationalError, connections

OURS = 0x434F4E56
"""The number of the lock among PostgreSQL's advisory locks, which others may use too."""
ASK_AGAIN = 0.2


class Command(Migrate):
    """Brings the database up to date. While another process does so it waits, and then does what is left to do."""

    def handle(self, *args: Any, **options: Any) -> None:
        with _lock_of(connections[options["database"]]) as is_taken:
            if not is_taken():
                self.stderr.write("Another process is migrating this database: waiting until it is done.")
                while not is_taken():
                    time.sleep(ASK_AGAIN)
            super().handle(*args, **options)


@contextmanager
def _lock_of(connection: Any) -> Iterator[Callable[[], bool]]:
    """Tries to take the lock that one process at a time has, and says whether it did; it goes however the process ends.

    On SQLite it is on a file beside the database. A database in memory has no other process.
    """
    if connection.vendor == "postgresql":
        with _of_postgresql(connection) as is_taken:
            yield is_taken
    elif connection.vendor == "sqlite" and not connection.is_in_memory_db():
        with Path(f"{connection.settings_dict['NAME']}.migrating").open("w") as file:
            yield lambda: locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)
    else:
        yield lambda: True


@contextmanager
def _of_postgresql(connection: Any) -> Iterator[Callable[[], bool]]:
    def ask(function: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [OURS])
            return bool(cursor.fetchone()[0])

    try:
        yield lambda: ask("pg_try_advisory_lock")
    finally:
        with suppress(OperationalError, InterfaceError):  # then the lock has gone with the connection
            ask("pg_advisory_unlock")
