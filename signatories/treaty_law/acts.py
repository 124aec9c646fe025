"""The vocabularies of treaty law, each word with what it means.

They are apart because every room speaks them: models store them, the API
publishes them, the rules read them. A word carries its meaning (``.means``),
so help texts and documentation need no second copy.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of a vocabulary with its meaning in ``means``.

    >>> ActKind.SUCCESSION.means
    "Takes a predecessor's place; usually takes effect before it is deposited."
    """

    means: str

    def __new__(cls, value: str, means: str = "") -> Self:
        """The word itself is the string; the meaning travels beside it."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.means = means
        return word

    @property
    def words(self) -> str:
        """The word as running text: ``withdrawal of consent``."""
        return self.value.replace("_", " ")


class ActKind(Word):
    """What a participant, or the depositary on its behalf, did."""

    SIGNATURE = "signature", "Signs subject to ratification; owes good faith (VCLT 18)."
    SIGNATURE_AD_REFERENDUM = "signature_ad_referendum", "Signs, to be confirmed; does not count until then."
    CONFIRMATION_OF_SIGNATURE = (
        "confirmation_of_signature",
        "Confirms a signature ad referendum, which then counts from the day it was signed (VCLT 12(2)(b)).",
    )
    DEFINITIVE_SIGNATURE = "definitive_signature", "Signs without reservation as to ratification: consent (VCLT 12)."
    RATIFICATION = "ratification", "Consents to be bound on deposit, after a signature (VCLT 14)."
    ACCEPTANCE = "acceptance", "Consents to be bound on deposit, after a signature (VCLT 14)."
    APPROVAL = "approval", "Consents to be bound on deposit, after a signature (VCLT 14)."
    ACCESSION = "accession", "Consents to be bound on deposit, without a signature (VCLT 15)."
    FORMAL_CONFIRMATION = "formal_confirmation", "An organisation's consent to be bound, in the practice of the UN."
    SUCCESSION = "succession", "Takes a predecessor's place; usually takes effect before it is deposited."
    SUCCESSION_TO_SIGNATURE = "succession_to_signature", "Takes a predecessor's place as a signatory."
    PROVISIONAL_APPLICATION = "provisional_application", "Applies the treaty before being bound (VCLT 25)."
    END_OF_PROVISIONAL_APPLICATION = "end_of_provisional_application", "No longer applies it provisionally."
    INVITATION_TO_ACCEDE = "invitation_to_accede", "Is invited to accede; the invitation may expire."
    WITHDRAWAL_OF_SIGNATURE = (
        "withdrawal_of_signature",
        "Makes clear that it will not become a party (VCLT 18(a)); the signature stays a historical fact.",
    )
    WITHDRAWAL_OF_CONSENT = "withdrawal_of_consent", "Takes back a consent before the treaty is in force for it."
    DENUNCIATION = "denunciation", "Leaves the treaty after its notice period (VCLT 54, 56)."
    REVOCATION = "revocation", "Takes back the act it names, before that took effect (VCLT 68)."
    SUSPENSION = "suspension", "Suspends the operation of the treaty for a party (VCLT 72)."
    END_OF_SUSPENSION = "end_of_suspension", "Ends a suspension."
    CESSATION = "cessation", "Ends being a party: of the State, or of a membership the treaty requires (VCLT 70)."

    @property
    def is_consent(self) -> bool:
        """Whether it expresses consent to be bound."""
        return self in CONSENTS


class Status(Word):
    """What its acts make a participant on a day, in order of precedence: the first that fits holds."""

    PARTY = "party", "Has consented and the treaty is in force for it (VCLT 2(1)(g))."
    PROVISIONAL_APPLICATION = "provisional_application", "Applies it provisionally, not bound otherwise (VCLT 25)."
    CONTRACTING = "contracting", "Has consented; the treaty is not yet in force for it (VCLT 2(1)(f))."
    FORMER_PARTY = "former_party", "Was a party and no longer is, for a reason (VCLT 54, 56, 70)."
    SIGNATORY = "signatory", "Signed subject to ratification; not bound, owes good faith (VCLT 14, 18)."
    WITHDRAWN_SIGNATURE = "withdrawn_signature", "Made clear that it will not become a party (VCLT 18(a))."
    INVITED = "invited", "Invited to accede, has not acceded, the invitation has not expired."
    NO_ACTION = "no_action", "Entitled to sign or join; nothing done that counts."


class ExitReason(Word):
    """Why a party no longer is one."""

    DENOUNCED = "denounced", "It left by denunciation or withdrawal (VCLT 54, 56)."
    MEMBERSHIP_ENDED = "membership_ended", "A membership that the treaty requires ended."
    STATE_EXTINCT = "state_extinct", "The State ceased to exist."
    TREATY_ENDED = "treaty_ended", "The treaty itself ended (VCLT 54, 70)."


class DeclarationKind(Word):
    """What a participant said beside its acts."""

    DECLARATION = "declaration", "States how it understands or will apply the treaty."
    RESERVATION = "reservation", "Excludes or modifies the legal effect of a provision (VCLT 2(1)(d))."
    OBJECTION = "objection", "Objects to another's declaration or reservation (VCLT 20)."
    TERRITORIAL_APPLICATION = "territorial_application", "Names the territories to which the treaty applies."
    DESIGNATION_OF_AUTHORITY = "designation_of_authority", "Names an authority that the treaty asks for."
    COMMUNICATION = "communication", "Any other communication to the depositary."


class EntitlementWay(Word):
    """What an entitlement lets its holders do."""

    SIGN = "sign", "May sign."
    ACCEDE = "accede", "May accede."
    CONSENT = "consent", "May ratify, accept or approve without having signed."
    NEGOTIATED = "negotiated", "Took part in drawing up and adopting the text (VCLT 2(1)(e))."


class RuleScope(Word):
    """What a rule of the treaty decides."""

    TREATY = "treaty", "When the treaty itself enters into force."
    LATER_PARTY = "later_party", "When it enters into force for one that consents later."
    ACCESSION = "accession", "When it enters into force for one that accedes."
    TERRITORY = "territory", "When it extends to a territory."
    DENUNCIATION = "denunciation", "When a denunciation takes effect."


class OrganisationsCount(Word):
    """Whether the consents of organisations count towards entry into force."""

    YES = "yes", "They count like a State's."
    NO = "no", "They do not count."
    NOT_ADDITIONAL = "not_additional", "They count neither as a consent nor by weight beside their members'."


class Rounding(Word):
    """Where in the calendar a counted day is moved."""

    NONE = "none", "The day reached itself."
    FIRST_OF_MONTH = "first_of_month", "The first day of the month reached."
    FIRST_OF_NEXT_MONTH = "first_of_next_month", "The first day of the month after the month reached."
    FIRST_OF_NEXT_YEAR = "first_of_next_year", "The first day of the year after the year reached."


class LaterFrom(Word):
    """From when on a deposit is a later one with a day of its own."""

    TRIGGER = "trigger", "From the deposit that brought the treaty into force (VCLT 84(2))."
    ENTRY_INTO_FORCE = "entry_into_force", "From the day on which the treaty entered into force."


class Measure(Word):
    """What a threshold measures."""

    COUNT = "count", "The number of participants."
    WEIGHT_PERCENT = "weight_percent", "The sum of their weights in percent of a stated denominator."


class MembershipOn(Word):
    """On which day membership of the group is judged."""

    ACT = "act", "On the day of each act."
    TRIGGER = "trigger", "On the trigger day."


class Scope(Word):
    """How much of the treaty a denunciation leaves."""

    WHOLE = "whole", "The whole treaty; only this changes the status."
    TERRITORIES = "territories", "The territories named."
    ARTICLES = "articles", "The articles named."


class Certainty(Word):
    """Whether every reading of partly known days gives the same answer."""

    CERTAIN = "certain", "Every reading of the days gives this answer."
    POSSIBLE = "possible", "The answer of the earliest days the acts may have; another reading gives another."


class Position(Word):
    """Where one stands that could supply a missing consent."""

    SIGNATORY = "signatory", "Has signed and may consent."
    ENTITLED = "entitled", "Is entitled to sign or to join and has not."
    INVITED = "invited", "Is invited to accede and has not."


NEEDS_SIGNATURE = frozenset({ActKind.RATIFICATION, ActKind.ACCEPTANCE, ActKind.APPROVAL})
CONSENTS = NEEDS_SIGNATURE | {
    ActKind.DEFINITIVE_SIGNATURE,
    ActKind.ACCESSION,
    ActKind.FORMAL_CONFIRMATION,
    ActKind.SUCCESSION,
}
SIGNINGS = frozenset({ActKind.SIGNATURE, ActKind.SIGNATURE_AD_REFERENDUM, ActKind.DEFINITIVE_SIGNATURE})
RETROACTIVE = frozenset({ActKind.SUCCESSION, ActKind.SUCCESSION_TO_SIGNATURE, ActKind.CONFIRMATION_OF_SIGNATURE})
REVOCABLE = frozenset(
    {
        ActKind.DENUNCIATION,
        ActKind.WITHDRAWAL_OF_SIGNATURE,
        ActKind.WITHDRAWAL_OF_CONSENT,
        ActKind.SUSPENSION,
        ActKind.END_OF_SUSPENSION,
        ActKind.PROVISIONAL_APPLICATION,
        ActKind.END_OF_PROVISIONAL_APPLICATION,
    }
)
