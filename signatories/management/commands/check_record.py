"""`manage.py check_record`: every rule over the whole record."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.core.management import BaseCommand, CommandError

from signatories.record.checking import broken_rules


class Command(BaseCommand):
    """Checks every rule over the whole record: a count where all hold, else each broken rule with its row."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        rows = count()
        broken = 0
        for rule in broken_rules(lambda: next(rows)):
            broken += 1
            self.stderr.write(str(rule))
        checked = next(rows)
        if broken:
            raise CommandError(f"{checked} rows checked; rules broken: {broken}. Each is above, with its row.")
        self.stdout.write(self.style.SUCCESS(f"{checked} rows checked, every rule holds."))
