# ruff: noqa: E501  (one event a line, so that the cases read as a table)
"""Participants of real treaties: later parties, leaving, returning, succeeding, ceasing, on the days around each change."""

from __future__ import annotations

import datetime as dt

import pytest

from signatories.treaty_law.acts import ExitReason, LaterFrom, Rounding, RuleScope, Status
from signatories.treaty_law.case import Case, Participant, Rule
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.entry_into_force import entry_into_force
from signatories.treaty_law.status import party_periods, status_on, statuses_on
from signatories.treaty_law.territories import territory_effect
from tests.treaty_law.building import act, acts, case, day, later_rule, treaty_rule

NEXT_MONTH = {"delay_months": 3, "rounding": Rounding.FIRST_OF_NEXT_MONTH}
P, C, S, F, N = Status.PARTY, Status.CONTRACTING, Status.SIGNATORY, Status.FORMER_PARTY, Status.NO_ACTION


def denunciation(article: str, **fields: int | Rounding) -> Rule:
    return Rule(RuleScope.DENUNCIATION, article=article, **fields)  # type: ignore[arg-type]


def istanbul(lines: str) -> Case:
    """Ten by Andorra's day; later parties by their own deposit."""
    first = [act(f"S{place:02} ratification 2014-01-10") for place in range(9)]
    rules = [
        treaty_rule("75(3)", 10, **NEXT_MONTH),
        later_rule("75(4)", **NEXT_MONTH, later_from=LaterFrom.TRIGGER),
        denunciation("80", **NEXT_MONTH),
    ]
    return case([*first, act("AND ratification 2014-04-22"), *acts(lines)], rules)


def paris(lines: str) -> Case:
    """Triggered on 2016-10-05 and in force 30 days later; nobody may give notice within three years."""
    rules = [
        treaty_rule("21(1)", 2, delay_days=30),
        later_rule("21(3)", delay_days=30, later_from=LaterFrom.TRIGGER),
        denunciation("28", delay_months=12, earliest_after_months=36),
    ]
    return case([*acts("CHN ratification 2016-09-03\nAUT ratification 2016-10-05"), *acts(lines)], rules)


def rome(lines: str) -> Case:
    """Triggered on 2002-04-11, in force 2002-07-01; a notice takes effect after a year."""
    next_month = {"delay_days": 60, "rounding": Rounding.FIRST_OF_NEXT_MONTH}
    rules = [
        treaty_rule("126(1)", 1, **next_month),
        later_rule("126(2)", **next_month, later_from=LaterFrom.ENTRY_INTO_FORCE),
        denunciation("127(1)", delay_months=12),
    ]
    return case([act("ROU ratification 2002-04-11"), *acts(lines)], rules)


def in_force_since(stated: str, lines: str, **more: object) -> Case:
    """A treaty of which only the depositary's day is recorded; a later party is bound 30 days after its deposit."""
    rules = [later_rule("2", delay_days=30, later_from=LaterFrom.TRIGGER)]
    return case(acts(lines), rules, in_force_on=stated, complete=False, **more)  # type: ignore[arg-type]


