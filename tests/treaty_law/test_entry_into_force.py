"""The rules of entry into force one by one, on small files."""

from __future__ import annotations

from decimal import Decimal

import pytest

from signatories.treaty_law.acts import (
    ActKind,
    EntitlementWay,
    Measure,
    MembershipOn,
    OrganisationsCount,
    Rounding,
    Status,
)
from signatories.treaty_law.case import Case, Entitlement, Membership, Participant, Threshold
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import EntryIntoForce, entry_into_force
from signatories.treaty_law.status import status_on
from tests.treaty_law.building import act, acts, all_states, case, day, entitled_on, members, treaty_rule

LATE = day("2020-01-01")


def found(file: Case, on: str = "2020-01-01") -> tuple[str, tuple[str, ...], str]:
    answer = entry_into_force(file, day(on))
    return str(answer.triggered_on), answer.triggered_by, str(answer.in_force_on)


def text(answer: EntryIntoForce) -> str:
    return " ".join(step.text for step in answer.steps)


THREE = "AAA ratification 2000-01-01\nBBB ratification 2000-02-01\nCCC ratification 2000-03-01"


def test_a_consent_taken_back_before_the_trigger_does_not_count() -> None:
    file = case(acts(f"{THREE}\nAAA withdrawal_of_consent 2000-02-15"), [treaty_rule("1", 3)])
    assert found(file)[0] == "None"


@pytest.mark.parametrize(
    ("withdrawn_on", "trigger"),
    [("2000-02-29", "None"), ("2000-03-01", "None"), ("2000-03-02", "2000-03-01")],
    ids=["the-day-before", "the-day-itself", "the-day-after"],
)
def test_a_consent_stands_until_the_day_it_is_taken_back(withdrawn_on: str, trigger: str) -> None:
    file = case(acts(f"{THREE}\nAAA withdrawal_of_consent {withdrawn_on}"), [treaty_rule("1", 3, delay_months=1)])
    assert found(file)[0] == trigger


def test_one_taken_back_after_the_trigger_leaves_the_trigger() -> None:
    file = case(acts(f"{THREE}\nAAA withdrawal_of_consent 2000-03-10"), [treaty_rule("1", 3, delay_months=1)])
    assert found(file) == ("2000-03-01", ("CCC",), "2000-04-01")
    assert status_on(file, "AAA", LATE).status is Status.NO_ACTION


def test_a_succession_adds_no_consent_where_the_predecessors_was_counted() -> None:
    new = {"NEW": Participant("NEW", succeeds=("AAA",))}
    file = case(acts(f"{THREE}\nNEW succession 2000-02-10"), [treaty_rule("1", 3)], participants=new)
    assert found(file)[0] == "2000-03-01"
    assert "NEW" in text(entry_into_force(file, LATE))


def test_of_a_succession_and_a_predecessors_deposit_of_the_same_day_the_latter_counts() -> None:
    new = {"NEW": Participant("NEW", succeeds=("OLD",))}
    file = case(acts("NEW succession 2000-02-10\nOLD ratification 2000-02-10"), [treaty_rule("1", 2)], new)
    answer = entry_into_force(file, LATE)
    assert (answer.triggered_on, [row.participant for row in answer.counted]) == (None, ["OLD"])


def test_a_succession_counts_where_the_predecessors_did_not() -> None:
    new = {"NEW": Participant("NEW", succeeds=("OLD",))}
    file = case(acts("AAA ratification 2000-01-01\nNEW succession 2000-02-10"), [treaty_rule("1", 2)], participants=new)
    assert found(file)[0] == "2000-02-10"


def test_a_dissolved_states_consent_stays_counted() -> None:
    gone = {"AAA": Participant("AAA", exists_until=PartialDay("2000-01-20"))}
    file = case(acts(THREE), [treaty_rule("1", 3)], participants=gone)
    assert found(file)[0] == "2000-03-01"
    assert status_on(file, "AAA", LATE).status is Status.NO_ACTION


def test_only_the_kinds_named_count() -> None:
    kinds = frozenset({ActKind.RATIFICATION})
    file = case(
        acts("AAA accession 2000-01-01\nBBB ratification 2000-02-01"), [treaty_rule("1", 1, counted_kinds=kinds)]
    )
    assert found(file)[1] == ("BBB",)


