"""The flagship: the Framework Convention on Artificial Intelligence, as its record spoke in September 2026."""

from __future__ import annotations

import pytest

from signatories.treaty_law.acts import EntitlementWay, Position, Status
from signatories.treaty_law.entry_into_force import entry_into_force, missing
from signatories.treaty_law.status import counts, status_on, statuses_on
from tests.treaty_law.building import act, acts, day, entitled_on
from tests.treaty_law.cets_225 import EU_MEMBERS, SIGNED_ON, cets_225

ASKED = day("2026-09-24")


@pytest.mark.parametrize(
    ("on", "signatories", "contracting", "no_action"),
    [
        pytest.param("2019-01-01", 0, 0, 0, id="before-anyone-drafted"),
        pytest.param("2024-05-17", 0, 0, 0, id="adopted-not-opened"),
        pytest.param("2024-09-04", 0, 0, 0, id="the-day-before-the-opening"),
        pytest.param("2024-09-05", 10, 0, 48, id="the-opening"),
        pytest.param("2024-09-06", 10, 0, 48, id="the-day-after-the-opening"),
        pytest.param("2026-05-14", 20, 0, 38, id="the-day-before-the-union-approves"),
        pytest.param("2026-05-15", 19, 1, 38, id="the-union-approves"),
        pytest.param("2026-05-16", 19, 1, 38, id="the-day-after"),
        pytest.param("2026-09-24", 20, 1, 37, id="as-the-record-has-it"),
    ],
)
def test_counts(on: str, signatories: int, contracting: int, no_action: int) -> None:
    counted = counts(statuses_on(cets_225(), day(on)))
    expected = {Status.SIGNATORY: signatories, Status.CONTRACTING: contracting, Status.NO_ACTION: no_action}
    assert {status: number for status, number in counted.by_status.items() if number} == {
        status: number for status, number in expected.items() if number
    }
    assert (counted.signatures, counted.consents) == (signatories + contracting, contracting)


def test_not_in_force_and_what_is_missing() -> None:
    answer = entry_into_force(cets_225(), ASKED)
    assert (answer.in_force, answer.in_force_on, answer.triggered_on) == (False, None, None)
    assert [(c.participant, c.kind, str(c.done_on), c.counts_in) for c in answer.counted] == [
        ("EU", "approval", "2026-05-15", ())
    ]
    threshold = answer.missing.thresholds[0]
    assert answer.missing.consents == 4
    assert (threshold.threshold, threshold.have, threshold.minimum, threshold.missing) == ("members", 0, 3, 3)
    assert answer.earliest_possible and answer.earliest_possible.in_force_on == day("2027-01-01")


@pytest.mark.parametrize("number", range(23, 31))
def test_completed_late_in_november_it_would_enter_into_force_in_march(number: int) -> None:
    answer = entry_into_force(cets_225(), day(f"2026-11-{number}"))
    assert answer.earliest_possible and answer.earliest_possible.in_force_on == day("2027-03-01")


def test_who_could_supply_the_missing_consents() -> None:
    could = {supplier.participant: supplier for supplier in missing(cets_225(), ASKED).could_supply}
    positions = [supplier.position for supplier in could.values()]
    assert (positions.count(Position.SIGNATORY), positions.count(Position.ENTITLED)) == (20, 37)
    assert list(could) == sorted(could)
    assert {key for key, supplier in could.items() if supplier.through == "EU"} == set(EU_MEMBERS)
    assert (could["ALB"].counts_in, could["ALB"].through, could["USA"].counts_in) == (("members",), None, ())
    assert could["TUR"].through is None


def test_nobody_could_supply_anything_before_the_opening() -> None:
    answer = entry_into_force(cets_225(), day("2024-09-04"))
    assert (answer.missing.consents, answer.missing.could_supply, answer.earliest_possible) == (5, (), None)


def test_the_union_is_contracting_and_no_member_is_bound_by_its_act() -> None:
    row = status_on(cets_225(), "EU", ASKED)
    assert (row.status, row.in_force_from, row.periods) == (Status.CONTRACTING, None, ())
    assert {status_on(cets_225(), key, ASKED).status for key in EU_MEMBERS} == {Status.NO_ACTION}


def test_fifty_seven_states_negotiated() -> None:
    negotiators = entitled_on(cets_225(), EntitlementWay.NEGOTIATED, ASKED)
    assert len(negotiators) == 57
    assert "RUS" not in negotiators and "EU" not in negotiators


FOUR = acts(
    "CHE ratification 2026-12-15\nNOR ratification 2026-12-15\nGBR ratification 2026-12-15\nISL ratification 2027-01-31"
)


def test_four_ratifications_bring_it_into_force() -> None:
    answer = entry_into_force(cets_225(*FOUR), day("2027-01-31"))
    assert (str(answer.triggered_on), answer.triggered_by, str(answer.in_force_on)) == (
        "2027-01-31",
        ("ISL",),
        "2027-05-01",
    )
    assert (answer.missing.consents, answer.missing.could_supply, answer.earliest_possible) == (0, (), None)
    assert not answer.in_force


@pytest.mark.parametrize("left_out", FOUR, ids=lambda act: f"without-{act.participant}")
def test_without_any_one_of_the_four_one_is_missing(left_out: object) -> None:
    answer = entry_into_force(cets_225(*(a for a in FOUR if a is not left_out)), day("2027-01-31"))
    assert (answer.triggered_on, answer.missing.consents) == (None, 1)


def test_five_with_two_members_are_not_enough() -> None:
    more = acts(
        "CHE ratification 2026-12-15\nNOR ratification 2026-12-15\n"
        "CAN ratification 2026-12-15\nJPN ratification 2026-12-15"
    )
    answer = entry_into_force(cets_225(*more), day("2027-01-31"))
    assert (answer.triggered_on, answer.missing.consents, answer.missing.thresholds[0].missing) == (None, 0, 1)
    suppliers = answer.missing.could_supply
    assert suppliers and all(supplier.counts_in == ("members",) for supplier in suppliers)


def test_the_first_wave_takes_the_treatys_day_and_a_later_one_its_own() -> None:
    file = cets_225(*FOUR, act("CAN ratification 2027-02-01"))
    days = {key: str(status_on(file, key, day("2027-02-01")).in_force_from) for key in ("EU", "CHE", "ISL", "CAN")}
    assert days == {"EU": "2027-05-01", "CHE": "2027-05-01", "ISL": "2027-05-01", "CAN": "2027-06-01"}


def test_twenty_one_signed() -> None:
    assert {row.participant for row in statuses_on(cets_225(), ASKED) if row.signed_on} == set(SIGNED_ON)
