"""Addresses that are told of changes, and what was sent to each.

A webhook walks the log by its own position, so nothing is written when a change is recorded: what it has not been told
yet is what the log holds from its position on, and the deliveries that are not done.
"""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from signatories.models.changes import Entry, EntryKind, log_size
from signatories.models.constraints import SLUG_SHAPE, one_of, said, says, well_formed, words, words_said
from signatories.models.fields import KeyField, NamedRowsField, WordListField
from signatories.models.participants import Participant
from signatories.models.treaties import Treaty
from signatories.models.vocabulary import choices_of

SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


def new_secret() -> str:
    """A secret as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def new_message_key() -> str:
    """A name no other delivery has, not even one of an earlier copy of this database: receivers know repeats by it."""
    return f"msg_{secrets.token_hex(12)}"


class Webhook(models.Model):
    """An address that is sent the entries of the log as they come, all or those about what it asks for."""

    key = KeyField(
        _("key"),
        primary_key=True,
        max_length=60,
        help_text=_("A word for the receiver, such as `treaty-office-mirror`."),
    )
    address = models.URLField(
        max_length=1000, help_text=_("Where entries are sent by POST: an https address that is open to the internet.")
    )
    secret = models.CharField(
        max_length=100,
        default=new_secret,
        editable=False,
        help_text=_("What deliveries are signed with. Hand it to the receiver, and to nobody else."),
    )
    treaties = NamedRowsField(
        Treaty,
        blank=True,
        related_name="+",
        help_text=_("Only entries about these treaties. Empty: about any, or none."),
    )
    participants = NamedRowsField(
        Participant,
        blank=True,
        related_name="+",
        help_text=_("Only entries about these participants. Empty: about any, or none."),
    )
    kinds = WordListField(
        help_text=said(
            _("Only entries of these kinds: %(kinds)s. Empty: of every kind."),
            kinds=words_said([kind.value for kind in EntryKind]),
        )
    )
    active = models.BooleanField(
        default=True, editable=False, help_text=_("Whether anything is sent; while nothing is, its place is kept.")
    )
    position = models.BigIntegerField(
        default=log_size,
        editable=False,
        help_text=_("Index of the first entry of the log that it has not looked at; at first, of the next to come."),
    )
    note = models.TextField(blank=True, help_text=_("Who receives it, and whom to ask when it fails."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("Who registered it."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False, help_text=_("When it was registered."))

    class Meta:
        ordering = ["key"]
        constraints = [
            well_formed(
                "webhook", "key", SLUG_SHAPE,
                _("A webhook's key is lower-case letters, digits, dots and hyphens, such as treaty-office-mirror."),
            ),
            well_formed(
                "webhook", "address", r"^https?://[^/]",
                _("The address begins with https:// and names a host.")
            ),
            well_formed(
                "webhook", "secret", rf"^{SECRET_PREFIX}[A-Za-z0-9+/]{{32,}}=*\Z",
                said(_("A secret is %(prefix)s and at least 24 bytes in base64."), prefix=SECRET_PREFIX),
            ),
            says("webhook_position_is_in_the_log", Q(position__gte=0), _("The log is counted from 0.")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        """An address without a password or a fragment in it, and kinds that there are."""
        super().clean()
        refused: dict[str, str] = {}
        parts = urlsplit(self.address)
        if parts.username or parts.password or parts.fragment:
            refused["address"] = str(
                _("Give the address without a user name, a password or a # part: deliveries are signed instead.")
            )
        if unknown := [kind for kind in self.kinds if kind not in list(EntryKind)]:
            sentence = _("%(given)s is not known here: give %(words)s.")
            known = words(kind.value for kind in EntryKind)
            refused["kinds"] = sentence % {"given": repr(unknown[0]), "words": known}
        if refused:
            raise ValidationError(refused)

    def wanted(self) -> QuerySet[Entry]:
        """The entries of the log that it asks for, wherever they stand, in their order."""
        entries = Entry.objects.order_by("index")
        if treaties := list(self.treaties.values_list("pk", flat=True)):
            entries = entries.filter(treaty__in=treaties)
        if participants := list(self.participants.values_list("pk", flat=True)):
            entries = entries.filter(participant__in=participants)
        return entries.filter(kind__in=self.kinds) if self.kinds else entries


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Questions on deliveries, by their state and by the moment."""

    def undone(self) -> DeliveryQuerySet:
        """Those that hold entries their receiver has not taken."""
        return self.filter(is_test=False).exclude(state=DeliveryState.DELIVERED)

    def due(self, moment: dt.datetime) -> DeliveryQuerySet:
        """Those to be sent now: of each active webhook the first that is not done, and tests, active or not."""
        earlier = Delivery.objects.undone().filter(webhook=models.OuterRef("webhook"), pk__lt=models.OuterRef("pk"))
        waiting = self.filter(state=DeliveryState.WAITING, next_attempt_at__lte=moment)
        free = waiting.filter(Q(taken_until=None) | Q(taken_until__lte=moment))
        return free.filter(Q(is_test=True) | Q(webhook__active=True) & ~models.Exists(earlier))


