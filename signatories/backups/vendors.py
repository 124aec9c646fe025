"""Which way the default database is copied."""

from __future__ import annotations

from types import ModuleType

from django.db import connection

from signatories.backups import postgresql, sqlite

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def way() -> ModuleType:
    """The module with `dump`, `load`, `scratch` and `server` for it."""
    return postgresql if connection.vendor == "postgresql" else sqlite
