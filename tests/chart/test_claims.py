"""Claims held against the record: each question, each way a claim can stand, and the days either side of a boundary."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signatories.chart.claims import assess
from signatories.chart.verdicts import Assessment
from signatories.models import Claim, Participant, Treaty
from signatories.models.claims import Question
from tests.models import builders as make

pytestmark = pytest.mark.django_db

AI = {"treaty_id": "cets-225"}
BUDAPEST = {"treaty_id": "cets-185"}
LAST_CHECK, DAY_AFTER = "2026-10-01", "2026-10-02"


def stands(question: str, claimed: str, about_on: str | None = None, **about: Any) -> Assessment:
    """How such a claim stands; its source is undated unless one is given."""
    given = {"question": question, "claimed": claimed, "about_on": about_on, "treaty": None} | about
    claim = make.claim(**given)
    return assess([Claim.objects.get(pk=claim.pk)])[claim.pk]


def verdict(*asked: Any, **about: Any) -> tuple[str, str | None]:
    """How it stands, and what the record says."""
    found = stands(*asked, **about)
    return found.assessment.value, found.recorded


@pytest.mark.parametrize(
    ("question", "claimed", "about_on", "about", "expected"),
    [
        ("member_count", "46", "2024-09-05", {"organisation_id": "COE"}, ("agrees", "46")),
        ("member_count", "47", "2024-09-05", {"organisation_id": "COE"}, ("contradicts", "46")),
        ("member_count", "27", "2024-09", {"organisation_id": "EU"}, ("agrees", "27")),
        ("negotiating_state_count", "57", None, AI, ("agrees", "57")),
        ("negotiating_state_count", "46", None, AI, ("contradicts", "57")),
        ("signature_count", "21", None, AI, ("agrees", "21")),
        ("signature_count", "37", None, AI, ("contradicts", "21")),
        ("consent_count", "1", "2026-05-15", AI, ("agrees", "1")),
        ("party_count", "0", None, AI, ("agrees", "0")),
        ("party_count", "1", None, AI, ("contradicts", "0")),
        ("signed_on", "2025-09-02", None, {**AI, "participant_id": "URY"}, ("agrees", "2025-09-02")),
        ("signed_on", "2025-09-15", None, {**AI, "participant_id": "URY"}, ("contradicts", "2025-09-02")),
        ("signed_on", "2025-09-15", None, {**AI, "participant_id": "FRA"}, ("contradicts", None)),
        ("consented_on", "2026-05-15", None, {**AI, "participant_id": "EU"}, ("agrees", "2026-05-15")),
        ("consented_on", "2025-11-01", None, {**AI, "participant_id": "NOR"}, ("contradicts", None)),
        ("party_from", "2025-11-01", None, {**AI, "participant_id": "GBR"}, ("contradicts", None)),
        ("party_from", "2004-07-01", None, {**BUDAPEST, "participant_id": "ALB"}, ("agrees", "2004-07-01")),
        ("is_signatory", "true", "2026-05-15", {**AI, "participant_id": "EU"}, ("agrees", "true")),
        ("is_signatory", "true", None, {**AI, "participant_id": "FRA"}, ("contradicts", "false")),
        ("is_contracting", "true", None, {**AI, "participant_id": "EU"}, ("agrees", "true")),
        ("is_contracting", "true", None, {**AI, "participant_id": "USA"}, ("contradicts", "false")),
        ("is_party", "true", None, {**AI, "participant_id": "EU"}, ("contradicts", "false")),
        ("is_party", "false", None, {**AI, "participant_id": "EU"}, ("agrees", "false")),
        ("is_member", "true", None, {"organisation_id": "COE", "participant_id": "RUS"}, ("contradicts", "false")),
        ("is_member", "true", None, {"organisation_id": "EU", "participant_id": "FRA"}, ("agrees", "true")),
        ("adopted_on", "2024-05-17", None, AI, ("agrees", "2024-05-17")),
        ("opened_on", "2023-09", None, AI, ("contradicts", "2024-09-05")),
        ("in_force_on", "2025-11-01", None, AI, ("contradicts", None)),
        ("other", "36 articles", None, AI, ("not_comparable", None)),
    ],
)  # fmt: skip
def test_each_question(question: str, claimed: str, about_on: str, about: dict[str, str], expected: Any) -> None:
    assert verdict(question, claimed, about_on, **about) == expected


def test_no_question_is_left_out() -> None:
    (marks,) = test_each_question.pytestmark
    assert {row[0] for row in marks.args[1]} == set(Question)


@pytest.mark.parametrize(
    ("day", "members", "russia"),
    [("2022-03-15", "47", "true"), ("2022-03-16", "46", "false"), ("2022-03-17", "46", "false")],
)
def test_the_day_a_membership_ended(day: str, members: str, russia: str) -> None:
    assert verdict("member_count", members, day, organisation_id="COE") == ("agrees", members)
    assert verdict("is_member", russia, day, organisation_id="COE", participant_id="RUS") == ("agrees", russia)


@pytest.mark.parametrize(
    ("day", "signatures", "signatory"),
    [("2024-09-04", "0", "false"), ("2024-09-05", "10", "true"), ("2024-09-06", "10", "true")],
)
def test_the_day_of_the_signing(day: str, signatures: str, signatory: str) -> None:
    assert verdict("signature_count", signatures, day, **AI) == ("agrees", signatures)
    assert verdict("is_signatory", signatory, day, **AI, participant_id="USA") == ("agrees", signatory)


@pytest.mark.parametrize(
    ("day", "contracting"), [("2026-05-14", "false"), ("2026-05-15", "true"), ("2026-05-16", "true")]
)
def test_the_day_of_a_deposit(day: str, contracting: str) -> None:
    assert verdict("is_contracting", contracting, day, **AI, participant_id="EU") == ("agrees", contracting)


@pytest.mark.parametrize(
    ("day", "party", "contracting"),
    [("2004-06-30", "false", "true"), ("2004-07-01", "true", "true"), ("2004-07-02", "true", "true")],
)
def test_a_party_is_a_contracting_state_as_well(day: str, party: str, contracting: str) -> None:
    albania = {**BUDAPEST, "participant_id": "ALB"}
    make.check(treaty_id="cets-185", speaks_as_of="2026-09-12")
    assert verdict("is_party", party, day, **albania) == ("agrees", party)
    assert verdict("is_contracting", contracting, day, **albania) == ("agrees", contracting)
    assert verdict("is_signatory", "true", day, **albania) == ("agrees", "true")


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [("2024", "agrees"), ("2024-09", "agrees"), ("2024-09-05", "agrees"), ("2024-08", "contradicts")],
)
def test_a_claim_may_be_less_precise_than_the_record(claimed: str, expected: str) -> None:
    assert verdict("signed_on", claimed, **AI, participant_id="GBR") == (expected, "2024-09-05")


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [("2012-05-20", "open"), ("2012-05", "agrees"), ("2012", "agrees"), ("2012-06", "contradicts")],
)
def test_a_claim_more_precise_than_the_record_is_open(claimed: str, expected: str) -> None:
    treaty = make.open_treaty()
    act = make.action(treaty=treaty, done_on="2012-05")
    make.check(treaty=treaty)
    assert verdict("signed_on", claimed, treaty=treaty, participant=act.participant) == (expected, "2012-05")


def test_the_reason_names_the_day_and_why() -> None:
    found = stands("member_count", "47", "2024-09", organisation_id="COE")
    assert found.reason == (
        "Throughout 2024-09, the Council of Europe had 46 members, not 47."
        " It had 47 until 2022-03-16, when the Russian Federation ceased to be a member."
    )
    earlier = stands("member_count", "46", "2022-03-15", organisation_id="COE")
    assert earlier.reason.endswith("It had 46 until 2007-05-11, when Montenegro became a member.")
    later = stands("member_count", "28", "2013-06-30", organisation_id="EU")
    assert later.reason.endswith("It had 28 from 2013-07-01 on, when Croatia became a member.")
    france = stands("signed_on", "2025-11-01", **AI, participant_id="FRA")
    assert france.reason == f"As of {LAST_CHECK}, France has not signed."
    force = stands("in_force_on", "2025-11-01", **AI)
    assert force.reason == (
        f"As of {LAST_CHECK}, the treaty is not in force: it lacks 4 consents, and 3 for its threshold members."
    )


def test_an_organisations_act_is_not_its_members() -> None:
    found = stands("is_signatory", "true", "2024-09-05", **AI, organisation_id="EU")
    assert (found.assessment, found.recorded) == ("contradicts", "false")
    assert "none of the 27 members of the European Union" in found.reason
    assert "the European Union itself was" in found.reason
    found = stands("is_signatory", "true", "2024-09-05", **AI, organisation_id="COE")
    assert (found.assessment, found.recorded) == ("agrees", "true")
    assert "7 of the 46 members of the Council of Europe were signatories" in found.reason


@pytest.mark.parametrize(
    ("about_on", "published_on", "judged_on"),
    [
        ("2024-09-05", "2025-01-01", "2024-09-05"),
        (None, "2025-01-01", "2025-01-01"),
        (None, None, LAST_CHECK),
    ],
)
def test_the_day_a_claim_is_about(about_on: str | None, published_on: str | None, judged_on: str) -> None:
    source = make.source(published_on=published_on)
    found = stands("signature_count", "21", about_on, **AI, source=source)
    assert str(found.about_on) == judged_on
    assert judged_on in found.reason


@pytest.mark.parametrize(("about_on", "expected"), [(LAST_CHECK, "agrees"), (DAY_AFTER, "open"), ("2026-10", "open")])
def test_beyond_the_record_a_claim_is_open(about_on: str, expected: str) -> None:
    assert verdict("signature_count", "21", about_on, **AI)[0] == expected
    assert verdict("member_count", "46", about_on, organisation_id="COE")[0] == expected
    assert verdict("is_party", "false", about_on, **AI, participant_id="EU")[0] == expected


def test_days_of_past_events_do_not_change() -> None:
    late, early = make.source(published_on="2026-11"), make.source(published_on="2024-05")
    for source in (late, early):
        assert verdict("signed_on", "2024-09-05", **AI, participant_id="GBR", source=source)[0] == "agrees"
    assert verdict("signature_count", "21", **AI, source=late) == ("open", None)


def test_what_is_claimed_for_a_later_day_is_open_unless_the_rule_forbids_it() -> None:
    assert verdict("signed_on", DAY_AFTER, **AI, participant_id="FRA")[0] == "open"
    assert verdict("in_force_on", "2027-01-31", **AI)[0] == "contradicts"
    assert verdict("in_force_on", "2027-02-01", **AI)[0] == "open"


def test_a_month_within_which_it_changes_is_open() -> None:
    found = stands("is_signatory", "true", "2024-09", **AI, participant_id="USA")
    assert (found.assessment, found.recorded) == ("open", None)
    assert "on 2024-09-30" in found.reason
    assert verdict("signature_count", "5", "2024-09", **AI)[0] == "open"
    assert verdict("signature_count", "11", "2024-09", **AI) == ("contradicts", "10")


def test_an_incomplete_record_does_not_say_what_was_not_done() -> None:
    for question, claimed, about in [
        ("signature_count", "5", {}),
        ("negotiating_state_count", "5", {}),
        ("signed_on", "2001-11-23", {"participant_id": "FRA"}),
        ("is_party", "true", {"participant_id": "FRA"}),
        ("is_party", "true", {"organisation_id": "COE"}),
    ]:
        expected = "agrees" if "organisation_id" in about else "not_comparable"
        assert verdict(question, claimed, "2005-01-01", **BUDAPEST, **about)[0] == expected, question
    assert verdict("is_party", "false", "2001-11-22", **BUDAPEST, participant_id="FRA")[0] == "agrees"
    assert verdict("in_force_on", "2004-07", **BUDAPEST) == ("agrees", "2004-07-01")


def test_the_record_holds_no_such_thing() -> None:
    treaty, nobody = make.treaty(), make.organisation()
    assert verdict("adopted_on", "2024", treaty=treaty)[0] == "not_comparable"
    assert verdict("signature_count", "0", treaty=treaty)[0] == "not_comparable"
    assert verdict("negotiating_state_count", "9", "2024", treaty=treaty)[0] == "not_comparable"
    assert verdict("member_count", "9", organisation=nobody)[0] == "not_comparable"
    assert verdict("is_signatory", "true", **AI, participant=make.participant())[0] == "not_comparable"
    assert verdict("is_signatory", "true", **AI, organisation=nobody)[0] == "not_comparable"


def test_where_the_depositary_and_the_rules_differ_it_is_open() -> None:
    treaty = make.open_treaty()
    make.rule(treaty=treaty, consents_required=1)
    make.action(treaty=treaty, kind="accession", done_on="2004-07-01")
    make.milestone(treaty=treaty, kind="in_force", occurred_on="2004-08-01")
    found = stands("in_force_on", "2004-07-01", treaty=treaty)
    assert (found.assessment, found.recorded) == ("open", "2004-08-01")
    assert "2004-07-01" in found.reason and "2004-08-01" in found.reason


def test_what_partly_known_days_leave_uncertain_is_open() -> None:
    treaty = make.open_treaty()
    act = make.action(treaty=treaty, done_on="2012-05")
    make.check(treaty=treaty)
    about = {"treaty": treaty, "participant": act.participant}
    assert verdict("is_signatory", "true", "2012-05-15", **about) == ("open", None)
    assert verdict("signature_count", "1", "2012-05-15", treaty=treaty) == ("open", None)
    assert verdict("signature_count", "1", "2012-06-01", treaty=treaty) == ("agrees", "1")
    assert verdict("signature_count", "2", "2012-05-15", treaty=treaty)[0] == "contradicts"


def test_a_withdrawn_signature_and_a_former_party() -> None:
    treaty = make.open_treaty()
    make.rule(treaty=treaty, consents_required=1)
    gone, left, joined = (make.participant() for _ in range(3))
    make.action(treaty=treaty, participant=gone)
    make.action(treaty=treaty, participant=gone, kind="withdrawal_of_signature", done_on="2011-01-01")
    make.action(treaty=treaty, participant=left)
    make.action(treaty=treaty, participant=left, kind="ratification", done_on="2012-01-01")
    make.rule(treaty=treaty, applies_to="denunciation", consents_required=None)
    make.action(treaty=treaty, participant=left, kind="denunciation", done_on="2014-01-01", scope="whole")
    make.action(treaty=treaty, participant=joined, kind="accession", done_on="2013-01-01")
    make.check(treaty=treaty)
    for who, question, day, expected in [
        (gone, "is_signatory", "2010-12-31", "true"),
        (gone, "is_signatory", "2011-01-01", "false"),
        (left, "is_party", "2013-12-31", "true"),
        (left, "is_party", "2014-01-01", "false"),
        (left, "is_signatory", "2013-12-31", "true"),
        (left, "is_signatory", "2014-01-01", "false"),
        (joined, "is_contracting", "2013-01-01", "true"),
        (joined, "is_signatory", "2013-01-01", "false"),
    ]:
        assert verdict(question, expected, day, treaty=treaty, participant=who) == ("agrees", expected), (question, day)
    assert verdict("party_from", "2012", treaty=treaty, participant=left) == ("agrees", "2012-01-01")


def test_a_party_that_returned_is_one_from_either_day() -> None:
    treaty = make.open_treaty()
    make.rule(treaty=treaty, consents_required=1)
    make.rule(treaty=treaty, applies_to="denunciation", consents_required=None)
    who = make.participant()
    for kind, day, more in [
        ("accession", "2005-01-01", {}),
        ("denunciation", "2012-01-01", {"scope": "whole"}),
        ("accession", "2013-01-11", {}),
    ]:
        make.action(treaty=treaty, participant=who, kind=kind, done_on=day, **more)
    about = {"treaty": treaty, "participant": who}
    assert verdict("party_from", "2005-01-01", **about) == ("agrees", "2005-01-01")
    assert verdict("party_from", "2013-01", **about) == ("agrees", "2013-01-11")
    assert verdict("party_from", "2012", **about) == ("contradicts", "2013-01-11")


def test_what_the_record_held_at_an_earlier_moment() -> None:
    claim = Claim.objects.get(pk=make.claim(question="signature_count", claimed="21", **AI).pk)
    before_the_last_checks = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    then, now = assess([claim], before_the_last_checks)[claim.pk], assess([claim])[claim.pk]
    assert (now.assessment, now.recorded) == ("agrees", "21")
    assert (then.assessment, str(then.about_on)) == ("contradicts", "2024-11-05")
    assert int(str(then.recorded)) < 21


def test_a_claim_that_cannot_be_read_is_compared_with_nothing() -> None:
    for question, claimed in [("signature_count", "many"), ("signed_on", "soon"), ("is_party", "yes")]:
        about = {} if question == "signature_count" else {"participant_id": "GBR"}
        assert verdict(question, claimed, **AI, **about)[0] == "not_comparable"
    assert verdict("signed_on", "2024", **AI)[0] == "not_comparable"


def test_a_fixed_number_of_queries() -> None:
    def queries(number: int) -> int:
        for _ in range(number):
            treaty: Treaty = make.open_treaty()
            make.threshold(treaty=treaty)
            who: Participant = make.action(treaty=treaty).participant
            for question in Question:
                about = {"organisation_id": "COE"} if question == "member_count" else {"participant": who}
                claimed = "2024" if question.endswith(("_on", "_from")) else "5" if "count" in question else "true"
                make.claim(question=question, treaty=treaty, claimed=claimed, **about)
        claims = Claim.objects.select_related("source")
        with CaptureQueriesContext(connection) as captured:
            assess(claims)
        return len(captured)

    few = queries(1)
    assert queries(6) == few <= 18
