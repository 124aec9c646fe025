"""`manage.py verify_log`: recomputes the log and holds the record against it."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from signatories.management.progress import Bar
from signatories.record.proofs import NotInTheLog, consistency, log_head
from signatories.record.verifying import faults


class Command(BaseCommand):
    """Recomputes the log and holds every row against it: its size and root where all holds, else what does not."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--root", help="A root kept from earlier, which the log must have had.")
        parser.add_argument("--size", type=int, help="The size the log had then.")

    def handle(self, *args: Any, **options: Any) -> None:
        looked_at = 0

        def counted(more: int) -> None:
            nonlocal looked_at
            looked_at += more
            bar.tell("entries, rows", looked_at, 0)

        with Bar(self.stderr) as bar:
            found = next(faults(counted), None)
        if found is None:
            self._had_the_root(options["size"], options["root"])
            head = log_head()
            self.stdout.write(self.style.SUCCESS(f"The log holds: {head.size} entries, root {head.root}."))
        else:
            raise CommandError(f"The log does not hold. {found}")

    @staticmethod
    def _had_the_root(size: int | None, root: str | None) -> None:
        """Raises a CommandError where the log did not have that root at that size."""
        if (size is None) != (root is None):
            raise CommandError("Give --size and --root together: both as log/ gave them.")
        if size is None:
            return
        try:
            had = consistency(size).earlier_root
        except NotInTheLog as refusal:
            raise CommandError(f"The log does not hold: it had {size} entries once. {refusal}") from None
        if had != root:
            raise CommandError(f"The log was rewritten: with {size} entries its root is {had}, and was {root}.")
