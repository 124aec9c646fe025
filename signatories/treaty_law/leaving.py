"""How a party ceases to be one: denunciation, cessation, extinction, the treaty's own end.

Apart because each has its own day, and a denunciation may be locked or revoked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from signatories.treaty_law.acts import ActKind, ExitReason, RuleScope, Scope
from signatories.treaty_law.case import Act, Case
from signatories.treaty_law.days import add_months
from signatories.treaty_law.delay import day_reached
from signatories.treaty_law.effect import effect_day, is_revoked
from signatories.treaty_law.legal_rule import legal_rule


@dataclass(frozen=True, slots=True)
class Exit:
    """The day from which one is no longer bound, and why."""

    on: dt.date
    reason: ExitReason


def leaves_the_whole(act: Act) -> bool:
    """Whether the act denounces the whole treaty; a denunciation that names no scope does."""
    return act.kind is ActKind.DENUNCIATION and act.scope in (None, Scope.WHOLE)


def lock_in_end(case: Case, party_from: dt.date) -> dt.date | None:
    """The first day on which a party since ``party_from`` may leave, where the treaty locks parties in."""
    rule = case.rule_for.get(RuleScope.DENUNCIATION)
    months = rule.earliest_after_months if rule else None
    return add_months(party_from, months) if months else None


@legal_rule("VCLT 54, 56")
def denunciation_effect(case: Case, act: Act, party_from: dt.date) -> dt.date | None:
    """A denunciation takes effect by its own delay and rounding from receipt, not before the lock-in has passed.

    Without a rule there is no computed effect; a stated day wins.
    """
    if act.takes_effect_on is not None:
        return act.takes_effect_on.earliest
    rule = case.rule_for.get(RuleScope.DENUNCIATION)
    if rule is None:
        return None
    reached, locked_until = day_reached(rule, act.done_on.earliest), lock_in_end(case, party_from)
    return max(reached, locked_until) if locked_until else reached


def first_exit(
    case: Case, acts: Sequence[Act], party_from: dt.date, left_before: dt.date | None, outer: Sequence[Exit]
) -> Exit | None:
    """The first thing that ends a party's time since ``party_from``.

    ``outer`` are the ends that are no act of its own. An act done before
    ``left_before``, the day an earlier time ended, belongs to that one.
    """
    order = list(ExitReason)
    after = [exit_ for exit_ in (*_own_exits(case, acts, party_from, left_before), *outer) if exit_.on > party_from]
    return min(after, key=lambda exit_: (exit_.on, order.index(exit_.reason)), default=None)


def outer_exits(extinct: dt.date | None, ended: dt.date | None) -> tuple[Exit, ...]:
    """The ends that come from outside: the State's own, and the treaty's (VCLT 70)."""
    state = (Exit(extinct, ExitReason.STATE_EXTINCT),) if extinct else ()
    treaty = (Exit(ended, ExitReason.TREATY_ENDED),) if ended else ()
    return (*state, *treaty)


def _own_exits(case: Case, acts: Sequence[Act], party_from: dt.date, left_before: dt.date | None) -> Iterator[Exit]:
    for act in acts:
        if left_before is not None and act.done_on.earliest < left_before:
            continue
        if leaves_the_whole(act):
            effect = denunciation_effect(case, act, party_from)
            if effect is not None and not is_revoked(act, effect, acts):
                yield Exit(effect, ExitReason.DENOUNCED)
        elif act.kind is ActKind.CESSATION:
            yield Exit(effect_day(act), cessation_reason(case, act))


@legal_rule("VCLT 70")
def cessation_reason(case: Case, act: Act) -> ExitReason:
    """A cessation is of the State where the State no longer exists on that day, else of a membership required."""
    until = case.participant(act.participant).exists_until
    extinct = until is not None and until.earliest <= effect_day(act)
    return ExitReason.STATE_EXTINCT if extinct else ExitReason.MEMBERSHIP_ENDED
