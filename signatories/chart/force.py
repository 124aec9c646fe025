"""Whether a treaty is in force, since when and why; and what would happen if certain acts were done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from signatories.chart.honesty import Honesty, honesty
from signatories.models.case_files import read_case
from signatories.record.patience import still_in_time
from signatories.treaty_law.acts import ActKind
from signatories.treaty_law.case import Act, Case
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import EntryIntoForce, entry_into_force
from signatories.treaty_law.objections import objections_to
from signatories.treaty_law.status import Counts, counts, statuses_on


@dataclass(frozen=True, slots=True)
class ForceAnswer:
    """Entry into force as of a day, with what the record can know."""

    honesty: Honesty
    force: EntryIntoForce


@dataclass(frozen=True, slots=True)
class Assumption:
    """An act supposed to be done on a day."""

    participant: str
    kind: ActKind
    done_on: dt.date


class UnlawfulAssumption(ValueError):
    """An assumption that treaty law does not allow, with the rule it breaks."""

    def __init__(self, assumption: Assumption, sentence: str) -> None:
        super().__init__(sentence)
        self.assumption = assumption


@dataclass(frozen=True, slots=True)
class Projection:
    """Entry into force and the counts as if the assumed acts had been done."""

    honesty: Honesty
    assumed: tuple[Assumption, ...]
    counts: Counts | None
    force: EntryIntoForce


def force_answer(
    treaty: str, on: dt.date, known_on: dt.datetime | None = None, case: Case | None = None
) -> ForceAnswer:
    """Entry into force as of that day, by the treaty's file if it is given; Treaty.DoesNotExist for an unknown one."""
    about = honesty(treaty, on, known_on)
    return ForceAnswer(about, entry_into_force(case or read_case(treaty, known_on), on))


def projection(
    treaty: str, assumptions: Sequence[Assumption], on: dt.date, known_on: dt.datetime | None = None
) -> Projection:
    """The answer as if these acts had been done, each on its day; nothing is stored.

    Raises UnlawfulAssumption for the first that the law does not allow beside the record and those assumed before it.
    """
    about = honesty(treaty, on, known_on)
    case = read_case(treaty, known_on)
    for assumption in sorted(assumptions, key=lambda one: one.done_on):
        case = _assume(case, assumption)
    tally = counts(statuses_on(case, on)) if about.complete else None
    return Projection(about, tuple(assumptions), tally, entry_into_force(case, on))


def _assume(case: Case, assumption: Assumption) -> Case:
    """The file with the assumed act in it."""
    still_in_time()
    act = Act(
        key=f"assumed.{len(case.acts)}",
        participant=assumption.participant,
        kind=assumption.kind,
        done_on=PartialDay.of(assumption.done_on),
    )
    supposed = case.with_acts((*case.acts, act))
    for objection in objections_to(supposed, act):
        raise UnlawfulAssumption(assumption, objection.sentence)
    return supposed
