"""Another database in the place of the default one, and what tables a database has.

All of the record asks the default database. To hold a restored copy to its backup by the same code, a scratch database
takes its place for a while, in this thread alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.recorder import MigrationRecorder

# What `migrate` itself writes.
MADE_BY_MIGRATE = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "signatories_rulesapplied",
}


@contextmanager
def in_the_place_of_the_default(**settings: Any) -> Iterator[None]:
    """Everything inside reads and writes the database with these settings, and otherwise those of the default one."""
    usual = connections[DEFAULT_DB_ALIAS]
    options = {name: value for name, value in usual.settings_dict["OPTIONS"].items() if name != "pool"}
    other = type(usual)({**usual.settings_dict, "OPTIONS": options, **settings}, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = usual


def rows_of_tables() -> dict[str, int]:
    """How many rows each table of the database has, whoever's it is."""
    tables = sorted(connection.introspection.table_names())
    with connection.cursor() as cursor:
        counted = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counted[table] = cursor.fetchone()[0]
    return counted


def tables_in_use() -> list[str]:
    """Tables with rows other than those that `migrate` writes: none in a new database."""
    return [table for table, rows in rows_of_tables().items() if rows and table not in MADE_BY_MIGRATE]


def migrations_applied() -> list[str]:
    """Those of the database, as `app.name`."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
