# ruff: noqa: E501  (one history a line)
"""Times as a party: when one begins and ends, and which of several an act belongs to or a day shows."""

from __future__ import annotations

import pytest

from signatories.treaty_law.acts import ExitReason, Status
from signatories.treaty_law.status import party_periods, status_on
from tests.treaty_law.building import day
from tests.treaty_law.test_participants import in_force_since, rome

P, C, S, F, N = Status.PARTY, Status.CONTRACTING, Status.SIGNATORY, Status.FORMER_PARTY, Status.NO_ACTION


def test_a_consent_given_while_a_party_is_no_reason_against_a_later_one() -> None:
    lines = "GBR ratification 2003-01-01\nGBR accession 2004-01-01\nGBR denunciation 2006-01-01\nGBR accession 2009-01-10\nGBR acceptance 2010-01-01"
    periods = party_periods(rome(lines), "GBR")
    assert [str(period.valid_from) for period in periods] == ["2003-04-01", "2009-04-01"]


def test_one_that_leaves_and_is_bound_anew_on_the_same_day_is_a_party_throughout() -> None:
    lines = "CHE accession 1990-01-01\nCHE denunciation 1999-01-01 -> 2000-01-31\nCHE accession 2000-01-01"
    file = in_force_since("1980-01-27", lines)
    assert [status_on(file, "CHE", day(on)).status for on in ("2000-01-30", "2000-01-31")] == [P, P]
    assert [str(p.valid_from) for p in party_periods(file, "CHE")] == ["1990-01-31", "2000-01-31"]


def test_a_notice_given_on_the_day_it_is_bound_anew_is_of_the_new_time_as_a_party() -> None:
    lines = "CHE accession 1990-01-01\nCHE denunciation 1999-01-01 -> 2000-01-31\nCHE accession 2000-01-01"
    file = in_force_since("1980-01-27", f"{lines}\nCHE denunciation 2000-01-31 -> 2001-01-01")
    assert [str(p.valid_until) for p in party_periods(file, "CHE")] == ["2000-01-31", "2001-01-01"]


def test_a_notice_of_the_last_time_as_a_party_does_not_end_the_next() -> None:
    notices = "CHE denunciation 1999-01-01 -> 2000-01-31\nCHE denunciation 1999-06-01 -> 2001-01-01"
    file = in_force_since("1980-01-27", f"CHE accession 1990-01-01\n{notices}\nCHE accession 2000-06-01")
    assert [str(period.valid_until) for period in party_periods(file, "CHE")] == ["2000-01-31", "None"]


@pytest.mark.parametrize(("ended_on", "status"), [("1990-01-31", N), ("1990-02-01", F)])
def test_nobody_is_bound_by_a_treaty_from_the_day_it_ends(ended_on: str, status: Status) -> None:
    file = in_force_since("1980-01-27", "CHE accession 1990-01-01", ended_on=ended_on)
    assert status_on(file, "CHE", day("1991-01-01")).status is status


def test_no_time_as_a_party_ends_on_the_day_it_begins() -> None:
    file = in_force_since("1980-01-27", "CHE accession 1990-01-01\nCHE denunciation 1990-01-02 -> 1990-01-31")
    assert [status_on(file, "CHE", day(on)).status for on in ("1990-01-30", "1990-01-31", "1990-02-01")] == [C, P, P]


def test_the_time_shown_is_the_last_as_a_party() -> None:
    lines = "CHE accession 1990-01-01\nCHE denunciation 1995-01-01 -> 1996-01-01\nCHE accession 1999-01-01"
    row = status_on(in_force_since("1980-01-27", lines, ended_on="2000-01-01"), "CHE", day("2001-01-01"))
    assert (row.status, row.reason) == (F, ExitReason.TREATY_ENDED)
    assert (str(row.in_force_from), str(row.ended_on)) == ("1999-01-31", "2000-01-01")


def test_of_two_times_as_a_party_that_are_to_come_the_next_is_shown() -> None:
    lines = "CHE accession 1990-01-01 -> 1991-01-01\nCHE denunciation 1990-02-01 -> 1992-01-01"
    file = in_force_since("1980-01-27", f"{lines}\nCHE accession 1990-03-01 -> 1993-01-01")
    row = status_on(file, "CHE", day("1990-04-01"))
    assert (row.status, str(row.in_force_from), str(row.ended_on)) == (C, "1991-01-01", "1992-01-01")


def test_a_signature_made_on_the_day_of_leaving_is_made_after_it() -> None:
    file = in_force_since(
        "1980-01-27", "CHE accession 1990-01-01\nCHE denunciation 1995-01-01 -> 1996-01-01\nCHE signature 1996-01-01"
    )
    assert [status_on(file, "CHE", day(on)).status for on in ("1995-12-31", "1996-01-01", "1996-01-02")] == [P, S, S]
