"""`manage.py remove_second_factor`: the way back in for who lost the app and the recovery codes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser

from signatories.entrance.second_factor import note, remove


class Command(BaseCommand):
    """Removes a user's second factor; the next login asks for the password alone, or leads to enrolling anew."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="The name the user logs in with.")

    def handle(self, *args: Any, **options: Any) -> None:
        users: Any = get_user_model()._default_manager
        user = users.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['user']}.")
        if not remove(user):
            raise CommandError(f"{user} has no second factor.")
        note(user, user, "Their second factor was removed by manage.py remove_second_factor.")
        self.stdout.write(f"{user} has no second factor any more.")
