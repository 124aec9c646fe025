# ruff: noqa: E501  (one event a line, so that the cases read as a table)
"""Who may act: each rule broken once, and the neighbour that keeps it."""

from __future__ import annotations

import pytest

from signatories.treaty_law.acts import EntitlementWay
from signatories.treaty_law.case import Act, Case, Entitlement, Participant
from signatories.treaty_law.days import PartialDay
from signatories.treaty_law.objections import CHECKS, article_words, objections_to
from tests.treaty_law.building import act, acts, case, later_rule, members, treaty_rule
from tests.treaty_law.test_participants import denunciation

PEOPLE = {
    "GBR": Participant("GBR"),
    "OLD": Participant("OLD", exists_until=PartialDay("2003-01-01")),
    "NEW": Participant("NEW", exists_from=PartialDay("2003-01-01"), succeeds=("OLD",)),
    "LONE": Participant("LONE"),
    "OUT": Participant("OUT"),
    "FREE": Participant("FREE"),
    "EU": Participant("EU", is_organisation=True),
    "COE": Participant("COE", is_organisation=True),
}
SIGN, ACCEDE, CONSENT = EntitlementWay.SIGN, EntitlementWay.ACCEDE, EntitlementWay.CONSENT


def file(lines: str = "", complete: bool = True) -> Case:
    """Opened on 2000-01-01, in force from 2001-01-01 on by XXX, a notice takes effect after three months, none within a year."""
    entitled = [Entitlement(SIGN, participant=key) for key in ("GBR", "OLD", "NEW", "LONE", "EU")]
    later = Entitlement(ACCEDE, participant="GBR")
    return case(
        [act("XXX accession 2001-01-01"), *acts(lines)],
        [
            treaty_rule("10", 1),
            later_rule("11", delay_days=30),
            denunciation("12(1)", delay_months=3, earliest_after_months=12),
        ],
        participants=PEOPLE,
        entitlements=[*entitled, later, Entitlement(CONSENT, participant="FREE")],
        opened_on="2000-01-01",
        complete=complete,
    )


def broken(record: Case, given: Act) -> list[str]:
    return [objection.rule for objection in objections_to(record, given)]


