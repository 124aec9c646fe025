"""Where all must consent: who they are on a day, and on which days that changes without anybody's deposit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from signatories.treaty_law.acts import EntitlementWay, MembershipOn, OrganisationsCount
from signatories.treaty_law.case import Case, Entitlement, Participant, Threshold
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import entry_into_force
from tests.treaty_law.building import acts, case, day, entitled_on, members, treaty_rule

SIGN, NEGOTIATED = EntitlementWay.SIGN, EntitlementWay.NEGOTIATED
AAA = "AAA ratification 2000-01-10"
UNTIL = PartialDay("2001-01-01")


def all_of(way: EntitlementWay, lines: str = AAA, who: dict[str, Any] | None = None, **more: Any) -> Case:
    """All that may sign must consent (or all that negotiated, by default): the members of COE, or who is said."""
    rules = [treaty_rule("6(2)", "all")] if way is SIGN else []
    row = Entitlement(way, **(who or {"members_of": "COE"}))
    return case(acts(lines), rules, entitlements=[row], **({"opened_on": "2000-01-01"} | more))


def found(file: Case, on: str = "2020-01-01") -> tuple[str, tuple[str, ...], int]:
    answer = entry_into_force(file, day(on))
    return str(answer.triggered_on), answer.triggered_by, answer.missing.consents


@pytest.mark.parametrize("way", [SIGN, NEGOTIATED])
def test_all_means_every_one(way: EntitlementWay) -> None:
    file = all_of(way, f"{AAA}\nBBB ratification 2000-02-01", memberships=members("COE", ["AAA", "BBB"]))
    assert found(file, "2000-01-31") == ("None", (), 1)
    assert found(file, "2000-02-01") == ("2000-02-01", ("BBB",), 0)


@pytest.mark.parametrize(("joins", "missing"), [("2000-12-31", 1), ("2001-01-01", 0), ("2001-01-02", 0)])
def test_one_that_joins_when_the_time_for_signing_is_over_is_not_waited_for(joins: str, missing: int) -> None:
    rows = [*members("COE", ["AAA"]), *members("COE", ["BBB"], joins)]
    file = all_of(SIGN, "AAA signature 2000-06-01", memberships=rows)
    file = replace(file, entitlements=[replace(file.entitlements[0], valid_until=UNTIL)])
    assert found(file)[2] == 1 + missing


@pytest.mark.parametrize(("leaves", "missing"), [("2000-12-31", 0), ("2001-01-01", 1), ("2005-01-01", 1)])
def test_one_that_could_sign_on_the_last_day_is_waited_for_ever_after(leaves: str, missing: int) -> None:
    rows = [*members("COE", ["AAA"]), *members("COE", ["BBB"], None, leaves)]
    file = all_of(SIGN, "AAA signature 2000-06-01", memberships=rows)
    file = replace(file, entitlements=[replace(file.entitlements[0], valid_until=UNTIL)])
    assert found(file)[2] == 1 + missing


def test_before_the_time_for_signing_begins_nobody_is_waited_for_and_nothing_holds_by_nobody() -> None:
    file = all_of(SIGN, memberships=members("COE", ["AAA"]))
    file = replace(file, entitlements=[replace(file.entitlements[0], valid_from=PartialDay("2000-03-01"))])
    assert found(file, "2000-02-29") == ("None", (), 0)
    assert found(file, "2000-03-01") == ("2000-03-01", (), 0)


def test_those_that_may_sign_only_once_it_is_in_force_are_not_waited_for() -> None:
    file = all_of(SIGN, memberships=members("COE", ["AAA"]))
    later = Entitlement(SIGN, participant="BBB", after_entry_into_force=True)
    assert found(replace(file, entitlements=[*file.entitlements, later])) == ("2000-01-10", ("AAA",), 0)


@pytest.mark.parametrize("way", [SIGN, NEGOTIATED])
@pytest.mark.parametrize("ends", ["2000-06-01", None])
def test_one_that_ceases_to_exist_is_no_longer_waited_for(way: EntitlementWay, ends: str | None) -> None:
    gone = {"OLD": Participant("OLD", exists_until=PartialDay(ends) if ends else None)}
    file = all_of(way, participants=gone, memberships=members("COE", ["AAA", "OLD"]))
    assert found(file) == (("2000-06-01", (), 0) if ends else ("None", (), 1))


def test_one_that_leaves_the_organisation_is_no_longer_waited_for() -> None:
    rows = [*members("COE", ["AAA"]), *members("COE", ["BBB"], None, "2000-06-01")]
    assert found(all_of(SIGN, memberships=rows)) == ("2000-06-01", (), 0)
    assert found(all_of(NEGOTIATED, memberships=rows)) == ("None", (), 1)


@pytest.mark.parametrize(("counts", "missing"), [("yes", 2), ("no", 1), ("not_additional", 1)])
def test_an_organisation_is_waited_for_only_where_its_consent_counts(counts: str, missing: int) -> None:
    rule = treaty_rule("6(2)", "all", organisations_count=OrganisationsCount(counts))
    rows = [Entitlement(SIGN, participant=key) for key in ("AAA", "EU")]
    file = case(acts("EU signature 2000-01-01"), [rule], entitlements=rows, opened_on="2000-01-01")
    assert found(file)[2] == missing


@pytest.mark.parametrize(
    ("adopted", "who"), [("1999-12-31", {"AAA", "RUS"}), ("2000-06-01", {"AAA"}), (None, {"AAA", "RUS"})]
)
def test_who_negotiated_was_a_member_on_the_day_of_adoption(adopted: str | None, who: set[str]) -> None:
    """VCLT 2(1)(e). Without a day of adoption or opening, whoever was ever a member."""
    rows = [*members("COE", ["AAA"]), *members("COE", ["RUS"], None, "2000-06-01"), *members("EU", ["BBB"])]
    file = all_of(NEGOTIATED, memberships=rows, opened_on=None, adopted_on=adopted)
    assert entitled_on(file, NEGOTIATED, day("1990-01-01")) == who
    named = Entitlement(NEGOTIATED, participant="ZZZ")
    assert entitled_on(
        replace(file, entitlements=[*file.entitlements, named]), NEGOTIATED, day("1990-01-01")
    ) == who | {"ZZZ"}


@pytest.mark.parametrize(("until", "trigger"), [("2000-06-01", "2000-06-01"), (None, "None")])
@pytest.mark.parametrize("judged", list(MembershipOn))
def test_a_threshold_of_all_members_holds_once_the_last_that_has_not_consented_leaves(
    until: str | None, trigger: str, judged: MembershipOn
) -> None:
    rows = [*members("COE", ["AAA"]), *members("COE", ["BBB"], None, until)]
    all_members = Threshold("t.all", members_of="COE", minimum="all", membership_on=judged)
    file = case(acts(AAA), [treaty_rule("1", 1)], memberships=rows, thresholds=[all_members])
    assert found(file)[0] == trigger


def test_a_threshold_of_all_does_not_hold_by_an_empty_group() -> None:
    all_members = Threshold("t.all", members_of="COE", minimum="all")
    rows = members("COE", ["BBB"], "1990-01-01", "1999-01-01")
    assert found(case(acts(AAA), [treaty_rule("1", 1)], memberships=rows, thresholds=[all_members]))[0] == "None"
    one = members("COE", ["AAA"])
    assert found(case(acts(AAA), [treaty_rule("1", 1)], memberships=one, thresholds=[all_members]))[0] == "2000-01-10"
