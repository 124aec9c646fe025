"""What was done to the record, when: changes, what each entered in the log, and the tree that proves the log.

A change is one transaction. Its instant is set last, while no other change can run; until then it is open, and only
rows that name an open change may be written (signatories.models.triggers). So every fact knows which change brought it
and which one closed it, and nothing is written beside the log.
"""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from signatories.models.constraints import one_of, says
from signatories.models.fields import KeyField, PartialDateField
from signatories.models.vocabulary import choices_of


class EntryKind(StrEnum):
    RECORDED = "recorded"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    DERIVED = "derived"


class Change(models.Model):
    """One transaction that changed the record: when, by whom, why, and how long the log was after it."""

    number = models.BigIntegerField(primary_key=True, help_text=_("Its place among all changes, from 1, without gaps."))
    at = models.DateTimeField(
        null=True, unique=True, help_text=_("Instant of the change, later than that of every change before it.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Who did it; shown to staff only. Empty where the program did."),
    )
    reason = models.TextField(blank=True, help_text=_("Why, where it holds for all of it."))
    restores = models.BooleanField(
        default=False,
        help_text=_(
            "Whether its facts keep the instants they were known from: fixtures and exports, loaded into a record"
            " in which nothing else was recorded."
        ),
    )
    size = models.BigIntegerField(null=True, help_text=_("Entries in the log after it."))
    root = models.CharField(max_length=64, blank=True, help_text=_("Root of the log's tree after it, in hexadecimal."))

    class Meta:
        ordering = ["number"]
        constraints = [
            says(
                "change_is_open_or_whole",
                Q(at=None, size=None, root="") | (Q(at__isnull=False, size__isnull=False) & ~Q(root="")),
                _("A change has its instant, the log's size and root, or none of them."),
            )
        ]

    def __str__(self) -> str:
        return _("change %(number)s") % {"number": self.number}


class Entry(models.Model):
    """One line of the log: what a change did to one row, or what followed from it.

    `leaf` is the line as it is published and hashed; the other columns say the same again, to be asked about.
    """

    index = models.BigIntegerField(primary_key=True, help_text=_("Its place in the log, from 0, without gaps."))
    change = models.ForeignKey(
        Change, models.PROTECT, related_name="entries", help_text=_("The change that entered it.")
    )
    key = KeyField(
        max_length=40, unique=True, help_text=_("Number of the change and of the entry in it, such as `12.1`.")
    )
    kind = models.CharField(
        max_length=10,
        choices=choices_of(EntryKind),
        help_text=_("Whether a row was `recorded`, `corrected` or `retracted`, or the entry is `derived` from such."),
    )
    what = models.CharField(
        max_length=40, help_text=_("Table of the row; of a derived entry the event, such as `threshold_reached`.")
    )
    row = models.CharField(max_length=200, help_text=_("Path of the row it is about."))
    row_key = KeyField(help_text=_("Key of the row it is about."))
    treaty = KeyField(max_length=60, blank=True, help_text=_("Key of the treaty it concerns, if it concerns one."))
    participant = KeyField(max_length=20, blank=True, help_text=_("Key of the participant it concerns, if one."))
    reason = models.TextField(blank=True, help_text=_("Why; of a derived entry, what follows from what."))
    happens_on = PartialDateField(null=True, help_text=_("Of a derived entry, the day of what it tells."))
    leaf = models.TextField(help_text=_("The entry in canonical JSON (RFC 8785), as it is hashed."))
    leaf_hash = models.BinaryField(max_length=32, help_text=_("Hash of the leaf (RFC 9162, 2.1.1)."))

    class Meta:
        ordering = ["index"]
        verbose_name_plural = "entries"
        constraints = [one_of("entry", "kind", EntryKind)]
        indexes = [
            models.Index(fields=["treaty", "index"], name="entry_of_treaty"),
            models.Index(fields=["participant", "index"], name="entry_of_participant"),
            models.Index(fields=["row_key", "index"], name="entry_of_row"),
        ]

    def __str__(self) -> str:
        return self.key


def log_size() -> int:
    """How many entries the log has, which is the index of the next."""
    last = Entry.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else last + 1


class Node(models.Model):
    """A whole subtree of the log's tree above the leaves: 2 ** level entries from position * 2 ** level on."""

    level = models.SmallIntegerField(help_text=_("How far above the leaves, from 1."))
    position = models.BigIntegerField(help_text=_("Which of its level, from 0."))
    hash = models.BinaryField(max_length=32, help_text=_("Hash of the two nodes below it (RFC 9162, 2.1.1)."))

    class Meta:
        ordering = ["level", "position"]
        constraints = [
            models.UniqueConstraint(
                "level",
                "position",
                name="node_is_kept_once",
                violation_error_message=_("The hash of this part of the log is kept already."),
            )
        ]

    def __str__(self) -> str:
        return f"node {self.level}.{self.position}"


class Moment(models.Model):
    """An instant from which the record answers otherwise than before: of a change, or stated by facts it restored."""

    at = models.DateTimeField(primary_key=True, help_text=_("The instant."))
    change = models.ForeignKey(Change, models.PROTECT, related_name="+", help_text=_("The change that made it one."))

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.at.isoformat()
