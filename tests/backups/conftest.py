"""Databases of their own, of the kind that the suite runs on: with the shipped record, and empty ones."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from pytest_django.plugin import DjangoDbBlocker

from signatories.backups.places import in_the_place_of_the_default


class Databases:
    """Makes them; each is the default one within `with databases.at(name)`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.named: list[str] = []

    def new(self, name: str, template: str = "") -> str:
        """The name of a database: an empty one, or one with all that the template has."""
        if connection.vendor == "sqlite":
            if template:
                shutil.copyfile(template, self.folder / name)
            return str(self.folder / name)
        self.named.append(f"{connection.settings_dict['NAME']}_{name}")
        self.drop(self.named[-1])
        _tell(f'CREATE DATABASE "{self.named[-1]}" TEMPLATE "{template or "template0"}"')
        return self.named[-1]

    def at(self, name: str, **settings: Any) -> AbstractContextManager[None]:
        """That database in the place of the default one."""
        return in_the_place_of_the_default(NAME=name, **settings)

    def drop(self, *names: str) -> None:
        """Those of a server; files go with their folder."""
        for name in names:
            _tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _tell(statement: str) -> None:
    given: Any = connections["default"].get_connection_params()
    where = {key: given[key] for key in ("host", "port", "user", "password") if given.get(key)}
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as server:
        server.execute(statement)


@pytest.fixture(scope="session")
def shipped(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The name of a copy of the session's database, with the shipped record."""
    databases = Databases(tmp_path_factory.mktemp("shipped"))
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            name = databases.new("shipped")
            with closing(sqlite3.connect(name)) as copy:
                connection.connection.backup(copy)
        else:
            session = str(connection.settings_dict["NAME"])
            connection.close()
            name = databases.new("shipped", session)
        yield name
        databases.drop(*databases.named)


@pytest.fixture
def databases(tmp_path: Path, shipped: str, db: None) -> Iterator[Databases]:
    made = Databases(tmp_path)
    yield made
    made.drop(*made.named)


@pytest.fixture
def used(databases: Databases, shipped: str) -> str:
    """The name of a database with the shipped record."""
    return databases.new("used", shipped)


@pytest.fixture
def shelf(tmp_path: Path, settings: Any) -> Path:
    """Where backups go that are given no other place."""
    settings.BACKUP_DIR = tmp_path / "backups"
    return tmp_path / "backups"
