"""The steps of an answer about entry into force: each rule that was applied, in its own words, with what it found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from signatories.treaty_law.acts import LaterFrom, Measure, OrganisationsCount, RuleScope
from signatories.treaty_law.case import Case, Threshold
from signatories.treaty_law.conditions import (
    Condition,
    all_negotiating_states,
    changes_with_the_day,
    counts_as_participant,
)
from signatories.treaty_law.counting import counted_consents, trigger
from signatories.treaty_law.delay import day_reached, delay_words, fixed_day_without_delay, so_many
from signatories.treaty_law.entitlement import negotiators
from signatories.treaty_law.force import Force, Outcome, earliest_alternative, official_day
from signatories.treaty_law.later_party import after_entry_into_force, after_the_trigger, from_its_own_deposit
from signatories.treaty_law.legal_rule import Step, legal_rule
from signatories.treaty_law.tally import predecessor_counted
from signatories.treaty_law.treaty_end import fallen_below


def explain(case: Case, on: dt.date, force: Force, ended: dt.date | None) -> Iterator[Step]:
    """Every step from the clause to the day, in the order a lawyer would check them."""
    outcome = force.shown
    yield from _condition_steps(case, outcome.condition)
    yield from _counting_steps(case, on, outcome)
    yield from _trigger_steps(on, outcome)
    if len(force.outcomes) > 1:
        yield earliest_alternative.step(_alternatives_found(force))
    yield from _official_steps(force)
    yield _later_party_step(case)
    if ended is not None:
        yield from _end_steps(case, ended)


@legal_rule("VCLT 24(1)")
def as_the_treaty_provides(condition: Condition) -> Iterator[str]:
    """A treaty enters into force in such manner and upon such date as it may provide."""
    rule = condition.rule
    if rule.consents_required is not None:
        yield f"{so_many(rule.consents_required, 'consent')} to be bound"
    for threshold in condition.thresholds:
        percent = " %" if threshold.measure is Measure.WEIGHT_PERCENT else ""
        yield f"{threshold.name}: {threshold.minimum}{percent} of {_group_words(threshold)}"
    yield f"delay: {delay_words(rule)}"
    if rule.fixed_day:
        yield f"fixed day: {rule.fixed_day}"


@legal_rule("VCLT 24(1)")
def membership_judged(threshold: Threshold) -> str:
    """Membership of a group is judged on the day of each act, unless the treaty has it judged on the trigger day."""
    day = "the trigger day" if changes_with_the_day(threshold) else "the day of each act"
    return f"Threshold {threshold.name}: judged on {day}."


@legal_rule()
def trigger_not_reproduced(force: Force) -> str:
    """Where the record cannot reproduce the trigger, the depositary's day is known from that day itself on."""
    return f"The record holds no trigger for {force.stated_on}."


def _condition_steps(case: Case, condition: Condition) -> Iterator[Step]:
    rule = condition.rule
    if condition.by_default:
        names = sorted(negotiators(case))
        found = f"{len(names)} negotiated." if names else "The record names none, so no day can be computed."
        yield all_negotiating_states.step(found)
        return
    found = "; ".join(as_the_treaty_provides(condition))
    yield as_the_treaty_provides.step(f"Here: {found}. {rule.text}", rule.article)
    for threshold in condition.thresholds:
        if threshold.members_of:
            yield membership_judged.step(membership_judged(threshold), rule.article)


def _counting_steps(case: Case, on: dt.date, outcome: Outcome) -> Iterator[Step]:
    article = outcome.condition.rule.article
    standing = outcome.tally.standing
    names = ", ".join(sorted(standing)) or "none"
    yield counted_consents.step(f"Counted: {len(standing)} ({names}).", article)
    day = outcome.triggered_on or on
    deposited = [act for act in case.acts if act.kind.is_consent and act.done_on.earliest <= day]
    left_out = {act.participant for act in deposited} - standing.keys()
    if outcome.condition.rule.organisations_count is not OrganisationsCount.YES:
        not_counted = [k for k in left_out if not counts_as_participant(case, outcome.condition.rule, k)]
        if not_counted:
            yield counts_as_participant.step(f"Not counted: {', '.join(sorted(not_counted))}.", article)
    successions = {act.participant for act in deposited if predecessor_counted(outcome.tally, act)} & left_out
    if successions:
        yield predecessor_counted.step(f"Not counted: {', '.join(sorted(successions))}.")


def _trigger_steps(on: dt.date, outcome: Outcome) -> Iterator[Step]:
    rule, triggered_on = outcome.condition.rule, outcome.triggered_on
    if triggered_on is None:
        yield trigger.step(f"Not reached by {on}: {_shortfall_words(outcome, on)}.", rule.article)
        return
    yield trigger.step(f"Reached on {triggered_on}{_by_words(outcome.triggered_by)}.", rule.article)
    if rule.fixed_day and triggered_on <= rule.fixed_day:
        yield fixed_day_without_delay.step(f"In force on {outcome.in_force_on}.", rule.article)
    else:
        yield day_reached.step(
            f"From {triggered_on}, {delay_words(rule)}: in force on {outcome.in_force_on}.", rule.article
        )


def _official_steps(force: Force) -> Iterator[Step]:
    if force.stated_on is None:
        return
    yield official_day.step(f"The depositary states {force.stated_on}; computed: {force.computed_on or 'none'}.")
    if force.winner is None:
        yield trigger_not_reproduced.step(trigger_not_reproduced(force))


def _later_party_step(case: Case) -> Step:
    rule = case.rule_for.get(RuleScope.LATER_PARTY)
    if rule is None:
        return from_its_own_deposit.step()
    delay = f"Delay: {delay_words(rule)}."
    if rule.later_from is LaterFrom.ENTRY_INTO_FORCE:
        return after_entry_into_force.step(delay, rule.article)
    return after_the_trigger.step(delay, rule.article)


def _end_steps(case: Case, ended: dt.date) -> Iterator[Step]:
    if case.ended_on is not None:
        yield treaty_ended.step(f"Ended on {case.ended_on}.")
    else:
        yield fallen_below.step(f"Fallen below, and ended, on {ended}.")


@legal_rule("VCLT 54, 70")
def treaty_ended() -> None:
    """When a treaty ends, its parties are released and become former parties."""


def _alternatives_found(force: Force) -> str:
    found = (f"{o.condition.alternative or 'main'}: {o.in_force_on or 'not reached'}" for o in force.outcomes)
    return f"{'; '.join(found)}."


def _shortfall_words(outcome: Outcome, on: dt.date) -> str:
    tally = outcome.tally
    missing = tally.consents_missing(on)
    words = [f"{so_many(missing, 'consent')} {'is' if missing == 1 else 'are'} missing"]
    words += [
        f"{threshold.name} lacks {float(tally.shortfall(threshold, on)):g}"
        for threshold in outcome.condition.thresholds
        if tally.shortfall(threshold, on)
    ]
    return ", ".join(words)


def _by_words(participants: Iterable[str]) -> str:
    names = ", ".join(participants)
    return f" by {names}" if names else ", when the group changed"


def _group_words(threshold: Threshold) -> str:
    if threshold.members_of:
        return f"the members of {threshold.members_of}"
    return f"{len(threshold.participants)} named participants" if threshold.participants else "all"