CHANGES = [
    ("istanbul-netherlands-later-party", istanbul("NLD ratification 2015-11-18"), "NLD", "2016-03-01", C, P),
    ("istanbul-european-union-later-party", istanbul("EU approval 2023-06-28"), "EU", "2023-10-01", C, P),
    ("istanbul-denmark-is-the-eleventh", istanbul("DNK ratification 2014-04-23"), "DNK", "2014-08-01", C, P),
    ("istanbul-türkiye-leaves", istanbul("TUR ratification 2014-01-10\nTUR denunciation 2021-03-22"), "TUR", "2021-07-01", P, F),
    ("paris-austria-deposited-on-the-trigger", paris(""), "AUT", "2016-11-04", C, P),
    ("paris-algeria-after-the-trigger-before-force", paris("DZA ratification 2016-10-20"), "DZA", "2016-11-19", C, P),
    ("paris-afghanistan-after-force", paris("AFG ratification 2017-02-15"), "AFG", "2017-03-17", C, P),
    ("paris-united-states-leaves-after-a-year", paris("USA acceptance 2016-09-03\nUSA denunciation 2019-11-04"), "USA", "2020-11-04", P, F),
    ("paris-united-states-accepts-anew", paris("USA acceptance 2016-09-03\nUSA denunciation 2019-11-04\nUSA acceptance 2021-01-20"), "USA", "2021-01-20", F, C),
    ("paris-united-states-returns", paris("USA acceptance 2016-09-03\nUSA denunciation 2019-11-04\nUSA acceptance 2021-01-20"), "USA", "2021-02-19", C, P),
    ("rome-statute-australia-on-the-very-day", rome("AUS ratification 2002-07-01"), "AUS", "2002-09-01", C, P),
    ("rome-statute-burundi-leaves", rome("BDI ratification 2004-09-21\nBDI denunciation 2016-10-27"), "BDI", "2017-10-27", P, F),
    ("rome-statute-philippines-leaves", rome("PHL ratification 2011-08-30\nPHL denunciation 2018-03-17"), "PHL", "2019-03-17", P, F),
    ("single-convention-bolivia-leaves", in_force_since("1964-12-13", "BOL accession 1976-09-23\nBOL denunciation 2011-06-29 -> 2012-01-01\nBOL accession 2013-01-11"), "BOL", "2012-01-01", P, F),
    ("single-convention-bolivia-accedes-anew", in_force_since("1964-12-13", "BOL accession 1976-09-23\nBOL denunciation 2011-06-29 -> 2012-01-01\nBOL accession 2013-01-11"), "BOL", "2013-01-11", F, C),
    ("single-convention-bolivia-is-back", in_force_since("1964-12-13", "BOL accession 1976-09-23\nBOL denunciation 2011-06-29 -> 2012-01-01\nBOL accession 2013-01-11"), "BOL", "2013-02-10", C, P),
    ("montreal-protocol-bosnia-succeeds-retroactively", in_force_since("1989-01-01", "BIH succession 1993-09-01 -> 1992-03-06"), "BIH", "1992-03-06", N, P),
    ("test-ban-russia-takes-its-ratification-back", case(acts("RUS signature 1996-09-24\nRUS ratification 2000-06-30\nRUS withdrawal_of_consent 2023-11-03"), [treaty_rule("XIV", 44)]), "RUS", "2023-11-03", C, S),
    ("human-rights-convention-russia-ceases", in_force_since("1953-09-03", "RUS ratification 1998-05-05 -> 1998-05-05\nRUS cessation 2022-03-16 -> 2022-09-16"), "RUS", "2022-09-16", P, F),
    ("succession-convention-czechia-becomes-a-signatory", case(acts("CSK signature 1979-08-30\nCZE succession_to_signature 1993-02-22 -> 1993-01-01"), [treaty_rule("49", 15)]), "CZE", "1993-01-01", N, S),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "participant", "on", "before", "after"), [pytest.param(*row[1:], id=row[0]) for row in CHANGES]
)
def test_status_changes_on_the_day(file: Case, participant: str, on: str, before: Status, after: Status) -> None:
    days = [day(on) + dt.timedelta(days=shift) for shift in (-1, 0, 1)]
    assert [status_on(file, participant, at).status for at in days] == [before, after, after]


def test_gambia_revoked_in_time_and_was_a_party_throughout() -> None:
    file = rome(
        "GMB ratification 2002-06-28\nGMB denunciation 2016-11-10\nGMB revocation 2017-02-10 names GMB.denunciation.2016-11-10"
    )
    assert [(str(p.valid_from), p.valid_until) for p in party_periods(file, "GMB")] == [("2002-07-01", None)]
    assert [status_on(file, "GMB", day(on)).status for on in ("2017-11-09", "2017-11-10", "2017-11-11")] == [P, P, P]


def test_gambia_had_a_known_last_day_until_it_revoked() -> None:
    file = rome(
        "GMB ratification 2002-06-28\nGMB denunciation 2016-11-10\nGMB revocation 2017-02-10 names GMB.denunciation.2016-11-10"
    )
    assert str(status_on(file, "GMB", day("2017-02-09")).ended_on) == "2017-11-10"
    assert status_on(file, "GMB", day("2017-02-10")).ended_on is None


def test_bolivia_has_two_times_as_a_party() -> None:
    file = in_force_since(
        "1964-12-13", "BOL accession 1976-09-23\nBOL denunciation 2011-06-29 -> 2012-01-01\nBOL accession 2013-01-11"
    )
    periods = [(str(p.valid_from), str(p.valid_until), p.reason) for p in party_periods(file, "BOL")]
    assert periods == [("1976-10-23", "2012-01-01", ExitReason.DENOUNCED), ("2013-02-10", "None", None)]


def test_in_force_from_is_known_before_it_comes() -> None:
    row = status_on(istanbul("NLD ratification 2015-11-18"), "NLD", day("2015-11-18"))
    assert (row.status, str(row.in_force_from), row.periods) == (C, "2016-03-01", ())
    assert str(row.since) == "2015-11-18"
    assert row.consent and row.consent.done_on.text == "2015-11-18"


