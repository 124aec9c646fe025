"""What happened to a treaty, in order: its acts, declarations and milestones, with the count towards entry into force.

Apart from those who show it: the admin and the public pages say the same happenings in their own words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from signatories.models import Declaration, Milestone, TreatyAction
from signatories.models.milestones import MilestoneKind
from signatories.treaty_law.acts import ActKind
from signatories.treaty_law.case import Case
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import EntryIntoForce, entry_into_force
from signatories.treaty_law.running import RunningCount, running_counts

ORDER_OF_ACTS = {kind.value: place for place, kind in enumerate(ActKind)}
# Of one day: what happened to the treaty, then what was done, then what followed.
TO_THE_TREATY, DONE, COUNTED, FOLLOWED = range(4)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: on which day, the row that tells it, and what the counts then stood at.

    Without a row it is a count that changed by nobody's act, or (`force`) the computed day of entry into force.
    `withdrawn` tells the withdrawal of the declaration rather than its making.
    """

    day: PartialDay
    place: tuple[int, int]
    row: TreatyAction | Declaration | Milestone | None = None
    withdrawn: bool = False
    counts: tuple[RunningCount, ...] = ()
    force: EntryIntoForce | None = None

    @property
    def order(self) -> tuple[PartialDay, tuple[int, int], str]:
        """By day, the vaguer first; within a day as things follow from each other."""
        return self.day, self.place, self.row.key if self.row else ""

    @property
    def is_reached(self) -> bool:
        """Whether it completed what the treaty asks for."""
        return any(count.is_reached for count in self.counts)


def happenings(
    case: Case,
    on: dt.date,
    *,
    acts: Iterable[TreatyAction] = (),
    declarations: Iterable[Declaration] = (),
    milestones: Iterable[Milestone] = (),
) -> list[Happening]:
    """All of it in order, with the counts and the day computed as of `on`; of acts and the rest what is handed over."""
    done = [Happening(row.done_on, (DONE, ORDER_OF_ACTS[row.kind]), row) for row in acts]
    found = _with_counts(done, running_counts(case, on)) if done else []
    found += [one for row in declarations for one in _declared(row)]
    found += map(_milestone, milestones)
    force = entry_into_force(case, on)
    if force.computed_in_force_on:
        found.append(Happening(force.computed_in_force_on, (FOLLOWED, 0), force=force))
    return sorted(found, key=lambda one: one.order)


def _with_counts(done: list[Happening], counts: Iterable[RunningCount]) -> list[Happening]:
    """The acts, the last of each day on which a count changed with what it came to; where none, a line more."""
    found = {one.row.key: one for one in sorted(done, key=lambda one: one.order) if one.row}
    for number, count in enumerate(counts):
        added = [key for key in found if key in count.added]
        if added:
            last = added[-1]
            found[last] = replace(found[last], counts=(*found[last].counts, count))
        else:
            found[f"count.{number}"] = Happening(PartialDay.of(count.day), (COUNTED, number), counts=(count,))
    return list(found.values())


def _declared(row: Declaration) -> Iterator[Happening]:
    """When it was made, and when it was withdrawn."""
    place = (DONE, len(ORDER_OF_ACTS))
    yield Happening(row.made_on, place, row)
    if row.withdrawn_on:
        yield Happening(row.withdrawn_on, place, row, withdrawn=True)


def _milestone(row: Milestone) -> Happening:
    follows = row.kind == MilestoneKind.IN_FORCE
    return Happening(row.occurred_on, (FOLLOWED if follows else TO_THE_TREATY, 1), row)
