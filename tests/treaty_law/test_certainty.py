"""Days known to the month or year: what follows is certain where every reading agrees, else only possible."""

from __future__ import annotations

import pytest

from signatories.treaty_law.acts import Certainty, EntitlementWay, Rounding, RuleScope, Status
from signatories.treaty_law.case import Case, Entitlement, Membership, Rule, Threshold
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import entry_into_force
from signatories.treaty_law.readings import readings, spanning
from signatories.treaty_law.status import as_far_as_known, status_on, statuses_on
from tests.treaty_law.building import acts, case, day, partial, treaty_rule

NEXT_MONTH = {"delay_months": 3, "rounding": Rounding.FIRST_OF_NEXT_MONTH}
CERTAIN, POSSIBLE = Certainty.CERTAIN, Certainty.POSSIBLE


@pytest.mark.parametrize(
    ("on", "status", "certainty"),
    [
        ("2025-08-31", Status.NO_ACTION, CERTAIN),
        ("2025-09-01", Status.SIGNATORY, POSSIBLE),
        ("2025-09-29", Status.SIGNATORY, POSSIBLE),
        ("2025-09-30", Status.SIGNATORY, CERTAIN),
    ],
)
def test_a_signature_known_to_the_month(on: str, status: Status, certainty: Certainty) -> None:
    row = status_on(case(acts("GBR signature 2025-09"), [treaty_rule("1", 5)]), "GBR", day(on))
    assert (row.status, row.certainty) == (status, certainty)


def test_a_signature_keeps_its_precision() -> None:
    row = status_on(case(acts("GBR signature 2025-09"), [treaty_rule("1", 5)]), "GBR", day("2026-01-01"))
    assert (str(row.signed_on), str(row.since)) == ("2025-09", "2025-09")


def test_a_rounded_day_is_certain_although_the_deposit_is_known_to_the_month() -> None:
    file = case(acts("GBR ratification 2025-09"), [treaty_rule("1", 1, **NEXT_MONTH)])
    answer = entry_into_force(file, day("2025-10-01"))
    assert (str(answer.triggered_on), str(answer.in_force_on), answer.certainty) == ("2025-09", "2026-01-01", CERTAIN)
    assert status_on(file, "GBR", day("2026-01-01")).certainty is CERTAIN


def test_a_day_counted_in_days_is_only_possible() -> None:
    file = case(acts("GBR ratification 2025-09"), [treaty_rule("1", 1, delay_days=30)])
    answer = entry_into_force(file, day("2025-12-01"))
    assert (str(answer.in_force_on), answer.certainty) == ("2025-10-01", POSSIBLE)
    rows = [status_on(file, "GBR", day(on)) for on in ("2025-09-30", "2025-10-01", "2025-10-31")]
    assert [row.status for row in rows] == [Status.CONTRACTING, Status.PARTY, Status.PARTY]
    assert rows[1].certainty is POSSIBLE


def test_a_stated_effect_known_to_the_month_stays_a_month() -> None:
    file = case(acts("GBR ratification 2000-01-01\nNOR ratification 2001-01-01 -> 2001-03"), [treaty_rule("1", 1)])
    row = status_on(file, "NOR", day("2005-01-01"))
    assert (str(row.in_force_from), row.certainty) == ("2001-03", CERTAIN)


def test_two_partial_acts_are_also_read_one_by_one() -> None:
    file = case(acts("GBR signature 2025-09\nGBR withdrawal_of_signature 2025-09"), [treaty_rule("1", 5)])
    assert status_on(file, "GBR", day("2025-09-15")).certainty is POSSIBLE


def tie(done_on: str) -> Case:
    """A trigger by whoever comes second."""
    return case(
        acts(f"AAA ratification 2000-01-01\nBBB ratification {done_on}\nCCC ratification 2000-05-10"),
        [treaty_rule("1", 2)],
    )


@pytest.mark.parametrize(("done_on", "certainty"), [("2000-04", CERTAIN), ("2000-05", POSSIBLE), ("2000", POSSIBLE)])
def test_who_brought_it_into_force_may_be_open(done_on: str, certainty: Certainty) -> None:
    assert entry_into_force(tie(done_on), day("2001-01-01")).certainty is certainty


def test_a_membership_known_to_the_year_may_decide() -> None:
    joined = Membership("AAA", "COE", "member", PartialDay("2000"))
    file = case(
        acts("AAA ratification 2000-06-01"),
        [treaty_rule("1", 1)],
        memberships=[joined],
        thresholds=[Threshold("t.members", members_of="COE", minimum=1)],
    )
    assert entry_into_force(file, day("2002-01-01")).certainty is POSSIBLE


def test_a_depositarys_day_known_to_the_month_keeps_it() -> None:
    file = case(acts("AAA ratification 2000-01-01"), [treaty_rule("1", 1, delay_days=40)], in_force_on="2000-02")
    answer = entry_into_force(file, day("2001-01-01"))
    assert (str(answer.in_force_on), answer.agrees_with_depositary) == ("2000-02", True)


