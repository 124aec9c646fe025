"""Two processes migrate one database at the same moment: one waits, and the result is whole."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import Any

import psycopg
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from signatories.models.triggers import expected_triggers
from tests.databases import Databases, address
from tests.serving import ROOT, environment

WAITS = "Another process is migrating this database: waiting until it is done."


def both(settings: dict[str, str], *arguments: str) -> list[str]:
    """What each of two processes that run at the same time said of waiting; both end well."""
    command = [sys.executable, "manage.py", *arguments]
    begun = [
        subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate() for process in begun]
    assert [process.returncode for process in begun] == [0, 0], said
    return [errors for _, errors in said]


def test_on_an_empty_database_and_on_a_used_one(databases: Databases) -> None:
    """The tables of a used one are altered under their triggers, which SQLite does not allow."""
    settings = environment(used := address(databases.new("twice")))
    for what in (["signatories", "0006"], []):
        said = both(settings, "migrate", *what, "--verbosity", "0")
        assert sum(WAITS in errors for errors in said) <= 1
    applied, triggers = what_is_there(used)
    assert sorted(applied) == sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)
    assert triggers == {name[:63] for name in expected_triggers(connection.vendor)}


def what_is_there(there: str) -> tuple[list[str], set[str]]:
    """The migrations that are noted there, and the triggers."""
    if connection.vendor == "sqlite":
        asked: Any = sqlite3.connect(there.removeprefix("sqlite:///"))
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = psycopg.connect(there)
        triggers = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with closing(asked):
        applied = asked.execute("SELECT app || '.' || name FROM django_migrations").fetchall()
        return [name for (name,) in applied], {name for (name,) in asked.execute(triggers).fetchall()}
