"""Statuses across treaties: one row a participant and treaty, and the same as a table.

Of what the record holds now they are read as they are kept beside it, of a moment past they are worked out (ADR 23).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from signatories.models import ForcePeriod, StatusPeriod
from signatories.models.case_files import read_case, read_cases
from signatories.models.status_periods import STATUS_COLUMNS, status_of
from signatories.querysets import kept_on
from signatories.record.moments import is_as_now
from signatories.record.patience import still_in_time
from signatories.treaty_law.case import Case
from signatories.treaty_law.entry_into_force import shown_force
from signatories.treaty_law.status import StatusOn, as_far_as_known, statuses_on


@dataclass(frozen=True, slots=True)
class TreatyStatus:
    """What a participant is to a treaty on a day."""

    treaty: str
    status: StatusOn


def known_statuses(case: Case, on: dt.date) -> tuple[StatusOn, ...]:
    """What everyone is to the treaty on the day, as far as the record can know."""
    still_in_time()
    return tuple(row for row in statuses_on(case, on) if as_far_as_known(case, row))


def status_on(participant: str, treaty: str, on: dt.date, known_on: dt.datetime | None = None) -> StatusOn:
    """What one participant is to one treaty on the day; KeyError where it has not acted and may not, or is unknown."""
    known = {row.participant: row for row in known_statuses(read_case(treaty, known_on), on)}
    return known[participant]


def statuses(
    treaties: Collection[str],
    on: dt.date,
    known_on: dt.datetime | None = None,
    participants: Collection[str] | None = None,
) -> Iterator[TreatyStatus]:
    """Who has acted on each of the treaties or may act, by treaty and then participant, in key order.

    Of these participants alone, where they are named.
    """
    if is_as_now(known_on):
        return _as_kept(treaties, on, participants)
    return _worked_out(treaties, on, known_on, participants)


def _as_kept(treaties: Collection[str], on: dt.date, participants: Collection[str] | None) -> Iterator[TreatyStatus]:
    rows = StatusPeriod.objects.filter(kept_on(on), treaty__in=treaties).order_by("treaty", "participant")
    if participants is not None:
        rows = rows.filter(participant__in=participants)
    for treaty, *columns in rows.values_list("treaty", *STATUS_COLUMNS):
        yield TreatyStatus(treaty, status_of(columns))


def _worked_out(
    treaties: Collection[str], on: dt.date, known_on: dt.datetime | None, participants: Collection[str] | None
) -> Iterator[TreatyStatus]:
    cases = read_cases(treaties, known_on)
    for treaty in sorted(treaties):
        for row in known_statuses(cases[treaty], on):
            if participants is None or row.participant in participants:
                yield TreatyStatus(treaty, row)


def in_force(treaties: Collection[str], on: dt.date, known_on: dt.datetime | None = None) -> set[str]:
    """Those of the treaties that are in force on the day."""
    if is_as_now(known_on):
        periods = ForcePeriod.objects.filter(kept_on(on), treaty__in=treaties, in_force=True)
        return set(periods.values_list("treaty", flat=True))
    return {treaty for treaty, case in read_cases(treaties, known_on).items() if shown_force(case, on)[0]}


def matrix(
    treaties: Collection[str], on: dt.date, known_on: dt.datetime | None = None
) -> dict[str, dict[str, str | None]]:
    """For each participant that has acted or may act on any of the treaties, its status by treaty, in key order.

    None where it may not act on that treaty and has not, or where an incomplete record does not tell.
    """
    found: dict[str, dict[str, str | None]] = {}
    for row in statuses(treaties, on, known_on):
        line = found.setdefault(row.status.participant, dict.fromkeys(sorted(treaties)))
        line[row.treaty] = row.status.status.value
    return dict(sorted(found.items()))
