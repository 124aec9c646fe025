"""What follows from a change, entered with it: thresholds, entries into force, parties, claims."""

from __future__ import annotations

from typing import Any

import pytest

from signatories.models import Entry, TreatyAction
from signatories.record.changing import Changing, change
from tests.models import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def treaty() -> Any:
    """A treaty of two consents, in force a month after the second."""
    made = make.open_treaty(key="x-two")
    make.rule(treaty=made, consents_required=2, article="9", delay_months=1, rounding="none", later_from="trigger")
    return made


def derived_by(changing: Changing) -> list[tuple[str, str, str | None]]:
    """Event, participant and day of what the change entered as following from it."""
    entries = Entry.objects.filter(change=changing.change, kind="derived").order_by("index")
    return [(one.what, one.participant, one.happens_on and one.happens_on.text) for one in entries]


def accede(treaty: Any, who: str, day: str) -> Changing:
    with change() as changing:
        row = make.unsaved(TreatyAction, treaty=treaty, participant_id=who, kind="accession", done_on=day)
        changing.record(row)
    return changing


def test_a_consent_short_of_the_threshold_is_followed_by_nothing(treaty: Any) -> None:
    assert derived_by(accede(treaty, "GBR", "2020-01-10")) == []


def test_the_last_consent_is_followed_by_the_days_it_brings(treaty: Any) -> None:
    accede(treaty, "GBR", "2020-01-10")
    assert derived_by(accede(treaty, "FRA", "2020-02-10")) == [
        ("threshold_reached", "", "2020-02-10"),
        ("entry_into_force", "", "2020-03-10"),
        ("becomes_party", "FRA", "2020-03-10"),
        ("becomes_party", "GBR", "2020-03-10"),
    ]


def test_a_corrected_day_moves_what_follows(treaty: Any) -> None:
    accede(treaty, "GBR", "2020-01-10")
    accede(treaty, "FRA", "2020-02-10")
    held = TreatyAction.objects.held().get(treaty=treaty, participant="FRA")
    with change() as changing:
        changing.correct(held, {"done_on": "2020-02-11"}, reason="Misread.")
    assert [(what, day) for what, _, day in derived_by(changing)][:2] == [
        ("threshold_reached", "2020-02-11"),
        ("entry_into_force", "2020-03-11"),
    ]


def test_a_retraction_takes_back_what_followed(treaty: Any) -> None:
    accede(treaty, "GBR", "2020-01-10")
    accede(treaty, "FRA", "2020-02-10")
    with change() as changing:
        changing.retract(TreatyAction.objects.held().get(treaty=treaty, participant="FRA"), reason="Never deposited.")
    assert derived_by(changing) == [("threshold_reached", "", None), ("entry_into_force", "", None)]
    last = Entry.objects.get(change=changing.change, what="entry_into_force")
    assert last.reason == "By the record, x-two no longer enters into force: what is held does not suffice."


def test_a_claim_that_the_record_comes_to_contradict(treaty: Any) -> None:
    make.check(treaty=treaty, speaks_as_of="2021-01-01")
    claim = make.claim(treaty=treaty, question="consent_count", claimed="0", about_on="2020-06-01")
    first = accede(treaty, "GBR", "2020-01-10")
    assert derived_by(first) == [("claim_contradicted", "", None)]
    entry = Entry.objects.get(change=first.change, kind="derived")
    assert (entry.row_key, entry.row) == (claim.key, f"/api/v1/claims/{claim.key}/")
    assert derived_by(accede(treaty, "FRA", "2020-12-10")) == [
        ("threshold_reached", "", "2020-12-10"),
        ("entry_into_force", "", "2021-01-10"),
        ("becomes_party", "FRA", "2021-01-10"),
        ("becomes_party", "GBR", "2021-01-10"),
    ]


def test_a_membership_reaches_the_treaties_that_ask_about_it() -> None:
    treaty, organisation = make.open_treaty(key="x-members"), make.organisation(key="XMO")
    make.rule(treaty=treaty, consents_required=1, article="9", delay_months=0, delay_days=0)
    make.threshold(treaty=treaty, members_of=organisation, minimum=1)
    accede(treaty, "GBR", "2020-01-10")
    with change() as changing:
        row = make.unsaved(type(make.membership()), member_id="GBR", organisation=organisation, valid_from="2001-01-01")
        changing.record(row)
    assert ("threshold_reached", "", "2020-01-10") in derived_by(changing)
