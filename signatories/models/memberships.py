"""Who belonged to which organisation, as what, from when until when."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from signatories.models.columns import INTERVAL, columns
from signatories.models.constraints import NoOverlap, interval_rules, one_of, says
from signatories.models.facts import Fact, fact_rules
from signatories.models.fields import PartialDateField
from signatories.models.participants import Participant
from signatories.models.vocabulary import choices_of
from signatories.querysets import When
from signatories.treaty_law.days import PartialDay


class MembershipRole(StrEnum):
    MEMBER = "member"
    ASSOCIATE_MEMBER = "associate_member"
    OBSERVER = "observer"
    SPECIAL_GUEST = "special_guest"
    CANDIDATE = "candidate"


class Membership(Fact):
    """A participant's place in an organisation over a half-open interval of days."""

    table = "memberships"
    columns = columns("key", "member", "organisation", "role", "from", "until", "note", **INTERVAL)

    member = models.ForeignKey(
        Participant, models.PROTECT, related_name="memberships", help_text=_("Key of the participant that belongs.")
    )
    organisation = models.ForeignKey(
        Participant, models.PROTECT, related_name="members", help_text=_("Key of the organisation it belongs to.")
    )
    role = models.CharField(
        max_length=20,
        choices=choices_of(MembershipRole),
        help_text=_("As what it belongs; only `member` counts as membership for a treaty's rules."),
    )
    valid_from = PartialDateField(
        _("from"), null=True, blank=True, help_text=_("First day of it; empty where unknown.")
    )
    valid_until = PartialDateField(
        _("until"), null=True, blank=True, help_text=_("First day it no longer holds; empty while it does.")
    )
    note = models.TextField(blank=True, help_text=_("What a reader must know to use this row rightly."))

    class Meta:
        ordering = ["key"]
        constraints = [
            *fact_rules("membership"),
            one_of("membership", "role", MembershipRole),
            *interval_rules("membership"),
            says(
                "membership_joins_two",
                ~Q(member=F("organisation")),
                _("An organisation is not its own member: choose another member or another organisation."),
            ),
            NoOverlap(
                name="membership_does_not_overlap",
                alike=("organisation", "member"),
                violation_error_message=_(
                    "This participant already has a place in this organisation on some of these"
                    " days: end the earlier membership on the day the new one begins."
                ),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        self.refuse_a_state("organisation")

    @property
    def key_stem(self) -> str:
        """What a key given to this row begins with."""
        return f"{self.organisation_id}.{self.member_id}.{self.role}"


def members_on(organisation: str, day: dt.date, known_on: When = None) -> frozenset[str]:
    """The organisation's members on the day as treaty law tells them: by the earliest that partial days can be."""
    whole = PartialDay.of(day)
    begun, lasts = Q(valid_from=None) | Q(valid_from__lte=whole), Q(valid_until=None) | Q(valid_until__gt=whole)
    rows = Membership.objects.known_on(known_on).filter(
        begun, lasts, organisation=organisation, role=MembershipRole.MEMBER
    )
    return frozenset(rows.values_list("member", flat=True))
