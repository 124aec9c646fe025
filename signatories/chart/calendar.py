"""Days that the record says are coming: entries into force, ends of notice, expiries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from signatories.models import Declaration, Entitlement, ImplementingMeasure, Membership, Treaty, TreatyAction
from signatories.models.case_files import read_cases
from signatories.models.directory import Directory
from signatories.querysets import When, may_fall
from signatories.record.patience import still_in_time
from signatories.treaty_law.case import Case
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import entry_into_force
from signatories.treaty_law.status import statuses_on

# Of other facts than acts: the days they may have ahead of them, with what happens then.
AHEAD: tuple[tuple[type[Any], str, str], ...] = (
    (TreatyAction, "expires_on", "invitation to accede expires"),
    (Declaration, "takes_effect_on", "{kind} takes effect"),
    (Declaration, "until", "{kind} ends"),
    (ImplementingMeasure, "in_force_on", "measure in force: {title}"),
    (ImplementingMeasure, "repealed_on", "measure repealed: {title}"),
    (Membership, "valid_from", "becomes {role} of {organisation_id}"),
    (Membership, "valid_until", "ceases to be {role} of {organisation_id}"),
    (Entitlement, "valid_from", "may {way}"),
    (Entitlement, "valid_until", "may no longer {way}"),
)


@dataclass(frozen=True, slots=True, order=True)
class Upcoming:
    """A day ahead, what happens then, and to what; `name` is the same for as long as it is the same thing."""

    day: str
    name: str
    summary: str
    treaty: str
    participant: str

    @property
    def on(self) -> PartialDay:
        """The day, as precise as it is known."""
        return PartialDay(self.day)


def upcoming(
    directory: Directory,
    on: dt.date,
    known_on: When = None,
    *,
    treaties: Collection[str] = (),
    participants: Collection[str] = (),
    language: str = "en",
) -> list[Upcoming]:
    """What happens on that day or later, by day; of these treaties and participants, where any are named."""
    wanted = sorted(treaties) or sorted(Treaty.objects.values_list("key", flat=True))
    cases = read_cases(wanted, known_on)
    found = [
        *(one for treaty in wanted for one in _of_law(treaty, cases[treaty], on, directory, language)),
        *_of_facts(set(treaties), on, known_on, directory, language),
    ]
    return sorted(one for one in found if not participants or one.participant in participants)


def _of_law(treaty: str, case: Case, on: dt.date, directory: Directory, language: str) -> Iterator[Upcoming]:
    """When the treaty enters into force, ends, and begins and ceases to bind each."""
    still_in_time()
    title = directory.treaties[treaty].name(language)
    force = entry_into_force(case, on)
    of_treaty = {"enters into force": force.in_force_on, "ends": force.ended_on}
    for what, day in of_treaty.items():
        if day and day.latest >= on:
            yield Upcoming(day.text, f"{treaty}.{what.replace(' ', '-')}", f"{title} {what}", treaty, "")
    for row in statuses_on(case, on):
        name = directory.participants[row.participant].name(language)
        days = {"enters into force for": row.in_force_from, "ceases to bind": row.ended_on}
        for what, day in days.items():
            if day and day.latest >= on:
                key = f"{treaty}.{row.participant}.{what.replace(' ', '-')}"
                yield Upcoming(day.text, key, f"{title} {what} {name}", treaty, row.participant)


def _of_facts(
    treaties: Collection[str], on: dt.date, known_on: When, directory: Directory, language: str
) -> Iterator[Upcoming]:
    """The days ahead that facts state themselves."""
    for model, column, words in AHEAD:
        rows = model.objects.known_on(known_on).filter(may_fall(column, first=on)).order_by("key")
        has_treaty = any(field.name == "treaty" for field in model._meta.fields)
        if treaties:
            rows = rows.filter(treaty__in=treaties) if has_treaty else rows.none()
        for row in rows:
            who = getattr(row, "participant_id", None) or getattr(row, "member_id", None) or ""
            treaty = row.treaty_id if has_treaty else ""
            title = f" ({directory.treaties[treaty].name(language)})" if treaty else ""
            name = directory.participants[who].name(language) if who else "Those entitled"
            day = getattr(row, column).text
            said = words.format_map(vars(row)).replace("_", " ")
            yield Upcoming(day, f"{row.key}.{column}", f"{name}: {said}{title}", treaty, who)
