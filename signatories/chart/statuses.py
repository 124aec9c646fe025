"""Statuses across treaties: one row a participant and treaty, and the same as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from signatories.models.case_files import read_case, read_cases
from signatories.record.patience import still_in_time
from signatories.treaty_law.case import Case
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


def statuses(treaties: Collection[str], on: dt.date, known_on: dt.datetime | None = None) -> Iterator[TreatyStatus]:
    """Everyone that has acted on each of the treaties or may act, by treaty and then participant, in key order."""
    cases = read_cases(treaties, known_on)
    for treaty in sorted(treaties):
        for row in known_statuses(cases[treaty], on):
            yield TreatyStatus(treaty, row)


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
