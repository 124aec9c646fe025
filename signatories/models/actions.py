"""What participants did on treaties: one row an act, on its day."""

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
from signatories.models.sources import SourceKind
from signatories.models.treaties import Treaty
from signatories.models.vocabulary import choices_of, longest
from signatories.treaty_law.acts import RETROACTIVE, ActKind, Scope


class TreatyAction(Fact):
    """One dated thing a participant did on a treaty: a signature, a ratification, a denunciation.

    The day it was done is the day that counts: of an instrument the deposit, of a notification its receipt by the
    depositary (VCLT 16, 78).
    """

    table = "actions"
    columns = columns(
        "key", "treaty", "participant", "kind", "done_on", "takes_effect_on", "expires_on", "scope", "territories",
        "articles", "refers_to", "note",
    )  # fmt: skip

    treaty = models.ForeignKey(
        Treaty, models.PROTECT, db_index=False, related_name="actions", help_text=_("Key of the treaty.")
    )
    participant = models.ForeignKey(
        Participant,
        models.PROTECT,
        db_index=False,
        related_name="actions",
        help_text=_("Key of the participant that acted."),
    )
    kind = models.CharField(
        max_length=longest(ActKind), choices=choices_of(ActKind), help_text=_("What it did, in the depositary's word.")
    )
    done_on = PartialDateField(help_text=_("Day it was done: signed, or the instrument deposited or received."))
    takes_effect_on = PartialDateField(
        null=True,
        blank=True,
        help_text=_("Day it takes effect, where the depositary states it; otherwise the treaty's rule computes it."),
    )
    expires_on = PartialDateField(
        null=True, blank=True, help_text=_("First day an invitation to accede no longer stands.")
    )
    scope = models.CharField(
        max_length=longest(Scope),
        choices=choices_of(Scope),
        blank=True,
        help_text=_("Of a denunciation: of the `whole` treaty, or for `territories` or `articles` only."),
    )
    territories = WordListField(help_text=_("Territories it concerns, where it does not concern all."))
    articles = WordListField(help_text=_("Articles it concerns, where it does not concern all."))
    refers_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referred_to_by",
        help_text=_("Key of the act it takes back, confirms or ends."),
    )
    note = models.TextField(blank=True, help_text=_("What a reader must know, such as an oddity and its citation."))

    class Meta:
        ordering = ["key"]
        indexes = [
            *ordered_by("action", "treaty"),  # ?treaty=cets-225, and the file that treaty law reads
            *ordered_by("action", "participant"),  # ?participant=GBR, and ?search= for its name
            *ordered_by(
                "action", "kind", "scope", "confidence"
            ),  # ?kind=denunciation, ?scope=articles, ?confidence=low
            *ordered_by("action", "done_on"),  # ?done_on_after=2026, ?ordering=done_on
            *where_known("action", "takes_effect_on", "expires_on"),  # ?expires_on_before=2027, ?ordering=-expires_on
            *ordered_by("action", "source", "locator"),  # ?source=coe-chart
            *ordered_by("action", "known_from"),  # ?known_from_after=2026-10-01
            *with_any("action", note="", territories=[], articles=[]),  # ?territories=Jersey, and ?search= in notes
            # ?done_on_after=1950, ?refers_to=cets-225.GBR.signature.1, ?known_on=2025, and the key's next number
            ever_under_a_key("action", "done_on", "takes_effect_on", "expires_on"),
        ]
        constraints = [
            *fact_rules("action"),
            one_of("action", "kind", ActKind),
            one_of("action", "scope", Scope, blank=True),
            is_day("action", "done_on"),
            is_day("action", "takes_effect_on"),
            is_day("action", "expires_on"),
            not_before(
                "action",
                "takes_effect_on",
                "done_on",
                unless=Q(kind__in=sorted(kind.value for kind in RETROACTIVE)),
                message=_(
                    "Only a succession, or the confirmation of a signature, takes effect before the day it is done"
                    " (VCLT 12(2)(b), 16)."
                ),
            ),
            not_before(
                "action", "expires_on", "done_on", message=_("An invitation cannot expire before the day it is made.")
            ),
            says(
                "action_only_invitations_expire",
                Q(expires_on=None) | Q(kind=ActKind.INVITATION_TO_ACCEDE.value),
                _("Only an invitation to accede expires: leave expires_on empty."),
            ),
            says(
                "action_only_denunciations_have_scope",
                Q(scope="") | Q(kind=ActKind.DENUNCIATION.value),
                _("Only a denunciation has a scope: leave it empty."),
            ),
            says(
                "action_revocation_names_its_act",
                ~Q(kind=ActKind.REVOCATION.value) | Q(refers_to__isnull=False),
                _("A revocation names the act it takes back: fill in refers_to (VCLT 68)."),
            ),
        ]

    def clean(self) -> None:
        """An act that treaty law does not allow beside the others is refused, with the rule it breaks."""
        super().clean()
        from signatories.models.legality import refusals_of

        if refusals := refusals_of(self):
            raise ValidationError(refusals)

    @property
    def is_told_by_the_depositary(self) -> bool:
        """Whether it is an oddity with a note, cited from the depositary's own document."""
        return bool(self.note and self.source_id and self.source.kind == SourceKind.DEPOSITARY)

    @property
    def key_stem(self) -> str:
        """What a key given to this row begins with."""
        return f"{self.treaty_id}.{self.participant_id}.{self.kind}"
