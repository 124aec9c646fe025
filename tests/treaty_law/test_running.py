"""How a count ran: a line for each day on which it changed, until the trigger."""

from __future__ import annotations

import pytest

from signatories.treaty_law.acts import EntitlementWay, MembershipOn
from signatories.treaty_law.case import Case, Entitlement, Threshold
from signatories.treaty_law.running import running_counts
from tests.treaty_law.building import acts, case, day, members, treaty_rule

Line = tuple[str, int, int | None, list[str], bool]
LINES = """
AAA ratification 2000-01-01 as a
BBB signature 2000-02-01
BBB ratification 2000-03-01 as b
CCC accession 2000-04-01 as c
"""


def ran(file: Case, on: str = "2020-01-01") -> list[Line]:
    return [
        (str(count.day), count.consents, count.consents_needed, sorted(count.added), count.is_reached)
        for count in running_counts(file, day(on))
    ]


def test_a_line_for_each_day_on_which_the_count_changed() -> None:
    file = case(acts(LINES), [treaty_rule("1", 2)])
    assert ran(file) == [("2000-01-01", 1, 2, ["a"], False), ("2000-03-01", 2, 2, ["b"], True)]
    assert ran(file, "2000-02-29") == [("2000-01-01", 1, 2, ["a"], False)]
    assert ran(file, "1999-12-31") == []


def test_a_consent_taken_back_leaves_the_count_and_a_later_one_is_added_anew() -> None:
    lines = f"{LINES}\nAAA withdrawal_of_consent 2000-02-15\nAAA accession 2000-05-01 as anew"
    assert ran(case(acts(lines), [treaty_rule("1", 4)])) == [
        ("2000-01-01", 1, 4, ["a"], False),
        ("2000-02-15", 0, 4, [], False),
        ("2000-03-01", 1, 4, ["b"], False),
        ("2000-04-01", 2, 4, ["c"], False),
        ("2000-05-01", 3, 4, ["anew"], False),
    ]


def test_what_each_threshold_had() -> None:
    file = case(
        acts(LINES),
        [treaty_rule("1", 1)],
        memberships=members("COE", ["BBB"]),
        thresholds=[Threshold("t.members", members_of="COE", minimum=1)],
    )
    rows = [(str(count.day), count.thresholds[0]) for count in running_counts(file, day("2020-01-01"))]
    assert [(on, row.threshold, row.have, row.missing) for on, row in rows] == [
        ("2000-01-01", "members", 0, 1),
        ("2000-03-01", "members", 1, 0),
    ]


def test_a_group_that_changes_reaches_it_on_a_day_on_which_nobody_deposited() -> None:
    file = case(
        acts(LINES),
        [treaty_rule("1", 1)],
        memberships=members("COE", ["AAA"], "2000-02-20"),
        thresholds=[Threshold("t.members", members_of="COE", membership_on=MembershipOn.TRIGGER, minimum=1)],
    )
    assert ran(file) == [("2000-01-01", 1, 1, ["a"], False), ("2000-02-20", 1, 1, [], True)]


def test_a_group_that_changes_without_reaching_it_is_no_line() -> None:
    file = case(
        acts(LINES),
        [treaty_rule("1", 9)],
        memberships=members("COE", ["AAA"], "2000-02-20"),
        thresholds=[Threshold("t.members", members_of="COE", membership_on=MembershipOn.TRIGGER, minimum=1)],
    )
    assert [line[0] for line in ran(file)] == ["2000-01-01", "2000-03-01", "2000-04-01"]


def test_where_all_must_consent_only_theirs_are_said_to_count() -> None:
    """Of three consents those of the two that negotiated, as the third that did has not consented (VCLT 24(2))."""
    who = [Entitlement(EntitlementWay.NEGOTIATED, participant=key) for key in ("AAA", "CCC", "DDD")]
    assert ran(case(acts(LINES), entitlements=who)) == [
        ("2000-01-01", 1, 3, ["a"], False),
        ("2000-03-01", 1, 3, ["b"], False),
        ("2000-04-01", 2, 3, ["c"], False),
    ]


def test_where_all_must_consent_and_nobody_negotiated_none_counts() -> None:
    assert [line[1:3] for line in ran(case(acts(LINES)))] == [(0, 0), (0, 0), (0, 0)]


def test_alternatives_run_beside_each_other_until_one_is_reached() -> None:
    rules = [treaty_rule("1(b)", 2, alternative="b"), treaty_rule("1(a)", 3, alternative="a")]
    file = case(acts(LINES), rules)
    assert [(str(c.day), c.condition.alternative, c.is_reached) for c in running_counts(file, day("2020-01-01"))] == [
        ("2000-01-01", "a", False),
        ("2000-01-01", "b", False),
        ("2000-03-01", "a", False),
        ("2000-03-01", "b", True),
    ]


@pytest.mark.parametrize("threshold", [True, False])
def test_an_alternative_that_asks_for_nothing_is_not_counted(threshold: bool) -> None:
    thresholds = [Threshold("t.few", participants=frozenset({"AAA"}), minimum=1)] if threshold else []
    file = case(acts(LINES), [treaty_rule("1", fixed_day=day("2010-01-01"))], thresholds=thresholds)
    assert ran(file) == ([("2000-01-01", 1, None, ["a"], True)] if threshold else [])
