"""Signatures: the last that was made, and what remains of one that is withdrawn."""

from __future__ import annotations

import pytest

from signatories.treaty_law.acts import Status
from signatories.treaty_law.case import Participant
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.status import status_on
from tests.treaty_law.building import acts, case, day, treaty_rule

S, W, N = Status.SIGNATORY, Status.WITHDRAWN_SIGNATURE, Status.NO_ACTION


@pytest.mark.parametrize(
    ("lines", "signed_on"),
    [
        ("GBR accession 2000-02-01", "None"),
        ("GBR definitive_signature 2000-02-01", "2000-02-01"),
        ("GBR signature 2000-01-01\nGBR definitive_signature 2000-02-01", "2000-02-01"),
        ("GBR definitive_signature 2000-01-01\nGBR signature 2000-02-01", "2000-02-01"),
        ("GBR signature 2000-01-01\nGBR withdrawal_of_signature 2000-02-01", "2000-01-01"),
    ],
)
def test_the_last_signature_is_shown_also_once_it_is_withdrawn(lines: str, signed_on: str) -> None:
    file = case(acts(lines), [treaty_rule("1", 50)])
    shown = [str(status_on(file, "GBR", day(on)).signed_on) for on in ("1999-12-31", "2000-02-01")]
    assert shown == ["None", signed_on]


SIGNED = "GBR signature 2000-01-01\nGBR withdrawal_of_signature 2001-01-01"


@pytest.mark.parametrize(
    ("lines", "statuses", "since"),
    [
        (SIGNED, [S, W, W, W, W], "2001-01-01"),
        (f"{SIGNED}\nGBR signature 2002-01-01", [S, W, S, S, S], "2002-01-01"),
        (f"{SIGNED}\nGBR signature 2002-01-01\nGBR withdrawal_of_signature 2003-01-01", [S, W, S, W, W], "2003-01-01"),
    ],
    ids=["withdrawn", "signed-anew", "withdrawn-anew"],
)
@pytest.mark.parametrize("complete", [True, False])
def test_signed_and_withdrawn(lines: str, statuses: list[Status], since: str, complete: bool) -> None:
    """VCLT 18(a)."""
    file = case(acts(lines), [treaty_rule("1", 50)], complete=complete)
    rows = [status_on(file, "GBR", day(f"{year}-01-01")) for year in range(2000, 2005)]
    assert [row.status for row in rows] == statuses
    assert str(rows[-1].since) == since


@pytest.mark.parametrize(("complete", "statuses"), [(True, [N, N, S]), (False, [N, W, S])])
def test_an_incomplete_record_may_lack_the_signature_that_was_withdrawn(complete: bool, statuses: list[Status]) -> None:
    lines = "GBR withdrawal_of_signature 2001-01-01\nGBR signature 2002-01-01"
    file = case(acts(lines), [treaty_rule("1", 50)], complete=complete)
    assert [status_on(file, "GBR", day(on)).status for on in ("2000-12-31", "2001-01-01", "2002-01-01")] == statuses


def test_a_signature_of_the_day_on_which_one_ceased_to_exist_is_nothing() -> None:
    gone = {"OLD": Participant("OLD", exists_until=PartialDay("2003-01-01"))}
    row = status_on(case(acts("OLD signature 2003-01-01"), [treaty_rule("1", 50)], gone), "OLD", day("2004-01-01"))
    assert (row.status, row.since) == (N, None)
