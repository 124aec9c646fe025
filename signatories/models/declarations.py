"""What participants declared, reserved, objected to, designated or communicated."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.models.columns import columns
from signatories.models.constraints import is_day, not_before, one_of, says
from signatories.models.facts import Fact, fact_rules
from signatories.models.fields import PartialDateField, WordListField
from signatories.models.indexes import ever_under_a_key, ordered_by, where_known, with_any
from signatories.models.participants import Participant
from signatories.models.treaties import Treaty
from signatories.models.vocabulary import choices_of, longest
from signatories.treaty_law.acts import DeclarationKind


class Declaration(Fact):
    """A statement made to the depositary beside an act, or about another's (VCLT 2(1)(d), 19 to 23)."""

    table = "declarations"
    columns = columns(
        "key", "treaty", "participant", "kind", "articles", "territories", "made_on", "takes_effect_on", "until",
        "withdrawn_on", "refers_to", "amends", "summary_en", "summary_fr",
    )  # fmt: skip

    treaty = models.ForeignKey(
        Treaty, models.PROTECT, db_index=False, related_name="declarations", help_text=_("Key of the treaty.")
    )
    participant = models.ForeignKey(
        Participant,
        models.PROTECT,
        db_index=False,
        related_name="declarations",
        help_text=_("Key of the participant that made it."),
    )
    kind = models.CharField(
        max_length=longest(DeclarationKind), choices=choices_of(DeclarationKind), help_text=_("What sort of statement.")
    )
    articles = WordListField(help_text=_("Articles it is made under or concerns."))
    territories = WordListField(help_text=_("Territories it concerns."))
    made_on = PartialDateField(help_text=_("Day it was made: signed, deposited or received."))
    takes_effect_on = PartialDateField(null=True, blank=True, help_text=_("Day it takes effect, where stated."))
    until = PartialDateField(
        null=True, blank=True, help_text=_("First day it no longer holds: expired, or its withdrawal effective.")
    )
    withdrawn_on = PartialDateField(null=True, blank=True, help_text=_("Day its withdrawal was received."))
    refers_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referred_to_by",
        help_text=_("Key of the declaration it answers: an objection names the reservation it objects to."),
    )
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amended_by",
        help_text=_("Key of the one it amends."),
    )
    summary_en = models.TextField(_("summary (English)"), help_text=_("What it says, in our own words, in English."))
    summary_fr = models.TextField(_("summary (French)"), blank=True, help_text=_("The same in French."))

    class Meta:
        ordering = ["key"]
        indexes = [
            *ordered_by("declaration", "treaty"),  # ?treaty=cets-225
            *ordered_by("declaration", "participant"),  # ?participant=GBR
            *ordered_by("declaration", "kind", "confidence"),  # ?kind=reservation
            *ordered_by("declaration", "made_on", "takes_effect_on"),  # ?made_on_after=2026
            *where_known("declaration", "until", "withdrawn_on"),  # ?withdrawn_on_after=2026
            *ordered_by("declaration", "source", "locator"),  # ?source=coe-chart
            *ordered_by("declaration", "known_from"),  # ?known_from_after=2026-10-01
            *with_any("declaration", articles=[], territories=[], summary_fr=""),  # ?articles=16
            # ?made_on_after=1950, ?refers_to=, ?amends=, and the key's next number
            ever_under_a_key("declaration", "made_on", "takes_effect_on", "until", "withdrawn_on"),
        ]
        constraints = [
            *fact_rules("declaration"),
            one_of("declaration", "kind", DeclarationKind),
            is_day("declaration", "made_on"),
            is_day("declaration", "takes_effect_on"),
            is_day("declaration", "until"),
            is_day("declaration", "withdrawn_on"),
            not_before("declaration", "until", "made_on", message=_("It ends before the day it was made.")),
            not_before(
                "declaration", "withdrawn_on", "made_on", message=_("It is withdrawn before the day it was made.")
            ),
            says(
                "declaration_objection_names_its_target",
                ~Q(kind=DeclarationKind.OBJECTION.value) | Q(refers_to__isnull=False),
                _("An objection names the declaration it objects to: fill in refers_to (VCLT 20)."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        # No constraint: what the record once held otherwise is its memory, which no migration may mend.
        if self.withdrawn_on and not self.until:
            sentence = _(
                "It was withdrawn, so give the day from which it no longer holds. That is the day its withdrawal was"
                " received, unless the treaty provides otherwise (VCLT 22(3))."
            )
            raise ValidationError({"until": sentence})
        for field in ("refers_to", "amends"):
            target = self.named(field)
            if target and target.treaty_id != self.treaty_id:
                raise ValidationError(
                    {field: _("%(key)s concerns another treaty: choose one of this treaty.") % {"key": target.key}}
                )
        amended = self.named("amends")
        if amended and amended.participant_id != self.participant_id:
            raise ValidationError({"amends": _("%(key)s was made by another participant.") % {"key": amended.key}})

    @property
    def key_stem(self) -> str:
        """What a key given to this row begins with."""
        return f"{self.treaty_id}.{self.participant_id}.{self.kind}"
