"""What others say about what the record can answer, to be held against it."""

from __future__ import annotations

from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.models.columns import columns
from signatories.models.constraints import is_day, not_blank, one_of, says
from signatories.models.facts import HeldRow, held_rules
from signatories.models.fields import PartialDateField, read_day
from signatories.models.participants import A_STATE, Participant
from signatories.models.treaties import Treaty
from signatories.models.vocabulary import choices_of, longest


class Question(StrEnum):
    """What a claim answers; `about` says which of treaty, organisation and participant the question needs."""

    MEMBER_COUNT = "member_count"
    NEGOTIATING_STATE_COUNT = "negotiating_state_count"
    SIGNATURE_COUNT = "signature_count"
    CONSENT_COUNT = "consent_count"
    PARTY_COUNT = "party_count"
    SIGNED_ON = "signed_on"
    CONSENTED_ON = "consented_on"
    PARTY_FROM = "party_from"
    IS_SIGNATORY = "is_signatory"
    IS_CONTRACTING = "is_contracting"
    IS_PARTY = "is_party"
    IS_MEMBER = "is_member"
    ADOPTED_ON = "adopted_on"
    OPENED_ON = "opened_on"
    IN_FORCE_ON = "in_force_on"
    OTHER = "other"


COUNTS = {
    Question.MEMBER_COUNT, Question.NEGOTIATING_STATE_COUNT, Question.SIGNATURE_COUNT, Question.CONSENT_COUNT,
    Question.PARTY_COUNT,
}  # fmt: skip
DAYS_OF_THE_TREATY = {Question.ADOPTED_ON, Question.OPENED_ON, Question.IN_FORCE_ON}
DAYS_OF_A_PARTICIPANT = {Question.SIGNED_ON, Question.CONSENTED_ON, Question.PARTY_FROM}
IS_QUESTIONS = {Question.IS_SIGNATORY, Question.IS_CONTRACTING, Question.IS_PARTY, Question.IS_MEMBER}
ABOUT_AN_ORGANISATION = {Question.MEMBER_COUNT, Question.IS_MEMBER}
ABOUT_A_TREATY = set(Question) - ABOUT_AN_ORGANISATION - {Question.OTHER}


class Claim(HeldRow):
    """What one source says about one question. How it stands against the record is computed, never stored."""

    table = "claims"
    columns = columns(
        "key", "source", "locator", "question", "treaty", "organisation", "participant", "claimed", "about_on",
        "decision", "decision_reason",
    )  # fmt: skip

    question = models.CharField(
        max_length=longest(Question), choices=choices_of(Question), help_text=_("The question that the claim answers.")
    )
    treaty = models.ForeignKey(
        Treaty,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text=_("Key of the treaty it is about."),
    )
    organisation = models.ForeignKey(
        Participant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims_about_its_members",
        help_text=_("Key of the organisation it is about; in place of a participant, any of its members."),
    )
    participant = models.ForeignKey(
        Participant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text=_("Key of the participant it is about."),
    )
    claimed = models.CharField(
        max_length=300,
        help_text=_("What the source says: a number, a day, month or year, `true` or `false`, or words."),
    )
    about_on = PartialDateField(
        null=True,
        blank=True,
        help_text=_(
            "Day it is about; left empty, the day its source was published, else the day the record speaks as of."
        ),
    )
    decision = models.CharField(
        max_length=300, blank=True, help_text=_("The value the record adopts, decided by a person.")
    )
    decision_reason = models.TextField(blank=True, help_text=_("Why that value."))

    class Meta:
        ordering = ["key"]
        permissions = [("decide_claim", "Can decide claim")]
        constraints = [
            *held_rules("claim"),
            one_of("claim", "question", Question),
            not_blank("claim", "claimed", _("Say what the source claims.")),
            is_day("claim", "about_on"),
            says(
                "claim_decision_has_a_reason",
                Q(decision="") | ~Q(decision_reason=""),
                _("A decision has its reason: say why the record adopts that value."),
            ),
            says(
                "claim_names_what_it_is_about",
                Q(question=Question.OTHER.value)
                | Q(treaty__isnull=False)
                | Q(question__in=[Question.MEMBER_COUNT.value, Question.IS_MEMBER.value]),
                _("Name the treaty that the claim is about."),
            ),
        ]

    def clean(self) -> None:
        """The claim names what its question needs, and what it claims can be read."""
        super().clean()
        refused = self.shortcomings()
        organisation = self.named("organisation")
        if organisation and not organisation.is_organisation:
            refused["organisation"] = A_STATE % {"participant": organisation}
        if refused:
            raise ValidationError(refused)

    def shortcomings(self) -> dict[str, str]:
        """Why the claim cannot be held against any record, by column; empty where it can. Reads no other row."""
        if self.question not in set(Question):
            return {}
        question, found = Question(self.question), dict[str, str]()
        if question in ABOUT_A_TREATY and not self.treaty_id:
            found["treaty"] = _("%(question)s asks about a treaty: name it.") % {"question": question}
        if question in ABOUT_AN_ORGANISATION and not self.organisation_id:
            found["organisation"] = _("%(question)s asks about an organisation: name it.") % {"question": question}
        if question in DAYS_OF_A_PARTICIPANT | {Question.IS_MEMBER} and not self.participant_id:
            found["participant"] = _("%(question)s asks about a participant: name it.") % {"question": question}
        if question in IS_QUESTIONS - {Question.IS_MEMBER} and bool(self.participant_id) == bool(self.organisation_id):
            found["participant"] = _(
                "%(question)s asks about a participant or an organisation's members: name one."
            ) % {"question": question}
        if sentence := self._unreadable(question):
            found["claimed"] = sentence
        return found

    def _unreadable(self, question: Question) -> str:
        """What is wrong with the claimed value for such a question; empty where nothing is."""
        if question in COUNTS and not (self.claimed.isascii() and self.claimed.isdigit()):
            sentence = _("%(claimed)s is not a number: %(question)s is answered by one, such as 46.")
            return sentence % {"claimed": repr(self.claimed), "question": question}
        if question in IS_QUESTIONS and self.claimed not in ("true", "false"):
            sentence = _("%(claimed)s does not answer %(question)s: give true or false.")
            return sentence % {"claimed": repr(self.claimed), "question": question}
        if question in DAYS_OF_THE_TREATY | DAYS_OF_A_PARTICIPANT:
            try:
                read_day(self.claimed)
            except ValidationError as error:
                return error.messages[0]
        return ""

    @property
    def key_stem(self) -> str:
        """What a key given to this row begins with."""
        return f"{self.source_id}.{self.question}"
