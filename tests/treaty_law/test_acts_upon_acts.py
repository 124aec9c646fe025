"""Which act a withdrawal, a revocation or a confirmation aims at, and until when it may."""

from __future__ import annotations

import pytest

from signatories.treaty_law.acts import Status
from signatories.treaty_law.case import Case, Threshold
from signatories.treaty_law.entry_into_force import entry_into_force
from signatories.treaty_law.status import status_on
from tests.treaty_law.building import acts, case, day, members, treaty_rule
from tests.treaty_law.test_participants import rome

P, C, S, F, N = Status.PARTY, Status.CONTRACTING, Status.SIGNATORY, Status.FORMER_PARTY, Status.NO_ACTION


def not_in_force(lines: str) -> Case:
    return case(acts(lines), [treaty_rule("1", 50)])


TWO = "GBR accession 2000-01-01 as first\nGBR acceptance 2000-01-05 as second\n"


@pytest.mark.parametrize(
    ("withdrawal", "left"),
    [
        ("GBR withdrawal_of_consent 2000-01-01", "acceptance"),
        ("GBR withdrawal_of_consent 2000-01-05", "acceptance"),
        ("GBR withdrawal_of_consent 2000-01-06", None),
        ("GBR withdrawal_of_consent 2000-02-01 names first", "acceptance"),
        ("GBR withdrawal_of_consent 2000-02-01 names second", "accession"),
    ],
    ids=["one-of-the-day", "the-older", "both", "the-one-named", "the-other-named"],
)
def test_which_consent_a_withdrawal_aims_at(withdrawal: str, left: str | None) -> None:
    """The one it names, else those deposited before its day, else one of that day."""
    consent = status_on(not_in_force(TWO + withdrawal), "GBR", day("2000-03-01")).consent
    assert (consent.kind if consent else None) == left


@pytest.mark.parametrize("names", ["", " names only"])
@pytest.mark.parametrize(
    ("withdrawn_on", "status", "counted"), [("2000-01-04", C, 1), ("2000-01-05", N, 0), ("2000-01-06", N, 0)]
)
def test_a_consent_may_be_taken_back_from_the_day_of_its_deposit(
    withdrawn_on: str, names: str, status: Status, counted: int
) -> None:
    file = not_in_force(f"GBR accession 2000-01-05 as only\nGBR withdrawal_of_consent {withdrawn_on}{names}")
    assert status_on(file, "GBR", day("2000-02-01")).status is status
    assert len(entry_into_force(file, day("2000-02-01")).counted) == counted


def test_one_taken_back_on_the_day_of_its_deposit_leaves_those_of_others() -> None:
    file = not_in_force("AAA accession 2000-01-05\nAAA withdrawal_of_consent 2000-01-05\nBBB accession 2000-01-06")
    assert [row.participant for row in entry_into_force(file, day("2000-02-01")).counted] == ["BBB"]


@pytest.mark.parametrize(("withdrawn_on", "status"), [("2003-03-31", N), ("2003-04-01", P), ("2003-04-02", P)])
def test_a_consent_is_taken_back_before_it_takes_effect_and_not_after(withdrawn_on: str, status: Status) -> None:
    """VCLT 18(b)."""
    file = rome(f"GBR accession 2003-01-15\nGBR withdrawal_of_consent {withdrawn_on}")
    assert status_on(file, "GBR", day("2004-01-01")).status is status


LEAVING = "GMB ratification 2002-06-28\nGMB denunciation 2016-11-10 as left\n"


@pytest.mark.parametrize(
    ("revocation", "status"),
    [
        ("GMB revocation 2016-11-10 names left", P),
        ("GMB revocation 2017-11-09 names left", P),
        ("GMB revocation 2017-11-10 names left", F),
        ("GMB revocation 2017-01-01 -> 2017-11-10 names left", F),
        ("GMB revocation 2016-11-09 names left", F),
    ],
    ids=["on-the-day-it-was-made", "on-the-eve", "on-the-day-of-effect", "effective-too-late", "before-it-was-made"],
)
def test_a_notice_is_revoked_after_it_is_given_and_before_it_takes_effect(revocation: str, status: Status) -> None:
    """VCLT 68."""
    assert status_on(rome(LEAVING + revocation), "GMB", day("2018-01-01")).status is status


def test_revoking_one_act_leaves_the_others() -> None:
    lines = "GMB suspension 2016-01-01 -> 2017-06-01 as suspended\nGMB revocation 2017-02-10 names suspended"
    rows = [status_on(rome(LEAVING + lines), "GMB", day(on)) for on in ("2017-06-01", "2017-11-10")]
    assert [(row.status, row.suspended) for row in rows] == [(P, False), (F, False)]


def test_a_notice_with_a_stated_effect_is_known_from_the_day_it_is_given() -> None:
    file = rome("GMB ratification 2002-06-28\nGMB denunciation 2016-11-10 -> 2018-01-01")
    known = [str(status_on(file, "GMB", day(on)).ended_on) for on in ("2016-11-09", "2016-11-10", "2018-01-01")]
    assert known == ["None", "2018-01-01", "2018-01-01"]


@pytest.mark.parametrize(("names", "signed_on"), [("", "2000-02-01"), (" names older", "2000-01-01")])
def test_a_confirmation_confirms_the_signature_it_names_else_the_last(names: str, signed_on: str) -> None:
    """VCLT 12(2)(b)."""
    twice = "GBR signature_ad_referendum 2000-01-01 as older\nGBR signature_ad_referendum 2000-02-01"
    row = status_on(not_in_force(f"{twice}\nGBR confirmation_of_signature 2000-06-01{names}"), "GBR", day("2001-01-01"))
    assert (row.status, str(row.signed_on), row.awaits_confirmation) == (S, signed_on, True)


@pytest.mark.parametrize(("confirmed_on", "status"), [("2000-01-31", N), ("2000-02-01", S)])
def test_a_signature_is_confirmed_on_its_day_at_the_earliest(confirmed_on: str, status: Status) -> None:
    lines = f"GBR signature_ad_referendum 2000-02-01\nGBR confirmation_of_signature {confirmed_on}"
    assert status_on(not_in_force(lines), "GBR", day("2001-01-01")).status is status


def test_a_consent_taken_back_counts_in_no_threshold_either() -> None:
    file = case(
        acts("AAA ratification 2000-01-01\nAAA withdrawal_of_consent 2000-02-01\nBBB ratification 2000-03-01"),
        [treaty_rule("1", 1)],
        memberships=members("COE", ["AAA"]),
        thresholds=[Threshold("t.members", members_of="COE", minimum=2)],
    )
    had = [
        entry_into_force(file, day(on)).missing.thresholds[0].have for on in ("2000-01-31", "2000-02-01", "2000-03-01")
    ]
    assert had == [1, 0, 0]
