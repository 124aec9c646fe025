"""`manage.py export_record`: the record as a data package."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from signatories.chart.asking import MOMENT_FORM, instants
from signatories.exchange.writing import NotAPackage, write_package
from signatories.management.progress import Bar
from signatories.management.statements import statements_not_kept


class Command(BaseCommand):
    """Writes the record as a data package: to a folder, or to a file where the name ends in .zip."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="Where to: a folder, or a name that ends in .zip.")
        parser.add_argument("--known-on", metavar="T", help=f"What the record held then: {MOMENT_FORM}.")

    def handle(self, *args: Any, **options: Any) -> None:
        moment = _moment(options["known_on"])
        with statements_not_kept(), Bar(self.stderr) as bar:
            try:
                said = write_package(options["path"], moment, bar.tell)
            except (NotAPackage, OSError) as error:
                raise CommandError(str(error)) from None
        rows = sum(said["counts"].values())
        since = f", as it has been since {said['known_on']}" if said["known_on"] else ""
        self.stdout.write(self.style.SUCCESS(f"{options['path']} holds the record{since}: {rows} rows."))


def _moment(text: str | None) -> dt.datetime | None:
    """The instant the text means, at most now; None where there is no text."""
    if text is None:
        return None
    try:
        first, last = instants(text)
    except ValueError as error:
        raise CommandError(str(error)) from None
    present = dt.datetime.now(dt.UTC)
    if first > present:
        raise CommandError(f"--known-on {text} lies in the future: give a moment up to now.")
    return min(last, present)
