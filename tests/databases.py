"""Databases of their own for tests, of the kind that the suite runs on: empty, or with all that another has."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db import connection, connections

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

    def copy(self, name: str) -> str:
        """The name of one with all that the default one has."""
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(self.folder / name)) as copied:
                connection.connection.backup(copied)
            return str(self.folder / name)
        connection.close()
        return self.new(name, connection.settings_dict["NAME"])

    def at(self, name: str, **settings: Any) -> AbstractContextManager[None]:
        """That database in the place of the default one."""
        return in_the_place_of_the_default(NAME=name, **settings)

    def drop(self, *names: str) -> None:
        """Those of a server; files go with their folder."""
        for name in names:
            _tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def bring_back(name: str) -> None:
    """Gives the default database all that this one has, and leaves it nothing else."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(name)) as kept:
            kept.backup(connection.connection)
        return
    connection.close()
    _tell(f'DROP DATABASE "{connection.settings_dict["NAME"]}" WITH (FORCE)')
    _tell(f'CREATE DATABASE "{connection.settings_dict["NAME"]}" TEMPLATE "{name}"')


def address(name: str) -> str:
    """What DATABASE_URL is for a process that is to use it: the suite's own, with another database."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def _tell(statement: str) -> None:
    given: Any = connections["default"].get_connection_params()
    where = {key: given[key] for key in ("host", "port", "user", "password") if given.get(key)}
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as server:
        server.execute(statement)
