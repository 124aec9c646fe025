"""`manage.py rebuild_periods`: makes the statuses that are kept beside the record what the rules give."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from signatories.record.changing import nothing_else_changing
from signatories.record.periods import every_treaty, keep_periods


class Command(BaseCommand):
    """Works out the statuses of every treaty anew. Every change of the record does it for the treaties it reaches.

    Needed only where somebody wrote to the tables by hand. Answers that were kept meanwhile are kept until the next
    change or, where processes keep their own, until they are started again.
    """

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with nothing_else_changing():
            treaties = every_treaty()
            keep_periods(treaties)
        self.stdout.write(self.style.SUCCESS(f"Statuses are kept as the rules give them, treaties: {len(treaties)}."))