def test_a_dissolved_state_was_a_party_until_it_ceased_to_exist() -> None:
    gone = {"YUG": Participant("YUG", exists_until=PartialDay("1992-04-27"))}
    file = in_force_since("1980-01-27", "YUG ratification 1979-01-01", participants=gone)
    rows = [status_on(file, "YUG", day(on)) for on in ("1992-04-26", "1992-04-27", "1992-04-28")]
    assert [(row.status, row.reason) for row in rows] == [
        (P, None),
        (F, ExitReason.STATE_EXTINCT),
        (F, ExitReason.STATE_EXTINCT),
    ]


def test_the_kind_of_a_cessation_follows_from_the_state() -> None:
    gone = {"YUG": Participant("YUG", exists_until=PartialDay("1992-04-27"))}
    lines = "YUG ratification 1985-01-01\nYUG cessation 1992-04-27"
    extinct = status_on(in_force_since("1980-01-27", lines, participants=gone), "YUG", day("1993-01-01"))
    ceased = status_on(in_force_since("1980-01-27", lines), "YUG", day("1993-01-01"))
    assert (extinct.reason, ceased.reason) == (ExitReason.STATE_EXTINCT, ExitReason.MEMBERSHIP_ENDED)


@pytest.mark.parametrize(
    ("on", "status"), [("1999-12-31", P), ("2000-01-01", F), ("2000-01-02", F)], ids=["day-before", "day", "day-after"]
)
def test_when_a_treaty_ends_its_parties_become_former_parties(on: str, status: Status) -> None:
    file = in_force_since("1980-01-27", "CHE ratification 1979-01-01", ended_on="2000-01-01")
    row = status_on(file, "CHE", day(on))
    assert (row.status, row.reason) == (status, ExitReason.TREATY_ENDED if status is F else None)


def test_a_treaty_that_says_so_ends_by_falling_below() -> None:
    rules = [treaty_rule("1", 2, ends_below=2), denunciation("2", delay_days=10)]
    file = case(acts("CHE ratification 2000-01-01\nNOR ratification 2000-02-01\nNOR denunciation 2010-01-01"), rules)
    assert [status_on(file, "CHE", day(on)).reason for on in ("2010-01-10", "2010-01-11")] == [
        None,
        ExitReason.TREATY_ENDED,
    ]
    assert status_on(file, "NOR", day("2010-01-11")).reason is ExitReason.DENOUNCED


def test_a_treaty_that_does_not_say_so_goes_on_below_its_number() -> None:
    rules = [treaty_rule("1", 2), denunciation("2", delay_days=10)]
    file = case(acts("CHE ratification 2000-01-01\nNOR ratification 2000-02-01\nNOR denunciation 2010-01-01"), rules)
    assert status_on(file, "CHE", day("2020-01-01")).status is P


def test_a_denunciation_without_a_rule_has_no_computed_effect() -> None:
    file = in_force_since("1980-01-27", "CHE ratification 1979-01-01\nCHE denunciation 1990-01-01")
    assert status_on(file, "CHE", day("2020-01-01")).status is P


@pytest.mark.parametrize("scope", ["territories", "articles"])
def test_only_a_denunciation_of_the_whole_changes_the_status(scope: str) -> None:
    file = rome(f"GBR ratification 2001-10-04\nGBR denunciation 2010-01-01 scope {scope}")
    assert status_on(file, "GBR", day("2020-01-01")).status is P


SIGNED = "GBR signature 2000-01-01"
ELSE = [
    ("withdrawn-signature", f"{SIGNED}\nGBR withdrawal_of_signature 2002-05-06", "2002-05-06", Status.WITHDRAWN_SIGNATURE),
    ("signs-anew-after-withdrawing", f"{SIGNED}\nGBR withdrawal_of_signature 2002-05-06\nGBR signature 2003-01-01", "2003-01-01", S),
    ("unconfirmed-ad-referendum", "GBR signature_ad_referendum 2000-01-01", "2000-01-01", N),
    ("confirmed-counts-from-the-day-signed", "GBR signature_ad_referendum 2000-01-01\nGBR confirmation_of_signature 2000-06-01", "2000-01-01", S),
    ("definitive-signature-is-consent", "GBR definitive_signature 2000-01-01", "2000-01-01", C),
    ("applies-provisionally", f"{SIGNED}\nGBR provisional_application 2000-02-01", "2000-02-01", Status.PROVISIONAL_APPLICATION),
    ("no-longer-applies-provisionally", f"{SIGNED}\nGBR provisional_application 2000-02-01\nGBR end_of_provisional_application 2000-03-01", "2000-03-01", S),
    ("provisional-application-goes-before-contracting", "GBR ratification 2000-01-01\nGBR provisional_application 2000-02-01", "2000-02-01", Status.PROVISIONAL_APPLICATION),
    ("invited-until-it-expires", "GBR invitation_to_accede 2000-01-01 until 2001-01-01", "2000-12-31", Status.INVITED),
    ("invitation-expired", "GBR invitation_to_accede 2000-01-01 until 2001-01-01", "2001-01-01", N),
    ("accession-taken-back", "GBR accession 2000-01-01\nGBR withdrawal_of_consent 2000-02-01", "2000-02-01", N),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "on", "status"), [pytest.param(*row[1:], id=row[0]) for row in ELSE])
