"""`manage.py backup`: the whole database and the record as a data package, of one moment, in a new folder."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from signatories.backups.making import make_backup
from signatories.backups.manifest import NotRestorable
from signatories.backups.shelf import keep_the_newest, next_name
from signatories.management.progress import Bar
from signatories.management.statements import statements_not_kept


class Command(BaseCommand):
    """Backs up the whole database, beside whoever writes, and restores the backup elsewhere to check it."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, help="A new folder for it. Default: one named by the time, in BACKUP_DIR."
        )
        parser.add_argument(
            "--verify", action=BooleanOptionalAction, default=True, help="Whether it is restored and checked first."
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="Remove all but the N newest backups that were named by their time."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        keep = options["keep"]
        if keep is not None and keep < 1:
            raise CommandError(f"--keep {keep} would keep no backup: give 1 or more.")
        path = options["path"] or settings.BACKUP_DIR / next_name()
        with statements_not_kept(), Bar(self.stderr) as bar:
            try:
                made = make_backup(path, verify=options["verify"], told=bar.tell)
                removed = keep_the_newest(path.parent, keep) if keep else []
            except (NotRestorable, OSError) as error:
                raise CommandError(str(error)) from None
        for sentence in made.agreed or ["It was not restored to check it."]:
            self.stdout.write(sentence)
        log = f"{made.manifest.log_size} entries of the log, root {made.manifest.log_root}"
        self.stdout.write(self.style.SUCCESS(f"{path} holds the database: {log}."))
        for old in removed:
            self.stdout.write(f"Removed: {old}")
