"""The law and a second, slow reading of it agree on random records.

Records are wild on purpose: acts of every kind in any order, also such as the
law would object to, because a depositary may have recorded them.
"""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signatories.treaty_law.acts import (
    ActKind,
    LaterFrom,
    Measure,
    MembershipOn,
    OrganisationsCount,
    Rounding,
    RuleScope,
    Scope,
)
from signatories.treaty_law.case import Act, Case, Membership, Participant, Rule, Threshold, Weight
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import entry_into_force
from signatories.treaty_law.status import status_on
from tests.treaty_law import oracle

EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "80"))
FIRST = dt.date(2000, 1, 1)
LENGTH = 230
DAYS = [FIRST + dt.timedelta(days=number) for number in range(LENGTH)]
STATES = ["AAA", "BBB", "CCC", "OLD", "NEW"]
ORGANISATION = "EU"
EVERYONE = [*STATES, ORGANISATION]
COMMON = ["signature", "ratification", "accession", "denunciation", "withdrawal_of_consent"]
KINDS = [kind.value for kind in ActKind] + 4 * COMMON
REACHING_BACK = ("succession", "succession_to_signature")

days = st.integers(0, 150).map(lambda number: DAYS[number])


@st.composite
def some_acts(draw: Any) -> list[dict[str, Any]]:
    acts: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 12))):
        kind, done = draw(st.sampled_from(KINDS)), draw(days)
        shift = draw(st.one_of(st.none(), st.none(), st.integers(0, 40)))
        if shift is not None and kind in REACHING_BACK:
            shift = -shift
        who = draw(st.sampled_from(EVERYONE))
        own = [act["key"] for act in acts if act["who"] == who]
        names = kind == "revocation" or (kind == "withdrawal_of_consent" and draw(st.booleans()))
        acts.append(
            {
                "key": f"act-{number:02}",
                "who": who,
                "kind": kind,
                "done": done,
                "effect": None if shift is None else max(FIRST, done + dt.timedelta(days=shift)),
                "expires": done + dt.timedelta(days=30) if draw(st.booleans()) else None,
                "scope": draw(st.sampled_from([None, "whole", "whole", "articles"])),
                "refers": draw(st.sampled_from(own)) if own and names else None,
            }
        )
        if kind == "confirmation_of_signature":
            acts[-1]["effect"] = None
    return acts


@st.composite
def some_clause(draw: Any) -> dict[str, Any]:
    months = draw(st.integers(0, 2))
    roundings = [rounding.value for rounding in Rounding if months or rounding is not Rounding.FIRST_OF_MONTH]
    return {"months": months, "days": draw(st.integers(0, 20)), "rounding": draw(st.sampled_from(roundings[:3]))}


@st.composite
def some_condition(draw: Any, name: str | None) -> dict[str, Any]:
    thresholds = []
    for number in range(draw(st.integers(0, 2))):
        group = draw(st.sampled_from(["members", "named", "everyone"]))
        measure = draw(st.sampled_from(["count", "count", "weight_percent"]))
        wants_all = measure == "count" and group != "everyone" and draw(st.booleans())
        amount = draw(st.integers(1, 3)) if measure == "count" else draw(st.integers(10, 60))
        thresholds.append(
            {
                "key": f"t.{name}.{number}",
                "members_of": ORGANISATION if group == "members" else None,
                "participants": ["AAA", "BBB"] if group == "named" else [],
                "on": draw(st.sampled_from(["act", "trigger"])),
                "measure": measure,
                "minimum": "all" if wants_all else amount,
            }
        )
    more = {
        "name": name,
        "consents": draw(st.integers(1, 4)),
        "organisations": draw(st.sampled_from(["yes", "yes", "no", "not_additional"])),
        "kinds": draw(st.sampled_from([[], [], ["ratification", "accession", "succession"]])),
        "not_before": draw(st.one_of(st.none(), st.none(), days)),
        "fixed_day": draw(st.one_of(st.none(), st.none(), days)),
        "thresholds": thresholds,
    }
    return draw(some_clause()) | more


@st.composite
def some_record(draw: Any) -> dict[str, Any]:
    names = draw(st.sampled_from([[None], [None], ["one", "two"]]))
    starts = [(member, draw(days), draw(st.one_of(st.none(), st.integers(1, 90)))) for member in ("AAA", "BBB", "OLD")]
    later = draw(st.one_of(st.none(), some_clause()))
    leaving = draw(st.one_of(st.none(), some_clause()))
    family = draw(st.sampled_from(["trigger", "entry_into_force"]))
    return {
        "acts": draw(some_acts()),
        "organisations": {ORGANISATION},
        "extinct": {"OLD": draw(days)},
        "succeeds": {"NEW": ["OLD"]},
        "memberships": [
            (member, ORGANISATION, start, start + dt.timedelta(days=length) if length else None)
            for member, start, length in starts
        ],
        "conditions": [draw(some_condition(name)) for name in names],
        "weights": {"AAA": 30, "BBB": 15, "CCC": 20, "EU": 35},
        "later": later | {"family": family} if later else None,
        "leaving": leaving | {"locked": draw(st.integers(0, 2))} if leaving else None,
        "ended": draw(st.one_of(st.none(), st.none(), days)),
        "ends_below": draw(st.sampled_from([None, None, 1, 2, 3])),
        "stated": draw(st.one_of(st.none(), st.none(), days)),
    }


def partial(day: dt.date | None) -> PartialDay | None:
    return PartialDay.of(day) if day else None


