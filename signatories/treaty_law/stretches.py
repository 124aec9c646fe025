"""What everyone is to a treaty over all time: the stretches of days on which its status is the same, word for word.

A status is worked out for a day. Here the same rules are asked once for each stretch between the days on which any
answer may change, so that statuses can be kept beside the record and read off for any day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from signatories.treaty_law.acts import Status
from signatories.treaty_law.case import Case
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.effect import visible_from
from signatories.treaty_law.entry_into_force import shown_force
from signatories.treaty_law.readings import readings
from signatories.treaty_law.status import StatusOn, appears, row_of, settled
from signatories.treaty_law.timelines import ALWAYS, NEVER, Entitled, Steps, World


class Stretch(NamedTuple):
    """A row of `statuses_on`, the first day on which it is given, and the first on which it no longer is."""

    start: dt.date
    until: dt.date
    row: StatusOn


class ForceStretch(NamedTuple):
    """Whether and since when a treaty is in force, as `entry_into_force` says it, from a day until another."""

    start: dt.date
    until: dt.date
    in_force: bool
    in_force_on: PartialDay | None


def stretches(case: Case) -> Iterator[Stretch]:
    """Every row that `statuses_on` gives on any day, with its days: by participant in key order, then by day."""
    worlds = _worlds(case)
    entitled = Entitled(worlds[0])
    for key in sorted({*case.acts_of, *entitled.ever}):
        yield from _joined(_rows(worlds, entitled, key))


def forces(case: Case) -> Iterator[ForceStretch]:
    """What the chart of a treaty says of its force, over all time."""
    worlds = _worlds(case)
    days = {day for world in worlds for day in (*world.in_force_days, *world.ended.days)}
    steps = Steps((day, shown_force(case, day)) for day in sorted(days))
    for (start, shown), until in zip(steps, [*steps.days[1:], NEVER], strict=True):
        yield ForceStretch(start, until, *shown)


def _worlds(case: Case) -> Sequence[World]:
    if "worlds" not in case.answers:
        case.answers["worlds"] = [World(reading) for reading in readings(case)]
    kept: Sequence[World] = case.answers["worlds"]
    return kept


def _rows(worlds: Sequence[World], entitled: Entitled, key: str) -> Iterator[tuple[dt.date, StatusOn | None]]:
    """From each day on which it may change, what `statuses_on` says of the participant; None where nothing."""
    case = worlds[0].case
    if key not in case.acts_of:
        nothing_done = StatusOn(key, Status.NO_ACTION)
        yield from ((day, nothing_done if entitled.on(key, day) else None) for day in sorted(entitled.days_of(key)))
        return
    stories = [world.story(key) for world in _unlike(worlds, key)]
    first_seen = min(visible_from(act, case.acts_of[key]) for act in case.acts_of[key])
    days = {day for story in stories for day in story.turning_days} | entitled.life_of(key) | {first_seen}
    days |= {day for day in entitled.days_of(key) if day < first_seen}
    for day in sorted(days):
        if day < first_seen and not entitled.on(key, day):
            yield day, None
            continue
        row = settled([row_of(story.on(day), day) for story in stories])
        yield day, row if appears(case, row, day) else None


def _unlike(worlds: Sequence[World], key: str) -> Iterable[World]:
    """One of all readings that cannot differ for the participant; the earliest first."""
    if len(worlds) == 1:
        return worlds
    found: dict[Any, World] = {}
    for world in worlds:
        found.setdefault(world.what_decides(key), world)
    return found.values()


def _joined(rows: Iterable[tuple[dt.date, StatusOn | None]]) -> Iterator[Stretch]:
    """The rows with their days, neighbours that are alike as one."""
    start, held = ALWAYS, None
    for day, row in rows:
        if row != held:
            if held is not None:
                yield Stretch(start, day, held)
            start, held = day, row
    if held is not None:
        yield Stretch(start, NEVER, held)
