"""Backs up and restores again and again in processes that are killed at random, and prints what each left behind.

`python -m tests.backups.killing SHELF BACKUP TIMES`: backups of the database that DATABASE_URL names go into SHELF, and
BACKUP goes into the empty one that EMPTY_URL names.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django
import environ


def main(shelf: Path, backup: Path, times: int) -> None:
    """Kills as many of each."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.db import connection

    from signatories.backups.making import make_backup
    from signatories.backups.manifest import Manifest
    from signatories.backups.places import in_the_place_of_the_default, rows_of_tables
    from signatories.backups.restoring import Restoring

    for number in _killed(lambda number: make_backup(shelf / str(number), verify=False), times):
        if (shelf / str(number)).exists():
            Manifest.read(shelf / str(number))
        print("backup", "whole" if (shelf / str(number)).exists() else "none", flush=True)
    make_backup(shelf / "last", verify=False)
    assert not list(shelf.glob(".*")), "what was left is taken away by the next"

    empty = str(environ.Env.db_url_config(os.environ["EMPTY_URL"])["NAME"])
    with in_the_place_of_the_default(NAME=empty):
        whole = Manifest.read(backup).rows

        def restore(number: int) -> None:
            with in_the_place_of_the_default(NAME=empty):
                Restoring(backup).done()

        for _ in _killed(restore, times):
            found = rows_of_tables()
            print(
                "restore empty" if not found else "restore whole" if found == whole else f"restore {found}", flush=True
            )
            connection.close()
        Restoring(backup).done()
    print("done")


def _killed(act: Callable[[int], object], times: int) -> Iterator[int]:
    """Starts it in a process of its own and kills that; after one that is let finish, to see how long it lasts."""
    began = time.monotonic()
    os.waitpid(_start(act, 0), 0)
    lasts = time.monotonic() - began
    for number in range(1, times + 1):
        child = _start(act, number)
        time.sleep(random.uniform(0.1, 1.0) * lasts)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        yield number


def _start(act: Callable[[int], object], number: int) -> int:
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        act(number)
        os._exit(0)
    return child


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
