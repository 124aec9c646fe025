"""What is stored of an API token: whose it is, what it is limited to, until when; of the token itself only a digest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractUser, Group
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, get_digest_token
from knox.settings import CONSTANTS, knox_settings

from signatories.models.constraints import not_blank
from signatories.models.fields import NamedRowsField

LONGEST_DAYS = 3650


class APIToken(AbstractAuthToken):
    """A token with a name. It never has more rights than its user has at the moment it is used."""

    digest = models.CharField(max_length=CONSTANTS.DIGEST_LENGTH, unique=True, editable=False)
    name = models.CharField(max_length=100, help_text=_("What it is for, in the words of the one who will revoke it."))
    roles = NamedRowsField(
        Group,
        blank=True,
        related_name="+",
        help_text=_("Its rights are those that its user and these roles both have. None chosen: its user's."),
    )
    expiry = models.DateTimeField(_("expires"), help_text=_("When it ceases to be accepted."))

    class Meta:
        verbose_name = "API token"
        ordering = ["user__username", "name"]
        constraints = [
            not_blank("token", "name", _("Give the token a name: what it is for.")),
            models.UniqueConstraint(
                fields=["user", "name"],
                name="token_name_is_the_users_only",
                violation_error_message=_(
                    "This user has a token of that name: take another, or revoke that one first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def take_words(self) -> str:
        """Gives a token that is not stored yet the words that prove it, and returns them: only their digest is kept."""
        self.digest, words = get_digest_token()
        self.token_key = words[: CONSTANTS.TOKEN_KEY_LENGTH]
        return str(words)

    @property
    def is_expired(self) -> bool:
        """Whether it is past its expiry."""
        return self.expiry is not None and self.expiry <= timezone.now()

    @cached_property
    def limits(self) -> list[str]:
        """The names of the roles it is limited to; empty where it has all its user's rights."""
        return sorted(self.roles.values_list("name", flat=True))

    @cached_property
    def _granted(self) -> frozenset[str]:
        named = self.roles.values_list("permissions__content_type__app_label", "permissions__codename")
        return frozenset(f"{app}.{codename}" for app, codename in named)

    def covers(self, permission: str) -> bool:
        """Whether the permission is within the token's roles; whether its user has it is another question."""
        return not self.limits or permission in self._granted


def default_expiry() -> dt.datetime:
    """When a token made now expires unless another day is given."""
    return timezone.now() + knox_settings.TOKEN_TTL


def objection(user: Any, roles: Iterable[Group]) -> str:
    """Why the user may not have a token with these roles, in a sentence; empty where nothing is against it."""
    if not (user.is_active and user.is_staff):
        sentence = gettext(
            "%(user)s is not an active member of staff: tokens are for those who may log in to the admin."
        )
        return sentence % {"user": user}
    has = set(user.groups.values_list("name", flat=True))
    lacking = [] if user.is_superuser else sorted({role.name for role in roles} - has)
    if lacking:
        sentence = gettext(
            "%(user)s does not have the role %(role)s: choose among %(roles)s, or give %(user)s that role first."
        )
        return sentence % {"user": user, "role": lacking[0], "roles": ", ".join(sorted(has)) or gettext("none")}
    return ""


def issue(
    user: AbstractUser, name: str, roles: Iterable[Group] = (), expiry: dt.datetime | None = None
) -> tuple[APIToken, str]:
    """A new token, and the words that prove it, which are kept nowhere: whoever asked for them must be told now.

    ValidationError where the user may not have it, or has one of that name.
    """
    roles = list(roles)
    if refusal := objection(user, roles):
        raise ValidationError(refusal)
    token = APIToken(user=user, name=name, expiry=expiry or default_expiry())
    words = token.take_words()
    token.full_clean()
    with transaction.atomic():
        token.save(force_insert=True)
        token.roles.set(roles)
    return token, words
