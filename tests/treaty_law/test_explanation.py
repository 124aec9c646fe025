"""The steps of an answer, as a lawyer would check them: which rule was applied, what it found, on which article."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from signatories.treaty_law.acts import EntitlementWay, LaterFrom, Measure, MembershipOn, OrganisationsCount, Rounding
from signatories.treaty_law.case import Case, Entitlement, Participant, Rule, Threshold
from signatories.treaty_law.entry_into_force import entry_into_force
from signatories.treaty_law.law_page import COMPUTING
from signatories.treaty_law.legal_rule import Step
from tests.treaty_law.building import acts, case, day, later_rule, members, treaty_rule

SAYS = {rule.name: rule.text for rule in COMPUTING}
NEXT_MONTH = {"delay_months": 3, "rounding": Rounding.FIRST_OF_NEXT_MONTH}
THREE_MONTHS = "3 months, then the first day of the month after the month reached"


def found(step: Step) -> tuple[str, str, str | None]:
    assert step.text.startswith(SAYS[step.rule])
    return step.rule, step.text.removeprefix(SAYS[step.rule]).strip(), step.article


def steps(file: Case, on: str) -> list[tuple[str, str, str | None]]:
    return [found(step) for step in entry_into_force(file, day(on)).steps]


BUDAPEST = case(
    acts("ALB ratification 2002-06-20\nHRV ratification 2002-10-17\nUSA ratification 2003-01-10"),
    [
        treaty_rule("36(3)", 3, **NEXT_MONTH, text="Three States, two of them members."),
        later_rule("36(4)", **NEXT_MONTH, later_from=LaterFrom.TRIGGER),
    ],
    memberships=members("COE", ["ALB", "HRV"]),
    thresholds=[Threshold("t.members", members_of="COE", minimum=2)],
)
CLAUSE = [
    (
        "as_the_treaty_provides",
        "Here: 3 consents to be bound; members: 2 of the members of COE; "
        f"delay: {THREE_MONTHS}. Three States, two of them members.",
        "36(3)",
    ),
    ("membership_judged", "Threshold members: judged on the day of each act.", "36(3)"),
]
LATER = ("after_the_trigger", f"Delay: {THREE_MONTHS}.", "36(4)")


def test_before_anything_is_reached() -> None:
    assert steps(BUDAPEST, "2002-06-20") == [
        *CLAUSE,
        ("counted_consents", "Counted: 1 (ALB).", "36(3)"),
        ("trigger", "Not reached by 2002-06-20: 2 consents are missing, members lacks 1.", "36(3)"),
        LATER,
    ]
    assert steps(BUDAPEST, "2002-06-19")[2][1] == "Counted: 0 (none)."


def test_a_threshold_that_is_reached_is_not_said_to_lack_anything() -> None:
    file = replace(BUDAPEST, thresholds=[replace(BUDAPEST.thresholds[0], minimum=1)])
    (said,) = [text for rule, text, _ in steps(file, "2002-12-31") if rule == "trigger"]
    assert said == "Not reached by 2002-12-31: 1 consent is missing."


def test_from_the_clause_to_the_day() -> None:
    assert steps(BUDAPEST, "2003-01-10") == [
        *CLAUSE,
        ("counted_consents", "Counted: 3 (ALB, HRV, USA).", "36(3)"),
        ("trigger", "Reached on 2003-01-10 by USA.", "36(3)"),
        ("day_reached", f"From 2003-01-10, {THREE_MONTHS}: in force on 2003-05-01.", "36(3)"),
        LATER,
    ]


@pytest.mark.parametrize(
    ("deposited", "rule", "text"),
    [
        ("1988-12-31", "fixed_day_without_delay", "In force on 1989-01-01."),
        ("1989-01-01", "fixed_day_without_delay", "In force on 1989-01-01."),
        ("1989-01-02", "day_reached", "From 1989-01-02, 90 days: in force on 1989-04-02."),
    ],
)
def test_a_fixed_day_or_a_delay(deposited: str, rule: str, text: str) -> None:
    """The Montreal Protocol fixes 1 January 1989, and ninety days for later."""
    file = case(
        acts(f"DEU ratification {deposited}"), [treaty_rule("16(1)", 1, delay_days=90, fixed_day=day("1989-01-01"))]
    )
    told = steps(file, "1990-01-01")
    assert told[0][1].endswith("delay: 90 days; fixed day: 1989-01-01.")
    assert told[3] == (rule, text, "16(1)")


def test_who_is_left_out_of_the_count_and_why() -> None:
    file = case(
        acts(
            "OLD ratification 2000-01-01\nEU approval 2000-02-01\nNEW succession 2000-03-01\nZZZ accession 2009-01-01"
        ),
        [treaty_rule("1", 2, organisations_count=OrganisationsCount.NOT_ADDITIONAL)],
        participants={"NEW": Participant("NEW", succeeds=("OLD",))},
    )
    told = steps(file, "2005-01-01")
    assert told[1:4] == [
        ("counted_consents", "Counted: 1 (OLD).", "1"),
        ("counts_as_participant", "Not counted: EU.", "1"),
        ("predecessor_counted", "Not counted: NEW.", None),
    ]


def test_one_that_deposits_on_the_trigger_is_said_to_be_left_out_as_well() -> None:
    rule = treaty_rule("1", 1, organisations_count=OrganisationsCount.NO)
    told = steps(case(acts("AAA ratification 2000-01-01\nEU approval 2000-01-01"), [rule]), "2000-01-01")
    assert told[2] == ("counts_as_participant", "Not counted: EU.", "1")


def test_where_organisations_count_nobody_is_said_to_be_left_out() -> None:
    file = case(acts("EU approval 2000-02-01\nAAA ratification 2000-03-01"), [treaty_rule("1", 1)])
    assert [rule for rule, _, _ in steps(file, "2005-01-01")][1:3] == ["counted_consents", "trigger"]


def test_what_came_after_the_trigger_is_not_said_to_be_left_out() -> None:
    file = case(
        acts("AAA ratification 2000-01-01\nEU approval 2000-02-01"),
        [treaty_rule("1", 1, organisations_count=OrganisationsCount.NO)],
    )
    assert "counts_as_participant" not in [rule for rule, _, _ in steps(file, "2005-01-01")]


def test_a_group_that_changes_may_bring_a_treaty_into_force_by_nobodys_deposit() -> None:
    file = case(
        acts("AAA ratification 2000-01-01"),
        [treaty_rule("1", 1)],
        memberships=members("COE", ["AAA"], "2000-06-01"),
        thresholds=[Threshold("t.members", members_of="COE", membership_on=MembershipOn.TRIGGER, minimum=1)],
    )
    told = steps(file, "2001-01-01")
    assert told[1] == ("membership_judged", "Threshold members: judged on the trigger day.", "1")
    assert told[3] == ("trigger", "Reached on 2000-06-01, when the group changed.", "1")


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        (Threshold("t.two", participants=frozenset({"AAA", "BBB"}), minimum="all"), "two: all of 2 named participants"),
        (Threshold("t.co2", measure=Measure.WEIGHT_PERCENT, minimum=55, denominator=Decimal(9)), "co2: 55 % of all"),
    ],
)
def test_a_threshold_in_words(threshold: Threshold, words: str) -> None:
    told = steps(case(rules=[treaty_rule("1")], thresholds=[threshold]), "2000-01-01")
    assert told[0][1].startswith(f"Here: {words}; delay: no delay.")
    assert told[1][0] == "counted_consents"


def test_where_the_treaty_is_silent_all_who_negotiated_are_counted() -> None:
    who = [Entitlement(EntitlementWay.NEGOTIATED, participant=key) for key in ("AAA", "BBB")]
    file = case(acts("AAA ratification 2000-01-01\nBBB ratification 2000-02-01"), entitlements=who)
    assert steps(file, "2000-02-01")[0] == ("all_negotiating_states", "2 negotiated.", "VCLT 24(2)")
    assert steps(file, "2000-02-01")[-1] == ("from_its_own_deposit", "", "VCLT 24(3)")


@pytest.mark.parametrize("names", [("b", "a"), (None, None)], ids=["by-name", "by-article"])
def test_while_no_alternative_is_reached_the_first_is_explained_and_lacking(names: tuple[str | None, ...]) -> None:
    rules = [treaty_rule("1(b)", 3, alternative=names[0]), treaty_rule("1(a)", 2, alternative=names[1])]
    answer = entry_into_force(case(acts("AAA ratification 2000-01-01"), rules), day("2000-01-01"))
    assert (answer.steps[0].article, answer.condition.rule.article, answer.missing.consents) == ("1(a)", "1(a)", 1)


def test_each_alternative_and_the_day_it_gives() -> None:
    rules = [treaty_rule("1(a)", 5), treaty_rule("1(b)", 1, alternative="few", delay_days=10)]
    told = steps(case(acts("AAA ratification 2000-01-01"), rules), "2000-01-01")
    assert ("earliest_alternative", "main: not reached; few: 2000-01-11.", "VCLT 24(1)") in told
    assert "earliest_alternative" not in [rule for rule, _, _ in steps(BUDAPEST, "2003-01-10")]


def test_the_depositarys_day_beside_the_computed_one() -> None:
    lines = "AAA ratification 2000-01-01"
    agreed = steps(case(acts(lines), [treaty_rule("1", 1)], in_force_on="2000-01-02"), "2000-01-02")
    assert ("official_day", "The depositary states 2000-01-02; computed: 2000-01-01.", "VCLT 77(1)") in agreed
    alone = steps(case(acts(lines), [treaty_rule("1", 2)], in_force_on="2000-01-02"), "2000-01-02")
    assert ("official_day", "The depositary states 2000-01-02; computed: none.", "VCLT 77(1)") in alone
    assert ("trigger_not_reproduced", "The record holds no trigger for 2000-01-02.", None) in alone
    assert "trigger_not_reproduced" not in [rule for rule, _, _ in agreed]


def test_how_a_treaty_ended() -> None:
    lines = "AAA ratification 2000-01-01\nAAA cessation 2005-01-01"
    by_its_word = case(acts(lines), [treaty_rule("1", 1)], ended_on="2004-06")
    by_its_number = case(acts(lines), [treaty_rule("1", 1, ends_below=1)])
    stated, below = steps(by_its_word, "2006-01-01"), steps(by_its_number, "2006-01-01")
    assert stated[-1] == ("treaty_ended", "Ended on 2004-06.", "VCLT 54, 70")
    ended = [entry_into_force(file, day("2006-01-01")).ended_on for file in (by_its_word, by_its_number)]
    assert [str(on) for on in ended] == ["2004-06", "2005-01-01"]
    assert below[-1] == ("fallen_below", "Fallen below, and ended, on 2005-01-01.", "VCLT 55")


@pytest.mark.parametrize(
    ("clause", "step"),
    [
        ([], ("from_its_own_deposit", "", "VCLT 24(3)")),
        ([later_rule("8", delay_days=30)], ("after_the_trigger", "Delay: 30 days.", "8")),
        (
            [later_rule("8", delay_days=60, later_from=LaterFrom.ENTRY_INTO_FORCE)],
            ("after_entry_into_force", "Delay: 60 days.", "8"),
        ),
    ],
    ids=["no-clause", "from-the-trigger", "from-the-entry-into-force"],
)
def test_when_a_later_consent_takes_effect(clause: list[Rule], step: tuple[str, str, str]) -> None:
    assert steps(case(rules=[treaty_rule("7", 1), *clause]), "2000-01-01")[-1] == step
