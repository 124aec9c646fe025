"""Days that the record says are coming: entries into force, ends of notice, expiries.

Those that follow by law are read from what is kept beside the record, or worked out for a moment past (ADR 23).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from signatories.models import (
    Declaration,
    Entitlement,
    ForcePeriod,
    ImplementingMeasure,
    Membership,
    Milestone,
    StatusPeriod,
    Treaty,
    TreatyAction,
)
from signatories.models.case_files import read_cases
from signatories.models.directory import Directory
from signatories.models.milestones import MilestoneKind
from signatories.querysets import kept_on, may_fall
from signatories.record.moments import is_as_now
from signatories.record.patience import still_in_time
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

ENTERS, ENDS, BINDS, RELEASES = "enters into force", "ends", "enters into force for", "ceases to bind"
ByLaw = tuple[str, str, str, PartialDay | None]
"""Of what follows by law: the treaty, the participant (or ``""``), what happens, and when."""


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
    known_on: dt.datetime | None = None,
    *,
    treaties: Collection[str] = (),
    participants: Collection[str] = (),
    language: str = "en",
) -> list[Upcoming]:
    """What happens on that day or later, by day; of these treaties and participants, where any are named."""
    by_law = _as_kept(treaties, on) if is_as_now(known_on) else _worked_out(treaties, on, known_on)
    found = [
        *(told for one in by_law for told in _told(one, directory, language)),
        *_of_facts(set(treaties), on, known_on, directory, language),
    ]
    return sorted(one for one in found if one.on.latest >= on and (not participants or one.participant in participants))


def _as_kept(treaties: Collection[str], on: dt.date) -> Iterator[ByLaw]:
    """What is kept of the days on which each treaty enters into force, and begins and ceases to bind each.

    The day on which one ends is not: it is asked of the rules on that day, when it may be.
    """
    of_these = Q(treaty__in=treaties) if treaties else Q()
    forces = ForcePeriod.objects.filter(of_these, kept_on(on))
    statuses = StatusPeriod.objects.filter(of_these, kept_on(on))
    for treaty, day in forces.filter(may_fall("in_force_on", first=on)).values_list("treaty", "in_force_on"):
        yield treaty, "", ENTERS, day
    ahead = statuses.filter(may_fall("in_force_from", first=on) | may_fall("ended_on", first=on))
    for treaty, who, start, end in ahead.values_list("treaty", "participant", "in_force_from", "ended_on"):
        yield from ((treaty, who, BINDS, start), (treaty, who, RELEASES, end))
    ends = Milestone.objects.held().filter(
        of_these, may_fall("occurred_on", first=on, last=on), kind=MilestoneKind.ENDED
    )
    may_end = {*ends.values_list("treaty", flat=True), *forces.filter(valid_from=on).values_list("treaty", flat=True)}
    for treaty, case in read_cases(may_end).items():
        yield treaty, "", ENDS, entry_into_force(case, on).ended_on


def _worked_out(treaties: Collection[str], on: dt.date, known_on: dt.datetime | None) -> Iterator[ByLaw]:
    """All of these days by the rules."""
    asked = treaties or list(Treaty.objects.values_list("key", flat=True))
    for treaty, case in read_cases(asked, known_on).items():
        still_in_time()
        force = entry_into_force(case, on)
        yield from ((treaty, "", ENTERS, force.in_force_on), (treaty, "", ENDS, force.ended_on))
        for row in statuses_on(case, on):
            yield treaty, row.participant, BINDS, row.in_force_from
            yield treaty, row.participant, RELEASES, row.ended_on


def _told(one: ByLaw, directory: Directory, language: str) -> Iterator[Upcoming]:
    """It in words; nothing where it has no day."""
    treaty, who, what, day = one
    if day:
        name = f"{treaty}.{who}.{what}" if who else f"{treaty}.{what}"
        said = [directory.treaties[treaty].name(language), what]
        said += [directory.participants[who].name(language)] if who else []
        yield Upcoming(day.text, name.replace(" ", "-"), " ".join(said), treaty, who)


def _of_facts(
    treaties: Collection[str], on: dt.date, known_on: dt.datetime | None, directory: Directory, language: str
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
