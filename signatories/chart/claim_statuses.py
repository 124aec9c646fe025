"""Whether someone was something on a day: a signatory, bound by consent, a party, a member."""

from __future__ import annotations

import datetime as dt

from signatories.chart.grounds import Grounds
from signatories.chart.verdicts import Said, said_on
from signatories.models import Claim
from signatories.models.claims import Question
from signatories.treaty_law.acts import Status
from signatories.treaty_law.case import Case
from signatories.treaty_law.readings import readings
from signatories.treaty_law.status import StatusOn, history_on

SIGNATURE_STANDS = {Status.SIGNATORY, Status.CONTRACTING, Status.PARTY, Status.PROVISIONAL_APPLICATION}
NOUNS = {
    Question.IS_SIGNATORY: ("a signatory of the treaty", "signatories of the treaty"),
    Question.IS_CONTRACTING: ("a contracting {}", "contracting States"),
    Question.IS_PARTY: ("a party to the treaty", "parties to the treaty"),
}


def status_told(grounds: Grounds, claim: Claim, on: dt.date) -> Said:
    """Whether the record has the participant, or any member of the organisation, as what the question asks."""
    question = Question(claim.question)
    if question is Question.IS_MEMBER:
        return _membership(grounds, str(claim.participant_id), str(claim.organisation_id), on)
    if claim.participant_id:
        return _of_one(grounds, question, claim.participant_id, on)
    return _of_members(grounds, question, str(claim.organisation_id), on)


def is_so(question: Question, world: Case, row: StatusOn | None, on: dt.date) -> bool:
    """Whether a row of a chart is what the question asks.

    A contracting State or a party that signed is still a signatory; a party is still a contracting State in the wider
    sense of VCLT 2(1)(f).
    """
    if row is None:
        return False
    match question:
        case Question.IS_SIGNATORY:
            signed = row.signed_on is not None and row.status in SIGNATURE_STANDS
            return signed and not history_on(world, row.participant, on).is_on(Status.WITHDRAWN_SIGNATURE, on)
        case Question.IS_CONTRACTING:
            applies = row.status is Status.PROVISIONAL_APPLICATION and row.consented
            return row.status in (Status.CONTRACTING, Status.PARTY) or applies
        case _:
            return row.status is Status.PARTY


def _of_one(grounds: Grounds, question: Question, participant: str, on: dt.date) -> Said:
    name = grounds.name(participant)
    if not grounds.concerns(participant):
        return Said(lacks=f"{name} has not acted on the treaty and may not, as far as the record tells")
    words: dict[int | bool, str] = {}
    for world, rows in zip(readings(grounds.case), grounds.rows(on), strict=True):
        row = rows.get(participant)
        found = is_so(question, world, row, on)
        if not found and not _can_tell(world, question, row, on):
            return Said(lacks=f"the record of this treaty is incomplete and does not tell what {name} had not done")
        noun = NOUNS[question][0].format("organisation" if world.participant(participant).is_organisation else "State")
        words[found] = f"{name} was {'' if found else 'not '}{noun}: {_what_it_was(world, row, on)}"
    return Said(words)


def _of_members(grounds: Grounds, question: Question, organisation: str, on: dt.date) -> Said:
    name = grounds.name(organisation)
    words: dict[int | bool, str] = {}
    for world, rows in zip(readings(grounds.case), grounds.rows(on), strict=True):
        members = world.members_on(organisation, on)
        if not any(map(grounds.concerns, members)):
            return Said(lacks=f"the record holds no member of {name} on {on} that has acted on the treaty or may")
        number = sum(is_so(question, world, rows.get(member), on) for member in members)
        if not number and not _can_tell(world, question, None, on):
            return Said(
                lacks=f"the record of this treaty is incomplete and does not tell what members of {name} did not do"
            )
        words[number > 0] = _how_many(number, len(members), name, NOUNS[question])
        if not number and is_so(question, world, rows.get(organisation), on):
            itself = _what_it_was(world, rows.get(organisation), on)
            words[False] += f"; {name} itself was, and its acts are not theirs: {itself}"
    return Said(words)


def _can_tell(world: Case, question: Question, row: StatusOn | None, on: dt.date) -> bool:
    """Whether the record can know that something was not so. An incomplete one cannot say that nothing was done."""
    awaits_force = question is Question.IS_PARTY and row is not None and row.status is Status.CONTRACTING
    return world.complete or _is_unopened(world, on) or awaits_force


def _is_unopened(world: Case, on: dt.date) -> bool:
    return world.opened_on is not None and on < world.opened_on.earliest


def _how_many(number: int, members: int, name: str, nouns: tuple[str, str]) -> str:
    verb, noun = ("were", nouns[1]) if number > 1 else ("was", nouns[0].format("State"))
    return f"{number or 'none'} of the {members} members of {name} {verb} {noun}"


def _what_it_was(world: Case, row: StatusOn | None, on: dt.date) -> str:
    """What the participant was to the treaty on the day, and since when."""
    if row is None and _is_unopened(world, on):
        return f"the treaty was not open for signature before {world.opened_on}"
    if row is None:
        return "it had not signed"
    signed = f"signed {said_on(row.signed_on)} and " if row.signed_on else ""
    consented = f"consented to be bound {said_on(row.consent.done_on)}" if row.consent else "consented to be bound"
    return {
        Status.PARTY: f"it had {signed}{consented}, and the treaty was in force for it since {row.in_force_from}",
        Status.PROVISIONAL_APPLICATION: f"it had {signed}begun to apply it provisionally",
        Status.CONTRACTING: f"it had {signed}{consented}, and the treaty was not yet in force for it",
        Status.FORMER_PARTY: f"it had ceased to be a party on {row.ended_on}",
        Status.SIGNATORY: f"it had {signed}not consented to be bound",
        Status.WITHDRAWN_SIGNATURE: f"it had {signed}withdrawn its signature",
        Status.INVITED: "it was invited to accede",
        Status.NO_ACTION: "it had not signed",
    }[row.status]


def _membership(grounds: Grounds, participant: str, organisation: str, on: dt.date) -> Said:
    rows = grounds.case.memberships_by_organisation.get(organisation)
    member, name = grounds.name(participant), grounds.name(organisation)
    if not rows:
        return Said(lacks=f"the record holds no members of {name}")
    words: dict[int | bool, str] = {}
    for world in readings(grounds.case):
        found = participant in world.members_on(organisation, on)
        words[found] = f"{member} was {'' if found else 'not '}a member of {name}"
    if False in words:
        mine = [row for row in rows if row.member == participant]
        ended = [row.valid_until for row in mine if row.valid_until and row.valid_until.earliest <= on]
        begins = [row.valid_from for row in mine if row.valid_from and row.valid_from.latest > on]
        words[False] += f": it ceased to be one {said_on(max(ended))}" if ended else ""
        words[False] += f": it became one {said_on(min(begins))}" if begins and not ended else ""
    return Said(words)