@pytest.mark.parametrize(
    ("counting", "trigger"), [("yes", "2000-02-01"), ("no", "2000-03-01"), ("not_additional", "2000-03-01")]
)
def test_whether_organisations_count(counting: str, trigger: str) -> None:
    file = case(
        acts("AAA ratification 2000-01-01\nEU approval 2000-02-01\nBBB ratification 2000-03-01"),
        [treaty_rule("1", 2, organisations_count=OrganisationsCount(counting))],
        memberships=members("EU", ["AAA"]),
    )
    assert found(file)[0] == trigger
    assert ("An organisation's instrument counts only" in text(entry_into_force(file, LATE))) is (counting != "yes")


@pytest.mark.parametrize(
    ("judged", "trigger", "by"),
    [(MembershipOn.ACT, "2000-03-01", ("CCC",)), (MembershipOn.TRIGGER, "2000-02-20", ())],
    ids=["on-the-day-of-each-act", "on-the-trigger-day"],
)
def test_membership_is_judged_on_the_day_the_rule_says(judged: MembershipOn, trigger: str, by: tuple[str, ...]) -> None:
    joins = Membership("BBB", "COE", "member", PartialDay("2000-02-20"))
    file = case(
        acts(THREE),
        [treaty_rule("1", 2)],
        memberships=[*members("COE", ["AAA", "CCC"]), joins],
        thresholds=[Threshold("t.members", members_of="COE", minimum=2, membership_on=judged)],
    )
    assert found(file)[:2] == (trigger, by)
    words = {MembershipOn.ACT: "the day of each act", MembershipOn.TRIGGER: "the trigger day"}
    assert f"judged on {words[judged]}" in text(entry_into_force(file, LATE))


def test_an_observer_is_no_member() -> None:
    observer = Membership("AAA", "COE", "observer", None)
    threshold = Threshold("t.members", members_of="COE", minimum=1)
    file = case(acts(THREE), [treaty_rule("1", 1)], memberships=[observer], thresholds=[threshold])
    assert found(file)[0] == "None"


def test_every_one_of_named_participants_must_consent() -> None:
    """The Comprehensive Nuclear-Test-Ban Treaty asks for each of the States of its Annex 2."""
    named = Threshold("t.annex-2", participants=frozenset({"AAA", "BBB", "CCC"}), minimum="all")
    rule = treaty_rule("XIV(1)", delay_days=180)
    assert found(case(acts(THREE), [rule], thresholds=[named])) == ("2000-03-01", ("CCC",), "2000-08-28")
    nobody_yet = entry_into_force(case(rules=[rule], thresholds=[named]), LATE).missing
    assert (nobody_yet.consents, nobody_yet.thresholds[0].missing) == (0, 3)
    without = case(
        acts(THREE)[:2] + tuple(act(f"X{n:02} ratification 2000-01-01") for n in range(50)), [rule], thresholds=[named]
    )
    assert found(without)[0] == "None"
    assert entry_into_force(without, LATE).missing.thresholds[0].missing == 1


@pytest.mark.parametrize(("weight", "reached"), [("24.99", False), ("25", True), ("25.01", True)])
def test_a_weight_reaches_its_percentage_exactly(weight: str, reached: bool) -> None:
    threshold = Threshold("t.tonnage", measure=Measure.WEIGHT_PERCENT, minimum=50, denominator=Decimal(100))
    file = case(
        acts("AAA ratification 2000-01-01\nBBB ratification 2000-02-01"),
        [treaty_rule("1", 1)],
        weights={"AAA": "25", "BBB": weight},
        thresholds=[threshold],
    )
    assert (found(file)[0] == "2000-02-01") is reached


def test_weights_that_no_decimal_holds_are_exact() -> None:
    threshold = Threshold(
        "t.thirds", measure=Measure.WEIGHT_PERCENT, minimum=Decimal("33.3333"), denominator=Decimal(3)
    )
    file = case(
        acts("AAA ratification 2000-01-01"), [treaty_rule("1", 2)], weights={"AAA": "1"}, thresholds=[threshold]
    )
    row = entry_into_force(file, LATE).missing.thresholds[0]
    assert (str(row.have), row.missing) == ("33.3333", 0)


