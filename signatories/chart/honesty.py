"""How far an answer may be trusted: as of when the record of a treaty speaks, and whether it claims to be whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from signatories.models import Check, Treaty
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


def honesty(treaty: str, on: dt.date, known_on: dt.datetime | None) -> Honesty:
    """The honesty of an answer about that treaty on that day; three queries. Treaty.DoesNotExist for an unknown one."""
    complete, scope_note = Treaty.objects.values_list("complete", "scope_note").get(key=treaty)
    checks = Check.objects.known_on(known_on).for_treaty(treaty).order_by("-speaks_as_of")
    latest = checks.values_list("speaks_as_of", flat=True).first()
    return Honesty(
        treaty=treaty,
        as_of=on,
        known_on=last_change(known_on),
        record_speaks_as_of=latest.earliest if latest else None,
        complete=complete,
        scope_note=None if complete else scope_note,
    )
