"""Treaty law is given what the rows say, in a fixed number of queries however many treaties are read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signatories.models.case_files import read_case, read_cases
from signatories.treaty_law import acts as words
from signatories.treaty_law import case as law
from signatories.treaty_law.days import PartialDay
from tests.models import builders as make

pytestmark = pytest.mark.django_db

BEFORE, CORRECTED = make.KNOWN_FROM - dt.timedelta(days=1), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def full_treaty(number: int) -> str:
    """A treaty with a row of every kind that the law reads; its key."""
    treaty = make.treaty(key=f"x-full-{number}", complete=False, scope_note="A part of it.")
    union, state = make.organisation(), make.participant()
    for kind, day in {"adopted": "1999", "opened": "2000-01-01", "in_force": "2001-02", "ended": "2020-12-31"}.items():
        make.milestone(treaty=treaty, kind=kind, occurred_on=day)
    make.milestone(treaty=treaty, kind="other", occurred_on="2005")
    make.membership(organisation=union, member=state, valid_from="1995", valid_until="2010-05")
    make.membership(organisation=union, role="observer")
    make.entitlement(treaty=treaty, way="sign", all_states=False, members_of=union, valid_until="2010-01-01")
    make.entitlement(treaty=treaty, way="accede", after_entry_into_force=True)
    make.rule(treaty=treaty, consents_required="all", counted_kinds=["ratification", "accession"], delay_months=3)
    make.threshold(treaty=treaty, members_of=None, participants=[state], minimum="55.5")
    make.weight(treaty=treaty, participant=state, weight="12.5")
    signed = make.action(treaty=treaty, participant=state, kind="signature", done_on="2000-05")
    left = {"kind": "denunciation", "done_on": "2015-01-01", "scope": "territories", "territories": ["Åland"]}
    make.action(treaty=treaty, participant=state, refers_to=signed, takes_effect_on="2016-01-01", **left)
    return treaty.key


def test_the_law_reads_what_the_rows_say() -> None:
    key = full_treaty(1)
    case = read_case(key)
    state = case.weights[0].participant
    (union,) = {row.members_of for row in case.entitlements} - {None}
    assert (case.treaty, case.complete) == (key, False)
    assert case.adopted_on == PartialDay("1999") and case.opened_on == PartialDay("2000-01-01")
    assert case.depositary_in_force_on == PartialDay("2001-02") and case.ended_on == PartialDay("2020-12-31")
    assert sorted(case.entitlements, key=lambda row: row.all_states) == [
        law.Entitlement(words.EntitlementWay.SIGN, members_of=union, valid_until=PartialDay("2010-01-01")),
        law.Entitlement(words.EntitlementWay.ACCEDE, all_states=True, after_entry_into_force=True),
    ]
    assert case.rules == [
        law.Rule(
            words.RuleScope.TREATY,
            article="30(3)",
            consents_required="all",
            counted_kinds=frozenset({words.ActKind.RATIFICATION, words.ActKind.ACCESSION}),
            delay_months=3,
            verified=False,
        )
    ]
    threshold = law.Threshold(f"{key}.threshold.count", participants=frozenset({state}), minimum=Decimal("55.5"))
    assert case.thresholds == [threshold]
    assert case.weights == [law.Weight(state, Decimal("12.5"))]
    assert law.Membership(state, union, "member", PartialDay("1995"), PartialDay("2010-05")) in case.memberships
    assert {row.role for row in case.memberships} == {"member"}
    assert case.participants[union].is_organisation and not case.participants[state].is_organisation


def test_the_law_reads_what_was_done() -> None:
    case = read_case(full_treaty(1))
    signed, left = sorted(case.acts, key=lambda act: act.done_on)
    stem = f"x-full-1.{signed.participant}"
    assert signed == law.Act(f"{stem}.signature.1", signed.participant, words.ActKind.SIGNATURE, PartialDay("2000-05"))
    assert left == law.Act(
        f"{stem}.denunciation.1",
        signed.participant,
        words.ActKind.DENUNCIATION,
        PartialDay("2015-01-01"),
        takes_effect_on=PartialDay("2016-01-01"),
        scope=words.Scope.TERRITORIES,
        territories=("Åland",),
        refers_to=f"{stem}.signature.1",
    )


def test_whom_a_state_succeeds_and_when_it_existed() -> None:
    old = make.participant(key="XOLD", valid_until="1993-01-01")
    make.participant(key="XNEW", valid_from="1993-01-01", succeeds=[old, make.participant(key="XELD")])
    known = read_case(make.treaty().key).participants
    assert known["XNEW"] == law.Participant("XNEW", False, PartialDay("1993-01-01"), None, ("XELD", "XOLD"))
    assert known["XOLD"] == law.Participant("XOLD", False, None, PartialDay("1993-01-01"), ())


@pytest.mark.parametrize("treaties", [1, 30])
def test_the_number_of_queries_is_fixed(treaties: int) -> None:
    keys = [full_treaty(number) for number in range(treaties)]
    with CaptureQueriesContext(connection) as queries:
        cases = read_cases(keys)
    assert len(queries) == 11
    assert list(cases) == keys and all(len(case.acts) == 2 for case in cases.values())


def test_a_treaty_of_another_key_is_no_treaty() -> None:
    with pytest.raises(KeyError):
        read_case("x-none")


def test_a_case_is_what_the_record_knew_at_the_moment() -> None:
    """A signature first told of the wrong day, and corrected on New Year's Day."""
    treaty, key = make.open_treaty(), "x.signature.1"
    wrong = make.action(treaty=treaty, key=key, done_on="2010-05-20", known_until=CORRECTED)
    make.action(treaty=treaty, key=key, participant=wrong.participant, done_on="2010-05-21", known_from=CORRECTED)

    def days_known(moment: dt.datetime | None) -> list[str]:
        return [act.done_on.text for act in read_case(treaty.key, moment).acts]

    assert days_known(BEFORE) == []
    assert days_known(make.KNOWN_FROM) == days_known(CORRECTED - dt.timedelta(microseconds=1)) == ["2010-05-20"]
    assert days_known(CORRECTED) == days_known(None) == ["2010-05-21"]