def test_the_alternative_with_the_earliest_day_wins() -> None:
    slow = treaty_rule("1(a)", 1, alternative="a", delay_months=12)
    quick = treaty_rule("1(b)", 3, alternative="b")
    answer = entry_into_force(case(acts(THREE), [slow, quick]), LATE)
    assert (str(answer.in_force_on), answer.condition.rule.article) == ("2000-03-01", "1(b)")
    assert [str(alternative.in_force_on) for alternative in answer.alternatives] == ["2001-01-01", "2000-03-01"]
    before = entry_into_force(case(acts(THREE), [slow, quick]), day("2000-02-29"))
    assert (str(before.in_force_on), before.condition.rule.article) == ("2001-01-01", "1(a)")


def test_a_threshold_of_one_alternative_does_not_bind_another() -> None:
    named = Threshold("t.all", alternative="a", participants=frozenset({"ZZZ"}), minimum="all")
    rules = [treaty_rule("1(a)", 1, alternative="a"), treaty_rule("1(b)", 2, alternative="b")]
    assert found(case(acts(THREE), rules, thresholds=[named]))[0] == "2000-02-01"


def test_without_any_clause_all_negotiating_states_must_consent() -> None:
    negotiated = [Entitlement(EntitlementWay.NEGOTIATED, participant=key) for key in ("AAA", "BBB", "CCC")]
    file = case(acts(THREE), entitlements=negotiated)
    assert found(file) == ("2000-03-01", ("CCC",), "2000-03-01")
    answer = entry_into_force(file, LATE)
    assert (answer.steps[0].article, answer.condition.rule.verified) == ("VCLT 24(2)", True)
    assert entry_into_force(file, day("2000-02-01")).missing.consents == 1


def test_without_any_clause_and_negotiators_nothing_can_be_computed() -> None:
    answer = entry_into_force(case(acts(THREE)), LATE)
    assert answer.triggered_on is None
    assert "no day can be computed" in answer.steps[0].text


def test_the_depositarys_day_is_known_from_the_trigger_on_and_wins() -> None:
    file = case(acts(THREE), [treaty_rule("1", 3, delay_months=1)], in_force_on="2000-04-02")
    assert entry_into_force(file, day("2000-02-29")).in_force_on is None
    answer = entry_into_force(file, day("2000-03-01"))
    assert (str(answer.in_force_on), str(answer.computed_in_force_on)) == ("2000-04-02", "2000-04-01")
    assert answer.agrees_with_depositary is False
    assert status_on(file, "AAA", day("2000-04-01")).status is Status.CONTRACTING
    assert status_on(file, "AAA", day("2000-04-02")).status is Status.PARTY


def test_the_depositarys_day_is_known_from_itself_where_no_trigger_is_recorded() -> None:
    file = case(acts(THREE), [treaty_rule("1", 30)], in_force_on="2000-06-01", complete=False)
    assert entry_into_force(file, day("2000-05-31")).in_force_on is None
    answer = entry_into_force(file, day("2000-06-01"))
    assert (answer.in_force, answer.agrees_with_depositary, answer.missing.consents) == (True, None, 0)
    assert "cannot reproduce the trigger" in text(answer)


def test_a_treaty_that_has_ended_is_not_in_force() -> None:
    file = case(acts(THREE), [treaty_rule("1", 3)], ended_on="2010-01-01")
    answers = [entry_into_force(file, day(on)) for on in ("2009-12-31", "2010-01-01")]
    assert [(answer.in_force, str(answer.ended_on)) for answer in answers] == [(True, "None"), (False, "2010-01-01")]


def test_nothing_is_possible_where_too_few_may_join() -> None:
    sign = [Entitlement(EntitlementWay.SIGN, participant=key) for key in ("AAA", "BBB")]
    file = case(acts("AAA ratification 2000-01-01"), [treaty_rule("1", 3)], entitlements=sign, opened_on="1999-01-01")
    assert entry_into_force(file, LATE).earliest_possible is None
    assert [supplier.participant for supplier in entry_into_force(file, LATE).missing.could_supply] == ["BBB"]


