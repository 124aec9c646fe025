"""`manage.py create_token`: an API token for a member of staff, printed once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from signatories.tokens.models import LONGEST_DAYS, issue


class Command(BaseCommand):
    """Makes a token and prints it, alone on its line; what there is to say about it goes to the error stream."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="Whose it is: the user name of a member of staff.")
        parser.add_argument("--name", required=True, help="What it is for; a user's tokens have different names.")
        parser.add_argument("--expires", type=int, metavar="DAYS", help="Days after which it is no longer accepted.")
        parser.add_argument(
            "--role",
            action="append",
            default=[],
            metavar="ROLE",
            help="Limits it to the rights of this role; may be given again. Default: all its user's rights.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model().objects
        user: Any = users.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['user']!r}: give the user name of a member of staff.")
        try:
            token, words = issue(user, options["name"], self._roles(options["role"]), self._expiry(options["expires"]))
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        limits = f"with the rights of {', '.join(token.limits)}" if token.limits else "with all rights of its user"
        self.stderr.write(
            f"A token for {user}, {limits}, until {token.expiry:%Y-%m-%d %H:%M} UTC. It is shown this once: keep it.",
            self.style.SUCCESS,
        )
        self.stdout.write(words)

    @staticmethod
    def _roles(names: list[str]) -> list[Group]:
        roles = {group.name: group for group in Group.objects.all()}
        if unknown := [name for name in names if name not in roles]:
            raise CommandError(f"There is no role {unknown[0]!r}: give {', '.join(sorted(roles))}.")
        return [roles[name] for name in dict.fromkeys(names)]

    @staticmethod
    def _expiry(days: int | None) -> dt.datetime | None:
        if days is None:
            return None
        if not 1 <= days <= LONGEST_DAYS:
            raise CommandError(f"{days} days are not accepted for --expires: give 1 to {LONGEST_DAYS}.")
        return timezone.now() + dt.timedelta(days=days)
