"""Every row of the record from a SQLite file into an empty PostgreSQL database that is migrated alike."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.environment import production
from benchmarks.folder import ROOT

TOGETHER = 5000
Converting = Callable[[Any], Any]


def copy_to_postgresql(source: Path, database: str) -> None:
    """Copies in a process of its own, since it needs Django set up for the database."""
    command = [sys.executable, "-m", "benchmarks.copying", str(source)]
    subprocess.run(command, cwd=ROOT, env=production(database), check=True)


def _copy(source: Path) -> None:
    """The rows as they are: triggers and foreign keys were kept when they were first stored, and are off for this."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    models = list(apps.get_app_config("signatories").get_models(include_auto_created=True))
    with sqlite3.connect(source) as file, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET TIME ZONE 'UTC'")
        for model in models:
            _copy_table(file, cursor.cursor, model)
        cursor.execute("SET session_replication_role = origin")
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _copy_table(file: sqlite3.Connection, cursor: Any, model: Any) -> None:
    fields = list(model._meta.concrete_fields)
    names = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    converting = {place: made for place, field in enumerate(fields) if (made := _converting(field))}
    rows = file.execute(f"SELECT {names} FROM {table}")
    cursor.execute(f"DELETE FROM {table}")  # migrations may have put a row there, which is among those to come
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        while some := rows.fetchmany(TOGETHER):
            for row in map(list, some):
                for place, convert in converting.items():
                    row[place] = None if row[place] is None else convert(row[place])
                copy.write_row(row)


def _converting(field: Any) -> Converting | None:
    """What makes PostgreSQL's value of SQLite's, where they differ."""
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return bool
    return bytes if kind == "BinaryField" else None


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convention_api.settings")
    django.setup()
    _copy(Path(sys.argv[1]))
