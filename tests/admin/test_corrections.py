"""Every kind of row is entered, corrected and retracted from its page; each time in one change, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from signatories.models import Change, Entry, TreatyAction
from signatories.models.plain_rows import plain_row
from signatories.record.changing import change
from tests.admin.conftest import HELD, address, entered, errors_of, messages_of, versions
from tests.models import builders as make

each_kind = pytest.mark.parametrize("kind", HELD, ids=lambda kind: kind._meta.model_name)


@each_kind
def test_a_row_is_corrected(kind: Any, admin_client: Client, admin_user: User) -> None:
    row = make.saved(kind)
    sent = entered(admin_client, row, locator="row 2", reason="The row was misread.")
    response = admin_client.post(address(row), sent)
    earlier, held = versions(row)
    assert response.headers["Location"] == address(held)
    assert (earlier.locator, held.locator, earlier.known_until) == ("row 1", "row 2", held.known_from)
    made = Change.objects.latest("number")
    assert (held.brought_by, earlier.closed_by, made.by) == (made, made, admin_user)
    entry = Entry.objects.get(change=made)
    assert (entry.kind, entry.row_key, entry.reason) == ("corrected", row.key, "The row was misread.")
    page = admin_client.get(address(held))
    assert "Corrected: " in page.content.decode()
    assert page.context["title"].startswith("Correct ")
    assert 'name="reason"' in page.content.decode()


@each_kind
def test_a_row_is_retracted_and_entered_anew(kind: Any, admin_client: Client, admin_user: User) -> None:
    row = make.saved(kind)
    sent = entered(admin_client, row)
    response = admin_client.post(address(row, "retract"), {"reason": "Recorded twice."})
    assert response.headers["Location"] == address(row)
    (closed,) = versions(row)
    made = Change.objects.latest("number")
    assert (closed.closed_by, closed.known_until, made.by) == (made, made.at, admin_user)
    assert Entry.objects.get(change=made).kind == "retracted"

    assert errors_of(admin_client.post(address(kind, "add"), sent)) == {}
    anew = kind.objects.latest("pk")
    made = Change.objects.latest("number")
    assert (anew.brought_by, anew.known_from, made.by) == (made, made.at, admin_user)
    assert anew.key != row.key
    untold = {"key": None, "known_from": None}
    assert plain_row(anew) | untold == plain_row(row) | untold


@each_kind
def test_a_row_no_longer_held_is_only_read(kind: Any, admin_client: Client) -> None:
    row = make.saved(kind)
    admin_client.post(address(row), entered(admin_client, row, locator="row 2", reason="Misread."))
    admin_client.post(address(versions(row)[1], "retract"), {"reason": "Never so."})
    earlier, later = (admin_client.get(address(version)) for version in versions(row))
    for page in (earlier, later):
        assert not page.context["has_change_permission"]
        assert "retract_address" not in page.context
        assert 'name="_save"' not in page.content.decode()
        assert "No longer held since" in page.content.decode()
    said = " ".join(earlier.content.decode().split())
    assert "by admin corrected it: “Misread.”" in said
    assert f'<a href="{address(versions(row)[1])}">What took its place</a>, retracted since.' in said
    assert "by admin retracted it: “Never so.”" in " ".join(later.content.decode().split())
    assert "Nothing is held in its place." in later.content.decode()


def test_a_correction_says_why(admin_client: Client, signature: TreatyAction) -> None:
    assert "reason" not in admin_client.get(address(TreatyAction, "add")).context["adminform"].form.fields
    page = admin_client.get(address(signature))
    assert page.context["adminform"].form.fields["reason"].required
    assert "stays in the record" in page.content.decode()
    for blank in ("", "   "):
        errors = errors_of(
            admin_client.post(address(signature), entered(admin_client, signature, locator="row 2", reason=blank))
        )
        assert errors == {"reason": ["A correction has a reason: say why."]}
    assert versions(signature) == [signature]


def test_a_retraction_says_why(admin_client: Client, signature: TreatyAction) -> None:
    page = admin_client.get(address(signature, "retract"))
    assert "2010-05-20" in page.content.decode()
    page = admin_client.post(address(signature, "retract"), {"reason": " "})
    assert page.context["form"].errors == {"reason": ["A retraction has a reason: say why."]}
    assert versions(signature)[0].known_until is None


def test_nothing_altered_is_nothing_recorded(admin_client: Client, signature: TreatyAction) -> None:
    before = Change.objects.count()
    response = admin_client.post(address(signature), entered(admin_client, signature, reason="No reason."))
    assert response.headers["Location"] == address(signature)
    assert "Nothing was altered, so nothing was recorded." in messages_of(response)
    assert (Change.objects.count(), len(versions(signature))) == (before, 1)


def test_a_correction_that_the_law_refuses_is_told_beside_the_field(
    admin_client: Client, signature: TreatyAction
) -> None:
    sent = entered(admin_client, signature, kind="ratification", reason="So the source says.")
    errors = errors_of(admin_client.post(address(signature), sent))
    assert "VCLT 14" in " ".join(errors["kind"])
    assert versions(signature) == [signature]


def consent(signature: TreatyAction) -> TreatyAction:
    """A ratification that rests on the signature."""
    return make.action(
        treaty=signature.treaty, participant=signature.participant, kind="ratification", done_on="2011-01-01"
    )


def test_what_would_leave_an_act_without_its_ground_is_refused(admin_client: Client, signature: TreatyAction) -> None:
    ratification, before = consent(signature), Change.objects.count()
    page = admin_client.post(address(signature, "retract"), {"reason": "Never signed."})
    assert ratification.key in " ".join(page.context["form"].non_field_errors())
    sent = entered(admin_client, signature, done_on="2012-01-01", reason="Later.")
    refused = admin_client.post(address(signature), sent)
    assert refused.status_code == 200
    assert "VCLT 14" in str(errors_of(refused))
    assert refused.context["adminform"].form["done_on"].value() == "2012-01-01"
    assert (versions(signature), Change.objects.count()) == ([signature], before)


def test_what_is_named_by_others_says_so_and_stays(admin_client: Client) -> None:
    declared = make.declaration()
    objection = make.declaration(
        treaty=declared.treaty, kind="objection", refers_to=declared, made_on="2011", participant=make.participant()
    )
    page = admin_client.get(address(declared, "retract")).content.decode()
    assert f'<a href="{address(objection)}">{objection.key}</a>' in page
    assert 'name="reason"' not in page
    page = admin_client.post(address(declared, "retract"), {"reason": "Withdrawn."})
    assert page.status_code == 200
    assert versions(declared)[0].known_until is None


def test_an_act_is_named_as_it_is_held_now(admin_client: Client) -> None:
    declared = make.declaration()
    objection = {"treaty": declared.treaty_id, "participant": make.participant().key, "kind": "objection"}
    sent = objection | {"made_on": "2011", "refers_to": declared.pk, "confidence": "high", "summary_en": "Objects."}
    sent |= {"source": declared.source_id, "locator": "row 2"}
    with change() as record:
        held = record.correct(declared, {"made_on": "2010-06"}, reason="Misread.")
    assert errors_of(admin_client.post(address(type(declared), "add"), sent)) == {}
    assert type(declared).objects.latest("pk").refers_to == held

    other = make.declaration()
    with change() as record:
        record.retract(other, reason="Never made.")
    errors = errors_of(admin_client.post(address(type(other), "add"), sent | {"refers_to": other.pk}))
    assert errors["refers_to"] == [f"{other.key} is no longer held: choose another."]


def test_only_those_who_may_change_a_row_retract_it(client: Client, signature: TreatyAction) -> None:
    client.force_login(User.objects.create_user("reader", password="x", is_staff=True))
    for method in (client.get, client.post):
        assert method(address(signature, "retract")).status_code == 403
    assert client.get(address(signature)).status_code == 403
