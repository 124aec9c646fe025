"""Where treaties stand on a day, several at once and each in brief."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from signatories.chart.honesty import Honesty, honesties
from signatories.chart.statuses import known_statuses
from signatories.models.case_files import read_cases
from signatories.treaty_law.case import Case
from signatories.treaty_law.entry_into_force import EntryIntoForce, entry_into_force
from signatories.treaty_law.status import Counts, counts


@dataclass(frozen=True, slots=True)
class Overview:
    """A treaty's file, whether it is in force, and how many are what; `counts` is None where the record is partial."""

    honesty: Honesty
    case: Case
    force: EntryIntoForce
    counts: Counts | None


def overviews(treaties: Collection[str], on: dt.date, known_on: dt.datetime | None = None) -> dict[str, Overview]:
    """Each of the treaties by key, in as many queries for many as for one."""
    cases = read_cases(treaties, known_on)
    return {
        key: Overview(
            honesty=about,
            case=cases[key],
            force=entry_into_force(cases[key], on),
            counts=counts(known_statuses(cases[key], on)) if about.complete else None,
        )
        for key, about in honesties(treaties, on, known_on).items()
    }
