"""Counting consents day by day until the trigger: the first day on which a condition holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from signatories.treaty_law.acts import ActKind
from signatories.treaty_law.case import Case
from signatories.treaty_law.conditions import Condition, changes_with_the_day
from signatories.treaty_law.effect import withdrawals_of
from signatories.treaty_law.legal_rule import legal_rule
from signatories.treaty_law.tally import Consent, Tally


@legal_rule("VCLT 24(1)")
def counted_consents(case: Case, condition: Condition, on: dt.date) -> list[Consent]:
    """A consent counts from the day of its deposit; one taken back before the trigger does not count."""
    return [
        Consent(act, act.done_on.earliest, next(iter(withdrawals_of(act, acts)), None))
        for acts in case.acts_of.values()
        for act in acts
        if act.done_on.earliest <= on and condition.counts(case, act)
    ]


@legal_rule("VCLT 24(1)")
def trigger(tally: Tally, consents: Sequence[Consent], on: dt.date) -> dt.date | None:
    """The trigger is the first day on which every threshold holds, by all who deposited on that day."""
    return next((day for day in carried_forward(tally, consents, on) if tally.holds(day)), None)


def carried_forward(tally: Tally, consents: Sequence[Consent], on: dt.date) -> Iterator[dt.date]:
    """The days up to that day on which the count may change; at each the tally counts what stands on it."""
    for day, ended, begun in _turning_days(tally, consents, on):
        for consent in ended:
            tally.take_back(consent)
        for consent in begun:
            tally.add(consent)
        yield day


def _turning_days(
    tally: Tally, consents: Sequence[Consent], on: dt.date
) -> list[tuple[dt.date, list[Consent], list[Consent]]]:
    days: dict[dt.date, tuple[list[Consent], list[Consent]]] = {
        day: ([], []) for day in _days_of_new_membership(tally, on)
    }
    for consent in sorted(consents, key=lambda c: (c.act.kind is ActKind.SUCCESSION, c.act.key)):
        if consent.counted_until is not None and consent.counted_until <= consent.counted_from:
            continue
        days.setdefault(consent.counted_from, ([], []))[1].append(consent)
        if consent.counted_until is not None and consent.counted_until <= on:
            days.setdefault(consent.counted_until, ([], []))[0].append(consent)
    return [(day, *days[day]) for day in sorted(days)]


def _days_of_new_membership(tally: Tally, on: dt.date) -> set[dt.date]:
    """The days on which a condition may come to hold although nobody deposits, because the group changes."""
    case, condition = tally.case, tally.condition
    everyone = condition.rule.consents_required == "all"
    groups = {t.members_of for t in condition.thresholds if changes_with_the_day(t)}
    if everyone:
        groups |= {row.members_of for row in case.entitlements}
    edges = [
        edge
        for group in groups - {None}
        for row in case.memberships_by_organisation.get(group or "", ())
        for edge in (row.valid_from, row.valid_until)
    ]
    if everyone:
        edges += [edge for p in case.participants.values() for edge in (p.exists_from, p.exists_until)]
        edges += [edge for row in case.entitlements for edge in (row.valid_from, row.valid_until)]
    return {edge.earliest for edge in edges if edge is not None and edge.earliest <= on}
