"""Stored rows as treaty law sees them: one treaty's file, or several, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.db.models import Count

from signatories.models.actions import TreatyAction
from signatories.models.entitlements import Entitlement
from signatories.models.memberships import Membership, MembershipRole
from signatories.models.milestones import Milestone, MilestoneKind
from signatories.models.participants import Participant
from signatories.models.rules import Rule, Threshold, Weight
from signatories.models.treaties import Treaty
from signatories.querysets import When
from signatories.treaty_law import acts as words
from signatories.treaty_law import case as law

TREATIES_TOGETHER = 50
ACTS_TOGETHER = 10_000
"""So many treaties, and acts on them, are read at once: few enough for memory, enough to spare queries."""
CHUNK = 2000
KINDS = {kind.value: kind for kind in words.ActKind}


def read_case(treaty: str, known_on: When = None) -> law.Case:
    """The file of one treaty as the record knew it at that moment (None: now); KeyError where there is none."""
    return read_cases([treaty], known_on)[treaty]


def read_cases(treaties: Collection[str], known_on: When = None) -> dict[str, law.Case]:
    """The files of several treaties, by key, in as many queries for many as for one."""

    def rows_of(model: Any, columns: Iterable[str]) -> Mapping[str, list[Any]]:
        rows = model.objects.known_on(known_on).filter(treaty__in=treaties)
        return _by_treaty(rows.values_list("treaty_id", *columns, named=True))

    complete = dict(Treaty.objects.filter(key__in=treaties).values_list("key", "complete"))
    shared: dict[str, Any] = {"participants": _participants(), "memberships": _memberships(known_on)}
    acts = _acts(TreatyAction.objects.known_on(known_on).filter(treaty__in=treaties))
    thresholds = _by_treaty(
        Threshold.objects.known_on(known_on).filter(treaty__in=treaties).prefetch_related("participants")
    )
    entitlements, rules = rows_of(Entitlement, ENTITLEMENT_COLUMNS), rows_of(Rule, RULE_COLUMNS)
    weights, milestones = rows_of(Weight, ("participant", "weight")), rows_of(Milestone, ("kind", "occurred_on"))
    return {
        treaty: law.Case(
            treaty=treaty,
            complete=complete[treaty],
            acts=acts.get(treaty, ()),
            entitlements=[_entitlement(row) for row in entitlements[treaty]],
            rules=[_rule(row) for row in rules[treaty]],
            thresholds=[_threshold(row) for row in thresholds[treaty]],
            weights=[law.Weight(row.participant, row.weight) for row in weights[treaty]],
            **_days(milestones[treaty]),
            **shared,
        )
        for treaty in treaties
    }


def in_batches(treaties: Sequence[str]) -> Iterator[Sequence[str]]:
    """The treaties in order, so many at a time as are read at once; one with very many acts alone."""
    for first in range(0, len(treaties), TREATIES_TOGETHER):
        some = treaties[first : first + TREATIES_TOGETHER]
        yield from _by_their_acts(some) if len(some) > 1 else [some]


def _by_their_acts(treaties: Sequence[str]) -> Iterator[Sequence[str]]:
    counted = TreatyAction.objects.filter(treaty__in=treaties).order_by().values_list("treaty").annotate(Count("pk"))
    acts = dict(counted)
    batch: list[str] = []
    held = 0
    for treaty in treaties:
        if batch and held + acts.get(treaty, 0) > ACTS_TOGETHER:
            yield batch
            batch, held = [], 0
        batch.append(treaty)
        held += acts.get(treaty, 0)
    yield batch


def read_memberships(known_on: When = None) -> law.Case:
    """The file of no treaty: who exists, and who belongs to what; for questions about organisations alone."""
    return law.Case("", participants=_participants(), memberships=_memberships(known_on))


def act_of(row: TreatyAction) -> law.Act:
    """The act as treaty law sees it."""
    return law.Act(
        key=row.key,
        participant=row.participant_id,
        kind=words.ActKind(row.kind),
        done_on=row.done_on,
        takes_effect_on=row.takes_effect_on,
        expires_on=row.expires_on,
        scope=words.Scope(row.scope) if row.scope else None,
        territories=tuple(row.territories),
        articles=tuple(row.articles),
        refers_to=row.refers_to.key if row.refers_to else None,
    )


ENTITLEMENT_COLUMNS, RULE_COLUMNS = ([column.name for column in fields(kind)] for kind in (law.Entitlement, law.Rule))
ACT_COLUMNS = (
    *("treaty_id", "key", "participant_id", "kind", "done_on", "takes_effect_on", "expires_on", "scope"),
    *("territories", "articles", "refers_to__key"),
)


def _acts(rows: Any) -> dict[str, list[law.Act]]:
    """The same of stored rows, by treaty; read without making rows of them, as there are very many."""
    found: defaultdict[str, list[law.Act]] = defaultdict(list)
    for treaty, key, participant, kind, done, effect, expires, scope, territories, articles, refers_to in (
        rows.order_by().values_list(*ACT_COLUMNS).iterator(CHUNK)
    ):
        found[treaty].append(
            law.Act(
                key,
                participant,
                KINDS[kind],
                done,
                effect,
                expires,
                words.Scope(scope) if scope else None,
                tuple(territories),
                tuple(articles),
                refers_to,
            )
        )
    return found


def _by_treaty(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.treaty_id].append(row)
    return found


def _participants() -> dict[str, law.Participant]:
    succeeded: defaultdict[str, list[str]] = defaultdict(list)
    for successor, predecessor in Participant.succeeds.through.objects.values_list(
        "from_participant_id", "to_participant_id"
    ):
        succeeded[successor].append(predecessor)
    return {
        row.key: law.Participant(
            row.key, row.is_organisation, row.valid_from, row.valid_until, tuple(sorted(succeeded[row.key]))
        )
        for row in Participant.objects.only("key", "type", "valid_from", "valid_until")
    }


def _memberships(known_on: When) -> list[law.Membership]:
    rows = Membership.objects.known_on(known_on).filter(role=MembershipRole.MEMBER)
    return [
        law.Membership(*row)
        for row in rows.values_list("member_id", "organisation_id", "role", "valid_from", "valid_until")
    ]


def _entitlement(row: Any) -> law.Entitlement:
    _, way, *rest = row
    return law.Entitlement(words.EntitlementWay(way), *rest)


def _rule(row: Any) -> law.Rule:
    return law.Rule(
        applies_to=words.RuleScope(row.applies_to),
        alternative=row.alternative or None,
        article=row.article or None,
        consents_required=row.consents_required,
        organisations_count=words.OrganisationsCount(row.organisations_count),
        counted_kinds=frozenset(map(words.ActKind, row.counted_kinds)),
        delay_months=row.delay_months,
        delay_days=row.delay_days,
        rounding=words.Rounding(row.rounding),
        not_before=row.not_before and row.not_before.earliest,
        fixed_day=row.fixed_day and row.fixed_day.earliest,
        later_from=words.LaterFrom(row.later_from) if row.later_from else None,
        earliest_after_months=row.earliest_after_months,
        ends_below=row.ends_below,
        verified=row.verified,
        text=row.text,
    )


def _threshold(row: Threshold) -> law.Threshold:
    return law.Threshold(
        key=row.key,
        alternative=row.alternative or None,
        members_of=row.members_of_id,
        participants=frozenset(participant.key for participant in row.participants.all()),
        membership_on=words.MembershipOn(row.membership_on),
        measure=words.Measure(row.measure),
        minimum=row.minimum,
        denominator=None if row.denominator is None else Decimal(row.denominator),
    )


_DAY_OF = {
    MilestoneKind.ADOPTED: "adopted_on",
    MilestoneKind.OPENED: "opened_on",
    MilestoneKind.IN_FORCE: "depositary_in_force_on",
    MilestoneKind.ENDED: "ended_on",
}


def _days(milestones: list[Any]) -> dict[str, Any]:
    """The days of the treaty's own life that the law asks for."""
    return {_DAY_OF[kind]: row.occurred_on for row in milestones if (kind := MilestoneKind(row.kind)) in _DAY_OF}
