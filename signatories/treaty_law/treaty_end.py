"""When the treaty itself ended: as stated, or by falling below a number where its text says so."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from signatories.treaty_law.case import Case
from signatories.treaty_law.force import Force
from signatories.treaty_law.legal_rule import legal_rule
from signatories.treaty_law.participation import participation


def treaty_ended_on(case: Case, on: dt.date, force: Force) -> dt.date | None:
    """The day the treaty ended, if it had by ``on``; the stated day wins over a computed one."""
    if case.ended_on is not None:
        return case.ended_on.earliest if case.ended_on.earliest <= on else None
    floor = max((rule.ends_below or 0 for rule in case.rules), default=0)
    return fallen_below(case, floor, on, force) if floor else None


@legal_rule("VCLT 55")
def fallen_below(case: Case, floor: int, on: dt.date, force: Force) -> dt.date | None:
    """Falling below the number for entry into force does not end a treaty, unless the treaty says so."""
    parties = 0
    for day, change in sorted(_changes(case, on, force).items()):
        before, parties = parties, parties + change
        if before >= floor > parties:
            return day
    return None


def _changes(case: Case, on: dt.date, force: Force) -> Counter[dt.date]:
    """By how much the number of parties changes on each day up to ``on``."""
    changes: Counter[dt.date] = Counter()
    for key in case.acts_of:
        for period in participation(case, key, on, force).periods:
            changes[period.span.start] += 1
            if period.span.until is not None:
                changes[period.span.until] -= 1
    return Counter({day: change for day, change in changes.items() if day <= on})
