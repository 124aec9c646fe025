"""Servers that are measured: each one worker process on the first core; the load comes from another."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from benchmarks.environment import production
from benchmarks.folder import ROOT, folder
from benchmarks.loader import NotAnswered, ask

GUNICORN = (
    "--workers",
    "1",
    "--worker-class",
    "gthread",
    "--threads",
    "2",
    "--no-control-socket",
    "--log-level",
    "warning",
)
"""One worker, whose connections are kept open: what stands behind a proxy."""
PATIENCE = 60


def cores() -> tuple[set[int], set[int]]:
    """The core for what is measured and the core for the load; the same where there is but one."""
    there = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
    return {there[0]}, {there[-1]}


def keep_to(process: int, core: set[int]) -> None:
    """Keeps a process to a core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process, core)


class Served:
    """A server that runs."""

    def __init__(self, name: str, port: int, process: subprocess.Popen[bytes], database: Any = ()) -> None:
        self.name, self.port, self.process = name, port, process
        self.started_in = 0.0
        """Seconds from the start of the process to its first answer."""
        self.start_took = 0.0
        """Seconds of a core that this took."""
        self._database = database

    @property
    def worker(self) -> psutil.Process:
        """The process that answers."""
        whole = psutil.Process(self.process.pid)
        return next(iter(whole.children()), whole)

    @property
    def memory(self) -> float:
        """Megabytes of memory that the worker has."""
        return float(self.worker.memory_info().rss) / 1e6

    def taken(self) -> tuple[dict[int, float], dict[int, float]]:
        """Seconds of a core that the worker has taken, and that each process of its database has, by process."""
        database = self._database.processes() if self._database else []
        return {self.worker.pid: _seconds(self.worker)}, {process.pid: _seconds(process) for process in database}


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


@contextmanager
def served(
    name: str, command: Sequence[str], environment: Mapping[str, str], path: str, database: Any = ()
) -> Iterator[Served]:
    """Starts a server and waits until it answers a path; `{port}` in the command is where it is to listen."""
    port = free_port()
    with (folder() / f"{name}.log").open("wb") as log:
        began = time.monotonic()
        process = subprocess.Popen(
            [word.format(port=port) for word in command],
            cwd=ROOT,
            env=dict(environment),
            stdout=log,
            stderr=log,
            preexec_fn=lambda: keep_to(0, cores()[0]),
        )
        try:
            _wait(process, port, path, Path(log.name))
            running = Served(name, port, process, database)
            running.started_in = time.monotonic() - began
            running.start_took = _seconds(psutil.Process(process.pid)) + _seconds(running.worker)
            yield running
        finally:
            process.terminate()
            process.wait()


def gunicorn(application: str) -> list[str]:
    """The command that serves a WSGI application, by what is installed to serve alone, where `make bench` did that.

    Libraries load others that happen to be there: beside what tests need, a worker takes a third more memory.
    """
    alone = ROOT / ".venv" / "product" / "bin" / "python"
    python = str(alone if alone.exists() else sys.executable)
    return [python, "-m", "gunicorn", application, *GUNICORN, "--bind", "127.0.0.1:{port}"]


def product(name: str, database: str, path: str, *, server: Any = (), **settings: str) -> Any:
    """The product as production would bring it up, but for these settings."""
    return served(name, gunicorn("convention_api.wsgi"), production(database, **settings), path, server)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            ask(port, path)
            return
        except (ConnectionError, NotAnswered) as error:
            if process.poll() is not None or time.monotonic() > until or isinstance(error, NotAnswered):
                raise SystemExit(f"The server does not answer: {error}\n{log.read_text()[-2000:]}") from None
            time.sleep(0.02)
