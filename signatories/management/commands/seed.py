"""`manage.py seed`: what `make serve` does before it serves."""

from __future__ import annotations

from typing import Any

import environ
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandParser, call_command

from signatories.models import Participant

FIXTURES = ["reference", "cets-225", "cets-185", "claims"]
WORTH_OPENING = {
    "The record, to read": "/",
    "The AI Convention": "/treaties/cets-225/",
    "Who has signed the AI Convention": "/api/v1/actions/?treaty=cets-225&kind=signature",
    "Its chart, on any day": "/api/v1/treaties/cets-225/status/?as_of=2026-09-24",
    "Is it in force, and why not": "/api/v1/treaties/cets-225/entry-into-force/",
    "Every resource": "/api/v1/",
    "The API, to read and to try": "/api/docs/",
    "The record, to keep": "/admin/",
}


class Command(BaseCommand):
    """Loads the fixtures into an empty record, makes a first user for development, and says what is worth opening."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="Where the service will be.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Participant.objects.exists():
            self.stdout.write("The record is empty: loading the fixtures ...")
            call_command("loaddata", *FIXTURES, verbosity=options["verbosity"])
        self._greet(options["address"])

    def _greet(self, address: str) -> None:
        for what, path in WORTH_OPENING.items():
            self.stdout.write(f"{what + ':':36}{address}{path}")
        if settings.DEBUG and (password := environ.Env().str("ADMIN_PASSWORD", default="")):
            self._first_user(password)
        self.stdout.flush()

    def _first_user(self, password: str) -> None:
        users = get_user_model().objects
        if not users.exists():
            users.create_superuser("admin", "", password)
        admin = users.filter(username="admin").first()
        if admin and admin.check_password(password):
            self.stdout.write(f"{'Log in as:':36}admin, with the password {password}")
