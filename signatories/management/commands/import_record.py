"""`manage.py import_record`: a data package into the record, all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser

from signatories.exchange.faults import BadPackage
from signatories.exchange.importing import Report, import_package
from signatories.exchange.package import NoPackage
from signatories.exchange.plan import ADDED, CORRECTED, LEFT_ALONE
from signatories.management.progress import Bar
from signatories.management.statements import statements_not_kept


class Command(BaseCommand):
    """Imports a data package, a folder or a .zip file, in one change: every row, or none and each bad one told."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="The package: a folder, or a .zip file.")
        parser.add_argument("--dry-run", action="store_true", help="Tell what would be done, and change nothing.")
        parser.add_argument("--reason", default="", help="Why, for the log. Default: that it was imported from there.")
        parser.add_argument("--by", metavar="USER", help="Who does it, for staff to see.")

    def handle(self, *args: Any, **options: Any) -> None:
        with statements_not_kept(), Bar(self.stderr) as bar:
            try:
                report = import_package(
                    options["path"],
                    by=_user(options["by"]),
                    reason=options["reason"],
                    dry_run=options["dry_run"],
                    told=bar.tell,
                )
            except BadPackage as bad:
                bar.clear()
                self._tell(bad)
                raise CommandError(str(bad)) from None
            except (NoPackage, OSError) as error:
                raise CommandError(f"Nothing was imported. {error}") from None
        self._sum_up(report, options["dry_run"])

    def _tell(self, bad: BadPackage) -> None:
        for fault in bad.faults:
            self.stderr.write(str(fault))
        if more := bad.count - len(bad.faults):
            self.stderr.write(f"... and {more} more.")

    def _sum_up(self, report: Report, is_dry: bool) -> None:
        total = dict.fromkeys((ADDED, CORRECTED, LEFT_ALONE), 0)
        for table, counts in report.counts.items():
            total = {what: times + counts[what] for what, times in total.items()}
            self.stdout.write(f"{table + ':':15}" + ", ".join(f"{counts[what]} {what}" for what in total))
        sums = ", ".join(f"{times} {what}" for what, times in total.items())
        if is_dry:
            self.stdout.write(self.style.WARNING(f"{report.name} would bring: {sums}. Nothing was changed."))
        else:
            self.stdout.write(self.style.SUCCESS(f"{report.name} was imported: {sums}."))


def _user(name: str | None) -> Any:
    """The user of that name; None where no name is given."""
    if name is None:
        return None
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no user {name!r}: give the name of one in --by, or leave it out.")
    return user
