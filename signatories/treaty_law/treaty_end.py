"""When the treaty itself ended: as stated, or by falling below a number where its text says so."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from signatories.treaty_law.case import Case
from signatories.treaty_law.effect import visible_acts
from signatories.treaty_law.force import Force
from signatories.treaty_law.legal_rule import legal_rule
from signatories.treaty_law.participation import Period, participation


def treaty_ended_on(case: Case, on: dt.date, force: Force) -> dt.date | None:
    """The day the treaty ended, if it had by ``on``; the stated day wins over a computed one."""
    if case.ended_on is not None:
        return case.ended_on.earliest if case.ended_on.earliest <= on else None
    return fallen_below(case, _floor(case), on, force) if ends_by_its_number(case) else None


def ends_by_its_number(case: Case) -> bool:
    """Whether the number of parties may end the treaty, so that its end hangs on what everyone did."""
    return case.ended_on is None and _floor(case) > 0


@legal_rule("VCLT 55")
def fallen_below(case: Case, floor: int, on: dt.date, force: Force) -> dt.date | None:
    """Falling below the number for entry into force does not end a treaty, unless the treaty says so."""
    parties = 0
    for day, change in sorted(_changes(case, on, force).items()):
        before, parties = parties, parties + change
        if before >= floor > parties:
            return day
    return None


def _floor(case: Case) -> int:
    """The number of parties below which the text says that the treaty ends; 0 where it says nothing."""
    if "floor" not in case.shared:
        case.shared["floor"] = max((rule.ends_below or 0 for rule in case.rules), default=0)
    return int(case.shared["floor"])


def _changes(case: Case, on: dt.date, force: Force) -> Counter[dt.date]:
    """By how much the number of parties changes on each day up to ``on``."""
    changes: Counter[dt.date] = Counter()
    for key in case.acts_of:
        for period in _periods(case, key, on, force):
            changes[period.span.start] += 1
            if period.span.until is not None:
                changes[period.span.until] -= 1
    return Counter({day: change for day, change in changes.items() if day <= on})


def _periods(case: Case, participant: str, on: dt.date, force: Force) -> Sequence[Period]:
    """The participant's times as a party; worked out once for all days between which nothing they hang on changes."""
    until = case.participant(participant).exists_until
    is_extinct = until is not None and until.earliest <= on
    seen = tuple(act.key for act in visible_acts(case, participant, on))
    asked = ("periods", participant, seen, is_extinct, force.in_force_on, force.triggered_on)
    kept = case.whole.answers
    if asked not in kept:
        kept[asked] = participation(case, participant, on, force).periods
    periods: Sequence[Period] = kept[asked]
    return periods
