"""Claims that a thing happened on a day: what the record says of it, and how the claim stands.

Days of past events do not change, so these are judged with the record as it is, also where the claim was made before
the event it announces.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from signatories.chart.grounds import Grounds
from signatories.chart.verdicts import Assessment, Verdict, not_comparable, said_on, sentence
from signatories.models import Claim
from signatories.models.claims import Question
from signatories.treaty_law.acts import Certainty
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import EntryIntoForce, entry_into_force
from signatories.treaty_law.status import StatusOn, status_on


@dataclass(frozen=True, slots=True)
class Happened:
    """What the record says of an event: its day and what it is called; or in words that it has not happened.

    ``unsettled`` tells why its day cannot be relied on, ``not_before`` the first day on which it still could happen.
    """

    day: PartialDay | None
    words: str
    unsettled: str = ""
    not_before: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Untold:
    """The record holds no such thing, and why."""

    why: str


def assess_day(grounds: Grounds, claim: Claim) -> Assessment:
    """How a claim of a day stands, as of the last day of which the record tells anything."""
    on = grounds.last_day
    if on is None:
        return not_comparable("the record holds nothing that happened to this treaty")
    about, told = PartialDay.of(on), _told(grounds, claim, on)
    if isinstance(told, Untold):
        return not_comparable(told.why, about)
    verdict, words = _judged(told, PartialDay.parse(claim.claimed), on)
    return Assessment(verdict, told.day.text if told.day else None, sentence(f"as of {on}, {words}"), about)


def _judged(told: Happened, claimed: PartialDay, on: dt.date) -> tuple[Verdict, str]:
    day = told.day
    if told.unsettled:
        return Verdict.OPEN, told.unsettled
    if day is None:
        return _not_happened(told, claimed, on)
    words = f"{told.words} {said_on(day)}"
    if day.must_fall_within(claimed.earliest, claimed.latest):
        return Verdict.AGREES, words
    if day.may_fall_within(claimed.earliest, claimed.latest):
        return Verdict.OPEN, f"{words}, which is known no more precisely"
    return Verdict.CONTRADICTS, f"{words}, not {said_on(claimed)}"


def _not_happened(told: Happened, claimed: PartialDay, on: dt.date) -> tuple[Verdict, str]:
    if claimed.latest <= on:
        return Verdict.CONTRADICTS, told.words
    if told.not_before and claimed.latest < told.not_before:
        return Verdict.CONTRADICTS, f"{told.words}, and cannot be before {told.not_before}"
    return Verdict.OPEN, f"{told.words}, and the record tells nothing of later days"


def _told(grounds: Grounds, claim: Claim, on: dt.date) -> Happened | Untold:
    case = grounds.case
    match Question(claim.question):
        case Question.ADOPTED_ON:
            return _milestone(case.adopted_on, "adoption", "the treaty was adopted")
        case Question.OPENED_ON:
            return _milestone(case.opened_on, "opening for signature", "the treaty was opened for signature")
        case Question.IN_FORCE_ON:
            return _in_force(grounds, entry_into_force(case, on), on)
        case question:
            return _of_a_participant(grounds, question, str(claim.participant_id), claim.claimed, on)


def _milestone(day: PartialDay | None, noun: str, words: str) -> Happened | Untold:
    return Happened(day, words) if day else Untold(f"the record has no day of the treaty's {noun}")


def _in_force(grounds: Grounds, force: EntryIntoForce, on: dt.date) -> Happened | Untold:
    official = force.in_force_on
    if official:
        verb = "entered" if official.earliest <= on else "enters"
        differ = (
            f"the depositary states {force.depositary_in_force_on}, and the rules give {force.computed_in_force_on}"
        )
        uncertain = force.certainty is Certainty.POSSIBLE and force.depositary_in_force_on is None
        unsettled = differ if force.agrees_with_depositary is False else ""
        return Happened(
            official,
            f"the treaty {verb} into force",
            unsettled or ("the days that are known in part do not tell when" if uncertain else ""),
        )
    if not grounds.case.complete:
        return Untold("the record of this treaty is incomplete and has no day of its entry into force")
    lacks = [f"{force.missing.consents} consents"] if force.missing.consents else []
    lacks += [
        f"{float(part.missing):g} for its threshold {part.threshold}"
        for part in force.missing.thresholds
        if part.missing
    ]
    earliest = force.earliest_possible
    lacking = f": it lacks {', and '.join(lacks)}" if lacks else ""
    return Happened(None, f"the treaty is not in force{lacking}", not_before=earliest.in_force_on if earliest else None)


def _of_a_participant(
    grounds: Grounds, question: Question, participant: str, claimed: str, on: dt.date
) -> Happened | Untold:
    name = grounds.name(participant)
    if not grounds.concerns(participant):
        return Untold(f"{name} has not acted on the treaty and may not, as far as the record tells")
    row = status_on(grounds.case, participant, on)
    happened = _event(question, row, name, PartialDay.parse(claimed))
    if happened.day is None and not grounds.case.complete:
        return Untold(f"the record of this treaty is incomplete and does not tell what {name} did not do")
    return happened


def _event(question: Question, row: StatusOn, name: str, claimed: PartialDay) -> Happened:
    """What the record says of the participant's signature, of its consent, or of its becoming a party."""
    if question is Question.SIGNED_ON:
        return Happened(row.signed_on, f"{name} signed") if row.signed_on else Happened(None, f"{name} has not signed")
    if question is Question.CONSENTED_ON:
        if row.consent:
            kind = row.consent.kind.value.replace("_", " ")
            return Happened(row.consent.done_on, f"{name} consented to be bound ({kind})")
        signed = f", having signed {said_on(row.signed_on)}" if row.signed_on else ""
        return Happened(None, f"{name} has not consented to be bound{signed}")
    starts = [*(period.valid_from for period in row.periods), *([row.in_force_from] if row.in_force_from else [])]
    if not starts:
        return Happened(None, f"the treaty is not in force for {name}")
    meant = [day for day in starts if day.may_fall_within(claimed.earliest, claimed.latest)]
    unsettled = f"it is not certain since when {name} is a party" if row.certainty is Certainty.POSSIBLE else ""
    return Happened((meant or starts)[-1], f"the treaty came into force for {name}", unsettled)
