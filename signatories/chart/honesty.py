"""How far an answer may be trusted: as of when the record of a treaty speaks, and whether it claims to be whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max

from signatories.models import Check, Treaty
from signatories.record.checks import compared_until
from signatories.record.moments import last_change


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


class Coverage:
    """How far the record, as it was at that moment (None: now), covers these treaties, or all: three queries."""

    def __init__(self, known_on: dt.datetime | None = None, treaties: Collection[str] | None = None) -> None:
        about = Treaty.objects.order_by("key")
        if treaties is not None:
            about = about.filter(key__in=treaties)
        self._compared_until = compared_until(known_on, treaties)
        self._known_since = last_change(known_on)
        self.about: dict[str, tuple[bool, str]] = {
            key: (complete, scope_note)
            for key, complete, scope_note in about.values_list("key", "complete", "scope_note")
        }
        """Whether the record of each treaty claims to be complete, and what it holds where it does not."""

    def honesty(self, treaty: str, on: dt.date) -> Honesty:
        """The honesty of an answer about that treaty on that day; Treaty.DoesNotExist for an unknown one."""
        if treaty not in self.about:
            raise Treaty.DoesNotExist(f"The record holds no treaty under the key {treaty}.")
        complete, scope_note = self.about[treaty]
        return Honesty(
            treaty=treaty,
            as_of=on,
            known_on=self._known_since,
            record_speaks_as_of=self._compared_until.get(treaty),
            complete=complete,
            scope_note=None if complete else scope_note,
        )

    def speaks_as_of(self, treaties: Collection[str]) -> dt.date | None:
        """Until when all of these treaties were compared with their depositaries; None where one never was."""
        days = [self._compared_until.get(treaty) for treaty in treaties]
        known = [day for day in days if day]
        return min(known) if known and len(known) == len(days) else None


def honesty(treaty: str, on: dt.date, known_on: dt.datetime | None) -> Honesty:
    """The honesty of an answer about that treaty on that day; three queries. Treaty.DoesNotExist for an unknown one."""
    return Coverage(known_on, [treaty]).honesty(treaty, on)


def honesties(treaties: Collection[str], on: dt.date, known_on: dt.datetime | None) -> dict[str, Honesty]:
    """The same of several treaties by key, those that are known; three queries whatever their number."""
    coverage = Coverage(known_on, treaties)
    return {treaty: coverage.honesty(treaty, on) for treaty in coverage.about}


def latest_check(known_on: dt.datetime | None) -> dt.date | None:
    """The day the record as a whole speaks as of: that of the newest comparison of any treaty with its depositary."""
    latest = Check.objects.known_on(known_on).aggregate(latest=Max("speaks_as_of"))["latest"]
    return latest.earliest if latest else None
