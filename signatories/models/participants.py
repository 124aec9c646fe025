"""Who can act on a treaty: States and organisations, those of the past included."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.models.columns import INTERVAL, columns
from signatories.models.constraints import PARTICIPANT_SHAPE, interval_rules, not_blank, one_of, well_formed
from signatories.models.fields import KeyField, NamedRowsField, PartialDateField
from signatories.models.naming import spoken
from signatories.models.vocabulary import choices_of

# Codes in use for a participant beside its key and its ISO 3166-1 alpha-2 code.
OTHER_CODES = {"EUE": "EU"}
A_STATE = _("%(participant)s is a State: choose an organisation.")


class ParticipantType(StrEnum):
    STATE = "state"
    ORGANISATION = "organisation"


class Participant(models.Model):
    """A State or an organisation that can act on a treaty.

    One identity for both, since a treaty counts them side by side. A State that no longer exists stays here:
    what it did counts where it did it.
    """

    table = "participants"
    columns = columns(
        "participant", "type", "name_en", "name_fr", "iso_alpha2", "from", "until", "succeeds", "note",
        participant="key", **INTERVAL,
    )  # fmt: skip

    key = KeyField(
        _("key"),
        primary_key=True,
        max_length=20,
        help_text=_(
            "ISO 3166-1 alpha-3 code (the former code for a State that no longer exists), or the organisation's"
            " own code."
        ),
    )
    type = models.CharField(max_length=12, choices=choices_of(ParticipantType), help_text=_("State or organisation."))
    name_en = models.CharField(
        _("name (English)"), max_length=200, help_text=_("Name in English, as depositaries use it.")
    )
    name_fr = models.CharField(
        _("name (French)"), max_length=200, help_text=_("Name in French, as depositaries use it.")
    )
    iso_alpha2 = models.CharField(
        _("ISO alpha-2 code"), max_length=2, blank=True, help_text=_("ISO 3166-1 alpha-2 code, where there is one.")
    )
    valid_from = PartialDateField(
        _("exists from"), null=True, blank=True, help_text=_("First day it exists; empty where it is not needed.")
    )
    valid_until = PartialDateField(
        _("exists until"), null=True, blank=True, help_text=_("First day it no longer exists; empty while it does.")
    )
    succeeds = NamedRowsField(
        "self", symmetrical=False, blank=True, help_text=_("Participants whose treaty relations it continues.")
    )
    note = models.TextField(blank=True, help_text=_("What a reader must know to use this row rightly."))

    class Meta:
        ordering = ["key"]
        constraints = [
            well_formed(
                "participant", "key", PARTICIPANT_SHAPE,
                _("A participant's key is capital letters and digits, such as GBR or COE."),
            ),
            one_of("participant", "type", ParticipantType),
            not_blank("participant", "name_en", _("Give the participant's name in English.")),
            not_blank("participant", "name_fr", _("Give the participant's name in French.")),
            well_formed(
                "participant", "iso_alpha2", r"^([A-Z]{2})?\Z",
                _("An ISO alpha-2 code is two capital letters, such as GB."),
            ),
            models.UniqueConstraint(
                "iso_alpha2",
                name="participant_iso_alpha2_is_used_once",
                condition=~Q(iso_alpha2="") & Q(valid_until=None),
                violation_error_message=_("Another participant that exists today has this ISO alpha-2 code."),
            ),
            *interval_rules("participant"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{spoken(self.name_en, self.name_fr)} ({self.key})"

    @property
    def is_organisation(self) -> bool:
        """Whether it is an organisation and not a State."""
        return self.type == ParticipantType.ORGANISATION
