"""Judging an act through the whole file says what judging it in a file of its own says, for every act of any record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from signatories.treaty_law.acts import ActKind, EntitlementWay, Status
from signatories.treaty_law.case import Act, Case, Entitlement
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.effect import effect_day
from signatories.treaty_law.entitlement import entitled
from signatories.treaty_law.force import TAKING_BACK, force_on
from signatories.treaty_law.objections import Objection, _broken, objections_to
from signatories.treaty_law.participation import Participation
from signatories.treaty_law.readings import readings
from signatories.treaty_law.scene import Scene
from signatories.treaty_law.status import history_on
from tests.treaty_law.building import acts, case, entitled_on, members, treaty_rule
from tests.treaty_law.test_oracle import EVERYONE, EXAMPLES, ORGANISATION, act_of, case_of, some_acts, some_record
from tests.treaty_law.test_properties import quick


@dataclass(eq=False)
class PlainScene(Scene):
    """The act beside a copy of the file that holds what was done by its day, and nothing shared or put off."""

    @cached_property
    def before(self) -> Any:
        acts = [act for act in self.whole.acts if act.key != self.act.key and act.done_on.earliest <= self.on]
        return replace(self.whole, acts=acts)

    @property
    def in_force(self) -> bool:
        return force_on(self.before, self.on).is_in_force(self.on)

    def may(self, *ways: EntitlementWay) -> bool:
        return any(self.act.participant in entitled_on(self.before, way, self.on) for way in ways)

    def may_once_in_force(self, way: EntitlementWay) -> bool:
        return self.act.participant in entitled(self.before, way, self.on, in_force=True)

    def was_party_before_effect(self) -> bool:
        eve = effect_day(self.act) - dt.timedelta(days=1)
        return history_on(self.before, self.act.participant, eve).is_on(Status.PARTY, eve)

    def _history_on(self, on: dt.date) -> Participation:
        return history_on(self.before, self.act.participant, on)


def judged_apart(made: Case, act: Act) -> list[Objection]:
    """What every reading of the file objects to, each reading and each act by itself."""
    found = []
    for reading in readings(made):
        plain = replace(reading)
        found.append(list(_broken(PlainScene(plain, plain.act_named[act.key]))))
    agreed = set.intersection(*({objection.rule for objection in one} for one in found))
    return [objection for objection in found[0] if objection.rule in agreed]


entitlements = st.lists(
    st.builds(
        Entitlement,
        way=st.sampled_from(list(EntitlementWay)),
        participant=st.sampled_from([None, *EVERYONE]),
        members_of=st.sampled_from([None, ORGANISATION]),
        all_states=st.booleans(),
        valid_until=st.sampled_from([None, PartialDay("2001-01-01")]),
        after_entry_into_force=st.booleans(),
    ),
    max_size=4,
)


def vaguer(made: Case, lengths: list[int]) -> Case:
    """The file with some of its days known to the month or year only."""
    vague = [replace(act, done_on=PartialDay(act.done_on.text[:n])) for act, n in zip(made.acts, lengths, strict=False)]
    rows = [
        replace(row, valid_from=_cut(row.valid_from, n), valid_until=_cut(row.valid_until, n))
        for row, n in zip(made.memberships, reversed(lengths), strict=False)
    ]
    people = {
        key: replace(one, exists_until=_cut(one.exists_until, lengths[0])) for key, one in made.participants.items()
    }
    return replace(
        made,
        acts=[*vague, *made.acts[len(vague) :]],
        memberships=[*rows, *made.memberships[len(rows) :]],
        participants=people,
    )


def _cut(day: PartialDay | None, length: int) -> PartialDay | None:
    return day and PartialDay(day.text[:length])


def reaching_back(made: Case) -> Case:
    """The file with everything that takes something back said to have done so twenty days before."""
    return replace(
        made,
        acts=[
            replace(act, takes_effect_on=PartialDay.of(act.done_on.earliest - dt.timedelta(days=20)))
            if act.kind in TAKING_BACK
            else act
            for act in made.acts
        ],
    )


@settings(quick, max_examples=EXAMPLES // 2)
@given(
    some_record(),
    some_acts(),
    entitlements,
    st.lists(st.sampled_from([10, 10, 10, 7, 4]), min_size=24, max_size=24),
    st.booleans(),
    st.sampled_from([False, False, True]),
)
def test_every_act_is_judged_as_if_alone(
    record: dict[str, Any],
    more: list[dict[str, Any]],
    ways: list[Entitlement],
    lengths: list[int],
    complete: bool,
    reaches_back: bool,
) -> None:
    made = case_of(record)
    all_acts = [*made.acts, *(act_of(row | {"key": f"more-{row['key']}"}) for row in more)]
    made = vaguer(replace(made, acts=all_acts, entitlements=ways, complete=complete), lengths)
    made = reaching_back(made) if reaches_back else made
    for act in made.acts:
        assert objections_to(made, act) == judged_apart(made, act), act.key


def test_a_withdrawal_said_to_reach_back_unsettles_the_trigger_before_it() -> None:
    """Without it two consents suffice from the tenth on; with it only from the twentieth, and force comes later."""
    made = case(
        acts(
            """
            AAA accession 2000-01-01
            BBB accession 2000-01-10
            CCC accession 2000-01-20
            AAA withdrawal_of_consent 2000-02-19 -> 2000-01-05
            """
        ),
        rules=[treaty_rule("1", 2, delay_days=35)],
    )
    (withdrawal,) = (act for act in made.acts if act.kind is ActKind.WITHDRAWAL_OF_CONSENT)
    assert "takes_back_a_consent" in {objection.rule for objection in objections_to(made, withdrawal)}
    assert objections_to(made, withdrawal) == judged_apart(made, withdrawal)


def test_a_reading_that_differs_in_a_membership_alone_is_asked() -> None:
    """A member until some day of the year may sign in June: only the earliest reading objects."""
    made = case(
        acts("AAA signature 2000-06-01"),
        memberships=members("EU", ["AAA"], "1990-01-01", "2000"),
        entitlements=[Entitlement(EntitlementWay.SIGN, members_of="EU")],
    )
    assert objections_to(made, made.acts[0]) == judged_apart(made, made.acts[0]) == []
