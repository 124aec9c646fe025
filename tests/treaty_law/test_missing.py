"""What is still missing, who could supply it, and the earliest day it could be: from every position, and the limits."""

from __future__ import annotations

from decimal import Decimal

import pytest

from signatories.treaty_law.acts import ActKind, EntitlementWay, Measure, OrganisationsCount
from signatories.treaty_law.case import Case, Entitlement, Participant, Threshold
from signatories.treaty_law.entry_into_force import entry_into_force
from signatories.treaty_law.missing import MissingInThreshold
from tests.treaty_law.building import acts, case, day, members, treaty_rule

SIGN, ACCEDE, CONSENT, NEGOTIATED = EntitlementWay
LATE = day("2005-01-01")


def entitled(way: EntitlementWay, *keys: str) -> list[Entitlement]:
    return [Entitlement(way, participant=key) for key in keys]


def could_supply(file: Case, on: str = "2005-01-01") -> dict[str, str]:
    return {row.participant: row.position for row in entry_into_force(file, day(on)).missing.could_supply}


def earliest(file: Case, on: str = "2005-01-01") -> str:
    possible = entry_into_force(file, day(on)).earliest_possible
    return str(possible.in_force_on) if possible else "never"


EVERY_WAY = [*entitled(SIGN, "SIG", "SGN"), *entitled(CONSENT, "CON"), *entitled(ACCEDE, "ACC", "PRO")]
DONE = "SGN signature 2000-01-01\nINV invitation_to_accede 2000-01-01\nPRO provisional_application 2000-01-01"


@pytest.mark.parametrize(
    ("kinds", "who"),
    [
        ((), "ACC entitled, CON entitled, INV invited, PRO entitled, SGN signatory, SIG entitled"),
        ((ActKind.ACCESSION,), "ACC entitled, INV invited, PRO entitled"),
        ((ActKind.RATIFICATION,), "CON entitled, SGN signatory, SIG entitled"),
        ((ActKind.FORMAL_CONFIRMATION,), "CON entitled, SGN signatory, SIG entitled"),
        ((ActKind.DEFINITIVE_SIGNATURE,), "CON entitled, SIG entitled"),
        ((ActKind.SUCCESSION,), ""),
    ],
    ids=["any", "accession", "ratification", "formal-confirmation", "definitive-signature", "succession"],
)
def test_from_where_an_act_of_a_kind_that_counts_may_come(kinds: tuple[ActKind, ...], who: str) -> None:
    rule = treaty_rule("1", 9, counted_kinds=frozenset(kinds))
    file = case(acts(DONE), [rule], entitlements=EVERY_WAY, opened_on="2000-01-01")
    assert ", ".join(f"{key} {position}" for key, position in could_supply(file).items()) == who


def test_one_that_may_sign_now_and_accede_later_cannot_accede_yet() -> None:
    rule = treaty_rule("1", 9, counted_kinds=frozenset({ActKind.ACCESSION}))
    later = Entitlement(ACCEDE, participant="AAA", after_entry_into_force=True)
    assert could_supply(case(rules=[rule], entitlements=[*entitled(SIGN, "AAA"), later])) == {}


def test_who_has_consented_or_taken_back_its_signature_supplies_nothing() -> None:
    lines = "AAA signature 2000-01-01\nAAA withdrawal_of_signature 2001-01-01\nBBB ratification 2000-01-01"
    file = case(acts(lines), [treaty_rule("1", 9)], entitlements=entitled(SIGN, "AAA", "BBB"), opened_on="2000-01-01")
    assert could_supply(file) == {}


def test_an_invited_one_that_may_also_sign_is_entitled_where_accessions_do_not_count() -> None:
    rule = treaty_rule("1", 9, counted_kinds=frozenset({ActKind.RATIFICATION}))
    file = case(acts("INV invitation_to_accede 2000-01-01"), [rule], entitlements=entitled(SIGN, "INV"))
    assert could_supply(file) == {"INV": "entitled"}


def test_an_organisation_whose_consent_does_not_count_is_not_asked_for_it() -> None:
    rule = treaty_rule("1", 2, organisations_count=OrganisationsCount.NO)
    file = case(acts("EU signature 2000-01-01\nAAA signature 2000-01-01"), [rule])
    assert could_supply(file) == {"AAA": "signatory"}
    assert earliest(file) == "never"


