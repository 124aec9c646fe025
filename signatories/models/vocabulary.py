"""Words of the law and of the record as choices for columns, and what each is called in the reader's language."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LABELS: dict[str, Any] = {
    # Acts
    "signature": _("Signature"),
    "signature_ad_referendum": _("Signature ad referendum"),
    "confirmation_of_signature": _("Confirmation of signature"),
    "definitive_signature": _("Definitive signature"),
    "ratification": _("Ratification"),
    "acceptance": _("Acceptance"),
    "approval": _("Approval"),
    "accession": _("Accession"),
    "formal_confirmation": _("Formal confirmation"),
    "succession": _("Succession"),
    "succession_to_signature": _("Succession to signature"),
    "provisional_application": _("Provisional application"),
    "end_of_provisional_application": _("End of provisional application"),
    "invitation_to_accede": _("Invitation to accede"),
    "withdrawal_of_signature": _("Withdrawal of signature"),
    "withdrawal_of_consent": _("Withdrawal of consent"),
    "denunciation": _("Denunciation"),
    "revocation": _("Revocation"),
    "suspension": _("Suspension"),
    "end_of_suspension": _("End of suspension"),
    "cessation": _("Cessation"),
    # What a denunciation concerns
    "whole": _("Whole"),
    "territories": _("Territories"),
    "articles": _("Articles"),
    # Statuses, and why a party no longer is one
    "party": _("Party"),
    "contracting": _("Contracting"),
    "former_party": _("Former party"),
    "signatory": _("Signatory"),
    "withdrawn_signature": _("Withdrawn signature"),
    "invited": _("Invited"),
    "no_action": _("No action"),
    "denounced": _("Denounced"),
    "membership_ended": _("Membership ended"),
    "state_extinct": _("State extinct"),
    "treaty_ended": _("Treaty ended"),
    # Declarations
    "declaration": _("Declaration"),
    "reservation": _("Reservation"),
    "objection": _("Objection"),
    "territorial_application": _("Territorial application"),
    "designation_of_authority": _("Designation of authority"),
    "communication": _("Communication"),
    # Who may do what
    "sign": _("Sign"),
    "accede": _("Accede"),
    "consent": pgettext_lazy("way into a treaty", "Consent"),
    "negotiated": _("Negotiated"),
    # Rules and thresholds
    "treaty": _("Treaty"),
    "later_party": _("Later party"),
    "territory": _("Territory"),
    "yes": _("Yes"),
    "no": _("No"),
    "not_additional": _("Not additional"),
    "none": _("None"),
    "first_of_month": _("First of month"),
    "first_of_next_month": _("First of next month"),
    "first_of_next_year": _("First of next year"),
    "trigger": _("Trigger"),
    "entry_into_force": _("Entry into force"),
    "act": _("Act"),
    "count": _("Count"),
    "weight_percent": _("Weight percent"),
    # Participants and their places
    "state": _("State"),
    "organisation": _("Organisation"),
    "member": _("Member"),
    "associate_member": _("Associate member"),
    "observer": _("Observer"),
    "special_guest": _("Special guest"),
    "candidate": _("Candidate"),
    # Measures
    "gives_effect": _("Gives effect"),
    "related": _("Related"),
    "legislative": _("Legislative"),
    "administrative": _("Administrative"),
    "policy": _("Policy"),
    "announced": _("Announced"),
    "proposed": _("Proposed"),
    "repealed": _("Repealed"),
    # Milestones
    "negotiation": _("Negotiation"),
    "opened": _("Opened"),
    "ended": _("Ended"),
    # Sources
    "depositary": _("Depositary"),
    "treaty_text": _("Treaty text"),
    "official": _("Official"),
    "transcript": _("Transcript"),
    "news": _("News"),
    "reference": _("Reference"),
    "high": _("High"),
    "medium": _("Medium"),
    "low": _("Low"),
    # Claims
    "member_count": _("Member count"),
    "negotiating_state_count": _("Negotiating state count"),
    "signature_count": _("Signature count"),
    "consent_count": _("Consent count"),
    "party_count": _("Party count"),
    "signed_on": _("Signed on"),
    "consented_on": _("Consented on"),
    "party_from": _("Party from"),
    "is_signatory": _("Is signatory"),
    "is_contracting": _("Is contracting"),
    "is_party": _("Is party"),
    "is_member": _("Is member"),
    "adopted_on": _("Adopted on"),
    "opened_on": _("Opened on"),
    "in_force_on": _("In force on"),
    "agrees": _("Agrees"),
    "contradicts": _("Contradicts"),
    "open": _("Open"),
    "not_comparable": _("Not comparable"),
    # The log and its deliveries
    "recorded": _("Recorded"),
    "corrected": _("Corrected"),
    "retracted": _("Retracted"),
    "derived": _("Derived"),
    "waiting": _("Waiting"),
    "delivered": _("Delivered"),
    "given_up": _("Given up"),
    # Anywhere
    "other": _("Other"),
}

# The same word of two vocabularies, where another language has two.
LABELS_IN: dict[str, dict[str, Any]] = {
    "MilestoneKind": {
        "adopted": pgettext_lazy("a day in the treaty's life", "Adopted"),
        "in_force": pgettext_lazy("a day in the treaty's life", "In force"),
    },
    "MeasureStage": {
        "adopted": pgettext_lazy("how far a measure has come", "Adopted"),
        "in_force": pgettext_lazy("how far a measure has come", "In force"),
    },
}


def label_of(word: StrEnum) -> Any:
    """What the word is called, in whichever language is spoken then: `former_party` is «Former party»."""
    own = LABELS_IN.get(type(word).__name__, {})
    return own.get(word.value) or LABELS.get(word.value) or word.value.replace("_", " ").capitalize()


def choices_of(vocabulary: type[StrEnum]) -> list[tuple[str, Any]]:
    """Value and label of each word, for a model field."""
    return [(word.value, label_of(word)) for word in vocabulary]


def longest(vocabulary: type[StrEnum]) -> int:
    """The width of a column that holds any of the words, with room for longer ones to come."""
    return max(40, *(len(word.value) for word in vocabulary))
