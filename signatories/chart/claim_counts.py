"""How many there were on a day: members, negotiating States, signatures, consents, parties."""

from __future__ import annotations

import datetime as dt

from signatories.chart.grounds import Grounds
from signatories.chart.verdicts import Said
from signatories.models import Claim
from signatories.models.claims import Question
from signatories.treaty_law.acts import EntitlementWay, Status
from signatories.treaty_law.case import Case
from signatories.treaty_law.entitlement import negotiators
from signatories.treaty_law.force import force_on
from signatories.treaty_law.readings import readings
from signatories.treaty_law.status import Counts, counts

INCOMPLETE = "the record of this treaty is incomplete, so nothing can be counted"


def count_on(grounds: Grounds, claim: Claim, on: dt.date) -> Said:
    """The number the question asks for, as the record has it on that day."""
    question = Question(claim.question)
    if question is Question.MEMBER_COUNT:
        return _members(grounds, str(claim.organisation_id), on)
    if not grounds.case.complete:
        return Said(lacks=INCOMPLETE)
    if question is Question.NEGOTIATING_STATE_COUNT:
        return _negotiating_states(grounds)
    return Said(dict(_counted(question, counts(rows.values())) for rows in grounds.rows(on)))


def why_not_so_many(grounds: Grounds, claim: Claim, on: dt.date) -> str:
    """What explains that the claimed number is not the record's, if anything does: a sentence, or nothing."""
    question = Question(claim.question)
    if question is Question.MEMBER_COUNT:
        return _when_it_had(grounds, str(claim.organisation_id), int(claim.claimed), on)
    if question is Question.PARTY_COUNT and not force_on(grounds.case, on).is_in_force(on):
        return "The treaty was not in force."
    return ""


def _members(grounds: Grounds, organisation: str, on: dt.date) -> Said:
    name = grounds.name(organisation)
    if organisation not in grounds.case.memberships_by_organisation:
        return Said(lacks=f"the record holds no members of {name}")
    numbers = [len(world.members_on(organisation, on)) for world in readings(grounds.case)]
    return Said({number: f"{name} had {_several(number, 'member')}" for number in numbers})


def _negotiating_states(grounds: Grounds) -> Said:
    """States alone: an organisation that took part is no negotiating State."""
    found = {}
    for world in readings(grounds.case):
        states = {key for key in negotiators(world) if not world.participant(key).is_organisation}
        found[len(states)] = (
            f"{_several(len(states), 'State')} had negotiated the treaty{_of_whom(grounds, world, states)}"
        )
    return Said(found) if any(found) else Said(lacks="the record does not tell who negotiated this treaty")


def _of_whom(grounds: Grounds, world: Case, states: set[str]) -> str:
    """The members of organisations among them, and how many others."""
    day = world.adopted_on or world.opened_on
    entitlements = [row for row in world.entitlements if row.way is EntitlementWay.NEGOTIATED and row.members_of]
    if day is None or not entitlements:
        return ""
    groups = {str(row.members_of): world.members_on(str(row.members_of), day.earliest) & states for row in entitlements}
    others = states.difference(*groups.values())
    parts = [f"{len(group)} members of {grounds.name(organisation)}" for organisation, group in sorted(groups.items())]
    return f": {' and '.join([*parts, f'{len(others)} others'])}"


def _counted(question: Question, tally: Counts) -> tuple[int, str]:
    match question:
        case Question.SIGNATURE_COUNT:
            return tally.signatures, f"{_several(tally.signatures, 'participant')} had signed the treaty"
        case Question.CONSENT_COUNT:
            return tally.consents, f"{_several(tally.consents, 'consent')} to be bound by the treaty stood"
        case _:
            parties = tally.by_status[Status.PARTY]
            return parties, f"the treaty had {_several(parties, 'party', 'parties')}"


def _several(number: int, one: str, many: str = "") -> str:
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def _when_it_had(grounds: Grounds, organisation: str, number: int, on: dt.date) -> str:
    """When the organisation had that many members: until the last change before the day, or from the next one after."""
    case = grounds.case
    rows = case.memberships_by_organisation[organisation]
    boundaries = (day.earliest for row in rows for day in (row.valid_from, row.valid_until) if day)
    changes = sorted({day for day in boundaries if not grounds.last_day or day <= grounds.last_day})
    for day in reversed([day for day in changes if day <= on]):
        before = case.members_on(organisation, day - dt.timedelta(days=1))
        if len(before) == number:
            return _changed(grounds, f"It had {number} until {day}", before, case.members_on(organisation, day))
    for day in (day for day in changes if day > on):
        after = case.members_on(organisation, day)
        if len(after) == number:
            before = case.members_on(organisation, day - dt.timedelta(days=1))
            return _changed(grounds, f"It had {number} from {day} on", before, after)
    return ""


def _changed(grounds: Grounds, when: str, before: frozenset[str], after: frozenset[str]) -> str:
    became = [
        f"{_names(grounds, found)} {verb} {'a member' if len(found) == 1 else 'members'}"
        for found, verb in [(before - after, "ceased to be"), (after - before, "became")]
        if found
    ]
    return f"{when}, when {' and '.join(became)}."


def _names(grounds: Grounds, participants: frozenset[str]) -> str:
    *others, last = sorted(grounds.name(key) for key in participants)
    return f"{', '.join(others)} and {last}" if others else last