def test_status_while_the_treaty_is_not_in_force(lines: str, on: str, status: Status) -> None:
    assert status_on(case(acts(lines), [treaty_rule("1", 50)]), "GBR", day(on)).status is status


LEFT = "GBR ratification 2003-01-01\nGBR denunciation 2005-01-01"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        pytest.param(f"GBR signature 2001-01-01\n{LEFT}", F, id="a-former-party-stays-one-despite-its-old-signature"),
        pytest.param(f"{LEFT}\nGBR signature 2007-01-01", S, id="signatory-made-after-leaving"),
        pytest.param(f"{LEFT}\nGBR signature 2007-01-01\nGBR withdrawal_of_signature 2008-01-01", F, id="and-withdrawn-again"),
        pytest.param(f"{LEFT}\nGBR accession 2009-12-31", C, id="consents-anew"),
    ],
)  # fmt: skip
def test_after_leaving(lines: str, status: Status) -> None:
    assert status_on(rome(lines), "GBR", day("2010-01-01")).status is status


def test_a_suspended_party_is_a_party() -> None:
    file = rome("GBR ratification 2003-01-01\nGBR suspension 2005-01-01\nGBR end_of_suspension 2006-01-01")
    rows = [status_on(file, "GBR", day(on)) for on in ("2004-12-31", "2005-01-01", "2005-12-31", "2006-01-01")]
    assert [(row.status, row.suspended) for row in rows] == [(P, False), (P, True), (P, True), (P, False)]


def test_an_unconfirmed_signature_carries_a_flag() -> None:
    file = case(acts("GBR signature_ad_referendum 2000-01-01"), [treaty_rule("1", 50)])
    row = status_on(file, "GBR", day("2000-01-01"))
    assert (row.status, row.awaits_confirmation, row.signed_on) == (N, True, None)
    confirmed = "GBR signature_ad_referendum 2000-01-01\nGBR confirmation_of_signature 2000-06-01"
    assert not status_on(case(acts(confirmed), [treaty_rule("1", 50)]), "GBR", day("2000-06-01")).awaits_confirmation


def test_a_territory_follows_by_its_own_rule() -> None:
    rules = [treaty_rule("1", 1), Rule(RuleScope.TERRITORY, article="32(2)", **NEXT_MONTH)]
    file = case(acts("GBR ratification 2000-01-15"), rules)
    assert territory_effect(file, day("2001-02-10"), day("2000-01-15")) == day("2001-06-01")
    assert territory_effect(file, day("2000-01-10"), day("2000-01-15")) == day("2000-01-15")
    assert territory_effect(file, day("2000-01-15"), day("2000-01-15")) == day("2000-05-01")
    assert territory_effect(file, day("2000-01-15"), None) is None
    assert territory_effect(case(), day("2001-02-10"), day("2000-01-15")) is None


def test_a_state_that_ceases_to_exist_may_end_a_treaty_whoever_was_asked_about_before() -> None:
    gone = {"YUG": Participant("YUG", exists_until=PartialDay("1992-04-27"))}
    lines = "YUG ratification 1979-01-01\nCHE ratification 1979-01-01"
    file = case(acts(lines), [treaty_rule("1", 2, ends_below=2)], participants=gone)
    reasons = [status_on(file, "CHE", day(on)).reason for on in ("1992-04-26", "1992-04-27", "1992-04-28")]
    assert reasons == [None, ExitReason.TREATY_ENDED, ExitReason.TREATY_ENDED]


def test_of_those_that_no_longer_exist_only_former_parties_are_shown() -> None:
    ends = {key: Participant(key, exists_until=PartialDay("1992-04-27")) for key in ("YUG", "CSK")}
    lines = "YUG ratification 1979-01-01\nCSK signature 1979-01-01\nCHE signature 1979-01-01"
    file = in_force_since("1980-01-27", lines, participants=ends)
    shown = [[row.participant for row in statuses_on(file, day(on))] for on in ("1992-04-26", "1992-04-27")]
    assert shown == [["CHE", "CSK", "YUG"], ["CHE", "YUG"]]
    assert str(status_on(file, "CSK", day("2000-01-01")).since) == "1992-04-27"


def test_a_treaty_without_clauses_does_not_end_with_its_last_party() -> None:
    """VCLT 55."""
    file = case(acts("CHE accession 1990-01-01\nCHE denunciation 1995-01-01 -> 1996-01-01"), in_force_on="1980-01-01")
    assert entry_into_force(file, day("1997-01-01")).ended_on is None
