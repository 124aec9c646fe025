"""How far an answer may be trusted: as of when the record of a treaty speaks, and whether it claims to be whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max

from signatories.models import Check, Treaty
from signatories.record.moments import last_change
from signatories.treaty_law.days import PartialDay


@dataclass(frozen=True, slots=True)
class Honesty:
    """What an answer says of itself: its day and moment, and what the record can know of that treaty."""

    treaty: str
    as_of: dt.date
    known_on: dt.datetime | None
    record_speaks_as_of: dt.date | None
    complete: bool
    scope_note: str | None

    @property
    def beyond_record(self) -> bool:
        """Whether the day asked lies after the last check with the depositary, if there ever was one."""
        return self.record_speaks_as_of is not None and self.as_of > self.record_speaks_as_of


def honesty(treaty: str, on: dt.date, known_on: dt.datetime | None) -> Honesty:
    """The honesty of an answer about that treaty on that day; three queries. Treaty.DoesNotExist for an unknown one."""
    found = honesties([treaty], on, known_on)
    if treaty not in found:
        raise Treaty.DoesNotExist(f"The record holds no treaty under the key {treaty}.")
    return found[treaty]


def honesties(treaties: Collection[str], on: dt.date, known_on: dt.datetime | None) -> dict[str, Honesty]:
    """The same of several treaties by key, those that are known; three queries whatever their number."""
    about = Treaty.objects.filter(key__in=treaties).order_by("key").values_list("key", "complete", "scope_note")
    latest = latest_checks(known_on, treaties)
    known_since = last_change(known_on)
    return {
        key: Honesty(
            treaty=key,
            as_of=on,
            known_on=known_since,
            record_speaks_as_of=latest.get(key),
            complete=complete,
            scope_note=None if complete else scope_note,
        )
        for key, complete, scope_note in about
    }


def latest_checks(known_on: dt.datetime | None = None, treaties: Collection[str] | None = None) -> dict[str, dt.date]:
    """The day that the record of each treaty speaks as of, if it was ever compared with the depositary; one query."""
    checks = Check.objects.known_on(known_on).order_by()
    if treaties is not None:
        checks = checks.filter(treaty__in=treaties)
    latest = checks.values_list("treaty").annotate(latest=Max("speaks_as_of"))
    return {treaty: PartialDay(str(day)).earliest for treaty, day in latest}


def latest_check(known_on: dt.datetime | None) -> dt.date | None:
    """The day the record as a whole speaks as of: that of the newest comparison of any treaty with its depositary."""
    latest = Check.objects.known_on(known_on).aggregate(latest=Max("speaks_as_of"))["latest"]
    return PartialDay(str(latest)).earliest if latest else None
