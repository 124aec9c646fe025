"""Statuses kept beside the record: what the rules give for every day, so that none is worked out to be read.

No part of the record: it has no memory, is in no log and no export. `record/periods.py` alone writes it, and may throw
it away and make it anew.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import F, Index, Q

from signatories.models.constraints import says
from signatories.models.fields import KeyField, PartialDateField
from signatories.treaty_law.acts import ActKind, Certainty, ExitReason, Status
from signatories.treaty_law.case import Act
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.status import PartyPeriod, StatusOn

DAYS = ("valid_from", "valid_until")


class Kept(models.Model):
    """What holds of a treaty from a day until another: the first and the last there are where it has no edge."""

    treaty = KeyField(max_length=60, help_text="Key of the treaty.")
    valid_from = models.DateField(help_text="First day on which it holds.")
    valid_until = models.DateField(help_text="First day on which it no longer does.")

    class Meta:
        abstract = True


class StatusPeriod(Kept):
    """What a participant is to a treaty over a stretch of days: a row of `statuses_on`, the same on each of them."""

    participant = KeyField(max_length=20, help_text="Key of the participant.")
    status = models.CharField(max_length=30, help_text="What its acts make it.")
    reason = models.CharField(max_length=20, null=True, help_text="Why it is no longer a party.")  # noqa: DJ001
    suspended = models.BooleanField(help_text="Whether the treaty's operation is suspended for it.")
    since = PartialDateField(null=True, help_text="First day of the unbroken time in this status.")
    signed_on = PartialDateField(null=True, help_text="Day of the last signature.")
    consent = KeyField(null=True, help_text="Key of the consent that stands.")
    consent_kind = models.CharField(max_length=40, null=True, help_text="Its kind.")  # noqa: DJ001
    consented_on = PartialDateField(null=True, help_text="Day it was deposited.")
    consent_takes_effect_on = PartialDateField(null=True, help_text="Day it takes effect, where that is stated.")
    in_force_from = PartialDateField(null=True, help_text="First day the treaty is in force for it.")
    ended_on = PartialDateField(null=True, help_text="First day it is no longer bound.")
    party_periods = models.TextField(help_text="Each time as a party, as `from/until/why it ended`, apart by spaces.")
    awaits_confirmation = models.BooleanField(help_text="Whether a signature ad referendum is not confirmed.")
    consented = models.BooleanField(help_text="Whether a consent that was deposited stands.")
    certainty = models.CharField(max_length=10, help_text="Whether every reading of partial days says so.")

    class Meta:
        ordering = ["treaty", "participant", "valid_from"]
        constraints = [
            says("status_period_lasts", Q(valid_from__lt=F("valid_until")), "It ends after it begins."),
            # All statuses, and those to some treaties, in the list's own order.
            models.UniqueConstraint(
                "treaty", "participant", "valid_from", name="status_period_begins_once",
                violation_error_message="A status is kept of these days already.",
            ),
        ]  # fmt: skip
        indexes = [
            # Those of some participants; the list by participant; the matrix, whose cells need nothing else.
            Index(fields=["participant", "treaty", *DAYS, "status"], name="status_period_by_participant"),
            # Those with one of some statuses, most of which are rare; how many there are, which needs nothing else.
            Index(fields=["status", "treaty", "participant", *DAYS], name="status_period_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.treaty} {self.participant} from {self.valid_from}"


class ForcePeriod(Kept):
    """Whether and since when a treaty is in force, over a stretch of days."""

    in_force = models.BooleanField(help_text="Whether it is in force.")
    in_force_on = PartialDateField(null=True, help_text="Its day of entry into force, once known.")

    class Meta:
        ordering = ["treaty", "valid_from"]
        constraints = [
            says("force_period_lasts", Q(valid_from__lt=F("valid_until")), "It ends after it begins."),
            # That of a treaty.
            models.UniqueConstraint(
                "treaty", "valid_from", name="force_period_begins_once",
                violation_error_message="Whether it is in force is kept of these days already.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.treaty} from {self.valid_from}"


class RulesApplied(models.Model):
    """By which rules the periods were worked out: another release may read the same acts otherwise."""

    rules = models.CharField(max_length=64, help_text="A word for the code of the rules.")

    def __str__(self) -> str:
        return self.rules


# The columns that say a status, in the order of `columns_of` and `status_of`.
STATUS_COLUMNS = (
    *("participant", "status", "reason", "suspended", "since", "signed_on"),
    *("consent", "consent_kind", "consented_on", "consent_takes_effect_on"),
    *("in_force_from", "ended_on", "party_periods", "awaits_confirmation", "consented", "certainty"),
)

# Words by what the columns hold; hundreds are read for one answer.
STATUSES = {word.value: word for word in Status}
CERTAINTIES = {word.value: word for word in Certainty}
KINDS = {word.value: word for word in ActKind}
REASONS = {word.value: word for word in ExitReason}


def columns_of(row: StatusOn) -> tuple[Any, ...]:
    """The status as its columns hold it."""
    consent = row.consent
    return (
        row.participant,
        row.status.value,
        row.reason.value if row.reason else None,
        row.suspended,
        row.since,
        row.signed_on,
        *((consent.key, consent.kind.value, consent.done_on, consent.takes_effect_on) if consent else 4 * (None,)),
        row.in_force_from,
        row.ended_on,
        " ".join(f"{one.valid_from}/{one.valid_until or ''}/{one.reason or ''}" for one in row.periods),
        row.awaits_confirmation,
        row.consented,
        row.certainty.value,
    )


def status_of(values: Any) -> StatusOn:
    """The status that the columns hold. Of its consent there is what a chart shows: key, kind and days."""
    key, status, reason, suspended, since, signed, consent, kind, done, effect, start, end, periods, *flags = values
    awaits_confirmation, consented, certainty = flags
    return StatusOn(
        participant=key,
        status=STATUSES[status],
        reason=REASONS[reason] if reason else None,
        suspended=suspended,
        since=since,
        signed_on=signed,
        consent=Act(consent, key, KINDS[kind], done, effect) if consent else None,
        in_force_from=start,
        ended_on=end,
        periods=tuple(map(_period, periods.split())),
        awaits_confirmation=awaits_confirmation,
        consented=consented,
        certainty=CERTAINTIES[certainty],
    )


@lru_cache(maxsize=2**14)
def _period(text: str) -> PartyPeriod:
    """The time as a party that the text says; charts of other days say the same again."""
    start, until, reason = text.split("/")
    return PartyPeriod(PartialDay(start), PartialDay(until) if until else None, REASONS[reason] if reason else None)
