"""Where the record is measured: a database of a size, and what reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.databases import postgresql_database, sqlite_database
from benchmarks.postgresql import Server


@dataclass(frozen=True)
class Place:
    """A database that holds a record of so many acts; `server` is PostgreSQL's, where it is that."""

    vendor: str
    acts: int
    url: str
    server: Server | None = None

    @property
    def name(self) -> str:
        """Its name in the tables."""
        return f"{self.vendor}, {self.acts:,}"

    @property
    def file(self) -> Path:
        """The file of SQLite."""
        return Path(self.url.removeprefix("sqlite:///"))

    @property
    def beside(self) -> Any:
        """What takes of the core beside the worker."""
        return self.server or ()


def place_of(vendor: str, acts: int, server: Server | None) -> Place:
    """The place, its database made if it is not there."""
    if vendor == "SQLite":
        return Place(vendor, acts, sqlite_database(acts))
    assert server
    return Place(vendor, acts, postgresql_database(server, acts), server)
