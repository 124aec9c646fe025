"""A SQLite database as a file of its own, by SQLite's online backup: nobody waits for it, and it waits for nobody.

In both directions all pages are copied within one transaction. Whoever is killed meanwhile leaves what there was.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from signatories.backups.manifest import NotRestorable
from signatories.backups.places import in_the_place_of_the_default

FILE = "database.sqlite3"


def server() -> str:
    """The version of SQLite."""
    return sqlite3.sqlite_version


def dump(path: Path) -> None:
    """Copies the default database, in the state that the transaction under way reads."""
    with closing(sqlite3.connect(path)) as copy:
        _raw().backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def load(path: Path) -> None:
    """Puts the file's content in the place of whatever the default database holds."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        try:
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            found = str(error)
        if found != "ok":
            raise NotRestorable(f"{path} is no whole SQLite database: {found}. Take another backup.")
        try:
            copy.backup(_raw())
        except sqlite3.Error as error:
            raise NotRestorable(f"SQLite did not take {path.name}, and undid it: {error}.") from None


@contextmanager
def scratch() -> Iterator[None]:
    """An empty database in the place of the default one."""
    with (
        tempfile.TemporaryDirectory(prefix="convention-restored-") as folder,
        in_the_place_of_the_default(NAME=str(Path(folder) / FILE)),
    ):
        yield


def _raw() -> Any:
    connection.ensure_connection()
    return connection.connection