REFUSED = [
    ("signature-before-the-opening", "", "GBR signature 1999-12-31", "nothing_before_opening"),
    ("signature-by-a-state-that-no-longer-exists", "", "OLD signature 2003-01-01", "exists_on_the_day"),
    ("signature-by-a-state-that-does-not-exist-yet", "", "NEW signature 2002-12-31", "exists_on_the_day"),
    ("signature-without-entitlement", "", "OUT signature 2002-01-01", "entitled_to_sign"),
    ("signature-by-one-that-may-only-ratify", "", "FREE signature 2002-01-01", "entitled_to_sign"),
    ("ratification-without-signature", "", "GBR ratification 2002-01-01", "after_a_signature"),
    ("ratification-the-day-before-the-signature", "GBR signature 2002-01-02", "GBR ratification 2002-01-01", "after_a_signature"),
    ("ratification-after-withdrawing-the-signature", "GBR signature 2001-01-01\nGBR withdrawal_of_signature 2001-06-01", "GBR ratification 2002-01-01", "after_a_signature"),
    ("ratification-after-an-unconfirmed-signature", "GBR signature_ad_referendum 2001-01-01", "GBR ratification 2002-01-01", "after_a_signature"),
    ("accession-without-entitlement-or-invitation", "", "OUT accession 2002-01-01", "entitled_to_accede"),
    ("accession-by-one-that-may-sign-and-has-not-left", "", "EU accession 2002-01-01", "entitled_to_accede"),
    ("accession-after-having-left-by-one-no-longer-invited", "OUT invitation_to_accede 2001-01-01 until 2002-01-01\nOUT accession 2001-01-02\nOUT denunciation 2002-06-01", "OUT accession 2003-01-01", "entitled_to_accede"),
    ("accession-on-the-day-the-invitation-expires", "OUT invitation_to_accede 2001-01-01 until 2002-01-01", "OUT accession 2002-01-01", "entitled_to_accede"),
    ("accession-while-contracting", "GBR accession 2002-01-01", "GBR accession 2002-01-15", "one_consent_at_a_time"),
    ("accession-while-a-party", "GBR accession 2002-01-01", "GBR accession 2004-01-15", "one_consent_at_a_time"),
    ("second-signature", "GBR signature 2001-01-01", "GBR signature 2002-01-01", "one_signature_at_a_time"),
    ("confirmation-of-nothing", "GBR signature 2001-01-01", "GBR confirmation_of_signature 2002-01-01", "confirms_a_signature"),
    ("second-confirmation", "GBR signature_ad_referendum 2001-01-01\nGBR confirmation_of_signature 2001-03-01", "GBR confirmation_of_signature 2002-01-01", "confirms_a_signature"),
    ("formal-confirmation-by-a-state", "GBR signature 2001-01-01", "GBR formal_confirmation 2002-01-01", "form_of_organisations"),
    ("formal-confirmation-without-entitlement", "", "COE formal_confirmation 2002-01-01", "admitted_to_confirm"),
    ("succession-without-predecessor", "", "LONE succession 2003-02-01", "succeeds_one_that_acted"),
    ("succession-to-one-that-never-acted", "", "NEW succession 2003-02-01", "succeeds_one_that_acted"),
    ("withdrawal-of-no-signature", "", "GBR withdrawal_of_signature 2002-01-01", "takes_back_a_signature"),
    ("withdrawal-of-a-signature-already-ratified", "GBR signature 2001-01-01\nGBR ratification 2001-02-01", "GBR withdrawal_of_signature 2002-01-01", "takes_back_a_signature"),
    ("withdrawal-of-no-consent", "GBR signature 2001-01-01", "GBR withdrawal_of_consent 2002-01-01", "takes_back_a_consent"),
    ("withdrawal-of-a-consent-on-the-day-it-takes-effect", "GBR accession 2002-01-01", "GBR withdrawal_of_consent 2002-01-31", "takes_back_a_consent"),
    ("denunciation-by-a-signatory", "GBR signature 2001-01-01", "GBR denunciation 2002-01-01", "leaves_as_a_party"),
    ("denunciation-by-a-signatory-with-a-stated-effect", "GBR signature 2001-01-01", "GBR denunciation 2002-01-01 -> 2003-01-01", "leaves_as_a_party"),
    ("denunciation-on-the-eve-of-being-free-to-leave", "GBR accession 2002-01-01", "GBR denunciation 2003-01-30", "not_before_the_lock_in"),
    ("revocation-of-nothing-named", "GBR accession 2002-01-01\nGBR denunciation 2004-01-01", "GBR revocation 2004-02-01", "revokes_in_time"),
    ("revocation-of-anothers-act", "GBR accession 2002-01-01\nGBR denunciation 2004-01-01 as left", "EU revocation 2004-02-01 names left", "revokes_in_time"),
    ("revocation-of-a-ratification", "GBR accession 2002-01-01 as joined", "GBR revocation 2002-01-02 names joined", "revokes_in_time"),
    ("revocation-on-the-day-it-took-effect", "GBR accession 2002-01-01\nGBR denunciation 2004-01-01 as left", "GBR revocation 2004-04-01 names left", "revokes_in_time"),
    ("revocation-before-the-act", "GBR accession 2002-01-01\nGBR denunciation 2004-01-01 as left", "GBR revocation 2003-12-31 names left", "revokes_in_time"),
    ("suspension-by-a-signatory", "GBR signature 2001-01-01", "GBR suspension 2002-01-01", "suspends_as_a_party"),
    ("suspension-twice", "GBR accession 2002-01-01\nGBR suspension 2003-01-01", "GBR suspension 2003-06-01", "suspends_as_a_party"),
    ("end-of-no-suspension", "GBR accession 2002-01-01", "GBR end_of_suspension 2003-01-01", "ends_a_suspension"),
    ("provisional-application-by-a-party", "GBR accession 2002-01-01", "GBR provisional_application 2003-01-01", "applies_before_being_bound"),
    ("provisional-application-twice", "GBR provisional_application 2002-01-01", "GBR provisional_application 2003-01-01", "applies_before_being_bound"),
    ("end-of-no-provisional-application", "", "GBR end_of_provisional_application 2003-01-01", "ends_provisional_application"),
    ("cessation-of-one-that-is-no-party", "", "GBR cessation 2003-01-01", "ceases_as_a_party"),
    ("ratification-effective-before-its-deposit", "GBR signature 2001-01-01", "GBR ratification 2002-01-01 -> 2001-12-31", "effect_not_before_deposit"),
    ("a-signature-that-expires", "", "GBR signature 2001-01-01 until 2002-01-01", "only_invitations_expire"),
    ("an-invitation-that-expires-at-once", "", "OUT invitation_to_accede 2001-01-01 until 2001-01-01", "only_invitations_expire"),
]  # fmt: skip

