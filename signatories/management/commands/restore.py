"""`manage.py restore`: a backup into an empty database, or in the place of the one there is."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from signatories.backups.making import make_backup
from signatories.backups.manifest import NotRestorable
from signatories.backups.restoring import Restoring
from signatories.backups.shelf import next_name
from signatories.management.progress import Bar
from signatories.management.statements import statements_not_kept


class Command(BaseCommand):
    """Restores a backup: tried in a scratch database first, taken in whole or not at all, and held to what was kept."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="The folder of the backup.")
        parser.add_argument(
            "--replace", action="store_true", help="Back up what the database holds, and put the backup in its place."
        )
        parser.add_argument("--dry-run", action="store_true", help="Only try it in a scratch database.")
        parser.add_argument(
            "--verify", action=BooleanOptionalAction, default=True, help="Whether it is tried there before."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with statements_not_kept(), Bar(self.stderr) as bar:
            try:
                said = self._restored(bar, **options)
            except (NotRestorable, OSError) as error:
                raise CommandError(str(error)) from None
        for sentence in said:
            self.stdout.write(sentence)

    def _restored(self, bar: Bar, path: Path, replace: bool, dry_run: bool, verify: bool, **_: Any) -> list[str]:
        """What was done and what agreed, in sentences."""
        restoring = Restoring(path, bar.tell)
        if dry_run:
            return [*restoring.tried(), f"{path} can be restored. Nothing was changed."]
        if not replace:
            restoring.refuse_a_database_in_use()
        if verify:
            restoring.tried()
        kept = []
        if replace:
            before = make_backup(settings.BACKUP_DIR / f"{next_name()}-before-restore", verify=verify, told=bar.tell)
            kept = [f"What the database held is in {before.path}."]
        manifest = restoring.manifest
        done = f"Restored {path}, made at {manifest.made_at} by release {manifest.product}."
        return [*kept, *restoring.done(), self.style.SUCCESS(done)]
