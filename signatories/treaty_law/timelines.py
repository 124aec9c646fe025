"""What comes to be known of a treaty and its participants from which day on, by one reading of its file.

Apart from the stretches that are made of it: here is why nothing can change on any other day.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Generic, TypeVar

from signatories.treaty_law.case import Case
from signatories.treaty_law.effect import visible_from
from signatories.treaty_law.entitlement import JOINING, may_join
from signatories.treaty_law.force import Force, force_on
from signatories.treaty_law.later_party import can_tell
from signatories.treaty_law.participation import Participation, participation
from signatories.treaty_law.treaty_end import days_below, floor_of

Value = TypeVar("Value")
ALWAYS, NEVER = dt.date.min, dt.date.max


class Steps(Generic[Value]):
    """A value that changes on certain days: from each day, what it is."""

    def __init__(self, steps: Iterable[tuple[dt.date, Value]]) -> None:
        self.days: list[dt.date] = []
        self.values: list[Value] = []
        for day, value in steps:
            if not self.values or value != self.values[-1]:
                self.days.append(day)
                self.values.append(value)

    def on(self, day: dt.date) -> Value:
        """What it is on the day."""
        return self.values[bisect_right(self.days, day) - 1]

    def __iter__(self) -> Iterator[tuple[dt.date, Value]]:
        return zip(self.days, self.values, strict=True)


class Story(Steps[Participation]):
    """One participant's history as known from each day on which something comes to be known."""

    @cached_property
    def turning_days(self) -> set[dt.date]:
        """Every day on which what is read off it may change."""
        days = set(self.days)
        for start, until, history in zip(self.days, [*self.days[1:], NEVER], self.values, strict=True):
            days |= {day for day in history.turning_days() if start < day < until}
        return days


class World:
    """One reading of the file, with what is known of the treaty itself from which day on."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def force(self) -> Steps[Force]:
        """The treaty's days as known. More is known on the trigger of each alternative, and on the stated day."""
        in_the_end, stated = force_on(self.case, NEVER), self.case.depositary_in_force_on
        known = {outcome.triggered_on for outcome in in_the_end.outcomes} | {stated.earliest if stated else None}
        days = sorted({ALWAYS, *(day for day in known if day is not None)})
        return Steps((day, force_on(self.case, day)) for day in days)

    @cached_property
    def ended(self) -> Steps[dt.date | None]:
        """The day the treaty ended, as known."""
        stated = self.case.ended_on
        if stated is not None:
            return Steps([(ALWAYS, None), (stated.earliest, stated.earliest)])
        if not floor_of(self.case):
            return Steps([(ALWAYS, None)])
        no_end = Steps[dt.date | None]([(ALWAYS, None)])
        return Steps(days_below(self.case, (self._story(key, no_end) for key in self.case.acts_of)))

    @cached_property
    def in_force_days(self) -> set[dt.date]:
        """The days on which whether the treaty is in force may change."""
        return {day for start, force in self.force for day in (start, force.in_force_on) if day is not None}

    @cached_property
    def _what_decides(self) -> tuple[Any, ...]:
        known = ((day, force.in_force_on, force.triggered_on, can_tell(self.case, force)) for day, force in self.force)
        return tuple(known), tuple(self.ended)

    def what_decides(self, key: str) -> tuple[Any, ...]:
        """All that the participant's story in this reading depends on."""
        acts = tuple(map(id, self.case.acts_of.get(key, ())))
        return acts, self.case.participant(key).exists_until, self._what_decides

    def story(self, key: str) -> Story:
        """The participant's history as known from each day on."""
        return self._story(key, self.ended)

    def _story(self, key: str, ended: Steps[dt.date | None]) -> Story:
        acts = self.case.acts_of.get(key, ())
        until = self.case.participant(key).exists_until
        days = {ALWAYS, *(visible_from(act, acts) for act in acts), *ended.days}
        if until is not None:
            days.add(until.earliest)
        seen = min((visible_from(act, acts) for act in acts if act.kind.is_consent), default=None)
        if seen is not None:
            days.update(day for day in self.force.days if day > seen)
        return Story(
            (day, participation(self.case, key, day, self.force.on(day), ended.on(day))) for day in sorted(days)
        )


class Entitled:
    """Who may sign, accede or consent on which days, by the earliest reading."""

    def __init__(self, world: World) -> None:
        self.case, self.world = world.case, world
        self._joining: dict[dt.date, frozenset[str]] = {}
        rows = [row for row in self.case.entitlements if row.way in JOINING]
        edges = [
            self.case.opened_on or self.case.adopted_on,
            *(edge for r in rows for edge in (r.valid_from, r.valid_until)),
        ]
        self.of_everyone = {ALWAYS, *(edge.earliest for edge in edges if edge is not None)}
        if any(row.after_entry_into_force for row in rows):
            self.of_everyone |= world.in_force_days
        self.ever = {*self.case.participants, *(row.participant for row in rows if row.participant)}
        self.of_members: dict[str, set[dt.date]] = {}
        for organisation in {row.members_of for row in rows} - {None}:
            for membership in self.case.memberships_by_organisation.get(organisation or "", ()):
                days = {edge.earliest for edge in (membership.valid_from, membership.valid_until) if edge is not None}
                self.of_members.setdefault(membership.member, set()).update(days)
        self.ever |= self.of_members.keys()

    def on(self, key: str, day: dt.date) -> bool:
        """Whether the participant may join on that day."""
        if day not in self._joining:
            self._joining[day] = may_join(self.case, day, self.world.force.on(day).is_in_force(day))
        return key in self._joining[day]

    def days_of(self, key: str) -> set[dt.date]:
        """The days on which that may change."""
        return self.of_everyone | self.of_members.get(key, set()) | self.life_of(key)

    def life_of(self, key: str) -> set[dt.date]:
        """The days from which the participant exists, and no longer."""
        participant = self.case.participant(key)
        return {edge.earliest for edge in (participant.exists_from, participant.exists_until) if edge is not None}
