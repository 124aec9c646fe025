"""Who may sign, accede or consent without signing, and who negotiated."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.models.columns import INTERVAL, columns
from signatories.models.constraints import interval_rules, one_of, says
from signatories.models.facts import Fact, fact_rules
from signatories.models.fields import PartialDateField
from signatories.models.participants import Participant
from signatories.models.treaties import Treaty
from signatories.models.vocabulary import choices_of, longest
from signatories.treaty_law.acts import EntitlementWay


class Entitlement(Fact):
    """A way into a treaty, opened to one participant, to an organisation's members, or to all States."""

    table = "entitlements"
    keys_are_numbered = False
    columns = columns(
        "key", "treaty", "way", "participant", "members_of", "all_states", "from", "until", "after_entry_into_force",
        **INTERVAL,
    )  # fmt: skip

    treaty = models.ForeignKey(Treaty, models.PROTECT, related_name="entitlements", help_text=_("Key of the treaty."))
    way = models.CharField(
        max_length=longest(EntitlementWay),
        choices=choices_of(EntitlementWay),
        help_text=_("What they may do: `sign`, `accede`, `consent` without having signed; or that they `negotiated`."),
    )
    participant = models.ForeignKey(
        Participant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entitlements",
        help_text=_("Key of the one participant entitled."),
    )
    members_of = models.ForeignKey(
        Participant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Key of the organisation whose members (on the day) are entitled."),
    )
    all_states = models.BooleanField(default=False, help_text=_("Whether every State is entitled."))
    valid_from = PartialDateField(
        _("from"), null=True, blank=True, help_text=_("First day of it; empty where not limited.")
    )
    valid_until = PartialDateField(
        _("until"), null=True, blank=True, help_text=_("First day it no longer holds; empty where not limited.")
    )
    after_entry_into_force = models.BooleanField(
        default=False, help_text=_("Whether it holds only once the treaty is in force.")
    )

    class Meta:
        ordering = ["key"]
        constraints = [
            *fact_rules("entitlement"),
            one_of("entitlement", "way", EntitlementWay),
            says(
                "entitlement_names_one_circle",
                Q(participant__isnull=False, members_of=None, all_states=False)
                | Q(participant=None, members_of__isnull=False, all_states=False)
                | Q(participant=None, members_of=None, all_states=True),
                _("Name one participant, or the organisation whose members are entitled, or all States: exactly one."),
            ),
            *interval_rules("entitlement"),
        ]

    def clean(self) -> None:
        super().clean()
        self.refuse_a_state("members_of")

    @property
    def key_stem(self) -> str:
        """What a key given to this row begins with."""
        circle = self.participant_id or (f"members-of-{self.members_of_id}" if self.members_of_id else "all-states")
        return f"{self.treaty_id}.{self.way}.{circle}"