def rule(scope: RuleScope, clause: dict[str, Any], **fields: Any) -> Rule:
    return Rule(
        scope,
        delay_months=clause["months"],
        delay_days=clause["days"],
        rounding=Rounding(clause["rounding"]),
        **fields,
    )


def case_of(record: dict[str, Any]) -> Case:
    """The same record as the product reads it."""
    rules, thresholds = [], []
    for row in record["conditions"]:
        rules.append(
            rule(
                RuleScope.TREATY,
                row,
                alternative=row["name"],
                consents_required=row["consents"],
                organisations_count=OrganisationsCount(row["organisations"]),
                counted_kinds=frozenset(map(ActKind, row["kinds"])),
                not_before=row["not_before"],
                fixed_day=row["fixed_day"],
                ends_below=record["ends_below"],
            )
        )
        thresholds += [threshold_of(threshold, row["name"]) for threshold in row["thresholds"]]
    if record["later"]:
        rules.append(rule(RuleScope.LATER_PARTY, record["later"], later_from=LaterFrom(record["later"]["family"])))
    if record["leaving"]:
        locked = record["leaving"]["locked"]
        rules.append(rule(RuleScope.DENUNCIATION, record["leaving"], earliest_after_months=locked))
    return Case(
        treaty="random",
        ended_on=partial(record["ended"]),
        depositary_in_force_on=partial(record["stated"]),
        acts=[act_of(row) for row in record["acts"]],
        participants={key: participant_of(record, key) for key in EVERYONE},
        memberships=[
            Membership(member, organisation, "member", PartialDay.of(start), partial(until))
            for member, organisation, start, until in record["memberships"]
        ],
        rules=rules,
        thresholds=thresholds,
        weights=[Weight(key, Decimal(weight)) for key, weight in record["weights"].items()],
    )


def threshold_of(row: dict[str, Any], alternative: str | None) -> Threshold:
    return Threshold(
        row["key"],
        alternative=alternative,
        members_of=row["members_of"],
        participants=frozenset(row["participants"]),
        membership_on=MembershipOn(row["on"]),
        measure=Measure(row["measure"]),
        minimum=row["minimum"],
        denominator=Decimal(100),
    )


def act_of(row: dict[str, Any]) -> Act:
    return Act(
        row["key"],
        row["who"],
        ActKind(row["kind"]),
        PartialDay.of(row["done"]),
        takes_effect_on=partial(row["effect"]),
        expires_on=partial(row["expires"]),
        scope=Scope(row["scope"]) if row["scope"] else None,
        refers_to=row["refers"],
    )


def participant_of(record: dict[str, Any], key: str) -> Participant:
    return Participant(
        key,
        is_organisation=key in record["organisations"],
        exists_until=partial(record["extinct"].get(key)),
        succeeds=tuple(record["succeeds"].get(key, ())),
    )


def worth_asking(record: dict[str, Any], outcomes: list[dict[str, Any]]) -> list[dt.date]:
    """The days on which something happens, with the day before and the day after."""
    edges = {act[name] for act in record["acts"] for name in ("done", "effect", "expires")}
    edges |= {record["ended"], record["stated"], *record["extinct"].values()}
    edges |= {outcome[name] for outcome in outcomes for name in ("trigger", "in_force")}
    near = {edge + dt.timedelta(days=shift) for edge in edges if edge for shift in (-1, 0, 1)}
    return sorted(near & set(DAYS) | {DAYS[-1], DAYS[77]})


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(some_record())
def test_the_law_agrees_with_a_second_slow_reading(record: dict[str, Any]) -> None:
    file, outcomes = case_of(record), oracle.treaty_days(record, DAYS)
    record = record | {"ended": oracle.end_of_treaty(record, EVERYONE, outcomes, DAYS)}
    told = {who: oracle.walk_participant(record, who, outcomes, DAYS) for who in EVERYONE}
    for day in worth_asking(record, outcomes):
        check_force(record, file, outcomes, day)
        for who in EVERYONE:
            row = status_on(file, who, day)
            known = told[who][day]
            assert (row.status, row.reason, row.suspended) == (known["status"], known["reason"], known["suspended"]), (
                day,
                who,
            )
            assert begun(row.periods, day) == begun_by(known["periods"]), (day, who)


def check_force(record: dict[str, Any], file: Case, outcomes: list[dict[str, Any]], day: dt.date) -> None:
    answer, known = entry_into_force(file, day), oracle.known_force(record, outcomes, day)
    assert answer.triggered_on == partial(known["trigger"]), day
    assert answer.triggered_by == tuple(known["by"]), day
    assert answer.computed_in_force_on == partial(known["computed"]), day
    assert answer.in_force_on == partial(known["official"]), day
    first = answer.alternatives[0]
    if known["trigger"] is None:
        assert len(answer.counted) == outcomes[0]["numbers"][day], (day, first)


def begun(periods: Any, day: dt.date) -> list[tuple[str, str | None, str | None]]:
    """The periods as they look on the day: an end that is still to come is not told yet."""
    ends = [(p.valid_until if p.valid_until and p.valid_until.earliest <= day else None) for p in periods]
    return [
        (str(p.valid_from), str(end) if end else None, p.reason if end else None)
        for p, end in zip(periods, ends, strict=True)
    ]


def begun_by(periods: Any) -> list[tuple[str, str | None, str | None]]:
    return [(str(start), str(end) if end else None, reason) for start, end, reason in periods]