ALLOWED = [
    ("signature-on-the-day-of-opening", "", "GBR signature 2000-01-01"),
    ("ratification-on-the-day-of-the-signature", "GBR signature 2002-01-01", "GBR ratification 2002-01-01"),
    ("ratification-after-a-confirmed-signature", "GBR signature_ad_referendum 2001-01-01\nGBR confirmation_of_signature 2001-02-01", "GBR ratification 2002-01-01"),
    ("ratification-where-the-treaty-asks-for-no-signature", "", "FREE ratification 2002-01-01"),
    ("ratification-after-inheriting-a-signature", "OLD signature 2001-01-01\nNEW succession_to_signature 2003-02-01 -> 2003-01-01", "NEW ratification 2003-03-01"),
    ("definitive-signature-by-one-that-may-sign", "", "GBR definitive_signature 2002-01-01"),
    ("definitive-signature-by-one-that-may-ratify-at-once", "", "FREE definitive_signature 2002-01-01"),
    ("ratification-effective-on-the-day-of-its-deposit", "GBR signature 2001-01-01", "GBR ratification 2002-01-01 -> 2002-01-01"),
    ("accession-by-one-invited", "OUT invitation_to_accede 2001-01-01 until 2002-01-01", "OUT accession 2001-12-31"),
    ("accession-after-having-left-by-one-that-may-sign", "EU signature 2001-01-01\nEU approval 2001-02-01\nEU denunciation 2003-01-01", "EU accession 2003-04-01"),
    ("accession-after-taking-the-last-one-back", "GBR accession 2002-01-01\nGBR withdrawal_of_consent 2002-01-15", "GBR accession 2002-01-15"),
    ("signature-after-withdrawing-the-last-one", "GBR signature 2001-01-01\nGBR withdrawal_of_signature 2001-06-01", "GBR signature 2001-06-01"),
    ("formal-confirmation-by-an-organisation", "EU signature 2001-01-01", "EU formal_confirmation 2002-01-01"),
    ("succession-that-reaches-back", "OLD signature 2001-01-01\nOLD ratification 2001-02-01", "NEW succession 2004-02-01 -> 2003-01-01"),
    ("withdrawal-of-a-consent-the-day-before-it-takes-effect", "GBR accession 2002-01-01", "GBR withdrawal_of_consent 2002-01-30"),
    ("denunciation-on-the-first-day-free-to-leave", "GBR accession 2002-01-01", "GBR denunciation 2003-01-31"),
    ("an-early-denunciation-with-a-stated-late-effect", "GBR accession 2002-01-01", "GBR denunciation 2002-06-01 -> 2003-01-31"),
    ("denunciation-while-contracting-with-a-stated-effect", "GBR accession 2002-01-01", "GBR denunciation 2002-01-15 -> 2004-01-01"),
    ("denunciation-that-takes-effect-on-the-day-after-it-is-bound", "GBR accession 2002-01-01", "GBR denunciation 2002-01-15 -> 2002-02-01"),
    ("revocation-the-day-before-it-takes-effect", "GBR accession 2002-01-01\nGBR denunciation 2004-01-01 as left", "GBR revocation 2004-03-31 names left"),
    ("revocation-before-the-lock-in-of-the-last-time-as-a-party-ends", "GBR accession 2001-06-01\nGBR denunciation 2002-07-01\nGBR accession 2003-12-02\nGBR denunciation 2004-01-01 as left", "GBR revocation 2004-12-31 names left"),
    ("suspension-and-its-end", "GBR accession 2002-01-01\nGBR suspension 2003-01-01", "GBR end_of_suspension 2003-06-01"),
    ("end-of-provisional-application", "GBR provisional_application 2002-01-01", "GBR end_of_provisional_application 2003-01-01"),
    ("cessation-of-a-dissolved-state", "OLD signature 2001-01-01\nOLD ratification 2001-02-01", "OLD cessation 2003-01-01"),
    ("confirmation", "GBR signature_ad_referendum 2001-01-01", "GBR confirmation_of_signature 2001-02-01 -> 2001-01-01"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "given", "rule"), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refused(lines: str, given: str, rule: str) -> None:
    assert broken(file(lines), act(given)) == [rule]


@pytest.mark.parametrize(("lines", "given"), [pytest.param(*row[1:], id=row[0]) for row in ALLOWED])
def test_allowed(lines: str, given: str) -> None:
    assert broken(file(lines), act(given)) == []


def test_accession_awaits_entry_into_force_where_the_treaty_says_so() -> None:
    later = Entitlement(ACCEDE, all_states=True, after_entry_into_force=True)
    record = case(
        acts("XXX ratification 2000-06-01\nOUT invitation_to_accede 2000-06-02"),
        [treaty_rule("10", 1, delay_months=1)],
        participants=PEOPLE,
        entitlements=[later],
        opened_on="2000-01-01",
    )
    given = [act(f"{who} accession {on}") for on in ("2000-06-30", "2000-07-01") for who in ("LONE", "OUT")]
    assert [broken(record, each) for each in given] == [
        ["accession_once_in_force"],
        ["accession_once_in_force"],
        [],
        [],
    ]


def test_of_one_that_may_not_accede_it_is_not_said_that_it_came_too_early() -> None:
    later = Entitlement(ACCEDE, participant="GBR", after_entry_into_force=True)
    record = case(rules=[treaty_rule("10", 1)], participants=PEOPLE, entitlements=[later], opened_on="2000-01-01")
    assert broken(record, act("OUT accession 2000-06-30")) == ["entitled_to_accede"]


def test_nobody_accedes_by_virtue_of_the_force_its_own_accession_would_bring() -> None:
    later = Entitlement(ACCEDE, all_states=True, after_entry_into_force=True)
    record = case(acts("GBR accession 2000-06-01"), [treaty_rule("10", 1)], PEOPLE, entitlements=[later])
    assert broken(record, record.acts[0]) == ["accession_once_in_force"]


@pytest.mark.parametrize(
    "given",
    [
        "OUT signature 2002-01-01",
        "OUT ratification 2002-01-01",
        "OUT accession 2002-01-01",
        "OUT denunciation 2002-01-01",
        "OUT withdrawal_of_signature 2002-01-01",
        "OUT withdrawal_of_consent 2002-01-01",
        "OUT confirmation_of_signature 2002-01-01",
        "OUT cessation 2002-01-01",
        "OUT end_of_suspension 2002-01-01",
    ],
)
def test_an_incomplete_record_lacks_nothing_to_object_to(given: str) -> None:
    assert broken(file(complete=False), act(given)) == []
    assert broken(file(), act(given))


def test_where_nobody_is_entitled_nobody_acts() -> None:
    assert broken(case(rules=[treaty_rule("1", 1)], opened_on="2000-01-01"), act("GBR signature 2001-01-01")) == [
        "entitled_to_sign"
    ]


@pytest.mark.parametrize(
    ("given", "refused"),
    [("GBR ratification 2002-06", False), ("GBR ratification 2002-05", True), ("GBR ratification 2002", False)],
)
def test_only_what_is_certain_is_objected_to(given: str, refused: bool) -> None:
    assert bool(broken(file("GBR signature 2002-06-15"), act(given))) is refused


def test_a_later_act_is_no_reason_to_object() -> None:
    assert broken(file("GBR accession 2005-01-01"), act("GBR signature 2002-01-01")) == []


def test_an_act_already_recorded_does_not_stand_in_its_own_way() -> None:
    record = file("GBR signature 2002-01-01\nGBR ratification 2002-02-01")
    assert [broken(record, each) for each in record.acts if each.participant == "GBR"] == [[], []]


def test_the_sentence_says_what_was_given_what_is_accepted_what_to_do_and_the_article() -> None:
    (objection,) = objections_to(file("GBR accession 2002-01-01"), act("GBR denunciation 2002-06-01"))
    assert objection.sentence.startswith("GBR, denunciation on 2002-06-01: it may leave from 2003-01-31 on.")
    assert "nobody leaves before it has passed (Article 12(1))" in objection.sentence
    assert objection.sentence.endswith("Give a later day, or the later day of effect that the depositary states.")
    assert (objection.article, objection.field) == ("12(1)", "done_on")


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("30(3)", "Article 30(3)"),
        ("XIV(1)", "Article XIV(1)"),
        ("VCLT 14", "VCLT 14"),
        ("VCSST 17, 18", "VCSST 17, 18"),
    ],
)
def test_only_the_law_of_treaties_names_its_convention_itself(article: str, words: str) -> None:
    assert article_words(article) == words


