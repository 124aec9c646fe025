"""What is kept of statuses is what the rules give after every change, and as it was after one that failed."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from signatories.models import (
    Entitlement,
    ForcePeriod,
    Membership,
    Milestone,
    Participant,
    Rule,
    RulesApplied,
    StatusPeriod,
    Threshold,
    Treaty,
    TreatyAction,
)
from signatories.record.changing import Changing, change
from signatories.record.periods import every_treaty, untrue_periods
from signatories.record.rules_applied import keep_by_new_rules
from tests.record.doors import done, new, recorded

pytestmark = pytest.mark.django_db
Kept = list[tuple[Any, ...]]


def kept(treaty: str = "x-treaty") -> Kept:
    """All that is kept of the treaty, without the database's ids."""
    return [
        row[1:] for model in (StatusPeriod, ForcePeriod) for row in model.objects.filter(treaty=treaty).values_list()
    ]


def untrue() -> list[str]:
    return list(untrue_periods(every_treaty()))


def renamed(participant: str, **columns: Any) -> Callable[[Changing], Any]:
    """Keeps the participant with other columns."""

    def act(record: Changing) -> None:
        row = Participant.objects.get(key=participant)
        for name, value in columns.items():
            setattr(row, name, value)
        record.keep(row)

    return act


def incomplete(record: Changing) -> None:
    row = Treaty.objects.get(key="x-treaty")
    row.complete, row.scope_note = False, "Holds one act."
    record.keep(row)


def held(model: Any, **which: Any) -> Any:
    return model.objects.held().filter(**which).first()


def of_the_treaty(model: Any, **given: Any) -> Callable[[Changing], Any]:
    return lambda record: record.record(new(model, treaty_id="x-treaty", **given))


ACCEDES = {"participant_id": "XBB", "kind": "accession", "done_on": "2012-02"}
TOUCHING: dict[str, Callable[[Changing], Any]] = {
    "an act": of_the_treaty(TreatyAction, **ACCEDES),
    "a rule": of_the_treaty(Rule, consents_required=1, delay_months=3),
    "a day of the treaty": of_the_treaty(Milestone, kind="in_force", occurred_on="2011"),
    "an entitlement": of_the_treaty(Entitlement, way="consent", all_states=False, participant_id="XORG"),
    "a correction": lambda record: record.correct(
        held(TreatyAction, treaty="x-treaty"), {"done_on": "2011-06"}, reason="Misread."
    ),
    "a retraction": lambda record: record.retract(held(TreatyAction, treaty="x-treaty"), reason="It never was."),
    "the end of a State": renamed("XAA", valid_until="2015-01-01"),
    "what is a State": renamed("XORG", type="state"),
    "a State more": lambda record: record.keep(Participant(key="XCC", type="state", name_en="C", name_fr="C")),
    "a State less": lambda record: record.drop(Participant.objects.get(key="XBB"), reason="It never was."),
    "a record that is incomplete": incomplete,
    "a treaty without any fact": lambda record: record.keep(Treaty(key="x-other", title_en="T", title_fr="T")),
}


@pytest.mark.parametrize("name", TOUCHING)
def test_a_change_keeps_what_it_reaches(ratification: TreatyAction, name: str) -> None:
    before = kept() + kept("x-other")
    done(TOUCHING[name])
    assert kept() + kept("x-other") != before
    assert untrue() == []


def test_a_membership_reaches_the_treaties_that_ask_for_it(treaty: Treaty) -> None:
    recorded(Entitlement, treaty=treaty, way="consent", all_states=False, members_of_id="XORG")
    recorded(Rule, treaty=treaty, consents_required=1)
    recorded(Threshold, treaty=treaty, members_of_id="XORG", minimum=1)
    recorded(TreatyAction, treaty=treaty, participant_id="XAA", kind="accession", done_on="2012-01-01")
    assert not ForcePeriod.objects.filter(treaty="x-treaty", in_force=True).exists()
    place = recorded(Membership, member_id="XAA", organisation_id="XORG", valid_from="2005")
    assert ForcePeriod.objects.filter(treaty="x-treaty", in_force=True).exists()
    done(lambda record: record.retract(place, reason="It never belonged."))
    assert not ForcePeriod.objects.filter(treaty="x-treaty", in_force=True).exists()
    assert untrue() == []


def test_a_name_reaches_nothing(signature: TreatyAction) -> None:
    ids = list(StatusPeriod.objects.values_list("pk", flat=True))
    done(renamed("XAA", name_en="Aland"))
    assert list(StatusPeriod.objects.values_list("pk", flat=True)) == ids


def test_only_what_is_other_is_written(signature: TreatyAction) -> None:
    of_others = StatusPeriod.objects.exclude(participant="XBB", treaty="x-treaty")
    ids = set(of_others.values_list("pk", flat=True))
    done(TOUCHING["an act"])
    assert set(of_others.values_list("pk", flat=True)) == ids


def test_what_fails_leaves_all_as_it_was(signature: TreatyAction) -> None:
    before, ids = kept(), set(StatusPeriod.objects.values_list("pk", flat=True))
    with pytest.raises(ValidationError), change() as record:
        record.record(new(TreatyAction, treaty_id="x-treaty", **ACCEDES))
        record.finish()
        assert kept() != before
        raise ValidationError("No.")
    assert (kept(), set(StatusPeriod.objects.values_list("pk", flat=True))) == (before, ids)


def test_a_treaty_that_goes_takes_its_statuses_with_it(named: None) -> None:
    done(TOUCHING["a treaty without any fact"])
    assert kept("x-other")
    done(lambda record: record.drop(Treaty.objects.get(key="x-other"), reason="It never was."))
    assert kept("x-other") == []


def meddled(treaty: str = "x-treaty") -> None:
    StatusPeriod.objects.filter(treaty=treaty, participant="XAA").update(status="party")
    ForcePeriod.objects.filter(treaty=treaty).delete()


def test_what_was_meddled_with_is_found_and_mended(signature: TreatyAction) -> None:
    before, told = kept(), StringIO()
    meddled()
    assert untrue() == ["x-treaty"]
    with pytest.raises(CommandError):
        call_command("check_record", stderr=told)
    assert (
        "statuses x-treaty: What is kept of its statuses is not what the rules give: run manage.py rebuild_periods,"
        in (told.getvalue())
    )
    call_command("rebuild_periods", stdout=told)
    assert kept() == before
    assert f"treaties: {Treaty.objects.count()}." in told.getvalue()


def test_other_rules_make_all_anew(signature: TreatyAction) -> None:
    before = kept()
    meddled()
    keep_by_new_rules("default")
    assert kept() != before
    RulesApplied.objects.update(rules="of another release")
    keep_by_new_rules("default")
    assert kept() == before
