"""Rules the database keeps by trigger where it has no constraint for them.

Installed after every `migrate`, not in a migration: on SQLite, Django remakes a
table to change it and the table's triggers go with the old one. What is here is
the whole list, so installing it again puts right whatever was lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connections, models

from signatories.models.constraints import NoOverlap
from signatories.models.guards import guards

OUR_TABLES = "signatories_"


class Trigger(NamedTuple):
    """A trigger that a database should have: the table it stands on, and the statements that make it."""

    table: str
    statements: list[str]


def install_triggers(using: str, **_: Any) -> None:
    """Puts every trigger in place on this database, replacing what is there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for trigger in expected_triggers(connection.vendor).values():
            for statement in trigger.statements:
                cursor.execute(statement)


def make_way(using: str, plan: Any = (), **_: Any) -> None:
    """Takes the triggers of the record's tables away before SQLite alters these, which they would not allow.

    Those of an earlier release too. `install_triggers` brings them back; another app's are left where they are.
    """
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
            for name, table in cursor.fetchall():
                if table.startswith(OUR_TABLES):
                    cursor.execute(f'DROP TRIGGER "{name}"')


def remove_triggers(using: str) -> None:
    """Takes every trigger away."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, trigger in expected_triggers(connection.vendor).items():
            where = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


@contextmanager
def without_triggers(using: str) -> Iterator[None]:
    """For emptying a database as a whole, which no door of the record does."""
    remove_triggers(using)
    try:
        yield
    finally:
        install_triggers(using)


def expected_triggers(vendor: str) -> dict[str, Trigger]:
    """Every trigger that a database of this vendor should have, by name."""
    ours: list[type[models.Model]] = list(apps.get_app_config("signatories").get_models())
    made = {guard.name: Trigger(guard.table, guard.statements(vendor)) for guard in guards(ours)}
    if vendor == "sqlite":
        for model in ours:
            for constraint in model._meta.constraints:
                if isinstance(constraint, NoOverlap):
                    for name, statement in constraint.sqlite_triggers(model).items():
                        made[name] = Trigger(model._meta.db_table, [f"DROP TRIGGER IF EXISTS {name}", statement])
    return made


def missing_triggers(connection: Any) -> list[str]:
    """The names of triggers that this database should have and has not."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in expected_triggers(connection.vendor) if name[:63] not in present]
