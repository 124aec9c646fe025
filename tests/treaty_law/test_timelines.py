"""Statuses of all time are what the rules say: on files of which each holds what is hard about one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from signatories.treaty_law.acts import EntitlementWay
from signatories.treaty_law.case import Case, Entitlement, Participant, Rule
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.timelines import Steps
from tests.treaty_law.building import acts, case, day, later_rule, members, treaty_rule
from tests.treaty_law.test_oracle import ORGANISATION
from tests.treaty_law.test_participants import denunciation
from tests.treaty_law.test_stretches import assert_kept_as_the_rules_say

MEMBERS = [
    *members(ORGANISATION, ["AAA", "IDLE"], "2000-03-01", "2004-01-01"),
    *members(ORGANISATION, ["BBB"], "1990-01-01"),
]
LONG = """
AAA signature 2000-04-10
AAA ratification 2000-05-10
AAA suspension 2001-02-03
AAA end_of_suspension 2001-03-04
AAA denunciation 2002-06-01
AAA signature 2003-03-03
BBB signature_ad_referendum 2000-02-02
BBB confirmation_of_signature 2000-07-07
BBB provisional_application 2000-08-08
BBB acceptance 2001-01-31
OLD ratification 2000-05-20
NEW succession 2002-02-02 -> 2001-10-01
CCC invitation_to_accede 2000-06-06 until 2001-06-06
CCC accession 2001-05-05
CCC withdrawal_of_consent 2001-05-15
EU approval 2000-12-24
"""
VAGUE = "AAA ratification 2000-05\nBBB ratification 2000-02\nCCC accession 2000-07-07\nAAA denunciation 2002"
PEOPLE = {
    "OLD": Participant("OLD", exists_until=PartialDay("2001-10-01")),
    "NEW": Participant("NEW", exists_from=PartialDay("2001-10-01"), succeeds=("OLD",)),
    "IDLE": Participant("IDLE", exists_from=PartialDay("1999-05-05")),
}
WAYS = [
    Entitlement(EntitlementWay.SIGN, members_of=ORGANISATION, valid_until=PartialDay("2003-01-01")),
    Entitlement(EntitlementWay.ACCEDE, all_states=True, after_entry_into_force=True),
]
CLAUSES = [
    treaty_rule("1", 3, delay_days=90),
    later_rule("2", delay_days=30),
    denunciation("3", delay_months=3, earliest_after_months=12),
]


def long_file(lines: str = LONG, rules: list[Rule] = CLAUSES, **more: Any) -> Case:
    return case(
        acts(lines), rules, PEOPLE, memberships=MEMBERS, entitlements=WAYS, **({"opened_on": "2000-01-01"} | more)
    )


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(long_file(), id="a-long-life"),
        pytest.param(long_file(complete=False, in_force_on="2000-08-15", ended_on="2001-04-01"), id="as-stated"),
        pytest.param(long_file(rules=[replace(CLAUSES[0], ends_below=4), *CLAUSES[1:]]), id="ended-by-its-number"),
        pytest.param(
            long_file(rules=[*CLAUSES, treaty_rule("1(b)", 1, alternative="b", delay_months=12)]), id="two-alternatives"
        ),
        pytest.param(long_file(VAGUE, opened_on="2000", in_force_on="2000-09"), id="vaguely-dated"),
        pytest.param(case(acts("AAA ratification 2000-05"), [treaty_rule("1", 1, delay_months=3)]), id="in-some-month"),
        pytest.param(
            case(
                acts("AAA ratification 2000-05\nBBB ratification 2000-05-31"),
                [treaty_rule("1(a)", 5, alternative="a"), treaty_rule("1(b)", 1, alternative="b")],
            ),
            id="by-one-or-by-two",
        ),
        pytest.param(
            case(acts("AAA ratification 2000-01-01"), [treaty_rule("1", 9)], in_force_on="2000-09"),
            id="said-of-a-month",
        ),
        pytest.param(long_file("", opened_on=None, adopted_on="2000-02"), id="nothing-done"),
    ],
)
def test_what_is_kept_of_known_files_is_what_the_rules_say(file: Case) -> None:
    assert_kept_as_the_rules_say(file, [])


def test_a_value_that_returns_to_what_it_was_is_a_step() -> None:
    days = [day(f"2000-01-0{number}") for number in range(1, 6)]
    steps = Steps(zip(days, "aabba", strict=True))
    assert list(steps) == [(days[0], "a"), (days[2], "b"), (days[4], "a")]
    assert [steps.on(on) for on in days] == list("aabba")