class Delivery(models.Model):
    """Entries of the log on their way to a webhook, in one message: what became of it, and when it is tried again."""

    key = KeyField(
        unique=True,
        max_length=40,
        default=new_message_key,
        help_text=_("The message's id, the same at every attempt: by it a receiver knows a repeat."),
    )
    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries", help_text=_("Who it is for."))
    indexes = models.JSONField(
        default=list, blank=True, help_text=_("Which entries of the log it holds, by their index.")
    )
    is_test = models.BooleanField(
        _("test"), default=False, help_text=_("Whether it is a test: one attempt, no entries, nothing depends on it.")
    )
    state = models.CharField(
        max_length=10,
        choices=choices_of(DeliveryState),
        default=DeliveryState.WAITING,
        help_text=_("Whether it is `waiting` for an attempt, `delivered`, or `given_up` after the last one."),
    )
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text=_("How often it was tried since it was last asked.")
    )
    next_attempt_at = models.DateTimeField(
        null=True, default=timezone.now, help_text=_("Earliest instant of the next attempt, while it is waiting.")
    )
    taken_until = models.DateTimeField(
        null=True, help_text=_("While a worker is sending it: when another may take it, should the first have died.")
    )
    last_attempt_at = models.DateTimeField(null=True, help_text=_("When it was last tried."))
    last_status = models.PositiveSmallIntegerField(
        _("last answer"), null=True, help_text=_("HTTP status of the receiver's last answer, if it gave one.")
    )
    last_outcome = models.TextField(blank=True, help_text=_("What became of the last attempt."))
    created_at = models.DateTimeField(default=timezone.now, help_text=_("When it was made."))

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            one_of("delivery", "state", DeliveryState),
            says(
                "delivery_waits_for_an_instant",
                Q(state=DeliveryState.WAITING, next_attempt_at__isnull=False)
                | ~Q(state=DeliveryState.WAITING) & Q(next_attempt_at=None),
                _("A delivery has an instant of its next attempt while it waits, and only then."),
            ),
            says(
                "delivery_is_taken_while_waiting",
                Q(taken_until=None) | Q(state=DeliveryState.WAITING),
                _("Only a waiting delivery is taken by a worker."),
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="delivery_waiting", condition=Q(state="waiting")),
            models.Index(
                fields=["webhook"], name="delivery_undone", condition=Q(is_test=False) & ~Q(state="delivered")
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def first(self) -> int | None:
        """Index of its first entry; None of a test."""
        return self.indexes[0] if self.indexes else None

    @property
    def last(self) -> int | None:
        """Index of its last entry; None of a test."""
        return self.indexes[-1] if self.indexes else None

    @property
    def contents(self) -> str:
        """What it holds, in words: `3 entries, 10 to 14`."""
        if not self.indexes:
            return gettext("a test") if self.is_test else gettext("no entries")
        sentence = ngettext("%(count)d entry, %(first)d", "%(count)d entries, %(first)d to %(last)d", len(self.indexes))
        return sentence % {"count": len(self.indexes), "first": self.first, "last": self.last}

    def entries(self) -> QuerySet[Entry]:
        """Its entries, in their order."""
        return Entry.objects.filter(index__in=self.indexes).order_by("index")
