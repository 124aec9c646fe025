"""Holds a record against all its rules and its log whenever it is asked, in one process that keeps what it has read.

`python -m tests.faults.auditing`, on the database that DATABASE_URL names: a line in, a line out.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.serving import ROOT

SOUND = "sound"


class Auditor:
    """Asks for another audit."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def told(self) -> str:
        """`sound`, or what is not."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def auditing(settings: dict[str, str]) -> Iterator[Auditor]:
    """One who audits the record under these settings."""
    command = [sys.executable, "-m", "tests.faults.auditing"]
    with subprocess.Popen(
        command, cwd=ROOT, env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Auditor(process)
        finally:
            process.terminate()


def main() -> None:
    """Audits once for each line it is given."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convention_api.settings")
    django.setup()
    from django.db import connections

    from signatories.record.checking import broken_rules
    from signatories.record.verifying import faults

    for _ in sys.stdin:
        try:
            wrong = [*map(str, broken_rules(lambda: None)), *map(str, faults(lambda read: None))]
            print(" | ".join(wrong) or SOUND, flush=True)
        except Exception as error:
            print(f"cannot be audited: {error}".replace("\n", " "), flush=True)
        connections.close_all()


if __name__ == "__main__":
    main()
