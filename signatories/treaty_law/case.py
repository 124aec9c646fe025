"""One treaty's file: everything the law needs to know about it, and nothing else.

Rows come in from anywhere (database, package, test) as these plain values; the
rules never see where from. Days are partial days as the sources give them;
every interval is half-open.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal, TypeVar

from signatories.treaty_law.acts import (
    ActKind,
    EntitlementWay,
    LaterFrom,
    Measure,
    MembershipOn,
    OrganisationsCount,
    Rounding,
    RuleScope,
    Scope,
)
from signatories.treaty_law.days import PartialDay

MEMBER = "member"
"""The one role of a membership that makes a participant one of the organisation's members."""

All = Literal["all"]
Row = TypeVar("Row")

RESTS_ON_NO_ACT = ("shared", "memberships_by_organisation", "memberships_of", "weight_of", "rule_for")
"""What a `Case` works out without looking at an act, and so shares with files that differ in their acts alone."""


@dataclass(frozen=True, slots=True)
class Act:
    """One dated thing a participant did; an instrument's ``done_on`` is the day of its deposit."""

    key: str
    participant: str
    kind: ActKind
    done_on: PartialDay
    takes_effect_on: PartialDay | None = None
    expires_on: PartialDay | None = None
    scope: Scope | None = None
    territories: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """A State or an organisation, with the days between which it exists and whom it succeeds."""

    key: str
    is_organisation: bool = False
    exists_from: PartialDay | None = None
    exists_until: PartialDay | None = None
    succeeds: tuple[str, ...] = ()

    def exists_on(self, on: dt.date) -> bool:
        """Whether it exists on that day; an unknown end is open."""
        return holds_on(self.exists_from, self.exists_until, on)


@dataclass(frozen=True, slots=True)
class Membership:
    """One stretch of membership; only the role ``member`` makes a member."""

    member: str
    organisation: str
    role: str
    valid_from: PartialDay | None
    valid_until: PartialDay | None = None


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Who may do what with the treaty: one participant, the members of an organisation, or all States."""

    way: EntitlementWay
    participant: str | None = None
    members_of: str | None = None
    all_states: bool = False
    valid_from: PartialDay | None = None
    valid_until: PartialDay | None = None
    after_entry_into_force: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A final clause as data: what must have happened, and how the day is counted from it.

    No ``counted_kinds`` means every kind that expresses consent.
    """

    applies_to: RuleScope
    alternative: str | None = None
    article: str | None = None
    consents_required: int | All | None = None
    organisations_count: OrganisationsCount = OrganisationsCount.YES
    counted_kinds: frozenset[ActKind] = frozenset()
    delay_months: int = 0
    delay_days: int = 0
    rounding: Rounding = Rounding.NONE
    not_before: dt.date | None = None
    fixed_day: dt.date | None = None
    later_from: LaterFrom | None = None
    earliest_after_months: int | None = None
    ends_below: int | None = None
    verified: bool = True
    text: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A group of which enough must have consented: an organisation's members, or named participants, or everyone."""

    key: str
    alternative: str | None = None
    members_of: str | None = None
    participants: frozenset[str] = frozenset()
    membership_on: MembershipOn = MembershipOn.ACT
    measure: Measure = Measure.COUNT
    minimum: Decimal | int | All = "all"
    denominator: Decimal | None = None

    @property
    def name(self) -> str:
        """The last dotted part of the key: ``members`` of ``cets-225.threshold.members``."""
        return self.key.rpartition(".")[2]

    @property
    def is_of_everyone(self) -> bool:
        """Whether it names no group, so that every consent counts in it."""
        return not self.members_of and not self.participants


@dataclass(frozen=True, slots=True)
class Weight:
    """What a participant weighs in a threshold measured by weight."""

    participant: str
    weight: Decimal