def test_each_rule_is_broken_by_a_case_above() -> None:
    shown = {row[3] for row in REFUSED} | {"accession_once_in_force"}
    assert {check.rule.name for check in CHECKS} == shown


def test_of_a_vague_file_only_what_every_reading_objects_to() -> None:
    """Whether the signature still stood on the fifteenth hangs on a day in June that is not known."""
    lines = "GBR signature 2001-01-01\nGBR withdrawal_of_signature 2002-06"
    assert broken(file(lines), act("GBR ratification 2002-06-15")) == []
    assert broken(file(lines), act("GBR ratification 2002-06-30")) == ["after_a_signature"]


def test_whether_the_treaty_was_in_force_may_hang_on_a_day_of_anothers_act() -> None:
    """In force from some day in March: until it has passed, a consent of January may be taken back."""
    record = case(acts("GBR accession 2000-01-01\nOUT ratification 2000-03"), [treaty_rule("1", 2)])
    withdrawals = [act(f"GBR withdrawal_of_consent 2000-{on}") for on in ("02-29", "03-15", "03-31")]
    assert [broken(record, each) for each in withdrawals] == [[], [], ["takes_back_a_consent"]]


def test_whether_an_accession_came_too_early_may_hang_on_a_day_of_anothers_act() -> None:
    """The first of two consents was taken back on some day in March: before the second came, or after."""
    lines = "LONE ratification 2000-01-01\nLONE withdrawal_of_consent 2000-03\nOUT ratification 2000-03-15"
    later = Entitlement(ACCEDE, participant="GBR", after_entry_into_force=True)
    record = case(acts(lines), [treaty_rule("1", 2)], PEOPLE, entitlements=[later], opened_on="2000-01-01")
    assert broken(record, act("GBR accession 2000-03-14")) == ["accession_once_in_force"]
    assert broken(record, act("GBR accession 2000-03-20")) == []


