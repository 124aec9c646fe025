"""The keys the program gives: readable, each given once, never changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from signatories import models
from tests.models import builders as make

pytestmark = pytest.mark.django_db

X, S, O = "x-100", "XAA", "XORG"  # noqa: E741

# The first key of its stem, and the second.
GIVEN: dict[str, tuple[type[models.HeldRow], dict[str, Any], str, str]] = {
    "action": (models.TreatyAction, {}, f"{X}.{S}.signature.1", f"{X}.{S}.signature.2"),
    "declaration": (models.Declaration, {}, f"{X}.{S}.declaration.1", f"{X}.{S}.declaration.2"),
    "measure": (models.ImplementingMeasure, {}, f"{X}.{S}.measure.1", f"{X}.{S}.measure.2"),
    "milestone": (models.Milestone, {}, f"{X}.other.1", f"{X}.other.2"),
    "membership": (models.Membership, {"valid_until": "2002"}, f"{O}.{S}.member.1", f"{O}.{S}.member.2"),
    "check": (models.Check, {}, f"{X}.check.2026-01-01", f"{X}.check.2026-01-01-2"),
    "entitlement of all": (models.Entitlement, {}, f"{X}.sign.all-states", f"{X}.sign.all-states-2"),
    "entitlement of one": (
        models.Entitlement, {"all_states": False, "participant_id": S}, f"{X}.sign.{S}", f"{X}.sign.{S}-2",
    ),
    "entitlement of members": (
        models.Entitlement,
        {"all_states": False, "members_of_id": O},
        f"{X}.sign.members-of-{O}",
        f"{X}.sign.members-of-{O}-2",
    ),
    "rule": (models.Rule, {}, f"{X}.rule.treaty", f"{X}.rule.treaty-2"),
    "rule of an alternative": (
        models.Rule, {"alternative": "early"}, f"{X}.rule.treaty.early", f"{X}.rule.treaty.early-2",
    ),
    "threshold": (models.Threshold, {}, f"{X}.threshold.members", f"{X}.threshold.members-2"),
    "threshold of all": (
        models.Threshold, {"members_of_id": None}, f"{X}.threshold.count", f"{X}.threshold.count-2",
    ),
    "threshold of weights": (
        models.Threshold,
        {"members_of_id": None, "measure": "weight_percent", "denominator": 100},
        f"{X}.threshold.weight_percent",
        f"{X}.threshold.weight_percent-2",
    ),
    "weight": (models.Weight, {}, f"{X}.weight.{S}", f"{X}.weight.{S}-2"),
    "claim": (
        models.Claim, {"source_id": "x-said"}, "x-said.signature_count.1", "x-said.signature_count.2",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def named() -> None:
    """What the rows name."""
    make.treaty(key=X)
    make.participant(key=S)
    make.organisation(key=O)
    make.source(key="x-said")


def row(model: type[models.HeldRow], **given: Any) -> Any:
    """A row about that treaty and that participant, not stored."""
    about = {"treaty_id": X, "participant_id": S, "member_id": S, "organisation_id": O, "members_of_id": O}
    attributes = {field.attname for field in model._meta.concrete_fields}
    if model in (models.Entitlement, models.Claim):
        attributes = {"treaty_id"}
    return make.unsaved(model, **{name: key for name, key in about.items() if name in attributes} | given)


@pytest.mark.parametrize("name", GIVEN)
def test_keys_are_counted_from_the_first(name: str) -> None:
    model, given, first, second = GIVEN[name]
    held = row(model, **given)
    held.save()
    assert held.key == first
    # No longer held, its key stays taken: it is the earlier row's for life.
    closed_on = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    model.objects.filter(pk=held.pk).update(known_until=closed_on, closed_by=make.open_change())
    later = row(model, **given, known_from=closed_on)
    later.save()
    assert later.key == second


def test_every_kind_of_row_with_a_memory_is_given_keys() -> None:
    assert {model for model, *_ in GIVEN.values()} == set(models.HELD)


def test_a_given_key_is_kept() -> None:
    action = row(models.TreatyAction, key="x-100.XAA.first-of-all")
    action.save()
    action.kind = "accession"
    action.save()
    assert models.TreatyAction.objects.get(pk=action.pk).key == "x-100.XAA.first-of-all"


def test_a_row_has_its_key_before_it_is_stored() -> None:
    opened = make.open_treaty()
    action = make.unsaved(models.TreatyAction, treaty=opened, participant_id=S)
    action.full_clean()
    assert action.key == f"{opened.key}.{S}.signature.1"


def test_a_gap_is_filled_and_a_longer_stem_does_not_count() -> None:
    row(models.TreatyAction, key=f"{X}.{S}.signature.2").save()
    row(models.TreatyAction, kind="signature_ad_referendum").save()
    keys = []
    for _ in range(2):
        action = row(models.TreatyAction)
        action.save()
        keys.append(action.key)
    assert keys == [f"{X}.{S}.signature.1", f"{X}.{S}.signature.3"]
