"""Which readings of a vaguely dated file need not be asked of a participant, because they cannot differ about it."""

from __future__ import annotations

import pytest

from signatories.treaty_law.acts import EntitlementWay
from signatories.treaty_law.alike import alike_about, alike_in_days
from signatories.treaty_law.case import Case, Entitlement, Participant
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.readings import readings
from tests.treaty_law.building import acts, case, day, members, treaty_rule

ON = day("2005-06-15")


def early_and_late(lines: str, **more: object) -> tuple[Case, Case]:
    early, late, *_ = readings(case(acts(lines), [treaty_rule("1", 1)], **more))  # type: ignore[arg-type]
    return early, late


@pytest.mark.parametrize(
    ("lines", "more", "alike"),
    [
        ("AAA signature 2000-01-01\nBBB signature 2000", {}, "AAA"),
        ("AAA signature 2000\nBBB signature 2000-01-01", {}, "BBB"),
        (
            "AAA signature 2000-01-01",
            {"participants": {"BBB": Participant("BBB", exists_from=PartialDay("1990"))}},
            "AAA",
        ),
        (
            "BBB signature 2000-01-01",
            {"participants": {"AAA": Participant("AAA", exists_from=PartialDay("1990"))}},
            "BBB",
        ),
        ("AAA signature 2000-01-01", {"memberships": members("EU", ["BBB"], "1990")}, "AAA"),
        ("BBB signature 2000-01-01", {"memberships": members("EU", ["AAA"], "1990")}, "BBB"),
        ("AAA signature 2000-01-01", {"ended_on": "2010"}, ""),
        ("AAA signature 2000-01-01", {"opened_on": "1999"}, ""),
        ("AAA signature 2000-01-01\nBBB signature 2000", {"opened_on": "1999"}, ""),
    ],
)
def test_about_whom_two_readings_say_the_same(lines: str, more: dict[str, object], alike: str) -> None:
    early, late = early_and_late(lines, **more)
    assert "".join(key for key in ("AAA", "BBB") if alike_about(early, late, key)) == alike
    assert alike_about(early, early, "AAA")


def test_readings_of_which_the_entitlements_differ_are_alike_about_nobody() -> None:
    row = Entitlement(EntitlementWay.SIGN, participant="AAA", valid_until=PartialDay("2010"))
    early, late = early_and_late("BBB signature 2000-01-01", entitlements=[row])
    assert not alike_about(early, late, "BBB")


@pytest.mark.parametrize(
    ("lines", "more", "alike"),
    [
        ("AAA ratification 2000-01-01\nBBB signature 2000", {}, True),
        ("AAA ratification 2000", {}, False),
        ("AAA ratification 2000", {"in_force_on": "2001-01-01"}, False),
        ("AAA ratification 2000-01-01", {"ended_on": "2005"}, False),
        ("AAA ratification 2000-01-01\nBBB signature 2000", {"ended_on": "2005-01-01"}, True),
        ("AAA signature 2000-01-01\nBBB signature 2000", {}, True),
    ],
    ids=["anothers-signature", "the-trigger", "the-trigger-alone", "the-end", "an-end-on-a-day", "nothing-yet"],
)
def test_whether_the_treaty_has_the_same_days_in_both(lines: str, more: dict[str, object], alike: bool) -> None:
    early, late = early_and_late(lines, **more)
    assert [alike_in_days(early, late, ON) for _ in range(2)] == [alike, alike]
