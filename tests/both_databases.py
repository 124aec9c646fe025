"""Runs the whole suite on SQLite, then on PostgreSQL, and closes with one count and every reason for skipping.

`python -m tests.both_databases [pytest's arguments]`
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from tests.postgres import postgresql

# Where no bytecode is written beside the source, a hundred processes of the suite would compile the same modules.
BYTECODE = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{sys.prefix}/bytecode"}
IN_TWO = ["-n", "2", "--dist", "worksteal"]
"""A half of the files each, so that what a file prepares is prepared once; who is done first takes of the other's."""


def main(arguments: list[str]) -> int:
    """The exit code: 0 when everything passed on both."""
    counted: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    environment = os.environ | (BYTECODE if sys.dont_write_bytecode else {})
    with tempfile.TemporaryDirectory() as folder, postgresql() as address:
        for name, url in {"SQLite": "sqlite://:memory:", "PostgreSQL": address}.items():
            print(f"\n=== The suite on {name} ===", flush=True)
            report = Path(folder) / f"{name}.xml"
            command = [sys.executable, "-m", "pytest", "-q", *IN_TWO, f"--junitxml={report}", *arguments]
            code = subprocess.run(command, env=environment | {"DATABASE_URL": url}, check=False).returncode
            if not report.exists():
                print(f"pytest ended with {code} before it had a report.")
                return code or 1
            _read(report, name, counted, skipped)
            counted["failed"] += code not in (0, 1)
    for reason, times in sorted(skipped.items()):
        print(f"skipped ({times}): {reason}")
    print(f"{counted['passed']} passed, {counted['failed']} failed, {counted['skipped']} skipped", flush=True)
    return 1 if counted["failed"] or not counted["passed"] else 0


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
