"""Is the treaty in force on a day, and since when: the days alone, without the explanation.

`entry_into_force` explains; statuses need only these days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from signatories.treaty_law.acts import ActKind
from signatories.treaty_law.before import CaseBefore
from signatories.treaty_law.case import Case
from signatories.treaty_law.conditions import Condition, conditions
from signatories.treaty_law.counting import counted_consents, trigger
from signatories.treaty_law.delay import day_reached
from signatories.treaty_law.effect import effect_day
from signatories.treaty_law.legal_rule import legal_rule
from signatories.treaty_law.tally import Tally

TAKING_BACK = (ActKind.WITHDRAWAL_OF_CONSENT, ActKind.REVOCATION)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one alternative: its tally, its trigger and the day it gives, where reached."""

    condition: Condition
    tally: Tally
    triggered_on: dt.date | None = None
    in_force_on: dt.date | None = None

    @property
    def triggered_by(self) -> tuple[str, ...]:
        """All whose counted consents were deposited on the trigger day, sorted."""
        standing = self.tally.standing.values()
        return tuple(sorted(c.act.participant for c in standing if c.counted_from == self.triggered_on))


@dataclass(frozen=True, slots=True)
class Force:
    """The treaty's days as known on a day: trigger, computed, the depositary's and the official one."""

    outcomes: tuple[Outcome, ...]
    winner: Outcome | None
    stated_on: dt.date | None

    @property
    def shown(self) -> Outcome:
        """The alternative that answers tell of: the one that gave the day, else the first."""
        return self.winner or self.outcomes[0]

    @property
    def triggered_on(self) -> dt.date | None:
        """The trigger of the alternative that gave the day."""
        return self.winner.triggered_on if self.winner else None

    @property
    def computed_on(self) -> dt.date | None:
        """The day the rules give."""
        return self.winner.in_force_on if self.winner else None

    @property
    def in_force_on(self) -> dt.date | None:
        """The official day: the depositary's where one is known, else the computed one."""
        return official_day(self.stated_on, self.computed_on)

    def is_in_force(self, on: dt.date) -> bool:
        """Whether the official day has come."""
        return self.in_force_on is not None and self.in_force_on <= on


UNASKED = Force((), None, None)
"""For whatever does not hang on the treaty's own days, which take the longest to work out."""


@legal_rule("VCLT 77(1)")
def official_day(stated: dt.date | None, computed: dt.date | None) -> dt.date | None:
    """The day the depositary states wins over the computed one, and a disagreement is shown."""
    return stated or computed


@legal_rule("VCLT 24(1)")
def earliest_alternative(outcomes: tuple[Outcome, ...]) -> Outcome | None:
    """Of several alternatives, the one that gives the earliest day brings the treaty into force."""
    reached = [outcome for outcome in outcomes if outcome.triggered_on]
    return min(reached, key=lambda outcome: (outcome.in_force_on, outcome.triggered_on), default=None)


def force_on(case: Case, on: dt.date) -> Force:
    """The treaty's days from the instruments deposited by that day.

    The depositary's day is known from the trigger on, or from that day itself
    where the record cannot reproduce the trigger.
    """
    kept = case.answers.get(("force", on))
    if not isinstance(kept, Force):
        settled = _settled(case, on) if isinstance(case, CaseBefore) else {}
        outcomes = tuple(
            settled.get(place) or _outcome(case, condition, on) for place, condition in enumerate(conditions(case))
        )
        winner = earliest_alternative(outcomes)
        kept = case.answers["force", on] = Force(outcomes, winner, _stated(case, winner, on))
    return kept


def _settled(case: CaseBefore, on: dt.date) -> Mapping[int, Outcome]:
    """The outcomes, by place, that were reached before the day of the act left out.

    What is done later, or on that day, moves no day before it; unless something is said to have been taken back, or
    not to have been, before the day on which that was notified: then nothing is taken as settled.
    """
    whole = case.whole
    if "reaches back" not in whole.answers:
        whole.answers["reaches back"] = any(
            act.kind in TAKING_BACK and effect_day(act) < act.done_on.earliest for act in whole.acts
        )
    if whole.answers["reaches back"]:
        return {}
    return {
        place: outcome
        for place, outcome in enumerate(force_on(whole, dt.date.max).outcomes)
        if outcome.triggered_on and outcome.triggered_on < case.on and outcome.triggered_on <= on
    }


def _stated(case: Case, winner: Outcome | None, on: dt.date) -> dt.date | None:
    stated = case.depositary_in_force_on.earliest if case.depositary_in_force_on else None
    return stated if stated and (winner or stated <= on) else None


def _outcome(case: Case, condition: Condition, on: dt.date) -> Outcome:
    tally = Tally(case, condition)
    consents = counted_consents(case, condition, on)
    triggered_on = trigger(tally, consents, on) if condition.asks_for_consents else _only_fixed(case, condition, on)
    if triggered_on is None:
        return Outcome(condition, tally)
    return Outcome(condition, tally, triggered_on, day_reached(condition.rule, triggered_on))


def _only_fixed(case: Case, condition: Condition, on: dt.date) -> dt.date | None:
    """A treaty that asks for no instrument enters into force on its fixed day, known from adoption or opening on."""
    fixed = condition.rule.fixed_day
    known = case.adopted_on or case.opened_on
    day = min(known.earliest, fixed) if fixed and known else fixed
    return day if day and day <= on else None