def test_an_entitlement_lasts_until_its_day() -> None:
    row = Entitlement(
        EntitlementWay.SIGN, all_states=True, valid_from=PartialDay("2000-01-10"), valid_until=PartialDay("2000-02-01")
    )
    file = case(acts(THREE), [treaty_rule("1", 9)], entitlements=[row], opened_on="2000-01-01")
    days = ("2000-01-09", "2000-01-10", "2000-01-31", "2000-02-01")
    assert [len(entitled_on(file, EntitlementWay.SIGN, day(on))) for on in days] == [0, 3, 3, 0]


def test_some_entitlements_await_entry_into_force() -> None:
    row = all_states("accede", after_entry_into_force=True)
    file = case(acts(THREE), [treaty_rule("1", 2, delay_days=10)], entitlements=[row], opened_on="2000-01-01")
    assert [bool(entitled_on(file, EntitlementWay.ACCEDE, day(on))) for on in ("2000-02-10", "2000-02-11")] == [
        False,
        True,
    ]


def test_first_of_month_with_no_months_is_refused() -> None:
    file = case(acts(THREE), [treaty_rule("1", 3, rounding=Rounding.FIRST_OF_MONTH)])
    with pytest.raises(ValueError, match="first_of_month"):
        entry_into_force(file, LATE)


@pytest.mark.parametrize(
    ("awaits", "positions"), [(False, ["entitled", "invited", "signatory"]), (True, ["signatory"])]
)
def test_from_where_a_consent_could_be_supplied(awaits: bool, positions: list[str]) -> None:
    later = Entitlement(EntitlementWay.ACCEDE, participant="AAA", after_entry_into_force=awaits)
    done = acts(
        "BBB invitation_to_accede 2000-01-01\nCCC signature 2000-01-01\n"
        "DDD signature 2000-01-01\nDDD ratification 2000-01-02"
    )
    people = {"AAA": Participant("AAA")}
    file = case(done, [treaty_rule("1", 4)], entitlements=[later], participants=people, opened_on="2000-01-01")
    assert [supplier.position for supplier in entry_into_force(file, LATE).missing.could_supply] == positions


def test_a_signatory_that_applies_provisionally_could_supply_its_consent() -> None:
    file = case(
        acts("AAA signature 2000-01-01\nAAA provisional_application 2000-01-01"),
        [treaty_rule("1", 1)],
        opened_on="2000-01-01",
    )
    assert [supplier.position for supplier in entry_into_force(file, LATE).missing.could_supply] == ["signatory"]


def test_a_consent_taken_back_is_not_counted_on_that_day() -> None:
    file = case(acts(f"{THREE}\nAAA withdrawal_of_consent 2000-02-15"), [treaty_rule("1", 3)])
    counted = [[row.participant for row in entry_into_force(file, day(f"2000-02-{on}")).counted] for on in (14, 15)]
    assert counted == [["AAA", "BBB"], ["BBB"]]


@pytest.mark.parametrize(
    ("judged", "counts_in"),
    [(MembershipOn.ACT, {"AAA": ("coe",), "BBB": ()}), (MembershipOn.TRIGGER, {"AAA": (), "BBB": ("coe",)})],
)
def test_on_which_day_it_is_judged_what_a_consent_counted_in(
    judged: MembershipOn, counts_in: dict[str, tuple[str, ...]]
) -> None:
    """AAA leaves and BBB joins between their deposits and the trigger; BBB leaves before the day asked."""
    rows = [*members("COE", ["AAA"], None, "2000-02-10"), *members("COE", ["BBB"], "2000-02-10", "2001-01-01")]
    coe = Threshold("t.coe", members_of="COE", membership_on=judged, minimum=1)
    file = case(acts(THREE), [treaty_rule("1", 3)], memberships=rows, thresholds=[coe])
    counted = {row.participant: row.counts_in for row in entry_into_force(file, LATE).counted}
    assert counted == counts_in | {"CCC": ()}
