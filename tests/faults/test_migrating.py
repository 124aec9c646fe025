"""Two processes migrate one database at the same moment: one waits, and the result is whole."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from signatories.models.triggers import expected_triggers
from tests.serving import ROOT, environment

WAITS = "Another process is migrating this database: waiting until it is done."


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[str]:
    """The address of a database of its own, of the kind that the suite runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/record.sqlite3"
        return
    with _database_of_its_own(os.environ["DATABASE_URL"]) as address:
        yield address


@contextmanager
def _database_of_its_own(address: str) -> Iterator[str]:
    name = sql.Identifier(made := f"{connection.settings_dict['NAME']}_twice")
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield urlsplit(address)._replace(path=f"/{made}").geturl()
        finally:
            server.execute(drop)


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


@pytest.mark.django_db
def test_on_an_empty_database_and_on_a_used_one(empty_database: str) -> None:
    settings = environment(empty_database)
    for what in (["signatories", "0007"], []):
        said = both(settings, "migrate", *what, "--verbosity", "0")
        assert sum(WAITS in errors for errors in said) <= 1
    applied, triggers = what_is_there(empty_database)
    assert sorted(applied) == sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)
    assert triggers >= {name[:63] for name in expected_triggers(connection.vendor)}


def what_is_there(address: str) -> tuple[list[str], set[str]]:
    """The migrations that are noted there, and the triggers."""
    if connection.vendor == "sqlite":
        asked: Any = sqlite3.connect(address.removeprefix("sqlite:///"))
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = psycopg.connect(address)
        triggers = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with closing(asked):
        applied = asked.execute("SELECT app || '.' || name FROM django_migrations").fetchall()
        return [name for (name,) in applied], {name for (name,) in asked.execute(triggers).fetchall()}
