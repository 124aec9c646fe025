"""The conditions under which a treaty enters into force, as its rows state them.

Each alternative is one condition: a rule with the thresholds beside it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from signatories.treaty_law.acts import Measure, MembershipOn, OrganisationsCount, RuleScope
from signatories.treaty_law.case import Act, Case, Rule, Threshold
from signatories.treaty_law.entitlement import negotiators, signatories_to_be
from signatories.treaty_law.legal_rule import legal_rule


@dataclass(frozen=True, slots=True)
class Condition:
    """One alternative: its rule and thresholds; ``by_default`` where the treaty has no clause at all."""

    rule: Rule
    thresholds: tuple[Threshold, ...] = ()
    by_default: bool = False

    @property
    def alternative(self) -> str | None:
        """The name of the alternative."""
        return self.rule.alternative

    @property
    def asks_for_consents(self) -> bool:
        """Whether anything at all must be deposited; otherwise only a fixed day is left."""
        return self.rule.consents_required is not None or bool(self.thresholds)

    def counts(self, case: Case, act: Act) -> bool:
        """Whether the act is of a kind, and by a participant, that counts."""
        kinds = self.rule.counted_kinds
        if not act.kind.is_consent or (kinds and act.kind not in kinds):
            return False
        return counts_as_participant(case, self.rule, act.participant)


def conditions(case: Case) -> tuple[Condition, ...]:
    """The treaty's alternatives in the order of their names; without any, the default where it can be computed."""
    rules = [rule for rule in case.rules if rule.applies_to is RuleScope.TREATY]
    if not rules:
        return (all_negotiating_states(case),)
    rules.sort(key=lambda rule: (rule.alternative or "", rule.article or ""))
    return tuple(Condition(rule, _thresholds(case, rule)) for rule in rules)


@legal_rule("VCLT 24(2)")
def all_negotiating_states(case: Case) -> Condition:
    """Failing any provision, a treaty enters into force as soon as all the negotiating States have consented."""
    text = all_negotiating_states.text
    rule = Rule(RuleScope.TREATY, article="VCLT 24(2)", consents_required="all", text=text)
    return Condition(rule, by_default=True)


@legal_rule()
def counts_as_participant(case: Case, rule: Rule, participant: str) -> bool:
    """An organisation's instrument counts only where the treaty lets it, and not in addition to its members'."""
    if rule.organisations_count is OrganisationsCount.YES:
        return True
    return not case.participant(participant).is_organisation


def required(case: Case, condition: Condition, on: dt.date) -> frozenset[str]:
    """Where all must consent: who they are on that day."""
    if condition.by_default:
        return frozenset(key for key in negotiators(case) if case.participant(key).exists_on(on))
    named = signatories_to_be(case, on)
    return frozenset(key for key in named if counts_as_participant(case, condition.rule, key))


def in_group(case: Case, threshold: Threshold, participant: str, on: dt.date) -> bool:
    """Whether the participant belongs to the threshold's group on that day; without a group everyone does."""
    if threshold.members_of:
        return case.is_member(participant, threshold.members_of, on)
    return threshold.is_of_everyone or participant in threshold.participants


def group_on(case: Case, threshold: Threshold, on: dt.date) -> frozenset[str]:
    """The whole group on that day, for a threshold that asks for all of it."""
    return case.members_on(threshold.members_of, on) if threshold.members_of else threshold.participants


def changes_with_the_day(threshold: Threshold) -> bool:
    """Whether the same consents may make another number on another day, because membership is judged anew."""
    asks_for_all = threshold.measure is Measure.COUNT and threshold.minimum == "all"
    return bool(threshold.members_of) and (asks_for_all or threshold.membership_on is MembershipOn.TRIGGER)


def _thresholds(case: Case, rule: Rule) -> tuple[Threshold, ...]:
    rows = [row for row in case.thresholds if row.alternative in (None, rule.alternative)]
    return tuple(sorted(rows, key=lambda row: row.key))
