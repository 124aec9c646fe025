"""`manage.py deliver_webhooks`: tells webhooks of changes, as they come or once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from signatories.webhooks.working import Worker


class Command(BaseCommand):
    """Sends what the log holds to the webhooks that ask for it: until stopped, or with --once what is due now.

    A line for each attempt, none while there is nothing to do. Any number may run at once. SIGTERM ends it after what
    is under way; whatever a killed one was sending is sent again.
    """

    help = __doc__
    requires_system_checks = ()  # Cron starts it every minute: it looks at nothing but what it needs.

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due, then end: for cron.")
        parser.add_argument("--workers", type=int, default=20, metavar="N", help="How many are sent to at a time.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["workers"] < 1:
            raise CommandError(f"--workers is {options['workers']}: give 1 or more.")
        worker = Worker(options["workers"], self._tell)
        with _ending_gently(worker):
            worker.run(once=options["once"])

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


@contextmanager
def _ending_gently(worker: Worker) -> Iterator[None]:
    """The signals that end a program let this one finish what is under way."""
    before = {number: signal.signal(number, lambda *_: worker.stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