def test_through_which_organisation_an_entitled_state_has_acted() -> None:
    memberships = [*members("COE", ["BBB"]), *members("EU", ["AAA", "BBB"])]
    file = case(
        acts("EU signature 2000-01-01\nCOE invitation_to_accede 2000-01-01\nAAA signature 2000-01-01"),
        [treaty_rule("1", 9)],
        memberships=memberships,
        entitlements=entitled(SIGN, "AAA", "BBB", "CCC"),
    )
    through = {row.participant: row.through for row in entry_into_force(file, LATE).missing.could_supply}
    assert through == {"AAA": None, "BBB": "EU", "CCC": None, "COE": None, "EU": None}
    consented = case(
        acts("EU approval 2000-01-01"),
        [treaty_rule("1", 9)],
        memberships=memberships,
        entitlements=entitled(SIGN, "BBB"),
    )
    assert [row.through for row in entry_into_force(consented, LATE).missing.could_supply] == ["EU"]


def everyone_of(keys: str, lines: str = "", **more: object) -> Case:
    """All that negotiated must consent: AAA and BBB. Those named may sign."""
    rows = [*entitled(NEGOTIATED, "AAA", "BBB"), *entitled(SIGN, *keys.split())]
    return case(acts(lines), entitlements=rows, opened_on="2000-01-01", **more)  # type: ignore[arg-type]


def test_where_all_must_consent_the_others_do_not_help() -> None:
    file = everyone_of("AAA BBB CCC", "AAA ratification 2000-01-01")
    assert could_supply(file) == {"BBB": "entitled"}
    assert (entry_into_force(file, LATE).missing.consents, earliest(file)) == (1, "2005-01-01")


def test_where_one_of_all_may_not_join_it_never_enters_into_force() -> None:
    file = everyone_of("AAA CCC")
    assert could_supply(file) == {"AAA": "entitled"}
    assert (entry_into_force(file, LATE).missing.consents, earliest(file)) == (2, "never")


def test_where_nobody_negotiated_nothing_can_be_completed() -> None:
    assert earliest(case(entitlements=entitled(SIGN, "AAA"), opened_on="2000-01-01")) == "never"


MEMBERS = {
    "memberships": members("COE", ["AAA", "BBB"]),
    "thresholds": [Threshold("t.coe", members_of="COE", minimum=2)],
}


@pytest.mark.parametrize(("keys", "day_reached"), [("AAA BBB", "2005-01-01"), ("AAA CCC", "never"), ("BBB", "never")])
def test_enough_must_be_able_to_join_for_every_threshold(keys: str, day_reached: str) -> None:
    rows = entitled(SIGN, *keys.split())
    file = case(rules=[treaty_rule("1", 2)], entitlements=rows, opened_on="2000-01-01", **MEMBERS)  # type: ignore[arg-type]
    assert earliest(file) == day_reached


def test_once_the_number_is_reached_only_members_of_the_group_help() -> None:
    lines = "CCC ratification 2000-01-01\nDDD ratification 2000-01-01"
    rows = entitled(SIGN, "AAA", "BBB", "EEE")
    file = case(acts(lines), [treaty_rule("1", 2)], entitlements=rows, opened_on="2000-01-01", **MEMBERS)  # type: ignore[arg-type]
    assert could_supply(file) == {"AAA": "entitled", "BBB": "entitled"}


def test_of_two_groups_only_members_of_the_one_that_lacks_some_help() -> None:
    lines = "AAA ratification 2000-01-01\nBBB ratification 2000-01-01"
    memberships = [*members("COE", ["AAA", "BBB", "CCC"]), *members("EU", ["DDD"])]
    thresholds = [Threshold(f"t.{key}", members_of=key, minimum=number) for key, number in (("COE", 2), ("EU", 1))]
    rows = entitled(SIGN, "CCC", "DDD")
    file = case(acts(lines), [treaty_rule("1", 2)], memberships=memberships, thresholds=thresholds, entitlements=rows)
    assert could_supply(file) == {"DDD": "entitled"}


WEIGHT = Threshold("t.weight", measure=Measure.WEIGHT_PERCENT, minimum=60, denominator=Decimal(100))


@pytest.mark.parametrize(("weight", "day_reached"), [("19", "never"), ("20", "2005-01-01"), ("21", "2005-01-01")])
def test_those_that_may_join_must_bring_the_weight(weight: str, day_reached: str) -> None:
    file = case(
        acts("AAA ratification 2000-01-01"),
        [treaty_rule("1", 1)],
        weights={"AAA": "40", "BBB": weight},
        thresholds=[WEIGHT],
        entitlements=entitled(SIGN, "BBB", "CCC"),
    )
    assert could_supply(file) == {"BBB": "entitled"}
    assert earliest(file) == day_reached


