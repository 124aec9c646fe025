"""Everything at once: the whole record out as CSV and as a package, a package in."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil

from benchmarks import questions
from benchmarks.databases import package, rows_of
from benchmarks.environment import production, run, sqlite_url
from benchmarks.folder import ROOT, folder
from benchmarks.loader import LAST_CHUNK, stream
from benchmarks.places import Place
from benchmarks.postgresql import Server
from benchmarks.serving import cores, keep_to, product
from benchmarks.table import Findings


class CutOff(Exception):
    """An export that ended before its end."""


class Peak:
    """The most memory that a process has had, in megabytes, looked at every tenth of a second; and its work."""

    def __init__(self) -> None:
        self.memory = 0.0
        self.busy = 0.0

    def look(self, process: psutil.Process) -> None:
        """Looks at the process."""
        self.memory = max(self.memory, process.memory_info().rss / 1e6)
        self.busy = sum(process.cpu_times()[:2])

    def rows(self, rows: int) -> str:
        """How many of the rows took it a second of a core."""
        return f" ({rows / self.busy:,.0f} a second of its CPU)" if self.busy else ""


@contextmanager
def watched(process: Callable[[], psutil.Process]) -> Iterator[Peak]:
    """Watches the memory of a process meanwhile."""
    peak, over = Peak(), threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            try:
                peak.look(process())
            except psutil.NoSuchProcess:
                return

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def measure_exports(place: Place, findings: Findings) -> None:
    """Streams both exports, each from a fresh worker, whose memory is watched."""
    for what, path, rows in (
        ("CSV export of all acts", questions.ALL_AS_CSV, place.acts),
        ("data-package export", questions.EXPORT, rows_of(place.acts)),
    ):
        with product("exporting", place.url, questions.ACTS, server=place.beside) as served:
            began, end, received = time.monotonic(), b"", 0
            with watched(lambda: served.worker) as peak:
                for piece in stream(served.port, path):
                    received += len(piece)
                    end = (end + piece)[-len(LAST_CHUNK) :]
            if end != LAST_CHUNK:
                raise CutOff(f"{path} was cut off after {received:,} bytes.")
            seconds = time.monotonic() - began
        findings.add(what, place.name, rows / seconds, 50_000, at_least=True, unit="rows/s", beside=peak.rows(rows))
        findings.add(f"{what}, memory", place.name, peak.memory, 200, at_least=False, unit="MB")


def measure_import(vendor: str, acts: int, server: Server | None, findings: Findings) -> None:
    """Imports a package into an empty record, by the command, on the measured core."""
    path, url = package(acts), _empty(vendor, server)
    began = time.monotonic()
    command = [sys.executable, "manage.py", "import_record", str(path)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=production(url), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        preexec_fn=lambda: keep_to(0, cores()[0]),
    )  # fmt: skip
    with watched(lambda: psutil.Process(process.pid)) as peak:
        _, told = process.communicate()
    seconds = time.monotonic() - began
    if process.returncode:
        raise CutOff(f"The import failed: {told.decode()[-2000:]}")
    name, rows = f"{vendor}, {acts:,}", rows_of(acts)
    findings.add(
        "import, every rule checked", name, rows / seconds, 2000, at_least=True, unit="rows/s", beside=peak.rows(rows)
    )
    findings.detail(
        f"Import, {name} acts", ["acts", "rows", "seconds", "memory, MB"],
        [[f"{acts:,}", f"{rows:,}", f"{seconds:.0f}", f"{peak.memory:.0f}"]],
    )  # fmt: skip


def _empty(vendor: str, server: Server | None) -> str:
    """The address of a database that is migrated and holds nothing."""
    if vendor == "SQLite":
        path = folder() / "imported.sqlite3"
        for there in folder().glob(f"{path.name}*"):
            there.unlink()
        url = sqlite_url(path)
    else:
        assert server
        server.make_anew("imported")
        url = server.url("imported")
    run(url, "manage.py", "migrate", "--verbosity", "0")
    return url
