"""Rules the database keeps by trigger where it has no constraint for them.

Installed after every `migrate`, not in a migration: on SQLite, Django remakes a
table to change it and the table's triggers go with the old one. What is here is
the whole list, so installing it again puts right whatever was lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connections, models

from signatories.models.constraints import NoOverlap
from signatories.models.guards import guards


def install_triggers(using: str, **_: Any) -> None:
    """Puts every trigger in place on this database, replacing what is there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statements in expected_triggers(connection.vendor).values():
            for statement in statements:
                cursor.execute(statement)


def make_way(using: str, plan: Any = (), **_: Any) -> None:
    """Takes SQLite's triggers away before tables are altered, which they would not allow; they come back afterwards."""
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')


def remove_triggers(using: str) -> None:
    """Takes every trigger away."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in _tables(connection.vendor).items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{f' ON {table}' if connection.vendor != 'sqlite' else ''}")


@contextmanager
def without_triggers(using: str) -> Iterator[None]:
    """For emptying a database as a whole, which no door of the record does."""
    remove_triggers(using)
    try:
        yield
    finally:
        install_triggers(using)


def expected_triggers(vendor: str) -> dict[str, list[str]]:
    """The statements that make each trigger this database should have, by name."""
    made = {guard.name: guard.statements(vendor) for guard in guards(_models())}
    if vendor == "sqlite":
        for model in _models():
            for constraint in _overlaps(model):
                for name, statement in constraint.sqlite_triggers(model).items():
                    made[name] = [f"DROP TRIGGER IF EXISTS {name}", statement]
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


def _tables(vendor: str) -> dict[str, str]:
    """The table of each trigger, by name."""
    named = {guard.name: guard.table for guard in guards(_models())}
    if vendor == "sqlite":
        for model in _models():
            for constraint in _overlaps(model):
                named |= dict.fromkeys(constraint.sqlite_triggers(model), model._meta.db_table)
    return named


def _models() -> list[type[models.Model]]:
    return list(apps.get_app_config("signatories").get_models())


def _overlaps(model: type[models.Model]) -> list[NoOverlap]:
    return [constraint for constraint in model._meta.constraints if isinstance(constraint, NoOverlap)]
