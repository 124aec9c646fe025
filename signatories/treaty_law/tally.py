"""The consents standing on a day, counted against one condition.

A `Tally` is carried forward day by day (`counting`), so an answer costs one
pass over the acts however many there are.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from signatories.treaty_law.acts import ActKind, Measure
from signatories.treaty_law.case import Act, Case, Threshold
from signatories.treaty_law.conditions import Condition, changes_with_the_day, group_on, in_group, required
from signatories.treaty_law.legal_rule import legal_rule


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent that counts, from the day of its deposit until the day it was taken back."""

    act: Act
    counted_from: dt.date
    counted_until: dt.date | None


@dataclass(slots=True)
class Tally:
    """The consents standing on a day, counted against one condition."""

    case: Case
    condition: Condition
    standing: dict[str, Consent] = field(default_factory=dict)
    totals: dict[str, Fraction] = field(default_factory=dict)

    def add(self, consent: Consent) -> None:
        """Counts a consent, unless it adds none."""
        act = consent.act
        if act.participant in self.standing or predecessor_counted(self, act):
            return
        self.standing[act.participant] = consent
        self._shift(consent, 1)

    def take_back(self, consent: Consent) -> None:
        """Counts it no longer."""
        if self.standing.get(consent.act.participant) is consent:
            del self.standing[consent.act.participant]
            self._shift(consent, -1)

    def have(self, threshold: Threshold, on: dt.date) -> Fraction:
        """How many, or how much weight in percent, the threshold's group has on that day."""
        if not changes_with_the_day(threshold):
            return self.totals.get(threshold.key, Fraction(0))
        members = (key for key in self.standing if in_group(self.case, threshold, key, on))
        return sum((self.worth(threshold, key) for key in members), Fraction(0))

    def worth(self, threshold: Threshold, participant: str) -> Fraction:
        """What one participant adds to the threshold."""
        if threshold.measure is Measure.COUNT:
            return Fraction(1)
        weight = Fraction(self.case.weight_of.get(participant, Decimal(0)))
        return 100 * weight / self._denominator(threshold)

    def need(self, threshold: Threshold, on: dt.date) -> Fraction:
        """How many, or how much in percent, the threshold asks for on that day."""
        if threshold.minimum != "all":
            return Fraction(threshold.minimum)
        if threshold.measure is Measure.WEIGHT_PERCENT:
            return Fraction(100)
        return Fraction(len(group_on(self.case, threshold, on)))

    def consents_needed(self, on: dt.date) -> int | None:
        """How many consents the condition asks for on that day; None where it sets no number."""
        number = self.condition.rule.consents_required
        return len(required(self.case, self.condition, on)) if number == "all" else number

    def consents_missing(self, on: dt.date) -> int:
        """How many consents are still missing on that day."""
        number = self.condition.rule.consents_required
        if number == "all":
            return len(required(self.case, self.condition, on) - self.standing.keys())
        return max(0, (number or 0) - len(self.standing))

    def shortfall(self, threshold: Threshold, on: dt.date) -> Fraction:
        """How much the threshold still lacks on that day."""
        return max(Fraction(0), self.need(threshold, on) - self.have(threshold, on))

    def holds(self, on: dt.date) -> bool:
        """Whether every threshold holds on that day; nothing holds by an empty group."""
        if self.condition.rule.consents_required == "all" and not required(self.case, self.condition, on):
            return False
        if self.consents_missing(on):
            return False
        return all(self._is_reached(threshold, on) for threshold in self.condition.thresholds)

    def counts_in(self, participant: str, judged_on: dt.date) -> tuple[str, ...]:
        """The names of the thresholds in whose groups the participant counts."""
        thresholds = self.condition.thresholds
        return tuple(t.name for t in thresholds if in_group(self.case, t, participant, judged_on))

    def judged_on(self, consent: Consent, threshold: Threshold, on: dt.date) -> dt.date:
        """The day on which the consent's membership is judged."""
        return on if changes_with_the_day(threshold) else consent.counted_from

    def _is_reached(self, threshold: Threshold, on: dt.date) -> bool:
        need = self.need(threshold, on)
        return self.have(threshold, on) >= need and (need > 0 or threshold.minimum != "all")

    def _shift(self, consent: Consent, by: int) -> None:
        for threshold in self.condition.thresholds:
            participant = consent.act.participant
            if in_group(self.case, threshold, participant, consent.counted_from):
                total = self.totals.get(threshold.key, Fraction(0))
                self.totals[threshold.key] = total + by * self.worth(threshold, participant)

    def _denominator(self, threshold: Threshold) -> Fraction:
        if threshold.denominator:
            return Fraction(threshold.denominator)
        return Fraction(sum(self.case.weight_of.values(), Decimal(0))) or Fraction(1)


@legal_rule()
def predecessor_counted(tally: Tally, act: Act) -> bool:
    """A succession adds no consent where the predecessor's was counted."""
    return act.kind is ActKind.SUCCESSION and any(
        key in tally.standing for key in ancestors(tally.case, act.participant)
    )


def ancestors(case: Case, participant: str) -> frozenset[str]:
    """Everyone the participant succeeds, its predecessors' predecessors included."""
    found: set[str] = set()
    waiting = list(case.participant(participant).succeeds)
    while waiting:
        key = waiting.pop()
        if key not in found and key != participant:
            found.add(key)
            waiting.extend(case.participant(key).succeeds)
    return frozenset(found)
