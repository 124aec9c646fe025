"""Entry into force of the treaty as of a day: computed, explained, and set beside the depositary's day.

The days come from `force`; here they become the answer with its reasons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from signatories.treaty_law.acts import ActKind, Certainty
from signatories.treaty_law.case import Case, Rule, Threshold
from signatories.treaty_law.conditions import in_group
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.explanation import explain
from signatories.treaty_law.force import Force, Outcome, force_on
from signatories.treaty_law.later_party import DisputedEffect, disputed_effects
from signatories.treaty_law.legal_rule import Step
from signatories.treaty_law.missing import EarliestPossible, Missing, earliest_possible, what_is_missing
from signatories.treaty_law.readings import readings, spanning
from signatories.treaty_law.status import treaty_end_on
from signatories.treaty_law.tally import Consent, Tally


@dataclass(frozen=True, slots=True)
class ConditionOn:
    """One alternative as of a day: its rule, its thresholds, and what it has given so far."""

    rule: Rule
    thresholds: tuple[Threshold, ...]
    by_default: bool
    triggered_on: dt.date | None
    in_force_on: dt.date | None


@dataclass(frozen=True, slots=True)
class CountedConsent:
    """A consent that counts towards entry into force, and the names of the thresholds it counts in."""

    key: str
    participant: str
    kind: ActKind
    done_on: PartialDay
    counts_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryIntoForce:
    """Whether and since when the treaty is in force, by whose deposit, and what is still missing.

    ``in_force`` tells whether it is in force on the day asked, which a treaty
    that has ended is not. ``condition`` is the alternative that gave the day,
    else the first. ``counted`` are the consents standing on the trigger, or on
    the day asked while there is none. ``disputed_effects`` are the consents
    whose stated effect day is another than the computed one.
    """

    in_force: bool
    in_force_on: PartialDay | None
    computed_in_force_on: PartialDay | None
    depositary_in_force_on: PartialDay | None
    agrees_with_depositary: bool | None
    ended_on: PartialDay | None
    condition: ConditionOn
    alternatives: tuple[ConditionOn, ...]
    counted: tuple[CountedConsent, ...]
    triggered_on: PartialDay | None
    triggered_by: tuple[str, ...]
    missing: Missing
    earliest_possible: EarliestPossible | None
    steps: tuple[Step, ...]
    disputed_effects: tuple[DisputedEffect, ...] = ()
    certainty: Certainty = Certainty.CERTAIN


def entry_into_force(case: Case, on: dt.date) -> EntryIntoForce:
    """The whole answer as of that day; only instruments deposited by then count."""
    return _settled([_answer(reading, on) for reading in readings(case)])


def shown_force(case: Case, on: dt.date) -> tuple[bool, PartialDay | None]:
    """Of the answer as of that day only whether the treaty is in force, and since when; far less work than all."""
    worlds = [(reading, force_on(reading, on)) for reading in readings(case)]
    computed = [force.computed_on for _, force in worlds]
    stated = case.depositary_in_force_on if worlds[0][1].stated_on else None
    if stated or None in computed:
        return _in_force(*worlds[0], on), stated or _whole(computed[0])
    essences = [_shown_essence(reading, force, on) for reading, force in worlds]
    alike = all(essence == essences[0] for essence in essences)
    return essences[0][0], spanning(map(_whole, computed)).day if alike else _whole(computed[0])


def _shown_essence(case: Case, force: Force, on: dt.date) -> tuple[bool, tuple[str, ...], tuple[object, ...]]:
    return (
        _in_force(case, force, on),
        force.shown.triggered_by,
        what_is_missing(case, on, force).thresholds,
    )


def _in_force(case: Case, force: Force, on: dt.date) -> bool:
    return force.is_in_force(on) and treaty_end_on(case, on) is None


def missing(case: Case, on: dt.date) -> Missing:
    """What is still missing for entry into force on that day, and who could supply it; zeros after the trigger."""
    return what_is_missing(case, on, force_on(case, on))


def _answer(case: Case, on: dt.date) -> EntryIntoForce:
    force, ended = force_on(case, on), treaty_end_on(case, on)
    outcome = force.shown
    stated = case.depositary_in_force_on if force.stated_on else None
    return EntryIntoForce(
        in_force=_in_force(case, force, on),
        in_force_on=stated or _whole(force.computed_on),
        computed_in_force_on=_whole(force.computed_on),
        depositary_in_force_on=stated,
        agrees_with_depositary=_agrees(stated, force.computed_on),
        ended_on=(case.ended_on or _whole(ended)) if ended else None,
        condition=_condition(outcome),
        alternatives=tuple(_condition(outcome) for outcome in force.outcomes),
        counted=_counted(outcome, on),
        triggered_on=_whole(outcome.triggered_on),
        triggered_by=outcome.triggered_by,
        missing=what_is_missing(case, on, force),
        earliest_possible=earliest_possible(case, on, force),
        steps=tuple(explain(case, on, force, ended)),
        disputed_effects=disputed_effects(case, force, on),
    )


def _counted(outcome: Outcome, on: dt.date) -> tuple[CountedConsent, ...]:
    day = outcome.triggered_on or on
    standing = sorted(outcome.tally.standing.values(), key=lambda c: (c.counted_from, c.act.participant))
    return tuple(
        CountedConsent(c.act.key, c.act.participant, c.act.kind, c.act.done_on, _counts_in(outcome.tally, c, day))
        for c in standing
    )


def _counts_in(tally: Tally, consent: Consent, on: dt.date) -> tuple[str, ...]:
    """The names of the thresholds the consent counts in, each by the day on which that one judges membership."""
    return tuple(
        threshold.name
        for threshold in tally.condition.thresholds
        if in_group(tally.case, threshold, consent.act.participant, tally.judged_on(consent, threshold, on))
    )


def _condition(outcome: Outcome) -> ConditionOn:
    condition = outcome.condition
    return ConditionOn(
        condition.rule, condition.thresholds, condition.by_default, outcome.triggered_on, outcome.in_force_on
    )


def _agrees(stated: PartialDay | None, computed: dt.date | None) -> bool | None:
    return stated.may_fall_within(computed, computed) if stated and computed else None


def _whole(day: dt.date | None) -> PartialDay | None:
    return PartialDay.of(day) if day else None


def _settled(answers: Sequence[EntryIntoForce]) -> EntryIntoForce:
    first = answers[0]
    if len(answers) == 1:
        return first
    if any(_essence(answer) != _essence(first) for answer in answers):
        return replace(first, certainty=Certainty.POSSIBLE)
    computed = spanning(answer.computed_in_force_on for answer in answers)
    triggered = spanning(answer.triggered_on for answer in answers)
    official = first.depositary_in_force_on or computed.day
    certain = computed.is_exact and triggered.is_exact
    return replace(
        first,
        in_force_on=official,
        computed_in_force_on=computed.day,
        triggered_on=triggered.day,
        certainty=Certainty.CERTAIN if certain else Certainty.POSSIBLE,
    )


def _essence(answer: EntryIntoForce) -> tuple[object, ...]:
    missing_now = answer.missing
    return (
        answer.in_force,
        answer.in_force_on is None,
        answer.agrees_with_depositary,
        answer.triggered_by,
        missing_now.consents,
        missing_now.thresholds,
    )
