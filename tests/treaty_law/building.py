"""Builds a treaty's file from lines such as ``AND ratification 2014-04-22 -> 2014-08-01``.

After the kind and the day: ``-> DAY`` states the effect, ``until DAY`` an
expiry, ``names KEY`` what it refers to, ``scope WORD`` a scope. The key of an
act is ``PARTICIPANT.kind.day`` unless ``as KEY`` gives one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from signatories.treaty_law.acts import ActKind, EntitlementWay, RuleScope, Scope
from signatories.treaty_law.case import Act, Case, Entitlement, Membership, Participant, Rule, Threshold, Weight
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entitlement import entitled
from signatories.treaty_law.force import force_on

ORGANISATIONS = ("EU", "COE", "EEC")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def partial(text: str | None) -> PartialDay | None:
    return PartialDay.parse(text) if text else None


def act(line: str) -> Act:
    participant, kind, done_on, *rest = line.split()
    words = dict(zip(rest[::2], rest[1::2], strict=True))
    return Act(
        key=words.get("as", f"{participant}.{kind}.{done_on}"),
        participant=participant,
        kind=ActKind(kind),
        done_on=PartialDay.parse(done_on),
        takes_effect_on=partial(words.get("->")),
        expires_on=partial(words.get("until")),
        scope=Scope(words["scope"]) if "scope" in words else None,
        refers_to=words.get("names"),
    )


def acts(lines: str) -> tuple[Act, ...]:
    return tuple(act(line) for line in lines.strip().splitlines() if line.strip())


def deposits(kind: str, **day_of: str) -> tuple[Act, ...]:
    return tuple(act(f"{participant} {kind} {done_on}") for participant, done_on in day_of.items())


def members(
    organisation: str, keys: Iterable[str], since: str | None = None, until: str | None = None
) -> list[Membership]:
    return [Membership(key, organisation, "member", partial(since), partial(until)) for key in keys]


def treaty_rule(article: str, consents: Any = None, **fields: Any) -> Rule:
    return Rule(RuleScope.TREATY, article=article, consents_required=consents, **fields)


def later_rule(article: str, **fields: Any) -> Rule:
    return Rule(RuleScope.LATER_PARTY, article=article, **fields)


def all_states(way: str = "sign", **fields: Any) -> Entitlement:
    return Entitlement(EntitlementWay(way), all_states=True, **fields)


def case(
    acts: Iterable[Act] = (),
    rules: Iterable[Rule] = (),
    participants: Mapping[str, Participant] | None = None,
    weights: Mapping[str, str] | None = None,
    thresholds: Iterable[Threshold] = (),
    memberships: Iterable[Membership] = (),
    entitlements: Iterable[Entitlement] = (),
    opened_on: str | None = None,
    adopted_on: str | None = None,
    in_force_on: str | None = None,
    ended_on: str | None = None,
    complete: bool = True,
) -> Case:
    """A file in which everyone named by an act or a membership is described, organisations as such."""
    acts, memberships = tuple(acts), tuple(memberships)
    keys = {a.participant for a in acts} | {m.member for m in memberships} | {m.organisation for m in memberships}
    described = {key: Participant(key, is_organisation=key in ORGANISATIONS) for key in sorted(keys)}
    return Case(
        treaty="a-treaty",
        opened_on=partial(opened_on),
        adopted_on=partial(adopted_on),
        depositary_in_force_on=partial(in_force_on),
        ended_on=partial(ended_on),
        complete=complete,
        acts=acts,
        participants=described | dict(participants or {}),
        memberships=memberships,
        entitlements=tuple(entitlements),
        rules=tuple(rules),
        thresholds=tuple(thresholds),
        weights=tuple(Weight(key, Decimal(weight)) for key, weight in (weights or {}).items()),
    )


def entitled_on(file: Case, way: EntitlementWay, on: dt.date) -> frozenset[str]:
    """Who may act in that way on that day, by what the file says of the treaty's force."""
    return entitled(file, way, on, force_on(file, on).is_in_force(on))
