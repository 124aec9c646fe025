"""Who may sign, accede or consent on a day, and who negotiated.

Apart from the acts: an entitlement is what the treaty says, whatever was done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from signatories.treaty_law.acts import EntitlementWay
from signatories.treaty_law.case import Case, Entitlement, holds_on

JOINING = (EntitlementWay.SIGN, EntitlementWay.ACCEDE, EntitlementWay.CONSENT)


def is_open(case: Case, on: dt.date) -> bool:
    """Whether the treaty is open on that day; an unknown day of opening closes nothing but the time before adoption."""
    return holds_on(case.opened_on or case.adopted_on, None, on)


def entitled(case: Case, way: EntitlementWay, on: dt.date, in_force: bool) -> frozenset[str]:
    """The participants that may act in that way on that day; nobody before the treaty is opened.

    ``in_force`` tells whether the treaty is in force on that day, which some
    entitlements await. Who negotiated is a fact of the past and does not
    depend on the day.
    """
    if way is EntitlementWay.NEGOTIATED:
        return negotiators(case)
    if not is_open(case, on):
        return frozenset()
    kept = case.shared.get(("entitled", way, on, in_force))
    if kept is None:
        kept = _holders(case, _rows(case, way, on, in_force), on)
        case.shared["entitled", way, on, in_force] = kept
    return frozenset(kept)


def is_entitled(case: Case, participant: str, way: EntitlementWay, on: dt.date, in_force: bool) -> bool:
    """Whether the participant is one of those that may act in that way on that day, without working out who else is."""
    if way is EntitlementWay.NEGOTIATED:
        return participant in negotiators(case)
    return (
        is_open(case, on)
        and case.participant(participant).exists_on(on)
        and any(_names(case, row, participant, on) for row in _rows(case, way, on, in_force))
    )


def may_join(case: Case, on: dt.date, in_force: bool) -> frozenset[str]:
    """The participants that may sign, accede or consent on that day."""
    kept = case.shared.get(("may join", on, in_force))
    if kept is None:
        kept = frozenset().union(*(entitled(case, way, on, in_force) for way in JOINING))
        case.shared["may join", on, in_force] = kept
    return frozenset(kept)


def accession_awaits_force(case: Case) -> bool:
    """Whether the treaty opens accession, and to nobody before its entry into force."""
    rows = [row for row in case.entitlements if row.way is EntitlementWay.ACCEDE]
    return bool(rows) and all(row.after_entry_into_force for row in rows)


def signatories_to_be(case: Case, on: dt.date) -> frozenset[str]:
    """All who may sign, also once the time for signing has passed: then those who could on its last day."""
    if not is_open(case, on):
        return frozenset()
    rows = [row for row in case.entitlements if row.way is EntitlementWay.SIGN and not row.after_entry_into_force]
    begun = [row for row in rows if holds_on(row.valid_from, None, on)]
    named = (_group(case, row, _within(row, on)) for row in begun)
    return frozenset(key for key in frozenset().union(*named) if case.participant(key).exists_on(on))


def negotiators(case: Case) -> frozenset[str]:
    """The participants that took part in drawing up and adopting the text (VCLT 2(1)(e)).

    Membership of a negotiating organisation is judged on the day of adoption,
    else of opening; without either, whoever was ever a member negotiated.
    """
    rows = [row for row in case.entitlements if row.way is EntitlementWay.NEGOTIATED]
    day = case.adopted_on or case.opened_on
    if day is not None:
        return _holders(case, rows, day.earliest)
    ever = {
        membership.member
        for row in rows
        if row.members_of
        for membership in case.memberships_by_organisation.get(row.members_of, ())
    }
    return frozenset(ever | {row.participant for row in rows if row.participant})


def _rows(case: Case, way: EntitlementWay, on: dt.date, in_force: bool) -> list[Entitlement]:
    return [
        row
        for row in case.entitlements
        if row.way is way
        and holds_on(row.valid_from, row.valid_until, on)
        and (in_force or not row.after_entry_into_force)
    ]


def _holders(case: Case, rows: Iterable[Entitlement], on: dt.date) -> frozenset[str]:
    named = frozenset().union(*(_group(case, row, on) for row in rows))
    return frozenset(key for key in named if case.participant(key).exists_on(on))


def _group(case: Case, row: Entitlement, on: dt.date) -> frozenset[str]:
    keys = frozenset({row.participant} if row.participant else ())
    if row.members_of:
        keys |= case.members_on(row.members_of, on)
    if row.all_states:
        keys |= {key for key, participant in case.participants.items() if not participant.is_organisation}
    return keys


def _names(case: Case, row: Entitlement, participant: str, on: dt.date) -> bool:
    """Whether the participant belongs to the group."""
    if row.participant == participant or (row.members_of and case.is_member(participant, row.members_of, on)):
        return True
    described = case.participants.get(participant)
    return row.all_states and described is not None and not described.is_organisation


def _within(row: Entitlement, on: dt.date) -> dt.date:
    if row.valid_until is None:
        return on
    return min(on, row.valid_until.earliest - dt.timedelta(days=1))
