"""What claims are held against: the file of a treaty, as of when it speaks, and what everyone is called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from signatories.models.directory import Directory
from signatories.treaty_law.case import Case
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.readings import readings
from signatories.treaty_law.status import StatusOn, rows_on

# Words that make a name one that English says with an article.
TAKES_THE = {"Community", "Council", "Federation", "Kingdom", "Organisation", "Republic", "See", "States", "Union"}


@dataclass(frozen=True, eq=False)
class Grounds:
    """One treaty's file, or for questions about organisations one of no treaty, with the day of the latest check."""

    case: Case
    directory: Directory
    checked_on: dt.date | None
    _rows: dict[dt.date, tuple[Mapping[str, StatusOn], ...]] = field(default_factory=dict)

    @cached_property
    def last_day(self) -> dt.date | None:
        """The last day of which the record tells anything: of the latest check, or of what it holds beside it."""
        case = self.case
        told = [act.done_on for act in case.acts]
        told += [day for day in (case.adopted_on, case.opened_on, case.depositary_in_force_on, case.ended_on) if day]
        if not case.treaty:
            told += [day for row in case.memberships for day in (row.valid_from, row.valid_until) if day]
        days = [day.earliest for day in told] + ([self.checked_on] if self.checked_on else [])
        return max(days, default=None)

    @property
    def day_it_speaks_for(self) -> dt.date | None:
        """The day of the latest check; without one, the last day of which the record tells anything."""
        return self.checked_on or self.last_day

    def is_beyond(self, day: PartialDay) -> bool:
        """Whether the day may lie after the one the record speaks as of."""
        return self.checked_on is not None and day.latest > self.checked_on

    def rows(self, on: dt.date) -> tuple[Mapping[str, StatusOn], ...]:
        """Everyone's status on the day, by participant: once for each way in which partly known days can be read."""
        if on not in self._rows:
            worlds = readings(self.case)
            self._rows[on] = tuple({row.participant: row for row in rows_on(world, on)} for world in worlds)
        return self._rows[on]

    def concerns(self, participant: str) -> bool:
        """Whether the participant has acted on the treaty or may act on it, as far as the record tells."""
        if participant in self.case.acts_of:
            return True
        return self.last_day is not None and any(participant in rows for rows in self.rows(self.last_day))

    def name(self, participant: str) -> str:
        """The participant's name as it stands in an English sentence."""
        name = self.directory.participants[participant].name("en")
        return f"the {name}" if TAKES_THE & set(name.split()) else name