def test_a_share_of_weight_is_cut_after_the_fourth_decimal_never_rounded_up() -> None:
    threshold = Threshold("t.w", measure=Measure.WEIGHT_PERCENT, minimum=Decimal("66.67"), denominator=Decimal(3))
    file = case(
        acts("AAA ratification 2000-01-01"), [treaty_rule("1", 1)], weights={"AAA": "2"}, thresholds=[threshold]
    )
    assert entry_into_force(file, LATE).missing.thresholds == (
        MissingInThreshold("w", Decimal("66.6666"), Decimal("66.67"), Decimal("0.0034")),
    )
    whole = case(acts("AAA ratification 2000-01-01"), [treaty_rule("1", 1)], weights={"AAA": "2"}, thresholds=[WEIGHT])
    (row,) = entry_into_force(whole, LATE).missing.thresholds
    assert [str(number) for number in (row.have, row.minimum, row.missing)] == ["2", "60", "58"]


def test_without_a_denominator_the_weights_are_shares_of_all_that_are_known() -> None:
    threshold = Threshold("t.w", measure=Measure.WEIGHT_PERCENT, minimum=50)
    weights = {"AAA": "1", "BBB": "3"}
    file = case(acts("AAA ratification 2000-01-01"), [treaty_rule("1", 1)], weights=weights, thresholds=[threshold])
    assert entry_into_force(file, LATE).missing.thresholds[0].have == 25
    empty = case(acts("AAA ratification 2000-01-01"), [treaty_rule("1", 1)], thresholds=[threshold])
    assert entry_into_force(empty, LATE).missing.thresholds[0].have == 0


def test_a_weight_of_which_all_is_asked() -> None:
    threshold = Threshold("t.w", measure=Measure.WEIGHT_PERCENT, denominator=Decimal(4))
    lines, weights = "AAA ratification 2000-01-01\nBBB ratification 2001-01-01", {"AAA": "1", "BBB": "3"}
    file = case(acts(lines), [treaty_rule("1", 1)], weights=weights, thresholds=[threshold])
    assert entry_into_force(file, day("2000-12-31")).missing.thresholds[0].missing == 75
    assert str(entry_into_force(file, LATE).triggered_on) == "2001-01-01"


def test_once_reached_nothing_is_missing_and_what_was_had_on_the_trigger_is_shown() -> None:
    lines = "AAA ratification 2000-01-01\nBBB ratification 2000-02-01\nAAA withdrawal_of_consent 2000-03-01"
    file = case(acts(lines), [treaty_rule("1", 2, delay_months=6)], **MEMBERS)  # type: ignore[arg-type]
    missing = entry_into_force(file, LATE).missing
    assert (missing.consents, missing.thresholds) == (0, (MissingInThreshold("coe", 2, 2, 0),))


def test_of_several_ways_the_earliest_that_can_be_completed() -> None:
    rules = [
        treaty_rule("1(a)", 1, alternative="a", delay_months=6),
        treaty_rule("1(b)", 2, alternative="b", delay_months=3),
        treaty_rule("1(c)", 3, alternative="c", delay_months=1),
    ]
    file = case(rules=rules, entitlements=entitled(SIGN, "AAA", "BBB"), opened_on="2000-01-01")
    assert earliest(file) == "2005-04-01"


def test_a_closed_time_for_signing_lets_nobody_supply() -> None:
    people = {"AAA": Participant("AAA")}
    later = Entitlement(ACCEDE, participant="AAA", after_entry_into_force=True)
    file = case(rules=[treaty_rule("1", 1)], participants=people, entitlements=[later], opened_on="2000-01-01")
    assert (could_supply(file), earliest(file)) == ({}, "never")


def test_of_a_threshold_that_has_more_than_it_asks_for_nothing_is_missing() -> None:
    lines = "AAA ratification 2000-01-01\nBBB ratification 2000-01-01"
    one = Threshold("t.coe", members_of="COE", minimum=1)
    file = case(acts(lines), [treaty_rule("1", 9)], memberships=MEMBERS["memberships"], thresholds=[one])  # type: ignore[arg-type]
    assert entry_into_force(file, LATE).missing.thresholds == (MissingInThreshold("coe", 2, 1, 0),)
