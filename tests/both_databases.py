"""Runs the whole suite on SQLite and on PostgreSQL at once, and closes with one count and every reason for skipping.

`python -m tests.both_databases [pytest's arguments]`
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from tests.postgres import postgresql

WORKERS = ["-n", "2", "--dist", "worksteal"]
"""A part of the files each, so that what a file prepares is prepared once; who is done first takes of the other's."""


def main(arguments: list[str]) -> int:
    """The exit code: 0 when everything passed on both."""
    counted: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, postgresql() as address, tempfile.TemporaryFile() as later:
        reports = {name: Path(folder) / f"{name}.xml" for name in ("SQLite", "PostgreSQL")}
        print("=== The suite on SQLite ===", flush=True)
        # While one waits, for a browser or for a process to begin, the other goes on.
        with (
            _begun("sqlite://:memory:", reports["SQLite"], arguments) as first,
            _begun(address, reports["PostgreSQL"], arguments, later) as second,
        ):
            first.wait()
            print("\n=== The suite on PostgreSQL, meanwhile ===", flush=True)
            second.wait()
        later.seek(0)
        shutil.copyfileobj(later, sys.stdout.buffer)
        for (name, report), code in zip(reports.items(), (first.returncode, second.returncode), strict=True):
            if not report.exists():
                print(f"pytest ended with {code} before it had a report.")
                return code or 1
            _read(report, name, counted, skipped)
            counted["failed"] += code not in (0, 1)
    for reason, times in sorted(skipped.items()):
        print(f"skipped ({times}): {reason}")
    print(f"{counted['passed']} passed, {counted['failed']} failed, {counted['skipped']} skipped", flush=True)
    return 1 if counted["failed"] or not counted["passed"] else 0


def _begun(url: str, report: Path, arguments: list[str], out: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """The suite on this database; what it prints goes there."""
    command = [sys.executable, "-m", "pytest", "-q", *WORKERS, f"--junitxml={report}", *arguments]
    # Where no bytecode is written, a hundred processes of the suite would compile the same modules.
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "DATABASE_URL": url}
    return subprocess.Popen(command, env=environment, stdout=out)


def _read(report: Path, database: str, counted: Counter[str], skipped: Counter[str]) -> None:
    for case in ElementTree.parse(report).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            counted["failed"] += 1
        elif (skip := case.find("skipped")) is not None:
            counted["skipped"] += 1
            skipped[f"{skip.get('message')} [{database}]"] += 1
        else:
            counted["passed"] += 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
