"""Imports a package again and again in processes that are killed at random, and prints what each left behind.

`python -m tests.exchange.killing PACKAGE TIMES`, on the database that DATABASE_URL names, emptied before. A line a
kill: how many rows of the record and of its log there are. Then one import is let finish, and a last line.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import django


def main(package: Path, times: int) -> None:
    """Empties the database, then kills."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)
    began = time.monotonic()
    os.waitpid(start(package, dry_run=True), 0)
    lasts = time.monotonic() - began
    for _ in range(times):
        child = start(package)
        time.sleep(random.uniform(0.1, 1.2) * lasts)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        print(rows(), flush=True)
    os.waitpid(start(package), 0)
    print(rows())
    call_command("verify_log")


def start(package: Path, dry_run: bool = False) -> int:
    """A process that imports the package."""
    from django.db import connections

    from signatories.exchange.importing import import_package

    connections.close_all()
    child = os.fork()
    if child == 0:
        import_package(package, dry_run=dry_run)
        os._exit(0)
    return child


def rows() -> int:
    """How many rows there are, but for what `migrate` notes of itself."""
    from django.apps import apps

    from signatories.models import RulesApplied

    models = (model for model in apps.get_app_config("signatories").get_models() if model is not RulesApplied)
    return sum(model._base_manager.count() for model in models)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
