"""The vocabularies of the record in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, Any]

STATUSES: Words = {
    "party": _("party"),
    "provisional_application": _("provisional application"),
    "contracting": _("contracting"),
    "former_party": _("former party"),
    "signatory": _("signatory"),
    "withdrawn_signature": _("signature withdrawn"),
    "invited": _("invited to accede"),
    "no_action": _("entitled, no action"),
}
MEANINGS: Words = {
    "party": _("has consented, and the treaty is in force for it"),
    "provisional_application": _("applies it provisionally, not bound otherwise"),
    "contracting": _("has consented to be bound; the treaty is not yet in force for it"),
    "former_party": _("was a party and no longer is"),
    "signatory": _("has signed subject to ratification, and is not bound"),
    "withdrawn_signature": _("made clear that it will not become a party"),
    "invited": _("was invited to accede and has not"),
    "no_action": _("may sign or join and has done neither"),
}
KINDS: Words = {
    "signature": _("signature"),
    "signature_ad_referendum": _("signature ad referendum"),
    "confirmation_of_signature": _("confirmation of signature"),
    "definitive_signature": _("definitive signature"),
    "ratification": _("ratification"),
    "acceptance": _("acceptance"),
    "approval": _("approval"),
    "accession": _("accession"),
    "formal_confirmation": _("formal confirmation"),
    "succession": _("succession"),
    "succession_to_signature": _("succession to signature"),
    "provisional_application": _("provisional application"),
    "end_of_provisional_application": _("end of provisional application"),
    "invitation_to_accede": _("invitation to accede"),
    "withdrawal_of_signature": _("withdrawal of signature"),
    "withdrawal_of_consent": _("withdrawal of consent"),
    "denunciation": _("denunciation"),
    "revocation": _("revocation"),
    "suspension": _("suspension"),
    "end_of_suspension": _("end of suspension"),
    "cessation": _("cessation"),
}
DECLARATIONS: Words = {
    "declaration": _("declaration"),
    "reservation": _("reservation"),
    "objection": _("objection"),
    "territorial_application": _("territorial application"),
    "designation_of_authority": _("designation of an authority"),
    "communication": _("communication"),
}
FLAGS: Words = {
    "reservations": pgettext_lazy("flag", "R"),
    "declarations": pgettext_lazy("flag", "D"),
    "objections": pgettext_lazy("flag", "O"),
    "territorial": pgettext_lazy("flag", "T"),
    "authorities": pgettext_lazy("flag", "A"),
    "communications": pgettext_lazy("flag", "C"),
}
FLAG_NAMES: Words = {
    "reservations": _("reservations"),
    "declarations": _("declarations"),
    "objections": _("objections"),
    "territorial": _("territorial applications"),
    "authorities": _("authorities designated"),
    "communications": _("communications"),
}
REASONS: Words = {
    "denounced": _("it denounced the treaty"),
    "membership_ended": _("a membership that the treaty requires ended"),
    "state_extinct": _("the State ceased to exist"),
    "treaty_ended": _("the treaty ended"),
}
RELATIONS: Words = {"gives_effect": _("gives effect to the treaty"), "related": _("related to its subject")}
MEASURES: Words = {
    "legislative": _("legislative"),
    "administrative": _("administrative"),
    "policy": _("policy"),
    "other": _("other"),
}
STAGES: Words = {
    "announced": _("announced"),
    "proposed": _("proposed"),
    "adopted": pgettext_lazy("measure", "adopted"),
    "in_force": _("in force"),
    "repealed": _("repealed"),
}
ROLES: Words = {
    "member": _("member"),
    "associate_member": _("associate member"),
    "observer": _("observer"),
    "special_guest": _("special guest"),
    "candidate": _("candidate"),
}
SOURCES: Words = {
    "depositary": _("the depositary’s own document"),
    "treaty_text": _("the treaty’s text"),
    "official": _("official page"),
    "transcript": _("transcript"),
    "news": _("news"),
    "reference": _("reference work"),
    "other": _("other"),
}
GROUPS: Words = {
    "members": _("Members of the %(organisation)s"),
    "non_members": _("Non-members of the %(organisation)s"),
    "organisations": _("International organisations"),
    "states": _("States"),
}
TABLES: Words = {
    "memberships": _("Memberships"),
    "entitlements": _("Who may sign and join"),
    "rules": _("Final clauses"),
    "thresholds": _("Thresholds"),
    "weights": _("Weights"),
    "actions": _("Acts"),
    "declarations": _("Declarations"),
    "measures": _("Measures"),
    "milestones": _("Milestones"),
    "checks": _("Comparisons with the depositary"),
    "claims": _("Claims"),
    "sources": _("Sources"),
    "participants": _("Participants"),
    "treaties": _("Treaties"),
}
QUESTIONS: Words = {
    "member_count": _("number of members"),
    "negotiating_state_count": _("number of negotiating States"),
    "signature_count": _("number of signatures"),
    "consent_count": _("number of consents to be bound"),
    "party_count": _("number of parties"),
    "signed_on": _("day of signature"),
    "consented_on": _("day of consent"),
    "party_from": _("party since"),
    "is_signatory": _("whether it is a signatory"),
    "is_contracting": _("whether it is contracting"),
    "is_party": _("whether it is a party"),
    "is_member": _("whether it is a member"),
    "adopted_on": _("day of adoption"),
    "opened_on": _("day of opening for signature"),
    "in_force_on": _("day of entry into force"),
    "other": _("other"),
}
VERBS: Words = {
    "recorded": pgettext_lazy("of a row", "Recorded"),
    "corrected": pgettext_lazy("of a row", "Corrected"),
    "retracted": pgettext_lazy("of a row", "Retracted"),
}
EVENTS: Words = {
    "threshold_reached": _("By the record, what is asked for is reached."),
    "entry_into_force": _("By the record, the treaty enters into force."),
    "becomes_party": _("By the record, it becomes a party."),
    "ceases_to_be_party": _("By the record, it ceases to be a party."),
    "claim_contradicted": _("The record now contradicts a claim."),
}
YES_NO: Words = {"true": _("yes"), "false": _("no")}


def said(words: Words, word: str | None) -> Any:
    """The word as the reader says it; one without a translation as running text."""
    text = str(word or "")
    return words[text] if text in words else text.replace("_", " ")


_NUMBERS = [
    pgettext_lazy("number", "none"), pgettext_lazy("number", "one"), pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"), pgettext_lazy("number", "four"), pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"), pgettext_lazy("number", "seven"), pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"), pgettext_lazy("number", "ten"),
]  # fmt: skip


def number(value: Any) -> str:
    """A number as it is written in a sentence: in words up to ten."""
    return str(_NUMBERS[value]) if isinstance(value, int) and 0 <= value < len(_NUMBERS) else f"{value}"


EVERY_KIND: Words = {
    **KINDS, **DECLARATIONS, **MEASURES, **ROLES, **QUESTIONS,
    "sign": _("may sign"), "accede": _("may accede"), "consent": _("may consent without signing"),
    "negotiated": _("negotiated"), "negotiation": _("negotiation"), "adopted": _("adopted"), "opened": _("opened"),
    "in_force": _("in force"), "ended": _("ended"), "treaty": _("entry into force"),
    "later_party": _("entry into force for a later party"), "territory": _("territorial application"),
}  # fmt: skip
"""What a fact of any table may be called: for lists of facts of every table."""
