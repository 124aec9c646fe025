"""Entering a fact: with its source, under the law's and the database's rules, and never over what was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from signatories.models import Declaration, Membership, Milestone, Participant, TreatyAction
from tests.admin.conftest import address, errors_of
from tests.models import builders as make

NO_SOURCE = "Every fact names its source: choose the document this was taken from, or add it with the + sign"
NO_LOCATOR = "Say where in the source it stands"


@pytest.fixture
def cited(db: None) -> dict[str, Any]:
    """A citation as a form sends it."""
    return {"source": make.source().key, "locator": "row Türkiye", "confidence": "high"}


def test_a_fact_without_a_source_is_refused_with_what_to_do(save: Callable[..., Any]) -> None:
    act = make.action()
    errors = errors_of(save(address(TreatyAction, "add"), treaty=act.treaty_id, participant=make.participant().key))
    assert errors["source"][0].startswith(NO_SOURCE)
    assert errors["locator"][0].startswith(NO_LOCATOR)


def test_a_blank_locator_is_none(save: Callable[..., Any], cited: dict[str, Any]) -> None:
    errors = errors_of(save(address(TreatyAction, "add"), **cited | {"locator": "   "}))
    assert errors["locator"][0].startswith(NO_LOCATOR)
    assert "source" not in errors


def test_a_fact_is_entered_with_its_source_and_given_a_key(save: Callable[..., Any], cited: dict[str, Any]) -> None:
    treaty, participant = make.open_treaty(), make.participant()
    entered = {"treaty": treaty.key, "participant": participant.key, "kind": "signature", "done_on": "2010-05"}
    assert errors_of(save(address(TreatyAction, "add"), **entered, **cited)) == {}
    row = TreatyAction.objects.get(treaty=treaty)
    assert row.key == f"{treaty.key}.{participant.key}.signature.1"
    assert (str(row.done_on), row.source_id, row.locator) == ("2010-05", cited["source"], "row Türkiye")


def test_the_law_refuses_in_its_own_words_beside_the_field(save: Callable[..., Any], cited: dict[str, Any]) -> None:
    treaty, participant = make.open_treaty(), make.participant()
    entered = {"treaty": treaty.key, "participant": participant.key, "kind": "ratification", "done_on": "2010-05-20"}
    errors = errors_of(save(address(TreatyAction, "add"), **entered, **cited))
    assert "VCLT 14" in " ".join(errors["kind"])


def test_given_columns_are_shown_and_never_taken_from_a_form(admin_client: Client, cited: dict[str, Any]) -> None:
    row = make.milestone()
    page = admin_client.get(address(row))
    assert not {"key", "known_from", "known_until"} & set(page.context["adminform"].form.fields)
    assert row.key in page.content.decode()
    changes = {"treaty": row.treaty_id, "kind": "other", "occurred_on": "2011", "title": "A meeting", **cited}
    given = {"key": "mine", "known_from": "1999-01-01", "known_until": "1999-01-02", "reason": "Misread."}
    assert admin_client.post(address(row), changes | given).status_code == 302
    changed = Milestone.objects.held().get(key=row.key)
    assert str(changed.occurred_on) == "2011"
    assert changed.known_from == changed.brought_by.at


def test_the_key_of_a_participant_is_asked_once(admin_client: Client) -> None:
    assert "key" in admin_client.get(address(Participant, "add")).context["adminform"].form.fields
    row = make.participant()
    assert "key" not in admin_client.get(address(row)).context["adminform"].form.fields


def test_rules_on_rows_held_together_are_sentences_not_faults(save: Callable[..., Any], cited: dict[str, Any]) -> None:
    opened = make.milestone(kind="opened")
    again = {"treaty": opened.treaty_id, "kind": "opened", "occurred_on": "2010", "title": "Again"}
    errors = errors_of(save(address(Milestone, "add"), **again, **cited))
    assert "once each" in " ".join(errors["__all__"])

    held = make.membership()
    overlapping = {"member": held.member_id, "organisation": held.organisation_id, "role": "observer"}
    errors = errors_of(save(address(Membership, "add"), **overlapping, **cited))
    assert "already has a place" in " ".join(errors["__all__"])


def test_lists_are_typed_and_shown_as_words(admin_client: Client, cited: dict[str, Any]) -> None:
    row = make.declaration()
    columns = {"treaty": row.treaty_id, "participant": row.participant_id, "kind": "declaration", "made_on": "2010"}
    said = {"articles": "3(1)(b); 32(1) ;", "summary_en": "Will apply it.", "reason": "Two articles."}
    assert admin_client.post(address(row), columns | said | cited).status_code == 302
    held = Declaration.objects.held().get(key=row.key)
    assert held.articles == ["3(1)(b)", "32(1)"]
    assert 'value="3(1)(b); 32(1)"' in admin_client.get(address(held)).content.decode()

    assert admin_client.post(address(held, "retract"), {"reason": "Never made."}).status_code == 302
    read_only = admin_client.get(address(held)).content.decode()
    assert "3(1)(b); 32(1)" in read_only
    assert "[&quot;" not in read_only


@pytest.mark.parametrize(
    ("held", "now", "earlier"), [({}, True, False), ({"held": "earlier"}, False, True), ({"held": "ever"}, True, True)]
)
def test_lists_show_what_is_held_now_unless_asked(
    admin_client: Client, held: dict[str, str], now: bool, earlier: bool
) -> None:
    treaty = make.treaty()
    rows = make.milestone(treaty=treaty), make.milestone(treaty=treaty, known_until=timezone.now())
    listed = admin_client.get(address(Milestone, "changelist"), {"treaty__exact": treaty.key, **held})
    assert [row in listed.context["cl"].queryset for row in rows] == [now, earlier]
