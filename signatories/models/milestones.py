"""The treaty's own history, and when the record was last compared with the depositary's."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.models.columns import columns
from signatories.models.constraints import is_day, is_whole_day, not_blank, one_of
from signatories.models.facts import Fact, fact_rules
from signatories.models.fields import PartialDateField
from signatories.models.treaties import Treaty
from signatories.models.vocabulary import choices_of


class MilestoneKind(StrEnum):
    NEGOTIATION = "negotiation"
    ADOPTED = "adopted"
    OPENED = "opened"
    IN_FORCE = "in_force"
    ENDED = "ended"
    OTHER = "other"


HAPPEN_ONCE = (MilestoneKind.ADOPTED, MilestoneKind.OPENED, MilestoneKind.IN_FORCE, MilestoneKind.ENDED)


class Milestone(Fact):
    """A day in the treaty's life. The depositary's own day of entry into force is the milestone `in_force`."""

    table = "milestones"
    columns = columns("key", "treaty", "kind", "occurred_on", "place", "body", "title")

    treaty = models.ForeignKey(Treaty, models.PROTECT, related_name="milestones", help_text=_("Key of the treaty."))
    kind = models.CharField(max_length=20, choices=choices_of(MilestoneKind), help_text=_("What sort of day."))
    occurred_on = PartialDateField(help_text=_("Day it happened."))
    place = models.CharField(max_length=200, blank=True, help_text=_("Where, such as the city it was opened in."))
    body = models.CharField(
        max_length=200, blank=True, help_text=_("Who did it: a committee, a council, a conference.")
    )
    title = models.CharField(max_length=300, help_text=_("What happened, in our own words."))

    class Meta:
        ordering = ["key"]
        constraints = [
            *fact_rules("milestone"),
            one_of("milestone", "kind", MilestoneKind),
            is_day("milestone", "occurred_on"),
            not_blank("milestone", "title", _("Say what happened.")),
            models.UniqueConstraint(
                "treaty",
                "kind",
                name="milestone_happens_once",
                condition=Q(known_until=None, kind__in=[kind.value for kind in HAPPEN_ONCE]),
                violation_error_message=_(
                    "A treaty is adopted, opened, in force and ended once each: correct the row that is there."
                ),
            ),
        ]

    @property
    def key_stem(self) -> str:
        """What a key given to this row begins with."""
        return f"{self.treaty_id}.{self.kind}"


class Check(Fact):
    """A comparison of the record with what the depositary shows. The latest says as of when the record speaks."""

    table = "checks"
    keys_are_numbered = False
    columns = columns("key", "treaty", "speaks_as_of", "result")

    treaty = models.ForeignKey(Treaty, models.PROTECT, related_name="checks", help_text=_("Key of the treaty."))
    speaks_as_of = PartialDateField(help_text=_("Day whose state of affairs was compared."))
    result = models.TextField(help_text=_("What was found, such as that nothing is new."))

    class Meta:
        ordering = ["key"]
        constraints = [
            *fact_rules("check"),
            is_day("check", "speaks_as_of"),
            is_whole_day("check", "speaks_as_of"),
            not_blank("check", "result", _("Say what the comparison found.")),
        ]

    @property
    def key_stem(self) -> str:
        """What a key given to this row begins with."""
        return f"{self.treaty_id}.check.{self.speaks_as_of}"