def test_whole_days_are_certain() -> None:
    rows = statuses_on(tie("2000-02-02"), day("2001-01-01"))
    assert {row.certainty for row in rows} == {CERTAIN}


def test_two_partial_acts_of_which_either_may_be_first() -> None:
    """All read early, or all late, the signature is withdrawn; read late and early it was made after."""
    file = case(acts("GBR signature 2025-09\nGBR withdrawal_of_signature 2025-09"), [treaty_rule("1", 5)])
    row = status_on(file, "GBR", day("2026-01-01"))
    assert (row.status, row.certainty) == (Status.WITHDRAWN_SIGNATURE, POSSIBLE)


@pytest.mark.parametrize(("vague", "number"), [(0, 1), (1, 2), (2, 6), (8, 18), (9, 2)])
def test_up_to_eight_partial_acts_are_read_one_by_one(vague: int, number: int) -> None:
    lines = [f"S{place:02} signature 2025-09" for place in range(vague)]
    assert len(readings(case(acts("\n".join([*lines, "GBR signature 2025-09-01"]))))) == number


@pytest.mark.parametrize(
    ("days", "spanned", "is_exact"),
    [
        (["2025-09-01", "2025-09-30"], "2025-09", True),
        (["2025-09-30", "2025-09-01", "2025-09-15"], "2025-09", True),
        (["2025-01-01", "2025-12-31"], "2025", True),
        (["2025-09-01", "2025-09-29"], "2025-09-01", False),
        (["2025-09-02", None], "2025-09-02", True),
        ([None, None], "None", True),
    ],
)
def test_what_all_readings_of_a_day_span(days: list[str | None], spanned: str, is_exact: bool) -> None:
    found = spanning(partial(text) for text in days)
    assert (str(found.day), found.is_exact) == (spanned, is_exact)


def test_a_time_as_a_party_is_as_precise_as_its_acts() -> None:
    lines = "AAA ratification 1999-01-01\nBBB ratification 2000-03\nBBB denunciation 2001-05 -> 2002-05"
    (period,) = status_on(case(acts(lines), [treaty_rule("1", 1)]), "BBB", day("2005-01-01")).periods
    assert (str(period.valid_from), str(period.valid_until)) == ("2000-03", "2002-05")


def test_a_time_as_a_party_that_ends_on_an_uncertain_day_is_only_possible() -> None:
    rules = [treaty_rule("1", 1), Rule(RuleScope.DENUNCIATION, delay_days=30)]
    row = status_on(
        case(acts("AAA ratification 1999-01-01\nAAA denunciation 2001-05"), rules), "AAA", day("2005-01-01")
    )
    assert (str(row.ended_on), row.certainty) == ("2001-05-31", POSSIBLE)


def test_one_partial_act_makes_one_row_of_all_uncertain() -> None:
    file = case(acts("AAA signature 2000-01-01\nBBB signature 2000-05"), [treaty_rule("1", 5)])
    rows = statuses_on(file, day("2000-05-15"))
    assert [(row.participant, row.status, row.certainty) for row in rows] == [
        ("AAA", Status.SIGNATORY, CERTAIN),
        ("BBB", Status.SIGNATORY, POSSIBLE),
    ]


@pytest.mark.parametrize(("complete", "known"), [(True, ["AAA", "BBB"]), (False, ["AAA"])])
def test_of_whom_an_incomplete_record_holds_nothing_it_says_nothing(complete: bool, known: list[str]) -> None:
    sign = [Entitlement(EntitlementWay.SIGN, participant=key) for key in ("AAA", "BBB")]
    file = case(acts("AAA signature 2000-01-01"), entitlements=sign, opened_on="2000-01-01", complete=complete)
    rows = statuses_on(file, day("2001-01-01"))
    assert [row.participant for row in rows if as_far_as_known(file, row)] == known


def test_an_earlier_time_as_a_party_with_an_uncertain_end_leaves_the_row_possible() -> None:
    rules = [treaty_rule("1", 1), Rule(RuleScope.DENUNCIATION, delay_days=30)]
    lines = "AAA ratification 1999-01-01\nAAA denunciation 2001-05\nAAA accession 2005-01-01"
    row = status_on(case(acts(lines), rules), "AAA", day("2010-01-01"))
    assert (str(row.in_force_from), row.ended_on, row.certainty) == ("2005-01-01", None, POSSIBLE)


def test_an_earlier_time_as_a_party_of_which_the_reason_is_uncertain_leaves_the_row_possible() -> None:
    """It ceased on some day in May, by whose last its own notice took effect as well."""
    lines = "AAA accession 1999-01-01\nAAA denunciation 2001-01-01 -> 2001-05-31\nAAA cessation 2001-05"
    row = status_on(case(acts(f"{lines}\nAAA accession 2005-01-01"), [treaty_rule("1", 1)]), "AAA", day("2010-01-01"))
    assert (str(row.periods[0].valid_until), row.status, row.certainty) == ("2001-05-01", Status.PARTY, POSSIBLE)
