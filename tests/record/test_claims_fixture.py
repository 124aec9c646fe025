"""The claims that are shipped come out as they should, and keep to the rules the list of sources tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from signatories.chart.claims import assess
from signatories.chart.verdicts import Assessment
from signatories.models import Claim, Membership, Source
from tests.record.test_fixtures import LAST_CHECK

pytestmark = pytest.mark.django_db

SEED = "enoch-2024"
OF_THE_SEED = {
    "member_count.1": ("contradicts", "46"),
    "member_count.2": ("agrees", "27"),
    "negotiating_state_count.1": ("agrees", "57"),
    "adopted_on.1": ("agrees", "2024-05-17"),
    "opened_on.1": ("agrees", "2024-09-05"),
    "signed_on.1": ("agrees", "2024-09-05"),
    "signed_on.2": ("agrees", "2024-09-05"),
    "is_signatory.1": ("agrees", "true"),
    "is_signatory.2": ("agrees", "true"),
    "is_signatory.3": ("contradicts", "false"),
}
OF_OTHERS = {
    "canadalegalexperts.opened_on.1": "2024-09-05",
    "coe-ai-convention-page-2026-09-12.is_party.1": "false",
    "intelligence-garden-2025-09.signed_on.1": "2025-09-02",
    "legislation-tracker.is_contracting.1": "false",
    "published-summary.signature_count.1": "21",
    "teleo-codex-2026-04-06.in_force_on.1": None,
    "teleo-codex-2026-04-06.is_contracting.1": "false",
    "teleo-codex-2026-04-06.is_contracting.2": "false",
    "teleo-codex-2026-04-06.is_contracting.3": "false",
}
IN_WORDS = ["aizhi-co.other.1", "eeas-2024-03.other.1", "radio-2024-09.other.1"]


@pytest.fixture
def found() -> dict[str, Assessment]:
    """How each shipped claim stands, by its key."""
    claims = list(Claim.objects.held().select_related("source"))
    assessed = assess(claims)
    return {claim.key: assessed[claim.pk] for claim in claims}


def test_what_the_seed_article_says(found: dict[str, Assessment]) -> None:
    stands = {key.removeprefix(f"{SEED}."): one for key, one in found.items() if key.startswith(SEED)}
    others = {key for key in stands if key.startswith("other")}
    comparable = {key: (one.assessment.value, one.recorded) for key, one in stands.items() if key not in others}
    assert comparable == OF_THE_SEED
    assert {stands[key].assessment for key in others} == {"not_comparable"}
    members = stands["member_count.1"].reason
    assert "46" in members and "Russian Federation" in members and "2022-03-16" in members
    assert "the European Union itself" in stands["is_signatory.3"].reason


def test_what_other_pages_get_wrong(found: dict[str, Assessment]) -> None:
    wrong = {key: one for key, one in found.items() if not key.startswith(SEED)}
    assert {key: one.recorded for key, one in wrong.items() if one.assessment == "contradicts"} == OF_OTHERS
    assert sorted(key for key, one in wrong.items() if one.assessment == "not_comparable") == IN_WORDS
    assert len(wrong) == len(OF_OTHERS) + len(IN_WORDS)


def test_what_is_wrong_was_decided_and_what_agrees_was_not(found: dict[str, Assessment]) -> None:
    for claim in Claim.objects.held():
        verdict = found[claim.key].assessment
        assert bool(claim.decision) == bool(claim.decision_reason), claim.key
        if verdict == "contradicts" or claim.key in IN_WORDS:
            assert claim.decision, f"{claim.key}: nobody decided which value holds."
        if verdict == "agrees":
            assert not claim.decision, f"{claim.key} agrees: there is nothing to decide."


def test_a_decision_is_what_the_record_says(found: dict[str, Assessment]) -> None:
    for claim in Claim.objects.held().exclude(decision="").exclude(question="other"):
        assert found[claim.key].recorded in (claim.decision, None), claim.key


def test_every_claim_is_in_order_and_known_from_the_last_check() -> None:
    for claim in Claim.objects.held():
        claim.full_clean()
        assert claim.known_from.date() == LAST_CHECK
        number = claim.key.removeprefix(f"{claim.key_stem}.")
        assert number.isdigit(), f"{claim.key} does not follow {claim.key_stem}."


def test_every_source_that_claims_alone_brings_says_how_it_is_known() -> None:
    for source in Source.objects.filter(key__in=Claim.objects.exclude(source=SEED).values("source")):
        assert "second-hand" in source.note, source.key


def test_the_members_of_the_union_are_members_of_the_council() -> None:
    held = Membership.objects.held().filter(role="member", valid_until=None)
    members: Callable[[str], Any] = lambda key: set(held.filter(organisation=key).values_list("member", flat=True))  # noqa: E731
    assert len(members("EU")) == 27
    assert members("EU") <= members("COE")
