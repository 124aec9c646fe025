"""Where treaties stand on a day, several at once and each in brief.

How many are what, which takes most of the work, is counted in what is kept beside the record; of a moment past, and why
a treaty is in force, it is worked out (ADR 23).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from signatories.chart.honesty import Honesty, honesties
from signatories.chart.statuses import known_statuses
from signatories.models import StatusPeriod
from signatories.models.case_files import read_cases
from signatories.models.status_periods import STATUSES
from signatories.querysets import kept_on
from signatories.record.moments import is_as_now
from signatories.record.patience import still_in_time
from signatories.treaty_law.acts import Status
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
    cases, abouts = read_cases(treaties, known_on), honesties(treaties, on, known_on)
    whole = [key for key, about in abouts.items() if about.complete]
    if is_as_now(known_on):
        tallies = _counted(whole, on)
    else:
        tallies = {key: counts(known_statuses(cases[key], on)) for key in whole}
    return {key: Overview(about, cases[key], _force(cases[key], on), tallies.get(key)) for key, about in abouts.items()}


def _force(case: Case, on: dt.date) -> EntryIntoForce:
    still_in_time()
    return entry_into_force(case, on)


def _counted(treaties: Collection[str], on: dt.date) -> Mapping[str, Counts]:
    """What `counts` makes of the statuses to each of the treaties, as they are kept."""
    kept = StatusPeriod.objects.filter(kept_on(on), treaty__in=treaties).order_by().values_list("treaty", "status")
    found: defaultdict[str, Counter[Status]] = defaultdict(Counter)
    signatures, consents = Counter[str](), Counter[str]()
    stand = Count("pk", filter=Q(consented=True))
    for treaty, status, number, signed, consented in kept.annotate(Count("pk"), Count("signed_on"), stand=stand):
        found[treaty][STATUSES[status]] += number
        signatures[treaty] += signed
        consents[treaty] += consented
    return {
        key: Counts({status: found[key][status] for status in Status}, signatures[key], consents[key])
        for key in treaties
    }
