"""When the treaty enters into force for one participant, from its own consent.

Apart from the treaty's own day: treaties follow two families here, and a
stated day may differ from the computed one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from signatories.treaty_law.acts import ActKind, LaterFrom, RuleScope
from signatories.treaty_law.case import Act, Case, Rule
from signatories.treaty_law.delay import day_reached
from signatories.treaty_law.entitlement import negotiators
from signatories.treaty_law.force import Force
from signatories.treaty_law.legal_rule import legal_rule


@dataclass(frozen=True, slots=True)
class DisputedEffect:
    """A consent whose effect day is stated, and the other day that the treaty's rule gives for it."""

    act: Act
    computed_on: dt.date


@legal_rule("VCLT 24(3)")
def from_its_own_deposit(force_from: dt.date, done_on: dt.date) -> dt.date:
    """Without a clause, a later consent takes effect on its own day, an earlier one when the treaty does."""
    return max(force_from, done_on)


@legal_rule("VCLT 84(2)")
def after_the_trigger(rule: Rule, force_from: dt.date, triggered_on: dt.date | None, done_on: dt.date) -> dt.date:
    """Those who deposited up to the trigger take the treaty's day; later ones the later of it and their own."""
    if triggered_on is not None and done_on <= triggered_on:
        return force_from
    return max(force_from, day_reached(rule, done_on))


@legal_rule("VCLT 24(3)")
def after_entry_into_force(rule: Rule, force_from: dt.date, done_on: dt.date) -> dt.date:
    """A deposit before the treaty's day takes the treaty's day; one on or after it takes its own."""
    return force_from if done_on < force_from else day_reached(rule, done_on)


@legal_rule("VCLT 77(1)")
def stated_effect(stated: dt.date, force_from: dt.date) -> dt.date:
    """The effect day the depositary states wins over the computed one, but nobody is bound before the treaty is."""
    return max(stated, force_from)


def in_force_from(case: Case, act: Act, force: Force) -> dt.date | None:
    """The day the consent takes effect; None while the treaty's own day is not known.

    Where the record cannot tell when the treaty entered into force, a stated
    effect day is believed.
    """
    stated = act.takes_effect_on.earliest if act.takes_effect_on else None
    if force.in_force_on is None:
        return None if can_tell(case, force) else stated
    return stated_effect(stated, force.in_force_on) if stated else computed_effect(case, act, force)


def disputed_effects(case: Case, force: Force, on: dt.date) -> tuple[DisputedEffect, ...]:
    """The consents deposited by ``on`` whose stated effect day cannot be the computed one, in key order.

    The stated day wins (`stated_effect`); that the two differ is never hidden.
    """
    computed = {
        act: computed_effect(case, act, force)
        for act in case.acts
        if act.kind.is_consent and act.takes_effect_on and act.done_on.earliest <= on
    }
    return tuple(
        DisputedEffect(act, day)
        for act, day in sorted(computed.items(), key=lambda found: found[0].key)
        if day and act.takes_effect_on and not act.takes_effect_on.may_fall_within(day, day)
    )


def computed_effect(case: Case, act: Act, force: Force) -> dt.date | None:
    """The day the treaty's rule gives for this consent."""
    if force.in_force_on is None:
        return None
    rule, done_on = later_rule(case, act), act.done_on.earliest
    if rule is None:
        return from_its_own_deposit(force.in_force_on, done_on)
    if rule.later_from is LaterFrom.ENTRY_INTO_FORCE:
        return after_entry_into_force(rule, force.in_force_on, done_on)
    return after_the_trigger(rule, force.in_force_on, _trigger_of_that_day(force), done_on)


def _trigger_of_that_day(force: Force) -> dt.date | None:
    """The trigger, unless the depositary's day lies before it: then that trigger brought nothing into force."""
    if force.triggered_on and force.in_force_on and force.triggered_on <= force.in_force_on:
        return force.triggered_on
    return None


def later_rule(case: Case, act: Act) -> Rule | None:
    """The treaty's rule for this consent: that for accessions where there is one, else that for later parties."""
    later = case.rule_for.get(RuleScope.LATER_PARTY)
    return case.rule_for.get(RuleScope.ACCESSION, later) if act.kind is ActKind.ACCESSION else later


def can_tell(case: Case, force: Force) -> bool:
    """Whether the record can tell that the treaty is not in force: it is complete and has a condition to test."""
    condition = force.outcomes[0].condition
    return case.complete and (not condition.by_default or bool(negotiators(case)))
