"""Rules the database keeps by trigger where it has no constraint for them.

Installed after every `migrate`, not in a migration: on SQLite, Django remakes a
table to change it and the table's triggers go with the old one. What is here is
the whole list, so installing it again puts right whatever was lost.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections, models

from signatories.models.constraints import NoOverlap


def install_triggers(using: str, **_: Any) -> None:
    """Puts every trigger in place on this database, replacing what is there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, statement in expected_triggers(connection.vendor).items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(statement)


def expected_triggers(vendor: str) -> dict[str, str]:
    """The statement that makes each trigger this database should have, by name."""
    if vendor != "sqlite":
        return {}
    return {
        name: statement
        for model in apps.get_app_config("signatories").get_models()
        for constraint in _overlaps(model)
        for name, statement in constraint.sqlite_triggers(model).items()
    }


def missing_triggers(connection: Any) -> list[str]:
    """The names of triggers that this database should have and has not."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in expected_triggers(connection.vendor) if name not in present]


def _overlaps(model: type[models.Model]) -> list[NoOverlap]:
    return [constraint for constraint in model._meta.constraints if isinstance(constraint, NoOverlap)]
