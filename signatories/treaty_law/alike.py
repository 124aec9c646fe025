"""Where two readings of one file cannot differ about a participant, so that one of them need not be asked.

Partly known days make many readings of a file, and most of them differ in an act or a membership of somebody else.
What is found is kept with the file, beside its readings.
"""

from __future__ import annotations

import datetime as dt

from signatories.treaty_law.case import Case
from signatories.treaty_law.force import force_on
from signatories.treaty_law.later_party import can_tell
from signatories.treaty_law.readings import TREATY_DAYS
from signatories.treaty_law.status import treaty_end_on


def alike_about(case: Case, reading: Case, participant: str) -> bool:
    """Whether the two say the same of the participant itself, of what it did, and of what the treaty provides."""
    return (
        case.acts_of.get(participant) == reading.acts_of.get(participant)
        and case.participants.get(participant) == reading.participants.get(participant)
        and case.memberships_of.get(participant) == reading.memberships_of.get(participant)
        and _provide_alike(case, reading)
    )


def alike_in_days(case: Case, reading: Case, on: dt.date) -> bool:
    """Whether the treaty entered into force and ended on the same days in both, as far as each can tell on that day."""
    asked = ("alike in days", id(reading), on)
    if asked not in case.answers:
        force, other = force_on(case, on), force_on(reading, on)
        case.answers[asked] = (
            (force.in_force_on, force.triggered_on) == (other.in_force_on, other.triggered_on)
            and treaty_end_on(case, on) == treaty_end_on(reading, on)
            and can_tell(case, force) == can_tell(reading, other)
        )
    return bool(case.answers[asked])


def _provide_alike(case: Case, reading: Case) -> bool:
    """Whether what the treaty says, and its own days, are the same in both."""
    if reading.shared is case.shared:
        return True
    asked = ("alike", id(reading))
    if asked not in case.answers:
        case.answers[asked] = tuple(case.entitlements) == tuple(reading.entitlements) and all(
            getattr(case, day) == getattr(reading, day) for day in TREATY_DAYS
        )
    return bool(case.answers[asked])