@dataclass(frozen=True, eq=False)
class Case:
    """Everything the law needs about one treaty, indexed once.

    ``complete`` is False where the record does not claim to hold every act.
    """

    treaty: str
    opened_on: PartialDay | None = None
    adopted_on: PartialDay | None = None
    depositary_in_force_on: PartialDay | None = None
    ended_on: PartialDay | None = None
    complete: bool = True
    acts: Sequence[Act] = ()
    participants: Mapping[str, Participant] = field(default_factory=dict)
    memberships: Sequence[Membership] = ()
    entitlements: Sequence[Entitlement] = ()
    rules: Sequence[Rule] = ()
    thresholds: Sequence[Threshold] = ()
    weights: Sequence[Weight] = ()

    @cached_property
    def acts_of(self) -> Mapping[str, tuple[Act, ...]]:
        """Each participant's acts in legal order: by day, then by the order of kinds, never by row."""
        order = {kind: place for place, kind in enumerate(ActKind)}
        return _by("participant", sorted(self.acts, key=lambda act: (act.done_on.earliest, order[act.kind], act.key)))

    @cached_property
    def act_named(self) -> Mapping[str, Act]:
        """Each act by its key."""
        return {act.key: act for act in self.acts}

    @cached_property
    def weight_of(self) -> Mapping[str, Decimal]:
        """Each participant's weight."""
        return {weight.participant: weight.weight for weight in self.weights}

    @cached_property
    def memberships_by_organisation(self) -> Mapping[str, tuple[Membership, ...]]:
        """The memberships that make a member, by organisation."""
        return _by("organisation", (row for row in self.memberships if row.role == MEMBER))

    @cached_property
    def memberships_of(self) -> Mapping[str, tuple[Membership, ...]]:
        """The same by member."""
        return _by("member", (row for row in self.memberships if row.role == MEMBER))

    @cached_property
    def rule_for(self) -> Mapping[RuleScope, Rule]:
        """The treaty's rule of each scope; of several, the first by article and alternative."""
        ordered = sorted(self.rules, key=lambda rule: (rule.article or "", rule.alternative or ""), reverse=True)
        return {rule.applies_to: rule for rule in ordered}

    @cached_property
    def answers(self) -> dict[Any, Any]:
        """Where a costly answer about this very file is kept once it is worked out."""
        return {}

    @cached_property
    def shared(self) -> dict[Any, Any]:
        """The same for answers that no act changes: one place for all files that differ in their acts alone."""
        return {}

    @property
    def whole(self) -> Case:
        """The file this one is a part of: itself."""
        return self

    def with_acts(self, acts: Sequence[Act]) -> Case:
        """The same file with other acts; what does not rest on them is worked out once for both."""
        other = replace(self, acts=acts)
        for name in RESTS_ON_NO_ACT:
            vars(other)[name] = getattr(self, name)
        return other

    def participant(self, key: str) -> Participant:
        """The participant; one that the file does not describe is a State of unknown dates."""
        return self.participants.get(key) or Participant(key)

    def members_on(self, organisation: str, on: dt.date) -> frozenset[str]:
        """The organisation's members on that day."""
        kept = self.shared.get(("members", organisation, on))
        if kept is None:
            rows = self.memberships_by_organisation.get(organisation, ())
            kept = frozenset(row.member for row in rows if holds_on(row.valid_from, row.valid_until, on))
            self.shared["members", organisation, on] = kept
        return frozenset(kept)

    def is_member(self, participant: str, organisation: str, on: dt.date) -> bool:
        """Whether the participant is one of the organisation's members on that day."""
        rows = (row for row in self.memberships_of.get(participant, ()) if row.organisation == organisation)
        return any(holds_on(row.valid_from, row.valid_until, on) for row in rows)


def holds_on(valid_from: PartialDay | None, valid_until: PartialDay | None, on: dt.date) -> bool:
    """Whether a half-open interval holds on that day; an unknown boundary is open."""
    if valid_from is not None and on < valid_from.earliest:
        return False
    return valid_until is None or on < valid_until.earliest


def _by(name: str, rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """The rows by what they have under the name, in their order."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    key_of = attrgetter(name)
    for row in rows:
        found[key_of(row)].append(row)
    return {key: tuple(those) for key, those in found.items()}
