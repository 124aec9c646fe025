"""How the count towards entry into force ran: what each alternative had on every day on which that changed.

Apart from the answer itself, which needs only the day on which the count was reached: a timeline shows the way there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from signatories.treaty_law.case import Case
from signatories.treaty_law.conditions import Condition
from signatories.treaty_law.counting import carried_forward, counted_consents
from signatories.treaty_law.force import force_on
from signatories.treaty_law.missing import MissingInThreshold, in_threshold
from signatories.treaty_law.tally import Tally


@dataclass(frozen=True, slots=True)
class RunningCount:
    """What an alternative had at the end of a day, and the keys of the acts that were counted from that day on.

    ``consents_needed`` is None where it sets no number. ``thresholds`` stand in the order of the condition's.
    ``is_reached`` on its trigger, after which nothing is counted any more.
    """

    day: dt.date
    condition: Condition
    added: frozenset[str]
    consents: int
    consents_needed: int | None
    thresholds: tuple[MissingInThreshold, ...]
    is_reached: bool


def running_counts(case: Case, on: dt.date) -> list[RunningCount]:
    """Of every alternative that asks for consents the days on which its count changed, by day; none after the trigger.

    Partly known days are read as the earliest they can be.
    """
    force = force_on(case, on)
    last = force.triggered_on or on
    conditions = (outcome.condition for outcome in force.outcomes)
    found = [
        count for condition in conditions if condition.asks_for_consents for count in _counts_of(case, condition, last)
    ]
    return sorted(found, key=lambda count: count.day)


def _counts_of(case: Case, condition: Condition, last: dt.date) -> Iterator[RunningCount]:
    tally = Tally(case, condition)
    before = frozenset[str]()
    for day in carried_forward(tally, counted_consents(case, condition, last), last):
        standing = frozenset(consent.act.key for consent in tally.standing.values())
        is_reached = tally.holds(day)
        if is_reached or standing != before:
            yield _count(tally, day, standing - before, is_reached)
        if is_reached:
            return
        before = standing


def _count(tally: Tally, day: dt.date, added: frozenset[str], is_reached: bool) -> RunningCount:
    condition = tally.condition
    needed = tally.consents_needed(day)
    asks_for_all = condition.rule.consents_required == "all"
    return RunningCount(
        day=day,
        condition=condition,
        added=added,
        consents=(needed or 0) - tally.consents_missing(day) if asks_for_all else len(tally.standing),
        consents_needed=needed,
        thresholds=tuple(in_threshold(tally, threshold, day) for threshold in condition.thresholds),
        is_reached=is_reached,
    )
