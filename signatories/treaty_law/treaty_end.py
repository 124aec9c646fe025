"""When the treaty itself ended: as stated, or by falling below a number where its text says so."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from signatories.treaty_law.case import Case
from signatories.treaty_law.force import Force
from signatories.treaty_law.legal_rule import legal_rule
from signatories.treaty_law.participation import Participation, participation

Known = tuple[dt.date, dt.date | None]


def treaty_ended_on(case: Case, on: dt.date, force: Force) -> dt.date | None:
    """The day the treaty ended, if it had by ``on``; the stated day wins over a computed one."""
    if case.ended_on is not None:
        return case.ended_on.earliest if case.ended_on.earliest <= on else None
    floor = floor_of(case)
    return fallen_below(floor, on, _changes(case, on, force)) if floor else None


def floor_of(case: Case) -> int:
    """The number of parties below which the treaty ends by its own text; 0 where it says nothing."""
    return max((rule.ends_below or 0 for rule in case.rules), default=0)


@legal_rule("VCLT 55")
def fallen_below(floor: int, on: dt.date, changes: Mapping[dt.date, int]) -> dt.date | None:
    """Falling below the number for entry into force does not end a treaty, unless the treaty says so."""
    parties = 0
    for day, change in sorted(changes.items()):
        before, parties = parties, parties + change
        if day <= on and before >= floor > parties:
            return day
    return None


def days_below(case: Case, stories: Iterable[Iterable[tuple[dt.date, Participation]]]) -> Iterator[Known]:
    """From each day on which it may change, the day on which the treaty ended by falling below its number.

    A story gives one participant's history, without the treaty's end, as known from each day on.
    """
    known: defaultdict[dt.date, list[tuple[int, Participation]]] = defaultdict(list)
    for number, story in enumerate(stories):
        for day, history in story:
            known[day].append((number, history))
    edges = {day for found in known.values() for _, history in found for day in _changes_of(history)}
    floor, changes, last = floor_of(case), Counter[dt.date](), dict[int, Participation]()
    for day in sorted(edges.union(known)):
        for number, history in known.get(day, ()):
            if number in last:
                changes.subtract(_changes_of(last[number]))
            changes.update(_changes_of(history))
            last[number] = history
        yield day, fallen_below(floor, day, changes)


def _changes(case: Case, on: dt.date, force: Force) -> Counter[dt.date]:
    """By how much the number of parties changes on each day."""
    changes: Counter[dt.date] = Counter()
    for key in case.acts_of:
        changes.update(_changes_of(participation(case, key, on, force)))
    return changes


def _changes_of(history: Participation) -> Counter[dt.date]:
    changes = Counter(period.span.start for period in history.periods)
    changes.subtract(period.span.until for period in history.periods if period.span.until is not None)
    return changes