def test_only_members_sign_what_is_open_to_members() -> None:
    sign = Entitlement(SIGN, members_of="COE")
    record = case(entitlements=[sign], memberships=members("COE", ["GBR"], None, "2002-01-01"), opened_on="2000-01-01")
    given = ("GBR signature 2001-12-31", "GBR signature 2002-01-01", "OUT signature 2001-01-01")
    assert [broken(record, act(each)) for each in given] == [[], ["entitled_to_sign"], ["entitled_to_sign"]]


NOT_THERE = Participant("GBR", exists_from=PartialDay("2003"))


@pytest.mark.parametrize(
    ("record", "given", "problem"),
    [
        (case(adopted_on="2000-05"), "GBR signature 2000-01-01", "the treaty was opened on 2000-05"),
        (
            case(adopted_on="2000-05", opened_on="2000-06"),
            "GBR signature 2000-05-31",
            "the treaty was opened on 2000-06",
        ),
        (file(), "OLD signature 2003-01-01", "it exists from an unknown day until 2003-01-01"),
        (case(participants={"GBR": NOT_THERE}), "GBR signature 2002-01-01", "it exists from 2003 until now"),
        (file("GBR signature 2001-01-01"), "GBR signature 2002-01-01", "it has signed on 2001-01-01"),
        (file("GBR accession 2001-01"), "GBR accession 2002-01-01", "it is already bound by its accession of 2001-01"),
        (file(), "NEW succession 2003-02-01", "none of OLD has acted by that day"),
        (
            file("GBR accession 2002-01-01"),
            "GBR withdrawal_of_consent 2002-02-15",
            "the treaty is in force for it since 2002-01-31",
        ),
        (
            file("GBR accession 2001-06-01\nGBR denunciation 2002-07-01\nGBR accession 2003-12-02"),
            "GBR withdrawal_of_consent 2004-02-01",
            "the treaty is in force for it since 2004-01-01",
        ),
        (
            file("GBR accession 2001-02-01\nGBR denunciation 2004-01-01 as left"),
            "GBR revocation 2004-04-01 names left",
            "the denunciation took effect on 2004-04-01",
        ),
    ],
)
def test_the_sentence_says_what_is_wrong(record: Case, given: str, problem: str) -> None:
    (objection,) = objections_to(record, act(given))
    assert f": {problem}. " in objection.sentence
